"""The form of one item of the minutes: what was said, what was decided, and what became of it."""

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import minutes_book as books
from handlers.council import minutes_typing as typing
from handlers.council.minutes_book import Work
from handlers.dialogue import Handlers, close_dialogue
from handlers.views import minutes as views
from handlers.views import minutes_asking as asking
from models.errors import MeetingChanged, ReasonNeeded
from models.meeting import Outcome
from models.minutes_shown import MinutesItem
from models.services import minutes_writing


async def open_item(update: Update, context: Context) -> None:
    """The form; as long as nothing is decided, what is typed next is the decision."""
    work, item = await books.load_item(context, context.pressed(update).id)
    _show(update, context, work, item)


def _show(update: Update, context: Context, work: Work, item: MinutesItem) -> None:
    takes_words = not (work.book.is_published or item.is_written)
    if takes_words:
        typing.listen(context, work, "decision", item)
    else:
        close_dialogue(context.turn, books.NAME)
    view = views.item_card(work.book, item, context.tr, takes_words=takes_words)
    books.put(update, context, work.id, view)


async def ask_words(update: Update, context: Context) -> None:
    """«Decision», «what was said»."""
    pressed = context.pressed(update)
    work, item = await books.load_item(context, pressed.id)
    typing.ask(update, context, work, pressed.action, item)


async def choose_outcome(update: Update, context: Context) -> None:
    """What became of it; in published minutes it is asked first, because its submission follows."""
    pressed = context.pressed(update)
    work, item = await books.load_item(context, pressed.id)
    is_sure = pressed.action.startswith(views.SURE)
    name = pressed.action.removeprefix(views.SURE)
    outcome = Outcome(name) if name != views.UNDECIDED else None
    if item.resolution is not None:  # it was resolved meanwhile
        _show(update, context, work, item)
    elif work.book.is_published and not is_sure:
        view = asking.outcome_correction(work.book, item, outcome, context.tr)
        books.put(update, context, work.id, view)
    else:
        await _write(update, context, work, item, outcome)


async def _write(update: Update, context: Context, work: Work, item: MinutesItem, outcome: Outcome | None) -> None:
    item_id = item.line.item_id
    try:
        await minutes_writing.write_outcome(work.actor, item_id, outcome)
    except ReasonNeeded:
        problem, then = asking.reason_needed(context.tr), Outcome.DECLINED.value
        typing.ask(update, context, work, "decision", item, problem=problem, then=then)
        return
    except MeetingChanged:  # somebody else chose in this moment: what stands now is shown
        pass
    context.turn.has_due = context.turn.has_deliveries = True
    close_dialogue(context.turn, books.NAME)
    work = await books.load(context, work.id)
    books.put(update, context, work.id, views.item_card(work.book, work.item(item_id), context.tr))


def build() -> Handlers:
    """The buttons of the form."""
    sure = [views.SURE + name for name in views.OUTCOMES]
    return [
        CallbackQueryHandler(open_item, pattern(views.ITEM, "open")),
        CallbackQueryHandler(ask_words, pattern(views.ITEM, "decision", "summary")),
        CallbackQueryHandler(choose_outcome, pattern(views.ITEM, *views.OUTCOMES, *sure)),
    ]
