"""The agenda of a meeting: what is on it, in which order, who presents it, and showing it to whoever was invited."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import agenda_items, agenda_picking
from handlers.council import agenda_sheet as sheets
from handlers.dialogue import Handlers
from handlers.views import agenda as views
from handlers.views.general import old_button_toast
from models.services import agenda


async def show(update: Update, context: Context) -> None:
    """The agenda, or another page of it."""
    pressed = context.pressed(update)
    actor, meeting = await sheets.load(context, pressed.id)
    await sheets.show(update, context, actor, meeting, page=pressed.version)


async def publish(update: Update, context: Context) -> None:
    """«Show it to the invited»: what they got shows the agenda as it is now, and nobody is told anew."""
    pressed = context.pressed(update)
    actor, meeting = await sheets.load(context, pressed.id)
    if meeting.version == pressed.version:
        meeting = await agenda.publish(actor, pressed.id, pressed.version)
        context.turn.has_due = True
        context.toast(views.shown_toast(context.tr))
    else:
        context.toast(old_button_toast(context.tr))
    await sheets.show(update, context, actor, meeting)


def build() -> Handlers:
    """The buttons of the agenda, of its items and of what may come onto it; and the dialogue in which it is typed."""
    return [
        agenda_items.build_typing(),
        CallbackQueryHandler(show, pattern(views.NOUN, "open")),
        CallbackQueryHandler(publish, pattern(views.NOUN, "publish")),
        *agenda_items.build(),
        *agenda_picking.build(),
    ]
