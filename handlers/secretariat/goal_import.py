"""The dialogue in which goals are made of a published text: pasted or a file, seen line by line, then published."""

from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import build_dialogue
from handlers.messages import message_of, part_of
from handlers.resident import drafting
from handlers.secretariat import goal_import_begin as beginning
from handlers.secretariat import goal_import_presses as presses
from handlers.secretariat import goal_importing as importing
from handlers.secretariat.goal_importing import NAME, Step
from handlers.views import goal_import as views
from handlers.views.goal_import import NOUN

_IDLE = timedelta(hours=1)  # after it words beside the pages are a message of the writer's own


async def take_beside(update: Update, context: Context) -> Any:
    """Words while the pages stand; long after, they are a resident's own."""
    work = await importing.work_of(context)
    if work is None or context.turn.now - work.row.updated_at > _IDLE:
        importing.leave(context)
        await drafting.take_parts(context, [part_of(message_of(update))])
        return ConversationHandler.END
    importing.put(None, context, views.press_something(context.tr))
    return importing.note(context, Step.PREVIEW)


async def want_words(_: Update, context: Context) -> Step:
    """A file or a sticker where words are wanted: the question stands."""
    context.reply(views.no_file(context.tr))
    return importing.note(context, importing.step_of(context), line=importing.line_key(context))


def build() -> ConversationHandler[Any]:
    """The dialogue: a button of /goals begins it, «publish» ends it."""
    buttons = [
        CallbackQueryHandler(beginning.begin, pattern(NOUN, "begin")),
        CallbackQueryHandler(beginning.choose_area, pattern(NOUN, "area")),
        CallbackQueryHandler(presses.go_on, pattern(NOUN, "go_on")),
        CallbackQueryHandler(presses.leave_area, pattern(NOUN, "leave")),
        CallbackQueryHandler(presses.press, pattern(NOUN, *presses.ACTIONS)),
    ]
    no_words = MessageHandler(guards.ANYTHING & ~filters.TEXT, want_words)
    a_file = MessageHandler(guards.ANYTHING & ~filters.TEXT, beginning.take_file)
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.PREVIEW,
        entry_points=buttons,
        states={
            Step.AREA: [MessageHandler(guards.TEXT, beginning.take_area), no_words],
            Step.TEXT: [MessageHandler(guards.TEXT, beginning.take_piece), a_file],
            Step.PREVIEW: [MessageHandler(guards.TEXT, take_beside), a_file],
            Step.WORDS: [MessageHandler(guards.TEXT, presses.take_words), no_words],
            Step.PLACE: [MessageHandler(guards.TEXT, presses.take_place), no_words],
        },
        fallbacks=[*buttons, CommandHandler("cancel", presses.cancel, guards.IN_PRIVATE)],
    )
