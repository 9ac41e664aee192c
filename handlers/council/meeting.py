"""The dialogue in which a meeting is called: two taps for the usual one, and every fact a tap and a word away."""

from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import (
    meeting_begin,
    meeting_composing,
    meeting_fields,
    meeting_guests,
    meeting_list,
    meeting_presses,
    meeting_publishing,
    meeting_repeat,
    meeting_running,
    meeting_series,
    meeting_sessions,
    meeting_time,
    meeting_typed,
)
from handlers.council.meeting_composing import NAME, Step
from handlers.dialogue import Handlers, build_dialogue
from handlers.messages import message_of
from handlers.views.meeting_office_ends import nothing_changed


async def cancel(_: Update, context: Context) -> Any:
    """/cancel: nothing is announced or changed, and a draft stays among the drafts."""
    work = await meeting_composing.current(context)
    if work is not None and work.is_draft:
        return await meeting_publishing.leave(None, context, work)
    meeting_composing.leave(context)
    context.reply(nothing_changed(context.tr))
    return ConversationHandler.END


async def pass_on(update: Update, context: Context) -> Any:
    """Something was typed where a button was asked for: it is the writer's own message."""
    return await meeting_composing.pass_on(context, message_of(update))


def build() -> ConversationHandler[Any]:
    """The dialogue: /meeting or a button begins it, the card leads through it, «announce» ends it."""
    buttons: Handlers = [
        CommandHandler("meeting", meeting_list.show, guards.IN_PRIVATE),
        CallbackQueryHandler(meeting_begin.press_new, pattern("meeting", "new")),
        CallbackQueryHandler(meeting_begin.press_area, pattern("meeting", "area")),
        *meeting_list.buttons(),
        *meeting_running.buttons(),
        *meeting_presses.buttons(),
        *meeting_time.buttons(),
        *meeting_fields.buttons(),
        *meeting_sessions.buttons(),
        *meeting_guests.buttons(),
        *meeting_repeat.buttons(),
        *meeting_series.buttons(),
    ]
    file = guards.ANYTHING & ~filters.TEXT
    no_file = MessageHandler(file, meeting_fields.want_words)

    def typed(step: Any) -> Handlers:
        return [MessageHandler(guards.TEXT, step), no_file]

    place = [MessageHandler(guards.TEXT, meeting_fields.take_place), MessageHandler(file, meeting_fields.take_place)]
    card = [MessageHandler(guards.TEXT, meeting_typed.take), MessageHandler(file, meeting_typed.take)]
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.CARD,
        entry_points=buttons,
        states={
            Step.AREA: [MessageHandler(guards.TEXT, pass_on), MessageHandler(file, pass_on)],
            Step.CARD: card,
            Step.WHEN: typed(meeting_time.take_moment),
            Step.CONFIRM: typed(meeting_time.take_answer),
            Step.LENGTH: typed(meeting_fields.take_length),
            Step.TITLE: typed(meeting_fields.take_title),
            Step.PLACE: place,
            Step.LINK: typed(meeting_fields.take_link),
            Step.CAPACITY: typed(meeting_fields.take_capacity),
            Step.REASON: typed(meeting_running.take_reason),
            Step.UNTIL: typed(meeting_repeat.take_until),
            Step.SERIES: typed(meeting_series.take_field),
        },
        fallbacks=[*buttons, CommandHandler("cancel", cancel, guards.IN_PRIVATE)],
    )
