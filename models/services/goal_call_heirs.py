"""Who says what became of a call for ideas: its opener, or whoever holds that office now."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from models.area_tree import AreaTree
from models.database import AsyncSession, table_of
from models.goal import GoalCall
from models.rights import Owners
from models.role import MAY, Action, Grant, Role
from models.services import access, areas, grants, meeting_chair

_grants = table_of(Grant)
_PLANNING = tuple(role.value for role in Role if Action.PLAN in MAY[role] and role is not Role.OWNER)


async def who_answers(
    *, session: AsyncSession, call: GoalCall, area_id: int | None, owners: Owners, now: datetime
) -> list[int]:
    """The persons who are asked what became of a call's ideas.

    Its opener as long as they may; else the newest successor in an office of theirs that reached the goal's area, else
    the newest holder of such an office nearest to that area, else the owners.

    Args:
        session: the caller's transaction.
        call: which.
        area_id: of its goal.
        owners: whom the settings name.
        now: aware.
    """
    rights = await access.rights_of_another(session=session, person_id=call.opened_by, owners=owners, now=now)
    if rights.may(Action.PLAN, area_id):
        return [call.opened_by]
    tree = await areas.load_tree(session=session)
    for office in [*await _offices_of(session, call.opened_by), *_nearest(area_id, tree)]:
        heir = await _holder(session, office, call.opened_by, now)
        if heir is None:
            continue
        theirs = await access.rights_of_another(session=session, person_id=heir, owners=owners, now=now)
        if theirs.may(Action.PLAN, area_id):
            return [heir]
    return await meeting_chair.owners_of(session=session, owners=owners, now=now)


type _Office = tuple[tuple[str, ...], int | None]


async def _offices_of(session: AsyncSession, person_id: int) -> list[_Office]:
    """The offices in which somebody could open calls once, the one that ended last first."""
    ended_at = func.coalesce(_grants.c.revoked_at, _grants.c.ends_at)
    rows = await session.execute(
        select(_grants.c.role, _grants.c.area_id)
        .where(_grants.c.person_id == person_id, _grants.c.role.in_(_PLANNING))
        .order_by(ended_at.desc(), _grants.c.id.desc())
    )
    return [((row.role,), row.area_id) for row in rows]


def _nearest(area_id: int | None, tree: AreaTree) -> list[_Office]:
    line: list[int | None] = [place.id for place in tree.line(area_id)]
    return [(_PLANNING, one) for one in [*line, None]]


async def _holder(session: AsyncSession, office: _Office, but: int, now: datetime) -> int | None:
    roles, area_id = office
    held: Any = (access.in_force(now), _grants.c.role.in_(roles), grants.at_area(area_id), _grants.c.person_id != but)
    newest = select(_grants.c.person_id).where(*held).order_by(_grants.c.starts_at.desc(), _grants.c.id.desc())
    heir: int | None = (await session.execute(newest.limit(1))).scalar_one_or_none()
    return heir
