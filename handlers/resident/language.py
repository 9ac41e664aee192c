"""/language: which language the bot speaks with somebody."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.resident import commands
from handlers.views import general as views
from locales import LANGUAGES
from models.services import people


async def ask(_: Update, context: Context) -> None:
    """After /language: offer both, each by its own name."""
    context.reply(views.language_question(context.tr))


async def choose(update: Update, context: Context) -> None:
    """Speak the chosen language from now on, beginning with this answer."""
    language = context.pressed(update).action
    await people.choose_language(session=context.turn.session, person=context.person, language=language)
    context.reply(views.language_chosen(context.tr))
    await commands.give(context)


def build() -> Handlers:
    """The command and its buttons."""
    return [
        CommandHandler("language", ask, guards.IN_PRIVATE),
        CallbackQueryHandler(choose, pattern("language", *LANGUAGES)),
    ]
