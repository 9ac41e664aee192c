"""Jalali dates and times of day in words.

Moments come in aware (UTC in the tables) with the city's zone beside them; a naive one is refused, because
nobody can say which day it is. Which years are leap years is persiantools' knowledge.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

# fmt: off
MONTHS: Final = {
    "fa": ("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
           "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
    "en": ("Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar",
           "Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand"),
}
# From Monday, as date.weekday() counts.
WEEKDAYS: Final = {
    "fa": ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
# The same for a calendar's columns.
WEEKDAY_LETTERS: Final = {
    "fa": ("د", "س", "چ", "پ", "ج", "ش", "ی"),
    "en": ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"),
}
# fmt: on


class JalaliDay(NamedTuple):
    """A day of the Jalali calendar; month and day count from 1."""

    year: int
    month: int
    day: int


def local_moment(moment: datetime, zone: ZoneInfo) -> datetime:
    """Turn an aware moment into the zone's own time.

    Raises:
        ValueError: the moment is naive.
    """
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"naive datetime {moment!r}: moments carry their time zone")
    return moment.astimezone(zone)


@lru_cache(maxsize=4096)
def jalali_day(day: date) -> JalaliDay:
    """Say which Jalali day a Gregorian calendar day is."""
    # Imported at first use: it costs 20 ms, and `mahalleyar --help` needs no date.
    from persiantools.jdatetime import JalaliDate  # noqa: PLC0415

    jalali = JalaliDate(day)  # type: ignore[no-untyped-call]  # it ships py.typed, but few types
    return JalaliDay(jalali.year, jalali.month, jalali.day)


def jalali_date(moment: datetime, zone: ZoneInfo) -> JalaliDay:
    """Say which Jalali day it is in the zone at an aware moment."""
    return jalali_day(local_moment(moment, zone).date())


def jalali_year(moment: datetime, zone: ZoneInfo) -> int:
    """Say which Jalali year it is in the zone at an aware moment."""
    return jalali_date(moment, zone).year


def jalali_stamp(moment: datetime, zone: ZoneInfo) -> str:
    """Write an aware moment as ``1405/09/19 17:30`` in the zone, with Latin digits, for files."""
    local = local_moment(moment, zone)
    day = jalali_day(local.date())
    return f"{day.year:04}/{day.month:02}/{day.day:02} {local:%H:%M}"
