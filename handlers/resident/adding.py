"""Words that may belong to a submission on record, kept until their author says so.

Shared by the dialogues that meet such words; addition.py is the dialogue that asks.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from telegram import Message

from handlers.context import Context
from handlers.dialogue import keep, open_dialogue
from handlers.messages import words_of
from handlers.resident import drafting
from handlers.views.addition import addition_offered
from models.draft import Draft, Part
from models.services import submissions
from models.services.dialogues import DialogueState
from models.services.submissions import OnRecord
from models.submission import Submission

NAME = "addition"
OFFERED_FOR = timedelta(minutes=10)  # after registering, words on their own are more often about the same than new


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    OFFERED = "offered"  # words are there, and whether they belong to the submission is asked
    TEXT = "text"  # the submission is chosen, the words are asked


async def recent_submission(context: Context) -> OnRecord | None:
    """What the person registered within the last ten minutes, if it can still be added to."""
    person_id, turn = context.person.id or 0, context.turn
    return await submissions.recent(session=turn.session, person_id=person_id, since=turn.now - OFFERED_FOR)


def offer(context: Context, submission: Submission | OnRecord, message: Message) -> None:
    """Keep the words and ask whether they belong to the submission; words that wait already are asked about first.

    Raises:
        EmptyText, TextTooLong: as `Draft.joined`, for a draft is what «no» makes of them; nothing was changed.
    """
    state = context.turn.dialogues.get(NAME)
    data = state.data if state is not None else {}
    about: dict[str, Any] = {"id": submission.id, "code": submission.code}
    held = data if data.get("pending") or data.get("id") == submission.id else about
    waiting, words = held.get("pending", []), words_of(message)
    Draft(id=0, parts=tuple(Part(*one) for one in waiting)).joined(message.message_id, words)
    pending = [*waiting, [message.message_id, words]]
    slot = held.get("slot") or new_slot(context)
    state = open_dialogue(context.turn, NAME, Step.OFFERED)
    state.is_begun_anew = state.is_begun_anew or held is about  # if it is forgotten, it is reminded of once
    drafting.warn_of_danger(context, words)
    keep(state, {"id": held["id"], "code": held["code"], "pending": pending, "slot": slot})
    ask_again(context)


def ask_again(context: Context) -> None:
    """Ask below everything else whether the words that are kept belong to the submission."""
    state = open_dialogue(context.turn, NAME, Step.OFFERED)
    view = addition_offered(state.data["code"], state.data["id"], version=state.version, tr=context.tr)
    context.move(slot_of(state), view)


def new_slot(context: Context) -> str:
    """A name for the question of this turn: what became of an earlier one stays in the chat."""
    return f"{NAME}.{context.turn.inbox_id}"


def slot_of(state: DialogueState) -> str:
    """The name of the message that asks."""
    return str(state.data.get("slot", NAME))  # one that was asked before slots had numbers
