"""The dialogue in which a notice that was sent gets other words, or is taken back."""

from dataclasses import replace
from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council.announcing import announcer_of, delivered_to, message_of_notice, show_message
from handlers.council.notice_card import show_card
from handlers.dialogue import build_dialogue, close_dialogue, keep, open_dialogue
from handlers.markup import escaped, html_of
from handlers.messages import media_of, message_of, words_of
from handlers.views import notice_amend as views
from handlers.views.errors import error_view
from handlers.views.general import not_text, old_button_toast
from handlers.views.notice_progress import progress_slot
from handlers.views.notice_result import AMENDING
from models.delivery import DeliveryKind
from models.errors import DomainError, NotFound, NoticeChanged
from models.media import MediaItem
from models.notice import Notice, NoticeState
from models.notice_checks import check, check_amendment
from models.notice_content import NoticeContent
from models.services import (
    broadcasts,
    notice_changes,
    notice_lists,
    notice_mending,
    notice_progress,
    notice_sending,
    notices,
)
from models.services.actor import Actor as Announcer
from models.services.dialogues import DialogueState

NAME = "amending"


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    WORDS = "words"
    PREVIEW = "preview"


async def ask_words(update: Update, context: Context) -> Any:
    """«Amend»: the present words, and what shall stand in their place?"""
    announcer, notice = await _pressed(update, context)
    if notice is None:
        return None
    state = open_dialogue(context.turn, NAME, Step.WORDS)
    keep(state, {"id": notice.id, "version": notice.version, "slot": f"{NAME}.{context.turn.inbox_id}"})
    show_message(context, await message_of_notice(context, notice, await _content(announcer, notice)))
    view = views.words_asked(notice.id or 0, version=state.version, tr=context.tr)
    context.reply(view, slot=state.data["slot"])
    return Step.WORDS


async def _pressed(update: Update, context: Context) -> tuple[Announcer, Notice | None]:
    """The notice of the button; None, and its card as it is now, where the button is older than that."""
    announcer, pressed = await announcer_of(context), context.pressed(update)
    notice = await notices.notice_for(announcer, pressed.id)
    if notice.version == pressed.version:
        return announcer, notice
    context.toast(old_button_toast(context.tr))
    await show_card(context, announcer, notice)
    return announcer, None


async def _content(announcer: Announcer, notice: Notice) -> NoticeContent:
    return await notices.content_of(session=announcer.session, notice_id=notice.id or 0, number=notice.revision)


def _state(context: Context) -> DialogueState:
    return context.turn.dialogues[NAME]


async def ask_with_draft(update: Update, context: Context) -> Any:
    """«Amend that one»: the words of a draft that is like a notice of these days take that one's place."""
    announcer, pressed = await announcer_of(context), context.pressed(update)
    draft = await notices.own_draft(announcer, pressed.id)
    notice = await notice_lists.similar(announcer, draft)
    if notice is None or not views.is_meant(pressed, notice.id or 0):
        raise NoticeChanged
    state = open_dialogue(context.turn, NAME, Step.WORDS)
    data = {"id": notice.id, "version": notice.version, "slot": f"{NAME}.{context.turn.inbox_id}", "draft": draft.id}
    keep(state, data)
    return await _preview(context, announcer, notice, (await _content(announcer, draft)).html)


async def take_words(update: Update, context: Context) -> Any:
    """The new words, with a picture or file in place of the one there is: shown as readers will see them."""
    message = message_of(update)
    announcer = await announcer_of(context)
    notice = await notices.notice_for(announcer, _state(context).data["id"])
    media, words = media_of(message), words_of(message)
    if not words.strip() and media is None:
        return _refuse(context, notice, not_text(context.tr, is_sticker=message.sticker is not None).text)
    return await _preview(context, announcer, notice, html_of(message) or escaped(words), media)


async def _preview(
    context: Context, announcer: Announcer, notice: Notice, markup: str, file: MediaItem | None = None
) -> Any:
    before = await _content(announcer, notice)
    content = _amended(before, markup, file)
    try:
        check(content)
        check_amendment(before, content)
    except DomainError as problem:
        return _refuse(context, notice, error_view(problem, context.tr).text)
    message = await message_of_notice(context, notice, content, amended_at=context.turn.now)
    if (surplus := message.caption_surplus(before)) > 0:
        return _refuse(context, notice, views.too_long(surplus, context.tr))
    state = open_dialogue(context.turn, NAME, Step.PREVIEW)
    keep(state, {**state.data, "html": markup, "file": file.to_data() if file is not None else None})
    show_message(context, message)
    people = await delivered_to(context, notice)
    why = await _why(announcer, notice)
    view = views.amend_question(notice.id or 0, people, why, version=state.version, tr=context.tr)
    context.move(state.data["slot"], view)
    return Step.PREVIEW


def _amended(before: NoticeContent, markup: str, file: MediaItem | None) -> NoticeContent:
    """Other words; a file beside them takes the place of the only one, or is refused with all others."""
    return replace(before, html=markup, files=(file,) if file is not None else before.files)


async def _why(announcer: Announcer, notice: Notice) -> frozenset[str]:
    """Why a second person has to agree to the new words; empty where nobody need."""
    size = await notice_sending.count(announcer, notice)
    why = notice_sending.why_approval(announcer, notice, size)
    return frozenset(why) or (frozenset({"again"}) if notice.is_approved else frozenset())


def _refuse(context: Context, notice: Notice, problem: Any) -> Step:
    state = open_dialogue(context.turn, NAME, Step.WORDS)
    keep(state, state.data)
    view = views.words_refused(problem, notice.id or 0, version=state.version, tr=context.tr)
    context.move(state.data["slot"], view)
    return Step.WORDS


async def press(update: Update, context: Context) -> Any:
    """A button of these questions; of an older one the notice's card as it is now."""
    announcer, pressed = await announcer_of(context), context.pressed(update)
    state = context.turn.dialogues.get(NAME)
    if state is None or state.version != pressed.version or state.data.get("id") != pressed.id:
        notice = await notices.notice_for(announcer, pressed.id)
        context.toast(old_button_toast(context.tr))
        await show_card(context, announcer, notice)
        return None
    if pressed.action == "apply" and state.step == Step.PREVIEW:
        return await _apply(update, context, announcer, state)
    if pressed.action == "again" and state.step == Step.PREVIEW:
        state = open_dialogue(context.turn, NAME, Step.WORDS)
        keep(state, state.data)
        view = views.words_asked(pressed.id, version=state.version, tr=context.tr)
        context.edit_pressed(update, view, slot=state.data["slot"])
        return Step.WORDS
    context.edit_pressed(update, views.amending_left(pressed.id, context.tr), slot=state.data["slot"])
    return ConversationHandler.END


async def _apply(update: Update, context: Context, announcer: Announcer, state: DialogueState) -> Any:
    data = state.data
    keep(state, {})
    close_dialogue(context.turn, NAME)
    notice = await notices.notice_for(announcer, data["id"])
    file = MediaItem.from_data(data["file"]) if data.get("file") is not None else None
    content = _amended(await _content(announcer, notice), data["html"], file)
    done = await notice_mending.amend(announcer, data["id"], data["version"], content)
    if "draft" in data:
        await _put_away(announcer, data["draft"])
    context.turn.has_due = context.turn.has_deliveries = True
    view = views.amended(content, data["id"], context.tr, is_applied=done.is_applied)
    await _show_mending(update, context, view, data["id"], follows=done.is_applied)
    return ConversationHandler.END


async def _put_away(announcer: Announcer, draft_id: int) -> None:
    """The draft whose words these are need not be sent any more; one that was changed meanwhile stays."""
    draft = await notices.notice_for(announcer, draft_id)
    if draft.state == NoticeState.DRAFT:
        await notice_changes.discard(announcer, draft_id, draft.version)


async def _show_mending(update: Update, context: Context, view: Any, notice_id: int, *, follows: bool) -> None:
    """In place of the question; from now on this is the message that says how far it has come."""
    session = context.turn.session
    found = await broadcasts.of_source(session=session, kind=DeliveryKind.NOTICE, source_id=notice_id)
    if not follows or not found:
        context.edit_pressed(update, view)
        return
    number = found[0].id or 0
    await notice_progress.follow(
        session=session, broadcast_id=number, chat=(context.turn.chat_id, context.tr.language), now=context.turn.now
    )
    context.edit_pressed(update, view, slot=progress_slot(number))


async def ask_to_withdraw(update: Update, context: Context) -> Any:
    """«Withdraw», asked once."""
    announcer, notice = await _pressed(update, context)
    if notice is not None:
        content, people = await _content(announcer, notice), await delivered_to(context, notice)
        view = views.withdraw_question(content, notice.id or 0, people, version=notice.version, tr=context.tr)
        context.edit_pressed(update, view)
    return None


async def withdraw(update: Update, context: Context) -> Any:
    """«Yes, withdraw it»: deleted where the messenger lets it, else it says that it was withdrawn."""
    announcer, notice = await _pressed(update, context)
    if notice is None:
        return None
    content = await _content(announcer, notice)
    await notice_mending.withdraw(announcer, notice.id or 0, notice.version)
    context.turn.has_due = context.turn.has_deliveries = True
    view = views.withdrawn(content, notice.id or 0, context.tr)
    await _show_mending(update, context, view, notice.id or 0, follows=True)
    return None


async def leave(_: Update, context: Context) -> int:
    """/cancel: the words stay as they are."""
    data = _state(context).data
    if not data:
        raise NotFound
    context.move(data["slot"], views.amending_left(data["id"], context.tr))
    return ConversationHandler.END


def build() -> ConversationHandler[Any]:
    """The dialogue: «amend» asks for the words, which are shown before they go out; «withdraw» asks once."""
    begin = CallbackQueryHandler(ask_words, pattern(AMENDING, "amend"))
    given = CallbackQueryHandler(ask_with_draft, pattern(AMENDING, "with"))
    buttons = CallbackQueryHandler(press, pattern(AMENDING, "apply", "again", "back"))
    asks = CallbackQueryHandler(ask_to_withdraw, pattern(AMENDING, "withdraw"))
    takes = CallbackQueryHandler(withdraw, pattern(AMENDING, "withdrawn"))
    words = [
        MessageHandler(guards.TEXT, take_words),
        MessageHandler(guards.ANYTHING & ~filters.TEXT, take_words),
    ]
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.WORDS,
        entry_points=[begin, given, buttons, asks, takes],
        states={Step.WORDS: words, Step.PREVIEW: words},
        fallbacks=[begin, given, buttons, asks, takes, CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )
