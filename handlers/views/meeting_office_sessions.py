"""The sessions of a course: the list, each to be changed or taken away."""

from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View
from handlers.views.meeting_office import Called, back_to_card
from handlers.views.meeting_words import day_words, when_words
from locales import Translator
from models.meeting_facts import MOST_SESSIONS

NOUN = "msession"
_NUMBERS = 100  # a button's id holds the meeting and the session (from 1): meeting × 100 + session


def session_data(called: Called, action: str, number: int) -> ButtonData:
    """What a button about one session (from 1) carries."""
    return ButtonData(NOUN, action, called.shown.id * _NUMBERS + number, called.shown.version)


def pressed_session(button_id: int) -> tuple[int, int]:
    """(meeting, session from 1) of a button's id."""
    return divmod(button_id, _NUMBERS)


def sessions_screen(called: Called, zone: ZoneInfo, tr: Translator) -> View:
    """Every session, in order, and the way to one more."""
    sessions = called.facts.sessions
    lines = [tr.text("<b>Sessions of the course</b>")]
    if not sessions:
        lines.append(tr.text("None yet. Add the first one; the others may follow a week apart each."))
    lines += [
        Markup("{}. {}").format(tr.number(number), when_words(one, zone, tr)) for number, one in enumerate(sessions, 1)
    ]
    rows = [
        [Button(_label(called, number, zone, tr), session_data(called, "open", number))]
        for number in range(1, len(sessions) + 1)
    ]
    return View(Markup("\n").join(lines), [*_adding(called, tr), *rows, back_to_card(called, tr)])


def _label(called: Called, number: int, zone: ZoneInfo, tr: Translator) -> str:
    starts_at = called.facts.sessions[number - 1].starts_at
    day = str(day_words(starts_at, zone, tr).striptags())
    return tr.label("meeting", "{number}. {day}", number=tr.number(number), day=day)


def _adding(called: Called, tr: Translator) -> list[list[Button]]:
    count = len(called.facts.sessions)
    if count >= MOST_SESSIONS:
        return []
    add = Button(tr.label("meeting", "Add a session"), session_data(called, "add", 0), style=Style.PRIMARY)
    if not count:
        return [[add]]
    week = Button(tr.label("meeting", "One more, a week later"), session_data(called, "week", 0))
    return [[week], [add]]


def session_screen(called: Called, number: int, zone: ZoneInfo, tr: Translator) -> View:
    """One session: change its time, or take it away."""
    when = when_words(called.facts.sessions[number - 1], zone, tr)
    words = tr.text("<b>Session {number}</b>\n{when}", number=tr.number(number), when=when)
    change = Button(tr.label("meeting", "Change its time"), session_data(called, "change", number))
    remove = Button(tr.label("meeting", "Take it away"), session_data(called, "remove", number), style=Style.DANGER)
    back = Button(tr.label("button", "Back"), called.data("sessions"))
    return View(words, [[change], [remove], [back]])
