"""Until when a goal shall be reached: picked or typed, said back in words; a day that is over is asked once more."""

from datetime import date, timedelta
from typing import Any

from telegram import Update

from handlers.context import Context
from handlers.messages import message_of, words_of
from handlers.secretariat import goal_editing as editing
from handlers.secretariat.goal_editing import Open, Step
from handlers.views import calendar
from handlers.views import goal_office_ask as ask
from handlers.views.calendar import Picker
from models.jalali_calendar import month_of
from models.resolution_words import day_words
from models.text import fold
from models.typed_moment import UnknownMomentError, read_next_day

_AHEAD = timedelta(days=11 * 366)
_YES = frozenset(fold(word) for word in ("بله", "بلی", "آره", "درست است", "همین", "ثبت شود", "yes", "ok"))
_NONE = frozenset(fold(word) for word in ("ندارد", "بدون مهلت", "بی‌مهلت", "none"))


async def ask_due(update: Update | None, context: Context, work: Open, month: tuple[int, int] | None = None) -> Step:
    """«Due day»: a month from today on."""
    editing.note(context, Step.DUE, pending=None, gathered=None, seen=work.version)
    drawn = await editing.editing_of(context, work)
    picker = _picker(context, ask.row_version(drawn))
    first = month_of(max(work.goal.due_on or picker.today, picker.today))
    editing.put(update, context, work, ask.due_asked(drawn, picker, *(month or first)))
    return Step.DUE


def _picker(context: Context, version: int) -> Picker:
    city, now = context.city, context.turn.now
    day = editing.today(context)
    return Picker(
        ask.DAY,
        version,
        now,
        day,
        city.zone,
        context.tr,
        latest=day + _AHEAD,
        holidays=city.holidays,
        thursday_is_off=city.thursday_is_off,
    )


async def press_day(update: Update, context: Context, work: Open) -> Any:
    """A button of the calendar: another month, or a day."""
    pressed = context.pressed(update)
    day = calendar.picked_day(pressed.id) if pressed.action == "day" else None
    if day is not None:
        return await _take(update, context, work, day)
    month = calendar.picked_month(pressed.id) if pressed.action == "month" else None
    return await ask_due(update, context, work, None if month is None else (month.year, month.month))


async def take_day(update: Update, context: Context, work: Open) -> Any:
    """A typed day: shown in words before it counts."""
    words = words_of(message_of(update))
    said = fold(words).strip(" .!؟")
    if said in _YES and editing.noted(context, "pending"):
        return await editing.be_sure(None, context, work)
    if said in _NONE:
        return await editing.settle(None, context, work, {"due_on": None}, "due")
    try:
        day = read_next_day(words, context.turn.now, context.city.zone)
    except UnknownMomentError:
        editing.note(context, Step.DUE, pending=None)
        editing.put(None, context, work, ask.due_not_read(await editing.editing_of(context, work), context.tr))
        return Step.DUE
    if day < editing.today(context):
        return await _take(None, context, work, day)
    editing.note(context, Step.DUE, pending={"due_on": day.isoformat()}, again="due")
    drawn = await editing.editing_of(context, work)
    editing.put(None, context, work, ask.due_understood(drawn, day, context.tr))
    return Step.DUE


async def _take(update: Update | None, context: Context, work: Open, day: date) -> Any:
    zone = context.city.zone
    return await editing.settle(update, context, work, {"due_on": day}, "due", lambda tr: day_words(day, zone, tr))
