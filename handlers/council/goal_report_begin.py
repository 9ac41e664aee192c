"""How a report on a goal begins: a new one, one in another's place, or the one that was put aside."""

from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers.callback_data import ButtonData
from handlers.context import Context
from handlers.council import goal_reporting as reporting
from handlers.council.acting import actor_of
from handlers.council.goal_reporting import SLOT, Step, Work
from handlers.views import goal_report as views
from handlers.views import goal_report_ask as ask
from models.errors import NotFound
from models.goal_update_draft import GoalUpdateDraft
from models.role import Action
from models.services import goal_updates


async def begin(update: Update, context: Context) -> Any:
    """«Report progress» on a goal's card (its id): what is begun already is not lost by it."""
    pressed = context.pressed(update)
    actor, goal = await reporting.load(context, pressed.id)
    begun = await _begun(context)
    if begun is not None and begun.draft.goal_id == pressed.id and begun.draft.corrects_id is None:
        return await reporting.show_card(None, context, begun)
    if begun is not None:
        return await _ask_which(context, begun, pressed)
    return await _ask_sentence(context, Work(actor, goal, GoalUpdateDraft(pressed.id)))


async def begin_anew(update: Update, context: Context) -> Any:
    """«Begin another one»: the one before goes. The id is the goal's."""
    goal_id = context.pressed(update).id
    actor, goal = await reporting.load(context, goal_id)
    return await _ask_sentence(context, Work(actor, goal, GoalUpdateDraft(goal_id)))


async def correct(update: Update, context: Context) -> Any:
    """«Correct it» on a report (its id): its card, filled in with what it says."""
    pressed = context.pressed(update)
    begun = await _begun(context)
    if begun is not None and begun.draft.corrects_id != pressed.id:
        await _correction(context, pressed.id)  # raises where it is not theirs
        return await _ask_which(context, begun, pressed)
    return await _begin_correction(context, pressed.id)


async def correct_anew(update: Update, context: Context) -> Any:
    """The same, once it is said that the one before may go."""
    return await _begin_correction(context, context.pressed(update).id)


async def _begin_correction(context: Context, update_id: int) -> Any:
    work = await _correction(context, update_id)
    begun = reporting.draft_of(context)
    if begun is not None and begun.corrects_id == update_id:
        work = Work(work.actor, work.goal, begun)
    reporting.begin(context, work.draft, Step.CARD)
    return await reporting.show_card(None, context, work)


async def _correction(context: Context, update_id: int) -> Work:
    """A draft with what a report says.

    Raises:
        NotFound: there is none, it was taken back, or it is not theirs.
    """
    actor = await actor_of(context, Action.PURSUE)
    found = await goal_updates.update_for(actor, update_id)
    if found.removed_at is not None:
        raise NotFound
    actor, goal = await reporting.load(context, found.goal_id)
    return Work(actor, goal, GoalUpdateDraft.of(found))


async def _ask_sentence(context: Context, work: Work) -> Step:
    reporting.begin(context, work.draft, Step.TEXT)
    context.reply(ask.sentence_asked(await reporting.reporting_of(context, work), context.tr), slot=SLOT)
    return Step.TEXT


async def _ask_which(context: Context, work: Work, pressed: ButtonData) -> int:
    """One that is not on record is there still: go on with it, or with the new one?"""
    reporting.leave(context)
    context.reply(views.report_begun_already(await reporting.reporting_of(context, work), pressed, context.tr))
    return ConversationHandler.END


async def _begun(context: Context) -> Work | None:
    """What is not on record, with something in it; None also where nobody could go on with it."""
    try:
        work = await reporting.work_of(context)
    except NotFound:  # its goal is not theirs any more
        return None
    return work if work is not None and work.draft.is_begun else None


async def go_on(update: Update, context: Context) -> Any:
    """«Go on with it»: where it was left."""
    try:
        work = await reporting.work_of(context)
    except NotFound:
        return await reporting.refuse_right(update, context)
    if work is None:
        context.reply(views.nothing_reported(context.tr))
        return ConversationHandler.END
    if work.draft.text:
        return await reporting.show_card(None, context, work)
    return await _go_on_asking(context, work)


async def _go_on_asking(context: Context, work: Work) -> Step:
    reporting.note(context, Step.TEXT, work.draft, pending=None, said=None)
    if work.draft.is_begun:
        return await reporting.show_card(None, context, work)
    context.move(SLOT, ask.sentence_asked(await reporting.reporting_of(context, work), context.tr))
    return Step.TEXT
