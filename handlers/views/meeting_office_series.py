"""Meetings that come again: how often, which days are left out, until when; and the card of a series."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View
from handlers.views.calendar import Picker, month_picker
from handlers.views.meeting_office import NOUN as MEETING
from handlers.views.meeting_office import Called, back_to_card, row_version
from handlers.views.meeting_office_list import state_words, to_list
from handlers.views.meeting_words import day_words, facts_lines, hours_words, title_words
from locales import Translator, mark, mark_label
from locales.dates import local_moment
from models.city import City
from models.meeting import Meeting, MeetingSeries, Rule
from models.meeting_facts import Facts, Session

NOUN, UNTIL = "mseries", "muntil"
RULE = "rule_"  # and the rule's name: a button of a draft
_AHEAD = timedelta(days=3 * 366)
_NEXT = 5  # meetings that are named
_RULES = {
    Rule.WEEKLY: mark_label("rule", "Every week"),
    Rule.FORTNIGHTLY: mark_label("rule", "Every two weeks"),
    Rule.MONTHLY: mark_label("rule", "Every month"),
}
_WORDS = {
    Rule.WEEKLY: mark("every {weekday}, {hours}"),
    Rule.FORTNIGHTLY: mark("every second {weekday}, {hours}"),
    Rule.MONTHLY: mark("on the {day} of every month, {hours}"),
}
_FIELDS = {
    "title": mark_label("meeting", "Title"),
    "place": mark_label("meeting", "Place"),
    "hours": mark_label("meeting", "Hour"),
    "link": mark_label("meeting", "Link"),
}


@dataclass(frozen=True)
class Plan:
    """How a draft is to come again. `until` is the last day; None means without an end."""

    rule: Rule
    skips_holidays: bool = True
    until: date | None = None


def rule_asked(called: Called, city: City, tr: Translator) -> View:
    """How often does it come again?"""
    if not called.facts.sessions:
        return View(tr.text("Say first when the first one is; then it can come again."), [back_to_card(called, tr)])
    first = called.facts.sessions[0]
    lines = [tr.text("<b>How often does it come again?</b>")]
    lines += [Markup("{}: {}").format(tr.label("rule", _RULES[rule]), rhythm(rule, first, city, tr)) for rule in Rule]
    rows = [[called.button(tr.label("rule", _RULES[rule]), RULE + rule.value)] for rule in Rule]
    return View(Markup("\n").join(lines), [*rows, back_to_card(called, tr)])


def rhythm(rule: Rule, first: Session, city: City, tr: Translator) -> Markup:
    """«هر پنجشنبه، ساعت ۱۷ تا ۱۸:۳۰»."""
    local = first.starts_at
    day = tr.date(local, city.zone).split(" ")[0]
    weekday, hours = tr.weekday(local, city.zone), hours_words(first, city.zone, tr)
    return tr.text(_WORDS[rule], weekday=weekday, day=day, hours=hours)


def plan_screen(called: Called, plan: Plan, city: City, tr: Translator) -> View:
    """What was chosen, each part a tap; and the tap that begins the series."""
    lines = [tr.text("<b>The meeting comes again:</b>"), *_plan_lines(called.facts.sessions[0], plan, city, tr)]
    lines.append(
        tr.text("Each one is announced two days before it; each can be moved or cancelled without the others.")
    )
    begin = [] if called.facts.lacking else [called.button(tr.label("meeting", "Begin it"), "begin", Style.SUCCESS)]
    if called.facts.lacking:
        lines.append(tr.text("Before it can begin, say where it is."))
    skips = ("✓ " if plan.skips_holidays else "") + tr.label("meeting", "Not on holidays")
    until = tr.label("meeting", "Until a last day") if plan.until is None else tr.label("meeting", "Without an end")
    return View(
        Markup("\n").join(lines),
        [
            begin,
            [called.button(skips, "skips")],
            [called.button(until, "until" if plan.until is None else "endless")],
            [called.button(tr.label("meeting", "Another rhythm"), "repeat")],
            back_to_card(called, tr),
        ],
    )


def _plan_lines(first: Session, plan: Plan, city: City, tr: Translator) -> list[Markup]:
    rows = [rhythm(plan.rule, first, city, tr)]
    rows.append(tr.text("not on holidays") if plan.skips_holidays else tr.text("on holidays, too"))
    rows.append(_until(plan.until, city, tr))
    return rows


def _until(until: date | None, city: City, tr: Translator) -> Markup:
    if until is None:
        return tr.text("without an end")
    noon = datetime.combine(until, time(12), city.zone)
    return tr.text("until {day}", day=day_words(noon, city.zone, tr, year=True))


def until_picker(version: int, first: datetime, city: City, now: datetime, tr: Translator) -> Picker:
    """The calendar for the last day of a series: not before the first, up to three years ahead."""
    today = local_moment(now, city.zone).date()
    return Picker(UNTIL, version, first, today, city.zone, tr, latest=today + _AHEAD, holidays=city.holidays)


def until_asked(back: ButtonData, picker: Picker, year: int, month: int) -> View:
    """Until which day?"""
    tr = picker.tr
    words = tr.text("<b>Until which day does it come again?</b> Choose it, or write it.")
    return View(words, [*month_picker(picker, year, month), [Button(tr.label("button", "Back"), back)]])


def draft_until_version(called: Called) -> int:
    """What the calendar's buttons carry while a draft is worked on."""
    return row_version(called)


def day_not_read(back: ButtonData, tr: Translator) -> View:
    """What was typed is no day."""
    words = tr.text("I did not find a day in it. Write it such as “{example}”.", example=tr.text("19 Azar 1405"))
    return day_refused(words, back, tr)


def day_past(back: ButtonData, tr: Translator) -> View:
    """The last day is over already."""
    return day_refused(tr.text("That day is over already. Write a day to come, or choose."), back, tr)


def day_refused(problem: Markup, back: ButtonData, tr: Translator) -> View:
    """The last day cannot be, and why; the question stands."""
    return View(problem, [[Button(tr.label("button", "Back"), back)]])


def series_begun(called: Called, series: MeetingSeries, city: City, tr: Translator) -> View:
    """It comes again from now on."""
    plan = Plan(Rule(series.rule), series.skips_holidays, series.until)
    lines = [
        tr.text("<b>The series has begun:</b> {title}", title=title_words(called.facts.title, tr)),
        *_plan_lines(called.facts.sessions[0], plan, city, tr),
        tr.text("I announce each meeting two days before it, and prepare its agenda the day before."),
    ]
    first = Button(tr.label("meeting", "The first one"), ButtonData(MEETING, "open", called.shown.id))
    whole = Button(tr.label("meeting", "All of this series"), ButtonData(NOUN, "open", called.shown.series_id or 0))
    return View(Markup("\n").join(lines), [[first], [whole], [to_list(tr)]])


def series_card(
    series: MeetingSeries,
    coming: Sequence[Meeting],
    place: Markup,
    city: City,
    tr: Translator,
) -> View:
    """A series: its rhythm, where, its next meetings, and what can be done to all of them."""
    facts, has_ended = Facts.from_data(series.facts), series.ended_at is not None
    lines = [tr.text("<b>{title}</b> · series", title=title_words(facts.title, tr)), place]
    plan = Plan(Rule(series.rule), series.skips_holidays, series.until)
    if facts.sessions:
        lines += _plan_lines(facts.sessions[0], plan, city, tr)
    lines += facts_lines(Facts(facts.title, (), facts.place, facts.location, facts.link), city.zone, tr)
    lines.append(_state(coming, tr) if not has_ended else tr.text("The series has ended."))
    rows = [[_opens(one, city, tr)] for one in coming[:_NEXT]]
    changes = _change_rows(series, plan, tr) if not has_ended else []
    return View(Markup("\n").join(lines), [*rows, *changes, [to_list(tr)]])


def _state(coming: Sequence[Meeting], tr: Translator) -> Markup:
    if not coming:
        return tr.text("Its next meeting stands here two weeks before it.")
    return tr.text("Its next meetings; each can be moved or cancelled without the others:")


def _opens(meeting: Meeting, city: City, tr: Translator) -> Button:
    starts_at = Facts.from_data(meeting.facts).starts_at
    day = str(day_words(starts_at, city.zone, tr).striptags()) if starts_at is not None else ""
    return Button(f"{day} · {state_words(meeting.state, tr)}", ButtonData(MEETING, "open", meeting.id or 0))


def series_data(series: MeetingSeries, action: str) -> ButtonData:
    """What a button of a series carries."""
    return ButtonData(NOUN, action, series.id or 0, series.version)


def _change_rows(series: MeetingSeries, plan: Plan, tr: Translator) -> list[list[Button]]:
    def button(label: str, action: str, style: Style | None = None) -> Button:
        return Button(label, series_data(series, action), style=style)

    fields = [button(tr.label("meeting", label), name) for name, label in _FIELDS.items()]
    skips = ("✓ " if plan.skips_holidays else "") + tr.label("meeting", "Not on holidays")
    return [
        fields[:2],
        fields[2:],
        [button(skips, "skips"), button(tr.label("meeting", "Until a last day"), "until")],
        [button(tr.label("meeting", "End the series"), "end", Style.DANGER)],
    ]


def field_asked(series: MeetingSeries, name: str, city: City, tr: Translator) -> View:
    """What shall it be from now on? For those meetings of the series that are not announced yet."""
    facts = Facts.from_data(series.facts)
    now = {"title": facts.title, "place": facts.place, "link": facts.link}.get(name)
    lines = [Markup("<b>{}</b>").format(tr.label("meeting", _FIELDS[name]))]
    if name == "hours" and facts.sessions:
        lines.append(tr.text("Now: {words}", words=hours_words(facts.sessions[0], city.zone, tr)))
        lines.append(tr.text("Write the hours, such as “{example}”.", example=tr.text("from 17:00 to 18:30")))
    elif now:
        lines.append(tr.text("Now: {words}", words=tr.quote(now[:120])))
    if name != "hours":
        lines.append(tr.text("Write what it shall be from now on."))
    lines.append(tr.text("Meetings that are announced already stay as they are."))
    return field_refused(series, Markup("\n").join(lines), tr)


def field_refused(series: MeetingSeries, words: Markup, tr: Translator) -> View:
    """What was given cannot be taken, and why; the question stands."""
    return View(words, [[Button(tr.label("button", "Back"), series_data(series, "open"))]])


def hours_not_read(series: MeetingSeries, tr: Translator) -> View:
    """What was typed is no hour of the day."""
    words = tr.text(
        "I did not find the hours in it. Write them such as “{example}”.", example=tr.text("from 17:00 to 18:30")
    )
    return field_refused(series, words, tr)


def hours_asked_back(series: MeetingSeries, first: Session, city: City, tr: Translator) -> View:
    """The hours that were understood, in words: are they right?"""
    words = rhythm(Rule(series.rule), first, city, tr)
    lines = [Markup("<b>{}</b>").format(words), tr.text("Is that right?")]
    yes = Button(tr.label("meeting", "Yes, that is right"), series_data(series, "yes"), style=Style.SUCCESS)
    return View(Markup("\n").join(lines), [[yes], [Button(tr.label("button", "Back"), series_data(series, "open"))]])


def end_asked(series: MeetingSeries, tr: Translator) -> View:
    """Really end it?"""
    words = tr.text(
        "<b>End the series?</b> No more meetings of it come. Those that are announced already stay; "
        "each of these can be cancelled by itself."
    )
    yes = Button(tr.label("meeting", "Yes, end it"), series_data(series, "ended"), style=Style.DANGER)
    return View(words, [[yes], [Button(tr.label("meeting", "No, leave it"), series_data(series, "open"))]])
