from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.quiet_hours import QuietHours, is_working_day
from tests.models.sample_rows import TEHRAN

QUIET = QuietHours(TEHRAN)


def _tehran(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=TEHRAN)


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        (_tehran(10, 8), _tehran(10, 8)),
        (_tehran(10, 21, 59), _tehran(10, 21, 59)),
        (_tehran(10, 22), _tehran(11, 8)),
        (_tehran(10, 23, 30), _tehran(11, 8)),
        (_tehran(11, 0), _tehran(11, 8)),
        (_tehran(11, 7, 59), _tehran(11, 8)),
        (datetime(2026, 12, 10, 20, 0, tzinfo=UTC), _tehran(11, 8)),
        (datetime(2026, 12, 31, 20, 0, tzinfo=UTC), datetime(2027, 1, 1, 8, tzinfo=TEHRAN)),
    ],
)
def test_by_night_it_waits_until_eight(moment: datetime, allowed: datetime) -> None:
    """From ten in the evening to eight in the morning of the city's clock; at eight it may leave."""
    assert QUIET.next_allowed(moment) == allowed


@pytest.mark.parametrize(
    ("moment", "began"),
    [
        (_tehran(10, 23), _tehran(10, 22)),
        (_tehran(11, 7, 59), _tehran(10, 22)),
        (_tehran(10, 22), _tehran(10, 22)),
        (_tehran(10, 8), None),
        (_tehran(10, 21, 59), None),
    ],
)
def test_when_the_night_began(moment: datetime, began: datetime | None) -> None:
    """Also after midnight it is the evening before; by day there is none."""
    assert QUIET.began(moment) == began


def test_quiet_hours_within_a_day() -> None:
    """They need not go over midnight; hours that begin when they end are none."""
    siesta = QuietHours(TEHRAN, time(13), time(15))
    assert siesta.next_allowed(_tehran(10, 14)) == _tehran(10, 15)
    assert siesta.next_allowed(_tehran(10, 23)) == _tehran(10, 23)
    assert QuietHours(TEHRAN, time(8), time(8)).next_allowed(_tehran(10, 8)) == _tehran(10, 8)


@given(
    st.datetimes(datetime(2023, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  (bounds are naive)
    st.times(),
    st.times(),
)
def test_never_earlier_and_never_a_day_later(moment: datetime, begins: time, ends: time) -> None:
    """Whatever the hours: the moment that is allowed is not quiet, not before, and at most a day away."""
    quiet = QuietHours(TEHRAN, begins, ends)
    allowed = quiet.next_allowed(moment)
    assert moment <= allowed <= moment + timedelta(days=1)
    assert not quiet.holds(allowed.time())


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 9), True),  # Wednesday
        (date(2026, 12, 10), True),  # Thursday
        (date(2026, 12, 11), False),  # Friday
        (date(2026, 12, 12), True),  # Saturday
        (date(2027, 3, 21), False),  # 1 Farvardin
        (date(2027, 2, 11), False),  # 22 Bahman
        (date(2026, 12, 13), False),  # given as a holiday of the lunar calendar
    ],
)
def test_working_days(day: date, *, works: bool) -> None:
    """Every day but Fridays, the solar calendar's holidays, and those that are given."""
    assert is_working_day(day, frozenset({date(2026, 12, 13)})) is works


def test_thursdays_may_be_off() -> None:
    """Only where the city says so."""
    assert not is_working_day(date(2026, 12, 10), thursday_is_off=True)
    assert is_working_day(date(2026, 12, 9), thursday_is_off=True)
