"""When a notice that repeats comes again, and which of several missed times still goes out. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from locales.dates import jalali_date
from models.jalali_calendar import next_monthly, next_weekly
from models.notice import Notice, Repeats

ONCE = "once"  # the occurrence of a notice that does not repeat


@dataclass(frozen=True)
class Turn:
    """What is due of a notice: the time that goes out now, the missed ones before it, and the next one, if any."""

    at: datetime
    missed: tuple[datetime, ...] = ()
    following: datetime | None = None


def day_of_month(moment: datetime, zone: ZoneInfo) -> int:
    """The Jalali day of the month at an aware moment, by the city's clock: on it a monthly notice comes again."""
    return jalali_date(moment, zone).day


def next_time(notice: Notice, at: datetime, zone: ZoneInfo) -> datetime | None:
    """When a notice that left at a moment comes again (aware); None when that was the last time."""
    if notice.repeats is None:
        return None
    if Repeats(notice.repeats) is Repeats.WEEKLY:
        following = next_weekly(at, zone)
    else:
        following = next_monthly(at, zone, notice.repeats_day or day_of_month(at, zone))
    is_over = notice.repeats_until is not None and following > notice.repeats_until
    return None if is_over else following


def turn_of(notice: Notice, now: datetime, zone: ZoneInfo) -> Turn | None:
    """What is due of a notice at a moment; None when nothing is."""
    at, missed = notice.starts_at, list[datetime]()
    if at is None or at > now:
        return None
    following = next_time(notice, at, zone)
    while following is not None and following <= now:
        missed.append(at)
        at, following = following, next_time(notice, following, zone)
    return Turn(at, tuple(missed), following)


def occurrence_of(notice: Notice, at: datetime, zone: ZoneInfo) -> str:
    """What tells one time of a notice from the others: the city's clock then, to the minute."""
    return ONCE if notice.repeats is None else at.astimezone(zone).isoformat(timespec="minutes")


def is_still_now(starts_at: datetime | None, now: datetime, delay: timedelta) -> bool:
    """Whether a notice was to leave at once: its time is here, or within the moment in which it can be stopped."""
    return starts_at is None or starts_at <= now + delay
