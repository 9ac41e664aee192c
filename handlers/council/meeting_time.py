"""When a meeting is: chosen in the calendar, typed, or one of the usual times. Part of the dialogue meeting."""

from datetime import date, datetime, time
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import meeting_changing as changing
from handlers.council import meeting_composing as composing
from handlers.council.meeting_composing import Open, Step
from handlers.dialogue import Handlers
from handlers.messages import message_of, words_of
from handlers.views import calendar
from handlers.views import meeting_office_time as views
from handlers.views.general import old_button_toast
from handlers.views.meeting_office import Called, row_version
from locales.dates import local_moment
from models.jalali_calendar import month_of
from models.meeting_facts import DEFAULT_MINUTES, Session
from models.text import fold
from models.typed_moment import MissingPartError, Span, UnknownMomentError, read_span

_YES = frozenset(fold(word) for word in ("بله", "بلی", "آره", "درسته", "درست است", "تایید", "yes", "ok"))
_NO = frozenset(fold(word) for word in ("نه", "خیر", "no"))


async def show_month(update: Update | None, context: Context, work: Open) -> Step:
    """«Time»: the month of the present time, or this one."""
    session, now = session_of(context, work), context.turn.now
    at = session.starts_at if session is not None and session.starts_at > now else now
    made = await composing.called(context, work)
    composing.note(context, Step.WHEN, pending=None, part=None)
    month = month_of(local_moment(at, context.city.zone).date())
    picker = views.time_picker(made, context.city, now, context.tr)
    composing.put(update, context, work, views.month_screen(made, picker, *month, now, back=_back(made)))
    return Step.WHEN


def _back(made: Called) -> str:
    return "sessions" if made.is_course else "card"


def session_of(context: Context, work: Open) -> Session | None:
    """The session whose time is asked; of a course that gets one more, None."""
    number, sessions = composing.noted(context, "session"), work.facts.sessions
    if work.meeting.kind != "course":
        return sessions[0] if sessions else None
    return sessions[number - 1] if number is not None and 1 <= number <= len(sessions) else None


async def press(update: Update, context: Context) -> Any:
    """A button of the calendar: a month, a day, an hour, a moment."""
    work, pressed = await composing.current(context), context.pressed(update)
    made = await composing.called(context, work) if work is not None else None
    if work is None or made is None or row_version(made) != pressed.version:
        return await drawn_before(context, work)
    if pressed.action == "minute":
        moment = calendar.picked_moment(pressed.id, context.city.zone)
        return await _take(update, context, work, Span(moment or context.turn.now))  # what nobody drew has passed
    day, (_, clock) = calendar.picked_day(pressed.id), _part(context)
    if pressed.action == "day" and day is not None and clock is not None:  # its hour was typed before
        return await _take(update, context, work, Span(datetime.combine(day, clock, context.city.zone)))
    view = _screen(context, made, pressed.action, pressed.id)
    if view is None:
        return await show_month(update, context, work)
    composing.note(context, Step.WHEN)
    composing.put(update, context, work, view)
    return Step.WHEN


def _screen(context: Context, made: Called, action: str, number: int) -> Any:
    now = context.turn.now
    picker = views.time_picker(made, context.city, now, context.tr)
    if action == "month" and (month := calendar.picked_month(number)) is not None:
        return views.month_screen(made, picker, month.year, month.month, now, back=_back(made))
    if action == "day" and (day := calendar.picked_day(number)) is not None:
        return views.hours_screen(made, picker, day, back=_back(made))
    if action == "hour" and (hour := calendar.picked_hour(number)) is not None:
        return views.minutes_screen(made, picker, *hour, back=_back(made))
    return None


async def drawn_before(context: Context, work: Open | None) -> Any:
    """A button of a screen that is old: how the meeting stands now."""
    context.toast(old_button_toast(context.tr))
    return None if work is None else await composing.show(context, work)


async def take_moment(update: Update, context: Context) -> Any:
    """A typed day and hour: «پنجشنبه ۱۷», «فردا ساعت ۵ عصر تا ۷»; half of it, and the other half is asked."""
    work = await composing.typed_for(context)
    return None if work is None else await take_words(context, work, words_of(message_of(update)))


async def take_words(context: Context, work: Open, words: str) -> Any:
    """As `take_moment`."""
    known, now, zone = session_of(context, work), context.turn.now, context.city.zone
    day, clock = _part(context)
    if known is not None and day is None and clock is None:
        local = local_moment(known.starts_at, zone)
        day, clock = local.date(), local.time()
    try:
        span = read_span(words, now, zone, day=day, clock=clock)
    except MissingPartError as missing:
        return await _ask_rest(context, work, missing)
    except UnknownMomentError:
        composing.note(context, Step.WHEN, pending=None)
        made = await composing.called(context, work)
        composing.put(None, context, work, views.moment_not_read(made, context.tr, back=_back(made)))
        return Step.WHEN
    minutes = span.minutes or composing.noted(context, "minutes")
    return await _take(None, context, work, Span(span.starts_at, minutes))


def _part(context: Context) -> tuple[date | None, time | None]:
    """Half of a moment that was typed before."""
    part = composing.noted(context, "part") or {}
    day, clock = part.get("day"), part.get("clock")
    return (
        date.fromisoformat(day) if day is not None else None,
        time.fromisoformat(clock) if clock is not None else None,
    )


async def _ask_rest(context: Context, work: Open, missing: MissingPartError) -> Step:
    part = {"day": missing.day.isoformat()} if missing.day is not None else {}
    if missing.clock is not None:
        part["clock"] = missing.clock.isoformat()
    composing.note(context, Step.WHEN, part=part, minutes=missing.minutes, pending=None)
    made, now = await composing.called(context, work), context.turn.now
    picker = views.time_picker(made, context.city, now, context.tr)
    if missing.day is not None and picker.offers(missing.day):
        view = views.hours_screen(made, picker, missing.day, back=_back(made))
    elif missing.clock is not None:
        at = datetime.combine(now.date(), missing.clock, context.city.zone)
        view = views.day_asked(made, picker, at, now, back=_back(made))
    else:
        view = views.moment_not_read(made, context.tr, back=_back(made))
    composing.put(None, context, work, view)
    return Step.WHEN


async def _take(update: Update | None, context: Context, work: Open, span: Span) -> Any:
    known = session_of(context, work)
    last = work.facts.sessions[-1].minutes if work.facts.sessions else DEFAULT_MINUTES
    minutes = span.minutes or (known.minutes if known is not None else last)
    composing.note(context, Step.WHEN, part=None, minutes=None)
    number = composing.noted(context, "session")
    return await changing.propose(update, context, work, Session(span.starts_at, minutes), number=number)


async def take_answer(update: Update, context: Context) -> Any:
    """Typed where something stands to be confirmed: «بله», «نه», or another moment."""
    work = await composing.typed_for(context)
    if work is None:
        return None
    words = words_of(message_of(update))
    said = fold(words).strip(" .!؟")
    if said in _YES:
        return await changing.confirm(None, context, work)
    if said in _NO:
        return await composing.show(context, work)
    return await take_words(context, work, words)


def is_moment(words: str, context: Context) -> bool:
    """Whether words say a day and an hour, and nothing else."""
    try:
        read_span(words, context.turn.now, context.city.zone)
    except UnknownMomentError:
        return False
    return True


def buttons() -> Handlers:
    """Every button of the calendar; the way in is the card's."""
    return [CallbackQueryHandler(press, pattern(views.NOUN, *calendar.ACTIONS))]
