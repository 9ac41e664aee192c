"""The dialogue in which a message becomes a submission: one message, one tap."""

from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers, build_dialogue, close_dialogue, open_dialogue
from handlers.keyboards import View
from handlers.messages import message_of, words_of
from handlers.resident import drafting
from handlers.resident.drafting import Step
from handlers.views import area as area_views
from handlers.views import draft as views
from handlers.views.general import caption_taken, not_text, old_button_toast
from models.draft import Draft
from models.services import access, submissions
from models.submission import Kind
from models.text import fold

_CONFIRM = frozenset(fold(word) for word in ("ثبت", "ثبت شود", "ثبت کن", "تمام", "همین", "register", "done"))
_DISCARD = frozenset(fold(word) for word in ("انصراف", "لغو", "بی‌خیال", "discard"))
_LONGEST_NAME = 4  # words; more than that, where a place was asked, is the message itself


async def ask_text(update: Update, context: Context) -> Step:
    """After /new: ask for the message, or point to the draft that waits. «/new words» is the message already."""
    message = message_of(update)
    _, _, words = words_of(message).partition(" ")
    if words.strip():
        return await drafting.take(context, message, words)
    draft = drafting.open_draft(context)
    if draft is None:
        open_dialogue(context.turn, drafting.NAME, Step.TEXT)
        context.reply(views.draft_asked(context.tr))
        return Step.TEXT
    context.reply(views.draft_open(context.tr))
    await drafting.show(context, draft)
    return Step.CARD


async def collect_text(update: Update, context: Context) -> Any:
    """Take a message into the draft; «ثبت» and «انصراف» typed do what the buttons do."""
    message = message_of(update)
    said = _said(words_of(message))
    if said in _CONFIRM:
        return await _confirm_typed(context)
    if said in _DISCARD:
        return await cancel(update, context)
    return await drafting.take(context, message, words_of(message))


def _said(words: str) -> str:
    return fold(words).strip(" .!؟")


async def _confirm_typed(context: Context) -> Any:
    draft = drafting.open_draft(context)
    if draft is None:
        context.reply(views.no_draft(context.tr))
        return ConversationHandler.END
    return await _register_or_ask(None, context, draft)


async def collect_place(update: Update, context: Context) -> Any:
    """Where the draft's place was asked: a name chooses it, anything longer joins the draft."""
    message, draft = message_of(update), drafting.open_draft(context)
    words = words_of(message)
    if draft is not None and draft.area_id is None and _said(words) in _CONFIRM:
        return await _register_anywhere(None, context, draft)  # asked before, and «register» is all they say
    if draft is None or _said(words) in _CONFIRM | _DISCARD or len(words.split()) > _LONGEST_NAME:
        return await collect_text(update, context)
    tree = await drafting.tree(context)
    found = tree.find(words)
    if not found:
        return await collect_text(update, context)
    if len(found) == 1 and tree.is_named(found[0], words):
        await drafting.show(context, replace(draft, area_id=found[0].id))
        return Step.CARD
    version = drafting.save(context, draft, Step.AREA)
    question = area_views.area_question(tree, found, noun=views.PLACE, version=version, tr=context.tr)
    context.move(views.draft_slot(draft), question)
    return Step.AREA


async def collect_attachment(update: Update, context: Context) -> Any:
    """Say that only text is registered so far; take the words below an attachment, if there are any."""
    message = message_of(update)
    is_answered = drafting.is_of_answered_album(context, message)
    if message.caption:
        return await drafting.take(context, message, words_of(message), note=caption_taken(context.tr))
    if not is_answered:
        context.reply(not_text(context.tr, is_sticker=message.sticker is not None))
    state = drafting.state_of(context)
    return drafting.step_of(context) if state is not None and state.is_active else ConversationHandler.END


async def press(update: Update, context: Context) -> Any:
    """A button of the draft's card: the present card's does its work, an older one's shows how things stand."""
    pressed, draft = context.pressed(update), drafting.open_draft(context)
    if draft is None or draft.id != pressed.id:
        return await old_button(update, context)
    if pressed.version != _version(context):
        return await _show_how_it_stands(context, draft)
    return await _ACTIONS[pressed.action](update, context, draft)


async def press_place(update: Update, context: Context) -> Any:
    """A button of the list of places, opened from the draft's card."""
    pressed, draft = context.pressed(update), drafting.open_draft(context)
    if draft is None:
        return await old_button(update, context)
    if pressed.version != _version(context):
        return await _show_how_it_stands(context, draft)
    tree = await drafting.tree(context)
    if pressed.action == "choose" and tree.is_choosable(pressed.id):
        return await _card_here(update, context, replace(draft, area_id=pressed.id))
    if pressed.action in {"open", "page"}:
        version = drafting.save(context, draft, Step.AREA)
        parent, page = area_views.opened(tree, pressed)
        view = area_views.area_list(tree, parent, page, noun=views.PLACE, version=version, tr=context.tr)
        context.edit_pressed(update, view, slot=views.draft_slot(draft))
        return Step.AREA
    return await _card_here(update, context, draft)


async def _show_how_it_stands(context: Context, draft: Draft) -> Step:
    context.toast(old_button_toast(context.tr))
    await drafting.show(context, draft)
    return Step.CARD


def _version(context: Context) -> int:
    state = drafting.state_of(context)
    return 0 if state is None else state.version


async def _card_here(update: Update, context: Context, draft: Draft) -> Step:
    context.edit_pressed(update, await drafting.card(context, draft), slot=views.draft_slot(draft))
    return Step.CARD


async def _confirm(update: Update, context: Context, draft: Draft) -> Any:
    return await _register_or_ask(update, context, draft)


async def _register_or_ask(update: Update | None, context: Context, draft: Draft) -> Any:
    tree = await drafting.tree(context)
    if draft.area_id is not None or not tree.choosable():
        return await _register(update, context, draft)
    version = drafting.save(context, draft, Step.AREA)
    view = views.draft_place_needed(draft, tree, version=version, tr=context.tr)
    if update is None:
        context.move(views.draft_slot(draft), view)
    else:
        context.edit_pressed(update, view, slot=views.draft_slot(draft))
    return Step.AREA


async def _register(update: Update | None, context: Context, draft: Draft) -> int:
    turn = context.turn
    submission = await submissions.put_on_record(
        session=turn.session,
        person_id=context.person.id or 0,
        draft=draft,
        now=turn.now,
        zone=context.city.zone,
    )
    drafting.forget(context)
    view = views.registered_card(submission.code, submission.id or 0, context.tr)
    if update is None:
        context.move(views.draft_slot(draft), view)
    else:
        context.edit_pressed(update, view, slot=views.draft_slot(draft))
    return ConversationHandler.END


async def _register_anywhere(update: Update | None, context: Context, draft: Draft) -> int:
    root = (await drafting.tree(context)).children.get(None, [])
    return await _register(update, context, replace(draft, area_id=root[0].id if len(root) == 1 else None))


async def _show_kinds(update: Update, context: Context, draft: Draft) -> Step:
    version = drafting.save(context, draft, Step.KIND)
    view = views.draft_kinds(draft, version=version, tr=context.tr)
    context.edit_pressed(update, view, slot=views.draft_slot(draft))
    return Step.KIND


async def _choose_kind(update: Update, context: Context, draft: Draft) -> Step:
    kind = Kind(context.pressed(update).action.removeprefix("kind_"))
    return await _card_here(update, context, replace(draft, kind=kind))


async def _discard_pressed(update: Update, context: Context, draft: Draft) -> int:
    context.edit_pressed(update, _put_away(context, draft), slot=views.draft_slot(draft))
    return ConversationHandler.END


def _discard_typed(context: Context, draft: Draft) -> int:
    context.move(views.draft_slot(draft), _put_away(context, draft))
    return ConversationHandler.END


def _put_away(context: Context, draft: Draft) -> View:
    version = close_dialogue(context.turn, drafting.NAME, step=drafting.DISCARDED)
    return views.draft_discarded(draft, version=version, tr=context.tr)


async def restore(update: Update, context: Context) -> Any:
    """Bring the draft back that was put away last, if nothing took its place."""
    pressed, draft = context.pressed(update), drafting.stored_draft(context)
    if draft is None or draft.id != pressed.id or drafting.open_draft(context) is not None:
        return await old_button(update, context)
    return await _card_here(update, context, draft)


async def nothing_to_say(update: Update, context: Context) -> Any:
    """«Not now» after /new; a draft that was begun meanwhile stays."""
    context.edit_pressed(update, views.nothing_begun(context.tr))
    return ConversationHandler.END if drafting.open_draft(context) is None else drafting.step_of(context)


async def old_button(update: Update, context: Context) -> Any:
    """A button of a draft that is not the open one: what became of it, and the open one below."""
    pressed = context.pressed(update)
    submission = await access.own_submission_of_draft(
        session=context.turn.session, person_id=context.person.id or 0, draft_id=pressed.id
    )
    context.toast(old_button_toast(context.tr))
    if pressed.noun == views.NOUN and submission is not None:
        context.edit_pressed(update, views.registered_card(submission.code, submission.id or 0, context.tr))
    else:
        context.edit_pressed(update, views.draft_gone(context.tr))
    draft = drafting.open_draft(context)
    if draft is None:
        return ConversationHandler.END
    await drafting.show(context, draft)
    return Step.CARD


async def cancel(_: Update, context: Context) -> int:
    """/cancel within the dialogue: put the draft away, with a way back."""
    draft = drafting.open_draft(context)
    if draft is not None:
        return _discard_typed(context, draft)
    context.reply(views.nothing_begun(context.tr))
    return ConversationHandler.END


_ACTIONS = {
    "confirm": _confirm,
    "anywhere": _register_anywhere,
    "kinds": _show_kinds,
    "card": _card_here,
    "discard": _discard_pressed,
    **{f"kind_{kind.value}": _choose_kind for kind in Kind},
}


def build() -> ConversationHandler[Any]:
    """The dialogue: a message or /new begins it, the card's buttons lead through it, «register» ends it."""
    text = MessageHandler(guards.TEXT, collect_text)
    attachment = MessageHandler(guards.ANYTHING & ~filters.TEXT, collect_attachment)
    card_buttons = CallbackQueryHandler(press, pattern(views.NOUN, *_ACTIONS))
    place_buttons = CallbackQueryHandler(press_place, pattern(views.PLACE))
    begin = CommandHandler("new", ask_text, guards.IN_PRIVATE)
    aside: Handlers = [
        begin,
        CommandHandler("cancel", cancel, guards.IN_PRIVATE),
        CallbackQueryHandler(nothing_to_say, pattern(views.NOUN, "nothing")),
        CallbackQueryHandler(restore, pattern(views.NOUN, "restore")),
        card_buttons,
        place_buttons,
        attachment,
    ]
    return build_dialogue(
        name=drafting.NAME,
        steps=Step,
        resume=Step.CARD,
        entry_points=[
            begin,
            CallbackQueryHandler(nothing_to_say, pattern(views.NOUN, "nothing")),
            CallbackQueryHandler(restore, pattern(views.NOUN, "restore")),
            CallbackQueryHandler(old_button, pattern(views.NOUN)),
            CallbackQueryHandler(old_button, pattern(views.PLACE)),
            text,
            attachment,
        ],
        states={
            Step.TEXT: [text],
            Step.CARD: [text],
            Step.KIND: [text],
            Step.AREA: [MessageHandler(guards.TEXT, collect_place)],
        },
        fallbacks=aside,
    )
