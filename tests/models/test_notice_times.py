from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.notice import Notice, Repeats
from models.notice_times import Turn, is_still_now, next_time, occurrence_of, turn_of

TEHRAN = ZoneInfo("Asia/Tehran")
NINE = datetime(2026, 12, 11, 5, 30, tzinfo=UTC)
WEEK, DAY = timedelta(weeks=1), timedelta(days=1)


def _notice(
    at: datetime | None, repeats: Repeats | None = None, until: datetime | None = None, day: int | None = None
) -> Notice:
    return Notice(
        bot_id=1,
        author_id=1,
        holder_id=1,
        starts_at=at,
        repeats=repeats.value if repeats else None,
        repeats_until=until,
        repeats_day=day,
        created_at=NINE,
        updated_at=NINE,
    )


def test_what_is_not_due() -> None:
    """Before its time, and without one, nothing is due."""
    assert turn_of(_notice(None), NINE, TEHRAN) is None
    assert turn_of(_notice(NINE), NINE - timedelta(microseconds=1), TEHRAN) is None


def test_once() -> None:
    """What does not repeat is due once, however late."""
    assert turn_of(_notice(NINE), NINE + 99 * DAY, TEHRAN) == Turn(NINE)
    assert occurrence_of(_notice(NINE), NINE, TEHRAN) == "once"


def test_missed_times() -> None:
    """Of several missed times the newest is due; the last moment of its repeating belongs to it."""
    notice = _notice(NINE, Repeats.WEEKLY, NINE + 2 * WEEK)
    assert turn_of(notice, NINE, TEHRAN) == Turn(NINE, (), NINE + WEEK)
    late = Turn(NINE + WEEK, (NINE,), NINE + 2 * WEEK)
    assert turn_of(notice, NINE + 2 * WEEK - DAY, TEHRAN) == late
    last = Turn(NINE + 2 * WEEK, (NINE, NINE + WEEK), None)
    assert turn_of(notice, NINE + 2 * WEEK, TEHRAN) == turn_of(notice, NINE + 9 * WEEK, TEHRAN) == last


def test_the_hour_of_the_citys_clock() -> None:
    """Over the changes of the clock that Iran had until 2022, a notice at nine stays at nine."""
    nine = datetime(2022, 3, 15, 9, tzinfo=TEHRAN)  # before the clocks went forward, on 22 March
    notice = _notice(nine, Repeats.WEEKLY, nine + 40 * WEEK)
    at, hours = nine, set()
    for _ in range(39):
        at = next_time(notice, at, TEHRAN) or at
        hours.add((at.astimezone(TEHRAN).hour, at.utcoffset()))
    assert hours == {(9, timedelta(hours=3, minutes=30)), (9, timedelta(hours=4, minutes=30))}


@given(
    start=st.integers(0, 5 * 365 * 24 * 60).map(lambda minutes: NINE + timedelta(minutes=minutes)),
    repeats=st.sampled_from(list(Repeats)),
    late=st.lists(st.integers(0, 90 * 24), min_size=1, max_size=12),
)
def test_every_time_is_due_once_or_missed_once(start: datetime, repeats: Repeats, late: list[int]) -> None:
    """However irregularly somebody looks, each time of a repeating notice comes once: due, or missed."""
    notice, now, seen = _notice(start, repeats, start + 500 * DAY, 31), start, []
    for hours in late:
        now += timedelta(hours=hours)
        turn = turn_of(notice, now, TEHRAN)
        if turn is None:
            continue
        seen += [*turn.missed, turn.at]
        assert turn.at <= now
        assert turn.following is None or turn.following > now
        notice.starts_at = turn.following
    expected, at = [], start
    while at <= min(now, start + 500 * DAY) and seen:
        expected.append(at)
        following = next_time(_notice(start, repeats, start + 500 * DAY, 31), at, TEHRAN)
        if following is None:
            break
        at = following
    assert seen == expected[: len(seen)]
    assert len(set(seen)) == len(seen)
    assert len(seen) == len(expected)


@pytest.mark.parametrize(("seconds", "is_now"), [(None, True), (-5, True), (60, True), (61, False)])
def test_what_counts_as_now(seconds: int | None, is_now: bool) -> None:
    """A notice without a time, or within the minute in which it can be stopped, was meant for now."""
    at = None if seconds is None else NINE + timedelta(seconds=seconds)
    assert is_still_now(at, NINE, timedelta(seconds=60)) is is_now
