"""What a reader of the audit trail needs beside its rows: names, offices at the time, tracking codes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.audit import Audit, AuditLine
from models.database import AsyncSession, table_of
from models.goal import Goal
from models.person import Account
from models.rights import Owners
from models.role import Grant, Invitation, Role
from models.services import audit, people
from models.submission import Submission

_grants, _invitations, _submissions = table_of(Grant), table_of(Invitation), table_of(Submission)
_accounts, _goals = table_of(Account), table_of(Goal)
type _Office = tuple[Role, int | None]


async def page(*, session: AsyncSession, owners: Owners, offset: int, limit: int) -> tuple[list[AuditLine], int]:
    """A page of the trail, newest first, and how many rows there are in all. Whoever asks may read it already."""
    rows, total = await audit.page(session=session, offset=offset, limit=limit)
    return await _lines(session, rows, owners), total


async def _lines(session: AsyncSession, rows: Sequence[Audit], owners: Owners) -> list[AuditLine]:
    actors = {row.person_id for row in rows if row.person_id is not None}
    named, grants = await _named_owners(session, owners, actors), await _grants_of(session, actors)
    subjects = await _subjects(session, rows)
    holders = {one.person_id for one in subjects.values() if hasattr(one, "person_id")}
    names = await people.names_of(session=session, person_ids=actors | holders)
    lines = []
    for row in rows:
        office = None
        if row.person_id is not None:
            office = (Role.OWNER, None) if row.person_id in named else _at_the_time(grants, row.person_id, row.at)
        subject = subjects.get((row.object_kind, row.object_id))
        lines.append(
            AuditLine(
                row,
                name=names.get(row.person_id or 0),
                role=office[0] if office else None,
                role_area_id=office[1] if office else None,
                subject=_shown(subject),
                subject_name=names.get(getattr(subject, "person_id", 0)),
            )
        )
    return lines


async def _named_owners(session: AsyncSession, owners: Owners, person_ids: Iterable[int]) -> set[int]:
    rows = await session.execute(
        select(_accounts.c.person_id).where(
            _accounts.c.platform == owners.platform,
            _accounts.c.user_id.in_(owners.user_ids),
            _accounts.c.person_id.in_(person_ids),
        )
    )
    return set(rows.scalars())


async def _grants_of(session: AsyncSession, person_ids: Iterable[int]) -> Sequence[Any]:
    found = select(_grants).where(_grants.c.person_id.in_(person_ids)).order_by(_grants.c.id)
    return (await session.execute(found)).all()


def _at_the_time(grants: Sequence[Any], person_id: int, at: datetime) -> _Office | None:
    """The office that somebody held then: of several the highest, and the newest of these."""
    held = [
        one
        for one in grants
        if one.person_id == person_id
        and one.starts_at <= at
        and (one.ends_at is None or one.ends_at > at)
        and (one.revoked_at is None or one.revoked_at > at)
    ]
    if not held:
        return None
    highest = min(held, key=lambda one: (list(Role).index(Role(one.role)), -one.id))
    return Role(highest.role), highest.area_id


async def _subjects(session: AsyncSession, rows: Sequence[Audit]) -> dict[tuple[str, int | None], Any]:
    """By kind and id: a row with a tracking code (a goal's is its title), or with an office."""
    asked = {
        "submission": select(_submissions.c.id, _submissions.c.code),
        "goal": select(_goals.c.id, _goals.c.title.label("code")),
        "role_grant": select(_grants.c.id, _grants.c.role, _grants.c.area_id, _grants.c.person_id),
        "invitation": select(_invitations.c.id, _invitations.c.role, _invitations.c.area_id),
    }
    found: dict[tuple[str, int | None], Any] = {}
    for kind, statement in asked.items():
        ids = {row.object_id for row in rows if row.object_kind == kind}
        if ids:
            told = await session.execute(statement.where(statement.selected_columns.id.in_(ids)))
            found.update({(kind, one.id): one for one in told})
    return found


def _shown(subject: Any) -> str | _Office | None:
    if subject is None:
        return None
    return subject.code if hasattr(subject, "code") else (Role(subject.role), subject.area_id)
