"""Resolutions and meetings that belong to a goal: tying them to it, and what of them residents may see."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, exists, func, select, true

from models.database import AsyncSession, rows_touched, table_of, upsert
from models.errors import NotFound
from models.goal import Goal, GoalMeeting, GoalResolution
from models.meeting import Invites, Meeting
from models.resolution import Resolution
from models.services import areas, goal_rows, meeting_readers
from models.services.actor import Actor

_meetings, _resolutions = table_of(Meeting), table_of(Resolution)


@dataclass(frozen=True)
class _Kind:
    """One kind of what is tied: its table, the ties' table with the column that names it, and the order of lists."""

    name: str
    table: Table
    ties: Table
    newest_first: tuple[Any, ...]

    @property
    def tied(self) -> ColumnElement[Any]:
        column: ColumnElement[Any] = self.ties.c[f"{self.name}_id"]
        return column


_RESOLUTION = _Kind(
    "resolution",
    _resolutions,
    table_of(GoalResolution),
    (_resolutions.c.year.desc(), _resolutions.c.id.desc()),
)
_MEETING = _Kind("meeting", _meetings, table_of(GoalMeeting), (_meetings.c.starts_at.desc(), _meetings.c.id.desc()))


def is_public(kind: type[Resolution | Meeting]) -> ColumnElement[bool]:
    """The condition that residents may read a resolution, or see a meeting that is for everybody."""
    if kind is Resolution:
        return _resolutions.c.published_at.is_not(None)
    return and_(meeting_readers.was_announced(), _meetings.c.invites == Invites.AREA.value)


async def tie_resolution(actor: Actor, goal_id: int, resolution_id: int) -> bool:
    """Say that a resolution serves a goal; return whether nobody had yet.

    Raises:
        NotFound: they do not say what that goal is, or residents may not read the resolution.
    """
    return await _tie(actor, _RESOLUTION, goal_id, resolution_id, is_public(Resolution))


async def untie_resolution(actor: Actor, goal_id: int, resolution_id: int) -> bool:
    """Take that back; return whether it was tied. Raises NotFound where they do not say what that goal is."""
    return await _untie(actor, _RESOLUTION, goal_id, resolution_id)


async def tie_meeting(actor: Actor, goal_id: int, meeting_id: int) -> bool:
    """Say that a goal is, or was, spoken of at a meeting; return whether nobody had yet.

    Raises:
        NotFound: they do not say what that goal is, or residents may not see the meeting.
    """
    return await _tie(actor, _MEETING, goal_id, meeting_id, is_public(Meeting))


async def untie_meeting(actor: Actor, goal_id: int, meeting_id: int) -> bool:
    """Take that back; return whether it was tied. Raises NotFound where they do not say what that goal is."""
    return await _untie(actor, _MEETING, goal_id, meeting_id)


async def _tie(actor: Actor, kind: _Kind, goal_id: int, other_id: int, public: ColumnElement[bool]) -> bool:
    await _must_plan(actor, goal_id)
    session, row_id = actor.session, kind.table.c.id
    if (await session.execute(select(row_id).where(row_id == other_id, public))).first() is None:
        raise NotFound
    row = {"goal_id": goal_id, kind.tied.key: other_id, "linked_by": actor.person_id, "created_at": actor.now}
    put = upsert(session.get_bind().dialect.name)(kind.ties).values(row).on_conflict_do_nothing()
    is_new = (await session.execute(put.returning(kind.ties.c.goal_id))).first() is not None
    if is_new:
        await goal_rows.note(actor, "goal.tie", goal_id, (None, {kind.name: other_id}))
    return is_new


async def _untie(actor: Actor, kind: _Kind, goal_id: int, other_id: int) -> bool:
    await _must_plan(actor, goal_id)
    gone = delete(kind.ties).where(kind.ties.c.goal_id == goal_id, kind.tied == other_id)
    was_tied = rows_touched(await actor.session.execute(gone)) > 0
    if was_tied:
        await goal_rows.note(actor, "goal.untie", goal_id, ({kind.name: other_id}, None))
    return was_tied


async def _must_plan(actor: Actor, goal_id: int) -> None:
    goal = await goal_rows.goal_for(actor, goal_id)
    if not goal_rows.may_plan(actor, goal):
        raise NotFound


async def resolutions_of(
    *, session: AsyncSession, goal_id: int, limit: int | None = None, only_public: bool = True
) -> list[Resolution]:
    """The resolutions that serve a goal, the newest first; `only_public`: those that residents may read."""
    public = is_public(Resolution) if only_public else true()
    rows = select(Resolution).where(_is_of(_RESOLUTION, goal_id), public).order_by(*_RESOLUTION.newest_first)
    return list((await session.execute(rows.limit(limit))).scalars())


async def meetings_of(
    *, session: AsyncSession, goal_id: int, limit: int | None = None, only_public: bool = True
) -> list[Meeting]:
    """The meetings at which a goal is or was spoken of, the latest first; `only_public`: those for everybody."""
    public = is_public(Meeting) if only_public else true()
    rows = select(Meeting).where(_is_of(_MEETING, goal_id), public).order_by(*_MEETING.newest_first)
    return list((await session.execute(rows.limit(limit))).scalars())


async def counts(*, session: AsyncSession, goal_id: int) -> tuple[int, int]:
    """How many resolutions and how many meetings of a goal residents may see."""
    found = []
    for kind, public in ((_RESOLUTION, is_public(Resolution)), (_MEETING, is_public(Meeting))):
        found.append(await _count(session, kind, and_(_is_of(kind, goal_id), public)))
    return found[0], found[1]


def _is_of(kind: _Kind, goal_id: int) -> ColumnElement[bool]:
    tied = select(kind.tied).where(kind.ties.c.goal_id == goal_id)
    return kind.table.c.id.in_(tied)


async def _count(session: AsyncSession, kind: _Kind, wanted: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(kind.table).where(wanted)
    return int((await session.execute(counted)).scalar_one())


async def resolution_candidates(actor: Actor, goal: Goal, *, offset: int, limit: int) -> tuple[list[Resolution], int]:
    """What may be tied to a goal, of its area, those above and those below it, the newest first, and how many."""
    wanted = await _free(actor.session, _RESOLUTION, goal, is_public(Resolution))
    rows = select(Resolution).where(wanted).order_by(*_RESOLUTION.newest_first).offset(offset).limit(limit)
    return list((await actor.session.execute(rows)).scalars()), await _count(actor.session, _RESOLUTION, wanted)


async def meeting_candidates(actor: Actor, goal: Goal, *, offset: int, limit: int) -> tuple[list[Meeting], int]:
    """The same of meetings, the latest first."""
    wanted = await _free(actor.session, _MEETING, goal, is_public(Meeting))
    rows = select(Meeting).where(wanted).order_by(*_MEETING.newest_first).offset(offset).limit(limit)
    return list((await actor.session.execute(rows)).scalars()), await _count(actor.session, _MEETING, wanted)


async def _free(session: AsyncSession, kind: _Kind, goal: Goal, public: ColumnElement[bool]) -> ColumnElement[bool]:
    tree = await areas.load_tree(session=session)
    around = {place.id for place in (*tree.line(goal.area_id), *tree.with_all_below(goal.area_id))}
    tied = select(kind.tied).where(kind.ties.c.goal_id == goal.id, kind.tied == kind.table.c.id)
    return and_(kind.table.c.area_id.in_(sorted(around)), public, ~exists(tied.correlate(kind.table)))
