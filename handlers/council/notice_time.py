"""When a notice leaves: chosen in the calendar or typed, once or again and again. Part of the dialogue notice."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, time
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import composing
from handlers.council.composing import Open, Step
from handlers.dialogue import Handlers
from handlers.messages import message_of, words_of
from handlers.views import calendar
from handlers.views import notice_time as views
from handlers.views.errors import error_view
from handlers.views.general import old_button_toast
from handlers.views.notice import Composed
from handlers.views.notice_settings import row_version
from models.errors import TimePassed
from models.notice import Repeats
from models.services import notice_changes
from models.typed_moment import UnknownMomentError, read_moment, read_next_day

type Action = Callable[[Update, Context, Open], Awaitable[Any]]


async def open_calendar(update: Update, context: Context) -> Any:
    """«Schedule» on the card, and the buttons below the month that name the notice."""
    work = await composing.pressed_notice(update, context)
    if work is None:
        return None
    return await _ACTIONS.get(context.pressed(update).action, _show_month)(update, context, work)


async def _show_month(update: Update, context: Context, work: Open, day: date | None = None) -> Step:
    now, made = context.turn.now, await composing.composed(context, work)
    at = work.notice.starts_at if work.notice.starts_at is not None and work.notice.starts_at > now else now
    picker = views.time_picker(made, context.city, now, context.tr)
    year, month = views.month_of_day(day or at.astimezone(context.city.zone).date())
    composing.note(context, Step.TIME)
    composing.put(update, context, work, views.month_screen(made, picker, year, month, now))
    return Step.TIME


async def _at_once(update: Update, context: Context, work: Open) -> Any:
    return await _settle(update, context, work, None)


async def _once(update: Update, context: Context, work: Open) -> Any:
    return await _settle(update, context, work, work.notice.starts_at)


def _repeating(repeats: Repeats) -> Action:
    async def ask_until(update: Update, context: Context, work: Open) -> Any:
        begins = work.notice.starts_at
        if begins is None:
            return await _show_month(update, context, work)
        composing.note(context, Step.UNTIL, repeats=repeats.value)
        year, month = views.month_of_day(begins.astimezone(context.city.zone).date())
        await _show_until(update, context, work, year, month)
        return Step.UNTIL

    return ask_until


async def _show_until(update: Update, context: Context, work: Open, year: int, month: int) -> None:
    made = await composing.composed(context, work)
    picker = views.until_picker(made, context.city, context.turn.now, context.tr)
    composing.put(update, context, work, views.until_screen(made, picker, year, month))


async def press_time(update: Update, context: Context) -> Any:
    """A button of the calendar: a month, a day, an hour, a moment."""
    work, made = await _drawn(context, context.pressed(update).version)
    if work is None or made is None:
        return None
    pressed, now = context.pressed(update), context.turn.now
    picker = views.time_picker(made, context.city, now, context.tr)
    view = None
    if pressed.action == "minute":
        moment = calendar.picked_moment(pressed.id, context.city.zone)
        return await _settle(update, context, work, moment or now)  # what nobody drew has passed
    if pressed.action == "month" and (month := calendar.picked_month(pressed.id)) is not None:
        view = views.month_screen(made, picker, month.year, month.month, now)
    elif pressed.action == "day" and (day := calendar.picked_day(pressed.id)) is not None:
        view = views.hours_screen(made, picker, day)
    elif pressed.action == "hour" and (hour := calendar.picked_hour(pressed.id)) is not None:
        view = views.minutes_screen(made, picker, *hour)
    if view is None:
        return await _show_month(update, context, work)
    composing.note(context, Step.TIME)
    composing.put(update, context, work, view)
    return Step.TIME


async def press_until(update: Update, context: Context) -> Any:
    """A button of the calendar for the last day."""
    work, _ = await _drawn(context, context.pressed(update).version)
    if work is None:
        return None
    pressed = context.pressed(update)
    if pressed.action == "day" and (day := calendar.picked_day(pressed.id)) is not None:
        return await _settle_until(update, context, work, day)
    month = calendar.picked_month(pressed.id) if pressed.action == "month" else None
    if month is None:
        return await _show_month(update, context, work)
    await _show_until(update, context, work, month.year, month.month)
    return Step.UNTIL


async def _drawn(context: Context, version: int) -> tuple[Open | None, Composed | None]:
    """The draft that a button of the calendar is of; where it is another one by now, that is shown."""
    work = await composing.current(context)
    if work is None:
        context.toast(old_button_toast(context.tr))
        return None, None
    made = await composing.composed(context, work)
    if row_version(made) != version:
        context.toast(old_button_toast(context.tr))
        await composing.show(context, work)
        return None, None
    return work, made


async def _settle(update: Update | None, context: Context, work: Open, at: datetime | None) -> Any:
    """It leaves then, once; whoever wants it again says so afterwards."""
    try:
        notice = await notice_changes.change_time(work.announcer, work.id, work.version, starts_at=at)
    except TimePassed as error:
        return await _refuse(update, context, work, error, Step.TIME)
    return await composing.show_in_place(update, context, await composing.opened(work.announcer, notice))


async def _settle_until(update: Update | None, context: Context, work: Open, day: date) -> Any:
    repeats = composing.noted(context, "repeats")
    ends = datetime.combine(day, time.max, context.city.zone)
    try:
        notice = await notice_changes.change_time(
            work.announcer,
            work.id,
            work.version,
            starts_at=work.notice.starts_at,
            repeats=Repeats(repeats) if repeats in set(Repeats) else None,
            repeats_until=ends,
        )
    except TimePassed as error:
        return await _refuse(update, context, work, error, Step.UNTIL)
    composing.note(context, Step.CARD, repeats=None)
    return await composing.show_in_place(update, context, await composing.opened(work.announcer, notice))


async def _refuse(update: Update | None, context: Context, work: Open, error: TimePassed, step: Step) -> Step:
    composing.note(context, step)
    made, problem = await composing.composed(context, work), error_view(error, context.tr).text
    composing.put(update, context, work, views.time_refused(made, problem, context.tr))
    return step


async def take_moment(update: Update, context: Context) -> Any:
    """A typed day and hour: «۱۹ آذر ساعت ۱۷»."""
    work = await composing.typed_for(context)
    if work is None:
        return None
    try:
        at = read_moment(words_of(message_of(update)), context.turn.now, context.city.zone)
    except UnknownMomentError:
        composing.note(context, Step.TIME)
        made = await composing.composed(context, work)
        composing.put(None, context, work, views.moment_not_read(made, context.tr))
        return Step.TIME
    return await _settle(None, context, work, at)


async def take_until(update: Update, context: Context) -> Any:
    """A typed last day."""
    work = await composing.typed_for(context)
    if work is None:
        return None
    try:
        day = read_next_day(words_of(message_of(update)), context.turn.now, context.city.zone)
    except UnknownMomentError:
        composing.note(context, Step.UNTIL)
        made = await composing.composed(context, work)
        composing.put(None, context, work, views.day_not_read(made, context.tr))
        return Step.UNTIL
    return await _settle_until(None, context, work, day)


_ACTIONS: dict[str, Action] = {
    "now": _at_once,
    "once": _once,
    "weekly": _repeating(Repeats.WEEKLY),
    "monthly": _repeating(Repeats.MONTHLY),
}


def buttons() -> Handlers:
    """The way in from the card, and every button of the calendar."""
    return [
        CallbackQueryHandler(open_calendar, pattern("notice", "schedule")),
        CallbackQueryHandler(open_calendar, pattern(views.NOUN)),
        CallbackQueryHandler(press_time, pattern(views.TIME, *calendar.ACTIONS)),
        CallbackQueryHandler(press_until, pattern(views.UNTIL, *calendar.ACTIONS)),
    ]
