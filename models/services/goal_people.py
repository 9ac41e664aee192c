"""Whom goals concern: who follows them, and whose submission stands behind them.

As for meetings, `sources` names the rows that these people come from, so that freezing jumps from one to the next
instead of asking everybody in the city.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select

from models.database import AsyncSession, table_of
from models.goal import GoalFollow, GoalRound, GoalSubmission
from models.services.meeting_people import Source
from models.submission import Status, Submission

_ONE_BY_ONE = 32  # goals: of each the next followers are found by its own index, in order; of more together
_follow, _link, _own = table_of(GoalFollow).c, table_of(GoalSubmission).c, table_of(Submission).c


def concerns(goal_ids: Sequence[int]) -> ColumnElement[bool]:
    """The condition that somebody follows one of these goals, or stands behind one."""
    return or_(is_following(goal_ids), authors(goal_ids).holds)


def is_following(goal_ids: Sequence[int]) -> ColumnElement[bool]:
    """The condition that somebody follows one of these goals."""
    return followers(goal_ids).holds


def sources(goal_ids: Sequence[int]) -> list[Source]:
    """Every row in which somebody stands whom these goals concern."""
    alone, together = goal_ids[:_ONE_BY_ONE], goal_ids[_ONE_BY_ONE:]
    found = [followers((goal_id,)) for goal_id in alone]
    return [*found, *([followers(together)] if together else []), authors(goal_ids)]


def followers(goal_ids: Sequence[int]) -> Source:
    """Who follows one of these goals."""
    return Source(_follow.person_id, (_of(_follow.goal_id, goal_ids),))


def authors(goal_ids: Sequence[int]) -> Source:
    """Whose submission stands behind one of these goals, as long as they did not take it back."""
    behind = (_of(_link.goal_id, goal_ids), _own.id == _link.submission_id)
    return Source(_own.person_id, (*behind, _own.status != Status.WITHDRAWN.value))


async def hold(*, session: AsyncSession, round_id: int) -> None:
    """Wait for digests that are just leaving: whether they tell a round is on record before copies of it are made."""
    rows = table_of(GoalRound).c.id
    await session.execute(select(rows).where(rows == round_id).with_for_update(key_share=True))


def _of(column: ColumnElement[int], goal_ids: Sequence[int]) -> ColumnElement[bool]:
    return column == goal_ids[0] if len(goal_ids) == 1 else column.in_(sorted(goal_ids))
