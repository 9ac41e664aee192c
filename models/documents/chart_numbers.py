"""Numbers beside an axis: short, in a scale that all of them share and that is said once."""

import math
from dataclasses import dataclass
from typing import Final

from locales import Translator, mark_label
from locales.bidi import isolate_left_to_right
from locales.digits import DECIMAL_MARK, THOUSANDS_MARK
from models.documents.chart_axis import Values

_SCALES: Final = (
    (12, mark_label("scale", "trillion")),
    (9, mark_label("scale", "billion")),
    (6, mark_label("scale", "million")),
    (3, mark_label("scale", "thousand")),
)
_ENOUGH: Final = 10.0  # times the scale: ۹٬۵۰۰ stays as it is, ۲۰٬۰۰۰ becomes «۲۰ هزار»
_LARGEST, _SMALLEST = 1e16, 1e-4  # beyond these, powers of ten
_MOST_DECIMALS: Final = 2  # beside a word such as «thousand»: with more it looks like a number of thousands


@dataclass(frozen=True)
class Scale:
    """Numbers are written as multiples of ten to the `power`, with so many decimals."""

    power: int
    decimals: int

    def name(self, tr: Translator) -> str:
        """What stands before the unit: «میلیون»; empty for plain numbers."""
        named = dict(_SCALES).get(self.power)
        if named is not None:
            return tr.label("scale", named)
        return isolate_left_to_right(tr.digits(f"× 10^{self.power}")) if self.power else ""

    def words(self, value: float, tr: Translator, *, more: int = 0) -> str:
        """A number of this scale: «۲٫۵»; `more` decimals than ticks have where it needs them."""
        scaled = value / 10.0**self.power
        exact = f"{scaled:,.{self.decimals}f}"
        if more:
            nearer = f"{scaled:,.{self.decimals + more}f}".rstrip("0").rstrip(".")
            exact = nearer if len(nearer) > len(exact) else exact
        return _written(exact, tr)

    def near_words(self, value: float, tr: Translator) -> str:
        """A number between ticks: a few decimals more than they have."""
        return self.words(value, tr, more=2)


def scale_of(values: Values, *, is_plain: bool = False) -> Scale:
    """The scale in which the ticks of an axis are shortest; `is_plain`: without a word such as «million»."""
    largest = max(abs(values.ticks[0]), abs(values.ticks[-1]))
    if not _SMALLEST <= largest < _LARGEST:
        power = math.floor(math.log10(largest))
        return Scale(power, max(0, values.decimals + power))
    for power, _ in () if is_plain else _SCALES:
        decimals = max(0, values.decimals + power)
        if largest >= _ENOUGH * 10.0**power and decimals <= _MOST_DECIMALS:
            return Scale(power, decimals)
    return Scale(0, max(0, values.decimals))


def _written(number: str, tr: Translator) -> str:
    if not number.strip("-0.,"):
        number = "0"
    if tr.language == "fa":
        number = number.replace(",", THOUSANDS_MARK).replace(".", DECIMAL_MARK)
    written = tr.digits(number)
    return isolate_left_to_right(written.replace("-", "\N{MINUS SIGN}")) if number.startswith("-") else written
