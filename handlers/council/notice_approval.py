"""The dialogue in which a second person approves a notice, or returns it with a remark."""

from datetime import timedelta
from enum import StrEnum
from typing import Any

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council.announcing import announcer_of
from handlers.dialogue import build_dialogue, close_dialogue, keep, open_dialogue
from handlers.messages import message_of, words_of
from handlers.resident import drafting
from handlers.views import notice_approval as views
from models.draft import has_words
from models.errors import AlreadyDecided
from models.notice_content import NoticeContent
from models.services import notice_approvals, notices

NAME = "approval"
_FORGOTTEN_AFTER = timedelta(hours=1)


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    REMARK = "remark"


async def approve(update: Update, context: Context) -> Any:
    """«Approve»: the first yes counts."""
    announcer, pressed = await announcer_of(context), context.pressed(update)
    try:
        notice = await notice_approvals.approve(announcer, pressed.id, pressed.version)
    except AlreadyDecided:
        _say_decided(update, context)
        return None
    _end_remark_on(context, pressed.id)
    context.turn.has_due = context.turn.has_deliveries = True
    is_soon = notice.starts_at is None or notice.starts_at <= context.turn.now + context.city.notice_delay
    line = views.approved_line(notice, context.city.zone, context.tr, at_once=is_soon)
    content = await _content(context, pressed.id, pressed.version)
    context.edit_pressed(update, views.decided_view(content, line, context.tr))
    return None


def _end_remark_on(context: Context, notice_id: int) -> None:
    """What is typed next is no remark any more."""
    state = context.turn.dialogues.get(NAME)
    if state is not None and state.is_active and state.data.get("id") == notice_id:
        close_dialogue(context.turn, NAME)


def _say_decided(update: Update, context: Context) -> None:
    """In place of the question; not a word of the notice: it may be a draft again, which is its author's alone."""
    context.toast(views.decided_toast(context.tr))
    context.edit_pressed(update, views.nothing_waits(context.tr))


async def _content(context: Context, notice_id: int, number: int) -> NoticeContent:
    return await notices.content_of(session=context.turn.session, notice_id=notice_id, number=number)


async def ask_remark(update: Update, context: Context) -> Any:
    """«Return with a remark»: what should be otherwise?"""
    announcer, pressed = await announcer_of(context), context.pressed(update)
    try:
        await notice_approvals.notice_to_approve(announcer, pressed.id, pressed.version)
    except AlreadyDecided:
        _say_decided(update, context)
        return None
    state = open_dialogue(context.turn, NAME, Step.REMARK)
    slot = f"{NAME}.{context.turn.inbox_id}"
    keep(state, {"id": pressed.id, "revision": pressed.version, "slot": slot})
    content = await _content(context, pressed.id, pressed.version)
    context.reply(views.remark_asked(content, version=state.version, tr=context.tr), slot=slot)
    return Step.REMARK


async def take_remark(update: Update, context: Context) -> Any:
    """The remark: its author gets it, and the notice is a draft again."""
    state, message = context.turn.dialogues[NAME], message_of(update)
    data, words = state.data, words_of(message).strip()
    if state.updated_at is not None and context.turn.now - state.updated_at > _FORGOTTEN_AFTER:
        return await _pass_on(context, message)
    if not has_words(words):
        context.reply(views.remark_needed(context.tr))
        return Step.REMARK
    close_dialogue(context.turn, NAME)
    announcer = await announcer_of(context)
    try:
        await notice_approvals.give_back(announcer, data["id"], data["revision"], words)
    except AlreadyDecided:
        context.move(data["slot"], views.nothing_waits(context.tr))
        return ConversationHandler.END
    context.turn.has_deliveries = True
    content = await _content(context, data["id"], data["revision"])
    context.move(data["slot"], views.decided_view(content, views.returned_line(context.tr), context.tr))
    return ConversationHandler.END


async def _pass_on(context: Context, message: Message) -> int:
    """What somebody writes an hour later is something else; the question above still stands."""
    close_dialogue(context.turn, NAME)
    await drafting.take(context, message)
    return ConversationHandler.END


async def go_back(update: Update, context: Context) -> Any:
    """«Back»: nothing is said about it yet."""
    await announcer_of(context)
    state, pressed = context.turn.dialogues.get(NAME), context.pressed(update)
    context.edit_pressed(update, views.nothing_said(context.tr))
    if state is None or not state.is_active or state.version != pressed.version:
        return None
    return ConversationHandler.END


async def leave(_: Update, context: Context) -> int:
    """/cancel: as «back»."""
    context.move(context.turn.dialogues[NAME].data["slot"], views.nothing_said(context.tr))
    return ConversationHandler.END


def build() -> ConversationHandler[Any]:
    """The dialogue: «return» asks for a remark, which ends it; «approve» needs none."""
    yes = CallbackQueryHandler(approve, pattern(views.NOUN, "approve"))
    begin = CallbackQueryHandler(ask_remark, pattern(views.NOUN, "return"))
    back = CallbackQueryHandler(go_back, pattern(views.NOUN, "back"))
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.REMARK,
        entry_points=[yes, begin, back],
        states={
            Step.REMARK: [
                MessageHandler(guards.TEXT, take_remark),
                MessageHandler(guards.ANYTHING & ~filters.TEXT, take_remark),
            ]
        },
        fallbacks=[yes, begin, back, CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )
