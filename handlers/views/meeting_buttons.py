"""What whoever is invited can press below a meeting."""

from collections.abc import Sequence

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Rows, Style, in_pairs
from locales import Translator, mark_label
from models.meeting import Answer, MeetingKind, MeetingState
from models.meeting_shown import MeetingShown
from models.notice_checks import is_page

MEET, RSVP = "meet", "rsvp"
_TO_MEETING = (
    (Answer.YES, mark_label("rsvp", "I will come")),
    (Answer.MAYBE, mark_label("rsvp", "Maybe")),
    (Answer.NO, mark_label("rsvp", "I can't come")),
)
_TO_COURSE = (
    (Answer.YES, mark_label("rsvp", "Register me")),
    (Answer.NO, mark_label("rsvp", "Not for me")),
)
_OVER = frozenset({MeetingState.CANCELLED, MeetingState.DISCARDED})


def reader_rows(shown: MeetingShown, answer: Answer | None, tr: Translator, *, more: Sequence[Button] = ()) -> Rows:
    """The answers, with their own marked; a question for it, calendar, map and link; `more` at the end.

    What is over has nothing to answer; what was cancelled nothing to look up either.
    """
    if shown.state in _OVER:
        return []
    keys = [] if shown.state is MeetingState.HELD else _before_it(shown, answer, tr)
    return in_pairs([*keys, *more])


def _before_it(shown: MeetingShown, answer: Answer | None, tr: Translator) -> list[Button]:
    facts = shown.facts
    keys = answer_buttons(shown, answer, tr)
    keys.append(Button(tr.label("meeting", "I have a question"), ButtonData(MEET, "ask", shown.id)))
    keys.append(Button(tr.label("meeting", "Add to calendar"), ButtonData(MEET, "calendar", shown.id)))
    if facts.location is not None:
        keys.append(Button(tr.label("meeting", "Show on the map"), ButtonData(MEET, "pin", shown.id)))
    if facts.link is not None and is_page(facts.link):
        keys.append(Button(tr.label("meeting", "Join online"), url=facts.link))
    return keys


def answer_buttons(shown: MeetingShown, answer: Answer | None, tr: Translator) -> list[Button]:
    """«می‌آیم / شاید / نمی‌آیم», or to a course «ثبت‌نام می‌کنم / انصراف»; what they answered is marked."""
    offered = _TO_COURSE if shown.kind is MeetingKind.COURSE else _TO_MEETING
    chosen = Answer.YES if answer is Answer.WAITING else answer
    return [
        Button(
            ("✓ " if one is chosen else "") + tr.label("rsvp", label),
            ButtonData(RSVP, one.value, shown.id),
            style=Style.PRIMARY if one is Answer.YES and answer is None else None,
        )
        for one, label in offered
    ]


def to_meeting(meeting_id: int, label: str) -> Button:
    """Opens a meeting as its card."""
    return Button(label, ButtonData(MEET, "open", meeting_id))
