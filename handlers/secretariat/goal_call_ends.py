"""A call for ideas once it is opened: how it left, ending it, and what became of it. Part of the dialogue goal_call."""

from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.messages import message_of, words_of
from handlers.resident import goal_idea
from handlers.secretariat import aside
from handlers.secretariat import goal_calling as calling
from handlers.secretariat.goal_calling import Step
from handlers.views import goal_call_office as views
from handlers.views import notice_ends
from handlers.views.errors import error_view
from handlers.views.general import old_button_toast
from handlers.views.goal_call import NOUN
from handlers.views.notice import Composed
from models.draft import has_words
from models.errors import BadGoalFact, GoalChanged
from models.goal import CallState, GoalCall
from models.goal_call_shown import RESULT_LIMIT, CallShown
from models.notice import NoticeState
from models.services import goal_call_answers, goal_calls, goal_links, notice_approvers, notice_sending, notices, people
from models.services.actor import Actor


async def show_left(update: Update, context: Context, actor: Actor, call: GoalCall) -> None:
    """It leaves in a moment, with the way to stop it; or somebody is asked."""
    notice = await notices.load(actor.session, call.notice_id)
    size = await notice_sending.count(actor, notice)
    whys = notice_sending.why_approval(actor, notice, size)
    left = Composed(notice, notices.audience_of(notice), size.everybody, size.in_digest, whys)
    zone, now, delay = context.city.zone, context.turn.now, context.city.notice_delay
    if notice.state == NoticeState.APPROVAL:
        asked = await notice_approvers.asked_whom(session=actor.session, notice=notice)
        names = await people.names_of(session=actor.session, person_ids=asked)
        view = notice_ends.notice_waits(left, [names[one] for one in asked if one in names], context.tr)
    else:
        view = notice_ends.notice_leaves(left, delay, zone, now, context.tr)
    context.edit_pressed(update, view, slot=calling.SLOT)


async def open_goal(update: Update, context: Context) -> Any:
    """«Call for ideas» on a goal's card: the call that there is, or what one is."""
    await show_goal(context, context.pressed(update).id)
    return calling.unchanged(context)


async def show_goal(context: Context, goal_id: int) -> None:
    """The newest call for a goal, else how one begins. Raises NotFound where the goal is not theirs."""
    actor = await calling.planner_of(context)
    goal = await goal_links.goal_for(actor, goal_id)
    call = await goal_call_answers.current(session=actor.session, goal_id=goal_id, is_office=True)
    context.reply(views.no_call(goal, context.tr) if call is None else await goal_idea.card(context, call.id))


async def show_call(update: Update | None, context: Context, call_id: int) -> None:
    """A call's card."""
    calling.put(update, context, await goal_idea.card(context, call_id))


async def _drawn(update: Update, context: Context) -> tuple[Actor, CallShown] | None:
    """The call whose button was pressed; where it is another one by now None, and how it stands.

    Raises:
        NotFound: it is not there, or not theirs.
    """
    actor, pressed = await calling.planner_of(context), context.pressed(update)
    call = await goal_calls.call_for(actor, pressed.id)
    if call.version == pressed.version:
        return actor, await goal_call_answers.shown(session=actor.session, call_id=pressed.id)
    context.toast(old_button_toast(context.tr))
    await show_call(update, context, pressed.id)
    return None


async def ask_back(update: Update, context: Context) -> Any:
    """«End it now»: really?"""
    drawn = await _drawn(update, context)
    if drawn is not None:
        shown = drawn[1]
        if shown.call.state != CallState.OPEN:
            raise GoalChanged
        view = views.close_asked(shown, goal_idea.today(context), context.city.zone, context.tr)
        context.edit_pressed(update, view)
    return calling.unchanged(context)


async def close(update: Update, context: Context) -> Any:
    """«Yes, end it»: who answered is told, and what became of the ideas can be said at once."""
    drawn = await _drawn(update, context)
    if drawn is None:
        return calling.unchanged(context)
    actor, shown = drawn
    await goal_calls.close(actor, shown.id, shown.call.version)
    context.turn.has_deliveries = True
    if shown.sent_at is None:
        context.edit_pressed(update, views.cancelled_view(shown, context.tr))
        return calling.unchanged(context)
    context.toast(views.closed_toast(context.tr))
    await show_call(update, context, shown.id)
    return calling.unchanged(context)


async def ask_result(update: Update, context: Context) -> Any:
    """«Say what became of them»: it is asked for."""
    drawn = await _drawn(update, context)
    if drawn is None:
        return calling.unchanged(context)
    shown = drawn[1]
    if shown.call.state != CallState.CLOSED or shown.call.result is not None:
        raise GoalChanged
    aside.put_aside(context)
    calling.note(context, Step.RESULT, call=shown.id)
    calling.put(update, context, views.result_asked(shown, context.tr))
    return Step.RESULT


async def take_result(update: Update, context: Context) -> Any:
    """What became of the ideas, typed: shown once more before it leaves."""
    message, data = message_of(update), calling.data_of(context)
    if calling.is_forgotten(context) or not data.get("call"):
        return await calling.pass_on(context, message)
    with aside.ending_without_right(context, calling.NAME):
        await goal_calls.call_for(await calling.planner_of(context), data["call"])
    shown = await goal_call_answers.shown(session=context.turn.session, call_id=data["call"])
    words = words_of(message).strip()
    if len(words) > RESULT_LIMIT:
        context.reply(error_view(BadGoalFact("result", RESULT_LIMIT), context.tr))
        return Step(context.turn.dialogues[calling.NAME].step)
    if not has_words(words):
        calling.put(None, context, views.result_asked(shown, context.tr))
        return Step.RESULT
    calling.note(context, Step.RESULT_CHECK, call=shown.id, words=words)
    calling.put(None, context, views.result_preview(shown, words, context.tr))
    return Step.RESULT_CHECK


async def tell_result(update: Update, context: Context) -> Any:
    """«Send it to them»: everybody who answered reads it."""
    drawn, data = await _drawn(update, context), calling.data_of(context)
    if drawn is None:
        return calling.unchanged(context)
    actor, shown = drawn
    if data.get("call") != shown.id or not data.get("words"):
        context.toast(old_button_toast(context.tr))
        await show_call(update, context, shown.id)
        return calling.unchanged(context)
    await goal_calls.write_result(actor, shown.id, shown.call.version, data["words"])
    calling.end(context)
    context.turn.has_deliveries = True
    context.toast(views.result_sent_toast(context.tr))
    await show_call(update, context, shown.id)
    return ConversationHandler.END


def buttons() -> Handlers:
    """The buttons of a call's card for the office."""
    pressed: dict[str, Any] = {
        "goal": open_goal,
        "close": ask_back,
        "close_yes": close,
        "result": ask_result,
        "tell": tell_result,
    }
    return [CallbackQueryHandler(step, pattern(NOUN, action)) for action, step in pressed.items()]


def states() -> dict[StrEnum, Handlers]:
    """The steps in which what became of the ideas is written."""
    words = [MessageHandler(guards.TEXT, take_result), MessageHandler(guards.ANYTHING & ~filters.TEXT, take_result)]
    return {Step.RESULT: words, Step.RESULT_CHECK: words}
