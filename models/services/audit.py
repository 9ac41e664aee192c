"""The audit trail: writing a row with what it tells of, in the same transaction, and reading rows back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, insert
from sqlmodel import Session, col, func, select

from models.audit import Audit
from models.database import AsyncSession, table_of

_WRITE = insert(table_of(Audit))


@dataclass(frozen=True)
class By:
    """Who acts: a person of the chat, or (`person_id` None) a `timer`, or `cli:` and the name of the system's user."""

    person_id: int | None
    actor: str = "chat"


async def write(
    *,
    session: AsyncSession,
    by: By,
    action: str,
    on: tuple[str, int | None],
    now: datetime,
    change: tuple[Any, Any] = (None, None),
) -> None:
    """Put an action on record, in the transaction that does it.

    Args:
        session: the caller's transaction.
        by: who did it.
        action: a token, noun and verb: `submission.move`, `grant.revoke`, `export.made`.
        on: the table's name of what it was done to and its key; the key is None for what has none (an export).
        now: aware.
        change: what changed, as it was and as it is now: JSON, without what stayed.
    """
    values = {
        "at": now,
        "person_id": by.person_id,
        "actor": by.actor,
        "action": action,
        "object_kind": on[0],
        "object_id": on[1],
        "before": change[0],
        "after": change[1],
    }
    await session.execute(_WRITE, values)


async def note_export(
    *,
    session: AsyncSession,
    by: By,
    wish: dict[str, Any],
    file_format: str,
    with_identity: bool,
    now: datetime,
    with_files: bool = False,
) -> None:
    """Put on record that submissions are given out as a file; that authors are named in it is a row of its own.

    Args:
        session: the caller's transaction.
        by: who asked.
        wish: which submissions, as `ExportFilter.wish`.
        file_format: `xlsx`, `csv` or `json`.
        with_identity: whether authors are named.
        now: aware.
        with_files: whether the attached files are given out too.
    """
    switches = {"with_identity": with_identity, "with_files": with_files}
    told = {"filter": wish, "format": file_format, **{name: True for name, is_on in switches.items() if is_on}}
    on = ("submission", None)
    await write(session=session, by=by, action="export.made", on=on, now=now, change=(None, told))
    if with_identity:
        await write(session=session, by=by, action="identity.export", on=on, now=now, change=(None, told))


async def page(*, session: AsyncSession, offset: int, limit: int) -> tuple[Sequence[Audit], int]:
    """Rows, newest first, and how many there are in all."""
    total = (await session.exec(select(func.count()).select_from(Audit))).one()
    rows = select(Audit).order_by(col(Audit.id).desc()).offset(offset).limit(limit)
    return (await session.exec(rows)).all(), total


READ_AT_ONCE = 1000  # rows of one short read


def read_all(engine: Engine, *, begin: datetime | None, end: datetime | None) -> Iterator[Audit]:
    """Every row from `begin` until before `end` (aware; None for no bound), oldest first, a page at a time. Blocking.

    One long read would keep SQLite's log from being folded back meanwhile.
    """
    after, bounds = 0, [*([col(Audit.at) >= begin] if begin else []), *([col(Audit.at) < end] if end else [])]
    while True:
        with Session(engine, expire_on_commit=False) as session:
            asked = select(Audit).where(col(Audit.id) > after, *bounds).order_by(col(Audit.id)).limit(READ_AT_ONCE)
            rows = session.exec(asked).all()
        yield from rows
        if len(rows) < READ_AT_ONCE:
            return
        after = rows[-1].id or 0
