"""/goals: what the city and its neighbourhoods want to reach; narrowed by area, topic, status, following and words."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers, build_dialogue, close_dialogue, open_dialogue, remember
from handlers.keyboards import View
from handlers.messages import message_of, words_of
from handlers.resident import goal_card as cards
from handlers.resident.goal_choice import Choice
from handlers.views import goal_choice as choosing
from handlers.views import goal_list as views
from handlers.views.general import not_text
from handlers.views.goal_standing import NOUN
from models.role import Action
from models.services import areas, goal_readers, topics

NAME = "goals"
_LAST_PAGE = 1_000_000  # a button can be made up: its page must not grow past what a database counts to
_LONGEST = 200  # letters of what somebody searches for that are looked at


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    WORDS = "words"


def choice_of(context: Context) -> Choice:
    """What narrows this person's list."""
    state = context.turn.dialogues.get(NAME)
    return Choice.from_data(state.data) if state is not None else Choice()


def _keep(context: Context, choice: Choice) -> None:
    remember(context.turn, NAME, choice.to_data())


async def show(_: Update, context: Context) -> int:
    """After /goals: all of them; words behind the command are searched for."""
    _keep(context, Choice(words=" ".join(context.args or [])[:_LONGEST]))
    close_dialogue(context.turn, NAME)
    context.reply(await _page(context, 0))
    return ConversationHandler.END


async def show_list(_: Update, context: Context) -> int:
    """«All goals» below something else: the whole list, in a message of its own."""
    _keep(context, Choice())
    close_dialogue(context.turn, NAME)
    context.reply(await _page(context, 0))
    return ConversationHandler.END


async def turn_page(update: Update, context: Context) -> int:
    """Another page, in place of the present one, or the way back to it."""
    close_dialogue(context.turn, NAME)
    context.edit_pressed(update, await _page(context, context.pressed(update).id))
    return ConversationHandler.END


async def _page(context: Context, page: int) -> View:
    page, choice, session = min(max(page, 0), _LAST_PAGE), choice_of(context), context.turn.session
    tree, rights = await areas.load_tree(session=session), await context.rights()
    found, total = await goal_readers.page(
        session=session,
        wish=choice.to_wish(tree, context.person.id),
        today=cards.today(context),
        offset=page * views.PAGE,
        limit=views.PAGE,
        person_id=context.person.id,
        rights=rights,
    )
    if not found and total:  # the list grew shorter since that button was drawn
        return await _page(context, (total - 1) // views.PAGE)
    lines = [views.Line(one, tree.places.get(one.area_id), context.city.zone) for one in found]
    narrowed = await _narrowed(context, choice)
    return views.goal_list(lines, total, page, narrowed, context.tr, may_plan=rights.may_somewhere(Action.PLAN))


async def _narrowed(context: Context, choice: Choice) -> views.Narrowed:
    session = context.turn.session
    place = (await areas.load_tree(session=session)).places.get(choice.area_id or 0)
    known = await topics.load_topics(session=session)
    return views.Narrowed(
        place.name if place is not None else None,
        choice.is_own_only,
        known.name(choice.topic, context.tr.language),
        choice.status,
        choice.is_mine,
        choice.words,
    )


async def choose_area(update: Update, context: Context) -> None:
    """The areas that have goals, in the list's place; `id` is the page."""
    session, choice = context.turn.session, choice_of(context)
    view = choosing.area_choice(
        await goal_readers.used_areas(session=session),
        await areas.load_tree(session=session),
        context.pressed(update).id,
        chosen=choice.area_id,
        is_own_only=choice.is_own_only,
        home=context.person.area_id,
        tr=context.tr,
    )
    context.edit_pressed(update, view)


async def choose_status(update: Update, context: Context) -> None:
    """The statuses, in the list's place."""
    context.edit_pressed(update, choosing.status_choice(choice_of(context).status, context.tr))


async def choose_topic(update: Update, context: Context) -> None:
    """The topics, in the list's place."""
    session = context.turn.session
    used = await goal_readers.used_topics(session=session)
    known = await topics.load_topics(session=session)
    context.edit_pressed(update, choosing.topic_choice(used, known, choice_of(context).topic, context.tr))


async def narrow(update: Update, context: Context) -> int:
    """A choice was made: the list's first page, narrowed by it."""
    pressed = context.pressed(update)
    _keep(context, await _CHOICES[pressed.action](context, choice_of(context), pressed.action, pressed.id))
    close_dialogue(context.turn, NAME)
    context.edit_pressed(update, await _page(context, 0))
    return ConversationHandler.END


async def _with_area(context: Context, choice: Choice, _: str, number: int) -> Choice:
    known = (await areas.load_tree(session=context.turn.session)).places
    return replace(choice, area_id=number if number in known else None)


async def _with_topic(context: Context, choice: Choice, _: str, number: int) -> Choice:
    known = (await topics.load_topics(session=context.turn.session)).all
    return replace(choice, topic=known[number - 1].code if 0 < number <= len(known) else None)


async def _with_status(_: Context, choice: Choice, __: str, number: int) -> Choice:
    choices = choosing.STATUS_CHOICES
    return replace(choice, status=choices[number] if 0 <= number < len(choices) else None)


async def _with_reach(_: Context, choice: Choice, action: str, __: int) -> Choice:
    return replace(choice, is_own_only=action == "own")


async def _of_mine(_: Context, choice: Choice, __: str, number: int) -> Choice:
    return replace(choice, is_mine=number == 1)


async def _without_words(_: Context, choice: Choice, __: str, ___: int) -> Choice:
    return replace(choice, words="")


async def _anew(_: Context, __: Choice, ___: str, ____: int) -> Choice:
    return Choice()


type _Choosing = Callable[[Context, Choice, str, int], Awaitable[Choice]]
_CHOICES: dict[str, _Choosing] = {
    "area": _with_area,
    "topic": _with_topic,
    "status": _with_status,
    "around": _with_reach,
    "own": _with_reach,
    "mine": _of_mine,
    "wordless": _without_words,
    "reset": _anew,
}


async def ask_words(update: Update, context: Context) -> Step:
    """«Search»: what for is written."""
    open_dialogue(context.turn, NAME, Step.WORDS)
    context.edit_pressed(update, choosing.words_asked(await _narrowed(context, choice_of(context)), context.tr))
    return Step.WORDS


async def take_words(update: Update, context: Context) -> Any:
    """The words: what fits them and everything chosen before."""
    words = " ".join(words_of(message_of(update)).split())[:_LONGEST]
    _keep(context, replace(choice_of(context), words=words))
    context.reply(await _page(context, 0))
    return ConversationHandler.END


async def want_words(update: Update, context: Context) -> Step:
    """A file or a sticker where words are wanted: the question stands."""
    context.reply(not_text(context.tr, is_sticker=message_of(update).sticker is not None))
    return Step.WORDS


async def leave(_: Update, context: Context) -> int:
    """/cancel where words are asked: the list as it was."""
    context.reply(await _page(context, 0))
    return ConversationHandler.END


def _looking() -> Handlers:
    """What changes no dialogue."""
    pressed: dict[str, Any] = {"areas": choose_area, "statuses": choose_status, "topics": choose_topic}
    return [CallbackQueryHandler(step, pattern(NOUN, action)) for action, step in pressed.items()]


def build() -> Handlers:
    """The dialogue, in which words are asked for, and the buttons beside it."""
    buttons: Handlers = [
        CommandHandler("goals", show, guards.IN_PRIVATE),
        CallbackQueryHandler(show_list, pattern(NOUN, "list")),
        CallbackQueryHandler(turn_page, pattern(NOUN, "page")),
        CallbackQueryHandler(narrow, pattern(NOUN, *_CHOICES)),
        CallbackQueryHandler(ask_words, pattern(NOUN, "search")),
    ]
    no_words = MessageHandler(guards.ANYTHING & ~filters.TEXT, want_words)
    dialogue = build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.WORDS,
        entry_points=buttons,
        states={Step.WORDS: [MessageHandler(guards.TEXT, take_words), no_words]},
        fallbacks=[*buttons, CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )
    return [dialogue, *_looking()]
