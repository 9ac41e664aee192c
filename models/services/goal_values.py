"""How far goals have come, by their reports: which of these hold, which is the newest, and what follows from that."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, UnaryExpression, and_, exists, select, update

from models.database import AsyncSession, table_of
from models.goal import Goal, GoalUpdate
from models.services import goal_rows

_updates, _goals = table_of(GoalUpdate), table_of(Goal)
_u, _later = _updates.c, _updates.alias("later")


def valid() -> ColumnElement[bool]:
    """The condition that a report holds: neither removed, nor is there one that was made in its place."""
    return and_(_u.removed_at.is_(None), ~_is_corrected())


def newest_first() -> tuple[UnaryExpression[Any], UnaryExpression[Any]]:
    """The order of reports: by the day of which they tell, then as they were made."""
    return _u.on_day.desc(), _u.id.desc()


async def corrected_ids(*, session: AsyncSession, goal_id: int) -> set[int]:
    """The reports of a goal in whose place another one was made, which was not removed."""
    found = select(_u.id).where(_u.goal_id == goal_id, _is_corrected())
    return set((await session.execute(found)).scalars())


def _is_corrected(*, says_status: bool = False) -> ColumnElement[bool]:
    instead = select(_later.c.id).where(_later.c.corrects_id == _u.id, _later.c.removed_at.is_(None))
    if says_status:
        instead = instead.where(_later.c.status_to.is_not(None))
    return exists(instead.correlate(_updates))


async def refresh(*, session: AsyncSession, goal_id: int, now: datetime) -> Goal:
    """Keep with a goal what its reports say now: value, percentage and status. Its version is another one afterwards.

    A correction that says nothing of the status leaves what the corrected report did to it. Where no report that is
    left says anything of it, the status is the one that the first of all reports found.

    Args:
        session: the transaction in which a report was put on record, removed or corrected.
        goal_id: of which goal; nobody else changes it until this transaction ends.
        now: aware.

    Raises:
        NotFound: there is no such goal.
    """
    goal = await goal_rows.load(session, goal_id, is_locked=True)
    values = {
        "value": await _newest(session, goal_id, _u.value, valid()),
        "stated": await _newest(session, goal_id, _u.stated, valid()),
    }
    status = await _status(session, goal_id)
    if status is not None and status != goal.status:
        values |= {"status": status, "status_at": now}
    await session.execute(
        update(_goals).where(_goals.c.id == goal_id).values(**values, updated_at=now, version=goal.version + 1)
    )
    await session.refresh(goal)
    return goal


async def _status(session: AsyncSession, goal_id: int) -> str | None:
    """The status that the reports lead to; None where none ever said anything of it."""
    holds = and_(_u.removed_at.is_(None), ~_is_corrected(says_status=True))
    status: str | None = await _newest(session, goal_id, _u.status_to, holds)
    if status is not None:
        return status
    moved = select(_u.status_from).where(_u.goal_id == goal_id, _u.status_to.is_not(None))
    found: str | None = (await session.execute(moved.order_by(_u.id).limit(1))).scalar_one_or_none()
    return found


async def _newest(session: AsyncSession, goal_id: int, column: ColumnElement[Any], holds: ColumnElement[bool]) -> Any:
    """What the newest report that says something of it says."""
    asked = select(column).where(_u.goal_id == goal_id, column.is_not(None), holds)
    return (await session.execute(asked.order_by(*newest_first()).limit(1))).scalar_one_or_none()
