"""/audit: what staff did, newest first, for owners."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.keyboards import View
from handlers.owner.keeping import owner_of
from handlers.views import audit as views
from models.services import areas, audit_lines, topics

_LAST_PAGE = 1_000_000  # a button can be made up: its page must not grow past what a database counts to


async def show(_: Update, context: Context) -> None:
    """After /audit: the newest page."""
    await owner_of(context)
    context.reply(await _page(context, 0))


async def turn_page(update: Update, context: Context) -> None:
    """Another page, in place of the present one."""
    await owner_of(context)
    context.edit_pressed(update, await _page(context, context.pressed(update).id))


async def _page(context: Context, page: int) -> View:
    turn, page = context.turn, min(max(page, 0), _LAST_PAGE)
    lines, total = await audit_lines.page(
        session=turn.session, owners=turn.owners, offset=page * views.PAGE, limit=views.PAGE
    )
    if not lines and total:
        return await _page(context, (total - 1) // views.PAGE)
    words = views.Words(
        await areas.load_tree(session=turn.session), await topics.load_topics(session=turn.session), context.city.zone
    )
    return views.audit_page(lines, total, page, words, context.tr)


def build() -> Handlers:
    """The command and the buttons of its pages."""
    return [
        CommandHandler("audit", show, guards.IN_PRIVATE),
        CallbackQueryHandler(turn_page, pattern(views.NOUN, "page")),
    ]
