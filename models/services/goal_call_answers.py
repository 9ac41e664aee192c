"""Answers to calls for ideas: which call a notice is of, whether it takes ideas at a moment, and what came.

An answer is an ordinary proposal. It is linked to its goal in the transaction that registers it; a call that is being
closed and an answer that is being registered wait for each other, so that each answer either counts or is told so.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import col

from models.database import AsyncSession, table_of, upsert
from models.errors import CallOver, NotFound
from models.goal import CallState, Goal, GoalCall, GoalSubmission
from models.goal_call_shown import CallShown, OwnIdeas
from models.notice import Notice, NoticeState
from models.services import goal_call_news
from models.submission import Kind, Status, Submission, Visibility

_calls, _links = table_of(GoalCall), table_of(GoalSubmission)
_notices, _submissions = table_of(Notice), table_of(Submission)
_c = _submissions.c


def is_public() -> ColumnElement[bool]:
    """The condition that everybody may read a submission: public, no complaint, and still its author's wish."""
    return (
        (_c.visibility == Visibility.PUBLIC.value)
        & (_c.kind != Kind.COMPLAINT.value)
        & _c.status.not_in([Status.WITHDRAWN.value, Status.MERGED.value])
    )


async def call_of(*, session: AsyncSession, notice_id: int | None) -> CallShown | None:
    """The call that a notice is of, as it stands; None for any other notice."""
    found = select(_calls.c.id).where(_calls.c.notice_id == notice_id)
    call_id: int | None = (await session.execute(found)).scalar_one_or_none() if notice_id is not None else None
    return None if call_id is None else await shown(session=session, call_id=call_id)


async def shown(*, session: AsyncSession, call_id: int) -> CallShown:
    """A call as it stands, whoever asks.

    Raises:
        NotFound: there is none.
    """
    found = await session.execute(
        select(GoalCall, Goal, Notice)
        .join(Goal, col(Goal.id) == col(GoalCall.goal_id))
        .join(Notice, col(Notice.id) == col(GoalCall.notice_id))
        .where(_calls.c.id == call_id)
        .execution_options(populate_existing=True)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound
    call, goal, notice = row
    ideas = await count(session=session, call_id=call_id)
    return CallShown(call, goal, ideas, NoticeState(notice.state), notice.sent_at)


async def current(*, session: AsyncSession, goal_id: int, is_office: bool = False) -> CallShown | None:
    """The call that a goal's card shows: the newest one that people know of; for the office, one on its way too.

    Args:
        session: the caller's transaction.
        goal_id: of which goal.
        is_office: whether it is shown to whoever opens and closes calls there.
    """
    newest = (
        select(_calls.c.id)
        .join(_notices, _notices.c.id == _calls.c.notice_id)
        .where(_calls.c.goal_id == goal_id, _calls.c.state != CallState.CANCELLED.value)
    )
    if not is_office:
        newest = newest.where(_notices.c.sent_at.is_not(None))
    found = await session.execute(newest.order_by(_calls.c.id.desc()).limit(1))
    call_id: int | None = found.scalar_one_or_none()
    return None if call_id is None else await shown(session=session, call_id=call_id)


def _of_call(call_id: int, *columns: Any) -> Select[Any]:
    """Its answers that nobody withdrew."""
    joined = _links.join(_submissions, _c.id == _links.c.submission_id)
    return (
        select(*columns)
        .select_from(joined)
        .where(_links.c.call_id == call_id, _c.status != Status.WITHDRAWN.value)
        .execution_options(populate_existing=True)
    )


async def count(*, session: AsyncSession, call_id: int) -> int:
    """How many ideas came that nobody withdrew, the private ones too."""
    found: int = (await session.execute(_of_call(call_id, func.count()))).scalar_one()
    return found


async def ideas(*, session: AsyncSession, call_id: int, offset: int, limit: int) -> tuple[list[Submission], int]:
    """A page of what everybody may read of its answers, the newest first, and how many that are."""
    total: int = (await session.execute(_of_call(call_id, func.count()).where(is_public()))).scalar_one()
    page = _of_call(call_id, Submission).where(is_public()).order_by(_c.id.desc()).offset(offset).limit(limit)
    return list((await session.execute(page)).scalars()), total


async def own(*, session: AsyncSession, call_id: int, person_id: int, limit: int) -> OwnIdeas:
    """What somebody answered a call with, as it stands now. Raises as `shown`."""
    theirs = _of_call(call_id, Submission).where(_c.person_id == person_id).order_by(_c.id)
    found = list((await session.execute(theirs)).scalars())
    return OwnIdeas(await shown(session=session, call_id=call_id), found[:limit], max(len(found) - limit, 0))


async def open_for(*, session: AsyncSession, notice_id: int, at: datetime) -> GoalCall | None:
    """The call that a proposal answers which replies to a notice; None where the notice is no call.

    It is not closed until the caller's transaction ends.

    Args:
        session: the caller's transaction.
        notice_id: the notice that it answers.
        at: when its author said so (aware): what was said in time counts, however late it comes here.

    Raises:
        CallOver: it takes no ideas any more, or not yet.
    """
    asked = select(GoalCall).where(_calls.c.notice_id == notice_id).with_for_update(read=True)
    call = (await session.execute(asked.execution_options(populate_existing=True))).scalar_one_or_none()
    if call is None:
        return None
    notice = await session.get(Notice, notice_id, populate_existing=True)
    if notice is None or not takes_ideas(call, notice, at):
        raise CallOver
    return call


def takes_ideas(call: GoalCall, notice: Notice, at: datetime) -> bool:
    """Whether what was said at a moment (aware) answers it."""
    ends = min(one for one in (call.closes_at, call.closed_at, notice.withdrawn_at) if one is not None)
    return call.state != CallState.CANCELLED and notice.sent_at is not None and at < ends


async def link(
    *, session: AsyncSession, call: GoalCall, submission_id: int, person_id: int, now: datetime, zone: ZoneInfo
) -> None:
    """Note that a submission answers a call; where that was closed and told of meanwhile, its author hears it too."""
    values = {
        "goal_id": call.goal_id,
        "submission_id": submission_id,
        "call_id": call.id,
        "linked_by": None,
        "created_at": now,
    }
    made = upsert(session.get_bind().dialect.name)(_links).values(values).on_conflict_do_nothing()
    await session.execute(made)
    if call.state == CallState.CLOSED:
        await goal_call_news.tell_late(session=session, call=call, person_id=person_id, now=now, zone=zone)
