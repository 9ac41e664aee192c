"""An author's reply to the office while it is gathered, kept until it is sent.

Shared by the dialogues that meet words which may be one; reply.py is the dialogue that asks for them and sends them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from telegram import Message

from handlers.context import Context
from handlers.dialogue import keep, open_dialogue
from handlers.messages import part_of
from handlers.resident import drafting
from handlers.resident.author import author_of
from handlers.views.reply import reply_offered
from models.draft import Draft
from models.services import authors
from models.services.dialogues import DialogueState

NAME = "reply"
MORE_FOR = timedelta(minutes=5)  # after a reply was sent, what comes on its own is more often part of it than new


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    OFFERED = "offered"  # words are there, and whether they are the reply is asked
    WRITE = "write"  # the question is chosen, the reply is gathered


PUT_AWAY = "put_away"
SENT = "sent"


@dataclass(frozen=True)
class Asked:
    """A question of the office and the code of the submission that it is about; `is_more`: it has a reply already."""

    entry_id: int
    code: str
    is_more: bool = False


def state_of(context: Context) -> DialogueState | None:
    """The row of the dialogue, whatever its step."""
    return context.turn.dialogues.get(NAME)


def held(context: Context) -> tuple[Asked, Draft] | None:
    """What was gathered and is not sent, open or suspended; None when there is nothing."""
    state = state_of(context)
    if state is None or state.step not in set(Step) or not state.data.get("draft", {}).get("parts"):
        return None
    return asked_of(state), Draft.from_data(state.data["draft"])


def asked_of(state: DialogueState) -> Asked:
    """The question that the row is about."""
    return Asked(state.data["entry"], state.data["code"], state.data.get("is_more", False))


async def question_waiting(context: Context) -> Asked | None:
    """The question that words outside of any dialogue may reply to; None when no question waits."""
    if (unsent := held(context)) is not None:
        return unsent[0]
    state, turn = state_of(context), context.turn
    if state is not None and state.step == SENT and turn.now - _sent_at(state) < MORE_FOR:
        return Asked(state.data["entry"], state.data["code"], is_more=True)
    author = author_of(context)
    entry = await authors.open_question(author)
    if entry is None:
        return None
    submission, _ = await authors.question(author, entry.id or 0)
    return Asked(entry.id or 0, submission.code)


def _sent_at(state: DialogueState) -> datetime:
    return datetime.fromisoformat(state.data["sent_at"])


def offer(context: Context, asked: Asked, message: Message) -> None:
    """Keep the message and ask whether it belongs to the reply.

    Raises:
        EmptyText, TextTooLong: as `Draft.joined`; nothing was changed.
    """
    unsent = held(context)
    before = unsent[1] if unsent is not None else Draft(id=context.turn.inbox_id)
    part = part_of(message)
    is_same_album = before.holds_album(part.album)
    draft = joined(before, message)
    if not unsent:
        begin(context, asked, Step.OFFERED)
    drafting.warn_of_danger(context, part.text)
    state = save(context, draft, Step.OFFERED)
    ask_again(context, state, in_place=is_same_album)


def ask_again(context: Context, state: DialogueState, *, in_place: bool = False) -> None:
    """Ask below everything else whether what is kept is the reply."""
    asked = asked_of(state)
    view = reply_offered(asked.code, asked.entry_id, is_more=asked.is_more, version=state.version, tr=context.tr)
    if in_place and not context.turn.answers:
        context.edit(slot_of(state), view)
    else:
        context.move(slot_of(state), view)


def begin(context: Context, asked: Asked, step: Step) -> DialogueState:
    """Open the dialogue for a question, with nothing gathered yet and a message of its own."""
    state = open_dialogue(context.turn, NAME, step)
    slot = f"{NAME}.{context.turn.inbox_id}"
    keep(state, {"entry": asked.entry_id, "code": asked.code, "is_more": asked.is_more, "slot": slot})
    return state


def save(context: Context, draft: Draft, step: Step) -> DialogueState:
    """Keep what is gathered, at a step."""
    state = open_dialogue(context.turn, NAME, step)
    keep(state, {**state.data, "draft": draft.to_data()})
    return state


def joined(draft: Draft, message: Message) -> Draft:
    """What is gathered, with one message more. Raises as `Draft.joined` does."""
    part = part_of(message)
    return draft.joined(part.message_id, part.text, media=part.media, location=part.location, album=part.album)


def slot_of(state: DialogueState) -> str:
    """The name of the message that shows how the reply stands."""
    return str(state.data["slot"])
