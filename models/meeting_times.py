"""When something about a meeting is due: its announcement and reminders, and the days of a series. Pure."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from locales.dates import jalali_day, local_moment
from models.city import City
from models.jalali_calendar import month_days, month_of, next_month
from models.meeting import Rule
from models.meeting_facts import Facts, Session
from models.quiet_hours import QuietHours, is_holiday, is_working_day

ANNOUNCED = "announced"  # the occurrence of a meeting's announcement
DAY, HOUR = "day", "hour"
AHEAD: Final = {DAY: timedelta(hours=24), HOUR: timedelta(hours=1)}
"""How long before a session each reminder of it is due."""

_AT_LATEST: Final = {DAY: timedelta(hours=3), HOUR: timedelta()}
SERIES_AHEAD = timedelta(days=14)  # so far ahead the meetings of a series are on record
_TIME_TO_READ = timedelta(hours=1)  # between waking up and a meeting


@dataclass(frozen=True)
class Reminder:
    """A reminder of the session that begins at `starts_at`: due at `at`, and worth beginning before `until` (aware)."""

    occurrence: str
    starts_at: datetime
    at: datetime
    until: datetime


def reminders_of(facts: Facts) -> list[Reminder]:
    """Every reminder of a meeting, in the order in which they are due."""
    found = [_reminder(which, one.starts_at) for one in facts.sessions for which in AHEAD]
    return sorted(found, key=lambda one: one.at)


def _reminder(which: str, starts_at: datetime) -> Reminder:
    begins = starts_at.astimezone(UTC)
    occurrence = f"{which} {begins.isoformat()}"
    return Reminder(occurrence, begins, begins - AHEAD[which], begins - _AT_LATEST[which])


def reminded_of(occurrence: str) -> tuple[str, datetime]:
    """What a reminder's occurrence names: `DAY` or `HOUR`, and when the session begins (aware, UTC).

    Raises:
        ValueError: it names no reminder.
    """
    which, _, begins = occurrence.partition(" ")
    if which not in AHEAD:
        raise ValueError(f"no reminder: {occurrence!r}")
    return which, datetime.fromisoformat(begins)


def begins_at(facts: Facts, starts_at: datetime) -> bool:
    """Whether a session of the meeting begins at that moment."""
    return any(one.starts_at == starts_at for one in facts.sessions)


def is_to_come(facts: Facts, now: datetime) -> bool:
    """Whether anything of it is still to begin."""
    return any(one.starts_at > now for one in facts.sessions)


def announce_at(starts_at: datetime, hours_before: int, earliest: datetime) -> datetime:
    """When a meeting of a series is announced: so many hours before it begins, but not before `earliest`."""
    return max(starts_at - timedelta(hours=hours_before), earliest)


def cannot_wait(moments: list[datetime], now: datetime, zone: ZoneInfo) -> bool:
    """Whether news of a meeting would come too late if it waited for the morning.

    Args:
        moments: when the meeting was to begin, and is to begin now.
        now: aware.
        zone: of the city, by whose clock it is night.
    """
    wakes = QuietHours(zone).next_allowed(now)
    return wakes > now and any(now < one <= wakes + _TIME_TO_READ for one in moments)


def following_day(rule: Rule, day: date, month_day: int | None) -> date:
    """The day of a series after one of its days; a month without the wanted Jalali day has its last."""
    if rule is not Rule.MONTHLY:
        return day + timedelta(weeks=1 if rule is Rule.WEEKLY else 2)
    days = month_days(*next_month(*month_of(day)))
    return days[min(month_day or jalali_day(day).day, len(days)) - 1]


def is_day_off(rule: Rule, day: date, city: City) -> bool:
    """Whether a series that skips holidays leaves out a day of its own.

    The weekday of a weekly one was chosen: it may be a Friday. One that comes monthly meets Fridays by chance.
    """
    if rule is Rule.MONTHLY:
        return not is_working_day(day, city.holidays, thursday_is_off=city.thursday_is_off)
    return is_holiday(day, city.holidays)


def on_day(facts: Facts, day: date, zone: ZoneInfo) -> Facts:
    """What a series has in common, on one of its days: at the same hour of the city's clock."""
    first = facts.sessions[0]
    begins = datetime.combine(day, local_moment(first.starts_at, zone).time(), zone)
    return replace(facts, sessions=(Session(begins.astimezone(UTC), first.minutes),))


def day_of(facts: Facts, zone: ZoneInfo) -> date:
    """The day of the city's calendar on which it begins. The facts have a session."""
    return local_moment(facts.sessions[0].starts_at, zone).date()
