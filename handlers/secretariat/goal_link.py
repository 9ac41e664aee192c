"""Linking submissions and goals, from either side: what is likely is suggested, and a person says yes."""

from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council.acting import actor_of
from handlers.dialogue import Handlers
from handlers.keyboards import View
from handlers.secretariat import aside
from handlers.views import goal_link as views
from models.role import Action
from models.services import access, goal_links
from models.services.actor import Actor

_SUGGESTED = 5  # as many letters as the screen has
_LAST_PAGE = 100_000  # a button can be made up: its page must not grow past what a database counts to


async def _planner(context: Context) -> Actor:
    return await actor_of(context, Action.PLAN)


async def open_goal(update: Update, context: Context) -> None:
    """«Link submissions» on a goal's card: what stands behind it, and what may."""
    context.reply(await _goal_view(context, await _planner(context), context.pressed(update).id, 0))


async def turn_page(update: Update, context: Context) -> None:
    """More of what stands behind it."""
    pressed = context.pressed(update)
    page = min(pressed.version, _LAST_PAGE)
    context.edit_pressed(update, await _goal_view(context, await _planner(context), pressed.id, page))


async def _goal_view(context: Context, actor: Actor, goal_id: int, page: int) -> View:
    goal = await goal_links.goal_for(actor, goal_id)
    linked, total = await goal_links.linked(actor, goal_id, offset=page * views.PAGE, limit=views.PAGE)
    suggested = await goal_links.suggest(actor, goal_id, _SUGGESTED) if page == 0 else []
    return views.behind_goal(goal, linked, page, total, [one for one, _ in suggested], context.tr)


async def tie(update: Update, context: Context) -> None:
    """«Link», below a goal: its author is told."""
    await _link(update, context)
    actor, goal_id = await _planner(context), context.pressed(update).id
    context.edit_pressed(update, await _goal_view(context, actor, goal_id, 0))


async def _link(update: Update, context: Context) -> None:
    pressed, actor = context.pressed(update), await _planner(context)
    submission = await access.submission_for(
        session=actor.session, rights=actor.rights, submission_id=pressed.version, action=Action.SEE
    )
    if not goal_links.may_stand_behind(submission):  # hidden, withdrawn or made a complaint since it was suggested
        await goal_links.goal_for(actor, pressed.id)
        context.toast(views.cannot_stand_toast(context.tr))
        return
    is_new = await goal_links.link(actor, pressed.id, pressed.version)
    context.turn.has_deliveries = True
    context.toast(views.linked_toast(context.tr, is_new=is_new))


async def untie(update: Update, context: Context) -> None:
    """«Unlink», below a goal: nobody is told."""
    await _unlink(update, context)
    actor, goal_id = await _planner(context), context.pressed(update).id
    context.edit_pressed(update, await _goal_view(context, actor, goal_id, 0))


async def _unlink(update: Update, context: Context) -> None:
    pressed = context.pressed(update)
    is_gone = await goal_links.unlink(await _planner(context), pressed.id, pressed.version)
    context.toast(views.unlinked_toast(context.tr, is_gone=is_gone))


async def open_submission(update: Update, context: Context) -> None:
    """«Goals» on the desk's card of a submission: behind which it stands, and behind which it may."""
    await _show_submission(update, context, context.pressed(update).id)


async def _show_submission(update: Update, context: Context, submission_id: int) -> None:
    actor = await _planner(context)
    submission = await access.submission_for(
        session=actor.session, rights=actor.rights, submission_id=submission_id, action=Action.SEE
    )
    linked = await goal_links.goals_of(actor, submission_id)
    is_for_all = goal_links.may_stand_behind(submission)
    suggested = await goal_links.suggest_goals(actor, submission_id) if is_for_all else []
    view = views.of_submission(submission, linked, [goal for goal, _ in suggested], context.tr)
    context.edit_pressed(update, view, slot=aside.slot_of(submission_id))


async def put(update: Update, context: Context) -> None:
    """«Link», from the submission's side."""
    await _link(update, context)
    await _show_submission(update, context, context.pressed(update).version)


async def drop(update: Update, context: Context) -> None:
    """«Unlink», from the submission's side."""
    await _unlink(update, context)
    await _show_submission(update, context, context.pressed(update).version)


def build() -> Handlers:
    """The buttons of both sides."""
    pressed: dict[str, Any] = {
        "goal": open_goal,
        "page": turn_page,
        "tie": tie,
        "untie": untie,
        "of": open_submission,
        "put": put,
        "drop": drop,
    }
    return [CallbackQueryHandler(step, pattern(views.NOUN, action)) for action, step in pressed.items()]
