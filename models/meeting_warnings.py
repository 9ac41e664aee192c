"""What speaks against the time of a meeting: its author hears it before anybody is invited. Nothing is forbidden."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from locales.dates import jalali_day, local_moment
from models.city import City
from models.meeting_facts import Facts, Session
from models.quiet_hours import FRIDAY, is_holiday

RAMADAN: Final = 9  # the month of the Hijri calendar
_NOWRUZ: Final = 13  # days of Farvardin in which most people are away
_EARLIEST: Final = time(7)
_LATEST: Final = time(23)
_BEFORE_SUNSET: Final = timedelta(minutes=30)
_AFTER_SUNSET: Final = timedelta(minutes=60)


class WarningKind(StrEnum):
    """What may keep people away."""

    NOWRUZ = "nowruz"  # 1–13 Farvardin
    HOLIDAY = "holiday"  # an official one
    FRIDAY = "friday"
    IFTAR = "iftar"  # in Ramadan, around sunset
    NIGHT = "night"  # it begins before 7, or ends after 23


@dataclass(frozen=True)
class MeetingWarning:
    """One reason. `session` counts from 0; `sunset` (aware, the city's clock) is given with `IFTAR`."""

    kind: WarningKind
    session: int
    sunset: datetime | None = None


def warnings(facts: Facts, city: City) -> list[MeetingWarning]:
    """What speaks against a meeting's times, session by session; of a day off the weightiest reason alone."""
    return [found for number, session in enumerate(facts.sessions) for found in _of(number, session, city)]


def may_be_ramadan(day: date) -> bool:
    """Whether a day is of Ramadan, give or take one: the month begins when the moon is seen.

    Reckoned by Umm al-Qura, which knows the years 1343–1500 of the Hijri calendar (1924–2077); beyond, never.
    """
    # Imported at first use: only who calls meetings needs them.
    from hijridate import Gregorian  # noqa: PLC0415

    for near in (-1, 0, 1):
        try:
            one = day + timedelta(days=near)
            if Gregorian.fromdate(one).to_hijri().month == RAMADAN:
                return True
        except OverflowError:
            continue
    return False


def sunset(day: date, city: City) -> datetime | None:
    """When the sun sets on a day at the city's place (aware, the city's clock); None where it does not."""
    from astral import Observer  # noqa: PLC0415 (as above)
    from astral.sun import sunset as sunset_at  # noqa: PLC0415 (as above)

    try:
        return sunset_at(Observer(city.latitude, city.longitude), day, tzinfo=city.zone)
    except (ValueError, OverflowError):  # beyond the polar circles, and at the ends of the calendar
        return None


def _of(number: int, session: Session, city: City) -> Iterator[MeetingWarning]:
    begins, ends = local_moment(session.starts_at, city.zone), local_moment(session.ends_at, city.zone)
    off = _day_off(begins.date(), city)
    if off is not None:
        yield MeetingWarning(off, number)
    for day in sorted({begins.date(), ends.date()}):
        at = sunset(day, city) if may_be_ramadan(day) else None
        if at is not None and begins < at + _AFTER_SUNSET and ends > at - _BEFORE_SUNSET:
            yield MeetingWarning(WarningKind.IFTAR, number, at)
    if begins.time() < _EARLIEST or ends > datetime.combine(begins.date(), _LATEST, city.zone):
        yield MeetingWarning(WarningKind.NIGHT, number)


def _day_off(day: date, city: City) -> WarningKind | None:
    jalali = jalali_day(day)
    if jalali.month == 1 and jalali.day <= _NOWRUZ:
        return WarningKind.NOWRUZ
    if is_holiday(day, city.holidays):
        return WarningKind.HOLIDAY
    return WarningKind.FRIDAY if day.weekday() == FRIDAY else None
