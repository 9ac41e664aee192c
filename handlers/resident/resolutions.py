"""/resolutions: what the councils decided and how far it has come; narrowed by body, status, topic and words."""

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
from handlers.resident import resolution_card as cards
from handlers.views import resolution_list as views
from handlers.views.general import not_text
from handlers.views.resolution import NOUN
from models.resolution import ResolutionStatus
from models.role import Action
from models.services import areas, resolution_lists, resolutions, topics
from models.services.resolution_lists import Wish

NAME = "resolutions"
_LAST_PAGE = 1_000_000  # a button can be made up: its page must not grow past what a database counts to
_LONGEST = 200  # letters of what somebody searches for that are looked at
_MOST_OF_MEETING = 20  # resolutions of one meeting that stand in one message


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    WORDS = "words"


def wish_of(context: Context) -> Wish:
    """What narrows this person's list."""
    state = context.turn.dialogues.get(NAME)
    return Wish.from_data(state.data) if state is not None else Wish()


def _keep(context: Context, wish: Wish) -> None:
    remember(context.turn, NAME, wish.to_data())


async def show(_: Update, context: Context) -> int:
    """After /resolutions: all of them; words behind the command are searched for."""
    _keep(context, Wish(words=" ".join(context.args or [])[:_LONGEST]))
    close_dialogue(context.turn, NAME)
    context.reply(await _page(context, 0))
    return ConversationHandler.END


async def show_list(_: Update, context: Context) -> int:
    """«All resolutions» below something else: the whole list, in a message of its own."""
    _keep(context, Wish())
    close_dialogue(context.turn, NAME)
    context.reply(await _page(context, 0))
    return ConversationHandler.END


async def show_late(_: Update, context: Context) -> int:
    """«All that is overdue» below the weekly list, in a message of its own."""
    _keep(context, Wish(is_overdue=True))
    close_dialogue(context.turn, NAME)
    context.reply(await _page(context, 0))
    return ConversationHandler.END


async def turn_page(update: Update, context: Context) -> int:
    """Another page, in place of the present one, or the way back to it."""
    close_dialogue(context.turn, NAME)
    context.edit_pressed(update, await _page(context, context.pressed(update).id))
    return ConversationHandler.END


async def _page(context: Context, page: int) -> View:
    page, wish, session = min(max(page, 0), _LAST_PAGE), wish_of(context), context.turn.session
    found, total = await resolution_lists.page(
        session=session, wish=wish, today=cards.today(context), offset=page * views.PAGE, limit=views.PAGE
    )
    if not found and total:  # the list grew shorter since that button was drawn
        return await _page(context, (total - 1) // views.PAGE)
    shown = [await cards.listed(context, one) for one in found]
    narrowed, may_make = await _narrowed(context, wish), (await context.rights()).may_somewhere(Action.MEET)
    return views.resolution_list(shown, total, page, narrowed, context.tr, may_make=may_make)


async def _narrowed(context: Context, wish: Wish) -> views.Narrowed:
    session = context.turn.session
    place = (await areas.load_tree(session=session)).places.get(wish.area_id or 0)
    known = await topics.load_topics(session=session)
    status = views.OVERDUE if wish.is_overdue else wish.status.value if wish.status is not None else None
    return views.Narrowed(
        place.name if place is not None else None,
        wish.is_own_only,
        status,
        known.name(wish.topic, context.tr.language),
        wish.words,
    )


async def show_card(update: Update, context: Context) -> None:
    """One of the list, in its place; elsewhere (`open`) below everything else."""
    pressed = context.pressed(update)
    if pressed.action == "open":
        context.reply(await cards.card(context, pressed.id, page=None))
    else:
        context.edit_pressed(update, await cards.card(context, pressed.id, page=max(pressed.version - 1, 0)))


async def show_history(update: Update, context: Context) -> None:
    """Every step with its whole note."""
    for view in await cards.history(context, context.pressed(update).id):
        context.reply(view)


async def show_photos(update: Update, context: Context) -> None:
    """What the steps show."""
    await cards.send_photos(context, context.pressed(update).id)


async def show_of_meeting(update: Update, context: Context) -> None:
    """What one meeting decided, as far as it is public."""
    found = await resolutions.of_meeting(
        session=context.turn.session, meeting_id=context.pressed(update).id, published_only=True
    )
    shown = [await cards.listed(context, one) for one in found[:_MOST_OF_MEETING]]
    context.reply(views.meeting_resolutions(shown, context.tr))


async def choose_body(update: Update, context: Context) -> None:
    """The bodies, in the list's place; `id` is the page."""
    session, wish = context.turn.session, wish_of(context)
    view = views.body_choice(
        await resolution_lists.bodies(session=session),
        await areas.load_tree(session=session),
        context.pressed(update).id,
        chosen=wish.area_id,
        is_own_only=wish.is_own_only,
        home=context.person.area_id,
        tr=context.tr,
    )
    context.edit_pressed(update, view)


async def choose_status(update: Update, context: Context) -> None:
    """The statuses, in the list's place."""
    chosen = (await _narrowed(context, wish_of(context))).status
    context.edit_pressed(update, views.status_choice(chosen, context.tr))


async def choose_topic(update: Update, context: Context) -> None:
    """The topics, in the list's place."""
    session = context.turn.session
    used = await resolution_lists.used_topics(session=session)
    known = await topics.load_topics(session=session)
    context.edit_pressed(update, views.topic_choice(used, known, wish_of(context).topic, context.tr))


async def narrow(update: Update, context: Context) -> int:
    """A choice was made: the list's first page, narrowed by it."""
    pressed = context.pressed(update)
    _keep(
        context, await _WISHES.get(pressed.action, _with_status)(context, wish_of(context), pressed.action, pressed.id)
    )
    close_dialogue(context.turn, NAME)
    context.edit_pressed(update, await _page(context, 0))
    return ConversationHandler.END


async def _with_body(context: Context, wish: Wish, _: str, number: int) -> Wish:
    known = (await areas.load_tree(session=context.turn.session)).places
    return replace(wish, area_id=number if number in known else None)


async def _with_topic(context: Context, wish: Wish, _: str, number: int) -> Wish:
    known = (await topics.load_topics(session=context.turn.session)).all
    return replace(wish, topic=known[number - 1].code if 0 < number <= len(known) else None)


async def _with_status(_: Context, wish: Wish, __: str, number: int) -> Wish:
    choices = views.STATUS_CHOICES
    status = choices[number] if 0 <= number < len(choices) else None
    known = ResolutionStatus(status) if status in set(ResolutionStatus) else None
    return replace(wish, status=known, is_overdue=status == views.OVERDUE)


async def _with_reach(_: Context, wish: Wish, action: str, __: int) -> Wish:
    return replace(wish, is_own_only=action == "own")


async def _without_words(_: Context, wish: Wish, __: str, ___: int) -> Wish:
    return replace(wish, words="")


async def _anew(_: Context, __: Wish, ___: str, ____: int) -> Wish:
    return Wish()


type _Narrowing = Callable[[Context, Wish, str, int], Awaitable[Wish]]
_WISHES: dict[str, _Narrowing] = {
    "body": _with_body,
    "topic": _with_topic,
    "status": _with_status,
    "around": _with_reach,
    "own": _with_reach,
    "wordless": _without_words,
    "reset": _anew,
}


async def ask_words(update: Update, context: Context) -> Step:
    """«Search»: what for is written."""
    open_dialogue(context.turn, NAME, Step.WORDS)
    context.edit_pressed(update, views.words_asked(await _narrowed(context, wish_of(context)), context.tr))
    return Step.WORDS


async def take_words(update: Update, context: Context) -> Any:
    """The words: what fits them and everything chosen before."""
    words = " ".join(words_of(message_of(update)).split())[:_LONGEST]
    _keep(context, replace(wish_of(context), words=words))
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
    pressed: dict[str, Any] = {
        "open": show_card,
        "show": show_card,
        "history": show_history,
        "photos": show_photos,
        "of": show_of_meeting,
        "bodies": choose_body,
        "statuses": choose_status,
        "topics": choose_topic,
    }
    return [CallbackQueryHandler(step, pattern(NOUN, action)) for action, step in pressed.items()]


def build() -> Handlers:
    """The dialogue, in which words are asked for, and the buttons beside it."""
    buttons: Handlers = [
        CommandHandler("resolutions", show, guards.IN_PRIVATE),
        CallbackQueryHandler(show_list, pattern(NOUN, "list")),
        CallbackQueryHandler(show_late, pattern(NOUN, "late")),
        CallbackQueryHandler(turn_page, pattern(NOUN, "page")),
        CallbackQueryHandler(narrow, pattern(NOUN, *_WISHES)),
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
