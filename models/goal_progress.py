"""How far a goal has come: by its measure where there is one, else as was stated; and what is odd about a report."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.goal import Goal, GoalStatus
from models.goal_facts import GoalValues


@dataclass(frozen=True)
class Progress:
    """How far it has come.

    `fraction` runs from 0 to 1 and is what a bar shows; None: nothing can be shown. `is_behind` and `is_beyond` say
    that the value lies outside of what a bar shows. `unit`, `baseline` and `target` are those of a whole measure, else
    None; `value` is the newest report's, `stated` the newest report's percentage.
    """

    fraction: float | None = None
    is_behind: bool = False
    is_beyond: bool = False
    is_reached: bool = False
    value: float | None = None
    stated: int | None = None
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None

    @property
    def is_measured(self) -> bool:
        """Whether it has a measure: what was stated says nothing then."""
        return self.unit is not None

    @property
    def percent(self) -> int | None:
        """From 0 to 100; 100 only at the whole of it, 0 only where nothing was done."""
        if self.fraction is None:
            return None
        if self.fraction in {0.0, 1.0}:
            return int(self.fraction * 100)
        return min(max(round(self.fraction * 100), 1), 99)


def progress_of(goal: Goal) -> Progress:
    """How far a goal has come, by its newest report."""
    is_reached = goal.status == GoalStatus.REACHED
    value, stated = goal.value, goal.stated
    unit, baseline, target = goal.unit, goal.baseline, goal.target
    if not unit or baseline is None or target is None or baseline == target:
        fraction = None if stated is None else min(max(stated, 0), 100) / 100
        return Progress(fraction, is_reached=is_reached, value=value, stated=stated)
    come = (_share(value, baseline, target)) if value is not None else 0.0
    return Progress(
        fraction=min(max(come, 0.0), 1.0),
        is_behind=come < 0,
        is_beyond=come > 1,
        is_reached=is_reached,
        value=value,
        stated=stated,
        unit=unit,
        baseline=baseline,
        target=target,
    )


def fraction_at(goal: Goal | Progress, value: float | None, stated: int | None) -> float | None:
    """The fraction that a report of a goal tells of, as on a bar; None where it tells of none."""
    if goal.unit and goal.baseline is not None and goal.target is not None and goal.baseline != goal.target:
        return None if value is None else min(max(_share(value, goal.baseline, goal.target), 0.0), 1.0)
    return None if stated is None else min(max(stated, 0), 100) / 100


def _share(value: float, baseline: float, target: float) -> float:
    return (value - baseline) / (target - baseline)


class Odd(StrEnum):
    """What is allowed and yet seldom meant: whoever says it is asked once more. On no button and in no table."""

    BELOW_BASELINE = "below_baseline"  # further back than where it began
    BEYOND_TARGET = "beyond_target"
    BACKWARDS = "backwards"  # further back than the last report
    NOT_AT_TARGET = "not_at_target"  # called reached, and the target is not
    DUE_PAST = "due_past"  # the due day is over
    OVERSPENT = "overspent"  # more spent than allotted
    VALUES_KEPT = "values_kept"  # another unit, and reports have values in the old one


def oddities_of_update(
    goal: Goal, *, value: float | None = None, stated: int | None = None, status_to: str | None = None
) -> list[Odd]:
    """What is odd about a report on a goal, in the order in which it is said.

    Args:
        goal: as it is before.
        value: what is reported in the goal's unit.
        stated: what is reported as a percentage.
        status_to: the status that it is given.
    """
    before = progress_of(goal)
    found = []
    if before.is_measured and value is not None:
        come = _share(value, before.baseline or 0.0, before.target or 0.0)
        found += [odd for odd, is_so in ((Odd.BELOW_BASELINE, come < 0), (Odd.BEYOND_TARGET, come > 1)) if is_so]
        if goal.value is not None and come < _share(goal.value, before.baseline or 0.0, before.target or 0.0):
            found.append(Odd.BACKWARDS)
    elif not before.is_measured and stated is not None and stated < (goal.stated or 0):
        found.append(Odd.BACKWARDS)
    if status_to == GoalStatus.REACHED:
        after = fraction_at(goal, goal.value if value is None else value, goal.stated if stated is None else stated)
        if (after is not None or before.is_measured) and (after or 0.0) < 1:
            found.append(Odd.NOT_AT_TARGET)
    return found


def oddities_of_goal(goal: Goal | None, changes: GoalValues, *, today: date) -> list[Odd]:
    """What is odd about what is said of a goal.

    Args:
        goal: as it is before; None: it is new.
        changes: what is said of it; what is not in there stays.
        today: of the city's calendar.
    """
    found = []
    due_on = changes.get("due_on")
    if due_on is not None and due_on < today:
        found.append(Odd.DUE_PAST)
    if "budget_allotted" in changes or "budget_spent" in changes:
        allotted = changes.get("budget_allotted", goal.budget_allotted if goal else None)
        spent = changes.get("budget_spent", goal.budget_spent if goal else None)
        if allotted is not None and spent is not None and spent > allotted:
            found.append(Odd.OVERSPENT)
    if goal is not None and goal.value is not None and goal.unit and changes.get("unit", goal.unit) != goal.unit:
        found.append(Odd.VALUES_KEPT)
    return found
