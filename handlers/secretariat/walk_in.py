"""The dialogue in which staff write down what somebody says at the counter or on the telephone."""

from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import build_dialogue
from handlers.messages import is_attachment, message_of, part_of, words_of
from handlers.resident import drafting
from handlers.secretariat import aside
from handlers.secretariat.walk_in_draft import NAME, Step, answer, confirm, draft_of, own_areas, save, settle, show
from handlers.secretariat.walk_in_presses import ACTIONS, discard, press
from handlers.views import area as area_views
from handlers.views import walk_in as views
from handlers.views.case_words import place_unknown
from handlers.views.general import not_text
from models.draft import Draft
from models.role import Action
from models.services import access
from models.text import fold

_CONFIRM = frozenset(fold(word) for word in ("ثبت", "ثبت شود", "تمام", "همین", "register", "done"))


async def begin(_: Update, context: Context) -> Step:
    """«Somebody came or called»: ask what they say. What was written down and not registered goes on."""
    access.must(await context.rights(), Action.RECORD)
    draft = draft_of(context)
    if draft is not None and draft.parts:
        return await show(None, context, draft)
    aside.put_aside(context)
    places = (await own_areas(context)).choosable()
    draft = Draft(id=context.turn.inbox_id, area_id=places[0].id if len(places) == 1 else None)
    version = save(context, draft, Step.TEXT)
    answer(None, context, draft, views.walk_in_asked(version=version, tr=context.tr))
    return Step.TEXT


async def take(update: Update, context: Context) -> Any:
    """One more message of what they say; «ثبت» typed does what the button does."""
    await _must(context)
    message, draft = message_of(update), draft_of(context) or Draft(id=context.turn.inbox_id)
    words = words_of(message)
    if draft.parts and fold(words).strip(" .!؟") in _CONFIRM:
        return await confirm(None, context, draft)
    if not words.strip() and not is_attachment(message):
        context.reply(not_text(context.tr, is_sticker=message.sticker is not None))
        return Step.TEXT
    part = part_of(message)
    draft = draft.joined(part.message_id, part.text, media=part.media, location=part.location, album=part.album)
    return await show(None, context, await drafting.guessed(context, draft))


async def _must(context: Context) -> None:
    with aside.ending_without_right(context, NAME):
        access.must(await context.rights(), Action.RECORD)


async def take_area(update: Update, context: Context) -> Any:
    """A typed name of one of their areas chooses it."""
    await _must(context)
    words, tree, draft = words_of(message_of(update)), await own_areas(context), draft_of(context)
    if draft is None:
        return await take(update, context)
    found = tree.find(words)
    if len(found) == 1 and tree.is_named(found[0], words):
        return await settle(None, context, replace(draft, area_id=found[0].id))
    version = save(context, draft, Step.AREA)
    view = area_views.area_question(tree, found, noun=views.AREA, version=version, tr=context.tr)
    if not found:
        view = place_unknown(words, views.walk_in_areas(tree, 0, 0, version=version, tr=context.tr), context.tr)
    answer(None, context, draft, view)
    return Step.AREA


async def take_contact(update: Update, context: Context) -> Any:
    """Name and telephone, for the note."""
    await _must(context)
    message, draft = message_of(update), draft_of(context)
    if draft is None or not words_of(message).strip():
        return await take(update, context)
    return await show(None, context, draft, contact=[message.message_id, words_of(message)])


async def leave(_: Update, context: Context) -> int:
    """/cancel: nothing is registered."""
    return await discard(None, context, draft_of(context) or Draft(id=0))


def build() -> ConversationHandler[Any]:
    """The dialogue: the desk's button begins it, «register» or «discard» ends it."""
    buttons = [
        CallbackQueryHandler(begin, pattern(views.NOUN, "begin")),
        CallbackQueryHandler(press, pattern(views.NOUN, *ACTIONS)),
        CallbackQueryHandler(press, pattern(views.AREA)),
        CallbackQueryHandler(press, pattern(views.TOPIC)),
    ]
    attachment = MessageHandler(guards.ANYTHING & ~filters.TEXT, take)
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.TEXT,
        entry_points=buttons,
        states={
            Step.TEXT: [MessageHandler(guards.TEXT, take), attachment],
            Step.AREA: [MessageHandler(guards.TEXT, take_area), attachment],
            Step.CONTACT: [MessageHandler(guards.TEXT, take_contact), attachment],
        },
        fallbacks=[*buttons, CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )
