"""/privacy: what is kept, who sees it, for how long."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.views.privacy import privacy_notice


async def show(_: Update, context: Context) -> None:
    """After /privacy, or its button below the greeting."""
    context.reply(privacy_notice(context.tr))


def build() -> Handlers:
    """The command and the button."""
    return [
        CommandHandler("privacy", show, guards.IN_PRIVATE),
        CallbackQueryHandler(show, pattern("privacy", "show")),
    ]
