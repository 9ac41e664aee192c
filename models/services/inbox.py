"""The inbox: storing updates before they are acknowledged, claiming and finishing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, delete, select, update

from models.database import AsyncSession, rows_touched
from models.inbox import Inbox, Outcome

REUSED_AFTER = timedelta(hours=48)  # the messenger keeps updates for 24 h; later the same id is a new update
_BATCH = 500  # SQLite allows 32,766 bound values in a statement


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


async def store(
    *, session: AsyncSession, bot_id: int, arrivals: Sequence[Arrival], now: datetime
) -> list[tuple[int, int]]:
    """Insert what is not there yet; return (inbox id, lane) of the new rows, in the order they came."""
    ids = [arrival.update_id for arrival in arrivals]
    await session.execute(
        update(Inbox)
        .where(
            col(Inbox.bot_id) == bot_id,
            col(Inbox.update_id).in_(ids),
            col(Inbox.finished_at).is_not(None),
            col(Inbox.received_at) < now - REUSED_AFTER,
        )
        .values(update_id=None)
    )
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    stored: list[tuple[int, int]] = []
    for start in range(0, len(arrivals), _BATCH):
        values = [_row(bot_id, arrival, now) for arrival in arrivals[start : start + _BATCH]]
        statement = (
            insert(Inbox)
            .values(values)
            .on_conflict_do_nothing(index_elements=["bot_id", "update_id"])
            .returning(col(Inbox.id), col(Inbox.lane))
        )
        stored += [(row[0], row[1]) for row in await session.execute(statement)]
    return sorted(stored)


def _row(bot_id: int, arrival: Arrival, now: datetime) -> dict[str, Any]:
    return {
        "bot_id": bot_id,
        "update_id": arrival.update_id,
        "lane": arrival.lane,
        "payload": arrival.payload,
        "received_at": now,
        "crashes": 0,
    }


async def unfinished(*, session: AsyncSession, bot_id: int, after: int, limit: int) -> list[tuple[int, int]]:
    """(inbox id, lane) of updates that still have to run, oldest first."""
    rows = await session.execute(
        select(col(Inbox.id), col(Inbox.lane))
        .where(Inbox.bot_id == bot_id, col(Inbox.finished_at).is_(None), col(Inbox.id) > after)
        .order_by(col(Inbox.id))
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


async def claim(*, session: AsyncSession, ids: Sequence[int], now: datetime) -> dict[int, Claimed]:
    """Mark updates as in flight, durably, before they run. One that is finished already is not among the returned."""
    rows = await session.execute(
        update(Inbox)
        .where(col(Inbox.id).in_(ids), col(Inbox.finished_at).is_(None))
        .values(started_at=now)
        .returning(col(Inbox.id), col(Inbox.lane), col(Inbox.payload), col(Inbox.crashes))
    )
    return {row[0]: Claimed(row[0], row[1], row[2], row[3]) for row in rows}


async def finish(
    *, session: AsyncSession, inbox_id: int, now: datetime, outcome: Outcome, error: str | None = None
) -> None:
    """End an update within the transaction that holds its effects.

    Raises:
        AlreadyFinishedError: another process ended it first, so this transaction must not commit.
    """
    ended = await session.execute(
        update(Inbox)
        .where(col(Inbox.id) == inbox_id, col(Inbox.finished_at).is_(None))
        .values(finished_at=now, started_at=None, outcome=outcome.value, error=error)
    )
    if rows_touched(ended) != 1:
        raise AlreadyFinishedError(inbox_id)


async def in_flight_at_crash(*, session: AsyncSession, bot_id: int) -> list[tuple[int, int, int]]:
    """(inbox id, lane, crashes) of updates that were in flight when the last process died, oldest first.

    One that was alone in flight has that crash added to its count.
    """
    rows = await session.execute(
        select(col(Inbox.id), col(Inbox.lane), col(Inbox.crashes))
        .where(
            Inbox.bot_id == bot_id, col(Inbox.finished_at).is_(None), col(Inbox.started_at).is_not(None)
        )
        .order_by(col(Inbox.id))
    )
    found = [(row[0], row[1], row[2]) for row in rows]
    if len(found) == 1:
        inbox_id, lane, crashes = found[0]
        await session.execute(update(Inbox).where(col(Inbox.id) == inbox_id).values(crashes=crashes + 1))
        return [(inbox_id, lane, crashes + 1)]
    return found


async def release(*, session: AsyncSession, bot_id: int) -> None:
    """Nothing is in flight: said before the survivors of a crash run one at a time, and at a clean stop."""
    await session.execute(
        update(Inbox)
        .where(col(Inbox.bot_id) == bot_id, col(Inbox.finished_at).is_(None), col(Inbox.started_at).is_not(None))
        .values(started_at=None)
    )


async def clear_finished(*, session: AsyncSession, before: datetime, limit: int) -> int:
    """Delete finished updates received before a moment, set-aside ones excepted; return how many went."""
    old = (
        select(col(Inbox.id))
        .where(col(Inbox.finished_at) < before, Inbox.outcome == Outcome.DONE.value)
        .limit(limit)
    )
    gone = await session.execute(delete(Inbox).where(col(Inbox.id).in_(old)))
    return rows_touched(gone)


class AlreadyFinishedError(RuntimeError):
    """The update was ended by another process meanwhile."""
