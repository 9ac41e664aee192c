"""When a notice leaves: the month, the hours, and whether it comes again."""

from datetime import date, datetime, timedelta

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View
from handlers.views.calendar import Picker, hour_picker, legend, minute_picker, month_picker, quick_choices
from handlers.views.notice import Composed, when_words
from handlers.views.notice_settings import row_version
from locales import Translator
from locales.dates import jalali_day
from models.city import City
from models.notice import Repeats

NOUN = "notice_when"  # of a notice's own buttons
TIME, UNTIL = "notice_time", "notice_until"  # of the calendar's
_AHEAD = timedelta(days=366)


def time_picker(composed: Composed, city: City, now: datetime, tr: Translator) -> Picker:
    """The calendar from which the moment is chosen: up to a year ahead."""
    earliest, today = now + timedelta(minutes=1), now.astimezone(city.zone).date()
    return _picker(TIME, composed, city, earliest, today, tr)


def until_picker(composed: Composed, city: City, now: datetime, tr: Translator) -> Picker:
    """The calendar for the last day of what repeats: not before the first."""
    begins = composed.notice.starts_at or now
    return _picker(UNTIL, composed, city, begins, now.astimezone(city.zone).date(), tr)


def _picker(noun: str, composed: Composed, city: City, earliest: datetime, today: date, tr: Translator) -> Picker:
    return Picker(
        noun,
        row_version(composed),
        earliest,
        today,
        city.zone,
        tr,
        latest=today + _AHEAD,
        holidays=city.holidays,
        thursday_is_off=city.thursday_is_off,
    )


def _button(composed: Composed, label: str, action: str, *, is_on: bool = False) -> Button:
    data = ButtonData(NOUN, action, composed.notice.id or 0, composed.notice.version)
    return Button(("✓ " if is_on else "") + label, data)


def month_screen(composed: Composed, picker: Picker, year: int, month: int, now: datetime) -> View:
    """When? A month to choose a day from, the usual moments, and whether it comes again."""
    tr, notice = picker.tr, composed.notice
    lines = [tr.text("<b>When shall it leave?</b>")]
    if notice.starts_at is not None:
        lines.append(tr.text("Now it is: {moment}", moment=when_words(notice, picker.zone, tr)))
    lines.append(tr.text("Choose a day, or write it: “{example}”.", example=tr.text("19 Azar at 17:00")))
    lines.append(Markup.escape(legend(picker)))
    rows = [*month_picker(picker, year, month), *quick_choices(picker, now)]
    if notice.starts_at is not None:
        rows.append(
            [
                _button(composed, tr.label("notice", "Once"), "once", is_on=notice.repeats is None),
                _button(composed, tr.label("notice", "Weekly"), "weekly", is_on=notice.repeats == Repeats.WEEKLY),
                _button(composed, tr.label("notice", "Monthly"), "monthly", is_on=notice.repeats == Repeats.MONTHLY),
            ]
        )
        rows.append([_button(composed, tr.label("notice", "At once, without a time"), "now")])
    rows.append([Button(tr.label("button", "Back"), composed.data("card"))])
    return View(Markup("\n").join(lines), rows)


def hours_screen(composed: Composed, picker: Picker, day: date) -> View:
    """At which hour of that day?"""
    words = picker.tr.text("<b>At which hour of {day}?</b>", day=_day(picker, day))
    return View(words, [*hour_picker(picker, day), _back(composed, picker.tr)])


def minutes_screen(composed: Composed, picker: Picker, day: date, hour: int) -> View:
    """At which quarter of that hour?"""
    words = picker.tr.text("<b>At what time on {day}?</b>", day=_day(picker, day))
    return View(words, [*minute_picker(picker, day, hour), _back(composed, picker.tr)])


def until_screen(composed: Composed, picker: Picker, year: int, month: int) -> View:
    """Until when does it come again?"""
    words = picker.tr.text("<b>Until which day does it come again?</b> Choose it, or write it.")
    rows = month_picker(picker, year, month)
    return View(words, [*rows, [_button(composed, picker.tr.label("button", "Back"), "open")]])


def month_of_day(day: date) -> tuple[int, int]:
    """(year, month) of the Jalali calendar in which a day lies."""
    jalali = jalali_day(day)
    return jalali.year, jalali.month


def _day(picker: Picker, day: date) -> str:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=picker.zone)
    return picker.tr.date(noon, picker.zone)


def _back(composed: Composed, tr: Translator) -> list[Button]:
    return [Button(tr.label("button", "Back"), composed.data("card"))]


def moment_not_read(composed: Composed, tr: Translator) -> View:
    """What was typed is no day with an hour."""
    words = tr.text(
        "I did not find a day and an hour in it. Write both, such as “{example}” or “{other}”.",
        example=tr.text("19 Azar at 17:00"),
        other=tr.text("tomorrow at 9"),
    )
    return View(words, [[_button(composed, tr.label("button", "Back"), "open")]])


def day_not_read(composed: Composed, tr: Translator) -> View:
    """What was typed is no day."""
    words = tr.text("I did not find a day in it. Write it such as “{example}”.", example=tr.text("19 Azar 1405"))
    return View(words, [[_button(composed, tr.label("button", "Back"), "open")]])


def time_refused(composed: Composed, problem: Markup, tr: Translator) -> View:
    """The moment is past, or the end lies before the beginning."""
    return View(problem, [[_button(composed, tr.label("button", "Back"), "open")]])
