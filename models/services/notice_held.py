"""Notices whose holder may not announce there any more: held back, until a successor or an owner takes them over."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from models.city import City
from models.database import AsyncSession, table_of
from models.errors import NoticeChanged
from models.notice import Notice, NoticeNews, NoticeState
from models.notice_times import next_time
from models.rights import Owners, Rights
from models.role import MAY, Action, Grant, Role
from models.services import access, areas, audit, grants, notice_news, notice_sending, notices, people
from models.services.actor import Actor as Announcer
from models.services.audit import By
from models.services.notices import UNASKED

_notices, _grants = table_of(Notice), table_of(Grant)
_ANNOUNCING = tuple(role.value for role in Role if Action.ANNOUNCE in MAY[role])
_TO_COME = (NoticeState.SCHEDULED.value, NoticeState.APPROVAL.value)


async def hold_orphans(*, session: AsyncSession, bot_id: int, city: City, owners: Owners, now: datetime) -> int:
    """Hold back every notice to come whose holder may not send it any more; return how many these are.

    Each time it is looked at anew who may: an office may have ended, been revoked or been made smaller. A successor in
    the office, else the owners, are told once.

    Args:
        session: the caller's transaction.
        bot_id: whose notices.
        city: its clock says when it is night.
        owners: whom the settings name.
        now: aware.
    """
    to_come = select(Notice).where(_notices.c.bot_id == bot_id, _notices.c.state.in_(_TO_COME))
    rows = to_come.order_by(_notices.c.id).execution_options(populate_existing=True)
    holders: dict[int, Rights] = {}
    held = 0
    for notice in (await session.execute(rows)).scalars().all():
        if notice.holder_id not in holders:
            holders[notice.holder_id] = await access.rights_of_another(
                session=session, person_id=notice.holder_id, owners=owners, now=now
            )
        if is_orphan(holders[notice.holder_id], notice) and await _is_still_there(session, notice):
            await hold(session, notice, city, owners, now)
            held += 1
    return held


def is_orphan(rights: Rights, notice: Notice) -> bool:
    """Whether its holder may not send it any more: not in that office's name, or not that far without a yes."""
    if not rights.may(Action.ANNOUNCE, notice.office_area_id):
        return True
    waits = notice.is_approved or notice.state == NoticeState.APPROVAL
    return not waits and notice_sending.is_beyond(rights, notice)


async def _is_still_there(session: AsyncSession, notice: Notice) -> bool:
    """Whether nobody changed it since it was looked at; from now on nobody does."""
    version = notice.version
    return (await notices.load(session, notice.id or 0, is_locked=True)).version == version


async def hold(session: AsyncSession, notice: Notice, city: City, owners: Owners, now: datetime) -> None:
    """Hold a notice back, and have whoever may take it over told."""
    was = notice.state
    values = {**UNASKED, "state": NoticeState.HELD.value, "is_approved": False}
    await notices.change_row(session, notice, values, now)
    await audit.write(
        session=session,
        by=By(None, "timer"),
        action="notice.hold",
        on=("notice", notice.id),
        now=now,
        change=({"state": was}, {"state": notice.state}),
    )
    await notice_news.tell(
        session=session,
        notice=notice,
        person_ids=await heirs(session, notice, owners, now),
        what=NoticeNews.HELD,
        now=now,
        zone=city.zone,
    )


async def heirs(session: AsyncSession, notice: Notice, owners: Owners, now: datetime) -> list[int]:
    """Who is told of a held notice: the newest successor in its holder's office, else the owners."""
    for role, area_id in await _offices_of(session, notice):
        found = await session.execute(
            select(_grants.c.person_id)
            .where(
                access.in_force(now),
                _grants.c.role == role,
                grants.at_area(area_id),
                _grants.c.person_id != notice.holder_id,
            )
            .order_by(_grants.c.starts_at.desc(), _grants.c.id.desc())
            .limit(1)
        )
        heir: int | None = found.scalar_one_or_none()
        if heir is not None:
            return [heir]
    return await _owners(session, notice, owners, now)


async def _offices_of(session: AsyncSession, notice: Notice) -> list[Any]:
    """The offices in which its holder could announce it once, the one that ended last first."""
    tree = await areas.load_tree(session=session)
    line: list[int | None] = [place.id for place in tree.line(notice.office_area_id)]
    ended_at = func.coalesce(_grants.c.revoked_at, _grants.c.ends_at)
    rows = await session.execute(
        select(_grants.c.role, _grants.c.area_id)
        .where(_grants.c.person_id == notice.holder_id, _grants.c.role.in_(_ANNOUNCING))
        .order_by(ended_at.desc(), _grants.c.id.desc())
    )
    return [row for row in rows.all() if row.area_id is None or row.area_id in line]


async def _owners(session: AsyncSession, notice: Notice, owners: Owners, now: datetime) -> list[int]:
    named = await people.persons_of_users(session=session, platform=owners.platform, user_ids=owners.user_ids)
    rows = await session.execute(
        select(_grants.c.person_id)
        .where(access.in_force(now), _grants.c.role == Role.OWNER.value, _grants.c.area_id.is_(None))
        .order_by(_grants.c.id)
    )
    return [one for one in dict.fromkeys([*named, *rows.scalars()]) if one != notice.holder_id]


async def take_over(announcer: Announcer, notice_id: int) -> Notice:
    """Make a held notice one's own: a draft, to be looked at and sent anew. Of two who try, one gets it.

    Raises:
        NotFound: they may not announce in its office's area.
        NoticeChanged: it is not held any more.
    """
    notice = await notices.notice_for(announcer, notice_id)
    if notice.state != NoticeState.HELD:
        raise NoticeChanged
    was = notice.holder_id
    values = {"state": NoticeState.DRAFT.value, "holder_id": announcer.person_id, **_time_to_come(announcer, notice)}
    await notices.change(announcer, notice, values)
    await notices.note(announcer, "notice.take_over", notice_id, ({"person": was}, {"person": announcer.person_id}))
    return notice


def _time_to_come(announcer: Announcer, notice: Notice) -> dict[str, Any]:
    """Its time, where that is still to come; of one that repeats, the next one; else none: as soon as it is sent."""
    at: datetime | None = notice.starts_at
    while at is not None and at <= announcer.now:
        at = next_time(notice, at, announcer.city.zone)
    return {"starts_at": at} if at is not None else {"starts_at": None, "repeats": None, "repeats_until": None}
