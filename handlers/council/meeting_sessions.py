"""The sessions of a course: adding one, changing its time, taking it away. Part of the dialogue meeting."""

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
from handlers.views import meeting_office_sessions as views
from models.jalali_calendar import next_weekly
from models.meeting import MeetingKind
from models.meeting_facts import Session


async def press(update: Update, context: Context) -> Any:
    """A button of the list, or of one session."""
    pressed = context.pressed(update)
    meeting_id, number = views.pressed_session(pressed.id)
    work = await composing.drawn_for(context, await composing.load(context, meeting_id), pressed.version)
    if work is None:
        return None
    if work.meeting.kind != MeetingKind.COURSE:
        return await composing.show_in_place(update, context, work)
    if pressed.action == "add":
        composing.note(context, Step.WHEN, session=None)
        return await meeting_time.show_month(update, context, work)
    if pressed.action == "week" and work.facts.sessions:
        return await _add_week(update, context, work)
    if not 1 <= number <= len(work.facts.sessions):
        return await changing.show_sessions(update, context, work)
    return await _about_one(update, context, work, number)


async def _about_one(update: Update, context: Context, work: Open, number: int) -> Any:
    action = context.pressed(update).action
    if action == "change":
        composing.note(context, Step.WHEN, session=number)
        return await meeting_time.show_month(update, context, work)
    if action == "remove":
        kept = tuple(one for at, one in enumerate(work.facts.sessions, 1) if at != number)
        return await changing.settle(update, context, work, replace(work.facts, sessions=kept), Step.WHEN)
    made = await composing.called(context, work)
    composing.put(update, context, work, views.session_screen(made, number, context.city.zone, context.tr))
    return Step.CARD


async def _add_week(update: Update, context: Context, work: Open) -> Any:
    """One more, a week after the last one."""
    last = work.facts.sessions[-1]
    session = Session(next_weekly(last.starts_at, context.city.zone), last.minutes)
    composing.note(context, Step.WHEN, session=None)
    return await changing.propose(update, context, work, session)


def buttons() -> Handlers:
    """Those of the list and of one session."""
    return [CallbackQueryHandler(press, pattern(views.NOUN, "open", "add", "week", "change", "remove"))]
