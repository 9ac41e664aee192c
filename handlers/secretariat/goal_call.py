"""The dialogue in which the office opens a call for ideas, ends it, and says what became of it."""

from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import build_dialogue
from handlers.messages import message_of, words_of
from handlers.secretariat import aside, goal_call_ends
from handlers.secretariat import goal_calling as calling
from handlers.secretariat.goal_calling import Step
from handlers.views import calendar
from handlers.views import goal_call_office as views
from handlers.views.errors import error_view
from handlers.views.general import old_button_toast
from handlers.views.goal_call import NOUN
from models.draft import has_words
from models.errors import BadGoalFact, CallRuns, DomainError, GoalChanged, GoalUnready, NobodyToAsk, TimePassed
from models.goal_call_shown import QUESTION_LIMIT
from models.services import goal_calls, goal_links
from models.typed_moment import UnknownMomentError, read_next_day

_REFUSALS = (BadGoalFact, CallRuns, GoalUnready, NobodyToAsk, TimePassed)


async def begin(update: Update, context: Context) -> Any:
    """«Ask for ideas»: what is asked? One that runs already is shown instead."""
    actor, pressed = await calling.planner_of(context), context.pressed(update)
    goal = await goal_links.goal_for(actor, pressed.id)
    if await goal_calls.running(session=actor.session, goal_id=pressed.id) is not None:
        context.reply(error_view(CallRuns(), context.tr))
        await goal_call_ends.show_goal(context, pressed.id)
        return calling.unchanged(context)
    goal_calls.check_goal(goal)
    aside.put_aside(context)
    return calling.show_question(update, context, views.Asking(goal))


async def take_question(update: Update, context: Context) -> Any:
    """The question, typed; then the day, or the preview where that was chosen before."""
    message = message_of(update)
    if calling.is_forgotten(context):
        return await calling.pass_on(context, message)
    actor = await calling.planner_of(context)
    asking, words = await calling.asking_of(context, actor), words_of(message).strip()
    if not has_words(words):
        return calling.show_question(None, context, asking)
    if len(words) > QUESTION_LIMIT:
        context.reply(error_view(BadGoalFact("question", QUESTION_LIMIT), context.tr))
        return Step.QUESTION
    return await _go_on(None, context, replace(asking, question=words))


async def _go_on(update: Update | None, context: Context, asking: views.Asking) -> Any:
    """The next thing that is missing, else all of it; what cannot be is said, and nothing that was written is lost."""
    try:
        return await calling.show_preview(update, context, await calling.planner_of(context), asking)
    except _REFUSALS as error:
        calling.hold(context, Step.CHECK, asking)
        context.reply(error_view(error, context.tr))
        return Step.CHECK


async def press_day(update: Update, context: Context) -> Any:
    """A button of the calendar: another month, or the day."""
    pressed, actor = context.pressed(update), await calling.planner_of(context)
    if not calling.data_of(context).get("goal"):
        context.toast(old_button_toast(context.tr))
        context.take_buttons(update)
        return calling.unchanged(context)
    asking = await calling.asking_of(context, actor)
    day = calendar.picked_day(pressed.id) if pressed.action == "day" else None
    if day is None:
        month = calendar.picked_month(pressed.id) if pressed.action == "month" else None
        return calling.show_month(update, context, asking, None if month is None else (month.year, month.month))
    try:
        goal_calls.check_day(day, context.turn.now, context.city)
    except (TimePassed, BadGoalFact) as error:
        context.reply(error_view(error, context.tr))
        return calling.show_month(None, context, asking)
    return await _go_on(update, context, replace(asking, closes_on=day))


async def take_day(update: Update, context: Context) -> Any:
    """The last day, typed: «۱۹ آذر», «جمعهٔ آینده»; said back in words on the preview."""
    message = message_of(update)
    if calling.is_forgotten(context):
        return await calling.pass_on(context, message)
    asking = await calling.asking_of(context, await calling.planner_of(context))
    try:
        day = read_next_day(words_of(message), context.turn.now, context.city.zone)
        goal_calls.check_day(day, context.turn.now, context.city)
    except (UnknownMomentError, TimePassed):
        context.move(calling.SLOT, views.day_not_read(asking, context.tr))
        return Step.DAY
    except BadGoalFact as error:
        context.reply(error_view(error, context.tr))
        return Step.DAY
    return await _go_on(None, context, replace(asking, closes_on=day))


async def press(update: Update, context: Context) -> Any:
    """A button of the call that is being written: its question, its day, giving it up, sending it."""
    pressed, actor = context.pressed(update), await calling.planner_of(context)
    if calling.data_of(context).get("goal") != pressed.id:
        context.toast(old_button_toast(context.tr))
        context.take_buttons(update)
        return calling.unchanged(context)
    asking = await calling.asking_of(context, actor)
    if pressed.action == "question":
        return calling.show_question(update, context, asking)
    if pressed.action == "calendar":
        return calling.show_month(update, context, asking)
    if pressed.action == "leave":
        calling.end(context)
        context.edit_pressed(update, views.left_alone(asking.goal, context.tr))
        return ConversationHandler.END
    return await _send(update, context, asking)


async def _send(update: Update, context: Context, asking: views.Asking) -> Any:
    """«Send the call»: it leaves in a moment, or somebody is asked; a goal that changed meanwhile is shown anew."""
    actor, was_seen = await calling.planner_of(context), calling.is_at(context, Step.CHECK)
    if asking.closes_on is None or not was_seen or asking.goal.version != context.pressed(update).version:
        context.toast(old_button_toast(context.tr))
        return await _go_on(None, context, asking)
    try:
        call = await goal_calls.open_call(
            actor, asking.goal.id or 0, asking.goal.version, asking.question, asking.closes_on
        )
    except GoalChanged:
        context.toast(old_button_toast(context.tr))
        return await _go_on(None, context, asking)
    except _REFUSALS as error:
        return _refuse(context, error)
    calling.end(context)
    context.turn.has_due = context.turn.has_deliveries = True
    await goal_call_ends.show_left(update, context, actor, call)
    return ConversationHandler.END


def _refuse(context: Context, error: DomainError) -> Step:
    context.reply(error_view(error, context.tr))
    return Step.CHECK


async def take_something(update: Update, context: Context) -> Any:
    """Words while only «send» is waited for: the preview once more, or, much later, the writer's own message."""
    if calling.is_forgotten(context):
        return await calling.pass_on(context, message_of(update))
    return await _go_on(None, context, await calling.asking_of(context, await calling.planner_of(context)))


async def leave(_: Update, context: Context) -> int:
    """/cancel: nobody was asked anything."""
    data, actor = calling.data_of(context), await calling.planner_of(context)
    if data.get("call"):
        calling.end(context)
        await goal_call_ends.show_call(None, context, data["call"])
        return ConversationHandler.END
    asking = await calling.asking_of(context, actor)
    calling.end(context)
    context.move(calling.SLOT, views.left_alone(asking.goal, context.tr))
    return ConversationHandler.END


def build() -> Any:
    """The dialogue: «ask for ideas» on a goal's card begins it, «send» ends it; and so for what became of them."""
    buttons = [
        CallbackQueryHandler(begin, pattern(NOUN, "new")),
        CallbackQueryHandler(press, pattern(NOUN, "question", "calendar", "leave", "send")),
        CallbackQueryHandler(press_day, pattern(calling.DAY, "day", "month")),
        *goal_call_ends.buttons(),
    ]
    anything = MessageHandler(guards.ANYTHING & ~filters.TEXT, take_something)
    return build_dialogue(
        name=calling.NAME,
        steps=Step,
        resume=Step.CHECK,
        entry_points=buttons,
        states={
            Step.QUESTION: [MessageHandler(guards.TEXT, take_question), anything],
            Step.DAY: [MessageHandler(guards.TEXT, take_day), anything],
            Step.CHECK: [MessageHandler(guards.TEXT, take_something), anything],
            **goal_call_ends.states(),
        },
        fallbacks=[*buttons, CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )
