"""The dialogue in which an author adds to a submission on record."""

from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import build_dialogue, close_dialogue, keep, open_dialogue
from handlers.messages import is_attachment, message_of, part_of, words_of
from handlers.resident import adding, drafting
from handlers.resident.adding import Step
from handlers.views import addition as views
from handlers.views.general import not_text, old_button_toast
from models.draft import Part
from models.errors import EmptyText
from models.services import access, submissions
from models.submission import Submission
from models.text import fold

_YES = frozenset(fold(word) for word in ("بله", "آره", "اره", "بلی", "yes"))
_NO = frozenset(fold(word) for word in ("نه", "خیر", "جداست", "no"))


async def ask(update: Update, context: Context) -> Step:
    """«Add something» on a card: ask for the words."""
    submission = await _own(context, context.pressed(update).id)
    keep(open_dialogue(context.turn, adding.NAME, Step.TEXT), {"id": submission.id, "code": submission.code})
    context.reply(views.addition_asked(submission.code, context.tr), slot=adding.SLOT)
    return Step.TEXT


async def take(update: Update, context: Context) -> int:
    """The words that were asked for."""
    message, data = message_of(update), context.turn.dialogues[adding.NAME].data
    if not words_of(message).strip():
        raise EmptyText
    submission = await _own(context, data["id"])
    await _add(context, submission, [[message.message_id, words_of(message)]])
    _show_done(None, context, submission)
    return ConversationHandler.END


async def take_more(update: Update, context: Context) -> Any:
    """More words while the question stands: an answer to it, or more of the same."""
    message, data = message_of(update), context.turn.dialogues[adding.NAME].data
    said = fold(words_of(message)).strip(" .!؟")
    submission = await _own(context, data["id"])
    if said in _YES:
        return await _accept(None, context, submission)
    if said in _NO:
        return await _separate(None, context)
    adding.offer(context, submission, message)
    return Step.OFFERED


async def take_attachment(update: Update, context: Context) -> Any:
    """A file or a pin while the question stands: all of it is a new submission."""
    message = message_of(update)
    if not is_attachment(message):
        context.reply(not_text(context.tr, is_sticker=message.sticker is not None))
        return Step.OFFERED
    pending = context.turn.dialogues[adding.NAME].data["pending"]
    _end(context)
    parts = [Part(message_id, words) for message_id, words in pending]
    await drafting.take_parts(context, [*parts, part_of(message)])
    return ConversationHandler.END


async def press(update: Update, context: Context) -> Any:
    """The answer to the question, pressed."""
    pressed, state = context.pressed(update), context.turn.dialogues.get(adding.NAME)
    if pressed.action == "later":
        close_dialogue(context.turn, adding.NAME)
        context.edit_pressed(update, views.addition_later(context.tr))
        return ConversationHandler.END
    if state is None or state.step != Step.OFFERED or not state.data or state.version != pressed.version:
        context.toast(old_button_toast(context.tr))
        return ConversationHandler.END if state is None or not state.is_active else state.step
    if pressed.action == "no":
        return await _separate(update, context)
    return await _accept(update, context, await _own(context, state.data["id"]))


async def _accept(update: Update | None, context: Context, submission: Submission) -> int:
    await _add(context, submission, context.turn.dialogues[adding.NAME].data["pending"])
    _show_done(update, context, submission)
    return ConversationHandler.END


async def _separate(update: Update | None, context: Context) -> int:
    pending = context.turn.dialogues[adding.NAME].data["pending"]
    _end(context)
    if update is not None:
        context.edit_pressed(update, views.addition_separate(context.tr))
    await drafting.take_parts(context, [Part(message_id, words) for message_id, words in pending])
    return ConversationHandler.END


async def _add(context: Context, submission: Submission, pending: list[list[Any]]) -> None:
    for message_id, words in pending:
        await submissions.add(
            session=context.turn.session,
            submission=submission,
            message_id=message_id,
            text=words,
            now=context.turn.now,
        )


def _show_done(update: Update | None, context: Context, submission: Submission) -> None:
    _end(context)
    view = views.addition_done(submission.code, submission.id or 0, context.tr)
    if update is None:
        context.move(adding.SLOT, view)
    else:
        context.edit_pressed(update, view, slot=adding.SLOT)


def _end(context: Context) -> None:
    keep(context.turn.dialogues[adding.NAME], {})
    close_dialogue(context.turn, adding.NAME)


async def leave(_: Update, context: Context) -> int:
    """/cancel: nothing is added. Words that were kept for the question become a draft rather than nothing."""
    state = context.turn.dialogues[adding.NAME]
    if state.data.get("pending"):
        return await _separate(None, context)
    _end(context)
    context.reply(views.addition_later(context.tr))
    return ConversationHandler.END


async def _own(context: Context, submission_id: int) -> Submission:
    return await access.own_submission(
        session=context.turn.session, person_id=context.person.id or 0, submission_id=submission_id
    )


def build() -> ConversationHandler[Any]:
    """The dialogue: a card's button or words soon after registering begin it; an answer ends it."""
    begin = CallbackQueryHandler(ask, pattern(views.NOUN, "ask"))
    answer = CallbackQueryHandler(press, pattern(views.NOUN, "yes", "no", "later"))
    return build_dialogue(
        name=adding.NAME,
        steps=Step,
        resume=Step.TEXT,
        entry_points=[begin, answer],
        states={
            Step.OFFERED: [
                MessageHandler(guards.TEXT, take_more),
                MessageHandler(guards.ANYTHING & ~filters.TEXT, take_attachment),
            ],
            Step.TEXT: [MessageHandler(guards.TEXT, take)],
        },
        fallbacks=[begin, answer, CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )
