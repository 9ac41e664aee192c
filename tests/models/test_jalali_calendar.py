from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.dates import jalali_date, jalali_day
from models.jalali_calendar import (
    YEARS,
    JalaliMonth,
    month_days,
    month_of,
    next_month,
    next_monthly,
    next_weekly,
    previous_month,
)
from tests.models.sample_rows import TEHRAN

BERLIN = ZoneInfo("Europe/Berlin")  # a zone that still changes its clocks
MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (the strategy wants naive bounds)


@pytest.mark.parametrize(
    ("year", "month", "first", "length"),
    [
        (1405, 9, date(2026, 11, 22), 30),  # Azar
        (1405, 1, date(2026, 3, 21), 31),
        (1405, 12, date(2027, 2, 20), 29),
        (1403, 12, date(2025, 2, 19), 30),  # a leap year
        (1404, 12, date(2026, 2, 20), 29),
        (1399, 12, date(2021, 2, 19), 30),
        (1408, 12, date(2030, 2, 19), 30),
    ],
)
def test_months_begin_and_end_where_the_official_calendar_has_them(
    year: int, month: int, first: date, length: int
) -> None:
    """31, 30 or 29 days, the 30th of Esfand in leap years, each month from its known first day on."""
    days = month_days(year, month)
    assert (days[0], len(days)) == (first, length)
    assert [jalali_day(day).day for day in days] == list(range(1, length + 1))


@pytest.mark.parametrize(("year", "month"), [(YEARS.start - 1, 12), (YEARS.stop, 1), (1405, 0), (1405, 13), (0, 1)])
def test_a_month_that_is_none_is_refused(year: int, month: int) -> None:
    """No month is made up for numbers that nobody draws."""
    with pytest.raises(ValueError, match=r"beyond this calendar|month must be"):
        month_days(year, month)


@given(st.integers(YEARS.start, YEARS.stop - 2), st.integers(1, 12))
def test_months_follow_each_other_without_a_gap(year: int, month: int) -> None:
    """The day after a month's last is the next month's first; back and forth is the same month."""
    after = next_month(year, month)
    assert month_days(year, month)[-1] + timedelta(days=1) == month_days(*after)[0]
    assert previous_month(*after) == (year, month)
    assert month_of(month_days(*after)[-1]) == after > JalaliMonth(year, month)


@pytest.mark.parametrize(
    ("moment", "day", "expected"),
    [
        ((2026, 11, 22), 1, (2026, 12, 22)),  # 1 Azar → 1 Dey
        ((2026, 9, 22), 31, (2026, 10, 22)),  # 31 Shahrivar → 30 Mehr, the last
        ((2027, 1, 20), 30, (2027, 2, 19)),  # 30 Dey → 30 Bahman
        ((2027, 2, 19), 30, (2027, 3, 20)),  # 30 Bahman → 29 Esfand 1405, no leap year
        ((2027, 3, 20), 31, (2027, 4, 20)),  # 29 Esfand → 31 Farvardin: the day that was meant
        ((2025, 2, 18), 30, (2025, 3, 20)),  # 30 Bahman 1403 → 30 Esfand, a leap year
        ((2027, 3, 6), 15, (2027, 4, 4)),  # 15 Esfand 1405 → 15 Farvardin 1406
    ],
)
def test_monthly_comes_on_that_jalali_day_or_the_months_last(
    moment: tuple[int, int, int], day: int, expected: tuple[int, int, int]
) -> None:
    """The same day of the next Jalali month at the same hour; 29, 30 and 31 fall on the last where there is none."""
    before = datetime(*moment, 17, 30, tzinfo=TEHRAN)
    assert next_monthly(before.astimezone(UTC), TEHRAN, day) == datetime(*expected, 17, 30, tzinfo=TEHRAN)


@given(MOMENTS)
def test_weekly_keeps_the_hour_of_the_citys_clock(moment: datetime) -> None:
    """Seven days later at the same hour of the clock, in a zone that changes its clocks too."""
    local, later = moment.astimezone(BERLIN), next_weekly(moment, BERLIN)
    assert later.date() - local.date() == timedelta(days=7)
    assert later.time() == local.time()
    assert later > moment


@given(MOMENTS, st.integers(1, 31))
def test_monthly_skips_no_month(moment: datetime, day: int) -> None:
    """Twelve times in a row are twelve months in a row, at one hour of the clock."""
    at, months = moment, [month_of(moment.astimezone(BERLIN).date())]
    for _ in range(12):
        at = next_monthly(at, BERLIN, day)
        months.append(JalaliMonth(*jalali_date(at, BERLIN)[:2]))
        assert at.time() == moment.astimezone(BERLIN).time()
    assert all(next_month(*before) == after for before, after in pairwise(months))


def test_a_naive_moment_is_refused() -> None:
    """Nobody can say which clock it was read from."""
    with pytest.raises(ValueError, match="naive"):
        next_weekly(datetime(2026, 11, 22), TEHRAN)  # noqa: DTZ001 (that is what is refused)
