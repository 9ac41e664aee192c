"""A notice while it is written: what its dialogue holds, its preview and its card. Shared by the dialogue's modules."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from telegram import Message, Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.council.announcing import announcer_of
from handlers.dialogue import close_dialogue, keep, open_dialogue
from handlers.keyboards import View
from handlers.markup import escaped
from handlers.messages import is_attachment, words_of
from handlers.resident import drafting
from handlers.secretariat import aside
from handlers.views import notice as views
from handlers.views.general import not_text, old_button_toast
from handlers.views.notice_ends import not_for_a_notice, notice_stands
from handlers.views.notice_office import notice_message
from models.area_tree import AreaTree
from models.draft import Part
from models.errors import NotFound
from models.notice import Notice, NoticeState
from models.notice_content import NoticeContent
from models.services import areas, notice_sending, notices
from models.services.actor import Actor as Announcer
from models.services.dialogues import DialogueState

NAME = aside.NOTICE


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    OFFICE = "office"  # in whose name is asked
    TEXT = "text"  # nothing is written yet, or an album comes in
    CARD = "card"
    WORDS = "words"  # the words are written anew
    LINK = "link"
    QUESTION = "question"
    ANSWERS = "answers"
    AREA = "area"
    TIME = "time"
    UNTIL = "until"  # until when it repeats


@dataclass(frozen=True)
class Open:
    """The notice that is worked on: its row, what it says, and who writes it."""

    announcer: Announcer
    notice: Notice
    content: NoticeContent

    @property
    def id(self) -> int:
        """The notice's."""
        return self.notice.id or 0

    @property
    def version(self) -> int:
        """The row's, which buttons drawn now carry."""
        return self.notice.version


def state_of(context: Context) -> DialogueState | None:
    """The row of the dialogue, whatever its step."""
    return context.turn.dialogues.get(NAME)


def step_of(context: Context) -> Step:
    """The step that the dialogue stands at; the card, where another version of the program saved it."""
    state = state_of(context)
    return Step(state.step) if state is not None and state.step in set(Step) else Step.CARD


def noted(context: Context, name: str) -> Any:
    """What the dialogue holds: `id` of the notice, `draft` it came from, `parts` and `said`, `stale`, `question`."""
    state = state_of(context)
    return None if state is None else state.data.get(name)


def note(context: Context, step: Step, **changed: Any) -> None:
    """Keep something more, and stand at a step; what is None is forgotten."""
    state = open_dialogue(context.turn, NAME, step)
    data = {**state.data, **changed}
    keep(state, {name: value for name, value in data.items() if value is not None})


def begin_anew(context: Context, step: Step, **data: Any) -> None:
    """Another notice: nothing of the one before stays here; it is among the drafts."""
    keep(open_dialogue(context.turn, NAME, step), {name: value for name, value in data.items() if value is not None})


def leave(context: Context) -> None:
    """What is typed next is not for the notice any more; its buttons bring it back."""
    close_dialogue(context.turn, NAME)


async def tree_of(context: Context) -> AreaTree:
    """The city's areas."""
    return await areas.load_tree(session=context.turn.session)


async def load(context: Context, notice_id: int) -> Open:
    """A notice with what it says, for whoever may see it.

    Raises:
        NotFound: there is none, or it is not for them.
    """
    announcer = await announcer_of(context)
    return await opened(announcer, await notices.notice_for(announcer, notice_id))


async def opened(announcer: Announcer, notice: Notice) -> Open:
    """A notice with what it says."""
    content = await notices.content_of(session=announcer.session, notice_id=notice.id or 0, number=notice.revision)
    return Open(announcer, notice, content)


async def pressed_notice(update: Update, context: Context) -> Open | None:
    """The draft whose button was pressed; for an older card None, and how it stands is shown.

    Raises:
        NotFound: it is not there, or not theirs.
    """
    pressed = context.pressed(update)
    return await drawn_for(context, await load(context, pressed.id), pressed.version)


async def drawn_for(context: Context, work: Open, version: int) -> Open | None:
    """The same, where a button was drawn for this version of a draft; else None, and how it stands is shown."""
    if work.notice.state == NoticeState.DRAFT and work.version == version:
        if noted(context, "id") != work.id:  # of another notice than the one worked on last
            begin_anew(context, Step.CARD, id=work.id)
        return work
    context.toast(old_button_toast(context.tr))
    await show_standing(context, work)
    return None


async def show_standing(context: Context, work: Open) -> None:
    """How a notice stands now: a draft's card with its preview, else where it is to be found."""
    if work.notice.state == NoticeState.DRAFT:
        await show(context, work)
        return
    context.reply(notice_stands(work.notice, context.tr))


async def current(context: Context) -> Open | None:
    """The draft that what is typed is for; None when there is none any more."""
    notice_id = noted(context, "id")
    if notice_id is None:
        return None
    try:
        work = await load(context, notice_id)
    except NotFound:  # their office ended meanwhile
        return None
    return work if work.notice.state == NoticeState.DRAFT else None


async def typed_for(context: Context) -> Open | None:
    """As `current`; where there is none any more, the dialogue ends, and how the notice stands is said.

    Raises:
        NotFound: it is not theirs any more.
    """
    work = await current(context)
    if work is not None:
        return work
    notice_id = noted(context, "id")
    leave(context)
    if notice_id is not None:
        await show_standing(context, await load(context, notice_id))
    return None


def fits(context: Context, message: Message) -> bool:
    """Whether it is something that can be told to many; what is not is said."""
    if words_of(message).strip() or is_attachment(message):
        return True
    context.reply(not_for_a_notice(context.tr, is_sticker=message.sticker is not None))
    return False


async def pass_on(context: Context, message: Message) -> int:
    """A message that is for no notice any more is the writer's own: it begins a draft as any other does."""
    leave(context)
    if words_of(message).strip() or is_attachment(message):
        await drafting.take(context, message)
    else:
        context.reply(not_text(context.tr, is_sticker=message.sticker is not None))
    return ConversationHandler.END


async def composed(context: Context, work: Open) -> views.Composed:
    """What the card says of it."""
    size = await notice_sending.count(work.announcer, work.notice)
    whys = notice_sending.why_approval(work.announcer, work.notice, size)
    audience = notices.audience_of(work.notice)
    return views.Composed(work.notice, audience, size.everybody, size.in_digest, whys, _came_from_draft(context, work))


def _came_from_draft(context: Context, work: Open) -> bool:
    draft = drafting.stored_draft(context)
    is_of_this = noted(context, "id") == work.id and noted(context, "draft") is not None
    return is_of_this and draft is not None and draft.id == noted(context, "draft")


async def show(context: Context, work: Open) -> Step:
    """The preview, exactly what readers will see, and the card below it; the ones above go."""
    if noted(context, "id") != work.id:
        begin_anew(context, Step.CARD, id=work.id)
    note(context, Step.CARD, stale=None)
    await send_preview(context, work, slot=views.notice_slot(work.id))
    context.move(views.notice_slot(work.id), await card(context, work))
    return Step.CARD


async def send_preview(context: Context, work: Open, *, slot: str | None = None) -> None:
    """Send the member themselves what readers will get, call by call."""
    tree = await tree_of(context)
    message = notice_message(
        work.content, work.id, work.notice.office_area_id, None, tree=tree, city=context.city, tr=context.tr
    )
    for number, call in enumerate(message.calls()):
        context.send(call.method, call.parameters, slot=None if slot is None else f"{slot}.{number}")


async def card(context: Context, work: Open) -> View:
    """The card alone."""
    made = await composed(context, work)
    return views.notice_card(made, await tree_of(context), context.city.zone, context.tr)


async def show_in_place(update: Update | None, context: Context, work: Open) -> Step:
    """The card where the button was pressed; with a new preview where readers would see something else by now."""
    if update is None or noted(context, "stale"):
        return await show(context, work)
    note(context, Step.CARD)
    context.edit_pressed(update, await card(context, work), slot=views.notice_slot(work.id))
    return Step.CARD


def put(update: Update | None, context: Context, work: Open, view: View) -> None:
    """A screen of the notice: in place of the pressed message; below everything else when it was typed."""
    slot = views.notice_slot(work.id)
    if update is None:
        context.move(slot, view)
    else:
        context.edit_pressed(update, view, slot=slot)


def said_in(parts: Sequence[Part]) -> list[list[Any]]:
    """(message id, its words in the notice) of some messages: where one is edited, the notice follows."""
    return [[part.message_id, _words_of(part)] for part in parts]


def _words_of(part: Part) -> str:
    return (part.html or escaped(part.text)) if part.text.strip() else ""


def content_of_parts(parts: Sequence[Part], before: NoticeContent | None = None) -> NoticeContent:
    """Messages as one notice, after what it says already: words with their markup, files in order, the newest pin."""
    content = before or NoticeContent()
    words = [words for part in parts if (words := _words_of(part))]
    pins = [part.location for part in parts if part.location is not None]
    return replace(
        content,
        html="\n".join([*([content.html] if content.html else []), *words]),
        files=(*content.files, *(part.media for part in parts if part.media is not None)),
        location=pins[-1] if pins else content.location,
    )
