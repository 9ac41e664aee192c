"""The calendar against astronomy and against the published leap years, year by year and day by day."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from persiantools.jdatetime import JalaliDate

from locales.dates import JalaliDay, jalali_date, jalali_day, jalali_stamp
from models.jalali_calendar import JalaliMonth, month_days, month_of, next_month, previous_month
from models.typed_day import UnknownDayError, read_day
from tests.models.march_equinox import march_equinox, nowruz, to_noon

YEARS = range(1300, 1501)
TEHRAN = ZoneInfo("Asia/Tehran")

# As the calendar centre of the university of Tehran publishes them.
# fmt: off
LEAP_YEARS = {
    1300, 1304, 1309, 1313, 1317, 1321, 1325, 1329, 1333, 1337, 1342, 1346, 1350, 1354, 1358, 1362, 1366, 1370, 1375,
    1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412, 1416, 1420, 1424, 1428, 1432, 1436, 1441, 1445, 1449, 1453,
    1457, 1461, 1465, 1469, 1474, 1478, 1482, 1486, 1490, 1494, 1498,
}
# fmt: on


def lengths(year: int) -> list[int]:
    """How many days each month of a year has, by the calendar's definition."""
    return [31] * 6 + [30] * 5 + [30 if year in LEAP_YEARS else 29]


@pytest.mark.parametrize(
    ("year", "published"),
    [
        (1996, (20, 8, 3)),
        (2000, (20, 7, 35)),
        (2016, (20, 4, 30)),
        (2024, (20, 3, 6)),
        (2025, (20, 9, 1)),
        (2026, (20, 14, 46)),
    ],
)
def test_the_astronomy_is_right(year: int, published: tuple[int, int, int]) -> None:
    """The equinoxes of years that are past, to the minute in which almanacs have them (UTC)."""
    day, hour, minute = published
    assert abs(march_equinox(year) - datetime(year, 3, day, hour, minute, 30, tzinfo=UTC)) <= timedelta(seconds=65)


def test_no_year_hangs_by_a_minute() -> None:
    """Every equinox is four minutes away from true noon: more than the reckoning may err.

    The nearest, 1470 (2091), comes after noon; should the earth turn faster than is forecast, it comes later still.
    """
    margins = {year: abs(to_noon(march_equinox(year + 621))) for year in YEARS}
    nearest = min(margins, key=lambda year: margins[year])
    assert (nearest, margins[nearest] > timedelta(minutes=4)) == (1470, True)


def test_every_year_begins_with_spring() -> None:
    """Nowruz is the day that the equinox says, in all years that anybody will type."""
    assert {year: month_days(year, 1)[0] for year in YEARS} == {year: nowruz(year) for year in YEARS}


def test_the_leap_years_are_the_published_ones() -> None:
    """By astronomy, by the calendar's last days, by the library itself, and by what may be typed."""
    by_spring = {year for year in YEARS if (nowruz(year + 1) - nowruz(year)).days == 366}
    by_esfand = {year for year in YEARS if len(month_days(year, 12)) == 30}
    by_library = {year for year in YEARS if JalaliDate.is_leap(year)}
    assert (
        by_spring == by_esfand == by_library == {year for year in YEARS if _may_be_typed(f"{year}/12/30")} == LEAP_YEARS
    )


def _may_be_typed(words: str) -> bool:
    try:
        return read_day(words).year > 0
    except UnknownDayError:
        return False


def test_every_month_begins_and_ends_where_it_should() -> None:
    """2,412 months, counted from the astronomical Nowruz of each year on; no day after a last one can be typed."""
    for year in YEARS:
        first = nowruz(year)
        for month, length in enumerate(lengths(year), 1):
            days = month_days(year, month)
            assert (days[0], days[-1]) == (first, first + timedelta(days=length - 1)), (year, month)
            assert jalali_day(days[-1]) == (year, month, length)
            assert read_day(f"{year}/{month:02}/{length}") == days[-1]
            assert not _may_be_typed(f"{year}/{month:02}/{length + 1}")
            first += timedelta(days=length)
        assert first == nowruz(year + 1)


def test_every_day_there_and_back() -> None:
    """All 73,414 days: each is the day after the one before, and reads back as itself."""
    day = nowruz(YEARS.start)
    for year in YEARS:
        for month, length in enumerate(lengths(year), 1):
            for number in range(1, length + 1):
                assert jalali_day(day) == JalaliDay(year, month, number)
                assert read_day(f"{year}/{month}/{number}") == day
                day += timedelta(days=1)
    assert day == nowruz(YEARS.stop)
    assert (day - nowruz(YEARS.start)).days == 365 * len(YEARS) + len(LEAP_YEARS)


def test_the_year_turns_at_midnight_of_the_citys_clock() -> None:
    """The first moment of Nowruz and the minute before, of every year: in Tehran, whatever the day is in UTC."""
    for year in YEARS:
        begins = datetime.combine(nowruz(year), datetime.min.time(), TEHRAN).astimezone(UTC)
        before = begins - timedelta(minutes=1)
        assert jalali_date(begins, TEHRAN) == (year, 1, 1)
        assert (
            jalali_stamp(begins, TEHRAN) == f"{year}/01/01 {'01' if year == 1359 else '00'}:00"
        )  # its first hour never was
        assert jalali_date(before, TEHRAN) == (year - 1, 12, 30 if year - 1 in LEAP_YEARS else 29)
        assert begins.date() < nowruz(year)  # which it is not yet in Greenwich


def test_months_lead_over_the_turn_of_the_year() -> None:
    """From Esfand to Farvardin and back, in leap years and others."""
    assert all(next_month(year, 12) == (year + 1, 1) and previous_month(year + 1, 1) == (year, 12) for year in YEARS)
    starts = [month_days(year, month)[0] for year in YEARS for month in range(1, 13)]
    assert all(month_of(after - timedelta(days=1)) < month_of(after) for _, after in pairwise(starts))
    assert month_of(date(2025, 3, 20)) == JalaliMonth(1403, 12)
