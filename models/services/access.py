"""Who may see and do what: the only place that decides. What somebody may not see does not exist for them."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, false, or_, true
from sqlmodel import col, select

from models.area_tree import AreaTree
from models.database import AsyncSession, table_of
from models.errors import NotFound
from models.person import Account
from models.prepared import Prepared
from models.rights import Office, Owners, Rights
from models.role import Action, Grant, Role
from models.services import areas
from models.submission import Submission
from models.tracking_code import TypedCode


def must_own(*, is_owner: bool) -> None:
    """What only owners may do.

    Raises:
        NotFound: for everybody else it is not there.
    """
    if not is_owner:
        raise NotFound


async def rights_of(*, session: AsyncSession, person_id: int, is_owner: bool, now: datetime) -> Rights:
    """What somebody may do at a moment: the grants that have begun, and are neither over nor revoked.

    Args:
        session: the caller's transaction.
        person_id: whose rights.
        is_owner: whether the settings name them; a grant of the whole city as an owner does the same.
        now: aware.
    """
    found = await session.exec(select(Grant).where(Grant.person_id == person_id, in_force(now)).order_by(col(Grant.id)))
    grants = found.all()
    if not grants:
        return Rights(person_id, is_owner)
    tree = await areas.load_tree(session=session)
    offices = tuple(_office(grant, tree) for grant in grants)
    owns_all = any(office.role is Role.OWNER and office.reach is None for office in offices)
    return Rights(person_id, is_owner or owns_all, offices)


async def rights_of_another(*, session: AsyncSession, person_id: int, owners: Owners, now: datetime) -> Rights:
    """What somebody may do who is not the one that wrote: whether the settings name them is looked up."""
    named = select(Account.id).where(
        Account.person_id == person_id, Account.platform == owners.platform, col(Account.user_id).in_(owners.user_ids)
    )
    is_owner = bool(owners.user_ids) and (await session.exec(named)).first() is not None
    return await rights_of(session=session, person_id=person_id, is_owner=is_owner, now=now)


_HOLDS = Prepared(select(table_of(Grant).c.id).where(table_of(Grant).c.person_id == bindparam("person")).limit(1))


async def held_any_office(*, session: AsyncSession, person_id: int) -> bool:
    """Whether somebody holds an office or ever did: asked of everybody who writes, before `rights_of` is worth it."""
    return (await session.run(_HOLDS, {"person": person_id})).first() is not None


def in_force(now: datetime) -> ColumnElement[bool]:
    """The condition that a grant holds at a moment."""
    return and_(
        col(Grant.starts_at) <= now,
        or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > now),
        col(Grant.revoked_at).is_(None),
    )


def _office(grant: Grant, tree: AreaTree) -> Office:
    if grant.area_id is None:
        roots = frozenset(place.id for place in tree.children.get(None, []))
        return Office(grant.id or 0, Role(grant.role), None, None, roots)
    body = frozenset(place.id for place in tree.line(grant.area_id))
    reach = frozenset(place.id for place in tree.with_all_below(grant.area_id))
    return Office(grant.id or 0, Role(grant.role), grant.area_id, reach, body)


def must(rights: Rights, action: Action) -> None:
    """What needs the right for it somewhere at least.

    Raises:
        NotFound: for everybody else it is not there.
    """
    if not rights.may_somewhere(action):
        raise NotFound


def seen_by(rights: Rights, action: Action = Action.SEE) -> ColumnElement[bool]:
    """The condition on submissions that somebody may do this to: every list, count and file of staff begins with it."""
    if rights.is_owner:
        return true()
    reach = rights.reach(action)
    if reach is not None and not reach:
        return false()
    place = true() if reach is None else col(Submission.area_id).in_(reach)
    about = col(Submission.about_area_id)
    return and_(place, or_(about.is_(None), about.not_in(rights.bodies)))


async def submission_for(*, session: AsyncSession, rights: Rights, submission_id: int, action: Action) -> Submission:
    """The submission, for staff who may do this to it.

    Raises:
        NotFound: there is none of that id, or it is not for them.
    """
    submission = await session.get(Submission, submission_id)
    if submission is None or not rights.may(action, submission.area_id, submission.about_area_id):
        raise NotFound
    return submission


async def submission_by_code_for(*, session: AsyncSession, rights: Rights, code: TypedCode) -> Submission | None:
    """The submission that a typed code names, for staff who may see it, the newest for the short form; else None."""
    if not rights.may_somewhere(Action.SEE):
        return None
    same_serial = select(Submission).where(Submission.serial == code.serial, seen_by(rights))
    found = (await session.exec(same_serial.order_by(col(Submission.year).desc()))).all()
    return next((one for one in found if code.belongs_to(one.year, one.serial)), None)


async def own_submission(*, session: AsyncSession, person_id: int, submission_id: int) -> Submission:
    """The submission, for its author.

    Raises:
        NotFound: there is none of that id, or it is somebody else's.
    """
    submission = await session.get(Submission, submission_id)
    if submission is None or submission.person_id != person_id:
        raise NotFound
    return submission


async def own_submission_by_code(*, session: AsyncSession, person_id: int, code: TypedCode) -> Submission | None:
    """The author's submission that a typed code names, the newest of them for the short form; None for any other."""
    same_serial = select(Submission).where(Submission.person_id == person_id, Submission.serial == code.serial)
    found = (await session.exec(same_serial.order_by(col(Submission.year).desc()))).all()
    return next((one for one in found if code.belongs_to(one.year, one.serial)), None)


_OF_DRAFT = select(Submission).where(
    col(Submission.draft_id) == bindparam("draft"), col(Submission.person_id) == bindparam("person")
)


async def own_submission_of_draft(*, session: AsyncSession, person_id: int, draft_id: int) -> Submission | None:
    """The author's submission that a draft became; None while the draft is unconfirmed, or is somebody else's."""
    found = await session.execute(_OF_DRAFT, {"draft": draft_id, "person": person_id})
    return found.scalars().first()
