"""When something about a meeting is due: moments before each session, and the days of a series."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.dates import jalali_day
from models.city import City
from models.meeting import Rule
from models.meeting_facts import Facts, Session
from models.meeting_times import (
    announce_at,
    begins_at,
    cannot_wait,
    day_of,
    following_day,
    is_day_off,
    is_to_come,
    on_day,
    reminded_of,
    reminders_of,
)
from tests.models.sample_rows import TEHRAN

CITY = City("ایزدشهر", "شورای ایزدشهر", TEHRAN, "fa", ())
BEGINS = datetime(2026, 12, 17, 13, 30, tzinfo=UTC)
FACTS = Facts("جلسه", (Session(BEGINS, 90),), "سرای محله")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_session_has_two_reminders() -> None:
    """A day and an hour before, each named by the moment in UTC, whatever zone it was given in, and worth a while."""
    day, hour = reminders_of(replace(FACTS, sessions=(Session(BEGINS.astimezone(TEHRAN)),)))
    assert (day.occurrence, hour.occurrence) == ("day 2026-12-17T13:30:00+00:00", "hour 2026-12-17T13:30:00+00:00")
    assert (day.at, day.until) == (BEGINS - DAY, BEGINS - 3 * HOUR)
    assert (hour.at, hour.until) == (BEGINS - HOUR, BEGINS)
    assert reminded_of(day.occurrence) == ("day", BEGINS)
    with pytest.raises(ValueError, match="no reminder"):
        reminded_of("announced")


def test_sessions_close_together_are_reminded_of_in_order() -> None:
    """Those of a course stand in the order in which they are due."""
    facts = replace(FACTS, sessions=(Session(BEGINS, 30), Session(BEGINS + 2 * HOUR, 30)))
    found = reminders_of(facts)
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert begins_at(facts, BEGINS + 2 * HOUR)
    assert not begins_at(facts, BEGINS + HOUR)
    assert [is_to_come(facts, BEGINS + hours * HOUR) for hours in (-1, 1, 2)] == [True, True, False]


def test_an_announcement_is_never_before_it_may_be() -> None:
    """So many hours before the beginning, but not in the past."""
    assert announce_at(BEGINS, 48, BEGINS - 5 * DAY) == BEGINS - 2 * DAY
    assert announce_at(BEGINS, 48, BEGINS - HOUR) == BEGINS - HOUR


def test_what_cannot_wait_for_the_morning() -> None:
    """By night, of a meeting that begins within an hour after people wake; by day everything is told at once anyway."""
    night, morning = datetime(2026, 12, 16, 23, tzinfo=TEHRAN), datetime(2026, 12, 17, 8, 45, tzinfo=TEHRAN)
    assert cannot_wait([morning], night, TEHRAN)
    assert cannot_wait([BEGINS, morning], night, TEHRAN)
    assert not cannot_wait([BEGINS], night, TEHRAN)
    assert not cannot_wait([night - HOUR], night, TEHRAN)
    assert not cannot_wait([morning], night - 5 * HOUR, TEHRAN)
    assert not cannot_wait([], night, TEHRAN)


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)), rule=st.sampled_from(Rule), month_day=st.integers(1, 31))
def test_days_of_a_series_go_on(day: date, rule: Rule, month_day: int) -> None:
    """A week, two weeks, or the wanted Jalali day of the next month, its last where it has no such day."""
    after = following_day(rule, day, month_day)
    if rule is not Rule.MONTHLY:
        assert after - day == timedelta(weeks=1 if rule is Rule.WEEKLY else 2)
        return
    now, then = jalali_day(day), jalali_day(after)
    assert (then.year * 12 + then.month) - (now.year * 12 + now.month) == 1
    assert then.day == month_day or (then.day < month_day and jalali_day(after + DAY).day == 1)


def test_a_short_month_does_not_shorten_the_next() -> None:
    """The 31st is the 30th in Mehr and the 29th in a common year's Esfand, and the 31st in Farvardin again."""
    day, found = date(2026, 9, 22), []  # 31 Shahrivar 1405
    for _ in range(7):
        day = following_day(Rule.MONTHLY, day, 31)
        found.append(jalali_day(day).day)
    assert found == [30, 30, 30, 30, 30, 29, 31]


def test_days_off() -> None:
    """A weekly series keeps the Friday that was chosen for it; a monthly one leaves Fridays out; both official days."""
    friday, nowruz, lunar = date(2026, 12, 18), date(2027, 3, 21), date(2026, 12, 24)
    city = replace(CITY, holidays=frozenset({lunar}), thursday_is_off=True)
    assert [is_day_off(Rule.WEEKLY, day, city) for day in (friday, nowruz, lunar)] == [False, True, True]
    assert [is_day_off(Rule.MONTHLY, day, city) for day in (friday, nowruz, lunar)] == [True, True, True]
    assert is_day_off(Rule.MONTHLY, date(2026, 12, 17), city)
    assert not is_day_off(Rule.MONTHLY, date(2026, 12, 17), CITY)


@given(day=st.dates(date(2005, 1, 1), date(2060, 1, 1)))
def test_an_occurrence_keeps_the_hour_of_the_clock(day: date) -> None:
    """At 17:00 of the city's clock on whichever day, through the years of summer time too."""
    facts = on_day(FACTS, day, TEHRAN)
    assert facts.sessions[0].starts_at.astimezone(TEHRAN).strftime("%H:%M") == "17:00"
    assert day_of(facts, TEHRAN) == day
    assert (facts.title, facts.place, facts.sessions[0].minutes) == (FACTS.title, FACTS.place, 90)
