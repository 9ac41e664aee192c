"""Minutes: begun after a meeting, written item by item or sent as a file, looked at as people will, and published."""

from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import minutes_book as books
from handlers.council import minutes_items
from handlers.council import minutes_typing as typing
from handlers.dialogue import Handlers, close_dialogue
from handlers.views import minutes as views
from handlers.views.errors import error_view
from handlers.views.general import old_button_toast
from handlers.views.minutes_message import NOUN
from models.errors import MinutesUnready, ReasonNeeded
from models.services import minutes


async def show(update: Update, context: Context) -> None:
    """The minutes of a meeting, or another page of them; begun where there are none."""
    pressed = context.pressed(update)
    work = await books.begin(context, pressed.id)
    books.show(update, context, work, page=min(pressed.version, _LAST_PAGE))


_LAST_PAGE = 1000  # a button can be made up


async def ask(update: Update, context: Context) -> None:
    """«Chair's name», «note», «file»."""
    pressed = context.pressed(update)
    work = await books.load(context, pressed.id)
    typing.ask(update, context, work, _ASKED[pressed.action])


_ASKED = {"chair": "chair", "note": "note", "attach": typing.FILE}


async def preview(update: Update, context: Context) -> None:
    """As people will read them, below everything else; and below that what can be done with them."""
    work = await books.load(context, context.pressed(update).id)
    close_dialogue(context.turn, books.NAME)
    for call in (await books.message_of(context, work)).calls():
        context.send(call.method, call.parameters)
    books.put(None, context, work.id, views.preview_card(work.book, context.tr))


async def publish(update: Update, context: Context) -> None:
    """«Publish», as they were shown: whoever was invited is told, once."""
    pressed = context.pressed(update)
    work = await books.load(context, pressed.id)
    if work.minutes.version != pressed.version or work.book.is_published:
        context.toast(old_button_toast(context.tr))
        books.show(update, context, work)
        return
    people = work.book.told
    try:
        await minutes.publish(work.actor, pressed.id, pressed.version)
    except (MinutesUnready, ReasonNeeded) as error:
        is_empty = isinstance(error, MinutesUnready)
        said = views.not_written(context.tr) if is_empty else error_view(error, context.tr).text
        books.show(update, context, work, said=said)
        return
    context.turn.has_due = context.turn.has_deliveries = True
    work = await books.load(context, pressed.id)
    books.show(update, context, work, said=views.published_said(people, context.tr))


def build() -> Handlers:
    """The buttons of the minutes and of their items, and the dialogue in which they are typed."""
    pressed: dict[str, Any] = {"open": show, "preview": preview, "publish": publish}
    return [
        typing.build_typing(),
        *(CallbackQueryHandler(step, pattern(NOUN, action)) for action, step in pressed.items()),
        CallbackQueryHandler(ask, pattern(NOUN, *_ASKED)),
        *typing.build(),
        *minutes_items.build(),
    ]
