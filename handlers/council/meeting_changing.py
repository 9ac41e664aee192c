"""A change of what is told of a meeting: at once while nobody was told, else shown first with how many hear of it."""

from dataclasses import replace
from typing import Any

from markupsafe import Markup
from telegram import Update

from handlers.context import Context
from handlers.council import meeting_composing as composing
from handlers.council.meeting_composing import Open, Step
from handlers.views import meeting_office_ask as ask
from handlers.views import meeting_office_ends as ends
from handlers.views import meeting_office_sessions as session_views
from handlers.views import meeting_office_time as time_views
from handlers.views.errors import error_view
from handlers.views.meeting_office_warnings import remarks
from models.errors import BadMeetingFact, DomainError, MeetingPassed, MeetingUnready, NoRoom, TimePassed
from models.meeting import MeetingKind, MeetingState
from models.meeting_facts import Facts, Session
from models.meeting_warnings import warnings
from models.services import meeting_changes, meeting_defaults

# Said where it was asked; the question stands.
REFUSALS = (BadMeetingFact, MeetingPassed, MeetingUnready, NoRoom, TimePassed)


async def settle(update: Update | None, context: Context, work: Open, facts: Facts, step: Step) -> Any:
    """Something else than the time is said: taken at once, unless people were told otherwise already."""
    if facts == work.facts:
        return await composing.show_in_place(update, context, work)
    if work.meeting.state == MeetingState.ANNOUNCED:
        return await _ask_back(update, context, work, facts, step)
    return await make(update, context, work, facts, step)


async def propose(
    update: Update | None, context: Context, work: Open, session: Session, *, number: int | None = None
) -> Any:
    """A moment was understood: it is shown in words before it is taken. `number` (from 1) is which session changes."""
    facts = with_session(work, session, number)
    if session.starts_at <= context.turn.now:
        return await refuse(update, context, work, TimePassed(), Step.WHEN)
    try:
        facts = facts.checked()
    except BadMeetingFact as error:
        return await refuse(update, context, work, error, Step.WHEN)
    if work.meeting.state == MeetingState.ANNOUNCED and facts != work.facts:
        return await _ask_back(update, context, work, facts, Step.WHEN, session)
    composing.note(context, Step.CONFIRM, pending=facts.to_data(), part=None)
    made, found = await composing.called(context, work), await remarks_of(context, work, (session,))
    back = "sessions" if made.is_course else "when"
    view = time_views.time_asked_back(made, session, found, context.city, context.tr, back=back)
    composing.put(update, context, work, view)
    return Step.CONFIRM


def with_session(work: Open, session: Session, number: int | None) -> Facts:
    """The facts with another time: of a course one session more, or another one in the place of one."""
    if work.meeting.kind != MeetingKind.COURSE:
        return replace(work.facts, sessions=(session,))
    kept = [one for at, one in enumerate(work.facts.sessions, 1) if at != number]
    return replace(work.facts, sessions=tuple(sorted([*kept, session], key=lambda one: one.starts_at)))


async def _ask_back(
    update: Update | None, context: Context, work: Open, facts: Facts, step: Step, session: Session | None = None
) -> Any:
    try:
        facts = facts.checked()
    except BadMeetingFact as error:
        return await refuse(update, context, work, error, step)
    if facts.lacking:
        return await refuse(update, context, work, MeetingUnready(facts.lacking), step)
    composing.note(context, Step.CONFIRM, pending=facts.to_data(), part=None)
    found = [] if session is None else await remarks_of(context, work, (session,))
    made = await composing.called(context, work)
    composing.put(update, context, work, time_views.change_asked_back(made, facts, found, context.city, context.tr))
    return Step.CONFIRM


async def remarks_of(context: Context, work: Open, sessions: tuple[Session, ...]) -> list[Markup]:
    """What speaks against these times, in words."""
    facts = replace(work.facts, sessions=sessions)
    clashing = await meeting_defaults.clashing(
        session=context.turn.session, area_id=work.meeting.area_id, sessions=sessions, but=work.id
    )
    return remarks(warnings(facts, context.city), clashing, facts, context.city.zone, context.tr)


async def confirm(update: Update | None, context: Context, work: Open) -> Any:
    """«Yes»: what stands there in words is taken."""
    pending = composing.noted(context, "pending")
    if pending is None:
        return await composing.show_in_place(update, context, work)
    return await make(update, context, work, Facts.from_data(pending), Step.WHEN)


async def make(update: Update | None, context: Context, work: Open, facts: Facts, step: Step) -> Any:
    """Change it; whoever was told hears of it."""
    made = await composing.called(context, work) if work.meeting.state == MeetingState.ANNOUNCED else None
    try:
        meeting = await meeting_changes.change_facts(work.actor, work.id, work.version, facts)
    except REFUSALS as error:
        return await refuse(update, context, work, error, step)
    changed = composing.opened(work.actor, meeting)
    if made is not None:
        context.turn.has_due = context.turn.has_deliveries = True
        context.toast(ends.changed_toast(made, context.tr))
    if changed.is_draft and meeting.kind == MeetingKind.COURSE and facts.sessions != work.facts.sessions:
        return await show_sessions(update, context, changed)
    return await composing.show(context, changed)


async def show_sessions(update: Update | None, context: Context, work: Open) -> Step:
    """The list of a course's sessions."""
    composing.note(context, Step.CARD, pending=None, session=None, part=None)
    made = await composing.called(context, work)
    composing.put(update, context, work, session_views.sessions_screen(made, context.city.zone, context.tr))
    return Step.CARD


async def refuse(update: Update | None, context: Context, work: Open, error: DomainError, step: Step) -> Step:
    """What was given cannot be: why, and the question stands."""
    composing.note(context, step, pending=None)
    problem, made = error_view(error, context.tr).text, await composing.called(context, work)
    view = ask.refused(made, problem, context.tr)
    if step is Step.WHEN:
        view = time_views.time_refused(made, problem, context.tr, back="sessions" if made.is_course else "card")
    composing.put(update, context, work, view)
    return step
