"""The first dialogue: a greeting, and where somebody lives. It never stands in the way of a message."""

from enum import StrEnum
from typing import Any

from telegram import Message, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import build_dialogue, close_dialogue, keep, open_dialogue
from handlers.keyboards import View
from handlers.messages import message_of, part_of, words_of
from handlers.resident import commands, drafting, moving
from handlers.views import area as area_views
from handlers.views import menu
from handlers.views import start as views
from locales import LANGUAGES
from models.area_tree import AreaTree, Place
from models.draft import Part, has_words
from models.errors import EmptyText
from models.services import areas, people
from models.text.danger import is_danger

NAME = "start"
_SLOT = "start"
_PRESSED = ("choose", "open", "page", "back", "later", "skip")  # the buttons of the list of neighbourhoods
_LONGEST_NAME = 2  # words; more than that, if no place is called so, is no name but the message itself


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    AREA = "area"


async def greet(update: Update, context: Context) -> Any:
    """After /start: say who is speaking; ask for the neighbourhood unless it is known."""
    view, step = await _greeting(context)
    context.reply(view, slot=_SLOT)
    if await commands.needs_its_own(update, context):
        await commands.give(context)
    return step


async def speak(update: Update, context: Context) -> Any:
    """The other language's name below the greeting: the same greeting in that language."""
    language = context.pressed(update).action.removeprefix(views.SPEAK)
    await people.choose_language(session=context.turn.session, person=context.person, language=language)
    view, step = await _greeting(context)
    context.edit_pressed(update, view, slot=_SLOT)
    await commands.give(context)
    return step


async def _greeting(context: Context) -> tuple[View, Any]:
    tree = await _tree(context)
    home = tree.places.get(context.person.area_id or 0)
    if home is not None:
        return views.welcome_back(home, context.city, context.tr), ConversationHandler.END
    asks_area = bool(tree.choosable())
    version = _begin(context) if asks_area else 0
    view = views.first_contact(context.city, asks_area=asks_area, version=version, tr=context.tr)
    return view, Step.AREA if asks_area else ConversationHandler.END


def _begin(context: Context) -> int:
    state = open_dialogue(context.turn, NAME, Step.AREA)
    keep(state, {})  # what was typed at an earlier time has nothing to do with this one
    return state.version


async def ask_area(_: Update, context: Context) -> Any:
    """«I moved»: ask for the neighbourhood again."""
    tree = await _tree(context)
    if not tree.choosable():
        context.reply(views.no_areas(context.tr))
        return ConversationHandler.END
    home, version = tree.places.get(context.person.area_id or 0), _begin(context)
    view = views.area_asked(version=version, tr=context.tr)
    context.reply(view if home is None else view.preceded_by(views.home_noted(home, context.tr).text), slot=_SLOT)
    return Step.AREA


async def find_area(update: Update, context: Context) -> Any:
    """A name in any spelling chooses its place; several that fit are asked about; a whole message is taken as such."""
    message, tree = message_of(update), await _tree(context)
    words = words_of(message)
    found = tree.find(words)
    if len(found) == 1 and tree.is_named(found[0], words):
        return await _settle(context, found[0])
    if not has_words(words):  # kept for a draft, it would make every later message a draft that nobody may register
        raise EmptyText
    typed_before = context.turn.dialogues[NAME].data
    is_said = len(words.split()) > _LONGEST_NAME or (typed_before and not typed_before.get("is_name"))
    if not found and (is_said or is_danger(words)):
        return await _take_as_draft(context, typed_before, message)
    state = open_dialogue(context.turn, NAME, Step.AREA)
    named = [place.id for place in found if tree.is_named(place, words)]
    keep(state, {"message_id": message.message_id, "text": words, "is_name": bool(found), "named": named})
    if found:
        view = area_views.area_question(tree, found, noun=views.HOME, version=state.version, tr=context.tr)
    else:
        view = area_views.area_not_found(words, noun=views.HOME, version=state.version, tr=context.tr)
    context.reply(view, slot=_SLOT)
    return Step.AREA


async def press(update: Update, context: Context) -> Any:
    """A button of the list of neighbourhoods. Choosing one is right whenever it was drawn."""
    pressed, tree = context.pressed(update), await _tree(context)
    if pressed.action == "choose" and tree.is_choosable(pressed.id):
        place = tree.places[pressed.id]
        before = await moving.settle(context, place.id)
        context.edit_pressed(update, views.home_noted(place, context.tr), slot=_SLOT)
        context.reply(views.home_chosen(place, context.tr))
        await moving.ask_about(context, before)
        return ConversationHandler.END
    if pressed.action in {"later", "skip"}:
        return _put_off(update, context, tree)
    version = open_dialogue(context.turn, NAME, Step.AREA).version
    if pressed.action == "back":
        context.edit_pressed(update, views.area_asked(version=version, tr=context.tr), slot=_SLOT)
        return Step.AREA
    parent, page = area_views.opened(tree, pressed)
    view = area_views.area_list(tree, parent, page, noun=views.HOME, version=version, tr=context.tr)
    context.edit_pressed(update, view, slot=_SLOT)
    return Step.AREA


def _put_off(update: Update, context: Context, tree: AreaTree) -> int:
    """«Not now»: below the greeting, which stays, it is a message of its own that brings the keyboard."""
    home = tree.places.get(context.person.area_id or 0)
    if home is not None:
        context.edit_pressed(update, views.home_kept(home, context.tr), slot=_SLOT)
    elif context.pressed(update).action == "skip":
        context.edit_pressed(update, View(views.greeting(context.city, context.tr)), slot=_SLOT)
        context.reply(views.home_later(context.tr, with_menu=True))
    else:
        context.edit_pressed(update, views.home_later(context.tr), slot=_SLOT)
    return ConversationHandler.END


async def take_as_message(update: Update, context: Context) -> Any:
    """«This is my message»: what was typed where a name was asked becomes the draft."""
    state = context.turn.dialogues.get(NAME)
    typed = state.data if state is not None else {}
    if state is None or "text" not in typed:
        return await press(update, context)
    await drafting.take_parts(context, [Part(typed["message_id"], typed["text"])])
    context.edit_pressed(update, views.typed_message(context.tr), slot=_SLOT)
    keep(state, {})
    close_dialogue(context.turn, NAME)
    return ConversationHandler.END


async def _take_as_draft(context: Context, typed_before: dict[str, Any], message: Message) -> int:
    """Whoever writes on, whatever was asked, wants to say something: all of it becomes the draft."""
    parts = [part_of(message)]
    named = typed_before.get("named", [])
    if len(named) == 1:  # the other places only begin with that name
        await moving.ask_about(context, await moving.settle(context, named[0]))
    if (
        has_words(typed_before.get("text", "")) and not named
    ):  # a place's whole name says where, and is no part of what is said
        parts.insert(0, Part(typed_before["message_id"], typed_before["text"]))
    await drafting.take_parts(context, parts)  # first of all: where it takes no such words, none are let go here
    keep(context.turn.dialogues[NAME], {})
    close_dialogue(context.turn, NAME)
    return ConversationHandler.END


async def leave(_: Update, context: Context) -> int:
    """/cancel where the neighbourhood is asked."""
    context.reply(views.home_later(context.tr))
    return ConversationHandler.END


async def _settle(context: Context, place: Place) -> int:
    before = await moving.settle(context, place.id)
    context.reply(views.home_chosen(place, context.tr))
    await moving.ask_about(context, before)
    return ConversationHandler.END


async def _tree(context: Context) -> AreaTree:
    return await areas.load_tree(session=context.turn.session)


def build() -> ConversationHandler[Any]:
    """The dialogue: /start or «I moved» begins it; a name, a button or «not now» ends it."""
    greeting = CommandHandler("start", greet, guards.IN_PRIVATE)
    moved = CallbackQueryHandler(ask_area, pattern(views.HOME, "change"))
    asking = [CommandHandler("area", ask_area, guards.IN_PRIVATE), MessageHandler(guards.menu_key(menu.AREA), ask_area)]
    as_message = CallbackQueryHandler(take_as_message, pattern(views.HOME, "message"))
    speaking = CallbackQueryHandler(speak, pattern(views.HOME, *(views.SPEAK + code for code in LANGUAGES)))
    buttons = CallbackQueryHandler(press, pattern(views.HOME, *_PRESSED))
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.AREA,
        entry_points=[greeting, *asking, moved, as_message, speaking, buttons],
        states={Step.AREA: [MessageHandler(guards.TEXT, find_area)]},
        fallbacks=[
            greeting,
            *asking,
            moved,
            as_message,
            speaking,
            buttons,
            CommandHandler("cancel", leave, guards.IN_PRIVATE),
        ],
    )
