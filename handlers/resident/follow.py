"""The dialogue in which somebody chooses one more neighbourhood whose news they want."""

from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import build_dialogue, close_dialogue, keep, open_dialogue
from handlers.messages import message_of, part_of, words_of
from handlers.resident import drafting
from handlers.resident.subscribing import standing_of
from handlers.views import area as area_views
from handlers.views import subscription as views
from handlers.views.general import old_button_toast
from handlers.views.start import no_areas, typed_message
from models.area_tree import AreaTree, Place
from models.draft import Part, has_words
from models.errors import EmptyText
from models.services import areas, subscriptions
from models.text.danger import is_danger

NAME = "follow"
_LONGEST_NAME = 2  # words; more than that, if no place is called so, is no name but a message


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    AREA = "area"


async def ask(update: Update, context: Context) -> Any:
    """«Follow another one»: the list, in the card's place; a name may be written as well."""
    tree = await _tree(context)
    if not tree.choosable():
        context.edit_pressed(update, no_areas(context.tr))
        return ConversationHandler.END
    if context.pressed(update).version != (await standing_of(context)).version:
        context.toast(old_button_toast(context.tr))
    state = open_dialogue(context.turn, NAME, Step.AREA)
    keep(state, {})
    context.edit_pressed(update, views.areas_to_follow(tree, 0, 0, version=state.version, tr=context.tr))
    return Step.AREA


async def find_area(update: Update, context: Context) -> Any:
    """A name in any spelling; several that fit are asked about. What is no name is a message for the council."""
    message, tree = message_of(update), await _tree(context)
    words = words_of(message)
    found = tree.find(words)
    if len(found) == 1 and tree.is_named(found[0], words):
        return await _follow(None, context, found[0])
    if not has_words(words):
        raise EmptyText
    if not found and (len(words.split()) > _LONGEST_NAME or is_danger(words)):
        await drafting.take_parts(context, [part_of(message)])
        close_dialogue(context.turn, NAME)
        return ConversationHandler.END
    state = open_dialogue(context.turn, NAME, Step.AREA)
    keep(state, {"message_id": message.message_id, "text": words})
    context.reply(views.area_meant(tree, found, words, version=state.version, tr=context.tr))
    return Step.AREA


async def press(update: Update, context: Context) -> Any:
    """A button of the list. Choosing a place is right whenever the list was drawn."""
    pressed, tree = context.pressed(update), await _tree(context)
    if pressed.action == "choose" and tree.is_choosable(pressed.id):
        return await _follow(update, context, tree.places[pressed.id])
    if pressed.action in {"back", "later"}:
        await _show(update, context)
        return ConversationHandler.END
    version = open_dialogue(context.turn, NAME, Step.AREA).version
    listed = views.areas_to_follow(tree, *area_views.opened(tree, pressed), version=version, tr=context.tr)
    context.edit_pressed(update, listed)
    return Step.AREA


async def _follow(update: Update | None, context: Context, place: Place) -> int:
    turn = context.turn
    await subscriptions.follow(session=turn.session, person=context.person, area_id=place.id, now=turn.now)
    if update is not None:
        context.toast(views.followed_toast(place, context.tr))
    await _show(update, context)
    return ConversationHandler.END


async def _show(update: Update | None, context: Context) -> None:
    view = views.followed_areas(await standing_of(context), context.tr)
    if update is None:
        context.reply(view)
    else:
        context.edit_pressed(update, view)


async def take_as_message(update: Update, context: Context) -> Any:
    """«This is my message»: what was typed where a name was asked becomes the draft."""
    state = context.turn.dialogues.get(NAME)
    typed = state.data if state is not None else {}
    if state is None or "text" not in typed:
        return await press(update, context)
    await drafting.take_parts(context, [Part(typed["message_id"], typed["text"])])
    context.edit_pressed(update, typed_message(context.tr))
    keep(state, {})
    close_dialogue(context.turn, NAME)
    return ConversationHandler.END


async def leave(_: Update, context: Context) -> int:
    """/cancel where the neighbourhood is asked: the screen that it was asked from."""
    await _show(None, context)
    return ConversationHandler.END


async def _tree(context: Context) -> AreaTree:
    return await areas.load_tree(session=context.turn.session)


def build() -> ConversationHandler[Any]:
    """The dialogue: «follow another one» begins it; a name, a button or /cancel ends it."""
    asked = CallbackQueryHandler(ask, pattern(views.NOUN, "add"))
    as_message = CallbackQueryHandler(take_as_message, pattern(views.FOLLOW, "message"))
    buttons = CallbackQueryHandler(press, pattern(views.FOLLOW, "choose", "open", "page", "back", "later"))
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.AREA,
        entry_points=[asked, as_message, buttons],
        states={Step.AREA: [MessageHandler(guards.TEXT, find_area)]},
        fallbacks=[asked, as_message, buttons, CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )
