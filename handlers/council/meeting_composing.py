"""A meeting while it is worked on: what its dialogue holds, and its card. Shared by the dialogue's modules."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from telegram import Message, Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.council.acting import actor_of
from handlers.dialogue import close_dialogue, keep, open_dialogue
from handlers.keyboards import View
from handlers.messages import is_attachment, words_of
from handlers.resident import drafting
from handlers.secretariat import aside
from handlers.views import meeting_office as views
from handlers.views.general import not_text, old_button_toast
from handlers.views.meeting_message import MeetingMessage
from handlers.views.meeting_office_running import called_card
from handlers.views.notice_office import office_name
from models.area_tree import AreaTree
from models.errors import NotFound
from models.meeting import Meeting, MeetingState
from models.meeting_facts import Facts
from models.services import (
    areas,
    audience,
    meeting_audience,
    meeting_guests,
    meeting_pauses,
    meeting_questions,
    meeting_reading,
    meetings,
    people,
)
from models.services.actor import Actor
from models.services.dialogues import DialogueState

NAME = aside.MEETING
_WORKED_ON = frozenset({MeetingState.DRAFT, MeetingState.SCHEDULED, MeetingState.ANNOUNCED})


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    AREA = "area"  # whose meeting it is was asked
    CARD = "card"
    WHEN = "when"
    CONFIRM = "confirm"  # what was understood stands there in words
    LENGTH = "length"
    TITLE = "title"
    PLACE = "place"
    LINK = "link"
    CAPACITY = "capacity"
    REASON = "reason"  # why it is cancelled
    UNTIL = "until"  # the last day of what comes again
    SERIES = "series"  # a fact of a series


@dataclass(frozen=True)
class Open:
    """The meeting that is worked on: its row, what is told of it, and who works on it."""

    actor: Actor
    meeting: Meeting
    facts: Facts

    @property
    def id(self) -> int:
        """The meeting's."""
        return self.meeting.id or 0

    @property
    def version(self) -> int:
        """The row's, which buttons drawn now carry."""
        return self.meeting.version

    @property
    def is_draft(self) -> bool:
        """Whether nobody was told of it."""
        return self.meeting.state == MeetingState.DRAFT


def state_of(context: Context) -> DialogueState | None:
    """The row of the dialogue, whatever its step."""
    return context.turn.dialogues.get(NAME)


def step_of(context: Context) -> Step:
    """The step that the dialogue stands at; the card, where another version of the program saved it."""
    state = state_of(context)
    return Step(state.step) if state is not None and state.step in set(Step) else Step.CARD


def noted(context: Context, name: str) -> Any:
    """What the dialogue holds: `id` of the meeting, `pending` facts, `session`, `plan`, `reason`, `said`, `series`."""
    state = state_of(context)
    return None if state is None else state.data.get(name)


def note(context: Context, step: Step, **changed: Any) -> None:
    """Keep something more, and stand at a step; what is None is forgotten."""
    state = open_dialogue(context.turn, NAME, step)
    data = {**state.data, **changed}
    keep(state, {name: value for name, value in data.items() if value is not None})


def begin_anew(context: Context, step: Step, **data: Any) -> None:
    """Another meeting: nothing of what was asked about the one before stays here."""
    keep(open_dialogue(context.turn, NAME, step), {name: value for name, value in data.items() if value is not None})


def leave(context: Context) -> None:
    """What is typed next is not for the meeting any more; its buttons bring it back."""
    close_dialogue(context.turn, NAME)


async def tree_of(context: Context) -> AreaTree:
    """The city's areas."""
    return await areas.load_tree(session=context.turn.session)


async def load(context: Context, meeting_id: int) -> Open:
    """A meeting, for whoever may call meetings in its area.

    Raises:
        NotFound: there is none, or it is not for them.
    """
    actor = await actor_of(context)
    return opened(actor, await meetings.meeting_for(actor, meeting_id))


def opened(actor: Actor, meeting: Meeting) -> Open:
    """A meeting with what is told of it."""
    return Open(actor, meeting, meetings.facts_of(meeting))


async def pressed_meeting(update: Update, context: Context) -> Open | None:
    """The meeting whose button was pressed; for an older card None, and how it stands is shown.

    Raises:
        NotFound: it is not there, or not theirs.
    """
    pressed = context.pressed(update)
    return await drawn_for(context, await load(context, pressed.id), pressed.version)


async def drawn_for(context: Context, work: Open, version: int) -> Open | None:
    """The same, where a button was drawn for this version of it; else None, and how it stands is shown."""
    if work.meeting.state in _WORKED_ON and work.version == version:
        if noted(context, "id") != work.id:  # of another meeting than the one worked on last
            begin_anew(context, Step.CARD, id=work.id)
        return work
    context.toast(old_button_toast(context.tr))
    await show(context, work)
    return None


async def current(context: Context) -> Open | None:
    """The meeting that what is typed is for; None when there is none any more."""
    meeting_id = noted(context, "id")
    if meeting_id is None:
        return None
    try:
        work = await load(context, meeting_id)
    except NotFound:  # their office ended meanwhile
        return None
    return work if work.meeting.state in _WORKED_ON else None


async def typed_for(context: Context) -> Open | None:
    """As `current`; where there is none any more, the dialogue ends, and how the meeting stands is shown.

    Raises:
        NotFound: it is not theirs any more.
    """
    work = await current(context)
    if work is not None:
        return work
    meeting_id = noted(context, "id")
    leave(context)
    if meeting_id is not None:
        await show(context, await load(context, meeting_id))
    return None


async def pass_on(context: Context, message: Message) -> int:
    """A message that is for no meeting is the writer's own: it begins a draft as any other does."""
    leave(context)
    if words_of(message).strip() or is_attachment(message):
        await drafting.take(context, message)
    else:
        context.reply(not_text(context.tr, is_sticker=message.sticker is not None))
    return ConversationHandler.END


async def called(context: Context, work: Open) -> views.Called:
    """What the cards say of it."""
    actor, meeting, session = work.actor, work.meeting, context.turn.session
    shown = await meeting_reading.shown(session=session, meeting=meeting)
    size = await meeting_audience.size(actor, meeting) if meeting.state in _UNTOLD else audience.Size()
    chair = None if meeting.chair_id == actor.person_id and work.is_draft else meeting.chair_id
    names = await people.names_of(session=session, person_ids=[chair] if chair is not None else [])
    _, questions = await meeting_questions.of_meeting(session=session, meeting_id=work.id, limit=1)
    return views.Called(
        shown,
        await place_of(context, meeting.area_id),
        size.everybody,
        size.in_digest,
        guests=await meeting_guests.count(session=session, meeting_id=work.id),
        chair=names.get(chair or 0, ""),
        questions=questions,
        told=await _told(work) if meeting.state == MeetingState.ANNOUNCED else 0,
        is_paused=bool(await meeting_pauses.paused(session=session, meeting_id=work.id)),
    )


_UNTOLD = frozenset({MeetingState.DRAFT, MeetingState.SCHEDULED})


async def _told(work: Open) -> int:
    """How many people hear of it when something changes now."""
    actor, meant = work.actor, meeting_audience.told_of_change(work.meeting)
    size = await audience.size(
        session=actor.session,
        audience=replace(meant, revision=meant.revision + 1),
        tree=await areas.load_tree(session=actor.session),
        bot_id=actor.bot_id,
        now=actor.now,
        is_urgent=False,
    )
    return size.everybody


async def place_of(context: Context, area_id: int) -> Any:
    """Whose meeting it is, within a sentence: «محلهٔ گلسار»."""
    return office_name(area_id, await tree_of(context), context.city, context.tr)


async def show(context: Context, work: Open) -> Any:
    """The card below everything else; of a draft that is whole, below what people will see. Those above go."""
    if noted(context, "id") != work.id:
        begin_anew(context, Step.CARD, id=work.id)
    note(context, Step.CARD, **_NOTHING_ASKED)
    made = await called(context, work)
    if work.is_draft and not work.facts.lacking:
        await send_preview(context, made, slot=f"{views.meeting_slot(work.id)}.0")
    context.move(views.meeting_slot(work.id), card(context, made))
    return _standing(context, work)


_NOTHING_ASKED: dict[str, Any] = dict.fromkeys(("pending", "session", "part", "minutes", "reason", "said", "series"))


def _standing(context: Context, work: Open) -> Any:
    """Nothing can be typed for what is over: the dialogue ends with its card."""
    if work.meeting.state in _WORKED_ON:
        return Step.CARD
    leave(context)
    return ConversationHandler.END


def card(context: Context, made: views.Called) -> View:
    """The card alone."""
    drawn = views.draft_card if made.shown.state is MeetingState.DRAFT else called_card
    return drawn(made, context.city.zone, context.tr)


async def send_preview(context: Context, made: views.Called, *, slot: str | None = None) -> None:
    """Send its author what people will get."""
    view = MeetingMessage(made.shown, context.tr, context.city.zone, made.place).view
    if slot is None:
        context.reply(view)
    else:
        context.move(slot, view)


async def show_in_place(update: Update | None, context: Context, work: Open) -> Any:
    """The card where the button was pressed; nothing that was asked stays asked."""
    if update is None:
        return await show(context, work)
    note(context, Step.CARD, **_NOTHING_ASKED)
    context.edit_pressed(update, card(context, await called(context, work)), slot=views.meeting_slot(work.id))
    return _standing(context, work)


def put(update: Update | None, context: Context, work: Open, view: View) -> None:
    """A screen of the meeting: in place of the pressed message; below everything else when it was typed."""
    slot = views.meeting_slot(work.id)
    if update is None:
        context.move(slot, view)
    else:
        context.edit_pressed(update, view, slot=slot)
