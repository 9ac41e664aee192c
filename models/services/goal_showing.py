"""Goals put together for whoever sees them: with topics, followers, the newest report's day and an open call."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlmodel import col

from models.database import AsyncSession, table_of
from models.goal import CallState, Goal, GoalCall, GoalStatus, GoalUpdate
from models.goal_progress import progress_of
from models.goal_shown import Budget, GoalShown
from models.notice import Notice
from models.services import goal_follows, goal_rows, goal_values

_calls = table_of(GoalCall).c
UNFINISHED: Final = tuple(one.value for one in GoalStatus if one not in {GoalStatus.REACHED, GoalStatus.DROPPED})


async def shown(
    *, session: AsyncSession, goals: Sequence[Goal], today: date, person_id: int | None = None
) -> list[GoalShown]:
    """Goals with what lists and messages say of them, in the order in which they came. No right is asked here.

    Args:
        session: the caller's transaction.
        goals: which.
        today: of the city's calendar.
        person_id: who reads: what they follow is marked.
    """
    ids = [one.id or 0 for one in goals]
    if not ids:
        return []
    said = await goal_rows.topics_of(session, ids)
    followers = await goal_follows.followers(session=session, goal_ids=ids)
    days, calls = await _last_days(session, ids), await _open_calls(session, ids)
    followed: set[int] = set()
    if person_id is not None:
        followed = await goal_follows.followed_ids(session=session, person_id=person_id, goal_ids=ids)
    return [
        GoalShown(
            id=goal_id,
            number=one.number,
            title=one.title,
            description=one.description,
            area_id=one.area_id,
            owner_body=one.owner_body,
            status=GoalStatus(one.status),
            status_at=one.status_at,
            position=one.position,
            version=one.version,
            progress=progress_of(one),
            topics=said.get(goal_id, ()),
            due_on=one.due_on,
            is_overdue=one.due_on is not None and one.due_on < today and one.status in UNFINISHED,
            budget=_budget(one),
            followers=followers.get(goal_id, 0),
            is_followed=goal_id in followed,
            is_published=one.published_at is not None,
            last_day=days.get(goal_id),
            call=calls.get(goal_id),
        )
        for goal_id, one in zip(ids, goals, strict=True)
    ]


def _budget(one: Goal) -> Budget | None:
    if one.budget_allotted is None and one.budget_spent is None:
        return None
    return Budget(one.budget_allotted, one.budget_spent, one.budget_year)


async def _last_days(session: AsyncSession, goal_ids: list[int]) -> dict[int, date]:
    rows = table_of(GoalUpdate).c
    asked = select(rows.goal_id, func.max(rows.on_day)).where(rows.goal_id.in_(goal_ids), goal_values.valid())
    return {row[0]: row[1] for row in (await session.execute(asked.group_by(rows.goal_id))).all()}


def known_calls(goal_ids: list[int], state: CallState) -> Any:
    """Calls for ideas that people know of: their notice has left."""
    sent = col(Notice.sent_at).is_not(None)
    asked = select(GoalCall).join(table_of(Notice), col(Notice.id) == _calls.notice_id)
    asked = asked.where(_calls.goal_id.in_(goal_ids), _calls.state == state.value, sent)
    return asked.order_by(_calls.id).execution_options(populate_existing=True)


async def _open_calls(session: AsyncSession, goal_ids: list[int]) -> dict[int, GoalCall]:
    rows = await session.execute(known_calls(goal_ids, CallState.OPEN))
    return {one.goal_id: one for one in rows.scalars()}
