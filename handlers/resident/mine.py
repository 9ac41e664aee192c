"""/my: what somebody has sent, and where each of it stands."""

from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.keyboards import View
from handlers.resident.cards import submission_card
from handlers.views import menu
from handlers.views import mine as views
from models.services import access, submissions
from models.submission import Submission

_LAST_PAGE = 1_000_000  # a button can be made up: its page must not grow past what a database counts to


async def show_list(_: Update, context: Context) -> None:
    """After /my: the newest page."""
    context.reply(await _page(context, 0))


async def turn_page(update: Update, context: Context) -> None:
    """Another page of the list, in place of the present one."""
    context.edit_pressed(update, await _page(context, context.pressed(update).id))


async def show_card(update: Update, context: Context) -> None:
    """One submission, for its author."""
    context.reply(await submission_card(context, await _own(update, context), page=context.pressed(update).version))


async def ask_to_withdraw(update: Update, context: Context) -> None:
    """«Withdraw» on the card: asked once more, in its place."""
    submission = await _own(update, context)
    context.edit_pressed(update, views.withdraw_question(submission, context.pressed(update).version, context.tr))


async def withdraw(update: Update, context: Context) -> None:
    """Withdraw it; the card says so."""
    submission = await _own(update, context)
    await submissions.withdraw(
        session=context.turn.session,
        submission=submission,
        person_id=context.person.id or 0,
        now=context.turn.now,
    )
    await keep(update, context)


async def keep(update: Update, context: Context) -> None:
    """The card again, in the question's place."""
    view = await submission_card(context, await _own(update, context), page=context.pressed(update).version)
    context.edit_pressed(update, view)


async def _own(update: Update, context: Context) -> Submission:
    return await access.own_submission(
        session=context.turn.session,
        person_id=context.person.id or 0,
        submission_id=context.pressed(update).id,
    )


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
        CallbackQueryHandler(ask_to_withdraw, pattern(views.NOUN, "withdraw")),
        CallbackQueryHandler(withdraw, pattern(views.NOUN, "withdrawn")),
        CallbackQueryHandler(keep, pattern(views.NOUN, "keep")),
    ]
    return [
        CommandHandler("my", show_list, guards.IN_PRIVATE),
        MessageHandler(guards.menu_key(menu.MINE), show_list),
        *buttons,
    ]
