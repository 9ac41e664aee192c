"""/my: what somebody has sent, and where each of it stands."""

from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.keyboards import View
from handlers.views import mine as views
from models.services import access, areas, submissions

_LAST_PAGE = 1_000_000  # a button can be made up: its page must not grow past what a database counts to


async def show_list(_: Update, context: Context) -> None:
    """After /my: the newest page."""
    context.reply(await _page(context, 0))


async def turn_page(update: Update, context: Context) -> None:
    """Another page of the list, in place of the present one."""
    context.edit_pressed(update, await _page(context, context.pressed(update).id))


async def show_card(update: Update, context: Context) -> None:
    """One submission, for its author."""
    pressed, session = context.pressed(update), context.turn.session
    submission = await access.own_submission(
        session=session, person_id=context.person.id or 0, submission_id=pressed.id
    )
    history = await submissions.history(session=session, submission_id=pressed.id)
    tree = await areas.load_tree(session=session)
    view = views.my_card(submission, history, tree, zone=context.city.zone, page=pressed.version, tr=context.tr)
    context.reply(view)


async def _page(context: Context, page: int) -> View:
    page = min(max(page, 0), _LAST_PAGE)
    found, total = await submissions.list_own(
        session=context.turn.session,
        person_id=context.person.id or 0,
        offset=page * views.PAGE,
        limit=views.PAGE,
    )
    if not found and total:  # the list grew shorter since that button was drawn
        return await _page(context, (total - 1) // views.PAGE)
    return views.my_list(found, total, page, context.tr)


def build() -> Handlers:
    """The command and the buttons of list and card."""
    buttons: list[Any] = [
        CallbackQueryHandler(turn_page, pattern(views.NOUN, "page")),
        CallbackQueryHandler(show_card, pattern(views.NOUN, "open")),
    ]
    return [CommandHandler("my", show_list, guards.IN_PRIVATE), *buttons]
