"""What somebody is told of a goal: pure data, put into words when it leaves."""

from dataclasses import dataclass
from datetime import datetime

from models.goal_shown import GoalShown, UpdateShown


@dataclass(frozen=True)
class GoalTold:
    """A goal with reports of which somebody is told now, in the order of the days of which they tell.

    `corrections` are the ids of those that take the place of one that was told before. `at` is when it was told to
    everybody (aware, UTC), the newest time of several, in `rounds`.
    """

    goal: GoalShown
    updates: tuple[UpdateShown, ...]
    at: datetime
    corrections: frozenset[int] = frozenset()
    rounds: frozenset[int] = frozenset()
