"""What a season did for the goals: pure data, for one message and one picture."""

from dataclasses import dataclass

from models.area_tree import Place
from models.goal import GoalStatus
from models.resolution import Resolution
from models.season import Season


@dataclass(frozen=True)
class GoalMoved:
    """A goal of which something was reported in the season: where it stood before, and afterwards.

    `before` and `after` run from 0 to 1 as on a bar; None: nothing was known. The values are of its measure.
    """

    id: int
    number: int
    title: str
    area_id: int
    place: str
    status: GoalStatus
    reports: int
    before: float | None = None
    after: float | None = None
    value_before: float | None = None
    value_after: float | None = None
    unit: str | None = None
    is_newly_reached: bool = False

    @property
    def gain(self) -> float:
        """By how much of the way it moved; below zero where it fell back."""
        return (self.after or 0.0) - (self.before or 0.0)


@dataclass(frozen=True)
class SeasonShown:
    """A season of the goals of some areas. `goals`: of which something was reported, what moved most first.

    `place` is whose areas they are; with `is_near`, it and those above it. `quiet` counts goals of which nothing was
    reported.
    `resolutions` are public ones that reports named as what moved a goal, each with whose it is; `submissions` counts
    residents' words so named.
    """

    season: Season
    is_present: bool
    place: str
    is_near: bool = False
    goals: tuple[GoalMoved, ...] = ()
    quiet: int = 0
    calls: int = 0
    ideas: int = 0
    resolutions: tuple[tuple[Resolution, Place], ...] = ()
    submissions: int = 0
    has_before: bool = False

    @property
    def reports(self) -> int:
        """How many reports there were."""
        return sum(one.reports for one in self.goals)

    @property
    def reached(self) -> int:
        """How many goals were reached in it."""
        return sum(one.is_newly_reached for one in self.goals)

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all happened."""
        return not (self.goals or self.calls or self.ideas)
