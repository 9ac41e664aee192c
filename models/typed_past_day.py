"""Days that lie behind, as people type them: «دیروز», «۳ روز پیش», «دوشنبهٔ گذشته», «۱۵ آبان»."""

import re
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from models.typed_day_words import day_of
from models.typed_moment import UnknownMomentError
from models.typed_numbers import plain

_LONGEST: Final = 120  # letters; a day is said in fewer
_NEAR: Final = {"دیروز": 1, "پریروز": 2, "yesterday": 1}
_AGO: Final = re.compile(r"(\d{1,3}) روز (?:پیش|قبل)|(\d{1,3}) days? ago")
_BEHIND: Final = re.compile(r"\b(?:گذشته|پیش|قبلی?|last|past)\b")
_WEEK: Final = timedelta(days=7)
_YEAR: Final = timedelta(days=366)


def read_past_day(words: str, now: datetime, zone: ZoneInfo) -> date:
    """Read a day of which something is told: without a year, or by its weekday, the newest one that is not to come.

    Args:
        words: as they were typed, digits of any script.
        now: aware.
        zone: the city's clock.

    Returns:
        A day that was said to lie ahead («فردا», or with its year) is given as it was said.

    Raises:
        UnknownMomentError: it is no day, or may be two.
    """
    today = now.astimezone(zone).date()
    day = _read(plain(words).strip(" ."), today) if len(words) <= _LONGEST else None
    if day is None:
        raise UnknownMomentError(words)
    return day


def _read(typed: str, today: date) -> date | None:
    if typed in _NEAR:
        return today - timedelta(days=_NEAR[typed])
    ago = _AGO.fullmatch(typed)
    if ago is not None:
        return today - timedelta(days=int(ago[1] or ago[2]))
    named = " ".join(_BEHIND.sub(" ", typed).split())
    day = day_of(named, today)
    if day is None or day <= today or _is_fixed(named, today):
        return day
    found = (day_of(named, today - back) for back in (_WEEK, _YEAR))
    newest = next((one for one in found if one is not None and one <= today), day)
    is_before_today = named != typed and newest == today and day == today + _WEEK
    return today - _WEEK if is_before_today else newest  # «یکشنبهٔ گذشته», said on a Sunday


def _is_fixed(typed: str, today: date) -> bool:
    """Whether the day was named by its distance from today, or with its year: there is only one of it."""
    day, before = day_of(typed, today), day_of(typed, today - timedelta(days=1))
    if day is None or before is None or (day - before).days == 1:
        return True
    return day_of(typed, today - _YEAR) == day
