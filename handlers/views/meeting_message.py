"""A meeting as whoever is invited sees it: announced, changed, or cancelled.

Pure: what is delivered, what a preview shows and what a change leaves of older messages all come from here, so that
they cannot differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.calls import Call
from handlers.keyboards import Button, View
from handlers.views.meeting_agenda import agenda_lines, is_shortened
from handlers.views.meeting_buttons import MEET, reader_rows
from handlers.views.meeting_changes import change_lines
from handlers.views.meeting_words import LISTED, facts_lines, places_line, title_line
from locales import Translator, mark
from models.meeting import Answer, MeetingKind
from models.meeting_facts import Facts
from models.meeting_shown import MeetingShown

_REASON = 500  # letters
_ANSWERED = {
    Answer.YES: mark("<i>You said that you will come.</i>"),
    Answer.MAYBE: mark("<i>You said that you may come.</i>"),
    Answer.NO: mark("<i>You said that you will not come.</i>"),
    Answer.WAITING: mark("<i>You are in line: as soon as there is room, I will tell you here.</i>"),
}
_REGISTERED = {
    Answer.YES: mark("<i>You are registered.</i>"),
    Answer.NO: mark("<i>You are not registered.</i>"),
}

_CALLED_OFF = {
    False: mark("<b>This meeting was cancelled.</b>"),
    True: mark("<b>This course was cancelled.</b>"),
}


class Mode(Enum):
    """What is told of it."""

    ANNOUNCED = auto()
    CHANGED = auto()
    CANCELLED = auto()


def meeting_lines(
    shown: MeetingShown, *, zone: ZoneInfo, tr: Translator, shows_free: bool = False, has_agenda: bool = True
) -> list[Markup]:
    """What a card says of a meeting, block by block: title, when and where; agenda; places.

    Args:
        shown: the meeting.
        zone: of the city.
        tr: of who reads it.
        shows_free: whether free places are counted: not in what many keep, as they are others by tomorrow.
        has_agenda: whether its agenda belongs to it.
    """
    blocks = [Markup("\n").join([title_line(shown, tr), *facts_lines(shown.facts, zone, tr)])]
    if has_agenda and (lines := agenda_lines(shown.agenda, tr)):
        blocks.append(Markup("\n").join(lines))
    if (places := places_line(shown.places, tr, shows_free=shows_free)) is not None:
        blocks.append(places)
    return blocks


def answer_line(answer: Answer | None, kind: MeetingKind, tr: Translator) -> Markup | None:
    """What they answered; None as long as they did not."""
    if answer is None:
        return None
    words = _REGISTERED if kind is MeetingKind.COURSE else {}
    return tr.text(words.get(answer, _ANSWERED[answer]))


@dataclass(frozen=True)
class MeetingMessage:
    """A meeting for readers of one language, or with `answer` for one of them.

    `place` is whose meeting it is («محلهٔ گلسار»). `before` is what was told until now, where it is told as CHANGED.
    `amended_at` (aware) marks an announcement as changed since it left.
    """

    shown: MeetingShown
    tr: Translator
    zone: ZoneInfo
    place: Markup
    answer: Answer | None = None
    before: Facts | None = None
    mode: Mode = Mode.ANNOUNCED
    amended_at: datetime | None = None

    @property
    def view(self) -> View:
        """The words and what can be pressed."""
        if self.mode is Mode.CANCELLED:
            return View(Markup("\n\n").join(self._cancelled()))
        has_agenda = self.mode is Mode.ANNOUNCED
        blocks = meeting_lines(
            self.shown, zone=self.zone, tr=self.tr, shows_free=self.answer is not None, has_agenda=has_agenda
        )
        answered = answer_line(self.answer, self.shown.kind, self.tr)
        blocks = [*self._above(), *blocks, *([answered] if answered is not None else self._below())]
        more = whole_buttons(self.shown, self.tr, has_agenda=has_agenda)
        rows = reader_rows(self.shown, self.answer, self.tr, more=more)
        return View(Markup("\n\n").join([*blocks, self._closing()]), rows)

    def call_after(self, sent: int, *, without_files: bool = False) -> Call:  # noqa: ARG002  # one message, no files
        """The only call there is."""
        return Call("sendMessage", self.view.to_parameters(), is_last=True)

    def edit_calls(self, message_ids: Sequence[int]) -> list[Call]:
        """What turns a delivered message into this one."""
        words = self.view.to_parameters()
        edits = [Call("editMessageText", {"message_id": one, **words}, is_last=True) for one in message_ids]
        return edits[-1:]

    def delete_calls(self, message_ids: Sequence[int]) -> list[Call]:
        """What takes the delivered message away."""
        return [Call("deleteMessage", {"message_id": message_id}) for message_id in message_ids]

    def withdrawn_calls(self, message_ids: Sequence[int]) -> list[Call]:
        """What makes a delivered message say that nothing is left of it, where it cannot be deleted any more."""
        line = View(self.tr.text("This message was withdrawn.")).to_parameters()
        edits = [Call("editMessageText", {"message_id": one, **line}, is_last=True) for one in message_ids]
        return edits[-1:]

    def _above(self) -> list[Markup]:
        if self.mode is Mode.CHANGED:
            return change_lines(self.before, self.shown.facts, zone=self.zone, tr=self.tr)
        if self.amended_at is None:
            return []
        day = self.tr.date(self.amended_at, self.zone, year=True)
        return [self.tr.text("<i>✏️ Changed on {day}</i>", day=day)]

    def _below(self) -> list[Markup]:
        """Whoever answered already wonders whether that still holds."""
        if self.mode is not Mode.CHANGED:
            return []
        return [self.tr.text("If you answered before, your answer stands; you can change it here.")]

    def _cancelled(self) -> list[Markup]:
        tr, shown = self.tr, self.shown
        is_course = shown.kind is MeetingKind.COURSE
        line = (
            tr.text("<b>This course was cancelled.</b>") if is_course else tr.text("<b>This meeting was cancelled.</b>")
        )
        blocks = [line, Markup("\n").join([title_line(shown, tr), *facts_lines(shown.facts, self.zone, tr)])]
        if shown.cancel_reason:
            reason = shown.cancel_reason.strip()
            blocks.append(tr.text("Why: {reason}", reason=tr.quote(reason[:_REASON])))
        return [*blocks, tr.text("You do not have to do anything. Other meetings: /meetings")]

    def _closing(self) -> Markup:
        if self.shown.kind is MeetingKind.COURSE:
            return self.tr.text("<i>Course of {place}</i> · /subscriptions", place=self.place)
        return self.tr.text("<i>Meeting of {place}</i> · /subscriptions", place=self.place)


def whole_buttons(shown: MeetingShown, tr: Translator, *, has_agenda: bool = True) -> list[Button]:
    """Leads to what a message leaves out of a long agenda, of any agenda (not `has_agenda`), or of a long course."""
    keys = []
    if shown.agenda and not has_agenda:
        keys.append(Button(tr.label("meeting", "Agenda"), ButtonData(MEET, "agenda", shown.id)))
    elif is_shortened(shown.agenda):
        keys.append(Button(tr.label("meeting", "Whole agenda"), ButtonData(MEET, "agenda", shown.id)))
    if len(shown.facts.sessions) > LISTED:
        keys.append(Button(tr.label("meeting", "All sessions"), ButtonData(MEET, "sessions", shown.id)))
    return keys
