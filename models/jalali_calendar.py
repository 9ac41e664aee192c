"""The Jalali calendar by months, and when something that comes weekly or monthly comes next.

Which years are leap years is persiantools' knowledge. Days are Gregorian `date`s, as everywhere in the tables.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from locales.dates import jalali_day, local_moment

YEARS = range(1200, 1600)  # those that people mean; `models.typed_day` reads the same
_MONTHS = 12


class JalaliMonth(NamedTuple):
    """A month of the Jalali calendar, counted from 1; months compare by time."""

    year: int
    month: int


def month_of(day: date) -> JalaliMonth:
    """The Jalali month that a day is in."""
    jalali = jalali_day(day)
    return JalaliMonth(jalali.year, jalali.month)


@lru_cache(maxsize=256)
def month_days(year: int, month: int) -> tuple[date, ...]:
    """Every day of a Jalali month, in order: 31, 30 or 29 of them.

    Raises:
        ValueError: there is no such month, or its year is not among `YEARS`.
    """
    if year not in YEARS:
        raise ValueError(f"the year {year} is beyond this calendar")
    first = _first_day(year, month)
    after = next_month(year, month)
    return tuple(first + timedelta(days=number) for number in range((_first_day(*after) - first).days))


def next_month(year: int, month: int) -> JalaliMonth:
    """The month after; after Esfand, Farvardin of the next year."""
    return JalaliMonth(year + month // _MONTHS, month % _MONTHS + 1)


def previous_month(year: int, month: int) -> JalaliMonth:
    """The month before; before Farvardin, Esfand of the year before."""
    return JalaliMonth(year, month - 1) if month > 1 else JalaliMonth(year - 1, _MONTHS)


def next_weekly(moment: datetime, zone: ZoneInfo) -> datetime:
    """A week later, at the same hour of the city's clock (aware, in the zone)."""
    local = local_moment(moment, zone)
    return _on(local.date() + timedelta(weeks=1), local, zone)


def next_monthly(moment: datetime, zone: ZoneInfo, jalali_day_of_month: int) -> datetime:
    """On that day of the next Jalali month, at the same hour of the city's clock (aware, in the zone).

    Args:
        moment: the time before, aware.
        zone: the city's.
        jalali_day_of_month: the day that was meant, 1–31. A month that has no such day takes its last, and the
            month after has the day that was meant again: so it is given here, and not read from `moment`.
    """
    local = local_moment(moment, zone)
    days = month_days(*next_month(*month_of(local.date())))
    return _on(days[min(jalali_day_of_month, len(days)) - 1], local, zone)


def _on(day: date, clock: datetime, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock.time(), zone)


def _first_day(year: int, month: int) -> date:
    # Imported at first use: it costs 20 ms, and `mahalleyar --help` needs no date.
    from persiantools.jdatetime import JalaliDate  # noqa: PLC0415

    return JalaliDate(year, month, 1).to_gregorian()  # type: ignore[no-untyped-call]  # it ships few types
