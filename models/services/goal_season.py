"""What happened to the goals in a season: read from their reports, calls and ideas."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, exists, func, select

from models.area_tree import Place
from models.database import AsyncSession, table_of
from models.goal import CallState, Goal, GoalCall, GoalStatus, GoalSubmission, GoalUpdate
from models.goal_progress import fraction_at
from models.goal_season import GoalMoved, SeasonShown
from models.resolution import Resolution
from models.season import Season
from models.services import areas, goal_call_answers, goal_readers
from models.services.goal_values import newest_first, valid
from models.submission import Submission

_goals, _updates = table_of(Goal), table_of(GoalUpdate)
_g, _u = _goals.c, _updates.c
_calls, _links, _resolutions = table_of(GoalCall).c, table_of(GoalSubmission).c, table_of(Resolution).c
_MOST_RESOLUTIONS = 5  # that are named


@dataclass(frozen=True)
class _State:
    """What the newest report up to a day said."""

    value: float | None = None
    stated: int | None = None


async def summary(
    *, session: AsyncSession, season: Season, today: date, zone: ZoneInfo, near: int | None = None
) -> SeasonShown:
    """What a season did for the published goals.

    Args:
        session: the caller's transaction.
        season: which; one that has begun.
        today: of the city's calendar.
        zone: the city's.
        near: whose places and those above them are meant; None, or somebody without a place: the whole city.
    """
    area_ids = None if near is None else await goal_readers.near(session=session, person_id=near)
    public = _public(area_ids)
    goals = (await session.execute(select(Goal).where(public).order_by(_g.position, _g.id))).scalars().all()
    counted = await _counted(session, season, public)
    moved = await _moved(session, [goal for goal in goals if goal.id in counted], counted, season)
    begins, ends = _moments(season, zone)
    return SeasonShown(
        season=season,
        is_present=season.first_day <= today <= season.last_day,
        place=await _place(session, area_ids),
        is_near=area_ids is not None,
        goals=tuple(sorted(moved, key=lambda one: (-one.is_newly_reached, -abs(one.gain)))),
        quiet=sum(goal.id not in counted and goal.status not in _OVER for goal in goals),
        calls=await _count(session, _calls_of(begins, ends, public)),
        ideas=await _count(session, _ideas_of(begins, ends, public)),
        resolutions=await _named(session, season, public),
        submissions=await _count(session, _submissions_of(season, public)),
        has_before=await _has_before(session, season, public),
    )


_OVER = frozenset({GoalStatus.REACHED, GoalStatus.DROPPED})


def _public(area_ids: Collection[int] | None) -> ColumnElement[bool]:
    published = _g.published_at.is_not(None)
    return published if area_ids is None else published & _g.area_id.in_(area_ids)


def _moments(season: Season, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first moment of a season by the city's clock, and the first after it."""
    days = (season.first_day, season.last_day + timedelta(days=1))
    begins, ends = (datetime.combine(day, time(), zone).astimezone(UTC) for day in days)
    return begins, ends


def _within(season: Season) -> ColumnElement[bool]:
    return valid() & _u.on_day.between(season.first_day, season.last_day)


async def _counted(session: AsyncSession, season: Season, public: ColumnElement[bool]) -> dict[int, int]:
    """How many reports of the season each goal has, of those that have any."""
    asked = select(_u.goal_id, func.count()).join(_goals, _g.id == _u.goal_id).where(public, _within(season))
    rows = (await session.execute(asked.group_by(_u.goal_id))).all()
    return {row[0]: row[1] for row in rows}


async def _moved(
    session: AsyncSession, goals: Sequence[Goal], counted: dict[int, int], season: Season
) -> list[GoalMoved]:
    ids, tree = [goal.id or 0 for goal in goals], await areas.load_tree(session=session)
    before = await _states(session, ids, season.first_day - timedelta(days=1))
    after = await _states(session, ids, season.last_day)
    reached = await _reached(session, season, ids)
    return [
        _one(
            goal,
            (before.get(goal.id or 0, _State()), after.get(goal.id or 0, _State())),
            counted[goal.id or 0],
            place=tree.places[goal.area_id].name,
            is_newly_reached=goal.id in reached,
        )
        for goal in goals
    ]


def _one(goal: Goal, states: tuple[_State, _State], reports: int, *, place: str, is_newly_reached: bool) -> GoalMoved:
    before, after = states
    return GoalMoved(
        id=goal.id or 0,
        number=goal.number,
        title=goal.title,
        area_id=goal.area_id,
        place=place,
        status=GoalStatus(goal.status),
        reports=reports,
        before=_fraction(goal, before),
        after=_fraction(goal, after),
        value_before=before.value if before.value is not None else goal.baseline,
        value_after=after.value,
        unit=goal.unit,
        is_newly_reached=is_newly_reached,
    )


def _fraction(goal: Goal, state: _State) -> float | None:
    """A goal with a measure of which nothing was told stands at its beginning."""
    return fraction_at(goal, goal.baseline if state.value is None else state.value, state.stated)


async def _states(session: AsyncSession, goal_ids: Sequence[int], day: date) -> dict[int, _State]:
    """The newest value and the newest percentage of each goal as of a day's end."""
    values = await _newest(session, goal_ids, day, _u.value)
    stated = await _newest(session, goal_ids, day, _u.stated)
    return {goal_id: _State(values.get(goal_id), stated.get(goal_id)) for goal_id in goal_ids}


async def _newest(
    session: AsyncSession, goal_ids: Sequence[int], day: date, column: ColumnElement[Any]
) -> dict[int, Any]:
    place = func.row_number().over(partition_by=_u.goal_id, order_by=list(newest_first())).label("place")
    holds = valid() & _u.goal_id.in_(goal_ids) & (_u.on_day <= day) & column.is_not(None)
    ranked = select(_u.goal_id.label("goal_id"), column.label("said"), place).where(holds).subquery()
    rows = await session.execute(select(ranked.c.goal_id, ranked.c.said).where(ranked.c.place == 1))
    return {row[0]: row[1] for row in rows.all()}


async def _reached(session: AsyncSession, season: Season, goal_ids: Sequence[int]) -> set[int]:
    """Which of the goals a report of the season calls reached: the newest that says anything of their status."""
    newest = await _newest(session, goal_ids, season.last_day, _u.status_to)
    told = select(_u.goal_id).where(_within(season), _u.status_to == GoalStatus.REACHED.value)
    found = set((await session.execute(told)).scalars())
    return {goal_id for goal_id, status in newest.items() if status == GoalStatus.REACHED and goal_id in found}


async def _count(session: AsyncSession, rows: Select[Any]) -> int:
    found: int = (await session.execute(select(func.count()).select_from(rows.subquery()))).scalar_one()
    return found


def _calls_of(begins: datetime, ends: datetime, public: ColumnElement[bool]) -> Select[Any]:
    asked = select(_calls.id).join(_goals, _g.id == _calls.goal_id).where(public)
    return asked.where(_calls.opened_at >= begins, _calls.opened_at < ends, _calls.state != CallState.CANCELLED.value)


def _ideas_of(begins: datetime, ends: datetime, public: ColumnElement[bool]) -> Select[Any]:
    submission = table_of(Submission).c
    asked = (
        select(_links.submission_id)
        .join(_goals, _g.id == _links.goal_id)
        .join(table_of(Submission), submission.id == _links.submission_id)
        .where(public, _links.call_id.is_not(None), goal_call_answers.is_public())
    )
    return asked.where(submission.created_at >= begins, submission.created_at < ends).distinct()


async def _named(
    session: AsyncSession, season: Season, public: ColumnElement[bool]
) -> tuple[tuple[Resolution, Place], ...]:
    """Public resolutions that reports of the season name as what moved a goal, the newest first."""
    names = select(_u.id).join(_goals, _g.id == _u.goal_id).where(_u.resolution_id == _resolutions.id)
    is_named = exists(names.where(public, _within(season)).correlate(table_of(Resolution)))
    asked = select(Resolution).where(is_named, _resolutions.published_at.is_not(None))
    rows = await session.execute(asked.order_by(_resolutions.id.desc()).limit(_MOST_RESOLUTIONS))
    tree = await areas.load_tree(session=session)
    return tuple((one, tree.places[one.area_id]) for one in rows.scalars().all())


def _submissions_of(season: Season, public: ColumnElement[bool]) -> Select[Any]:
    submissions = table_of(Submission)
    asked = select(_u.submission_id).join(_goals, _g.id == _u.goal_id).join(submissions)
    return asked.where(public, _within(season), goal_call_answers.is_public()).distinct()


async def _has_before(session: AsyncSession, season: Season, public: ColumnElement[bool]) -> bool:
    """Whether anything was reported in an older season."""
    asked = select(_u.id).join(_goals, _g.id == _u.goal_id).where(public, valid(), _u.on_day < season.first_day)
    return (await session.execute(asked.limit(1))).first() is not None


async def _place(session: AsyncSession, area_ids: Sequence[int] | None) -> str:
    """The nearest of the areas, as it is called; of all of them, the city."""
    tree = await areas.load_tree(session=session)
    ids = area_ids or [place.id for place in tree.children.get(None, [])]
    return tree.places[ids[0]].name if ids else ""
