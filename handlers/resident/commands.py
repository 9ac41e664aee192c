"""A person's own command menu, where the one that everybody has is not theirs: another language, or a role."""

from telegram import Update

from handlers.context import Context
from handlers.views.commands import command_menu
from locales import closest_language


async def give(context: Context) -> None:
    """Give the chat its menu, in the person's language and with the commands of their roles."""
    context.set_commands(command_menu(context.tr, await context.rights()))


async def needs_its_own(update: Update, context: Context) -> bool:
    """Whether everybody's menu, which speaks the app's language, is not the person's."""
    user = update.effective_user
    app = closest_language(user.language_code if user is not None else None, context.city.default_language)
    rights = await context.rights()
    return rights.is_owner or bool(rights.offices) or context.person.language != app
