"""One meeting for one resident: its card with their answer, and the words over the chat when they answer."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View
from handlers.views.meeting_list import NEXT, PAST, all_meetings
from handlers.views.meeting_message import MeetingMessage, Mode
from locales import Translator, mark
from models.meeting import Answer, MeetingKind, MeetingState
from models.meeting_shown import MeetingShown

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)  # when who comes is reminded
_NOTED = {
    Answer.YES: mark("Noted: you will come."),
    Answer.MAYBE: mark("Noted: you may come."),
    Answer.NO: mark("Noted: you cannot come. If that changes, press again."),
}
_REGISTERED = {
    Answer.YES: mark("You are registered."),
    Answer.NO: mark("You are not registered. If that changes, press again."),
}


@dataclass(frozen=True)
class Seen:
    """A meeting as somebody sees it. `turn` is their place in the line of those who wait, from 1; `now` is aware."""

    shown: MeetingShown
    place: Markup
    zone: ZoneInfo
    now: datetime
    answer: Answer | None = None
    turn: int | None = None

    @property
    def is_over(self) -> bool:
        """Whether its time is over, whether that is noted already or not."""
        ends_at = self.shown.facts.ends_at
        is_past = ends_at is not None and ends_at <= self.now
        return self.shown.state is MeetingState.HELD or (is_past and self.shown.state is MeetingState.ANNOUNCED)


def meeting_card(seen: Seen, tr: Translator) -> View:
    """All of it: what is told to everybody, what they answered, and the ways on."""
    shown, state = seen.shown, seen.shown.state
    if seen.is_over:
        shown = replace(shown, state=MeetingState.HELD)
    mode = Mode.CANCELLED if state is MeetingState.CANCELLED else Mode.ANNOUNCED
    answer = None if seen.is_over else seen.answer
    view = MeetingMessage(shown, tr, seen.zone, seen.place, answer, mode=mode).view
    view = replace(view, rows=[*view.rows, *_ways_on(seen, tr)])
    above = _above(seen, tr)
    return view if above is None else view.preceded_by(above)


def _above(seen: Seen, tr: Translator) -> Markup | None:
    if seen.is_over:
        return tr.text("<i>This meeting has taken place.</i>")
    if seen.answer is Answer.WAITING and seen.turn is not None and seen.shown.state is MeetingState.ANNOUNCED:
        return tr.text("<i>All places are taken; you are number {number} in line.</i>", number=tr.number(seen.turn))
    return None


def _ways_on(seen: Seen, tr: Translator) -> list[list[Button]]:
    rows = []
    if seen.shown.has_minutes:
        rows.append(
            [
                Button(tr.label("meeting", "Minutes"), ButtonData("minutes", "read", seen.shown.id)),
                Button(tr.label("meeting", "Resolutions"), ButtonData("resolution", "of", seen.shown.id)),
            ]
        )
    return [*rows, [all_meetings(tr, tab=PAST if seen.is_over else NEXT)]]


def answered_toast(seen: Seen, tr: Translator) -> str:
    """What was noted, and what comes next."""
    if seen.answer is Answer.WAITING:
        number = tr.number(seen.turn or 1)
        return tr.plain(
            "All places are taken. You are number {number} in line; when there is room, I will tell you.", number=number
        )
    answer = seen.answer or Answer.NO
    words = _REGISTERED if seen.shown.kind is MeetingKind.COURSE else {}
    noted = tr.plain(words.get(answer, _NOTED[answer]))
    reminder = _reminder(seen, tr) if answer is not Answer.NO else ""
    return f"{noted} {reminder}".rstrip()


def _reminder(seen: Seen, tr: Translator) -> str:
    to_come = [one.starts_at - seen.now for one in seen.shown.facts.sessions if one.starts_at > seen.now]
    if to_come and to_come[0] > _DAY:
        return tr.plain("I will remind you the day before and an hour before.")
    return tr.plain("I will remind you an hour before.") if to_come and to_come[0] > _HOUR else ""


def passed_toast(seen: Seen, tr: Translator) -> str:
    """It takes no answer any more."""
    if seen.shown.state is MeetingState.CANCELLED:
        return tr.plain("This meeting was cancelled.")
    return tr.plain("This meeting has taken place.")


def preview_toast(tr: Translator) -> str:
    """Pressed by who drafts it, or before its announcement left."""
    return tr.plain("This meeting is not announced yet.")


def gone_toast(tr: Translator) -> str:
    """It is not there for them."""
    return tr.plain("This meeting is not there any more.")


def cannot_open(tr: Translator) -> View:
    """It is not there any more, or not for them."""
    return View(tr.text("This meeting is not there any more."), [[all_meetings(tr)]])
