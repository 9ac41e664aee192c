"""Moments as people type them: «۱۹ آذر ساعت ۱۷», «فردا ۹ صبح», «پنجشنبه ۱۸:۳۰», `1405/09/19 17:30`."""

import re
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from locales.dates import MONTHS, WEEKDAYS, jalali_day
from locales.digits import latin_digits
from models.text import fold
from models.typed_day import UnknownDayError, read_day

_AFTERNOON: Final = r"عصر|بعد ?از ?ظهر|شب|غروب|pm|p\.m\.|in the (?:afternoon|evening)"
_MORNING: Final = r"صبح|بامداد|ظهر|am|a\.m\.|in the morning"
_HALF: Final = 12
_CLOCK: Final = re.compile(
    rf"(?:(?:ساعت|at)\s*)?(?<![\d/.-])(\d{{1,2}})(?::(\d{{2}}))?\s*({_AFTERNOON}|{_MORNING})?(?![\d/.-])"
)
_SAID: Final = re.compile(r"ساعت|\bat\b|:|" + _AFTERNOON + "|" + _MORNING)
_NEAR: Final = {"امروز": 0, "فردا": 1, "پسفردا": 2, "today": 0, "tomorrow": 1}
_MONTH_DAY: Final = re.compile(r"(\d{1,2})\s+([^\W\d]+)(?:\s+ماه)?")


class UnknownMomentError(ValueError):
    """What was typed is no moment: it lacks a day or an hour, or is none of the calendar."""


def read_moment(words: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Read a day and an hour; a date without a year, or a weekday, is the next one.

    Args:
        words: as they were typed, digits of any script.
        now: aware.
        zone: the city's clock.

    Returns:
        Aware, in the zone; it may be past.

    Raises:
        UnknownMomentError: it is none, or lacks one of both.
    """
    typed = _plain(words)
    found = _clock_of(typed)
    if found is None:
        raise UnknownMomentError(words)
    clock, rest = found
    today = now.astimezone(zone).date()
    day = _day_of(rest, today)
    if day is None:
        raise UnknownMomentError(words)
    return datetime.combine(day, clock, zone)


def read_next_day(words: str, now: datetime, zone: ZoneInfo) -> date:
    """Read a day alone, as `read_moment` does. Raises as it does."""
    day = _day_of(_plain(words), now.astimezone(zone).date())
    if day is None:
        raise UnknownMomentError(words)
    return day


def _plain(words: str) -> str:
    typed = latin_digits(words).lower().replace("\u200c", "").replace("،", " ").replace(",", " ")
    return " ".join(typed.replace("ي", "ی").replace("ك", "ک").split())


def _clock_of(typed: str) -> tuple[time, str] | None:
    """The time of day, and what is left of the words; the clearest sign of one first, else the last number."""
    marked = [found for found in _CLOCK.finditer(typed) if _SAID.search(found[0])]
    bare = [found for found in _CLOCK.finditer(typed) if found.end() == len(typed)]
    for found in [*marked, *bare]:
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3] or ""
        if re.fullmatch(_AFTERNOON, half) and hour < _HALF:
            hour += _HALF
        if hour == 24 and not minute:  # midnight, as some say it
            hour, minute = 23, 59
        if hour < 24 and minute < 60:  # a clock's own limits
            return time(hour, minute), f"{typed[: found.start()]} {typed[found.end() :]}".strip()
    return None


def _day_of(typed: str, today: date) -> date | None:
    typed = re.sub(r"^(?:روز|on)\s+", "", typed.strip(" ."))
    key = typed.replace(" ", "")
    if key in _NEAR:
        return today + timedelta(days=_NEAR[key])
    weekday = _weekday_of(typed)
    if weekday is not None and weekday[1] == "":
        return today + timedelta(days=(weekday[0] - today.weekday()) % 7 or 7)
    rest = weekday[1] if weekday is not None else typed
    try:
        return read_day(rest)
    except UnknownDayError:
        return _without_year(rest, today)


def _weekday_of(typed: str) -> tuple[int, str] | None:
    """(number, what follows) of a weekday that the words begin with."""
    names = {fold(name).replace(" ", ""): number for days in WEEKDAYS.values() for number, name in enumerate(days)}
    pieces = typed.split(" ")
    for count in (2, 1):
        number = names.get("".join(fold(piece) for piece in pieces[:count]).replace(" ", ""))
        if number is not None:
            return number, " ".join(pieces[count:])
    return None


def _without_year(typed: str, today: date) -> date | None:
    found = _MONTH_DAY.fullmatch(typed)
    if found is None:
        return None
    year = jalali_day(today).year
    months = {fold(name): number for names in MONTHS.values() for number, name in enumerate(names, 1)}
    month = months.get(fold(found[2]))
    if month is None:
        return None
    for candidate in (year, year + 1):
        try:
            day = read_day(f"{candidate}/{month:02}/{int(found[1]):02}")
        except UnknownDayError:
            continue
        if day >= today:
            return day
    return None
