"""The inbox: storing updates before they are acknowledged, claiming and finishing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from models.database import AsyncSession, rows_touched, table_of, upsert
from models.inbox import Inbox, Outcome
from models.prepared import Prepared

_inbox = table_of(Inbox).c
REUSED_AFTER = timedelta(hours=48)  # the messenger keeps updates for 24 h; later the same id is a new update
_LARGEST_BATCH = 64  # rows of one statement


@dataclass(frozen=True)
class Arrival:
    """An update about to be stored: `payload` is its ASCII-escaped JSON."""

    update_id: int
    lane: int
    payload: str


@dataclass(frozen=True)
class Claimed:
    """An update in flight."""

    id: int
    lane: int
    payload: str
    crashes: int = 0


_FORGET_REUSED = (
    update(table_of(Inbox))
    .where(
        _inbox.bot_id == bindparam("bot"),
        _inbox.update_id.in_(bindparam("ids", expanding=True)),
        _inbox.finished_at.is_not(None),
        _inbox.received_at < bindparam("before"),
    )
    .values(update_id=None)
)


async def store(
    *, session: AsyncSession, bot_id: int, arrivals: Sequence[Arrival], now: datetime
) -> list[tuple[int, int]]:
    """Insert what is not there yet; return (inbox id, lane) of the new rows, in the order they came."""
    if not arrivals:
        return []
    ids = [arrival.update_id for arrival in arrivals]
    await session.execute(_FORGET_REUSED, {"bot": bot_id, "ids": ids, "before": now - REUSED_AFTER})
    dialect, start = session.get_bind().dialect.name, 0
    stored: list[tuple[int, int]] = []
    while start < len(arrivals):
        size = min(_LARGEST_BATCH, 1 << (len(arrivals) - start).bit_length() - 1)
        values: dict[str, Any] = {"bot": bot_id, "now": now}
        for number, arrival in enumerate(arrivals[start : start + size]):
            values |= {
                f"update_{number}": arrival.update_id,
                f"lane_{number}": arrival.lane,
                f"payload_{number}": arrival.payload,
            }
        stored += [(row[0], row[1]) for row in (await session.run(_store(dialect, size), values)).all]
        start += size
    return sorted(stored)


@cache
def _store(dialect: str, size: int) -> Prepared:
    """An INSERT of so many rows. Their number is a power of two, so that few such statements serve every batch."""
    rows = [
        {
            "bot_id": bindparam("bot", type_=_inbox.bot_id.type),  # beyond the first row SQLAlchemy gives no types
            "update_id": bindparam(f"update_{number}", type_=_inbox.update_id.type),
            "lane": bindparam(f"lane_{number}", type_=_inbox.lane.type),
            "payload": bindparam(f"payload_{number}", type_=_inbox.payload.type),
            "received_at": bindparam("now", type_=_inbox.received_at.type),
            "crashes": 0,
        }
        for number in range(size)
    ]
    return Prepared(
        upsert(dialect)(table_of(Inbox))
        .values(rows)
        .on_conflict_do_nothing(index_elements=["bot_id", "update_id"])
        .returning(_inbox.id, _inbox.lane)
    )


async def unfinished(*, session: AsyncSession, bot_id: int, after: int, limit: int) -> list[tuple[int, int]]:
    """(inbox id, lane) of updates that still have to run, oldest first."""
    rows = await session.execute(
        select(_inbox.id, _inbox.lane)
        .where(_inbox.bot_id == bot_id, _inbox.finished_at.is_(None), _inbox.id > after)
        .order_by(_inbox.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


_CLAIM = (
    update(table_of(Inbox))
    .where(_inbox.id.in_(bindparam("ids", expanding=True)), _inbox.finished_at.is_(None))
    .values(started_at=bindparam("now"))
    .returning(_inbox.id, _inbox.lane, _inbox.payload, _inbox.crashes)
)


async def claim(*, session: AsyncSession, ids: Sequence[int], now: datetime) -> dict[int, Claimed]:
    """Mark updates as in flight, durably, before they run. One that is finished already is not among the returned."""
    rows = await session.execute(_CLAIM, {"ids": list(ids), "now": now})
    return {row[0]: Claimed(row[0], row[1], row[2], row[3]) for row in rows}


_FINISH = Prepared(
    update(table_of(Inbox))
    .where(_inbox.id == bindparam("inbox"), _inbox.finished_at.is_(None))
    .values(finished_at=bindparam("now"), started_at=None, outcome=bindparam("outcome"), error=bindparam("error"))
)


async def finish(
    *, session: AsyncSession, inbox_id: int, now: datetime, outcome: Outcome, error: str | None = None
) -> None:
    """End an update within the transaction that holds its effects.

    Raises:
        AlreadyFinishedError: another process ended it first, so this transaction must not commit.
    """
    ended = await session.run(_FINISH, {"inbox": inbox_id, "now": now, "outcome": outcome.value, "error": error})
    if ended.rowcount != 1:
        raise AlreadyFinishedError(inbox_id)


async def in_flight_at_crash(*, session: AsyncSession, bot_id: int, counts: bool) -> list[tuple[int, int, int]]:
    """(inbox id, lane, crashes) of updates that were in flight when the last process died, oldest first.

    If the crash `counts`, an update that was alone in flight has it added to its own count.
    """
    rows = await session.execute(
        select(_inbox.id, _inbox.lane, _inbox.crashes)
        .where(_inbox.bot_id == bot_id, _inbox.finished_at.is_(None), _inbox.started_at.is_not(None))
        .order_by(_inbox.id)
    )
    found = [(row[0], row[1], row[2]) for row in rows]
    if counts and len(found) == 1:
        inbox_id, lane, crashes = found[0]
        await session.execute(update(table_of(Inbox)).where(_inbox.id == inbox_id).values(crashes=crashes + 1))
        return [(inbox_id, lane, crashes + 1)]
    return found


async def release(*, session: AsyncSession, bot_id: int) -> None:
    """Nothing is in flight: said before the survivors of a crash run one at a time, and at a clean stop."""
    await session.execute(
        update(table_of(Inbox))
        .where(_inbox.bot_id == bot_id, _inbox.finished_at.is_(None), _inbox.started_at.is_not(None))
        .values(started_at=None)
    )


async def clear_finished(*, session: AsyncSession, before: datetime, limit: int) -> int:
    """Delete finished updates that ended before a moment, set-aside ones excepted; return how many went."""
    old = (
        select(_inbox.id)
        .where(_inbox.finished_at < before, _inbox.outcome == Outcome.DONE.value)
        .order_by(_inbox.finished_at)
        .limit(limit)
    )
    return rows_touched(await session.execute(delete(table_of(Inbox)).where(_inbox.id.in_(old))))


class AlreadyFinishedError(RuntimeError):
    """The update was ended by another process meanwhile."""
