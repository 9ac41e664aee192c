"""Doing what staff wrote words for, and saying what became of it. Part of the dialogue desk_words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from handlers.context import Context
from handlers.secretariat import desk_card, desk_run
from handlers.views import case_words as views
from handlers.views.case_words import Errand
from models.draft import Part
from models.role import Action
from models.services import casework
from models.services.casework import Desk, Words
from models.submission import Status, Submission

ACTIONS = {
    Errand.ASK: Action.ASK,
    Errand.ANSWER: Action.ANSWER,
    Errand.NOTE: Action.NOTE,
    Errand.TRANSCRIBE: Action.TRANSCRIBE,
    Errand.MOVE: Action.MOVE,
    Errand.LETTER: Action.LETTER,
}
_SERVICES = {
    Errand.ASK: casework.ask,
    Errand.ANSWER: casework.answer,
    Errand.NOTE: casework.note,
    Errand.TRANSCRIBE: casework.transcribe,
}


@dataclass(frozen=True)
class Note:
    """What was done, to be said in a line."""

    errand: Errand
    to: Status | None

    @classmethod
    def of(cls, data: dict[str, Any]) -> Self:
        """From what the dialogue held."""
        return cls(Errand(data["errand"]), Status(data["to"]) if "to" in data else None)


async def do(desk: Desk, data: dict[str, Any], parts: Sequence[Part]) -> Submission:
    """Ask, answer, move … as the dialogue's data say, with the words of these messages.

    Raises:
        DomainError: as the services of casework.
    """
    note, text = Note.of(data), "\n".join(part.text for part in parts if part.text)
    if note.errand is Errand.LETTER:
        day = date.fromisoformat(data["day"]) if "day" in data else None
        return await casework.file_letter(desk, data["id"], data.get("number", ""), day)
    if note.errand is Errand.MOVE and note.to is not None:
        return await casework.move(desk, data["id"], note.to, text)
    items = [part.media for part in parts if part.media is not None]
    words = Words(text, parts[0].message_id if parts else None, items)
    return await _SERVICES[note.errand](desk, data["id"], words)


async def show_done(context: Context, submission: Submission, note: Note) -> None:
    """The card as it is now; of three in a row a line, and the next one."""
    line = views.done_line(note.errand, note.to, context.tr)
    if desk_run.is_of_three(context, submission):
        done = views.case_done(submission.id or 0, submission.code, line, context.tr)
        context.move(desk_card.slot_of(submission), done)
        await desk_run.finish_one(context)
        return
    desk_run.is_worked_on(context, submission)
    await desk_card.show(context, submission, note=line)
