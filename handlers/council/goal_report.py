"""The dialogue in which somebody reports how far a goal has come: a sentence, a tap; the rest only if they want."""

from dataclasses import replace
from typing import Any

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import goal_report_begin as begin
from handlers.council import goal_report_cause as cause
from handlers.council import goal_report_day as days
from handlers.council import goal_report_presses as presses
from handlers.council import goal_report_values as values
from handlers.council import goal_reporting as reporting
from handlers.council.goal_reporting import NAME, Step, Work
from handlers.dialogue import build_dialogue
from handlers.messages import media_of, message_of, part_of, words_of
from handlers.views import calendar
from handlers.views import goal_report as views
from handlers.views import goal_report_ask as ask
from models.errors import NotFound, UnknownAmountError
from models.goal_facts import UPDATE_LIMIT
from models.media import MediaItem, MediaKind
from models.text import fold
from models.typed_amounts import read_percent, read_value

_SAVE = frozenset(fold(word) for word in ("ثبت", "ثبت کن", "تمام", "همین", "save", "done"))
_FILES = {MediaKind.PHOTO, MediaKind.DOCUMENT}


async def take(update: Update, context: Context) -> Any:
    """Any message while a report is written: what it is for depends on what is asked, and nothing of it is lost."""
    message = message_of(update)
    work = await _current(context)
    if work is None:
        return await reporting.pass_on(context, message)
    step, file = reporting.step_of(context), media_of(message)
    if file is not None and file.kind in _FILES:
        return await _take_file(context, work, message, file)
    if not words_of(message).strip() or message.text is None:
        return await _not_taken(context, work)
    if step in _ASKED:
        return await _ASKED[step](update, context, work)
    return await _take_words(update, context, work, step)


async def _current(context: Context) -> Work | None:
    """What the message is for; None: for no report, as nobody writes one now, or long ago, or may not any more."""
    if reporting.is_forgotten(context):
        return None
    try:
        return await reporting.work_of(context)
    except NotFound:
        await reporting.refuse_right(None, context)
        return None


async def _not_taken(context: Context, work: Work) -> Step:
    """A sticker, a voice message, a pin: the question stands."""
    step = reporting.step_of(context)
    reporting.note(context, step, work.draft)
    reporting.put(None, context, ask.not_for_a_report(await reporting.reporting_of(context, work), context.tr))
    return step


async def _want_file(_: Update, context: Context, work: Work) -> Step:
    step = reporting.step_of(context)
    reporting.note(context, step, work.draft)
    reporting.put(None, context, ask.file_needed(await reporting.reporting_of(context, work), context.tr))
    return step


_ASKED = {
    Step.VALUE: values.take_typed,
    Step.STATED: values.take_typed,
    Step.DAY: days.take_day,
    Step.CAUSE: cause.take_cause,
    Step.PHOTO: _want_file,
    Step.DOCUMENT: _want_file,
}


async def _take_file(context: Context, work: Work, message: Message, file: MediaItem) -> Any:
    """A photo or a document, at whatever step, with its caption as the sentence where there is none yet."""
    album, words = part_of(message).album, words_of(message).strip()
    is_photo = file.kind is MediaKind.PHOTO
    if is_photo and album is not None and album == reporting.noted(context, "album"):
        return await _one_photo(context, work)
    above = None
    if is_photo:
        above = ask.photo_replaced(context.tr) if work.draft.photo is not None else None
        reporting.note(context, reporting.step_of(context), work.draft, album=album or "")
    else:
        above = ask.document_replaced(context.tr) if work.draft.document is not None else None
    work = work.with_draft(**{"photo" if is_photo else "document": file})
    if words and not work.draft.text:
        return await _take_sentence(context, work, words, above=above)
    if words:
        return await _ask_what_for(context, work, message)
    return await reporting.show_card(None, context, work, above=above)


async def _one_photo(context: Context, work: Work) -> Step:
    """The others of an album: the first one is the report's."""
    return await reporting.show_card(None, context, work, above=ask.first_photo_kept(context.tr))


async def _take_words(update: Update, context: Context, work: Work, step: Step) -> Any:
    """Words where nothing else is asked: the sentence, or «save» typed, or a number, or what they are for is asked."""
    words = words_of(message_of(update)).strip()
    if step is Step.TEXT:
        return await _take_sentence(context, work, words)
    if fold(words).strip(" .!؟") in _SAVE:
        return await presses.save(None, context, work)
    if _is_amount(words, work):
        take = values.take_value if work.is_measured else values.take_percent
        return await take(context, work, words)
    return await _ask_what_for(context, work, message_of(update))


def _is_amount(words: str, work: Work) -> bool:
    """Whether it is a value of the goal's measure, or a percentage, and nothing else."""
    try:
        if work.is_measured:
            read_value(words, work.goal.unit or "")
        else:
            read_percent(words)
    except UnknownAmountError:
        return False
    return True


async def _take_sentence(context: Context, work: Work, words: str, *, above: Any = None) -> Any:
    if len(words) > UPDATE_LIMIT:
        reporting.note(context, Step.TEXT, work.draft)
        drawn = await reporting.reporting_of(context, work)
        reporting.put(None, context, ask.sentence_too_long(drawn, len(words), context.tr))
        return Step.TEXT
    return await reporting.show_card(None, context, work.with_draft(text=words), above=above)


async def _ask_what_for(context: Context, work: Work, message: Message) -> Step:
    part = replace(part_of(message), media=None, location=None, album=None)
    reporting.note(context, Step.CARD, work.draft, said=part.to_data())
    drawn = await reporting.reporting_of(context, work)
    reporting.put(None, context, ask.said_for_what(drawn, words_of(message).strip(), context.tr))
    return Step.CARD


def build() -> ConversationHandler[Any]:
    """The dialogue: «report progress» on a goal's card begins it, «put it on record» ends it."""
    buttons = [
        CallbackQueryHandler(begin.begin, pattern(views.OFFICE, "new")),
        CallbackQueryHandler(begin.begin_anew, pattern(views.OFFICE, "anew")),
        CallbackQueryHandler(begin.correct, pattern(views.OFFICE, "correct")),
        CallbackQueryHandler(begin.correct_anew, pattern(views.OFFICE, "anew_for")),
        CallbackQueryHandler(begin.go_on, pattern(views.OFFICE, "go_on")),
        CallbackQueryHandler(presses.press, pattern(views.OFFICE, *presses.ACTIONS)),
        CallbackQueryHandler(presses.press, pattern(ask.DAY, *calendar.ACTIONS)),
    ]
    messages = [MessageHandler(guards.TEXT, take), MessageHandler(guards.ANYTHING & ~filters.TEXT, take)]
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.CARD,
        entry_points=buttons,
        states=dict.fromkeys(Step, messages),
        fallbacks=[*buttons, CommandHandler("cancel", presses.cancel, guards.IN_PRIVATE)],
    )
