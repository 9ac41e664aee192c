"""The card of a series: its next meetings, and what is changed of all of them. Part of the dialogue meeting."""

from dataclasses import replace
from datetime import date
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import meeting_composing as composing
from handlers.council.acting import actor_of
from handlers.council.meeting_changing import REFUSALS
from handlers.council.meeting_composing import Step
from handlers.dialogue import Handlers
from handlers.keyboards import View
from handlers.messages import message_of, words_of
from handlers.views import calendar
from handlers.views import meeting_office_series as views
from handlers.views.errors import error_view
from handlers.views.general import old_button_toast
from locales.dates import local_moment
from models.errors import BadLink, DomainError
from models.jalali_calendar import month_of
from models.meeting import MeetingSeries
from models.meeting_facts import Facts, Session
from models.notice_checks import is_page
from models.services import meeting_defaults, meeting_series
from models.services.actor import Actor
from models.typed_moment import UnknownMomentError, read_next_day, read_span

FIELDS = ("title", "place", "link", "hours", "until")


async def press(update: Update, context: Context) -> Any:
    """A button of a series' card; an older one shows how it stands."""
    pressed, actor = context.pressed(update), await actor_of(context)
    series = await meeting_series.series_for(actor, pressed.id)
    action = pressed.action
    if action == "open":
        return await _show(update, context, series)
    if series.version != pressed.version or series.ended_at is not None:
        context.toast(old_button_toast(context.tr))
        return await _show(update, context, series)
    if action in FIELDS:
        return await _ask(update, context, series, action)
    if action == "end":
        context.edit_pressed(update, views.end_asked(series, context.tr), slot=_slot(series))
        return None
    return await _do(update, context, actor, series, action)


async def _do(update: Update, context: Context, actor: Actor, series: MeetingSeries, action: str) -> Any:
    number, version = series.id or 0, series.version
    if action == "ended":
        series = await meeting_series.end(actor, number, version)
    elif action == "skips":
        series = await meeting_series.change(actor, number, version, skips_holidays=not series.skips_holidays)
    elif action == "yes" and composing.noted(context, "series") == number and composing.noted(context, "pending"):
        facts = Facts.from_data(composing.noted(context, "pending"))
        series = await meeting_series.change(actor, number, version, facts=facts)
    return await _show(update, context, series)


def _slot(series: MeetingSeries) -> str:
    return f"series.{series.id}"


async def _show(update: Update | None, context: Context, series: MeetingSeries) -> Any:
    if composing.noted(context, "series") is not None:
        composing.begin_anew(context, Step.CARD)
        composing.leave(context)
    coming = await meeting_defaults.coming_of_series(session=context.turn.session, series_id=series.id or 0)
    place = await composing.place_of(context, series.area_id)
    _put(update, context, series, views.series_card(series, coming, place, context.city, context.tr))
    return None


def _put(update: Update | None, context: Context, series: MeetingSeries, view: View) -> None:
    if update is None:
        context.move(_slot(series), view)
    else:
        context.edit_pressed(update, view, slot=_slot(series))


async def _ask(update: Update, context: Context, series: MeetingSeries, name: str) -> Step:
    step = Step.UNTIL if name == "until" else Step.SERIES
    composing.begin_anew(context, step, series=series.id, field=name, version=series.version)
    if name == "until":
        _put(update, context, series, _until(context, series))
    else:
        _put(update, context, series, views.field_asked(series, name, context.city, context.tr))
    return step


def _until(context: Context, series: MeetingSeries, month: tuple[int, int] | None = None) -> View:
    now = context.turn.now
    picker = views.until_picker(_row_version(series), now, context.city, now, context.tr)
    month = month or month_of(local_moment(now, context.city.zone).date())
    return views.until_asked(views.series_data(series, "open"), picker, *month)


def _row_version(series: MeetingSeries) -> int:
    return (series.id or 0) % 100_000 * 10_000 + series.version % 10_000


async def _worked_on(context: Context) -> tuple[Actor, MeetingSeries] | None:
    """The series that is asked about; None, and how it stands is shown, where it is another one by now.

    Raises:
        NotFound: it is not theirs any more.
    """
    actor, number = await actor_of(context), composing.noted(context, "series")
    series = await meeting_series.series_for(actor, number)
    if series.version == composing.noted(context, "version") and series.ended_at is None:
        return actor, series
    await _show(None, context, series)
    return None


async def press_until(update: Update, context: Context) -> Any:
    """A button of the calendar for the last day."""
    found, pressed = await _worked_on(context), context.pressed(update)
    if found is None:
        return None
    actor, series = found
    if pressed.version != _row_version(series):
        context.toast(old_button_toast(context.tr))
        return await _show(update, context, series)
    if pressed.action == "day" and (day := calendar.picked_day(pressed.id)) is not None:
        return await _end_on(update, context, actor, series, day)
    month = calendar.picked_month(pressed.id) if pressed.action == "month" else None
    _put(update, context, series, _until(context, series, month))
    return Step.UNTIL


async def _end_on(update: Update | None, context: Context, actor: Actor, series: MeetingSeries, day: date) -> Any:
    if day < local_moment(context.turn.now, context.city.zone).date():
        _put(update, context, series, views.day_past(views.series_data(series, "until"), context.tr))
        return Step.UNTIL
    series = await meeting_series.change(actor, series.id or 0, series.version, until=day)
    return await _show(update, context, series)


async def take_field(update: Update, context: Context) -> Any:
    """What was typed: a title, a place, an address, hours, or a last day."""
    found = await _worked_on(context)
    if found is None:
        return None
    actor, series = found
    name, words = composing.noted(context, "field"), words_of(message_of(update)).strip()
    facts = Facts.from_data(series.facts)
    try:
        if name == "until":
            day = read_next_day(words, context.turn.now, context.city.zone)
            return await _end_on(None, context, actor, series, day)
        if name == "hours":
            return _confirm_hours(context, series, facts, words)
        facts = _with(facts, name, words)
        series = await meeting_series.change(actor, series.id or 0, series.version, facts=facts)
    except UnknownMomentError:
        view = views.day_not_read(views.series_data(series, "until"), context.tr)
        if name == "hours":
            view = views.hours_not_read(series, context.tr)
        _put(None, context, series, view)
        return composing.step_of(context)
    except (BadLink, *REFUSALS) as error:
        return _refuse(context, series, error)
    return await _show(None, context, series)


def _with(facts: Facts, name: str, words: str) -> Facts:
    if name == "title":
        return replace(facts, title=words)
    if name == "place":
        return replace(facts, place=words)
    address = words if "://" in words else f"https://{words}"
    if not is_page(address):
        raise BadLink
    return replace(facts, link=address)


def _confirm_hours(context: Context, series: MeetingSeries, facts: Facts, words: str) -> Step:
    """Hours are shown in words before they are taken, as every time is."""
    first, zone = facts.sessions[0], context.city.zone
    span = read_span(words, context.turn.now, zone, day=local_moment(first.starts_at, zone).date())
    session = Session(span.starts_at, span.minutes or first.minutes)
    pending = replace(facts, sessions=(session,))
    composing.note(context, Step.SERIES, pending=pending.to_data())
    _put(None, context, series, views.hours_asked_back(series, session, context.city, context.tr))
    return Step.SERIES


def _refuse(context: Context, series: MeetingSeries, error: DomainError) -> Step:
    problem = error_view(error, context.tr).text
    _put(None, context, series, views.field_refused(series, problem, context.tr))
    return Step.SERIES


def buttons() -> Handlers:
    """Those of a series' card."""
    actions = ("open", "skips", "end", "ended", "yes", *FIELDS)
    return [CallbackQueryHandler(press, pattern(views.NOUN, *actions))]
