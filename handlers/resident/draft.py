"""The dialogue in which messages become a submission: one message, one tap."""

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers, build_dialogue, close_dialogue, open_dialogue
from handlers.markup import html_of
from handlers.messages import is_attachment, message_of, words_of
from handlers.resident import adding, drafting, notice_reply, replying
from handlers.resident.draft_choices import press_place, press_topic, settle_place
from handlers.resident.draft_presses import ACTIONS, how_it_stands, old_button, press_version, put_away, show_in_place
from handlers.resident.drafting import Step
from handlers.views import area as area_views
from handlers.views import draft as views
from handlers.views import draft_ends as ends
from handlers.views import menu
from handlers.views.general import not_text
from models.area_tree import Place
from models.draft import Draft
from models.text import fold

_CONFIRM = frozenset(fold(word) for word in ("ثبت", "ثبت شود", "ثبت کن", "تمام", "همین", "register", "done"))
_DISCARD = frozenset(fold(word) for word in ("انصراف", "لغو", "بی‌خیال", "discard"))
_LONGEST_NAME = 4  # words; more than that, where a place was asked, is the message itself


async def ask_text(update: Update, context: Context) -> Step:
    """After /new: ask for the message, or point to the draft that waits. «/new words» is the message already."""
    message = message_of(update)
    drafting.ask_no_idea(context)
    command, *words = words_of(message).split(maxsplit=1)  # at a blank or at the end of the line
    if words and command.startswith("/"):
        return await drafting.take(context, message, words=words[0])
    draft = drafting.open_draft(context)
    if draft is None:
        open_dialogue(context.turn, drafting.NAME, Step.TEXT)
        context.reply(ends.draft_asked(context.tr))
        return Step.TEXT
    context.reply(ends.draft_open(context.tr))
    await drafting.show(context, draft)
    return Step.CARD


async def begin(update: Update, context: Context) -> Any:
    """Words outside any dialogue: an answer to the office, part of what was registered just now, or a new draft."""
    message = message_of(update)
    if _said(message) in _CONFIRM | _DISCARD or drafting.open_draft(context):
        return await collect(update, context)
    notice = await notice_reply.notice_answered(context, message)
    if notice is not None:
        return await drafting.take(context, message, notice=notice)
    asked = await replying.question_waiting(context)
    if asked is not None:
        replying.offer(context, asked, message)
        return ConversationHandler.END
    recent = await adding.recent_submission(context)
    if recent is None:
        return await collect(update, context)
    adding.offer(context, recent, message)
    return ConversationHandler.END


async def begin_with_attachment(update: Update, context: Context) -> Any:
    """A file or a pin outside any dialogue: it may answer the office, else it begins a draft."""
    message = message_of(update)
    if drafting.open_draft(context) or not is_attachment(message):
        return await collect_attachment(update, context)
    if await drafting.join_late(context, message):
        return ConversationHandler.END
    notice = await notice_reply.notice_answered(context, message)
    if notice is not None:
        return await drafting.take(context, message, notice=notice)
    asked = await replying.question_waiting(context)
    if asked is None:
        return await collect_attachment(update, context)
    replying.offer(context, asked, message)
    return ConversationHandler.END


async def collect(update: Update, context: Context) -> Any:
    """Take a message into the draft; «ثبت» and «انصراف» typed do what the buttons do, a place's name fills it in."""
    message = message_of(update)
    said = _said(message)
    if said in _CONFIRM:
        return await _confirm_typed(context)
    if said in _DISCARD:
        return await cancel(update, context)
    draft = drafting.open_draft(context)
    place = await _place_named(context, message) if draft is not None and _lacks_place(draft) else None
    if draft is None or place is None:
        return await drafting.take(context, message)
    return await settle_place(None, context, draft, place.id)


def _lacks_place(draft: Draft) -> bool:
    return draft.area_id is None and not draft.needs_placing


async def _place_named(context: Context, message: Message) -> Place | None:
    """The one place whose name is all that the message says: where it was asked for before a photo came, say."""
    words = words_of(message)
    if len(words.split()) > _LONGEST_NAME:
        return None
    tree = await drafting.tree(context)
    found = tree.find(words)
    return found[0] if len(found) == 1 and tree.is_named(found[0], words) else None


def _said(message: Message) -> str:
    return fold(message.text or "").strip(" .!؟")


async def _confirm_typed(context: Context) -> Any:
    draft = drafting.open_draft(context)
    if draft is None:
        context.reply(ends.no_draft(context.tr))
        return ConversationHandler.END
    return await ACTIONS["confirm"](None, context, draft)


async def collect_new_text(update: Update, context: Context) -> Any:
    """Where the text is written anew: these words take the place of all before."""
    message, draft = message_of(update), drafting.open_draft(context)
    if draft is None or _said(message) in _CONFIRM | _DISCARD:
        return await collect(update, context)
    draft = draft.without_text().joined(message.message_id, words_of(message), html=html_of(message))
    await drafting.show(context, await drafting.guessed(context, draft))
    return Step.CARD


async def collect_place(update: Update, context: Context) -> Any:
    """Where the draft's place was asked: a name chooses it, anything longer joins the draft."""
    message, draft = message_of(update), drafting.open_draft(context)
    words, said, step = words_of(message), _said(message), drafting.step_of(context)
    if draft is not None and step is Step.PLACE and said in _CONFIRM:
        return await ACTIONS["anywhere"](None, context, draft)  # asked before, and «register» is all they say
    if draft is None or said in _CONFIRM | _DISCARD or len(words.split()) > _LONGEST_NAME:
        return await collect(update, context)
    tree = await drafting.tree(context)
    found = tree.find(words)
    if not found:
        return await collect(update, context)
    if len(found) == 1 and tree.is_named(found[0], words):
        return await settle_place(None, context, draft, found[0].id)
    version = drafting.save(context, draft, step)
    question = area_views.area_question(tree, found, noun=views.PLACE, version=version, tr=context.tr)
    context.move(views.draft_slot(draft), question)
    return step


async def collect_attachment(update: Update, context: Context) -> Any:
    """A file or a pin joins the draft or begins one; what cannot be registered is said, and nothing is lost by it."""
    message = message_of(update)
    if await drafting.join_late(context, message):
        return _unchanged(context)
    if is_attachment(message) or words_of(message).strip():  # words below what nobody can take are words all the same
        return await drafting.take(context, message)
    context.reply(not_text(context.tr, is_sticker=message.sticker is not None))
    return _unchanged(context)


def _unchanged(context: Context) -> Any:
    """The dialogue goes on where it stands, or stays closed."""
    state = drafting.state_of(context)
    is_open = state is not None and state.is_active
    return drafting.step_of(context) if is_open else ConversationHandler.END


async def press(update: Update, context: Context) -> Any:
    """A button of the draft's card: the present card's does its work, an older one's shows how things stand."""
    pressed, draft = context.pressed(update), drafting.open_draft(context)
    if draft is None or draft.id != pressed.id:
        return await old_button(update, context)
    if pressed.version != press_version(context):
        return await how_it_stands(context, draft)
    return await ACTIONS[pressed.action](update, context, draft)


def _choosing(
    choose: Callable[[Update, Context, Draft], Coroutine[Any, Any, Any]],
) -> Callable[[Update, Context], Coroutine[Any, Any, Any]]:
    async def choose_or_show(update: Update, context: Context) -> Any:
        draft = drafting.open_draft(context)
        if draft is None:
            return await old_button(update, context)
        if context.pressed(update).version != press_version(context):
            return await how_it_stands(context, draft)
        return await choose(update, context, draft)

    return choose_or_show


async def restore(update: Update, context: Context) -> Any:
    """Bring the draft back that was put away last, if nothing took its place."""
    draft = drafting.stored_draft(context)
    if draft is None or drafting.open_draft(context) is not None or draft.id != context.pressed(update).id:
        return await old_button(update, context)
    return await show_in_place(update, context, draft)


async def nothing_to_say(update: Update, context: Context) -> Any:
    """«Not now» after /new."""
    state = drafting.state_of(context)
    if state is not None and state.step == Step.TEXT:
        close_dialogue(context.turn, drafting.NAME)
    context.edit_pressed(update, ends.nothing_begun(context.tr))
    return _unchanged(context)  # a draft that began meanwhile stays open


async def cancel(_: Update, context: Context) -> int:
    """/cancel within the dialogue: put the draft away, with a way back."""
    draft = drafting.open_draft(context)
    if draft is not None:
        context.move(views.draft_slot(draft), put_away(context, draft))
        return ConversationHandler.END
    context.reply(ends.nothing_begun(context.tr))
    return ConversationHandler.END


def build() -> ConversationHandler[Any]:
    """The dialogue: a message or /new begins it, the card's buttons lead through it, «register» ends it."""
    attachment = MessageHandler(guards.ANYTHING & ~filters.TEXT, collect_attachment)
    new = CommandHandler("new", ask_text, guards.IN_PRIVATE)
    new_key = MessageHandler(guards.menu_key(menu.NEW), ask_text)
    nothing = CallbackQueryHandler(nothing_to_say, pattern(ends.NOUN, "nothing"))
    back = CallbackQueryHandler(restore, pattern(ends.NOUN, "restore"))
    collecting = [MessageHandler(guards.TEXT, collect)]
    aside: Handlers = [
        new,
        new_key,
        CommandHandler("cancel", cancel, guards.IN_PRIVATE),
        nothing,
        back,
        CallbackQueryHandler(press, pattern(ends.NOUN, *ACTIONS)),
        CallbackQueryHandler(_choosing(press_place), pattern(views.PLACE)),
        CallbackQueryHandler(_choosing(press_topic), pattern(views.TOPIC)),
        attachment,
    ]
    return build_dialogue(
        name=drafting.NAME,
        steps=Step,
        resume=Step.CARD,
        entry_points=[
            new,
            new_key,
            nothing,
            back,
            *(CallbackQueryHandler(old_button, pattern(noun)) for noun in (ends.NOUN, views.PLACE, views.TOPIC)),
            MessageHandler(guards.TEXT, begin),
            MessageHandler(guards.ANYTHING & ~filters.TEXT, begin_with_attachment),
        ],
        states={
            Step.TEXT: collecting,
            Step.CARD: collecting,
            Step.EDIT: collecting,
            Step.KIND: collecting,
            Step.TOPIC: collecting,
            Step.ABOUT: collecting,
            Step.REWRITE: [MessageHandler(guards.TEXT, collect_new_text)],
            Step.AREA: [MessageHandler(guards.TEXT, collect_place)],
            Step.PLACE: [MessageHandler(guards.TEXT, collect_place)],
        },
        fallbacks=aside,
    )
