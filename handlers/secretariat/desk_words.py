"""The dialogue in which staff write about a submission: question, answer, note, transcript, status note, letter."""

from enum import StrEnum
from typing import Any

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import build_dialogue, keep, open_dialogue
from handlers.keyboards import shortened
from handlers.messages import message_of, part_of, words_of
from handlers.secretariat import aside, desk_card, desk_errands
from handlers.secretariat.desk_errands import ACTIONS, Note
from handlers.views import case_words as views
from handlers.views.case import NOUN as CASE
from handlers.views.case_choices import TO
from handlers.views.case_words import Errand
from handlers.views.errors import error_view
from handlers.views.general import not_text, old_button_toast
from models.draft import Part
from models.errors import DomainError, MoveNotAllowed
from models.media import MediaKind
from models.role import Action
from models.services.dialogues import DialogueState
from models.submission import STAFF_MOVES, Status, Submission, takes_questions
from models.text import fold
from models.typed_day import UnknownDayError, read_day

NAME = aside.WORDS
_KEPT = 500  # letters of the submission that stand above what is asked
_LONGEST_NUMBER = 64  # letters of an office's letter number
_SEND = frozenset(fold(word) for word in ("بفرست", "ارسال", "تمام", "همین", "send", "done"))
_TAKES_FILES = frozenset({Errand.ASK, Errand.ANSWER, Errand.NOTE})
_MOVES = {TO + status.value: status for status in Status}


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    WORDS = "words"
    DAY = "day"  # the letter's number is there, its date is asked


async def ask_words(update: Update, context: Context) -> Any:
    """«Ask», «answer», «note» … on a card: hold the submission, and ask for the words."""
    action = context.pressed(update).action
    errand, to = (Errand.MOVE, _MOVES[action]) if action in _MOVES else (Errand(action), None)
    submission = await desk_card.pressed_case(update, context, ACTIONS[errand])
    if submission is None:
        return None
    _check(submission, errand, to)
    if (unsent := _unsent(context)) is not None:
        aside.tell_of_words(context, unsent)
        open_dialogue(context.turn, NAME, Step(unsent.step))
        return Step(unsent.step)
    await desk_card.take_up(context, submission.id or 0, ACTIONS[errand])
    state = open_dialogue(context.turn, NAME, Step.WORDS)
    data: dict[str, Any] = {"errand": errand.value, "id": submission.id, "code": submission.code, "parts": []}
    data["text"] = shortened(submission.text, _KEPT)
    keep(state, data if to is None else data | {"to": to.value})
    context.edit_pressed(update, views.words_asked(errand, aside.writing_of(state), to, context.tr), slot=_slot(state))
    return Step.WORDS


def _unsent(context: Context) -> DialogueState | None:
    """Words that wait to be sent, for whatever submission: they go first."""
    state = context.turn.dialogues.get(NAME)
    return state if state is not None and state.step in set(Step) and state.data.get("parts") else None


def _check(submission: Submission, errand: Errand, to: Status | None) -> None:
    """Nobody should write a sentence for nothing.

    Raises:
        MoveNotAllowed: the status does not lead there.
    """
    allowed = STAFF_MOVES[Status(submission.status)]
    if errand is Errand.MOVE and (to not in allowed or to is Status.NEEDS_INFO):
        raise MoveNotAllowed
    if errand is Errand.ASK and not takes_questions(submission):
        raise MoveNotAllowed


def _slot(state: DialogueState) -> str:
    return aside.slot_of(state.data["id"])


def _state(context: Context) -> DialogueState:
    return context.turn.dialogues[NAME]


def _parts(state: DialogueState) -> list[Part]:
    return [Part.from_data(part) for part in state.data.get("parts", [])]


async def take(update: Update, context: Context) -> Any:
    """A message: words alone are sent at once; photos wait for more, unless one came with its words."""
    message, state = message_of(update), _state(context)
    await _must(context, state)
    errand, parts = Errand(state.data["errand"]), _parts(state)
    if parts and fold(words_of(message)).strip(" .!؟") in _SEND:
        return await _send(context)
    part = part_of(message)
    if part.media is None and not part.text.strip():
        context.reply(not_text(context.tr, is_sticker=message.sticker is not None))
        return Step.WORDS
    if part.media is not None and errand not in _TAKES_FILES:
        context.reply(views.words_only(errand, context.tr))
        return Step.WORDS
    if errand is Errand.LETTER:
        return _take_number(context, message)
    _keep_parts(state, [*parts, part])
    is_whole = not parts and part.album is None and bool(part.text.strip())
    return await _send(context) if is_whole else _show_collected(context)


async def _must(context: Context, state: DialogueState) -> None:
    """An office may have ended, or the submission gone elsewhere, since the words were asked.

    Raises:
        NotFound: it is not theirs any more.
    """
    with aside.ending_without_right(context, NAME):
        await desk_card.load(context, state.data["id"], ACTIONS[Errand(state.data["errand"])])


def _keep_parts(state: DialogueState, parts: list[Part]) -> None:
    keep(state, state.data | {"parts": [part.to_data() for part in parts]})


def _show_collected(context: Context) -> Step:
    state = open_dialogue(context.turn, NAME, Step.WORDS)
    kinds = [MediaKind(part.media.kind) for part in _parts(state) if part.media is not None]
    context.move(_slot(state), views.words_collected(aside.writing_of(state), kinds, context.tr))
    return Step.WORDS


def _take_number(context: Context, message: Message) -> Step:
    number, state = " ".join(words_of(message).split()), _state(context)
    if len(number) > _LONGEST_NUMBER:
        context.reply(views.words_only(Errand.LETTER, context.tr))
        return Step.WORDS
    keep(state, state.data | {"number": number, "parts": [part_of(message).to_data()]})
    context.move(_slot(state), views.day_asked(aside.writing_of(state), number, context.tr))
    return Step.DAY


async def take_day(update: Update, context: Context) -> Any:
    """The letter's date, in any digits."""
    state = _state(context)
    await _must(context, state)
    try:
        day = read_day(words_of(message_of(update)))
    except UnknownDayError:
        open_dialogue(context.turn, NAME, Step.DAY)
        context.move(_slot(state), views.day_unknown(aside.writing_of(state), context.tr))
        return Step.DAY
    keep(state, state.data | {"day": day.isoformat()})
    return await _send(context)


async def press(update: Update, context: Context) -> Any:
    """A button of the question: send what is there, send nothing with it, or go back to the card."""
    pressed, state = context.pressed(update), context.turn.dialogues.get(NAME)
    if state is None or not state.data or state.version != pressed.version:
        submission = await desk_card.load(context, pressed.id)
        context.toast(old_button_toast(context.tr))
        await desk_card.show(context, submission, is_read=True)
        return None
    await _must(context, state)
    if pressed.action == "back":
        submission_id = state.data["id"]
        aside.end(context, NAME)
        await desk_card.show_in_place(update, context, await desk_card.load(context, submission_id))
        return ConversationHandler.END
    return await _send(context)


async def _send(context: Context) -> Any:
    """Do what the words are for. Should it be refused, nothing of it happened, and the words stay."""
    state = _state(context)
    try:
        async with context.turn.session.begin_nested():
            submission = await desk_errands.do(await desk_card.desk_of(context), state.data, _parts(state))
    except DomainError as problem:
        state = open_dialogue(context.turn, NAME, Step.DAY if state.step == Step.DAY else Step.WORDS)
        keep(state, state.data)
        said = error_view(problem, context.tr).text
        context.move(_slot(state), views.words_refused(aside.writing_of(state), said, context.tr))
        return state.step
    note = Note.of(state.data)
    context.turn.has_media = context.turn.has_media or any(part.media is not None for part in _parts(state))
    context.turn.has_deliveries = True
    aside.end(context, NAME)
    await desk_errands.show_done(context, submission, note)
    return ConversationHandler.END


async def leave(_: Update, context: Context) -> int:
    """/cancel: back to the card, and nothing was said."""
    submission_id = _state(context).data.get("id", 0)
    aside.end(context, NAME)
    await desk_card.show(context, await desk_card.load(context, submission_id, Action.SEE))
    return ConversationHandler.END


def build() -> ConversationHandler[Any]:
    """The dialogue: a button of the card begins it; the words, or the way back, end it."""
    errands = [errand.value for errand in Errand if errand is not Errand.MOVE]
    begin = CallbackQueryHandler(ask_words, pattern(CASE, *errands, *_MOVES))
    buttons = CallbackQueryHandler(press, pattern(views.NOUN, "send", "plain", "dateless", "back"))
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.WORDS,
        entry_points=[begin, buttons],
        states={
            Step.WORDS: [MessageHandler(guards.TEXT, take), MessageHandler(guards.ANYTHING & ~filters.TEXT, take)],
            Step.DAY: [MessageHandler(guards.TEXT, take_day)],
        },
        fallbacks=[begin, buttons, CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )
