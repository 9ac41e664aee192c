"""Grants: who holds which office; giving, changing and revoking one. Every step is a row of the audit trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, func, insert, select, update

from models.area import Area
from models.database import AsyncSession, table_of
from models.delivery import DeliveryKind
from models.errors import NotFound
from models.rights import Owners, Rights
from models.role import Grant, GrantNews, Held, Role
from models.services import access, audit, deliveries, people, subscriptions
from models.services.audit import By
from models.services.deliveries import About

_grants, _areas = table_of(Grant), table_of(Area)
_RANK = case({role.value: rank for rank, role in enumerate(Role)}, value=_grants.c.role, else_=len(Role))


@dataclass(frozen=True)
class Keeper:
    """Who acts on roles, in which transaction, when, and through which bot others are told.

    `rights` are NOBODY's where a timer acts. `now` is aware; `zone` is the city's clock, for its quiet hours.
    """

    session: AsyncSession
    rights: Rights
    owners: Owners
    bot_id: int
    now: datetime
    zone: ZoneInfo

    @property
    def by(self) -> By:
        """For the audit trail."""
        return By(self.rights.person_id) if self.rights.person_id else By(None, "timer")


async def list_current(
    *, session: AsyncSession, now: datetime, offset: int, limit: int, role: Role | None = None
) -> tuple[Sequence[Held], int]:
    """A page of the offices held now, by role and place, and how many there are in all; of one role, if it is given."""
    wanted = [access.in_force(now), *([_grants.c.role == role.value] if role is not None else [])]
    total = (await session.execute(select(func.count()).select_from(_grants).where(*wanted))).scalar_one()
    rows = await session.execute(
        select(_grants)
        .outerjoin(_areas, _areas.c.id == _grants.c.area_id)
        .where(*wanted)
        .order_by(_RANK, func.coalesce(_areas.c.path, ""), _grants.c.id)
        .offset(offset)
        .limit(limit)
    )
    return await _held(session, rows.all()), total


async def count_current(*, session: AsyncSession, now: datetime) -> dict[Role, int]:
    """How many offices of each role are held now; a role that nobody holds is left out."""
    rows = await session.execute(
        select(_grants.c.role, func.count()).where(access.in_force(now)).group_by(_grants.c.role).order_by(_RANK)
    )
    return {Role(role): number for role, number in rows}


async def current(*, session: AsyncSession, grant_id: int, now: datetime) -> Held:
    """An office that is held now.

    Raises:
        NotFound: there is none, or not any more.
    """
    rows = await session.execute(select(_grants).where(_grants.c.id == grant_id, access.in_force(now)))
    found = await _held(session, rows.all())
    if not found:
        raise NotFound
    return found[0]


async def _held(session: AsyncSession, rows: Sequence[Any]) -> list[Held]:
    names = await people.names_of(session=session, person_ids={row.person_id for row in rows})
    return [
        Held(
            row.id,
            row.person_id,
            names.get(row.person_id, ""),
            Role(row.role),
            row.area_id,
            row.starts_at,
            row.ends_at,
        )
        for row in rows
    ]


async def give(
    *,
    session: AsyncSession,
    person_id: int,
    role: Role,
    area_id: int | None,
    ends_at: datetime | None,
    granted_by: int,
    invitation_id: int | None,
    now: datetime,
) -> int:
    """Begin an office; return its grant. The same office of the same person is replaced: the newer term counts."""
    same = (_grants.c.person_id == person_id, _grants.c.role == role.value, at_area(area_id))
    replaced = await session.execute(
        update(_grants)
        .where(*same, access.in_force(now))
        .values(revoked_at=now, settled_at=now)
        .returning(_grants.c.id, _grants.c.ends_at)
    )
    before = replaced.all()
    made = await session.execute(
        insert(_grants)
        .values(
            person_id=person_id,
            role=role.value,
            area_id=area_id,
            starts_at=now,
            ends_at=ends_at,
            granted_by=granted_by,
            invitation_id=invitation_id,
            created_at=now,
        )
        .returning(_grants.c.id)
    )
    grant_id: int = made.scalar_one()
    was = {"grant": before[-1].id, "ends_at": as_json(before[-1].ends_at)} if before else None
    now_is = {"person": person_id, "role": role.value, "area_id": area_id, "ends_at": as_json(ends_at)}
    on = ("role_grant", grant_id)
    await audit.write(session=session, by=By(person_id), action="grant.begin", on=on, now=now, change=(was, now_is))
    return grant_id


def at_area(area_id: int | None) -> ColumnElement[bool]:
    """The condition that a grant is of exactly this area."""
    return _grants.c.area_id.is_(None) if area_id is None else _grants.c.area_id == area_id


async def tell(keeper: Keeper, person_id: int, grant_id: int, what: GrantNews, content: dict[str, Any]) -> None:
    """Have somebody told what became of an office, unless they did it; what waits to be told becomes the newest.

    Args:
        keeper: who acts.
        person_id: who is told.
        grant_id: the office.
        what: the news.
        content: as `news_of`, and what else belongs to the news.
    """
    if person_id == keeper.rights.person_id:
        return
    content = {**content, "what": what.value}
    kind, session = DeliveryKind.GRANT, keeper.session
    waiting = await deliveries.waiting_about(session=session, person_id=person_id, kind=kind, source_id=grant_id)
    is_changed = waiting is not None and waiting[1].get("what") == GrantNews.CHANGED
    if waiting and is_changed and await deliveries.amend(session=session, delivery_id=waiting[0], content=content):
        return
    occurrence = f"{what.value} {keeper.now.isoformat()}" if what is GrantNews.CHANGED else what.value
    await deliveries.put(
        session=session,
        bot_id=keeper.bot_id,
        person_id=person_id,
        about=About(kind, grant_id, occurrence),
        content=content,
        due_at=await subscriptions.due_at(session=session, person_id=person_id, now=keeper.now, zone=keeper.zone),
        now=keeper.now,
    )


def news_of(held: Held) -> dict[str, Any]:
    """An office as the content of a delivery: role, area and end, and its holder's name."""
    return {
        "role": held.role.value,
        "area": held.area_id,
        "until": as_json(held.ends_at),
        "name": held.name,
    }


def as_json(value: Any) -> Any:
    """A moment as ISO 8601; anything else as it is."""
    return value.isoformat() if isinstance(value, datetime) else value
