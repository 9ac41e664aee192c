"""Checking in at the door, and being put on a meeting's list: what whoever opened the link reads."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.keyboards import Button, View
from handlers.views.meeting_buttons import to_meeting
from handlers.views.meeting_list import all_meetings
from handlers.views.meeting_words import day_words, title_words
from locales import Translator
from models.meeting import Part
from models.meeting_facts import Facts


def checked_in(
    facts: Facts, meeting_id: int, session_no: int, part: Part, *, is_first: bool, zone: ZoneInfo, tr: Translator
) -> View:
    """Welcome; who came in another part reads as what they are on the list."""
    title = title_words(facts.title, tr)
    lines = [
        tr.text("✅ Welcome to “{title}”. You are on the list of attendance.", title=title)
        if is_first
        else tr.text("You are on the list of attendance of “{title}” already.", title=title)
    ]
    if len(facts.sessions) > 1:
        day = day_words(facts.sessions[session_no - 1].starts_at, zone, tr)
        lines.append(tr.text("Session {number} of {all}, {day}", number=session_no, all=len(facts.sessions), day=day))
    if part is Part.GUEST:
        lines.append(tr.text("You are noted as a guest; names of guests are not published."))
    else:
        lines.append(tr.text("You are noted as a member of the council."))
    return View(Markup("\n").join(lines), _keys(meeting_id, tr))


def door_closed(tr: Translator) -> View:
    """It is too early or too late; of the meeting they may know nothing more."""
    return View(door_closed_line(tr), [[all_meetings(tr)]])


def door_closed_line(tr: Translator) -> Markup:
    """Above the meeting's card: it is too early or too late, or the meeting does not take place."""
    return tr.text(
        "Nobody checks in just now: it is possible from an hour before the beginning until an hour after the end."
    )


def listed(facts: Facts, tr: Translator) -> View:
    """They are on the list of a meeting that is not announced yet: nothing of it is told before that."""
    return View(
        tr.text(
            "You are on the list of invitations for “{title}”. As soon as it is announced, I will tell you here when "
            "and where it is.",
            title=title_words(facts.title, tr),
        ),
        [[all_meetings(tr)]],
    )


def listed_line(tr: Translator) -> Markup:
    """Above the card of a meeting on whose list they are from now on."""
    return tr.text("You are on the list of invitations of this meeting.")


def bad_link(tr: Translator) -> View:
    """The link leads nowhere."""
    return View(
        tr.text("This link does not lead to a meeting. Please scan the picture at the door once more, or ask there."),
        [[all_meetings(tr)]],
    )


def _keys(meeting_id: int, tr: Translator) -> Sequence[Sequence[Button]]:
    return [[to_meeting(meeting_id, tr.label("meeting", "Show the meeting")), all_meetings(tr)]]
