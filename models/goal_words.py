"""Goals in words: where one stands, how far it has come, values, budgets. The same on cards, in messages, on charts."""

import re
from decimal import Decimal
from typing import Final

from locales import Translator, mark, mark_label
from locales.digits import DECIMAL_MARK
from models.goal import GoalStatus
from models.goal_progress import Odd, Progress
from models.goal_shown import Budget

_CELLS: Final = 10
_DECIMALS, _MOST_DECIMALS = 3, 12
_LARGE: Final = 100_000  # of a scale: with decimals behind it, the whole number reads better
_LATIN: Final = re.compile("[A-Za-z]")
_STATUSES: Final = {
    GoalStatus.PLANNED: mark_label("goal status", "planned"),
    GoalStatus.ACTIVE: mark_label("goal status", "under way"),
    GoalStatus.PAUSED: mark_label("goal status", "paused"),
    GoalStatus.REACHED: mark_label("goal status", "reached"),
    GoalStatus.DROPPED: mark_label("goal status", "dropped"),
}
_AMOUNTS: Final = (
    (10**9, mark("{amount} billion tomans")),
    (10**6, mark("{amount} million tomans")),
    (10**3, mark("{amount} thousand tomans")),
)
_ODDITIES: Final = {
    Odd.BELOW_BASELINE: mark("This value is further from the target than where the goal began."),
    Odd.BEYOND_TARGET: mark("This value is beyond the target."),
    Odd.BACKWARDS: mark("This is further back than the last report."),
    Odd.NOT_AT_TARGET: mark("The goal would be called reached, and its target is not reached yet."),
    Odd.DUE_PAST: mark("This due day has passed already."),
    Odd.OVERSPENT: mark("More would be spent than was allotted."),
    Odd.VALUES_KEPT: mark("Earlier reports have values in the old unit; they stay as they are."),
}


def status_words(status: GoalStatus | str, tr: Translator) -> str:
    """Where it stands: «در حال انجام»."""
    return tr.label("goal status", _STATUSES[GoalStatus(status)])


def number_words(value: float, tr: Translator) -> str:
    """A number with at most three decimals and marks between thousands: «۱٬۲۰۰٫۵»; below zero isolated.

    Of what is near zero it has three digits that say something: «۰٫۰۰۰۲۵» would else read as nothing at all.
    """
    exact = Decimal(str(value))
    decimals = max(_DECIMALS, min(_DECIMALS - 1 - exact.adjusted(), _MOST_DECIMALS)) if exact else 0
    rounded = exact.quantize(Decimal(1).scaleb(-decimals))
    whole, _, rest = f"{abs(rounded):f}".partition(".")
    written = tr.number(int(whole))
    if rest := rest.rstrip("0"):
        written += (DECIMAL_MARK if tr.language == "fa" else ".") + tr.digits(rest)
    return str(tr.code(f"\N{MINUS SIGN}{written}")) if rounded < 0 else written


def value_words(value: float, unit: str | None, tr: Translator) -> str:
    """A value with its unit: «۱۲٫۵ کیلومتر»; of percent «۶۰٪»."""
    if unit in _PERCENT:
        return tr.plain("{number}%", number=number_words(value, tr))
    if not unit:
        return number_words(value, tr)
    said = tr.quote(unit) if _LATIN.search(unit) else unit
    return tr.plain("{value} {unit}", value=number_words(value, tr), unit=said)


_PERCENT: Final = frozenset({"%", "٪", "درصد", "percent", "per cent"})


def amount_words(tomans: int, tr: Translator) -> str:
    """An amount of money in the largest scale that leaves at most three decimals: «۱۲٫۵ میلیارد تومان»."""
    for scale, said in _AMOUNTS:
        amount = Decimal(tomans) / scale
        is_whole, is_short = amount % 1 == 0, amount < _LARGE and amount * 1000 % 1 == 0
        if tomans >= scale and (is_whole or is_short):
            return tr.plain(said, amount=number_words(float(amount), tr))
    return tr.plain("{amount} tomans", amount=number_words(tomans, tr))


def budget_words(budget: Budget, tr: Translator) -> str:
    """What is known of a budget, in one line: «۱۲ میلیارد تومان تخصیص‌یافته، ۳ میلیارد تومان هزینه‌شده (۱۴۰۵)»."""
    parts = []
    if budget.allotted is not None:
        parts.append(tr.plain("{amount} allotted", amount=amount_words(budget.allotted, tr)))
    if budget.spent is not None:
        parts.append(tr.plain("{amount} spent", amount=amount_words(budget.spent, tr)))
    told = tr.label("list", ", ").join(parts)
    return tr.plain("{budget} ({year})", budget=told, year=budget.year) if told and budget.year else told


def percent_words(percent: int, tr: Translator) -> str:
    """«۶۰٪»."""
    return tr.plain("{number}%", number=tr.number(percent))


def bar(progress: Progress, tr: Translator) -> str:
    """«▓▓▓▓▓▓░░░░ ۶۰٪»: full only at the whole of it, empty only where nothing was done; "" where nothing is known.

    It has no letter that says whither a line runs: words stand beside it, so that in Persian it fills from the right.
    """
    percent = progress.percent
    if percent is None:
        return ""
    filled = percent * _CELLS // 100 if percent in {0, 100} else min(max(round(percent / _CELLS), 1), _CELLS - 1)
    return f"{'▓' * filled}{'░' * (_CELLS - filled)} {percent_words(percent, tr)}"


def progress_words(progress: Progress, tr: Translator) -> str:
    """The same in a sentence or two, with what no bar shows; plain."""
    if progress.is_measured:
        return " ".join(_measured(progress, tr))
    if progress.is_reached:
        return tr.plain("The goal is reached.")
    if progress.percent is None:
        return tr.plain("Nothing was said yet of how far it has come.")
    return tr.plain("{percent} of the way was stated.", percent=percent_words(progress.percent, tr))


def _measured(progress: Progress, tr: Translator) -> list[str]:
    said = [tr.plain("The goal is reached.")] if progress.is_reached else []
    of = {
        "target": value_words(progress.target or 0.0, progress.unit, tr),
        "baseline": value_words(progress.baseline or 0.0, progress.unit, tr),
    }
    if progress.value is None:
        return [*said, tr.plain("From {baseline} to {target}; no value was reported yet.", **of)]
    said.append(tr.plain("{value} now; from {baseline} to {target}.", value=_value(progress, tr), **of))
    if progress.is_behind:
        said.append(tr.plain("It is further back than where it began."))
    if progress.is_beyond:
        said.append(tr.plain("It has gone beyond the target."))
    return said


def _value(progress: Progress, tr: Translator) -> str:
    return value_words(progress.value or 0.0, progress.unit, tr)


def odd_words(odd: Odd, tr: Translator) -> str:
    """What is odd about what somebody says of a goal; they are asked whether it is meant. Plain."""
    return tr.plain(_ODDITIES[odd])
