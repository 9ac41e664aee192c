"""The dialogue in which the office says what a goal is: a title makes it, a card with everything changes it."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import build_dialogue
from handlers.messages import message_of, words_of
from handlers.secretariat import goal_edit_begin as begin
from handlers.secretariat import goal_edit_due as due
from handlers.secretariat import goal_edit_fields as fields
from handlers.secretariat import goal_edit_presses as presses
from handlers.secretariat import goal_editing as editing
from handlers.secretariat.goal_editing import NAME, Open, Step
from handlers.views import calendar
from handlers.views import goal_office as views
from handlers.views import goal_office_ask as ask
from handlers.views.general import not_text, nothing_to_cancel
from models.text import fold

type Taking = Callable[[Update, Context, Open], Awaitable[Any]]

_PUBLISH = frozenset(fold(word) for word in ("انتشار", "منتشر کن", "منتشر شود", "publish"))
_TAKES: dict[Step, Taking] = {
    Step.TITLE: fields.take_words,
    Step.DESCRIPTION: fields.take_words,
    Step.BODY: fields.take_words,
    Step.NUMBER: fields.take_number,
    Step.UNIT: fields.take_unit,
    Step.BASELINE: fields.take_end,
    Step.TARGET: fields.take_end,
    Step.ALLOTTED: fields.take_amount,
    Step.SPENT: fields.take_amount,
    Step.YEAR: fields.take_year,
    Step.DUE: due.take_day,
}


async def take(update: Update, context: Context) -> Any:
    """Words while a goal is worked on: for what is asked; the writer's own where nothing was for an hour."""
    message = message_of(update)
    work = None if editing.is_forgotten(context) else await editing.current(context)
    if work is None:
        if editing.noted(context, "id") is not None and not editing.is_forgotten(context):
            context.reply(views.no_more_editing(context.tr))  # their office ended meanwhile
        return await editing.pass_on(context, message)
    step = editing.step_of(context)
    if step in _TAKES:
        return await _TAKES[step](update, context, work)
    if fold(words_of(message)).strip(" .!؟") in _PUBLISH and work.goal.published_at is None:
        return await presses.publish(None, context, work)
    editing.put(None, context, work, views.press_a_field(await editing.editing_of(context, work), context.tr))
    return step


async def want_words(update: Update, context: Context) -> Any:
    """A file or a sticker where something is to be written: the question stands."""
    message = message_of(update)
    if editing.is_forgotten(context):
        return await editing.pass_on(context, message)
    work = await editing.current(context)
    if work is not None:
        editing.put(None, context, work, views.only_words(await editing.editing_of(context, work), context.tr))
    elif editing.noted(context, "new") is not None:
        context.reply(not_text(context.tr, is_sticker=message.sticker is not None))
    else:
        return await editing.pass_on(context, message)
    return editing.step_of(context)


async def cancel(_: Update, context: Context) -> int:
    """/cancel: what is said of it stays as it is; a new one that has no title yet is not begun."""
    work = await editing.current(context)
    if work is not None:
        return await presses.leave(None, context, work)
    is_new = editing.noted(context, "new") is not None
    editing.begin_anew(context, Step.CARD)
    editing.leave(context)
    context.reply(ask.not_begun(context.tr) if is_new else nothing_to_cancel(context.tr))
    return ConversationHandler.END


def build() -> ConversationHandler[Any]:
    """The dialogue: «new goal» on the list or «edit» on a goal's card begins it."""
    buttons = [
        CallbackQueryHandler(begin.begin, pattern(views.OFFICE, "new")),
        CallbackQueryHandler(begin.ask_new_area, pattern(views.OFFICE, "new_area")),
        CallbackQueryHandler(begin.give_up, pattern(views.OFFICE, "not_new")),
        CallbackQueryHandler(begin.press_area, pattern(ask.AREA, "take")),
        CallbackQueryHandler(presses.open_goal, pattern(views.OFFICE, "open")),
        CallbackQueryHandler(presses.press, pattern(views.OFFICE, *presses.ACTIONS)),
        CallbackQueryHandler(presses.press_other, pattern(ask.TOPIC, "toggle")),
        CallbackQueryHandler(presses.press_other, pattern(ask.DAY, *calendar.ACTIONS)),
    ]
    no_words = MessageHandler(guards.ANYTHING & ~filters.TEXT, want_words)
    asked = [MessageHandler(guards.TEXT, take), no_words]
    area = [MessageHandler(guards.TEXT, begin.take_area), no_words]
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.CARD,
        entry_points=buttons,
        states={
            **dict.fromkeys(Step, asked),
            Step.NEW_TITLE: [MessageHandler(guards.TEXT, begin.take_title), no_words],
            Step.NEW_AREA: area,
            Step.AREA: area,
        },
        fallbacks=[*buttons, CommandHandler("cancel", cancel, guards.IN_PRIVATE)],
    )
