"""Days as people type them: Jalali or Gregorian, in Persian, Arabic or Latin digits."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from locales.dates import MONTHS
from locales.digits import latin_digits

_NUMBERS: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WORDS: Final = re.compile(r"(\d{1,2})\s+([^\W\d]+)\s+(\d{4})")
_DASHES: Final = str.maketrans({"–": "-", "−": "-", "‐": "-", "‑": "-", "⁄": "/", "∕": "/", "\u200f": "", "\u200e": ""})
_MONTH_NUMBERS: Final = {
    name.lower(): number for names in MONTHS.values() for number, name in enumerate(names, start=1)
}
# Which calendar a year belongs to: the two never meet within these bounds.
_JALALI_YEARS: Final = range(1200, 1600)
_GREGORIAN_YEARS: Final = range(1900, 2200)


class UnknownDayError(ValueError):
    """What was typed is no day; the message says in one sentence what would be."""


def read_day(words: str) -> date:
    """Read a day: ``1405/09/01``, ``۱۴۰۵-۰۹-۰۱``, ``2026-11-22``, ``۱ آذر ۱۴۰۵``; the year tells the calendar.

    Raises:
        UnknownDayError: it is none.
    """
    typed = latin_digits(words).translate(_DASHES).strip()
    numbers = _numbers(typed)
    if numbers is None:
        raise UnknownDayError(f"«{words}» is no date: write it as 1405/09/01 or 2026-11-22")
    year, month, day = numbers
    try:
        if year in _JALALI_YEARS:
            return _gregorian(year, month, day)
        if year in _GREGORIAN_YEARS:
            return date(year, month, day)
    except ValueError:
        raise UnknownDayError(f"«{words}» is no day of the calendar") from None
    raise UnknownDayError(f"«{words}» has a year that is neither Jalali (such as 1405) nor Gregorian (such as 2026)")


def _numbers(typed: str) -> tuple[int, int, int] | None:
    found = _NUMBERS.fullmatch(typed)
    if found is not None:
        return int(found[1]), int(found[3]), int(found[4])
    found = _COMPACT.fullmatch(typed)
    if found is not None:
        return int(found[1]), int(found[2]), int(found[3])
    found = _WORDS.fullmatch(typed)
    if found is not None and found[2].lower() in _MONTH_NUMBERS:
        return int(found[3]), _MONTH_NUMBERS[found[2].lower()], int(found[1])
    return None


def _gregorian(year: int, month: int, day: int) -> date:
    # Imported at first use: it costs 20 ms, and `mahalleyar --help` needs no date.
    from persiantools.jdatetime import JalaliDate  # noqa: PLC0415

    return JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]  # it ships few types


def day_begins(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day in the zone, aware."""
    return datetime.combine(day, time.min, zone)


def day_ends(day: date, zone: ZoneInfo) -> datetime:
    """The first moment that is no longer that day in the zone, aware."""
    return day_begins(day + timedelta(days=1), zone)
