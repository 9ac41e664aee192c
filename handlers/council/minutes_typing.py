"""What is typed or sent while minutes are written: asked for, shown where it corrects something, and never lost."""

from enum import StrEnum
from typing import Any

from markupsafe import Markup
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import minutes_book as books
from handlers.council.given_up import let_go, pass_on
from handlers.council.minutes_book import NAME, Work
from handlers.dialogue import Handlers, build_dialogue, close_dialogue, keep, open_dialogue
from handlers.messages import media_of, message_of, words_of
from handlers.views import minutes as views
from handlers.views import minutes_asking as asking
from handlers.views.errors import error_view
from handlers.views.general import not_text, old_button_toast
from handlers.views.minutes_message import NOUN
from models.errors import BadMeetingFact, EmptyText, MeetingChanged, NotFound, ReasonNeeded
from models.media import MediaItem
from models.meeting import Outcome
from models.minutes_shown import MinutesItem
from models.services import minutes_writing

FILE = "file"
_REFUSALS = (EmptyText, BadMeetingFact, ReasonNeeded)  # said beside the question, which stays


class Step(StrEnum):
    """What is waited for; stored by name."""

    WORDS = "words"
    FILE = "file"
    PENDING = "pending"  # what was typed waits for a yes: it corrects something, or somebody else wrote meanwhile


def ask(
    update: Update | None,
    context: Context,
    work: Work,
    field: str,
    item: MinutesItem | None = None,
    *,
    problem: Markup | None = None,
    then: str | None = None,
) -> Step:
    """Ask for one thing; `then` is the outcome that waits for it."""
    step = Step.FILE if field == FILE else Step.WORDS
    version = listen(context, work, field, item, step=step, then=then)
    view = asking.words_asked(work.book, field, item, version, context.tr, problem=problem)
    books.put(update, context, work.id, view)
    return step


def listen(
    context: Context,
    work: Work,
    field: str,
    item: MinutesItem | None = None,
    *,
    step: Step = Step.WORDS,
    then: str | None = None,
) -> int:
    """Take what is typed next for a field; return the dialogue's version."""
    state = open_dialogue(context.turn, NAME, step)
    was = asking.said_now(work.book, field, item)
    item_id = item.line.item_id if item is not None else None
    data = {"id": work.id, "item": item_id, "field": field, "was": was, "then": then}
    keep(state, {name: value for name, value in data.items() if value is not None})
    return state.version


async def take_words(update: Update, context: Context) -> Any:
    """What was asked for, typed."""
    message, data = message_of(update), _data(context)
    if not await _is_theirs(context):
        return await pass_on(context, NAME, message)
    typed = words_of(message)
    if not typed.strip():
        context.reply(not_text(context.tr, is_sticker=message.sticker is not None))
        return None
    if data["field"] == FILE:  # words, where a file was asked for: nothing of the form is lost
        work = await books.load(context, data["id"])
        return ask(None, context, work, FILE, problem=asking.not_a_file(context.tr))
    return await _given(None, context, {**data, "typed": typed})


async def take_file(update: Update, context: Context) -> Any:
    """A file instead of the form; what is written below it is the note, where there is none."""
    message, data = message_of(update), _data(context)
    if not await _is_theirs(context):
        return await pass_on(context, NAME, message)
    file = media_of(message)
    if file is None:
        work = await books.load(context, data["id"])
        return ask(None, context, work, FILE, problem=asking.not_a_file(context.tr))
    return await _given(None, context, {**data, "typed": words_of(message), "file": file.to_data()})


async def detach(update: Update, context: Context) -> Any:
    """«Without the file»: the form again."""
    work = await books.load(context, context.pressed(update).id)
    open_dialogue(context.turn, NAME, Step.PENDING)
    await _given(update, context, {"id": work.id, "field": FILE, "typed": "", "file": None})


async def _given(update: Update | None, context: Context, data: dict[str, Any]) -> Any:
    """Write it; of published minutes it is shown first, because everybody sees the correction."""
    work = await books.load(context, data["id"])
    if not work.book.is_published:
        return await _write(update, context, work, data)
    state = open_dialogue(context.turn, NAME, Step.PENDING)
    keep(state, data)
    item = _item(work, data)
    view = asking.correction_asked(work.book, data["typed"], item, state.version, context.tr)
    books.put(update, context, work.id, view)
    return Step.PENDING


async def _write(update: Update | None, context: Context, work: Work, data: dict[str, Any]) -> Any:
    try:
        await _store(work, data)
    except MeetingChanged:
        return await _show_both(update, context, data)
    except _REFUSALS as error:
        problem = error_view(error, context.tr).text
        return ask(update, context, work, data["field"], _item(work, data), problem=problem, then=data.get("then"))
    keep(open_dialogue(context.turn, NAME, Step.WORDS), {})
    close_dialogue(context.turn, NAME)
    context.turn.has_due = context.turn.has_deliveries = True
    work = await books.load(context, work.id)
    item = _item(work, data)
    if item is None:
        books.show(update, context, work)
    else:
        books.put(update, context, work.id, views.item_card(work.book, item, context.tr))
    return ConversationHandler.END


async def _store(work: Work, data: dict[str, Any]) -> None:
    actor, typed, field = work.actor, data["typed"], data["field"]
    if field == FILE:
        file = MediaItem.from_data(data["file"]) if data["file"] is not None else None
        await minutes_writing.attach_file(actor, work.id, file)
        if typed.strip() and not work.book.shown.note:
            await minutes_writing.write_note(actor, work.id, typed, was=None)
    elif field == "chair":
        await minutes_writing.change_chair(actor, work.id, typed)
    elif field == "note":
        await minutes_writing.write_note(actor, work.id, typed, was=data.get("was"))
    else:
        await minutes_writing.write_words(actor, data["item"], field, typed, was=data.get("was"))
        if data.get("then") is not None:
            await minutes_writing.write_outcome(actor, data["item"], Outcome(data["then"]))


async def _show_both(update: Update | None, context: Context, data: dict[str, Any]) -> Any:
    """Somebody wrote there meanwhile: what stands there now, and what was typed."""
    work = await books.load(context, data["id"])
    item = _item(work, data)
    now = asking.said_now(work.book, data["field"], item)
    state = open_dialogue(context.turn, NAME, Step.PENDING)
    keep(state, {**{name: value for name, value in data.items() if name != "was"}, **({"was": now} if now else {})})
    view = asking.written_meanwhile(work.book, data["typed"], now or "", item, state.version, context.tr)
    books.put(update, context, work.id, view)
    return Step.PENDING


async def press(update: Update, context: Context) -> None:
    """«Correct it», «mine instead», «mine below it», «take these words away»; an older one shows how things stand."""
    pressed = context.pressed(update)
    work, data = await books.load(context, pressed.id), _data(context)
    state = context.turn.dialogues.get(NAME)
    is_old = state is None or state.version != pressed.version or data.get("id") != pressed.id
    waits = "typed" in data
    if is_old or (pressed.action != "erase" and not waits):
        context.toast(old_button_toast(context.tr))
        books.show(update, context, work)
    elif pressed.action == "erase":
        await _given(update, context, {**data, "typed": ""})
    else:
        typed = data["typed"]
        if pressed.action == "append" and data.get("was"):
            typed = "\n".join((data["was"], typed))
        await _write(update, context, work, {**data, "typed": typed})


async def _is_theirs(context: Context) -> bool:
    """Whether the minutes that are typed for are still there for them: an office may end meanwhile."""
    try:
        work = await books.load(context, _data(context).get("id", 0))
        _item(work, _data(context))
    except NotFound:
        return False
    return True


def _item(work: Work, data: dict[str, Any]) -> MinutesItem | None:
    return work.item(data["item"]) if "item" in data else None


def _data(context: Context) -> dict[str, Any]:
    state = context.turn.dialogues.get(NAME)
    return state.data if state is not None else {}


async def leave(_: Update, context: Context) -> Any:
    """/cancel: the minutes stay as they are."""
    if not await _is_theirs(context):
        return let_go(context, NAME)
    books.show(None, context, await books.load(context, _data(context).get("id", 0)))
    return ConversationHandler.END


def build_typing() -> ConversationHandler[Any]:
    """The dialogue: words and a file that are asked for; every button of the minutes ends it."""
    others = guards.ANYTHING & ~filters.TEXT
    words = [MessageHandler(guards.TEXT, take_words), MessageHandler(others, take_words)]
    file = [MessageHandler(guards.TEXT, take_words), MessageHandler(others, take_file)]
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.WORDS,
        entry_points=[],
        states={Step.WORDS: words, Step.FILE: file, Step.PENDING: words},
        fallbacks=[CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )


def build() -> Handlers:
    """The buttons below what was asked."""
    return [
        CallbackQueryHandler(press, pattern(NOUN, "apply", "append", "erase")),
        CallbackQueryHandler(detach, pattern(NOUN, "detach")),
    ]
