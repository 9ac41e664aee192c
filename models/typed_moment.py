"""Moments as people type them: «۱۹ آذر ساعت ۱۷», «فردا ۹ صبح», «پنجشنبه ۵ تا ۷ عصر», `1405/09/19 17:30`.

What can be read in two ways is refused, so that somebody asks again; and what was understood is always shown in words
before it counts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from models.typed_clock import clocks, minutes_of
from models.typed_day_words import day_of, is_about, written_day
from models.typed_numbers import plain

_MIDNIGHT: Final = 24 * 60
_LONGEST: Final = 120  # letters; a moment is said in fewer, and no pattern looks long at what is a letter
_DATE: Final = re.compile(r"(?<![\d/.-])\d{4}([-/.])\d{1,2}\1\d{1,2}(?![\d/-])|(?<![\d/.:-])\d{8}(?![\d/.:-])")
_TONIGHT: Final = re.compile(r"\bامشب\b|\btonight\b")


class UnknownMomentError(ValueError):
    """What was typed is no moment: it lacks a day or an hour, can be read in two ways, or is none of the calendar."""


class MissingPartError(UnknownMomentError):
    """Half of a moment was understood: `day` without an hour, or `clock` without a day."""

    def __init__(self, words: str, day: date | None = None, clock: time | None = None, minutes: int | None = None):
        super().__init__(words)
        self.day = day
        self.clock = clock
        self.minutes = minutes


@dataclass(frozen=True)
class Span:
    """When something begins (aware, in the city's zone) and how many minutes it lasts; None where nobody said."""

    starts_at: datetime
    minutes: int | None = None


def read_moment(words: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Read a day and an hour; a date without a year, or a weekday, is the next one. An hour is meant as it is said.

    Args:
        words: as they were typed, digits of any script.
        now: aware.
        zone: the city's clock.

    Returns:
        Aware, in the zone; it may be past.

    Raises:
        UnknownMomentError: it is none, or lacks one of both.
    """
    for day, begins, minutes in _readings(words, now.astimezone(zone).date(), guesses_afternoon=False):
        if day is not None and begins is not None and minutes is None:
            # Midnight at a day's end, as some say it, is still that day's.
            return datetime.combine(day, _clock(min(begins, _MIDNIGHT - 1)), zone)
    raise UnknownMomentError(words)


def read_span(words: str, now: datetime, zone: ZoneInfo, *, day: date | None = None, clock: time | None = None) -> Span:
    """Read when people meet: a day, an hour, and perhaps until when or for how long («پنجشنبه ۵ تا ۷ عصر»).

    A bare hour from 1 to 6 is the afternoon's: nobody calls a meeting for five in the morning without «صبح» or `05:00`.

    Args:
        words: as they were typed, digits of any script.
        now: aware.
        zone: the city's clock.
        day: what holds where the words name no day, such as that of a draft whose hour is changed.
        clock: what holds where they name no hour.

    Returns:
        Its beginning may be past.

    Raises:
        MissingPartError: only a day, or only an hour, was said, and the other one is not given.
        UnknownMomentError: it is no moment, or may be two.
    """
    for said, begins, minutes in _readings(words, now.astimezone(zone).date(), guesses_afternoon=True):
        if begins == _MIDNIGHT:  # the end of that day, or its beginning: people differ
            break
        on, at = said or day, _clock(begins) if begins is not None else clock
        if on is None or at is None:
            raise MissingPartError(words, on, at, minutes)
        return Span(datetime.combine(on, at, zone), minutes)
    raise UnknownMomentError(words)


def read_minutes(words: str) -> int:
    """Read how long something lasts, in minutes: «۹۰ دقیقه», «یک ساعت و نیم», «۲ ساعت», `1:30`.

    Of bare numbers 1–4 are hours and those from 10 on minutes; what lies between may be either, and is refused.

    Raises:
        UnknownMomentError: it is no duration.
    """
    minutes = minutes_of(plain(words).strip(" .")) if len(words) <= _LONGEST else None
    if not minutes:
        raise UnknownMomentError(words)
    return minutes


def read_next_day(words: str, now: datetime, zone: ZoneInfo) -> date:
    """Read a day alone, as `read_moment` does. Raises as it does."""
    day = day_of(plain(words), now.astimezone(zone).date()) if len(words) <= _LONGEST else None
    if day is None:
        raise UnknownMomentError(words)
    return day


def _readings(
    words: str, today: date, *, guesses_afternoon: bool
) -> Iterator[tuple[date | None, int | None, int | None]]:
    """(day, minute of the day at which it begins, minutes) of every way to understand all of the words, best first."""
    if len(words) > _LONGEST:
        return
    typed = _TONIGHT.sub("امروز شب", plain(words)).strip(" .")
    date_typed = _DATE.search(typed)
    written = written_day(date_typed[0]) if date_typed is not None else None
    if date_typed is not None:
        typed = " ".join(f"{typed[: date_typed.start()]} {typed[date_typed.end() :]}".split())
    for hours, rest in clocks(typed, guesses_afternoon=guesses_afternoon):
        day = _day_beside(rest, written, today)
        if day is not None or (not rest and date_typed is None):
            yield day, hours.begins, hours.minutes
    day = _day_beside(typed, written, today)
    if day is not None:
        yield day, None, None


def _clock(minute: int) -> time:
    return time(*divmod(minute, 60))


def _day_beside(rest: str, written: date | None, today: date) -> date | None:
    """The day of the words, from which a date in numbers (`written`) was taken away already."""
    if written is None:
        return day_of(rest, today)
    return written if is_about(rest, written) else None
