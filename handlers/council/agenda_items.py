"""One item of an agenda: its place, its words, who presents it; and the items that are typed."""

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import agenda_sheet as sheets
from handlers.council.acting import actor_of
from handlers.council.given_up import let_go, pass_on
from handlers.dialogue import Handlers, build_dialogue, close_dialogue
from handlers.messages import message_of, words_of
from handlers.views import agenda as views
from handlers.views.errors import error_view
from handlers.views.general import not_text, old_button_toast
from models.errors import AgendaFull, BadMeetingFact, EmptyText, MeetingChanged, NotFound
from models.meeting import AgendaItem, Meeting
from models.services import agenda, meetings
from models.services.actor import Actor

_TRIES = 3  # at a meeting that others change in the same moment
_REFUSALS = (AgendaFull, BadMeetingFact, EmptyText)  # said beside the question, which stays


class Step(StrEnum):
    """What is typed; stored by name."""

    ITEMS = "items"
    WORDS = "words"
    PRESENTER = "presenter"


async def ask_items(update: Update, context: Context) -> None:
    """«Write items»."""
    actor, meeting = await sheets.load(context, context.pressed(update).id)
    sheets.ask(context, Step.ITEMS, id=meeting.id)
    sheet = await sheets.sheet_of(actor, meeting)
    sheets.put(update, context, sheet.meeting_id, views.items_asked(sheet, context.city.zone, context.tr))


async def take_items(update: Update, context: Context) -> Any:
    """Each line of the message is an item, whatever others did meanwhile; the agenda stands below, and takes more."""
    found, message = await _meeting(context), message_of(update)
    if found is None:
        return await pass_on(context, sheets.NAME, message)
    actor, meeting = found
    words = await _words(context, message)
    if words is None:
        return None
    try:
        meeting = await _insist(actor, meeting, lambda now: agenda.add_text(actor, now.id or 0, now.version, words))
    except _REFUSALS as error:
        sheet, problem = await sheets.sheet_of(actor, meeting), error_view(error, context.tr).text
        view = views.items_asked(sheet, context.city.zone, context.tr, problem=problem)
        sheets.put(None, context, sheet.meeting_id, view)
        return Step.ITEMS
    said = views.items_added(len(agenda.read_items(words)), context.tr)
    await sheets.show(None, context, actor, meeting, page=_END, said=said)
    sheets.ask(context, Step.ITEMS, id=meeting.id)
    return Step.ITEMS


_END = 999  # beyond the last page


async def open_item(update: Update, context: Context) -> None:
    """One item, as it is now."""
    actor, meeting, item = await _item(context, context.pressed(update).id)
    await sheets.show_item(update, context, actor, meeting, item.id or 0)


async def change_item(update: Update, context: Context) -> None:
    """A button that changes something; of an older card, the item as it is now."""
    pressed = context.pressed(update)
    actor, meeting, item = await _item(context, pressed.id)
    if meeting.version != pressed.version:
        context.toast(old_button_toast(context.tr))
        await sheets.show_item(update, context, actor, meeting, item.id or 0)
        return
    await _CHANGES[pressed.action](update, context, actor, meeting, item)


async def _move(update: Update, context: Context, actor: Actor, meeting: Meeting, item: AgendaItem) -> None:
    action, number = context.pressed(update).action, item.id or 0
    up, is_far = action in {"up", "top"}, action in {"top", "end"}
    meeting = await agenda.move_item(actor, meeting.id or 0, meeting.version, number, up=up, is_far=is_far)
    await sheets.show_item(update, context, actor, meeting, number)


async def _nobody(update: Update, context: Context, actor: Actor, meeting: Meeting, item: AgendaItem) -> None:
    meeting = await agenda.change(actor, meeting.id or 0, meeting.version, item.id or 0, presenter="")
    await sheets.show_item(update, context, actor, meeting, item.id or 0)


async def _remove(update: Update, context: Context, actor: Actor, meeting: Meeting, item: AgendaItem) -> None:
    position = item.position
    meeting = await agenda.remove(actor, meeting.id or 0, meeting.version, item.id or 0)
    context.turn.has_deliveries = True
    context.toast(views.removed_toast(context.tr))
    await sheets.show(update, context, actor, meeting, page=views.page_of(position))


async def _ask_words(update: Update, context: Context, actor: Actor, meeting: Meeting, item: AgendaItem) -> None:
    if item.submission_id is not None:
        raise NotFound
    sheets.ask(context, Step.WORDS, id=meeting.id, item=item.id)
    sheet = await sheets.sheet_of(actor, meeting)
    row = sheets.row_of(sheet, item.id or 0)
    sheets.put(update, context, sheet.meeting_id, views.words_asked(sheet, row, context.tr))


async def _ask_presenter(update: Update, context: Context, actor: Actor, meeting: Meeting, item: AgendaItem) -> None:
    sheets.ask(context, Step.PRESENTER, id=meeting.id, item=item.id)
    sheet = await sheets.sheet_of(actor, meeting)
    row = sheets.row_of(sheet, item.id or 0)
    sheets.put(update, context, sheet.meeting_id, views.presenter_asked(sheet, row, context.tr))


_CHANGES = {
    "up": _move,
    "top": _move,
    "down": _move,
    "end": _move,
    "remove": _remove,
    "words": _ask_words,
    "presenter": _ask_presenter,
    "nobody": _nobody,
}


async def take_words(update: Update, context: Context) -> Any:
    """What the item says from now on."""
    return await _take(update, context, Step.WORDS)


async def take_presenter(update: Update, context: Context) -> Any:
    """Who presents it."""
    return await _take(update, context, Step.PRESENTER)


async def _take(update: Update, context: Context, step: Step) -> Any:
    found, message = await _meeting(context), message_of(update)
    if found is None:
        return await pass_on(context, sheets.NAME, message)
    actor, meeting = found
    words, item_id = await _words(context, message), sheets.asked(context)["item"]
    if words is None:
        return None
    given = {"text": words} if step is Step.WORDS else {"presenter": words}
    try:
        meeting = await _insist(
            actor, meeting, lambda now: agenda.change(actor, now.id or 0, now.version, item_id, **given)
        )
    except _REFUSALS as error:
        sheet, problem = await sheets.sheet_of(actor, meeting), error_view(error, context.tr).text
        asks = views.words_asked if step is Step.WORDS else views.presenter_asked
        view = asks(sheet, sheets.row_of(sheet, item_id), context.tr, problem=problem)
        sheets.put(None, context, sheet.meeting_id, view)
        return step
    await sheets.show_item(None, context, actor, meeting, item_id)
    return ConversationHandler.END


async def _insist(actor: Actor, meeting: Meeting, step: Callable[[Meeting], Awaitable[Meeting]]) -> Meeting:
    """Do something with what was typed, even where somebody else changes the meeting in the same moment."""
    for _ in range(_TRIES - 1):
        try:
            return await step(meeting)
        except MeetingChanged:
            meeting = await meetings.meeting_for(actor, meeting.id or 0)
    return await step(meeting)


async def _meeting(context: Context) -> tuple[Actor, Meeting] | None:
    """The meeting that is typed for; None where it is not theirs any more.

    Raises:
        MeetingChanged: its agenda is settled; what is typed next is not for it.
    """
    try:
        actor, meeting = await sheets.load(context, sheets.asked(context).get("id", 0))
    except NotFound:  # their office ended meanwhile
        return None
    if (await sheets.sheet_of(actor, meeting)).is_settled:
        close_dialogue(context.turn, sheets.NAME)
        raise MeetingChanged
    return actor, meeting


async def _item(context: Context, item_id: int) -> tuple[Actor, Meeting, AgendaItem]:
    actor = await actor_of(context)
    meeting, item = await agenda.item_for(actor, item_id)
    return actor, meeting, item


async def _words(context: Context, message: Message) -> str | None:
    """What was typed; None, and it is said, where there are no words."""
    words = words_of(message)
    if words.strip():
        return words
    context.reply(not_text(context.tr, is_sticker=message.sticker is not None))
    return None


async def leave(_: Update, context: Context) -> Any:
    """/cancel: the agenda stays as it is."""
    found = await _meeting(context)
    if found is None:
        return let_go(context, sheets.NAME)
    await sheets.show(None, context, *found)
    return ConversationHandler.END


def build_typing() -> ConversationHandler[Any]:
    """The dialogue: words that are asked for; every button of the agenda ends it."""
    said = guards.TEXT, guards.ANYTHING & ~filters.TEXT
    takes = {Step.ITEMS: take_items, Step.WORDS: take_words, Step.PRESENTER: take_presenter}
    return build_dialogue(
        name=sheets.NAME,
        steps=Step,
        resume=Step.ITEMS,
        entry_points=[],
        states={step: [MessageHandler(one, taken) for one in said] for step, taken in takes.items()},
        fallbacks=[CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )


def build() -> Handlers:
    """The buttons of an item, and «write items»."""
    return [
        CallbackQueryHandler(ask_items, pattern(views.NOUN, "write")),
        CallbackQueryHandler(open_item, pattern(views.ITEM, "open")),
        CallbackQueryHandler(change_item, pattern(views.ITEM, *_CHANGES)),
    ]
