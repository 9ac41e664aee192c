"""Of which day a report on a goal tells: picked, or typed and shown in words. Part of its dialogue."""

from datetime import date, timedelta
from typing import Any

from telegram import Update

from handlers.context import Context
from handlers.council import goal_reporting as reporting
from handlers.council.goal_reporting import Step, Work
from handlers.messages import message_of, words_of
from handlers.views import calendar
from handlers.views import goal_report_ask as views
from handlers.views.calendar import Picker
from models.jalali_calendar import month_of
from models.text import fold
from models.typed_moment import UnknownMomentError
from models.typed_past_day import read_past_day

_BACK = timedelta(days=2 * 366)
_YES = frozenset(fold(word) for word in ("بله", "بلی", "آره", "درست است", "همین", "yes", "ok"))


async def ask_day(update: Update | None, context: Context, work: Work, month: tuple[int, int] | None = None) -> Step:
    """«Of which day»: a month up to today."""
    reporting.note(context, Step.DAY, work.draft, pending=None, said=None)
    drawn = await reporting.reporting_of(context, work)
    picker = _picker(context, drawn.version)
    year, number = month or month_of(work.draft.on_day or picker.today)
    reporting.put(update, context, views.day_asked(drawn, picker, year, number))
    return Step.DAY


def _picker(context: Context, version: int) -> Picker:
    city, now = context.city, context.turn.now
    today = now.astimezone(city.zone).date()
    return Picker(
        views.DAY,
        version,
        now - _BACK,
        today,
        city.zone,
        context.tr,
        latest=today,
        holidays=city.holidays,
        thursday_is_off=city.thursday_is_off,
    )


async def press_day(update: Update, context: Context, work: Work) -> Any:
    """A button of the calendar: another month, or a day."""
    pressed = context.pressed(update)
    day = calendar.picked_day(pressed.id) if pressed.action == "day" else None
    if day is not None:
        return await _take(update, context, work, day)
    month = calendar.picked_month(pressed.id) if pressed.action == "month" else None
    return await ask_day(update, context, work, None if month is None else (month.year, month.month))


async def take_day(update: Update, context: Context, work: Work) -> Any:
    """A typed day; it is shown in words first."""
    words = words_of(message_of(update))
    pending = reporting.noted(context, "pending") or {}
    if fold(words).strip(" .!؟") in _YES and "on_day" in pending:
        return await take_pending(None, context, work, pending)
    try:
        day = read_past_day(words, context.turn.now, context.city.zone)
    except UnknownMomentError:
        reporting.note(context, Step.DAY, work.draft, pending=None)
        drawn = await reporting.reporting_of(context, work)
        reporting.put(None, context, views.past_day_not_read(drawn, context.tr))
        return Step.DAY
    if day > _today(context):
        return await _refuse(None, context, work, day)
    reporting.note(context, Step.DAY, work.draft, pending={"on_day": day.isoformat()})
    drawn = await reporting.reporting_of(context, work)
    reporting.put(None, context, views.day_understood(drawn, day, context.tr))
    return Step.DAY


async def take_pending(update: Update | None, context: Context, work: Work, pending: dict[str, Any]) -> Any:
    """«Yes, this day»."""
    return await _take(update, context, work, date.fromisoformat(pending["on_day"]))


async def _take(update: Update | None, context: Context, work: Work, day: date) -> Any:
    if day > _today(context):
        return await _refuse(update, context, work, day)
    return await reporting.show_card(update, context, work.with_draft(on_day=day))


async def _refuse(update: Update | None, context: Context, work: Work, day: date) -> Step:
    reporting.note(context, Step.DAY, work.draft, pending=None)
    drawn = await reporting.reporting_of(context, work)
    reporting.put(update, context, views.day_to_come(drawn, day, context.tr))
    return Step.DAY


def _today(context: Context) -> date:
    return context.turn.now.astimezone(context.city.zone).date()
