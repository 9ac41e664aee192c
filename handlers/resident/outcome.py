"""The dialogue in which an author says whether what is done is solved, and what is still wrong."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import build_dialogue, close_dialogue, keep, open_dialogue
from handlers.keyboards import View
from handlers.messages import is_attachment, message_of, part_of, words_of
from handlers.resident import drafting
from handlers.resident.author import author_below_owners, author_of, words_from
from handlers.resident.cards import submission_card
from handlers.views import outcome as views
from handlers.views.general import not_text, old_button_toast
from models.draft import Draft, Part
from models.services import access, authors
from models.services.dialogues import DialogueState
from models.submission import Status, Submission
from models.text import fold

NAME = "outcome"
_ENOUGH = frozenset(fold(word) for word in ("تمام", "همین", "همین کافی است", "کافی است", "نه", "enough", "done", "no"))
_FORGOTTEN_AFTER = timedelta(hours=1)  # what somebody writes then is something new


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    EXPLAIN = "explain"  # it is open again, and a word about it is asked


async def say_solved(update: Update, context: Context) -> Any:
    """«حل شد»: noted once, with thanks."""
    submission = await _own(context, context.pressed(update).id)
    if not _is_current(update, context, submission):
        return await _show_how_it_stands(update, context, submission)
    context.take_buttons(update)
    if await authors.has_said_solved(session=context.turn.session, submission=submission):
        context.toast(views.said_already_toast(context.tr))
        return None
    await authors.solved(author_of(context), submission.id or 0)
    context.reply(views.solved_noted(submission.code, submission.id or 0, context.tr))
    return None


async def say_not_solved(update: Update, context: Context) -> Any:
    """«حل نشد»: open again at once; then a word about it is asked, which nobody has to give."""
    submission = await _own(context, context.pressed(update).id)
    if not _is_current(update, context, submission):
        return await _show_how_it_stands(update, context, submission)
    submission = await authors.not_solved(await author_below_owners(context), submission.id or 0)
    context.turn.has_deliveries = True
    context.take_buttons(update)
    state = open_dialogue(context.turn, NAME, Step.EXPLAIN)
    slot = f"{NAME}.{context.turn.inbox_id}"
    keep(state, {"id": submission.id, "code": submission.code, "slot": slot})
    context.reply(views.reopened_noted(submission.code, submission.id or 0, context.tr), slot=slot)
    return Step.EXPLAIN


def _is_current(update: Update, context: Context, submission: Submission) -> bool:
    """Whether the button was drawn of the submission as it is, done and not touched since."""
    return submission.status == Status.DONE and context.pressed(update).version == submission.version


async def _show_how_it_stands(update: Update, context: Context, submission: Submission) -> Any:
    state = context.turn.dialogues.get(NAME)
    context.take_buttons(update)
    if submission.status == Status.REOPENED and state is not None and state.data.get("id") == submission.id:
        context.toast(views.said_already_toast(context.tr))  # pressed twice: the answer is on its way
        return None
    context.toast(old_button_toast(context.tr))
    context.reply(await submission_card(context, submission, page=0))
    return None


async def take(update: Update, context: Context) -> Any:
    """A sentence about what is still wrong ends the dialogue."""
    message = message_of(update)
    if fold(words_of(message)).strip(" .!؟") in _ENOUGH:
        return _end(None, context)
    if _is_forgotten(context):
        return await _take_as_draft(context, part_of(message))
    drafting.warn_of_danger(context, words_of(message))
    await _explain(context, part_of(message))
    return _end(None, context)


async def take_attachment(update: Update, context: Context) -> Any:
    """A photo, a file or a pin is put into the file at once; more may follow."""
    message, state = message_of(update), _state(context)
    if await drafting.join_late(context, message):
        return Step.EXPLAIN
    if not is_attachment(message) and not words_of(message).strip():
        context.reply(not_text(context.tr, is_sticker=message.sticker is not None))
        return Step.EXPLAIN
    part = part_of(message)
    if _is_forgotten(context):
        return await _take_as_draft(context, part)
    await _explain(context, part)
    is_same_album = part.album is not None and part.album == state.data.get("album")
    keep(state, {**state.data, "album": part.album})
    if not is_same_album:  # one answer for all of them
        view = views.explanation_joined(state.data["code"], state.data["id"], context.tr)
        context.move(state.data["slot"], view)
    return Step.EXPLAIN


async def _explain(context: Context, part: Part) -> None:
    submission = await _own(context, _state(context).data["id"])
    words = words_from(context, Draft(id=0, parts=(part,)), is_anonymous=submission.is_anonymous)
    await authors.explain_not_solved(author_of(context), submission.id or 0, words)
    context.turn.has_media = context.turn.has_media or bool(words.items)


async def _take_as_draft(context: Context, part: Part) -> int:
    close_dialogue(context.turn, NAME)
    await drafting.take_parts(context, [part])
    return ConversationHandler.END


async def enough(update: Update, context: Context) -> Any:
    """«That is enough»."""
    state = context.turn.dialogues.get(NAME)
    if state is None or state.step != Step.EXPLAIN or state.data["id"] != context.pressed(update).id:
        submission = await _own(context, context.pressed(update).id)
        context.edit_pressed(update, _done(context, submission.code, submission.id or 0))
        return None
    return _end(update, context)


async def leave(_: Update, context: Context) -> int:
    """/cancel: it stays open again; nothing more is said about it."""
    return _end(None, context)


def _end(update: Update | None, context: Context) -> int:
    data = _state(context).data
    close_dialogue(context.turn, NAME)
    view = _done(context, data["code"], data["id"])
    if update is None:
        context.move(data["slot"], view)
    else:
        context.edit_pressed(update, view, slot=data["slot"])
    return ConversationHandler.END


def _done(context: Context, code: str, submission_id: int) -> View:
    return views.explanation_done(code, submission_id, context.tr)


def _is_forgotten(context: Context) -> bool:
    changed_at = _state(context).updated_at
    return changed_at is not None and context.turn.now - changed_at > _FORGOTTEN_AFTER


def _state(context: Context) -> DialogueState:
    return context.turn.dialogues[NAME]


async def _own(context: Context, submission_id: int) -> Submission:
    return await access.own_submission(
        session=context.turn.session, person_id=context.person.id, submission_id=submission_id
    )


def build() -> ConversationHandler[Any]:
    """The dialogue: the two buttons begin it; a sentence, or that nothing is to be said, ends it."""
    solved = CallbackQueryHandler(say_solved, pattern(views.NOUN, "solved"))
    not_solved = CallbackQueryHandler(say_not_solved, pattern(views.NOUN, "not_solved"))
    is_enough = CallbackQueryHandler(enough, pattern(views.NOUN, "enough"))
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.EXPLAIN,
        entry_points=[solved, not_solved, is_enough],
        states={
            Step.EXPLAIN: [
                MessageHandler(guards.TEXT, take),
                MessageHandler(guards.ANYTHING & ~filters.TEXT, take_attachment),
            ]
        },
        fallbacks=[solved, not_solved, is_enough, CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )
