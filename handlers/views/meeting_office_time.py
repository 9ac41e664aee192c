"""When a meeting is: chosen in the calendar or typed, and shown in words before it is taken."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from markupsafe import Markup

from handlers.keyboards import Button, Style, View
from handlers.views.calendar import Picker, hour_picker, legend, minute_picker, moment_id, month_picker
from handlers.views.meeting_changes import change_lines
from handlers.views.meeting_office import Called, row_version
from handlers.views.meeting_words import clock_words, day_words, facts_lines, title_words, when_words
from locales import Translator
from locales.dates import local_moment
from models.city import City
from models.jalali_calendar import month_of
from models.meeting_facts import Facts, Session

NOUN = "mtime"  # of the calendar's buttons
_AHEAD = timedelta(days=366)
_LISTED = 8  # sessions of a course
_USUAL = time(17)
_THURSDAY = 3  # date.weekday()


def time_picker(called: Called, city: City, now: datetime, tr: Translator) -> Picker:
    """The calendar from which a meeting's time is chosen: up to a year ahead."""
    today = now.astimezone(city.zone).date()
    return Picker(
        NOUN,
        row_version(called),
        now + timedelta(minutes=5),
        today,
        city.zone,
        tr,
        latest=today + _AHEAD,
        holidays=city.holidays,
        thursday_is_off=city.thursday_is_off,
    )


def month_screen(called: Called, picker: Picker, year: int, month: int, now: datetime, *, back: str) -> View:
    """When? Typed, or a day of a month, or one of the usual times; `back` is the action of the way back."""
    tr = picker.tr
    lines = [tr.text("<b>When is it?</b>")]
    if called.facts.sessions and not called.is_course:
        lines.append(tr.text("Now: {words}", words=when_words(called.facts.sessions[0], picker.zone, tr)))
    lines.append(
        tr.text(
            "Write it, such as “{example}” or “{other}”, or choose a day.",
            example=tr.text("Thursday 17:00"),
            other=tr.text("tomorrow from 17:00 to 18:30"),
        )
    )
    lines.append(Markup.escape(legend(picker)))
    return View(
        Markup("\n").join(lines), [*month_picker(picker, year, month), *_usual(picker, now), _back(called, back, tr)]
    )


def _usual(picker: Picker, now: datetime) -> list[list[Button]]:
    """Tomorrow and the next Thursday, at five in the afternoon."""
    today = local_moment(now, picker.zone).date()
    thursday = today + timedelta(days=(_THURSDAY - today.weekday()) % 7 or 7)
    days = dict.fromkeys((today + timedelta(days=1), thursday))
    moments = [datetime.combine(day, _USUAL, picker.zone) for day in days]
    return [[picker.button(_short(picker, moment), "minute", moment_id(moment))] for moment in moments]


def _short(picker: Picker, moment: datetime) -> str:
    tr = picker.tr
    day, clock = day_words(moment, picker.zone, tr), clock_words(moment, picker.zone, tr)
    return tr.label("meeting", "{day}, at {time}", day=day, time=clock)


def hours_screen(called: Called, picker: Picker, day: date, *, back: str) -> View:
    """At which hour of that day?"""
    words = picker.tr.text("<b>At which hour of {day}?</b>", day=_day(picker, day))
    return View(words, [*hour_picker(picker, day), _back(called, back, picker.tr)])


def minutes_screen(called: Called, picker: Picker, day: date, hour: int, *, back: str) -> View:
    """At which quarter of that hour?"""
    words = picker.tr.text("<b>At what time on {day}?</b>", day=_day(picker, day))
    return View(words, [*minute_picker(picker, day, hour), _back(called, back, picker.tr)])


def _day(picker: Picker, day: date) -> Markup:
    return day_words(datetime.combine(day, time(12), picker.zone), picker.zone, picker.tr)


def _back(called: Called, action: str, tr: Translator) -> list[Button]:
    return [called.button(tr.label("button", "Back"), action)]


def day_asked(called: Called, picker: Picker, at: datetime, now: datetime, *, back: str) -> View:
    """The hour is known: on which day? Typed, or chosen; an hour is then chosen anew."""
    tr = picker.tr
    words = tr.text(
        "At {time}; <b>on which day?</b> Write it, such as “{example}”.",
        time=tr.time(at, picker.zone),
        example=tr.text("Thursday"),
    )
    month = month_picker(picker, *month_of(local_moment(now, picker.zone).date()))
    return View(words, [*month, _back(called, back, tr)])


def moment_not_read(called: Called, tr: Translator, *, back: str) -> View:
    """What was typed is no day with an hour: examples, and nothing is lost."""
    words = tr.text(
        "I did not find a day and an hour in it. Write both, such as “{example}”, “{other}” or “{third}”.",
        example=tr.text("Thursday 17:00"),
        other=tr.text("tomorrow from 17:00 to 18:30"),
        third=tr.text("19 Azar at 17:00"),
    )
    calendar = called.button(tr.label("meeting", "The calendar"), "when")
    return View(words, [[calendar], _back(called, back, tr)])


def time_refused(called: Called, problem: Markup, tr: Translator, *, back: str) -> View:
    """The moment is past, or two sessions overlap."""
    calendar = called.button(tr.label("meeting", "The calendar"), "when")
    return View(problem, [[calendar], _back(called, back, tr)])


def time_asked_back(
    called: Called, session: Session, remarks: Sequence[Markup], city: City, tr: Translator, *, back: str
) -> View:
    """The moment that was understood, in words: is it right? With what is unusual about it."""
    when = when_words(session, city.zone, tr)
    lines = [Markup("<b>{}</b>").format(when), *remarks, tr.text("Is that right?")]
    yes = called.button(tr.label("meeting", "Yes, that is right"), "yes", Style.SUCCESS)
    another = called.button(tr.label("meeting", "Another time"), back)
    return View(Markup("\n").join(lines), [[yes], [another]])


def change_asked_back(called: Called, after: Facts, remarks: Sequence[Markup], city: City, tr: Translator) -> View:
    """A change of what people were told: how it is then, and how many are told. Is it right?"""
    lines = [*change_lines(called.facts, after, zone=city.zone, tr=tr), Markup("\n").join(_then(after, city, tr))]
    lines += [*remarks, told_words(called.told, tr)]
    label = tr.label("meeting", "Yes, change it")
    if called.told:
        label = tr.label("meeting", "Yes, change it and tell them")
    yes = called.button(label, "yes", Style.SUCCESS)
    return View(Markup("\n\n").join(lines), [[yes], [called.button(tr.label("meeting", "No, leave it"), "card")]])


def _then(after: Facts, city: City, tr: Translator) -> list[Markup]:
    title = Markup("<b>{}</b>").format(title_words(after.title, tr))
    return [title, *facts_lines(after, city.zone, tr, most=_LISTED)]


def told_words(told: int, tr: Translator) -> Markup:
    """How many people are told of a change."""
    if not told:
        return tr.text("Nobody was told of it yet, so nobody is told of this.")
    return tr.count(
        "{number} person who was told of it is told of this, once.",
        "{number} people who were told of it are told of this, once.",
        told,
    )
