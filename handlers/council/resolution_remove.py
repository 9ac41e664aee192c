"""Taking back a resolution that is not public yet: asked once more, then it is gone."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council.acting import actor_of
from handlers.council.resolution_shown import show_work
from handlers.dialogue import Handlers
from handlers.resident import resolution_card
from handlers.views import resolution_work as views
from handlers.views.errors import error_view
from handlers.views.general import old_button_toast
from handlers.views.resolution import OFFICE
from models.errors import ResolutionChanged, ResolutionKept
from models.services import resolution_removing, resolutions


async def ask(update: Update, context: Context) -> None:
    """«Take it back»: asked once more, in the card's place."""
    pressed, actor = context.pressed(update), await actor_of(context)
    resolution = await resolutions.resolution_for(actor, pressed.id)
    if resolution.version != pressed.version or resolution.published_at is not None:
        context.toast(old_button_toast(context.tr))
        await show_work(update, context, pressed.id)
        return
    context.edit_pressed(update, views.removal_asked(await resolution_card.shown(context, resolution), context.tr))


async def remove(update: Update, context: Context) -> None:
    """«Yes»: it is gone; the numbers after it move up."""
    pressed, actor = context.pressed(update), await actor_of(context)
    resolution = await resolutions.resolution_for(actor, pressed.id)
    meeting_id = resolution.meeting_id
    try:
        await resolution_removing.remove(actor, pressed.id, pressed.version)
    except (ResolutionChanged, ResolutionKept) as error:
        context.reply(error_view(error, context.tr))
        await show_work(None, context, pressed.id)
        return
    context.edit_pressed(update, views.removed(meeting_id, context.tr))


def build() -> Handlers:
    """Its two buttons."""
    return [
        CallbackQueryHandler(ask, pattern(OFFICE, "remove")),
        CallbackQueryHandler(remove, pattern(OFFICE, "removed")),
    ]
