"""The dialogue in which an author replies to a question of the office."""

from datetime import timedelta
from typing import Any

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import build_dialogue, close_dialogue, keep
from handlers.keyboards import View
from handlers.messages import is_attachment, message_of, words_of
from handlers.resident import drafting, replying
from handlers.resident.author import author_below_owners, author_of, words_from
from handlers.resident.replying import Asked, Step
from handlers.views import reply as views
from handlers.views.addition import addition_separate
from handlers.views.general import not_text, old_button_toast
from models.draft import Draft
from models.services import authors
from models.services.dialogues import DialogueState
from models.text import fold

_SEND = frozenset(fold(word) for word in ("تمام", "ثبت", "همین", "ارسال", "فرستادن", "بفرست", "done", "send"))
_YES = frozenset(fold(word) for word in ("بله", "آره", "اره", "بلی", "yes"))
_NO = frozenset(fold(word) for word in ("نه", "خیر", "جداست", "no"))
_FORGOTTEN_AFTER = timedelta(hours=1)  # what somebody writes then may be something else: asked, not taken


async def ask(update: Update, context: Context) -> Any:
    """«Write the reply» below a question: ask for it; what waits for an answer already is what it meant."""
    entry_id, unsent = context.pressed(update).id, replying.held(context)
    submission, question = await authors.question(author_of(context), entry_id)
    if unsent is not None:
        return await _go_on(context, *unsent, entry_id)
    if _is_put_away(context, entry_id):
        return _show_gathered(context, Draft.from_data(_state(context).data["draft"]))
    state = replying.begin(context, Asked(entry_id, submission.code), Step.WRITE)
    context.reply(views.reply_asked(submission.code, question.text, context.tr), slot=replying.slot_of(state))
    return Step.WRITE


async def _go_on(context: Context, asked: Asked, draft: Draft, entry_id: int) -> Any:
    """What was gathered goes first, whichever question it is about: it would be lost."""
    if _state(context).step != Step.OFFERED:
        return _show_gathered(context, draft)
    if asked.entry_id == entry_id:
        return await _send(None, context)
    replying.ask_again(context, replying.save(context, draft, Step.OFFERED))
    return Step.OFFERED


def _is_put_away(context: Context, entry_id: int) -> bool:
    state = replying.state_of(context)
    return state is not None and state.step == replying.PUT_AWAY and state.data["entry"] == entry_id


async def take(update: Update, context: Context) -> Any:
    """Words while the reply is written: with what was gathered before they are the reply, and it is sent."""
    message, unsent = message_of(update), replying.held(context)
    if _said(message) in _SEND:
        if unsent is not None:
            return await _send(None, context)
        context.reply(views.reply_empty(context.tr))
        return Step.WRITE
    if _is_forgotten(context):
        return _offer(context, message)
    draft = replying.joined(unsent[1] if unsent is not None else _nothing(context), message)
    drafting.warn_of_danger(context, words_of(message))
    replying.save(context, draft, Step.WRITE)
    return await _send(None, context)


def _is_forgotten(context: Context) -> bool:
    changed_at = _state(context).updated_at
    return changed_at is not None and context.turn.now - changed_at > _FORGOTTEN_AFTER


def _offer(context: Context, message: Message) -> Step:
    replying.offer(context, replying.asked_of(_state(context)), message)
    return Step.OFFERED


async def take_attachment(update: Update, context: Context) -> Any:
    """A file or a pin joins the reply, which is sent when its author says so: albums come in many messages."""
    message, step = message_of(update), Step(_state(context).step)
    if await drafting.join_late(context, message):
        return step
    if not is_attachment(message) and not words_of(message).strip():
        context.reply(not_text(context.tr, is_sticker=message.sticker is not None))
        return step
    if step is Step.OFFERED or _is_forgotten(context):
        return _offer(context, message)
    unsent = replying.held(context)
    before = unsent[1] if unsent is not None else _nothing(context)
    drafting.warn_of_danger(context, words_of(message))
    return _show_gathered(
        context, replying.joined(before, message), in_place=before.holds_album(message.media_group_id)
    )


def _show_gathered(context: Context, draft: Draft, *, in_place: bool = False) -> Step:
    state = replying.save(context, draft, Step.WRITE)
    asked = replying.asked_of(state)
    view = views.reply_gathered(asked.code, draft, asked.entry_id, version=state.version, tr=context.tr)
    if in_place and not context.turn.answers:
        context.edit(replying.slot_of(state), view)
    else:
        context.move(replying.slot_of(state), view)
    return Step.WRITE


async def take_more(update: Update, context: Context) -> Any:
    """More words while it is asked whether they are the reply: an answer to that, or more of the same."""
    message = message_of(update)
    said = _said(message)
    if said in _YES | _SEND:
        return await _send(None, context)
    if said in _NO:
        return await _separate(None, context)
    return _offer(context, message)


async def press(update: Update, context: Context) -> Any:
    """A button of the reply: send it, or say whether words are it."""
    pressed, unsent = context.pressed(update), replying.held(context)
    if unsent is None or unsent[0].entry_id != pressed.id:
        context.toast(old_button_toast(context.tr))
        return None  # what is gathered stays as it is, suspended or not
    return await (_separate(update, context) if pressed.action == "no" else _send(update, context))


async def put_off(update: Update, context: Context) -> Any:
    """«Not now»: nothing is sent; what was gathered can be gone on with."""
    state = replying.state_of(context)
    if state is None or state.step != Step.WRITE:
        context.edit_pressed(update, views.reply_later(context.tr))
        return None
    context.edit_pressed(update, _put_away(context), slot=replying.slot_of(state))
    return ConversationHandler.END


async def leave(_: Update, context: Context) -> int:
    """/cancel: as «not now»; words that were only asked about become a draft rather than nothing."""
    state = _state(context)
    if state.step == Step.OFFERED:
        return await _separate(None, context)
    context.move(replying.slot_of(state), _put_away(context))
    return ConversationHandler.END


def _put_away(context: Context) -> View:
    unsent = replying.held(context)
    if unsent is None:
        close_dialogue(context.turn, replying.NAME)
        return views.reply_later(context.tr)
    close_dialogue(context.turn, replying.NAME, step=replying.PUT_AWAY)
    return views.reply_later(context.tr, entry_id=unsent[0].entry_id)


async def _send(update: Update | None, context: Context) -> int:
    """Put what was gathered into the file; the message that showed it says so."""
    state, unsent = _state(context), replying.held(context)
    if unsent is None:
        raise LookupError("a reply is sent that is not there")
    asked, draft = unsent
    author = await author_below_owners(context)
    submission, _ = await authors.question(author, asked.entry_id)
    words = words_from(context, draft, is_anonymous=submission.is_anonymous)
    await authors.reply(author, asked.entry_id, words)
    context.turn.has_deliveries = True
    context.turn.has_media = context.turn.has_media or bool(draft.media)
    slot = replying.slot_of(state)
    keep(state, {"entry": asked.entry_id, "code": asked.code, "sent_at": context.turn.now.isoformat()})
    close_dialogue(context.turn, replying.NAME, step=replying.SENT)
    _show(update, context, slot, views.reply_done(submission.code, submission.id or 0, context.tr))
    return ConversationHandler.END


async def _separate(update: Update | None, context: Context) -> int:
    """All that waits becomes a draft; the question, with its buttons, becomes the answer it got."""
    state, unsent = _state(context), replying.held(context)
    slot = replying.slot_of(state)
    keep(state, {})
    close_dialogue(context.turn, replying.NAME)
    _show(update, context, slot, addition_separate(context.tr), in_place=True)
    if unsent is not None:
        await drafting.take_parts(context, unsent[1].parts)
    return ConversationHandler.END


def _show(update: Update | None, context: Context, slot: str, view: View, *, in_place: bool = False) -> None:
    if update is not None:
        context.edit_pressed(update, view, slot=slot)
    elif in_place:
        context.edit(slot, view)
    else:
        context.move(slot, view)


def _said(message: Message) -> str:
    return fold(message.text or "").strip(" .!؟")


def _nothing(context: Context) -> Draft:
    return Draft(id=context.turn.inbox_id)


def _state(context: Context) -> DialogueState:
    return context.turn.dialogues[replying.NAME]


def build() -> ConversationHandler[Any]:
    """The dialogue: a question's button begins it, or words while a question waits; sending ends it."""
    begin = CallbackQueryHandler(ask, pattern(views.NOUN, "write"))
    answer = CallbackQueryHandler(press, pattern(views.NOUN, "send", "yes", "no"))
    later = CallbackQueryHandler(put_off, pattern(views.NOUN, "later"))
    attachment = MessageHandler(guards.ANYTHING & ~filters.TEXT, take_attachment)
    return build_dialogue(
        name=replying.NAME,
        steps=Step,
        resume=Step.WRITE,
        entry_points=[begin, answer, later],
        states={
            Step.OFFERED: [MessageHandler(guards.TEXT, take_more), attachment],
            Step.WRITE: [MessageHandler(guards.TEXT, take), attachment],
        },
        fallbacks=[begin, answer, later, CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )
