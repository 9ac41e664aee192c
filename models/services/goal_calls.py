"""Calls for ideas: opening one for a goal, closing it, and saying what became of it.

A call is a notice with a last day. How its notice leaves, or does not, is the notice's own matter
(`models.services.notices`); what the notice's state means for the call is looked at by the timer.
"""

from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert, or_, select, update

from models.city import City
from models.database import AsyncSession, table_of
from models.draft import has_words
from models.errors import BadGoalFact, CallRuns, GoalChanged, GoalUnready, NotFound, TimePassed
from models.goal import CallState, Goal, GoalCall, GoalStatus
from models.goal_call_shown import QUESTION_LIMIT, RESULT_LIMIT
from models.notice import Notice, NoticeState
from models.rights import Owners
from models.services import (
    audit,
    goal_call_heirs,
    goal_call_news,
    goal_call_notice,
    goal_rows,
    notice_sending,
    notices,
)
from models.services.actor import Actor
from models.services.audit import By
from models.services.goal_call_news import CallNews
from models.services.notices import UNASKED
from models.typed_day import day_ends

LONGEST: Final = 366  # days that a call may run
_AT_ONCE: Final = 50  # calls in one transaction; the next call takes the next ones
_NO_IDEAS: Final = (GoalStatus.DROPPED.value, GoalStatus.REACHED.value)
_TIMER: Final = By(None, "timer")
_calls, _goals, _notices = table_of(GoalCall), table_of(Goal), table_of(Notice)


async def open_call(actor: Actor, goal_id: int, version: int, question: str, closes_on: date) -> GoalCall:
    """Open a call for ideas for a goal, and have its notice sent to the goal's area and its followers.

    It leaves as any notice does: a second person may have to agree, and for a moment it can be stopped.

    Args:
        actor: somebody who says what the goals of that area are.
        goal_id: for which goal; people can read it, and it is neither reached nor dropped.
        version: of the goal, as it was drawn.
        question: what is asked, plain text.
        closes_on: its last day, by the city's clock.

    Raises:
        NotFound: the goal is not there, or not theirs.
        GoalChanged: somebody changed it meanwhile.
        GoalUnready: nobody can read it yet (`published_at`), it is over (`status`), or nothing is asked (`question`).
        BadGoalFact: the question is too long (`question`), or the day is too far (`closes_on`).
        TimePassed: the day is over.
        CallRuns: a call for it runs already.
        NobodyToAsk: its notice needs a yes that nobody can give.
    """
    goal = await goal_rows.planned(actor, goal_id, version)
    question = question.strip()
    _check(actor, goal, question, closes_on)
    if await running(session=actor.session, goal_id=goal_id) is not None:
        raise CallRuns
    await goal_call_notice.reach(actor, goal)  # whatever is refused is refused before anything is written
    notice = await goal_call_notice.make(actor, goal, question, closes_on)
    values = {
        "bot_id": actor.bot_id,
        "goal_id": goal_id,
        "notice_id": notice.id,
        "question": question,
        "closes_on": closes_on,
        "closes_at": day_ends(closes_on, actor.city.zone),
        "state": CallState.OPEN.value,
        "opened_by": actor.person_id,
        "opened_at": actor.now,
        "version": 1,
    }
    made = await actor.session.execute(insert(_calls).values(values).returning(_calls.c.id))
    call_id: int = made.scalar_one()
    told = {"call": call_id, "notice": notice.id, "closes_on": closes_on.isoformat()}
    await _note(actor.session, actor.by, "goal.call", goal_id, actor.now, told)
    await notice_sending.send(actor, notice.id or 0, notice.version)
    return await _load(actor.session, call_id)


def check_goal(goal: Goal) -> None:
    """Whether ideas can be asked for a goal.

    Raises:
        GoalUnready: nobody can read it yet (`published_at`), or it is over (`status`).
    """
    lacking = {"published_at": goal.published_at is None, "status": goal.status in _NO_IDEAS}
    if any(lacking.values()):
        raise GoalUnready(tuple(name for name, is_lacking in lacking.items() if is_lacking))


def _check(actor: Actor, goal: Goal, question: str, closes_on: date) -> None:
    check_goal(goal)
    if not has_words(question):
        raise GoalUnready(("question",))
    if len(question) > QUESTION_LIMIT:
        raise BadGoalFact("question", QUESTION_LIMIT)
    check_day(closes_on, actor.now, actor.city)


def check_day(closes_on: date, now: datetime, city: City) -> None:
    """Whether a call can have that last day.

    Raises:
        TimePassed: it is over.
        BadGoalFact: it is too far (`closes_on`).
    """
    today = now.astimezone(city.zone).date()
    if closes_on < today:
        raise TimePassed
    if closes_on > today + timedelta(days=LONGEST):
        raise BadGoalFact("closes_on", LONGEST)


async def running(*, session: AsyncSession, goal_id: int) -> GoalCall | None:
    """The call for a goal that is not over; None where there is none."""
    found = select(GoalCall).where(_calls.c.goal_id == goal_id, _calls.c.state == CallState.OPEN.value)
    return (await session.execute(found.order_by(_calls.c.id).limit(1))).scalar_one_or_none()


async def call_for(actor: Actor, call_id: int, version: int | None = None) -> GoalCall:
    """A call, for whoever opens and closes calls there; locked until the transaction ends.

    Raises:
        NotFound: it is not there, or not theirs.
        GoalChanged: it is another one than they were shown (`version`).
    """
    call = await _load(actor.session, call_id, is_locked=True)
    if not goal_rows.may_plan(actor, await goal_rows.load(actor.session, call.goal_id)):
        raise NotFound
    if version is not None and call.version != version:
        raise GoalChanged
    return call


async def close(actor: Actor, call_id: int, version: int) -> GoalCall:
    """End a call before its time: ideas that come now do not count, and who answered is told.

    One whose notice has not left is cancelled, and its notice leaves no more.

    Raises:
        NotFound, GoalChanged: as `call_for`; it is over already.
    """
    call = await call_for(actor, call_id, version)
    if call.state != CallState.OPEN:
        raise GoalChanged
    await _end(actor.session, call, actor.by, actor.city, actor.owners, actor.now)
    return call


async def write_result(actor: Actor, call_id: int, version: int, words: str) -> GoalCall:
    """Say what became of the ideas: everybody who answered reads it, once; and it stands on the goal's card.

    Raises:
        NotFound, GoalChanged: as `call_for`; it is not over, or somebody wrote that already.
        GoalUnready: nothing is said (`result`).
        BadGoalFact: it is too long (`result`).
    """
    call = await call_for(actor, call_id, version)
    words = words.strip()
    if call.state != CallState.CLOSED or call.result is not None:
        raise GoalChanged
    if not has_words(words):
        raise GoalUnready(("result",))
    if len(words) > RESULT_LIMIT:
        raise BadGoalFact("result", RESULT_LIMIT)
    await _change(actor.session, call, {"result": words, "result_at": actor.now})
    told = await goal_call_news.tell_answerers(
        session=actor.session, call=call, what=CallNews.RESULT, now=actor.now, zone=actor.city.zone
    )
    after = {"call": call_id, "people": told}
    await _note(actor.session, actor.by, "goal.call_result", call.goal_id, actor.now, after)
    return call


async def close_due(*, session: AsyncSession, bot_id: int, city: City, owners: Owners, now: datetime) -> int:
    """Close every call whose last day is over, whose notice was withdrawn or given up, or whose goal was dropped.

    Args:
        session: the caller's transaction.
        bot_id: whose calls.
        city: its clock says when it is night.
        owners: whom the settings name.
        now: aware.

    Returns:
        How many people are told of it.
    """
    is_given_up = _notices.c.state.in_([NoticeState.WITHDRAWN.value, NoticeState.DISCARDED.value])
    due = (
        select(_calls.c.id)
        .join(_notices, _notices.c.id == _calls.c.notice_id)
        .join(_goals, _goals.c.id == _calls.c.goal_id)
        .where(_calls.c.bot_id == bot_id, _calls.c.state == CallState.OPEN.value)
        .where(or_(_calls.c.closes_at <= now, is_given_up, _goals.c.status == GoalStatus.DROPPED.value))
    )
    told = 0
    for call_id in (await session.execute(due.order_by(_calls.c.id).limit(_AT_ONCE))).scalars().all():
        call = await _load(session, call_id, is_locked=True)
        if call.state == CallState.OPEN:
            told += await _end(session, call, _TIMER, city, owners, now)
    return told


async def _end(session: AsyncSession, call: GoalCall, by: By, city: City, owners: Owners, now: datetime) -> int:
    """Close a call that people know of and have who answered told, and whoever writes its result; cancel another."""
    notice = await notices.load(session, call.notice_id, is_locked=True)
    has_left = notice.sent_at is not None
    state = CallState.CLOSED if has_left else CallState.CANCELLED
    await _change(session, call, {"state": state.value, "closed_at": now})
    await _settle_notice(session, notice, by, now)
    after = {"call": call.id, "state": state.value}
    await _note(session, by, "goal.call_close", call.goal_id, now, after)
    goal = await goal_rows.load(session, call.goal_id)
    told: dict[str, Any] = {"session": session, "call": call, "now": now, "zone": city.zone}
    asked = await goal_call_heirs.who_answers(session=session, call=call, area_id=goal.area_id, owners=owners, now=now)
    asked = [one for one in asked if one != by.person_id]  # who closes it by hand sees it already
    what = CallNews.ASK if has_left else CallNews.CANCELLED
    answered = await goal_call_news.tell_answerers(**told, what=CallNews.CLOSED) if has_left else 0
    return answered + await goal_call_news.tell(**told, person_ids=asked, what=what)


async def _settle_notice(session: AsyncSession, notice: Notice, by: By, now: datetime) -> None:
    """A notice of a call that is over leaves no more: one that never left is given up, one that repeats has left."""
    if notice.sent_at is not None and notice.state == NoticeState.SCHEDULED:
        gone = {"state": NoticeState.SENT.value, "starts_at": None, "repeats": None}
    elif notice.sent_at is None and notice.state in _BEFORE_LEAVING:
        gone = {"state": NoticeState.DISCARDED.value, "starts_at": None, "repeats": None, **UNASKED}
    else:
        return
    was = notice.state
    await notices.change_row(session, notice, gone, now)
    change = ({"state": was}, {"state": notice.state})
    on = ("notice", notice.id)
    await audit.write(session=session, by=by, action="notice.discard", on=on, now=now, change=change)


_BEFORE_LEAVING = frozenset({NoticeState.DRAFT, NoticeState.APPROVAL, NoticeState.SCHEDULED, NoticeState.HELD})


async def _load(session: AsyncSession, call_id: int, *, is_locked: bool = False) -> GoalCall:
    call = await session.get(GoalCall, call_id, populate_existing=True, with_for_update=is_locked or None)
    if call is None:
        raise NotFound
    return call


async def _change(session: AsyncSession, call: GoalCall, values: dict[str, Any]) -> None:
    done = await session.execute(
        update(_calls)
        .where(_calls.c.id == call.id, _calls.c.version == call.version)
        .values(**values, version=call.version + 1)
        .returning(_calls.c.id)
    )
    if done.first() is None:
        raise GoalChanged
    await session.refresh(call)


async def _note(session: AsyncSession, by: By, action: str, goal_id: int, now: datetime, after: dict[str, Any]) -> None:
    await audit.write(session=session, by=by, action=action, on=("goal", goal_id), now=now, change=(None, after))
