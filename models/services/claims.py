"""Claims: who works on a submission just now, so that two people never do; each has an end."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from models.database import AsyncSession, table_of, upsert
from models.entry import Claim
from models.errors import HeldByAnother

HELD_FOR = timedelta(minutes=30)  # after the last thing its holder did

_claim = table_of(Claim).c


async def take(*, session: AsyncSession, submission_id: int, person_id: int, now: datetime) -> None:
    """Take a submission, or hold it longer. The row is locked until the transaction ends: of two, one waits and loses.

    Raises:
        HeldByAnother: somebody else holds it, and their time is not over.
    """
    values = {"submission_id": submission_id, "person_id": person_id, "claimed_at": now, "ends_at": now + HELD_FOR}
    statement = upsert(session.get_bind().dialect.name)(table_of(Claim)).values(values)
    taken = await session.execute(
        statement.on_conflict_do_update(
            index_elements=["submission_id"],
            set_={"person_id": person_id, "claimed_at": now, "ends_at": now + HELD_FOR},
            where=(_claim.person_id == person_id) | (_claim.ends_at <= now),
        ).returning(_claim.submission_id)
    )
    if taken.first() is None:
        held = await session.execute(select(_claim.ends_at).where(_claim.submission_id == submission_id))
        raise HeldByAnother(held.scalar_one())


async def refuse_held(*, session: AsyncSession, submission_id: int, now: datetime) -> None:
    """For whoever takes nothing: what somebody works on just now is left to them.

    Raises:
        HeldByAnother: somebody does.
    """
    held = select(_claim.ends_at).where(_claim.submission_id == submission_id, _claim.ends_at > now)
    ends_at = (await session.execute(held)).scalar_one_or_none()
    if ends_at is not None:
        raise HeldByAnother(ends_at)


async def release(*, session: AsyncSession, submission_id: int, person_id: int) -> bool:
    """Let go of a submission, and return whether they held it; one that somebody else holds stays theirs."""
    mine = delete(table_of(Claim)).where(_claim.submission_id == submission_id, _claim.person_id == person_id)
    return (await session.execute(mine.returning(_claim.submission_id))).first() is not None


async def release_all(*, session: AsyncSession, person_id: int) -> int:
    """Let go of everything that somebody holds; return how many that were."""
    gone = await session.execute(
        delete(table_of(Claim)).where(_claim.person_id == person_id).returning(_claim.submission_id)
    )
    return len(gone.all())


async def holder(*, session: AsyncSession, submission_id: int, now: datetime) -> int | None:
    """The id of who works on it just now; None when nobody does."""
    found = await session.execute(
        select(_claim.person_id).where(_claim.submission_id == submission_id, _claim.ends_at > now)
    )
    return found.scalar_one_or_none()
