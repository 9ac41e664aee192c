"""Choosing a moment by buttons: a month of the Jalali calendar, then an hour, then minutes; or one tap for the usual.

The messenger lays a row's buttons from left to right in every language (https://github.com/tdlib/telegram-bot-api/issues/882).
Persian is read from right to left, and so is a printed Persian calendar: each row is turned round there, so that
Saturday is at the right and hours and minutes run as the eye does. The weekdays' letters are turned with them: a
messenger that mirrors rows by itself would still show each day below its letter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import batched
from zoneinfo import ZoneInfo

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style
from locales import Translator
from locales.dates import MONTHS, WEEKDAY_LETTERS, local_moment
from models.jalali_calendar import YEARS, JalaliMonth, month_days, month_of, next_month, previous_month
from models.quiet_hours import is_working_day

ACTIONS = ("day", "month", "hour", "minute")  # all that these buttons do; `minute` is a whole moment
MINUTES = (0, 15, 30, 45)
_DAY = 24 * 60  # minutes
_HOURS_A_ROW = 6
_WEEK_BEGINS = 5  # Saturday, as date.weekday() counts
_NOTHING = "·"  # a place of the grid in which there is nothing to choose
_EVENING = time(18)
_MORNING = time(9)


@dataclass(frozen=True)
class Picker:
    """What all pages of one picker share.

    `noun` is whose buttons they are, `version` the row's; nothing before `earliest` (aware) can be chosen, nor a day
    after `latest`. `today` is marked; `holidays` are those of the lunar calendar.
    """

    noun: str
    version: int
    earliest: datetime
    today: date
    zone: ZoneInfo
    tr: Translator
    latest: date | None = None
    holidays: frozenset[date] = frozenset()
    thursday_is_off: bool = False

    def button(self, label: str, action: str, number: int, *, style: Style | None = None) -> Button:
        """A button of this picker."""
        return Button(label, ButtonData(self.noun, action, number, self.version), style=style)

    def row(self, buttons: Iterable[Button]) -> list[Button]:
        """Buttons given in the order of time, in the order in which this language reads a row."""
        ordered = list(buttons)
        return ordered[::-1] if self.tr.direction == "rtl" else ordered

    def offers(self, day: date) -> bool:
        """Whether anything of a day can be chosen."""
        return self.offers_moment(day, 23, MINUTES[-1]) and (self.latest is None or day <= self.latest)

    def offers_moment(self, day: date, hour: int, minute: int) -> bool:
        """Whether that moment is not too early."""
        return datetime.combine(day, time(hour, minute), self.zone) >= self.earliest

    def is_off(self, day: date) -> bool:
        """Whether offices are closed that day."""
        return not is_working_day(day, self.holidays, thursday_is_off=self.thursday_is_off)


def month_picker(picker: Picker, year: int, month: int, *, chosen: date | None = None) -> list[list[Button]]:
    """A month, week by week; what can be chosen has action `day` and the day's ordinal as its id.

    Weeks that are over are left out.

    Args:
        picker: what the pages share.
        year: Jalali.
        month: Jalali, from 1.
        chosen: a day to show as chosen.

    Raises:
        ValueError: there is no such month; `picked_month` gives none for a forged one.
    """
    here = _month_id(JalaliMonth(year, month))
    letters = WEEKDAY_LETTERS[picker.tr.language]
    names = (letters[(_WEEK_BEGINS + number) % 7] for number in range(7))
    rows = [_turning(picker, year, month), picker.row(picker.button(letter, "month", here) for letter in names)]
    days = month_days(year, month)
    lead = (days[0].weekday() - _WEEK_BEGINS) % 7
    places: list[date | None] = [*([None] * lead), *days, *([None] * (-(lead + len(days)) % 7))]
    weeks = [line for line in batched(places, 7) if any(day is not None and picker.offers(day) for day in line)]
    return [*rows, *(picker.row(_day_button(picker, day, here, chosen) for day in week) for week in weeks)]


def legend(picker: Picker) -> str:
    """What the signs in the month mean, in one line."""
    return str(picker.tr.text("[ ] is today, * a day off."))


def hour_picker(picker: Picker, day: date) -> list[list[Button]]:
    """The hours of a day, with action `hour`, and the way back to its month."""
    hours = [
        picker.button(picker.tr.digits(hour), "hour", day.toordinal() * 24 + hour)
        if picker.offers_moment(day, hour, MINUTES[-1])
        else picker.button(_NOTHING, "day", day.toordinal())
        for hour in range(24)
    ]
    lines = [line for line in batched(hours, _HOURS_A_ROW) if any(key.label != _NOTHING for key in line)]
    back = picker.button(picker.tr.label("button", "Another day"), "month", _month_id(month_of(day)))
    return [*(picker.row(line) for line in lines), [back]]


def minute_picker(picker: Picker, day: date, hour: int) -> list[list[Button]]:
    """The quarters of an hour, with action `minute`, and the way back to the day's hours."""
    moments = [
        picker.button(_clock(picker, hour, minute), "minute", day.toordinal() * _DAY + hour * 60 + minute)
        for minute in MINUTES
        if picker.offers_moment(day, hour, minute)
    ]
    back = picker.button(picker.tr.label("button", "Another hour"), "day", day.toordinal())
    return [picker.row(moments), [back]]


def quick_choices(picker: Picker, now: datetime) -> list[list[Button]]:
    """The usual moments with one tap each, as action `minute`: in an hour, this evening, tomorrow at nine."""
    local = local_moment(now, picker.zone)
    offered = [(picker.tr.label("button", "In an hour"), local_moment(now + timedelta(hours=1), picker.zone))]
    evening = datetime.combine(local.date(), _EVENING, picker.zone)
    if evening > local + timedelta(minutes=30):
        offered.append((picker.tr.label("button", "This evening"), evening))
    morning = datetime.combine(local.date() + timedelta(days=1), _MORNING, picker.zone)
    offered.append((picker.tr.label("button", "Tomorrow at 9"), morning))
    buttons = [picker.button(label, "minute", moment_id(moment)) for label, moment in offered]
    return [picker.row(pair) for pair in batched(buttons, 2)]


def moment_id(local: datetime) -> int:
    """The id of a moment's button, from its city's own time; seconds are left out."""
    return local.toordinal() * _DAY + local.hour * 60 + local.minute


def picked_month(number: int) -> JalaliMonth | None:
    """The month of a pressed button; None for one that nobody drew."""
    year, month = divmod(number, 100)
    return JalaliMonth(year, month) if year in YEARS and 1 <= month <= 12 else None


def picked_day(number: int) -> date | None:
    """The day of a pressed button; None for one that nobody drew."""
    if not 0 < number <= date.max.toordinal():
        return None
    day = date.fromordinal(number)
    return day if 1822 <= day.year < 2220 else None  # the Gregorian years in which those of `YEARS` lie whole


def picked_hour(number: int) -> tuple[date, int] | None:
    """The day and hour of a pressed button; None for one that nobody drew."""
    day = picked_day(number // 24)
    return None if day is None else (day, number % 24)


def picked_moment(number: int, zone: ZoneInfo) -> datetime | None:
    """The moment of a pressed `minute`, aware in the zone; None for one that nobody drew."""
    day = picked_day(number // _DAY)
    return None if day is None else datetime.combine(day, time(number % _DAY // 60, number % 60), zone)


def _turning(picker: Picker, year: int, month: int) -> list[Button]:
    """`previous · this month · next`: arrows that no phone mirrors, each with the name of where it leads."""
    names = MONTHS[picker.tr.language]
    is_rtl = picker.tr.direction == "rtl"
    before, after = previous_month(year, month), next_month(year, month)
    here = picker.button(f"{names[month - 1]} {picker.tr.digits(year)}", "month", _month_id(JalaliMonth(year, month)))
    row = [here]
    if _is_open(picker, before, month_days(year, month)[0] - timedelta(days=1)):
        name = names[before.month - 1]
        row.insert(0, picker.button(f"→ {name}" if is_rtl else f"← {name}", "month", _month_id(before)))
    if _is_open(picker, after, month_days(year, month)[-1] + timedelta(days=1)):
        name = names[after.month - 1]
        row.append(picker.button(f"{name} ←" if is_rtl else f"{name} →", "month", _month_id(after)))
    return picker.row(row)


def _is_open(picker: Picker, month: JalaliMonth, nearest: date) -> bool:
    return month.year in YEARS and picker.offers(nearest)


def _day_button(picker: Picker, day: date | None, here: int, chosen: date | None) -> Button:
    if day is None or not picker.offers(day):
        return picker.button(_NOTHING, "month", here)
    number = picker.tr.digits(_day_number(day))
    label = f"[{number}]" if day == picker.today else number
    style = Style.PRIMARY if day == chosen else None
    return picker.button(f"{label}*" if picker.is_off(day) else label, "day", day.toordinal(), style=style)


def _day_number(day: date) -> int:
    return (day - month_days(*month_of(day))[0]).days + 1


def _month_id(month: JalaliMonth | Sequence[int]) -> int:
    return month[0] * 100 + month[1]


def _clock(picker: Picker, hour: int, minute: int) -> str:
    return picker.tr.digits(f"{hour}:{minute:02}")
