"""Who may say yes to a notice that somebody else wrote: found anew each time, nearest first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.area_tree import AreaTree
from models.audience import Audience
from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind
from models.notice import Notice
from models.person import Account, Contact
from models.rights import Owners, Rights
from models.role import MAY, Action, Grant, Role
from models.services import access, areas, people

_ANNOUNCING = tuple(role.value for role in Role if Action.ANNOUNCE in MAY[role])
_NEAREST_ROLE = {Role.COUNCIL: 0, Role.MANAGER: 1, Role.SECRETARIAT: 2, Role.OWNER: 3}
_grants, _delivery = table_of(Grant).c, table_of(Delivery).c
_account, _contact = table_of(Account).c, table_of(Contact).c


@dataclass(frozen=True)
class Candidate:
    """Somebody who may approve a notice, and the office by which they are nearest to it."""

    person_id: int
    role: Role
    area_id: int | None


def may_approve(rights: Rights, notice: Notice, made_by: int) -> bool:
    """Whether somebody has the right in every area of the audience, and is none of those whose work it is."""
    if rights.person_id in {notice.author_id, notice.holder_id, made_by}:
        return False
    area_ids: tuple[int | None, ...] = Audience.from_data(notice.audience).area_ids or (None,)
    return all(rights.may(Action.ANNOUNCE, area_id) for area_id in area_ids)


async def candidates(
    *, session: AsyncSession, notice: Notice, made_by: int, owners: Owners, now: datetime
) -> list[Candidate]:
    """Everybody who may approve a notice and can be reached, nearest first.

    These are the council's members of exactly its area, then whoever holds an office there or above, upwards, then the
    owners; in one office who holds it longest.

    Args:
        session: the caller's transaction.
        notice: what they would approve.
        made_by: whose words it has (a person's id).
        owners: whom the settings name.
        now: aware.
    """
    tree = await areas.load_tree(session=session)
    lines = _lines(Audience.from_data(notice.audience), tree)
    held = await _held(session, now)
    found = [_nearest(person_id, grants, tree) for person_id, grants in held.items() if _covers(grants, lines)]
    named = await people.persons_of_users(session=session, platform=owners.platform, user_ids=owners.user_ids)
    known = {one.person_id for one in found if one.role is not Role.OWNER}
    owning = [Candidate(person_id, Role.OWNER, None) for person_id in named if person_id not in known]
    everybody = {one.person_id: one for one in [*owning, *found]}
    theirs = {notice.author_id, notice.holder_id, made_by}
    reached = await _reached(session, everybody.keys() - theirs)
    exact = _exact(notice)
    return sorted((everybody[one] for one in reached), key=lambda one: _distance(one, exact, tree))


def _lines(audience: Audience, tree: AreaTree) -> list[frozenset[int]]:
    """For each area of an audience: the areas whose offices reach it. One that nobody but the city's reaches is {}."""
    if not audience.area_ids:
        return [frozenset()]
    return [frozenset(place.id for place in tree.line(area_id)) for area_id in audience.area_ids]


async def _held(session: AsyncSession, now: datetime) -> dict[int, list[Any]]:
    """The offices of everybody who may announce anywhere, oldest first."""
    rows = await session.execute(
        select(_grants.person_id, _grants.role, _grants.area_id)
        .where(access.in_force(now), _grants.role.in_(_ANNOUNCING))
        .order_by(_grants.starts_at, _grants.id)
    )
    held: dict[int, list[Any]] = {}
    for row in rows:
        held.setdefault(row.person_id, []).append(row)
    return held


def _covers(grants: Iterable[Any], lines: Iterable[frozenset[int]]) -> bool:
    held = {grant.area_id for grant in grants}
    return all(None in held or held & line for line in lines)


def _nearest(person_id: int, grants: Iterable[Any], tree: AreaTree) -> Candidate:
    """By the office that is furthest down the tree; of two at one place, the one that is nearest to residents."""
    offices = [Candidate(person_id, Role(grant.role), grant.area_id) for grant in grants]
    return min(offices, key=lambda one: (-_depth(one.area_id, tree), _NEAREST_ROLE[one.role]))


def _depth(area_id: int | None, tree: AreaTree) -> int:
    return len(tree.line(area_id))


def _exact(notice: Notice) -> int | None:
    area_ids = Audience.from_data(notice.audience).area_ids
    return area_ids[0] if len(area_ids) == 1 else None


def _distance(one: Candidate, exact: int | None, tree: AreaTree) -> tuple[bool, bool, int, int]:
    is_theirs = exact is not None and one.area_id == exact and one.role is Role.COUNCIL
    return (one.role is Role.OWNER, not is_theirs, -_depth(one.area_id, tree), _NEAREST_ROLE[one.role])


async def _reached(session: AsyncSession, person_ids: Collection[int]) -> list[int]:
    """Those of them whom some bot reaches, in the order of `person_ids`' first account."""
    rows = await session.execute(
        select(_account.person_id)
        .join(table_of(Contact), _contact.account_id == _account.id)
        .where(_account.person_id.in_(person_ids), _contact.blocked_at.is_(None))
    )
    reached = set(rows.scalars())
    return [one for one in person_ids if one in reached]


async def asked_whom(*, session: AsyncSession, notice: Notice, revision: int | None = None) -> list[int]:
    """The persons whose yes to a revision was asked for (the one that waits now, where none is given), first first."""
    number = revision if revision is not None else notice.asked_revision
    rows = await session.execute(
        select(_delivery.person_id)
        .where(
            _delivery.kind == DeliveryKind.NOTICE_APPROVAL.value,
            _delivery.source_id == notice.id,
            _delivery.occurrence == asked_occurrence(number or 0),
        )
        .order_by(_delivery.id)
    )
    return list(rows.scalars())


def asked_occurrence(revision: int) -> str:
    """What the delivery that asks for a yes is known by."""
    return f"{revision} ask"


def reminder_occurrence(revision: int) -> str:
    """What the delivery that asks once more is known by."""
    return f"{revision} remind"
