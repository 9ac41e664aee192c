"""The end of an office: what its holder had open goes to a successor or back to the queue, and both are told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update

from models.database import AsyncSession, table_of
from models.entry import Claim
from models.rights import Rights
from models.role import Action, Grant, GrantNews, Held, Role
from models.services import access, audit, grants, people, subscriptions
from models.services.grants import Keeper, news_of
from models.submission import Submission

PASSED_FOR = timedelta(hours=2)  # after the successor could hear of it, nobody else takes what was passed on

_grants, _claims, _submissions = table_of(Grant), table_of(Claim), table_of(Submission)


@dataclass(frozen=True)
class _Open:
    """A submission that somebody works on."""

    id: int
    area_id: int | None
    about_area_id: int | None


@dataclass(frozen=True)
class Passed:
    """What became of what somebody had open: passed on to a successor, or back in the queue."""

    to: int | None = None
    passed: int = 0
    released: int = 0


async def overdue(*, session: AsyncSession, now: datetime, limit: int) -> list[int]:
    """The grants that are over or revoked, and of which nothing was passed on yet."""
    is_over = or_(_grants.c.ends_at <= now, _grants.c.revoked_at.is_not(None))
    rows = await session.execute(
        select(_grants.c.id).where(_grants.c.settled_at.is_(None), is_over).order_by(_grants.c.id).limit(limit)
    )
    return list(rows.scalars())


async def settle(keeper: Keeper, grant_id: int) -> int | None:
    """Pass on what the holder of an ended office had open, and tell them; return who that is.

    None where it was settled before, or is not over. Who holds the same office again, by another grant, is told
    nothing.
    """
    ended = await _take(keeper, grant_id)
    if ended is None:
        return None
    passed = await let_go(keeper, ended)
    if not keeper.rights.person_id:  # whoever revoked it is on record with that
        counted = {"person": ended.person_id, "passed_to": passed.to, "passed": passed.passed}
        await audit.write(
            session=keeper.session,
            by=keeper.by,
            action="grant.ended",
            on=("role_grant", grant_id),
            now=keeper.now,
            change=(None, {**counted, "released": passed.released}),
        )
    if not await _holds_again(keeper, ended):
        await grants.tell(keeper, ended.person_id, grant_id, GrantNews.ENDED, news_of(ended))
    return ended.person_id


async def _take(keeper: Keeper, grant_id: int) -> Held | None:
    """The ended office, marked as settled; of two that try, one gets it."""
    is_over = or_(_grants.c.ends_at <= keeper.now, _grants.c.revoked_at.is_not(None))
    rows = await keeper.session.execute(
        update(_grants)
        .where(_grants.c.id == grant_id, _grants.c.settled_at.is_(None), is_over)
        .values(settled_at=keeper.now)
        .returning(_grants)
    )
    row = rows.first()
    if row is None:
        return None
    names = await people.names_of(session=keeper.session, person_ids=[row.person_id])
    name = names.get(row.person_id, "")
    return Held(row.id, row.person_id, name, Role(row.role), row.area_id, row.starts_at, row.ends_at)


async def _holds_again(keeper: Keeper, ended: Held) -> bool:
    rows = await keeper.session.execute(
        select(_grants.c.id).where(*_same_office(ended, keeper), _grants.c.person_id == ended.person_id).limit(1)
    )
    return rows.first() is not None


def _same_office(held: Held, keeper: Keeper) -> Sequence[ColumnElement[bool]]:
    return (_grants.c.role == held.role.value, grants.at_area(held.area_id), access.in_force(keeper.now))


async def let_go(keeper: Keeper, was: Held) -> Passed:
    """Take from the holder of an office what they may not work on any more: a successor's from now on, or nobody's.

    Args:
        keeper: who acts.
        was: the office as it was, whose other holders are its successors; the one who took it last comes first.
    """
    rights = await _rights_of(keeper, was.person_id)
    lost = [one for one in await _open_of(keeper, was.person_id) if not _may_work_on(rights, one)]
    if not lost:
        return Passed()
    heir = await _successor(keeper, was)
    passed = [one for one in lost if heir is not None and _may_work_on(heir, one)]
    if heir is not None and passed:
        await _pass_on(keeper, was, heir.person_id, passed)
    rest = [one.id for one in lost if one not in passed]
    await keeper.session.execute(
        delete(_claims).where(_claims.c.submission_id.in_(rest), _claims.c.person_id == was.person_id)
    )
    return Passed(heir.person_id if heir is not None and passed else None, len(passed), len(rest))


async def _rights_of(keeper: Keeper, person_id: int) -> Rights:
    return await access.rights_of_another(
        session=keeper.session, person_id=person_id, owners=keeper.owners, now=keeper.now
    )


def _may_work_on(rights: Rights, one: _Open) -> bool:
    return rights.may(Action.CLAIM, one.area_id, one.about_area_id)


async def _open_of(keeper: Keeper, person_id: int) -> list[_Open]:
    rows = await keeper.session.execute(
        select(_submissions.c.id, _submissions.c.area_id, _submissions.c.about_area_id)
        .join(_claims, _claims.c.submission_id == _submissions.c.id)
        .where(_claims.c.person_id == person_id, _claims.c.ends_at > keeper.now)
        .order_by(_submissions.c.id)
    )
    return [_Open(*row) for row in rows]


async def _successor(keeper: Keeper, was: Held) -> Rights | None:
    rows = await keeper.session.execute(
        select(_grants.c.person_id)
        .where(*_same_office(was, keeper), _grants.c.person_id != was.person_id)
        .order_by(_grants.c.starts_at.desc(), _grants.c.id.desc())
        .limit(1)
    )
    person_id = rows.scalar_one_or_none()
    return None if person_id is None else await _rights_of(keeper, person_id)


async def _pass_on(keeper: Keeper, was: Held, heir_id: int, passed: Sequence[_Open]) -> None:
    told_at = await subscriptions.due_at(session=keeper.session, person_id=heir_id, now=keeper.now, zone=keeper.zone)
    await keeper.session.execute(
        update(_claims)
        .where(_claims.c.submission_id.in_([one.id for one in passed]), _claims.c.person_id == was.person_id)
        .values(person_id=heir_id, claimed_at=keeper.now, ends_at=told_at + PASSED_FOR)
    )
    content = {**news_of(was), "count": len(passed)}
    await grants.tell(keeper, heir_id, was.grant_id, GrantNews.PASSED, content)
