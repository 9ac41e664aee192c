"""The draft that a resident's messages gather in: shared by whatever dialogue a message reaches.

Not a dialogue itself: draft.py is. Another dialogue that is handed a message for the council (a whole report, where a
neighbourhood's name was asked) passes it on through here, so that no message is ever lost to the wrong question.
"""

from enum import StrEnum

from markupsafe import Markup
from telegram import Message

from handlers.context import Context
from handlers.dialogue import close_dialogue, keep, open_dialogue, remember
from handlers.keyboards import View
from handlers.views.draft import draft_card, draft_slot
from models.area_tree import AreaTree
from models.draft import Draft
from models.services import areas, submissions
from models.services.dialogues import DialogueState

NAME = "draft"
_ALBUM = "album"  # the row that holds which album was answered last


class Step(StrEnum):
    """Where a draft stands; stored by name."""

    TEXT = "text"  # /new was said, nothing is written yet
    CARD = "card"
    KIND = "kind"
    AREA = "area"


DISCARDED, ENDED = "discarded", "ended"
_WITHOUT_DRAFT = frozenset({Step.TEXT.value, DISCARDED, ENDED})  # a step that a later version named holds its draft


def state_of(context: Context) -> DialogueState | None:
    """The row of the draft dialogue, whatever its step."""
    return context.turn.dialogues.get(NAME)


def stored_draft(context: Context) -> Draft | None:
    """The draft on the row, open or put away; None once it was registered."""
    state = state_of(context)
    return Draft.from_data(state.data) if state is not None and "id" in state.data else None


def open_draft(context: Context) -> Draft | None:
    """The draft that waits to be registered; None when there is none."""
    state = state_of(context)
    if state is None or state.step in _WITHOUT_DRAFT:
        return None
    return stored_draft(context)


def step_of(context: Context) -> Step:
    """Where the dialogue stands; at its card where the row's step is one that this version does not know."""
    state = state_of(context)
    known = {step.value for step in Step}
    return Step(state.step) if state is not None and state.step in known else Step.CARD


async def take(context: Context, message: Message, text: str, *, note: Markup | None = None) -> Step:
    """Put a message's text into the open draft, or begin one with it, and show the card below everything else.

    Raises:
        EmptyText, TextTooLong: as `Draft.joined`; nothing was changed.
    """
    return await take_text(context, message.message_id, text, note=note)


async def take_text(context: Context, message_id: int, text: str, *, note: Markup | None = None) -> Step:
    """As `take`, for a message that was written earlier."""
    draft = open_draft(context)
    if draft is None:
        begun = (await _new_draft(context)).joined(message_id, text)
        view = await card(context, begun)
        context.reply(view.preceded_by(note) if note else view, slot=draft_slot(begun))
    else:
        await show(context, draft.joined(message_id, text), note=note)
    return Step.CARD


async def _new_draft(context: Context) -> Draft:
    person = context.person
    area_id = person.area_id
    if area_id is None and person.id is not None:
        area_id = await submissions.last_area(session=context.turn.session, person_id=person.id)
    return Draft(id=context.turn.inbox_id, area_id=area_id)


def save(context: Context, draft: Draft, step: Step) -> int:
    """Keep the draft at a step; return the version that buttons drawn now must carry."""
    state = open_dialogue(context.turn, NAME, step)
    keep(state, draft.to_data())
    return state.version


async def show(context: Context, draft: Draft, *, note: Markup | None = None) -> None:
    """Show the draft's card as the newest message."""
    view = await card(context, draft)
    context.move(draft_slot(draft), view.preceded_by(note) if note else view)


def is_of_answered_album(context: Context, message: Message) -> bool:
    """Whether an earlier message of the same album was answered: ten photos are ten updates; one answer is enough."""
    if message.media_group_id is None:
        return False
    album = context.turn.dialogues.get(_ALBUM)
    if album is not None and album.data.get("id") == message.media_group_id:
        return True
    remember(context.turn, _ALBUM, {"id": message.media_group_id})
    return False


async def card(context: Context, draft: Draft) -> View:
    """Keep the draft at its card, and draw that."""
    version = save(context, draft, Step.CARD)
    return draft_card(draft, await tree(context), version=version, tr=context.tr)


async def tree(context: Context) -> AreaTree:
    """The city's areas."""
    return await areas.load_tree(session=context.turn.session)


def forget(context: Context) -> None:
    """The draft is on record: nothing of it stays here."""
    state = state_of(context)
    if state is not None:
        keep(state, {})
        close_dialogue(context.turn, NAME, step=ENDED)


async def keep_below(context: Context) -> None:
    """After an answer to something else: the open draft's card moves below it, so that it is never out of sight."""
    turn = context.turn
    draft = open_draft(context)
    if draft is None or (turn.active is not None and turn.active.name != NAME):
        return
    sent = [answer for answer in turn.answers if answer.method == "sendMessage"]
    if sent and all(answer.slot != draft_slot(draft) for answer in turn.answers):
        await show(context, draft)
