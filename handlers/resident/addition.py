"""The dialogue in which an author adds to a submission on record."""

from typing import Any

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import build_dialogue, close_dialogue, keep, open_dialogue
from handlers.keyboards import View
from handlers.messages import is_attachment, message_of, part_of, words_of
from handlers.resident import adding, drafting
from handlers.resident.adding import Step
from handlers.views import addition as views
from handlers.views.general import not_text, old_button_toast
from models.draft import Part, has_words
from models.errors import EmptyText
from models.services import access, submissions
from models.services.dialogues import DialogueState
from models.submission import ENDED, Submission
from models.text import fold

_YES = frozenset(fold(word) for word in ("بله", "آره", "اره", "بلی", "yes"))
_NO = frozenset(fold(word) for word in ("نه", "خیر", "جداست", "no"))


async def ask(update: Update, context: Context) -> Any:
    """«Add something» on a card: ask for the words; those that wait for an answer already are what it meant."""
    submission, waiting = await _own(context, context.pressed(update).id), _waiting(context)
    if waiting is not None and waiting.data["id"] == submission.id:
        return await _accept(None, context, submission)
    if waiting is not None:
        adding.ask_again(context)  # about another submission: that is to be said first, or the words would be lost
        return Step.OFFERED
    slot = adding.new_slot(context)
    state = open_dialogue(context.turn, adding.NAME, Step.TEXT)
    keep(state, {"id": submission.id, "code": submission.code, "slot": slot})
    context.reply(views.addition_asked(submission.code, context.tr), slot=slot)
    return Step.TEXT


async def take(update: Update, context: Context) -> int:
    """The words that were asked for. Where the submission came to its end meanwhile, they begin a draft."""
    message, data = message_of(update), context.turn.dialogues[adding.NAME].data
    if not has_words(words_of(message)):
        raise EmptyText
    submission = await _own(context, data["id"])
    if submission.status in ENDED:
        return await _begin_anew(None, context, part_of(message))
    drafting.warn_of_danger(context, words_of(message))
    await _add(context, submission, [[message.message_id, words_of(message)]])
    _show_done(None, context, submission)
    return ConversationHandler.END


async def take_file(update: Update, context: Context) -> Any:
    """A photo or a file where words were asked for: it joins the submission, with its caption."""
    message, data = message_of(update), context.turn.dialogues[adding.NAME].data
    if await drafting.join_late(context, message):
        return Step.TEXT
    part = part_of(message)
    if part.media is None:
        context.reply(views.addition_takes_no_pin(context.tr) if part.location else _not_text(context, message))
        return Step.TEXT
    submission = await _own(context, data["id"])
    if submission.status in ENDED:
        return await _begin_anew(None, context, part)
    if part.text.strip():
        await _add(context, submission, [[part.message_id, part.text]])
    await drafting.attach(context, submission.id or 0, [part])
    _show_done(None, context, submission, is_too_large=part.media.is_too_large)
    return ConversationHandler.END


def _not_text(context: Context, message: Message) -> View:
    return not_text(context.tr, is_sticker=message.sticker is not None)


async def take_more(update: Update, context: Context) -> Any:
    """More words while the question stands: an answer to it, or more of the same."""
    message, data = message_of(update), context.turn.dialogues[adding.NAME].data
    said = fold(words_of(message)).strip(" .!؟")
    if said in _NO:
        return await _separate(None, context)
    submission = await _own(context, data["id"])
    if said in _YES:
        return await _accept(None, context, submission)
    adding.offer(context, submission, message)
    return Step.OFFERED


async def take_attachment(update: Update, context: Context) -> Any:
    """A file or a pin while the question stands: all of it is a new submission."""
    message = message_of(update)
    if await drafting.join_late(context, message):
        return Step.OFFERED
    if not is_attachment(message):
        context.reply(_not_text(context, message))
        return Step.OFFERED
    return await _separate(None, context, part_of(message))


async def press(update: Update, context: Context) -> Any:
    """The answer to the question, pressed."""
    pressed, state = context.pressed(update), context.turn.dialogues.get(adding.NAME)
    if pressed.action == "later":
        return _put_off(update, context, state)
    waiting = _waiting(context)  # still a question when another dialogue came between: these words belong nowhere else
    if waiting is None or waiting.data["id"] != pressed.id:
        context.toast(old_button_toast(context.tr))
        return None  # words that wait stay as they are, suspended or not
    if pressed.action == "no":
        return await _separate(update, context)
    return await _accept(update, context, await _own(context, pressed.id))


def _put_off(update: Update, context: Context, state: DialogueState | None) -> Any:
    context.edit_pressed(update, views.addition_later(context.tr))
    if state is not None and state.step == Step.TEXT:
        _end(context)
        return ConversationHandler.END
    return None


def _waiting(context: Context) -> DialogueState | None:
    """The dialogue's row, while it keeps words and asks where they belong."""
    state = context.turn.dialogues.get(adding.NAME)
    return state if state is not None and state.step == Step.OFFERED and state.data.get("pending") else None


async def _accept(update: Update | None, context: Context, submission: Submission) -> int:
    if submission.status in ENDED:
        return await _begin_anew(update, context)
    await _add(context, submission, context.turn.dialogues[adding.NAME].data["pending"])
    _show_done(update, context, submission)
    return ConversationHandler.END


async def _separate(update: Update | None, context: Context, *more: Part) -> int:
    """All that waits becomes a draft; the question, with its buttons, becomes the answer it got."""
    return await _make_draft(update, context, views.addition_separate(context.tr), *more)


async def _begin_anew(update: Update | None, context: Context, *more: Part) -> int:
    """The submission came to its end meanwhile: what was meant for it becomes a draft."""
    return await _make_draft(update, context, views.addition_ended(context.tr), *more)


async def _make_draft(update: Update | None, context: Context, view: View, *more: Part) -> int:
    state = context.turn.dialogues[adding.NAME]
    pending, slot = state.data.get("pending", []), adding.slot_of(state)
    # The draft first: where it has no room for the words, they stay where they are.
    await drafting.take_parts(context, [*(Part(message_id, words) for message_id, words in pending), *more])
    _end(context)
    if update is None:
        context.edit(slot, view)
    else:
        context.edit_pressed(update, view, slot=slot)
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


def _show_done(update: Update | None, context: Context, submission: Submission, *, is_too_large: bool = False) -> None:
    slot = adding.slot_of(context.turn.dialogues[adding.NAME])
    _end(context)
    view = views.addition_done(submission.code, submission.id or 0, context.tr, is_too_large=is_too_large)
    if update is None:
        context.move(slot, view)
    else:
        context.edit_pressed(update, view, slot=slot)


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
            Step.TEXT: [
                MessageHandler(guards.TEXT, take),
                MessageHandler(guards.ANYTHING & ~filters.TEXT, take_file),
            ],
        },
        fallbacks=[begin, answer, CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )
