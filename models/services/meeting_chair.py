"""In whose name a meeting is announced: its chair's, else its author's, else that of somebody else who may call it."""

from datetime import datetime

from sqlalchemy import select, update

from models.database import AsyncSession, table_of
from models.meeting import Meeting, MeetingSeries
from models.rights import Owners
from models.role import MAY, Action, Grant, Role
from models.services import access, areas, audit, grants, meetings, people
from models.services.audit import By

_grants, _series = table_of(Grant), table_of(MeetingSeries)
_CALLING = tuple(role.value for role in Role if Action.MEET in MAY[role] and role is not Role.OWNER)


async def who_announces(*, session: AsyncSession, meeting: Meeting, owners: Owners, now: datetime) -> int | None:
    """The person in whose name it is announced at a moment; None where nobody holds an office that may.

    Its chair, its author, else the newest holder of an office of its own area, then of the one above, and so on.
    """
    for person_id in (meeting.chair_id, meeting.author_id):
        rights = await access.rights_of_another(session=session, person_id=person_id, owners=owners, now=now)
        if rights.may(Action.MEET, meeting.area_id):
            return person_id
    return await _heir(session, meeting, now)


async def _heir(session: AsyncSession, meeting: Meeting, now: datetime) -> int | None:
    tree = await areas.load_tree(session=session)
    line: list[int | None] = [place.id for place in tree.line(meeting.area_id)]
    for area_id in [*line, None]:
        found = await session.execute(
            select(_grants.c.person_id)
            .where(access.in_force(now), _grants.c.role.in_(_CALLING), grants.at_area(area_id))
            .order_by(_grants.c.starts_at.desc(), _grants.c.id.desc())
            .limit(1)
        )
        heir: int | None = found.scalar_one_or_none()
        if heir is not None:
            return heir
    return None


async def pass_on(*, session: AsyncSession, meeting: Meeting, to: int, now: datetime) -> None:
    """Make somebody else the chair of a meeting, and of the series that it is one of, in its old chair's place."""
    was = meeting.chair_id
    await meetings.change_row(session, meeting, {"chair_id": to}, now)
    if meeting.series_id is not None:
        theirs = (_series.c.id == meeting.series_id, _series.c.chair_id == was)
        await session.execute(update(_series).where(*theirs).values(chair_id=to, version=_series.c.version + 1))
    await audit.write(
        session=session,
        by=By(None, "timer"),
        action="meeting.chair",
        on=("meeting", meeting.id),
        now=now,
        change=({"person": was}, {"person": to}),
    )


async def owners_of(*, session: AsyncSession, owners: Owners, now: datetime) -> list[int]:
    """Who owns the whole city: whom the settings name, and who was given it."""
    named = await people.persons_of_users(session=session, platform=owners.platform, user_ids=owners.user_ids)
    rows = await session.execute(
        select(_grants.c.person_id)
        .where(access.in_force(now), _grants.c.role == Role.OWNER.value, _grants.c.area_id.is_(None))
        .order_by(_grants.c.id)
    )
    return list(dict.fromkeys([*named, *rows.scalars()]))
