"""What is derived from the texts of submissions: found where it is missing or of an older code, and written back."""

from collections.abc import Sequence

from sqlalchemy import bindparam
from sqlmodel import col, or_, select, update

from models import text as persian
from models.database import AsyncSession, table_of
from models.prepared import Prepared
from models.submission import Submission

_submission = table_of(Submission).c


async def underived(*, session: AsyncSession, limit: int) -> Sequence[tuple[int, str]]:
    """Ids and texts of submissions whose derived columns are missing or of another text version."""
    version = col(Submission.text_version)
    stale = or_(version.is_(None), version != persian.TEXT_VERSION)
    rows = await session.execute(
        select(col(Submission.id), col(Submission.text)).where(stale).order_by(col(Submission.id)).limit(limit)
    )
    return [(submission_id or 0, words) for submission_id, words in rows]


async def store_derived(*, session: AsyncSession, derived: Sequence[tuple[int, str, str]]) -> None:
    """Write (id, normalized, search_key) back, stamped with the present text version."""
    for submission_id, normalized, key in derived:
        await session.run(_STORE_DERIVED, {"submission": submission_id, "spelt": normalized, "key": key})


_STORE_DERIVED = Prepared(
    update(table_of(Submission))
    .where(_submission.id == bindparam("submission"))
    .values(normalized=bindparam("spelt"), search_key=bindparam("key"), text_version=persian.TEXT_VERSION)
)
