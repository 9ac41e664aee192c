"""Tehran's clock in the years in which it was put forward, against what its laws said; and meetings across that."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from locales.dates import jalali_stamp
from models.jalali_calendar import month_days, next_monthly, next_weekly
from models.meeting_facts import Facts, Session
from models.meeting_times import on_day, reminders_of
from models.typed_moment import read_moment

TEHRAN = ZoneInfo("Asia/Tehran")
WINTER, SUMMER = timedelta(hours=3, minutes=30), timedelta(hours=4, minutes=30)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)

# From 1371 to 1384 and from 1387 to 1401 the clock went forward at the end of 1 Farvardin and back at the end of
# 30 Shahrivar; in 1370 forward at the end of 12 Ordibehesht. In 1385, 1386 and from 1402 on it was left alone.
SUMMERS = [1370, *range(1371, 1385), *range(1387, 1402)]
# Those of 1356–1359 were decreed one by one: the last day before each change, by the clock that was then.
# (Gregorian day, hour of the change, offset before, offset after); the land itself was half an hour ahead for a year.
DECREED = [
    ((1977, 3, 21), 23, (3, 30), (4, 30)),
    ((1977, 10, 20), 24, (4, 30), (4, 0)),
    ((1978, 3, 24), 24, (4, 0), (5, 0)),
    ((1978, 8, 5), 1, (5, 0), (4, 0)),
    ((1979, 5, 26), 24, (3, 30), (4, 30)),
    ((1979, 9, 18), 24, (4, 30), (3, 30)),
    ((1980, 3, 20), 24, (3, 30), (4, 30)),
    ((1980, 9, 22), 24, (4, 30), (3, 30)),
]


def offset(moment: datetime) -> timedelta | None:
    """How far Tehran's clock was ahead of UTC."""
    return moment.astimezone(TEHRAN).utcoffset()


def end_of(year: int, month: int, day: int, ahead: timedelta) -> datetime:
    """The end of a Jalali day by a clock that is so far ahead (UTC)."""
    after = month_days(year, month)[day - 1] + timedelta(days=1)
    return datetime.combine(after, time.min, UTC) - ahead


@pytest.mark.parametrize("year", range(1360, 1411))
def test_summers_by_the_law(year: int) -> None:
    """Each change to the second, in Jalali days; and none in the years without summer time."""
    spring = end_of(year, 2, 12, WINTER) if year == 1370 else end_of(year, 1, 1, WINTER)
    autumn = end_of(year, 6, 30, SUMMER)
    is_summer = year in SUMMERS
    assert offset(spring - SECOND) == WINTER
    assert offset(spring) == offset(autumn - SECOND) == (SUMMER if is_summer else WINTER)
    assert offset(autumn) == WINTER
    assert offset(autumn + timedelta(days=90)) == WINTER


@pytest.mark.parametrize(("day", "hour", "before", "after"), DECREED)
def test_the_first_summers(
    day: tuple[int, int, int], hour: int, before: tuple[int, int], after: tuple[int, int]
) -> None:
    """1356–1359, when even the hour of the change and the time of the land changed."""
    ahead, then = (timedelta(hours=one, minutes=minutes) for one, minutes in (before, after))
    change = datetime(*day, tzinfo=UTC) + hour * HOUR - ahead
    assert (offset(change - SECOND), offset(change)) == (ahead, then)


@pytest.mark.parametrize("year", [1356, 1370, 1384, 1387, 1401])
def test_a_weekly_meeting_keeps_its_hour(year: int) -> None:
    """Sixty Thursdays at 17:00 by the clock on the wall: once an hour less lies between two, once more."""
    first = month_days(year, 1)[0]
    at = datetime.combine(first + timedelta(days=(3 - first.weekday()) % 7 - 14), time(17), TEHRAN)
    gaps = set()
    for _ in range(60):
        later = next_weekly(at.astimezone(UTC), TEHRAN)
        assert (later.weekday(), later.time()) == (3, time(17))
        gaps.add(later.astimezone(UTC) - at.astimezone(UTC) - timedelta(weeks=1))
        at = later
    assert {-HOUR, timedelta()} <= gaps
    assert gaps & {HOUR, HOUR / 2}


def test_a_monthly_meeting_keeps_its_hour_and_day() -> None:
    """The 15th of each Jalali month at 17:00, through both changes of 1401 and into 1402, which had none."""
    at, stamps = datetime.combine(month_days(1400, 12)[14], time(17), TEHRAN), []
    for _ in range(14):
        at = next_monthly(at.astimezone(UTC), TEHRAN, 15)
        stamps.append(jalali_stamp(at.astimezone(UTC), TEHRAN))
    assert stamps == [f"{1401 + number // 12}/{number % 12 + 1:02}/15 17:00" for number in range(14)]
    assert [offset(datetime(2022, month, 5, 12, tzinfo=UTC)) for month in (4, 9, 10)] == [SUMMER, SUMMER, WINTER]


def test_a_series_day_and_its_reminders_across_the_change() -> None:
    """The meeting of 2 Farvardin 1401 begins at 17:00 of the new clock; its reminders are 24 hours and one before."""
    winter = Facts("جلسه", (Session(datetime(2022, 3, 15, 17, tzinfo=TEHRAN).astimezone(UTC)),))
    day = month_days(1401, 1)[1]
    facts = on_day(winter, day, TEHRAN)
    begins = facts.sessions[0].starts_at
    assert jalali_stamp(begins, TEHRAN) == "1401/01/02 17:00"
    assert begins.hour * 60 + begins.minute == 12 * 60 + 30
    assert {begins - one.at for one in reminders_of(facts)} == {24 * HOUR, HOUR}
    assert jalali_stamp(reminders_of(facts)[0].at, TEHRAN) == "1401/01/01 16:00"  # an hour of that night never was


def test_typed_moments_in_former_summers() -> None:
    """What is typed is meant by the clock of its own day; an hour that was left out is the one after it."""
    now = datetime(2022, 3, 10, 12, tzinfo=UTC)
    assert read_moment("۱ فروردین ساعت ۱۷", now, TEHRAN).astimezone(UTC).hour == 13  # 13:30
    assert read_moment("۲ فروردین ساعت ۱۷", now, TEHRAN).astimezone(UTC).hour == 12
    assert read_moment("1401/01/02 00:30", now, TEHRAN).astimezone(UTC) == datetime(2022, 3, 21, 21, tzinfo=UTC)
    assert read_moment("1402/01/02 17:00", now, TEHRAN).utcoffset() == WINTER
    assert read_moment("1401/06/30 23:30", now, TEHRAN).astimezone(UTC) == datetime(2022, 9, 21, 19, tzinfo=UTC)


def test_the_table_is_of_the_years_meant() -> None:
    """1385 and 1386 had no summer time, nor has any year since 1402."""
    assert not {1385, 1386, 1402, 1405} & set(SUMMERS)
    assert month_days(1401, 1)[0] == date(2022, 3, 21)
