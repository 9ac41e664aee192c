"""The reports on a goal as everybody reads them: the newest first, and its whole history for a chart."""

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select
from sqlmodel import col

from models.database import AsyncSession, table_of
from models.goal import GoalStatus, GoalUpdate
from models.goal_shown import Point, UpdateShown
from models.media import MediaItem
from models.resolution import Resolution
from models.services.goal_call_answers import is_public
from models.services.goal_values import newest_first, valid
from models.submission import Submission

_updates, _submissions = table_of(GoalUpdate), table_of(Submission)
_u = _updates.c


async def updates(
    *, session: AsyncSession, goal_id: int, offset: int, limit: int, with_corrected: bool = False
) -> tuple[list[UpdateShown], int]:
    """A page of a goal's reports, the newest first, and how many there are.

    Args:
        session: the caller's transaction.
        goal_id: of which goal; nobody's right to see it is asked here.
        offset: how many newer ones are left out.
        limit: how many at most.
        with_corrected: also those in whose place another one was made; removed ones never.
    """
    wanted = and_(_u.goal_id == goal_id, _u.removed_at.is_(None) if with_corrected else valid())
    total: int = (await session.execute(select(func.count()).select_from(_updates).where(wanted))).scalar_one()
    rows = select(GoalUpdate).where(wanted).order_by(*newest_first()).offset(offset).limit(limit)
    found = (await session.execute(rows.execution_options(populate_existing=True))).scalars().all()
    return await updates_shown(session=session, rows=found), total


async def file_count(*, session: AsyncSession, goal_id: int) -> int:
    """How many reports of a goal that hold have a photo or a document."""
    has_file = or_(_u.photo.is_not(None), _u.document.is_not(None))
    counted = select(func.count()).select_from(_updates).where(_u.goal_id == goal_id, has_file, valid())
    return int((await session.execute(counted)).scalar_one())


async def updates_shown(*, session: AsyncSession, rows: Sequence[GoalUpdate]) -> list[UpdateShown]:
    """Reports with what moved their goals, as far as everybody may read it now; in the order in which they came."""
    resolutions = await _resolutions(session, [row.resolution_id for row in rows])
    codes = await _codes(session, [row.submission_id for row in rows])
    corrected = await _corrected(session, [row.id for row in rows])
    return [_shown(row, resolutions, codes, row.id in corrected) for row in rows]


def _shown(
    row: GoalUpdate, resolutions: dict[int, Resolution], codes: dict[int, str], is_corrected: bool
) -> UpdateShown:
    code = codes.get(row.submission_id or 0)
    return UpdateShown(
        id=row.id or 0,
        goal_id=row.goal_id,
        text=row.text,
        on_day=row.on_day,
        tell_at=row.tell_at,
        made_at=row.made_at,
        bot_id=row.bot_id,
        value=row.value,
        stated=row.stated,
        status_from=GoalStatus(row.status_from) if row.status_from else None,
        status_to=GoalStatus(row.status_to) if row.status_to else None,
        photo=MediaItem.from_data(row.photo) if row.photo else None,
        document=MediaItem.from_data(row.document) if row.document else None,
        resolution=resolutions.get(row.resolution_id or 0),
        submission_id=row.submission_id if code else None,
        submission_code=code,
        corrects_id=row.corrects_id,
        is_corrected=is_corrected,
        is_removed=row.removed_at is not None,
        told_at=row.told_at,
        made_by=row.made_by,
    )


async def _resolutions(session: AsyncSession, ids: Sequence[int | None]) -> dict[int, Resolution]:
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    public = select(Resolution).where(col(Resolution.id).in_(wanted), col(Resolution.published_at).is_not(None))
    return {one.id or 0: one for one in (await session.execute(public)).scalars()}


async def _codes(session: AsyncSession, ids: Sequence[int | None]) -> dict[int, str]:
    wanted = {one for one in ids if one is not None}
    if not wanted:
        return {}
    public = select(_submissions.c.id, _submissions.c.code).where(_submissions.c.id.in_(wanted), is_public())
    return {row[0]: row[1] for row in (await session.execute(public)).all()}


async def _corrected(session: AsyncSession, ids: Sequence[int | None]) -> set[int]:
    if not ids:
        return set()
    instead = select(_u.corrects_id).where(_u.corrects_id.in_(ids), _u.removed_at.is_(None))
    return set((await session.execute(instead)).scalars())


async def points(*, session: AsyncSession, goal_id: int) -> list[Point]:
    """A goal's whole history, the oldest report first, without corrected and removed ones."""
    asked = select(_u.on_day, _u.value, _u.stated, _u.status_to).where(_u.goal_id == goal_id, valid())
    rows = (await session.execute(asked.order_by(_u.on_day, _u.id))).all()
    return [Point(day, value, stated, GoalStatus(to) if to else None) for day, value, stated, to in rows]
