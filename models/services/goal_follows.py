"""Who wants to hear of which goal: following and unfollowing one, and how many do."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, select

from models.database import AsyncSession, rows_touched, table_of, upsert
from models.errors import NotFound
from models.goal import GoalFollow
from models.services import goal_rows

_follows = table_of(GoalFollow)
_f = _follows.c


async def follow(*, session: AsyncSession, goal_id: int, person_id: int, now: datetime) -> bool:
    """Hear of a goal from now on (`now` is aware); return whether they did not before.

    Raises:
        NotFound: there is none, or nobody may read it yet.
    """
    goal = await goal_rows.load(session, goal_id)
    if goal.published_at is None:
        raise NotFound
    row = {"goal_id": goal_id, "person_id": person_id, "created_at": now}
    put = upsert(session.get_bind().dialect.name)(_follows).values(row).on_conflict_do_nothing()
    return (await session.execute(put.returning(_f.goal_id))).first() is not None


async def unfollow(*, session: AsyncSession, goal_id: int, person_id: int) -> bool:
    """Hear of a goal no more; return whether they did before."""
    gone = delete(_follows).where(_f.goal_id == goal_id, _f.person_id == person_id)
    return rows_touched(await session.execute(gone)) > 0


async def followers(*, session: AsyncSession, goal_ids: Collection[int]) -> dict[int, int]:
    """How many follow each of some goals; those that nobody follows are left out."""
    counted = select(_f.goal_id, func.count()).where(_f.goal_id.in_(goal_ids)).group_by(_f.goal_id)
    return {row[0]: row[1] for row in (await session.execute(counted)).all()}


async def followed_ids(*, session: AsyncSession, person_id: int, goal_ids: Collection[int] | None = None) -> set[int]:
    """The goals that somebody follows, of all or of some."""
    asked = select(_f.goal_id).where(_f.person_id == person_id)
    if goal_ids is not None:
        asked = asked.where(_f.goal_id.in_(goal_ids))
    return set((await session.execute(asked)).scalars())
