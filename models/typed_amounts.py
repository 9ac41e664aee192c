"""Amounts as people type them: values of a measure («۱۲٫۵», `12.5`, «۱۲ هزار»), percentages, budgets.

«٫» is a decimal mark, «٬» parts thousands. In Iran «/» and «.» are written for both, and «,» parts thousands; where
three digits stand behind one of these alone («۱/۲۵۰»), nobody can know which is meant: it is not taken.
"""

import re
from decimal import Decimal
from enum import StrEnum
from typing import Final

from locales.digits import latin_digits
from models.errors import UnknownAmountError
from models.goal_facts import MOST, MOST_TOMANS
from models.typed_numbers import plain

__all__ = ["Unclear", "UnknownAmountError", "read_budget", "read_percent", "read_value"]


class Unclear(StrEnum):
    """Why what was typed is no amount; `UnknownAmountError.why`."""

    NO_NUMBER = "no_number"  # nothing in it is one
    UNCLEAR = "unclear"  # it could be several, or something else stands beside it
    NO_CURRENCY = "no_currency"  # tomans or rials: ten times as much
    TOO_MUCH = "too_much"
    OUT_OF_RANGE = "out_of_range"  # a percentage below 0 or above 100, a budget below 0


_SCALES: Final = {
    **dict.fromkeys(("هزار", "thousand"), 10**3),
    **dict.fromkeys(("میلیون", "ملیون", "million"), 10**6),
    **dict.fromkeys(("میلیارد", "ملیارد", "بیلیون", "billion"), 10**9),
    **dict.fromkeys(("تریلیون", "trillion"), 10**12),
    "همت": 10**12,  # a thousand billions of tomans, as newspapers count
}
# fmt: off
_HUNDREDS: Final = {
    "صفر": 0, "صد": 100, "یکصد": 100, "دویست": 200, "سیصد": 300, "چهارصد": 400, "پانصد": 500, "پونصد": 500,
    "ششصد": 600, "شیشصد": 600, "هفتصد": 700, "هشتصد": 800, "نهصد": 900,
}
# fmt: on
_TOMANS: Final = r"تومان|تومن|toman|tomans|irt"
_RIALS: Final = r"ریال|﷼|rial|rials|irr"
_LONGEST: Final = 80  # letters: more is no amount

_RUN: Final = re.compile(r"\d[\d٬٫.,/'’]*\d|\d")
_GROUPED: Final = re.compile(r"(\d{1,3}(?:([,./'’])\d{3}(?:\2\d{3})+|[,'’]\d{3}))")
_GROUPED_DECIMAL: Final = re.compile(r"(\d{1,3}(?:,\d{3})+)[٫.](\d+)")
_DECIMAL: Final = re.compile(r"(\d+)[٫./](\d+)")
_WORDS: Final = re.compile(rf"\b({'|'.join(_HUNDREDS)})(?:\s+و\s+(\d{{1,2}}))?(?![\w.])")
_SCALE: Final = "|".join(sorted(_SCALES, key=len, reverse=True))
_PART: Final = re.compile(rf"(?:(\d+(?:\.\d+)?)\s*)?((?:(?:{_SCALE})\b\s*)*)")
_MINUS: Final = re.compile(r"(?:[-−–]|منفی|minus)\s*(.+)")
_PERCENT: Final = re.compile(r"(?:[%٪]\s*(.+))|(?:(.+?)\s*(?:[%٪]|درصد|percent))")


def read_value(words: str, unit: str = "") -> float:
    """Read a value of a measure, with a sign, a percent sign or its unit beside it.

    Args:
        words: as they were typed, digits of any script.
        unit: the measure's own, which may follow the number.

    Raises:
        UnknownAmountError: it is none, may be several, or is beyond `models.goal_facts.MOST` on either side of zero.
    """
    typed = _plain(words)
    if unit and (own := _plain(unit)) and typed.endswith(own) and not own.isdigit():
        typed = typed[: -len(own)].strip()
    percent = _PERCENT.fullmatch(typed)
    typed = (percent[1] or percent[2]) if percent else typed
    amount = _signed(typed)
    if abs(amount) > MOST:
        raise UnknownAmountError(Unclear.TOO_MUCH)
    return float(amount)


def read_percent(words: str) -> int:
    """Read a percentage from 0 to 100: «۶۰», «۶۰٪», «۶۰ درصد»; a broken one is rounded.

    Raises:
        UnknownAmountError: it is none, or out of these bounds.
    """
    amount = read_value(words)
    if not 0 <= amount <= 100:
        raise UnknownAmountError(Unclear.OUT_OF_RANGE)
    return round(amount)


def read_budget(words: str) -> int:
    """Read a budget, in tomans: «۱۲ میلیارد تومان», «۵۰۰ میلیون ریال», «۲ میلیارد و ۵۰۰ میلیون تومان», «۱٫۲ همت».

    Raises:
        UnknownAmountError: it is none, may be several, is below zero or beyond `models.goal_facts.MOST_TOMANS`, or
            nothing says whether these are tomans or rials.
    """
    typed = _plain(words)
    rials = re.fullmatch(rf"(.+?)\s*(?:{_RIALS})|(?:{_RIALS})\s*(.+)", typed)
    tomans = re.fullmatch(rf"(.+?)\s*(?:{_TOMANS})|(?:{_TOMANS})\s*(.+)", typed)
    found = rials or tomans
    amount = _signed((found[1] or found[2]) if found else typed)
    if found is None and amount and not typed.endswith("همت"):
        raise UnknownAmountError(Unclear.NO_CURRENCY)
    amount = amount / 10 if rials else amount
    if amount < 0:
        raise UnknownAmountError(Unclear.OUT_OF_RANGE)
    if amount > MOST_TOMANS:
        raise UnknownAmountError(Unclear.TOO_MUCH)
    return round(amount)


def _plain(words: str) -> str:
    """One spelling: Latin digits without marks between thousands, «.» before decimals, number words as digits."""
    if len(words) > _LONGEST:
        raise UnknownAmountError(Unclear.UNCLEAR)
    typed = _RUN.sub(_number, latin_digits(words))
    typed = re.sub(r"(?<=\d)(?=[^\W\d_])", " ", plain(typed))
    return " ".join(_WORDS.sub(_hundreds, typed).split())


def _number(found: re.Match[str]) -> str:
    """A run of digits and marks with nothing but digits and one «.» in it."""
    run = found[0].strip("٬")
    if "٬" in run:
        whole, mark, rest = run.partition("٫")
        if not re.fullmatch(r"\d{1,3}(?:٬\d{3})+", whole) or (mark and not rest.isdigit()):
            raise UnknownAmountError(Unclear.UNCLEAR)
        return whole.replace("٬", "") + (f".{rest}" if rest else "")
    if run.isdigit():
        return run
    if _GROUPED.fullmatch(run):
        return re.sub(r"\D", "", run)
    if grouped := _GROUPED_DECIMAL.fullmatch(run):
        return f"{grouped[1].replace(',', '')}.{grouped[2]}"
    decimal = _DECIMAL.fullmatch(run)
    if decimal is None or (len(decimal[2]) == 3 and "٫" not in run and decimal[1].lstrip("0") and len(decimal[1]) < 4):
        raise UnknownAmountError(Unclear.UNCLEAR)
    return f"{decimal[1]}.{decimal[2]}"


def _hundreds(found: re.Match[str]) -> str:
    return str(_HUNDREDS[found[1]] + int(found[2] or 0))


def _signed(typed: str) -> Decimal:
    minus = _MINUS.fullmatch(typed)
    return -_sum(minus[1]) if minus else _sum(typed.removeprefix("+").strip())


def _sum(typed: str) -> Decimal:
    """«2 میلیارد و 500 میلیون»: each part of a smaller scale than the one before."""
    if not re.search(r"\d", typed) and not re.search(rf"(?<!\w)(?:{_SCALE})(?!\w)", typed):
        raise UnknownAmountError(Unclear.NO_NUMBER)
    total, last = Decimal(0), Decimal(0)
    for part in re.split(r"\s+(?:و|and)\s+", typed):
        found = _PART.fullmatch(part)
        if found is None or not (found[1] or found[2]):
            raise UnknownAmountError(Unclear.UNCLEAR)
        scale = Decimal(1)
        for name in found[2].split():
            scale *= _SCALES[name]
        amount = Decimal(found[1] or 1) * scale
        if total and (scale >= last or amount >= last):
            raise UnknownAmountError(Unclear.UNCLEAR)
        total, last = total + amount, scale
    if len(str(int(total))) > len(str(MOST_TOMANS)) + 1:
        raise UnknownAmountError(Unclear.TOO_MUCH)
    return total
