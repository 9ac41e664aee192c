"""The dialogue in which a message becomes a notice: two taps, and settings and a time where they are wanted."""

from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import composing, notice_audience, notice_begin, notice_settings, notice_time
from handlers.council.composing import NAME, Open, Step, content_of_parts, noted
from handlers.council.notice_presses import BUTTONS, leave, press, send
from handlers.dialogue import build_dialogue
from handlers.messages import message_of, part_of
from handlers.views import notice as views
from handlers.views import notice_ends as ends
from models.draft import Part
from models.services import notice_changes
from models.text import fold

_SEND = frozenset(fold(word) for word in ("بفرست", "ارسال", "فرستادن", "send"))
_LEAVE = frozenset(fold(word) for word in ("انصراف", "لغو", "بی‌خیال", "discard"))
_IDLE = timedelta(hours=1)  # after which a message is a new one, and not a word more for the notice


async def take_more(update: Update, context: Context) -> Any:
    """One message more, while the card stands; «send» and «discard» typed do what the buttons do."""
    message, work = message_of(update), await composing.current(context)
    said = fold(message.text or "").strip(" .!؟")
    if work is not None and said in _SEND:
        return await send(None, context, work)
    if work is not None and said in _LEAVE:
        return await leave(None, context, work)
    if work is None or context.turn.now - work.notice.updated_at > _IDLE:
        return await composing.pass_on(context, message)
    if not composing.fits(context, message):
        return Step.CARD
    part = part_of(message)
    changed = await _join(work, part)
    composing.note(context, Step.CARD, said=[*(noted(context, "said") or []), *composing.said_in([part])])
    if part.album is not None:  # it comes in pieces: one preview for all of them
        composing.note(context, Step.CARD, stale=True)
        notice_begin.show_gathered(context, len(changed.content.files))
        return Step.CARD
    return await composing.show(context, changed)


async def _join(work: Open, part: Part) -> Open:
    content = content_of_parts([part], work.content)
    notice = await notice_changes.change_content(work.announcer, work.id, work.version, content)
    return await composing.opened(work.announcer, notice)


async def want_words(_: Update, context: Context) -> Step:
    """A file or a sticker where something is to be written: the question stands."""
    context.reply(ends.words_wanted(context.tr))
    return composing.step_of(context)


async def cancel(_: Update, context: Context) -> int:
    """/cancel: nothing is sent, and what there is stays among the drafts."""
    work = await composing.current(context)
    if work is not None:
        return await leave(None, context, work)
    if noted(context, "parts"):
        await notice_begin.keep_gathered(context)
        context.reply(ends.notice_gathered_kept(context.tr))
    else:
        context.reply(ends.nothing_begun(context.tr))
    composing.begin_anew(context, Step.TEXT)
    composing.leave(context)
    return ConversationHandler.END


def build() -> ConversationHandler[Any]:
    """The dialogue: a draft's button or /notice begins it, the card leads through it, «send» ends it."""
    noun = views.NOUN
    buttons = [
        CommandHandler("notice", notice_begin.begin, guards.IN_PRIVATE),
        CallbackQueryHandler(notice_begin.announce, pattern(noun, "announce")),
        CallbackQueryHandler(notice_begin.choose_office, pattern(noun, "offices")),
        CallbackQueryHandler(notice_begin.begin_from_button, pattern(noun, "new")),
        CallbackQueryHandler(notice_begin.take_office, pattern(noun, "office")),
        CallbackQueryHandler(notice_begin.show_preview, pattern(noun, "preview")),
        CallbackQueryHandler(notice_begin.later, pattern(noun, "later")),
        CallbackQueryHandler(press, pattern(noun, *BUTTONS)),
        *notice_settings.buttons(),
        *notice_audience.buttons(),
        *notice_time.buttons(),
    ]
    file = guards.ANYTHING & ~filters.TEXT
    first = [MessageHandler(guards.TEXT, notice_begin.take_first), MessageHandler(file, notice_begin.take_first)]
    more = [MessageHandler(guards.TEXT, take_more), MessageHandler(file, take_more)]
    no_file = MessageHandler(file, want_words)
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.CARD,
        entry_points=buttons,
        states={
            Step.OFFICE: first,
            Step.TEXT: first,
            Step.CARD: more,
            Step.WORDS: [
                MessageHandler(guards.TEXT, notice_settings.take_words),
                MessageHandler(file, notice_settings.take_words),
            ],
            Step.LINK: [MessageHandler(guards.TEXT, notice_settings.take_link), no_file],
            Step.QUESTION: [MessageHandler(guards.TEXT, notice_settings.take_question), no_file],
            Step.ANSWERS: [MessageHandler(guards.TEXT, notice_settings.take_answers), no_file],
            Step.AREA: [MessageHandler(guards.TEXT, notice_audience.take_area), no_file],
            Step.TIME: [MessageHandler(guards.TEXT, notice_time.take_moment), no_file],
            Step.UNTIL: [MessageHandler(guards.TEXT, notice_time.take_until), no_file],
        },
        fallbacks=[*buttons, CommandHandler("cancel", cancel, guards.IN_PRIVATE)],
    )
