"""What is asked about a meeting, one thing at a time: title, kind, place, link, length, capacity, chair, invited."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, in_pairs, shortened
from handlers.views.meeting_office import Called, back_to_card, invited_words, invites_name, kind_name, row_version
from handlers.views.meeting_words import title_words
from locales import Translator
from models.meeting import Invites, MeetingKind
from models.meeting_facts import MOST_PLACES, PLACE_LIMIT, TITLE_LIMIT

LENGTH, CHAIR, KIND = "mlength", "mchair", "mkind"  # nouns: the id is a number of minutes, a person, the meeting
LENGTHS = (30, 45, 60, 90, 120, 180)
_NAME = 40  # letters of somebody's name on a button
_SHOWN = 120  # letters of what is there now


def title_asked(called: Called, tr: Translator) -> View:
    """Its title is written."""
    words = tr.text(
        "<b>What is it called?</b> Now: “{title}”. Write its title, at most {limit} letters.",
        title=title_words(shortened(called.facts.title, _SHOWN), tr),
        limit=tr.number(TITLE_LIMIT),
    )
    return View(words, [back_to_card(called, tr)])


def kind_asked(called: Called, tr: Translator) -> View:
    """Ordinary, extraordinary, or a course."""
    lines = [
        tr.text("<b>What kind of meeting is it?</b>"),
        tr.text("A course has several sessions, for which people register; each has its own list of attendance."),
    ]
    rows = [
        [Button(("✓ " if kind is called.shown.kind else "") + kind_name(kind, tr), _data(called, KIND, kind.value))]
        for kind in MeetingKind
    ]
    return View(Markup("\n").join(lines), [*rows, back_to_card(called, tr)])


def _data(called: Called, noun: str, action: str) -> ButtonData:
    return ButtonData(noun, action, called.shown.id, called.shown.version)


def place_asked(called: Called, tr: Translator) -> View:
    """Where it is: typed, or a pin."""
    lines = [tr.text("<b>Where is it?</b>"), *_now(called.facts.place, tr)]
    if called.facts.location is not None:
        lines.append(tr.text("Its pin is on the map."))
    lines.append(
        tr.text("Write the place, at most {limit} letters, or send a pin: 📎, location.", limit=tr.number(PLACE_LIMIT))
    )
    gone = []
    if called.facts.place or called.facts.location is not None:
        gone = [called.button(tr.label("meeting", "Without a place"), "unplace")]
    return View(Markup("\n").join(lines), [gone, back_to_card(called, tr)])


def link_asked(called: Called, tr: Translator) -> View:
    """By which address people take part online."""
    lines = [tr.text("<b>By which link do people take part online?</b>"), *_now(called.facts.link, tr)]
    lines.append(tr.text("Write its address, such as {example}.", example=tr.code("https://example.org/room")))
    gone = [called.button(tr.label("meeting", "Without the link"), "unlink")] if called.facts.link else []
    return View(Markup("\n").join(lines), [gone, back_to_card(called, tr)])


def _now(words: str | None, tr: Translator) -> list[Markup]:
    return [tr.text("Now: {words}", words=tr.quote(shortened(words, _SHOWN)))] if words else []


def length_asked(called: Called, tr: Translator) -> View:
    """How long it lasts: the usual lengths, or typed."""
    now = called.facts.sessions[0].minutes if called.facts.sessions else 0
    lines = [tr.text("<b>How long does it last?</b>")]
    if now:
        lines.append(tr.text("Now: {words}", words=length_words(now, tr)))
    lines.append(tr.text("Choose, or write it, such as “{example}”.", example=tr.text("an hour and a half")))
    version = row_version(called)
    buttons = [
        Button(("✓ " if one == now else "") + str(length_label(one, tr)), ButtonData(LENGTH, "take", one, version))
        for one in LENGTHS
    ]
    return View(Markup("\n").join(lines), [*in_pairs(buttons), back_to_card(called, tr)])


def length_words(minutes: int, tr: Translator) -> Markup:
    """«۱ ساعت و ۳۰ دقیقه»."""
    hours, left = divmod(minutes, 60)
    words = []
    if hours:
        words.append(tr.count("{number} hour", "{number} hours", hours))
    if left or not hours:
        words.append(tr.count("{number} minute", "{number} minutes", left))
    return Markup.escape(tr.label("list", " and ")).join(words)


def length_label(minutes: int, tr: Translator) -> str:
    """The same on a button."""
    return str(length_words(minutes, tr).striptags())


def capacity_asked(called: Called, tr: Translator) -> View:
    """How many places it has."""
    places = called.shown.places
    lines = [tr.text("<b>How many places are there?</b>")]
    if places.capacity is not None:
        lines.append(tr.text("Now: {words}", words=tr.number(places.capacity)))
    if places.yes:
        lines.append(tr.count("{number} person comes already.", "{number} people come already.", places.yes))
    lines.append(tr.text("Write a number. Whoever says “I will come” when all are taken waits for a place."))
    gone = []
    if places.capacity is not None:
        gone = [called.button(tr.label("meeting", "Without a limit"), "uncapacity")]
    return View(Markup("\n").join(lines), [gone, back_to_card(called, tr)])


def capacity_not_read(called: Called, words: str, tr: Translator) -> View:
    """What was typed is no number."""
    problem = tr.text("“{words}” is no number. Write it in digits, such as 30.", words=tr.quote(shortened(words, 40)))
    return refused(called, problem, tr)


def capacity_impossible(called: Called, tr: Translator) -> View:
    """It is less than one, or more than any room holds."""
    problem = tr.text(
        "A meeting has at least one place and at most {limit}. If nobody counts them, choose “Without a limit”.",
        limit=tr.number(MOST_PLACES),
    )
    view = refused(called, problem, tr)
    return View(view.text, [[called.button(tr.label("meeting", "Without a limit"), "uncapacity")], *view.rows])


def chair_asked(called: Called, people: Sequence[tuple[int, str]], tr: Translator) -> View:
    """Who leads it: one of those who may call it there, as (id, name)."""
    lines = [tr.text("<b>Who leads it?</b>"), *_now(called.chair, tr)]
    lines.append(tr.text("The chair gets the questions, and is reminded of the minutes."))
    version = row_version(called)
    buttons = [
        [Button(shortened(name, _NAME) or tr.plain("without a name"), ButtonData(CHAIR, "take", person_id, version))]
        for person_id, name in people[:20]
    ]
    return View(Markup("\n").join(lines), [*buttons, back_to_card(called, tr)])


def invites_asked(called: Called, tr: Translator) -> View:
    """Who is told of it."""
    lines = [tr.text("<b>Who is invited?</b>"), invited_words(called, tr)]
    if called.everybody:
        lines.append(tr.count("{number} person is told.", "{number} people are told.", called.everybody))
    rows = [
        [called.button(("✓ " if one is called.shown.invites else "") + invites_name(one, tr), f"invite_{one.value}")]
        for one in Invites
    ]
    listed = [called.button(tr.label("meeting", "Its own list ({number})", number=tr.number(called.guests)), "guests")]
    return View(Markup("\n").join(lines), [*rows, listed, back_to_card(called, tr)])


def refused(called: Called, problem: Markup, tr: Translator) -> View:
    """What was given cannot be taken, and why; the question stands."""
    return View(problem, [back_to_card(called, tr)])


def one_session_toast(tr: Translator) -> str:
    """A course with several sessions is to be another kind of meeting."""
    return tr.plain("Only a course has several sessions. Take the others away first.")
