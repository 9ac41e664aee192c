"""What is typed or chosen of a meeting beside its time: title, place, link, length, capacity. Part of its dialogue."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import meeting_changing as changing
from handlers.council import meeting_composing as composing
from handlers.council import meeting_time
from handlers.council.meeting_composing import Open, Step
from handlers.dialogue import Handlers
from handlers.keyboards import View
from handlers.messages import location_of, message_of, words_of
from handlers.views import meeting_office_ask as views
from handlers.views.meeting_office import Called, row_version
from handlers.views.meeting_office_ends import file_not_taken
from locales import Translator
from locales.digits import latin_digits
from models.errors import BadLink, BadMeetingFact, DomainError, NoRoom
from models.meeting_facts import MOST_PLACES, Facts
from models.notice_checks import is_page
from models.services import meeting_changes
from models.typed_moment import UnknownMomentError, read_minutes

type Asking = Callable[[Update | None, Context, Open], Any]


def asking(step: Step, view: Callable[[Called, Translator], View]) -> Asking:
    """The step that asks for one thing, in place of the card."""

    async def ask(update: Update | None, context: Context, work: Open) -> Step:
        composing.note(context, step, pending=None)
        composing.put(update, context, work, view(await composing.called(context, work), context.tr))
        return step

    return ask


async def ask_length(update: Update | None, context: Context, work: Open) -> Any:
    """«How long»: of a meeting that has a time; else that is asked first."""
    if not work.facts.sessions:
        return await meeting_time.show_month(update, context, work)
    return await asking(Step.LENGTH, views.length_asked)(update, context, work)


async def take_title(update: Update, context: Context) -> Any:
    """A typed title."""
    return await _settle_typed(update, context, Step.TITLE, lambda facts, words: replace(facts, title=words))


async def take_place(update: Update, context: Context) -> Any:
    """A typed place, a pin, or a venue with both."""
    work, message = await composing.typed_for(context), message_of(update)
    if work is None:
        return None
    pin, words = location_of(message), words_of(message).strip()
    if message.venue is not None:
        words = ", ".join(one for one in (message.venue.title, message.venue.address) if one)
    if pin is None and not words:
        return await want_words(update, context)
    facts = replace(work.facts, place=words or work.facts.place, location=pin or work.facts.location)
    return await changing.settle(None, context, work, facts, Step.PLACE)


async def take_link(update: Update, context: Context) -> Any:
    """A typed address."""
    work = await composing.typed_for(context)
    if work is None:
        return None
    words = words_of(message_of(update)).strip()
    address = words if "://" in words else f"https://{words}"
    if not is_page(address):
        return await refuse(context, work, BadLink(), Step.LINK)
    return await changing.settle(None, context, work, replace(work.facts, link=address), Step.LINK)


async def take_length(update: Update, context: Context) -> Any:
    """A typed length: «یک ساعت و نیم»."""
    work = await composing.typed_for(context)
    if work is None:
        return None
    try:
        minutes = read_minutes(words_of(message_of(update)))
    except UnknownMomentError:
        minutes = 0  # which no meeting lasts: the limits are said
    return await _last(None, context, work, minutes)


async def press_length(update: Update, context: Context) -> Any:
    """One of the usual lengths."""
    work = await drawn(update, context)
    return None if work is None else await _last(update, context, work, context.pressed(update).id)


async def drawn(update: Update, context: Context) -> Open | None:
    """The meeting that a button is of which names none; where it is another one by now, that is shown."""
    work = await composing.current(context)
    made = await composing.called(context, work) if work is not None else None
    if work is None or made is None or row_version(made) != context.pressed(update).version:
        await meeting_time.drawn_before(context, work)
        return None
    return work


async def _last(update: Update | None, context: Context, work: Open, minutes: int) -> Any:
    sessions = tuple(replace(one, minutes=minutes) for one in work.facts.sessions)
    return await changing.settle(update, context, work, replace(work.facts, sessions=sessions), Step.LENGTH)


async def take_capacity(update: Update, context: Context) -> Any:
    """A typed number of places."""
    work = await composing.typed_for(context)
    if work is None:
        return None
    words = words_of(message_of(update)).strip()
    number = _number(words)
    if number is None:
        composing.put(None, context, work, views.capacity_not_read(await _made(context, work), words, context.tr))
        return Step.CAPACITY
    return await take_places(None, context, work, number)


def _number(words: str) -> int | None:
    """The number in «۳۰», «۳۰ نفر» or «-۵»; None for words."""
    typed = latin_digits(words).replace("\u200f", "").replace("−", "-").replace("٬", "").replace(",", "")
    first = typed.split()[0] if typed.split() else ""
    digits = first.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        return None
    return min(int(first[:10]), MOST_PLACES + 1)


async def take_places(update: Update | None, context: Context, work: Open, capacity: int | None) -> Any:
    """So many places; None: nobody counts them."""
    try:
        meeting = await meeting_changes.change_capacity(work.actor, work.id, work.version, capacity)
    except BadMeetingFact:
        composing.note(context, Step.CAPACITY)
        composing.put(update, context, work, views.capacity_impossible(await _made(context, work), context.tr))
        return Step.CAPACITY
    except NoRoom as error:
        return await refuse(context, work, error, Step.CAPACITY, update)
    context.turn.has_deliveries = True  # who waited may have a place now
    return await composing.show(context, composing.opened(work.actor, meeting))


async def without(update: Update | None, context: Context, work: Open) -> Any:
    """«Without a place», «without the link», «without a limit»."""
    action = context.pressed(update).action if update is not None else ""
    if action == "uncapacity":
        return await take_places(update, context, work, None)
    if action == "unlink":
        return await changing.settle(update, context, work, replace(work.facts, link=None), Step.LINK)
    return await changing.settle(update, context, work, replace(work.facts, place=None, location=None), Step.PLACE)


async def _settle_typed(update: Update, context: Context, step: Step, changed: Callable[[Facts, str], Facts]) -> Any:
    work = await composing.typed_for(context)
    if work is None:
        return None
    words = words_of(message_of(update)).strip()
    return await changing.settle(None, context, work, changed(work.facts, words), step)


async def _made(context: Context, work: Open) -> Called:
    return await composing.called(context, work)


async def refuse(context: Context, work: Open, error: DomainError, step: Step, update: Update | None = None) -> Step:
    """What was given cannot be: why, and the question stands."""
    return await changing.refuse(update, context, work, error, step)


async def want_words(_: Update, context: Context) -> Any:
    """A file or a sticker where something is to be written: the question stands."""
    work = await composing.typed_for(context)
    if work is None:
        return None
    composing.put(None, context, work, file_not_taken(await _made(context, work), context.tr))
    return composing.step_of(context)


def buttons() -> Handlers:
    """The usual lengths; the other buttons are the card's."""
    return [CallbackQueryHandler(press_length, pattern(views.LENGTH, "take"))]
