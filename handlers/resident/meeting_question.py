"""The dialogue in which somebody asks something for a meeting."""

from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import build_dialogue, close_dialogue, keep, open_dialogue
from handlers.messages import message_of, part_of, words_of
from handlers.resident import drafting, meeting_card
from handlers.views import meeting_question as views
from handlers.views.meeting_buttons import MEET
from handlers.views.meeting_resident import passed_toast
from models.draft import Part
from models.errors import MeetingPassed, NotFound, TextTooLong, TooManyQuestions
from models.meeting_facts import Facts
from models.services import meeting_questions
from models.services.dialogues import DialogueState

NAME = "meeting_question"


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    WRITE = "write"


async def ask(update: Update, context: Context) -> Any:
    """«I have a question» below a meeting: ask for it. A draft that is open waits, suspended."""
    meeting_id = context.pressed(update).id
    try:
        meeting = await meeting_questions.meeting_to_ask(await meeting_card.reader_of(context), meeting_id)
    except NotFound:
        await meeting_card.say_refused(context)
        return None
    except MeetingPassed:
        context.toast(passed_toast(await meeting_card.seen(context, meeting_id), context.tr))
        return None
    state = open_dialogue(context.turn, NAME, Step.WRITE)
    keep(state, {"meeting": meeting_id, "slot": f"{NAME}.{context.turn.inbox_id}"})
    context.reply(views.question_asked(Facts.from_data(meeting.facts).title, context.tr), slot=_slot(state))
    return Step.WRITE


async def take(update: Update, context: Context) -> Any:
    """The question. Where none is taken any more, its words become a draft rather than nothing."""
    message, state = message_of(update), _state(context)
    words, reader = words_of(message), await meeting_card.reader_of(context)
    try:
        question_id = await meeting_questions.ask(
            reader, state.data["meeting"], message_id=message.message_id, text=words
        )
    except TextTooLong as error:
        context.reply(views.question_too_long(error.limit, context.tr))
        return Step.WRITE
    except (MeetingPassed, NotFound, TooManyQuestions) as error:
        await drafting.take_parts(context, [part_of(message)])
        context.edit(_slot(state), views.question_refused(error, context.tr))
        return _end(context)
    drafting.warn_of_danger(context, words)
    asked = await meeting_questions.meeting_to_ask(reader, state.data["meeting"])
    title = Facts.from_data(asked.facts).title
    context.move(_slot(state), views.question_noted(title, words, question_id, asked.id or 0, context.tr))
    return _end(context)


async def take_other(update: Update, context: Context) -> Any:
    """A file, a pin or a sticker: only words are read out. A late part of an album goes where it belongs."""
    if not await drafting.join_late(context, message_of(update)):
        context.reply(views.only_words(context.tr))
    return Step.WRITE


async def take_back(update: Update, context: Context) -> None:
    """«Take it back» below a question."""
    try:
        question = await meeting_questions.take_back(await meeting_card.reader_of(context), context.pressed(update).id)
    except NotFound:
        context.toast(views.already_back_toast(context.tr))
        return
    context.edit_pressed(update, views.question_taken_back(question.text, question.meeting_id, context.tr))


async def take_apart(update: Update, context: Context) -> None:
    """«It is for the council»: it was no question for the meeting, its words become a draft."""
    reader, question_id = await meeting_card.reader_of(context), context.pressed(update).id
    try:
        question = await meeting_questions.own_question(reader, question_id)
    except NotFound:
        context.toast(views.already_back_toast(context.tr))
        return
    # The draft first: where it has no room for the words, they stay where they are.
    await drafting.take_parts(context, [Part(question.message_id, question.text)])
    await meeting_questions.take_back(reader, question_id)
    context.edit_pressed(update, views.question_apart(question.meeting_id, context.tr))


async def put_off(update: Update, context: Context) -> Any:
    """«Not now»: nothing is asked."""
    state = context.turn.dialogues.get(NAME)
    is_open = state is not None and state.step == Step.WRITE
    meeting_id = state.data["meeting"] if state is not None and is_open else 0
    context.edit_pressed(update, views.question_later(context.tr, meeting_id=meeting_id))
    return _end(context) if is_open else None


async def leave(_: Update, context: Context) -> int:
    """/cancel: as «not now»."""
    meeting_id = _state(context).data["meeting"]
    context.reply(views.question_later(context.tr, meeting_id=meeting_id))
    return _end(context)


def _end(context: Context) -> int:
    keep(_state(context), {})
    close_dialogue(context.turn, NAME)
    return ConversationHandler.END


def _state(context: Context) -> DialogueState:
    return context.turn.dialogues[NAME]


def _slot(state: DialogueState) -> str:
    return str(state.data["slot"])


def build() -> ConversationHandler[Any]:
    """The dialogue: a meeting's button begins it, one message ends it; a question's own buttons undo it."""
    begin = CallbackQueryHandler(ask, pattern(MEET, "ask"))
    later = CallbackQueryHandler(put_off, pattern(views.NOUN, "later"))
    back = CallbackQueryHandler(take_back, pattern(views.NOUN, "back"))
    apart = CallbackQueryHandler(take_apart, pattern(views.NOUN, "apart"))
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.WRITE,
        entry_points=[begin, later, back, apart],
        states={
            Step.WRITE: [
                MessageHandler(guards.TEXT, take),
                MessageHandler(guards.ANYTHING & ~filters.TEXT, take_other),
            ]
        },
        fallbacks=[begin, later, back, apart, CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )
