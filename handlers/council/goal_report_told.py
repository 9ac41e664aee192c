"""Reports on a goal that are on record: their list for the office, told sooner, taken back while nobody was told."""

from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council.acting import actor_of
from handlers.dialogue import Handlers
from handlers.keyboards import View
from handlers.views import goal_report_told as views
from handlers.views.goal_report import OFFICE
from handlers.views.goal_report_told import PAGE, Told
from models.errors import GoalChanged, UpdateTold
from models.goal_shown import UpdateShown
from models.role import Action
from models.services import goal_readers, goal_updates, goals
from models.services.actor import Actor


async def worker_of(context: Context) -> Actor:
    """Whoever works on goals: says what they are, or how far they have come.

    Raises:
        NotFound: they do neither anywhere.
    """
    may_pursue = (await context.rights()).may_somewhere(Action.PURSUE)
    return await actor_of(context, Action.PURSUE if may_pursue else Action.PLAN)


async def show_update(
    update: Update | None,
    context: Context,
    update_id: int,
    *,
    slot: str | None = None,
    is_new: bool = False,
) -> None:
    """A report's card, in place of what was pressed, or below everything else.

    Raises:
        NotFound: it is not there, or its goal is not theirs to work on.
    """
    view = views.told_card(await _told(context, update_id), context.tr, is_new=is_new)
    if update is None:
        context.reply(view, slot=slot)
    else:
        context.edit_pressed(update, view, slot=slot)


async def _told(context: Context, update_id: int) -> Told:
    actor = await worker_of(context)
    found = await goal_updates.update_for(actor, update_id)
    (shown,) = await goal_readers.updates_shown(session=context.turn.session, rows=[found])
    listeners = await goal_updates.listeners(actor, found.goal_id)
    goal = await goals.goal_for(actor, found.goal_id)
    return Told(goal, shown, context.turn.now, context.city.zone, listeners)


async def open_update(update: Update, context: Context) -> None:
    """One report of the list, or «back» to it."""
    await show_update(update, context, context.pressed(update).id)


async def show_list(update: Update, context: Context) -> None:
    """«Reports made»: below everything else; another page in the place of this one. The version is page + 1."""
    pressed = context.pressed(update)
    view = await _list(context, pressed.id, max(pressed.version - 1, 0))
    if pressed.version:
        context.edit_pressed(update, view)
    else:
        context.reply(view)


async def _list(context: Context, goal_id: int, page: int) -> View:
    goal = await goals.goal_for(await worker_of(context), goal_id)
    found, total = await _page(context, goal_id, page)
    if not found and page:
        page = max(0, (total - 1) // PAGE)
        found, total = await _page(context, goal_id, page)
    return views.told_list(goal, found, page, total, context.city.zone, context.tr)


async def _page(context: Context, goal_id: int, page: int) -> tuple[list[UpdateShown], int]:
    return await goal_readers.updates(
        session=context.turn.session, goal_id=goal_id, offset=page * PAGE, limit=PAGE, with_corrected=True
    )


async def tell_now(update: Update, context: Context) -> None:
    """«Tell it now»: it leaves as soon as the time to take it back is over."""
    update_id = context.pressed(update).id
    try:
        await goal_updates.tell_now(await worker_of(context), update_id)
    except (UpdateTold, GoalChanged) as error:
        context.toast(_why(context, error))
    else:
        context.turn.has_due = True
        context.toast(views.told_soon_toast(context.tr))
    await show_update(update, context, update_id)


def _why(context: Context, error: UpdateTold | GoalChanged) -> str:
    is_told = isinstance(error, UpdateTold)
    return views.told_already_toast(context.tr) if is_told else views.changed_toast(context.tr)


async def ask_to_remove(update: Update, context: Context) -> None:
    """«Take it back»: really?"""
    told = await _told(context, context.pressed(update).id)
    if told.is_waiting:
        context.edit_pressed(update, views.removal_asked(told, context.tr))
    else:
        context.edit_pressed(update, views.told_card(told, context.tr))


async def remove(update: Update, context: Context) -> Any:
    """«Yes, take it back»: nobody hears of it; too late, how it stands is shown."""
    update_id = context.pressed(update).id
    try:
        await goal_updates.remove(await worker_of(context), update_id)
    except (UpdateTold, GoalChanged) as error:
        context.toast(_why(context, error))
    else:
        context.toast(views.taken_back_toast(context.tr))
    await show_update(update, context, update_id)


def build() -> Handlers:
    """Each button of the office that is about a report on record; writing one is a dialogue."""
    return [
        CallbackQueryHandler(show_list, pattern(OFFICE, "list")),
        CallbackQueryHandler(open_update, pattern(OFFICE, "of")),
        CallbackQueryHandler(tell_now, pattern(OFFICE, "tell")),
        CallbackQueryHandler(ask_to_remove, pattern(OFFICE, "remove")),
        CallbackQueryHandler(remove, pattern(OFFICE, "removed")),
    ]
