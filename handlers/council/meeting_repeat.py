"""A draft that is to come again: how often, which days are left out, until when. Part of the dialogue meeting."""

from dataclasses import replace
from datetime import date
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, ConversationHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import meeting_changing as changing
from handlers.council import meeting_composing as composing
from handlers.council import meeting_fields as fields
from handlers.council import meeting_series, meeting_titles
from handlers.council.meeting_composing import Open, Step
from handlers.dialogue import Handlers
from handlers.messages import message_of, words_of
from handlers.views import calendar
from handlers.views import meeting_office_series as views
from handlers.views.errors import error_view
from handlers.views.meeting_office_series import Plan
from locales.dates import local_moment
from models.errors import TimePassed
from models.jalali_calendar import month_of
from models.meeting import MeetingKind, Rule
from models.services import meeting_changes, meetings
from models.services import meeting_series as series_service
from models.typed_moment import UnknownMomentError, read_next_day


def _plan(context: Context) -> Plan | None:
    kept = composing.noted(context, "plan")
    if kept is None or kept["rule"] not in set(Rule):
        return None
    until = kept.get("until")
    return Plan(Rule(kept["rule"]), kept["skips"], date.fromisoformat(until) if until else None)


def _keep(context: Context, plan: Plan, step: Step = Step.CARD) -> None:
    until = plan.until.isoformat() if plan.until is not None else None
    composing.note(context, step, plan={"rule": plan.rule.value, "skips": plan.skips_holidays, "until": until})


async def ask_rule(update: Update | None, context: Context, work: Open) -> Any:
    """«Comes again»: how often?"""
    if not work.is_draft or work.meeting.kind == MeetingKind.COURSE:
        return await composing.show_in_place(update, context, work)
    composing.note(context, Step.CARD)
    made = await composing.called(context, work)
    composing.put(update, context, work, views.rule_asked(made, context.city, context.tr))
    return Step.CARD


async def take_rule(update: Update | None, context: Context, work: Open) -> Any:
    """So often."""
    rule = context.pressed(update).action.removeprefix(views.RULE) if update is not None else ""
    if rule not in set(Rule):
        return await ask_rule(update, context, work)
    before = _plan(context) or Plan(Rule(rule))
    return await _show(update, context, work, replace(before, rule=Rule(rule)))


async def _show(update: Update | None, context: Context, work: Open, plan: Plan) -> Any:
    if not work.is_draft or not work.facts.sessions:
        return await ask_rule(update, context, work)
    _keep(context, plan)
    made = await composing.called(context, work)
    composing.put(update, context, work, views.plan_screen(made, plan, context.city, context.tr))
    return Step.CARD


async def change_plan(update: Update | None, context: Context, work: Open) -> Any:
    """«Not on holidays», «without an end», «until a last day»."""
    plan = _plan(context)
    action = context.pressed(update).action if update is not None else ""
    if plan is None:
        return await ask_rule(update, context, work)
    if action == "until" and work.facts.sessions:
        return await _ask_until(update, context, work, plan)
    if action == "skips":
        plan = replace(plan, skips_holidays=not plan.skips_holidays)
    return await _show(update, context, work, replace(plan, until=None if action == "endless" else plan.until))


async def _ask_until(
    update: Update | None, context: Context, work: Open, plan: Plan, month: tuple[int, int] | None = None
) -> Step:
    _keep(context, plan, Step.UNTIL)
    made, first = await composing.called(context, work), work.facts.sessions[0].starts_at
    picker = views.until_picker(views.draft_until_version(made), first, context.city, context.turn.now, context.tr)
    month = month or month_of(local_moment(first, context.city.zone).date())
    back = made.data(views.RULE + plan.rule.value)
    composing.put(update, context, work, views.until_asked(back, picker, *month))
    return Step.UNTIL


async def press_until(update: Update, context: Context) -> Any:
    """A button of the calendar for the last day, of a draft or of a series."""
    if composing.noted(context, "series") is not None:
        return await meeting_series.press_until(update, context)
    work, plan, pressed = await fields.drawn(update, context), _plan(context), context.pressed(update)
    if work is None or plan is None or not work.facts.sessions:
        return None if work is None else await ask_rule(update, context, work)
    if pressed.action == "day" and (day := calendar.picked_day(pressed.id)) is not None:
        return await _take_until(update, context, work, plan, day)
    month = calendar.picked_month(pressed.id) if pressed.action == "month" else None
    return await _ask_until(update, context, work, plan, month)


async def take_until(update: Update, context: Context) -> Any:
    """A typed last day."""
    if composing.noted(context, "series") is not None:
        return await meeting_series.take_field(update, context)
    work, plan = await composing.typed_for(context), _plan(context)
    if work is None or plan is None:
        return None if work is None else await ask_rule(None, context, work)
    try:
        day = read_next_day(words_of(message_of(update)), context.turn.now, context.city.zone)
    except UnknownMomentError:
        made = await composing.called(context, work)
        composing.put(None, context, work, views.day_not_read(made.data("until"), context.tr))
        return Step.UNTIL
    return await _take_until(None, context, work, plan, day)


async def _take_until(update: Update | None, context: Context, work: Open, plan: Plan, day: date) -> Any:
    if day < local_moment(work.facts.sessions[0].starts_at, context.city.zone).date():
        composing.note(context, Step.UNTIL)
        made, problem = await composing.called(context, work), error_view(TimePassed(), context.tr).text
        composing.put(update, context, work, views.day_refused(problem, made.data("until"), context.tr))
        return Step.UNTIL
    return await _show(update, context, work, replace(plan, until=day))


async def begin(update: Update | None, context: Context, work: Open) -> Any:
    """«Begin it»: the draft is the first of a series now."""
    plan = _plan(context)
    if plan is None or not work.is_draft:
        return await composing.show_in_place(update, context, work)
    try:
        work = await _titled(context, work, plan)
        series = await series_service.begin(
            work.actor, work.id, work.version, rule=plan.rule, skips_holidays=plan.skips_holidays, until=plan.until
        )
    except changing.REFUSALS as error:
        return await changing.refuse(update, context, work, error, Step.WHEN)
    context.turn.has_due = True
    begun = composing.opened(work.actor, await meetings.load(context.turn.session, work.id))
    composing.leave(context)
    made = await composing.called(context, begun)
    composing.put(update, context, begun, views.series_begun(made, series, context.city, context.tr))
    return ConversationHandler.END


async def _titled(context: Context, work: Open, plan: Plan) -> Open:
    """A weekly meeting says so, unless somebody named it."""
    if plan.rule is not Rule.WEEKLY or not await meeting_titles.is_usual(context, work):
        return work
    title = await meeting_titles.usual_title(
        context, work.meeting.area_id, MeetingKind(work.meeting.kind), is_weekly=True
    )
    meeting = await meeting_changes.change_facts(work.actor, work.id, work.version, replace(work.facts, title=title))
    return composing.opened(work.actor, meeting)


def buttons() -> Handlers:
    """The calendar of the last day; the other buttons are the card's."""
    return [CallbackQueryHandler(press_until, pattern(views.UNTIL, *calendar.ACTIONS))]
