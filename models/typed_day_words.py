"""Days as people say them, without a year or by their distance: «۱۹ آذر», «پس‌فردا», «دوشنبهٔ هفتهٔ بعد».

Everything here reads plain words (`models.typed_numbers.plain`) and returns None where they are no day, or may be two.
"""

import re
from datetime import date, timedelta
from typing import Final

from locales.dates import MONTHS, WEEKDAYS
from models.jalali_calendar import JalaliMonth, month_days, month_of, next_month
from models.typed_day import UnknownDayError, read_day
from models.typed_numbers import plain

_SATURDAY: Final = 5  # date.weekday()
_WEEKDAY_NUMBERS: Final = {
    **{plain(name): number for days in WEEKDAYS.values() for number, name in enumerate(days)},
    **{name[:3].lower(): number for number, name in enumerate(WEEKDAYS["en"])},
    "ادینه": 4,
}
_NEAR: Final = {"امروز": 0, "فردا": 1, "پسفردا": 2, "today": 0, "tomorrow": 1, "dayaftertomorrow": 2}
_FILLERS: Final = re.compile(r"\b(?:روز|مورخ|تاریخ|در|on|the|of)\b")
_DAYS_ON: Final = re.compile(r"(\d{1,2}) روز (?:دیگر|دیگه|بعد)|in (\d{1,2}) days?")
_WEEK: Final = re.compile(
    r"\b(?:(?P<count>\d) )?هفته (?:بعدی?|اینده|دیگر|دیگه)\b|\b(?P<this>(?:این|همین) هفته|this week)\b|\bnext week\b"
)
_THIS_OR_NEXT_MONTH: Final = re.compile(r"(\d{1,2})(?:م|ام| ام)? (?:(این|همین) ماه|ماه (?:بعدی?|اینده))")
_COMING: Final = re.compile(r"\b(?:این|همین|اینده|پیش رو|this|coming)\b")
_NEXT: Final = re.compile(r"\b(?:بعدی?|next)\b")
_MONTH_NUMBERS: Final = {
    **{plain(name): number for names in MONTHS.values() for number, name in enumerate(names, 1)},
    "امرداد": 5,
}
# fmt: off
_ENGLISH: Final = ("january", "february", "march", "april", "may", "june",
                   "july", "august", "september", "october", "november", "december")
# fmt: on
_GREGORIAN_MONTHS: Final = {
    **{name: number for number, name in enumerate(_ENGLISH, 1)},
    **{name[:3]: number for number, name in enumerate(_ENGLISH, 1)},
}
_MONTH_DAY: Final = re.compile(
    r"(?P<day>\d{1,2})(?: ?(?:م|ام|st|nd|rd|th))?\s+(?P<month>[^\W\d]+?)(?: ?ماه)?(?: (?:سال )?(?P<year>\d{4}))?"
)
_DAY_SECOND: Final = re.compile(r"(?P<month>[a-z]+) (?P<day>\d{1,2})(?:st|nd|rd|th)?(?: (?P<year>\d{4}))?")


def written_day(typed: str) -> date | None:
    """A day with its year, as `read_day` reads it."""
    try:
        return read_day(typed)
    except UnknownDayError:
        return None


def day_of(typed: str, today: date) -> date | None:
    """The day that plain words name; without a year, or by its weekday, the next one.

    A weekday that contradicts the date beside it is refused, and so is «دوشنبهٔ بعد» where some would mean the coming
    Monday and some the one after.
    """
    typed = typed.strip(" .")
    found = _DAYS_ON.fullmatch(typed)
    if found is not None:
        return today + timedelta(days=int(found[1] or found[2]))
    typed = " ".join(_FILLERS.sub(" ", typed).split())
    key = typed.replace(" ", "")
    if key in _NEAR:
        return today + timedelta(days=_NEAR[key])
    weekday, rest = _weekday_of(typed)
    week = _WEEK.search(rest)
    if week is not None:
        return _in_week(week, weekday, f"{rest[: week.start()]}{rest[week.end() :]}".strip(), today)
    return _in_month(typed, today) if weekday is None else _on_weekday(weekday, rest, today)


def is_about(typed: str, day: date) -> bool:
    """Whether words beside a date in numbers say nothing else: nothing at all, or its weekday."""
    typed = _FILLERS.sub(" ", typed).strip(" .")
    return not typed or _WEEKDAY_NUMBERS.get(typed) == day.weekday()


def _on_weekday(weekday: int, rest: str, today: date) -> date | None:
    if _COMING.sub("", rest).strip() == "":
        return today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
    if _NEXT.fullmatch(rest):
        return _next(weekday, today)
    day = _in_month(rest, today)
    return day if day is not None and day.weekday() == weekday else None


def _weekday_of(typed: str) -> tuple[int | None, str]:
    """The number of the weekday among the words, and the words without it."""
    pieces = typed.split(" ")
    for place, piece in enumerate(pieces):
        if piece in _WEEKDAY_NUMBERS:
            return _WEEKDAY_NUMBERS[piece], " ".join(pieces[:place] + pieces[place + 1 :])
    return None, typed


def _in_week(week: re.Match[str], weekday: int | None, rest: str, today: date) -> date | None:
    """A weekday of this week or one to come; weeks begin on Saturdays. «۲ هفته دیگر» alone is the same weekday."""
    if rest:
        return None
    count = 0 if week["this"] else int(week["count"] or 1)
    if weekday is None:
        return today + timedelta(weeks=count) if week["count"] else None
    saturday = today - timedelta(days=(today.weekday() - _SATURDAY) % 7)
    day = saturday + timedelta(weeks=count, days=(weekday - _SATURDAY) % 7)
    return day if day >= today else None


def _next(weekday: int, today: date) -> date | None:
    """«دوشنبهٔ بعد»: the coming one, if it is of the next week; else some mean that one and some the one after."""
    coming = today + timedelta(days=(weekday - today.weekday()) % 7 or 7)
    days_left = (_SATURDAY - 1 - today.weekday()) % 7  # of this week, after today
    return coming if (coming - today).days > days_left else None


def _in_month(typed: str, today: date) -> date | None:
    found = _THIS_OR_NEXT_MONTH.fullmatch(typed)
    if found is not None:
        month = month_of(today)
        return _day_in(month if found[2] else next_month(*month), int(found[1]))
    found = _MONTH_DAY.fullmatch(typed) or _DAY_SECOND.fullmatch(typed)
    if found is None:
        return written_day(typed)
    name, day, year = found["month"], int(found["day"]), int(found["year"]) if found["year"] else None
    if name in _MONTH_NUMBERS:
        years = [year] if year else [month_of(today).year, month_of(today).year + 1]
        days = [_day_in(JalaliMonth(one, _MONTH_NUMBERS[name]), day) for one in years]
    elif name in _GREGORIAN_MONTHS:
        years = [year] if year else [today.year, today.year + 1]
        days = [written_day(f"{one}-{_GREGORIAN_MONTHS[name]}-{day}") for one in years]
    else:
        return None
    return next((one for one in days if one is not None and (year or one >= today)), None)


def _day_in(month: JalaliMonth, day: int) -> date | None:
    try:
        days = month_days(*month)
    except ValueError:
        return None
    return days[day - 1] if 1 <= day <= len(days) else None
