"""Sending to many: claiming copies, noting in groups which requests start and how they ended, what a crash leaves.

Only the process that holds a bot's office calls these. A broadcast's counters change in the transaction in which its
copies do, so they add up at every moment.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, bindparam, case, literal_column, select, update

from models.broadcast import Broadcast, BroadcastState
from models.database import AsyncSession, rows_touched, table_of
from models.delivery import Delivery, DeliveryState
from models.prepared import Prepared
from models.services.broadcast_mending import has_old, target_of
from models.services.delivery_sending import IN_HAND, LEARN, SETTLE, NotYet, Settled
from models.types import JsonText

_delivery, _broadcast = table_of(Delivery), table_of(Broadcast)
_c, _b = _delivery.c, _broadcast.c

# In the words of their partial indexes, which neither database uses for a state that is a parameter.
_WAITS = _c.state == literal_column("'waiting'")
_IN_FLIGHT = _c.state.in_([literal_column(one) for one in ("'claimed'", "'sending'")])
_OF_MANY = _c.broadcast_id.is_not(None)


@dataclass(frozen=True)
class Ended(Settled):
    """What became of a copy."""

    broadcast_id: int = 0


class Standing(NamedTuple):
    """How a broadcast stands on disk."""

    state: BroadcastState
    revision: int
    is_withdrawn: bool


async def standing_of(*, session: AsyncSession, broadcast_id: int) -> Standing:
    """How a broadcast stands in this transaction; until it ends, nobody stops or amends it."""
    row = (await session.run(_STANDING, {"broadcast": broadcast_id})).all[0]
    return Standing(BroadcastState(row[0]), row[1], row[2])


_STANDING = Prepared(
    # Locked: else a copy could begin with the old words just after it was asked who has begun with them.
    select(_b.state, _b.revision, _b.is_withdrawn).where(_b.id == bindparam("broadcast")).with_for_update(read=True)
)


async def adds_up(*, session: AsyncSession, broadcast_id: int) -> bool:
    """Whether it is known of everybody on record what became of their copy."""
    row = (await session.run(_COUNTS, {"broadcast": broadcast_id})).all[0]
    return bool(row[0] == sum(row[1:]))


_COUNTS = Prepared(
    select(_b.total, _b.sent, _b.blocked, _b.failed, _b.uncertain, _b.dropped).where(_b.id == bindparam("broadcast"))
)


async def begin_sending(*, session: AsyncSession, ids: Sequence[int], revision: int) -> set[int]:
    """Note that these requests start now, and what they show; return those that are this process's to send.

    Where the database was lost while it said so, it is said once more.
    """
    begun = await session.run_many(_BEGIN, [{"delivery": one, "revision": revision} for one in ids])
    if begun == len(ids):
        return set(ids)
    ours = await session.execute(select(_c.id).where(_c.id.in_(ids), _c.state == DeliveryState.SENDING.value))
    return set(ours.scalars())


_BEGIN = Prepared(
    update(_delivery)
    .where(_c.id == bindparam("delivery"), IN_HAND)
    .values(
        state=DeliveryState.SENDING.value,
        attempts=_c.attempts + 1,
        revision=bindparam("revision", type_=Integer),
    )
)


async def settle(*, session: AsyncSession, ends: Sequence[Ended], now: datetime) -> None:
    """Note what became of copies that were claimed or being sent, and count it; what is settled already stays so.

    One that is `uncertain` only because nobody could know becomes `sent`.
    """
    groups: dict[tuple[int, DeliveryState], list[Ended]] = defaultdict(list)
    for end in ends:
        groups[end.broadcast_id, end.state].append(end)
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for (broadcast_id, state), group in groups.items():
        noted = await session.run_many(SETTLE, [_values(end, now) for end in group])
        counts[broadcast_id][state.value] += noted
        if noted < len(group) and state is DeliveryState.SENT:
            learnt = await session.run_many(LEARN, [_learnt(end, now) for end in group])
            counts[broadcast_id].update(sent=learnt, uncertain=-learnt)
    await count(session=session, counts=counts)


def _values(end: Ended, now: datetime) -> dict[str, Any]:
    return _learnt(end, now) | {"became": end.state.value, "reason": end.error}


def _learnt(end: Ended, now: datetime) -> dict[str, Any]:
    return {"delivery": end.id, "messages": list(end.message_ids), "now": now}


async def count(*, session: AsyncSession, counts: Mapping[int, Mapping[str, int]]) -> None:
    """Add to broadcasts' counters (by id: how many more `sent`, `blocked`, `failed`, `uncertain`, `dropped`)."""
    for broadcast_id, more in counts.items():
        if any(more.values()):
            values = {name: more.get(name, 0) for name in _COUNTED}
            await session.run(_COUNT, {"broadcast": broadcast_id, **values})


_COUNTED = ("sent", "blocked", "failed", "uncertain", "dropped")
_COUNT = Prepared(
    update(_broadcast)
    .where(_b.id == bindparam("broadcast"))
    .values({name: _b[name] + bindparam(name, type_=Integer) for name in _COUNTED})
)


async def give_up(*, session: AsyncSession, tried: Sequence[NotYet], state: DeliveryState) -> None:
    """Note tries that ended nothing: the copies wait again (`WAITING`), or are kept to be tried at once (`CLAIMED`)."""
    values = [
        {
            "delivery": one.id,
            "became": state.value,
            "at": one.next_try_at,
            "unburnt": 0 if one.is_burnt else 1,
            "messages": list(one.message_ids),
            "reason": one.error,
        }
        for one in tried
    ]
    await session.run_many(_GIVE_UP, values)


_GIVE_UP = Prepared(
    update(_delivery)
    .where(_c.id == bindparam("delivery"), IN_HAND)
    .values(
        state=bindparam("became"),
        next_try_at=bindparam("at"),
        attempts=_c.attempts - bindparam("unburnt", type_=Integer),
        message_ids=bindparam("messages", type_=JsonText),
        error=bindparam("reason"),
    )
)


async def drop_next(*, session: AsyncSession, broadcast_id: int, now: datetime, size: int) -> bool:
    """Drop copies of a stopped broadcast that wait; return whether more do.

    Of whom a part has left already, the album before its words, it is told as far as it is.
    """
    chosen = select(_c.id).where(_c.broadcast_id == broadcast_id, _WAITS).order_by(_c.next_try_at, _c.id).limit(size)
    nothing = _c.message_ids == bindparam("nothing", [], JsonText)
    became = case((nothing, DeliveryState.DROPPED.value), else_=DeliveryState.SENT.value)
    dropped = await session.execute(
        update(_delivery)
        .where(_c.id.in_(chosen.scalar_subquery()), _WAITS)
        .values(state=became, settled_at=now)
        .returning(_c.state)
    )
    states = Counter(dropped.scalars())
    await count(session=session, counts={broadcast_id: states})
    return states.total() == size


async def finish(*, session: AsyncSession, broadcast_id: int, now: datetime) -> BroadcastState | None:
    """Go to a broadcast's next state if this one is over; return it, or None where nothing changed.

    What is sent ends when its counters add up, what is mended when nothing older than it should be is left.
    """
    asked = select(_broadcast).where(_b.id == broadcast_id).with_for_update(key_share=True)
    row = (await session.execute(asked)).one_or_none()
    if row is None or not (becomes := await _next_state(session, row)):
        return None
    values = {"state": becomes.value, "finished_at": row.finished_at or now}
    if row.state == BroadcastState.STOPPING.value:
        values |= {"cursor_end": row.cursor, "frozen_at": row.frozen_at or now}  # nobody else is asked for
    await session.execute(update(_broadcast).where(_b.id == broadcast_id).values(values))
    return becomes


async def _next_state(session: AsyncSession, row: Any) -> BroadcastState | None:
    state = BroadcastState(row.state)
    if state not in _ENDS_AS:
        return None
    is_stopped = state is BroadcastState.STOPPING
    adds_up = row.total == row.sent + row.blocked + row.failed + row.uncertain + row.dropped
    if not adds_up or (row.frozen_at is None and not is_stopped):
        return None
    is_mended = not await has_old(session=session, broadcast_id=row.id, target=target_of(row))
    if state is BroadcastState.MENDING:
        return BroadcastState.DONE if is_mended else None
    return _ENDS_AS[state] if is_mended else BroadcastState.MENDING


_ENDS_AS = {
    BroadcastState.SENDING: BroadcastState.DONE,
    BroadcastState.PAUSED: BroadcastState.DONE,
    BroadcastState.STOPPING: BroadcastState.STOPPED,
    BroadcastState.MENDING: BroadcastState.DONE,
}


async def take_over(*, session: AsyncSession, bot_id: int, now: datetime) -> tuple[int, int]:
    """What a process that is gone left behind: return how many copies are tried again, and how many are uncertain."""
    ours: tuple[ColumnElement[bool], ...] = (_c.bot_id == bot_id, _IN_FLIGHT, _OF_MANY)
    again = await session.execute(
        update(_delivery)
        .where(*ours, _c.state == DeliveryState.CLAIMED.value)
        .values(state=DeliveryState.WAITING.value)
    )
    lost = await session.execute(
        update(_delivery)
        .where(*ours, _c.state == DeliveryState.SENDING.value)
        .values(state=DeliveryState.UNCERTAIN.value, settled_at=now, error="the process ended while it was sent")
        .returning(_c.broadcast_id)
    )
    uncertain = Counter(lost.scalars())
    await count(session=session, counts={one: {"uncertain": number} for one, number in uncertain.items()})
    return rows_touched(again), uncertain.total()


async def told_to_wait(*, session: AsyncSession, bot_id: int, now: datetime) -> datetime | None:
    """Until when the messenger told the process before to send nothing (aware); None when it did not.

    A 429 leaves its deadline with the delivery that met it, which is claimed after a crash and waits after a stop.
    """
    waits = select(_c.next_try_at, _c.error).where(_c.bot_id == bot_id, _c.next_try_at > now)
    soon = waits.where(_WAITS, _c.broadcast_id.is_(None)).order_by(_c.next_try_at, _c.id).limit(_LOOKED_AT)
    rows = [*await session.execute(waits.where(_IN_FLIGHT)), *await session.execute(soon)]
    for broadcast in await session.execute(select(_b.id).where(_b.bot_id == bot_id, _IS_AT_WORK)):
        mine = waits.where(_c.broadcast_id == broadcast[0], _WAITS).order_by(_c.next_try_at, _c.id)
        rows += (await session.execute(mine.limit(_LOOKED_AT))).all()
    return max((row[0] for row in rows if row[1] is not None and _TOO_MANY in row[1]), default=None)


_LOOKED_AT = 128  # more than are ever under way at once
_TOO_MANY = ": 429 "
_IS_AT_WORK = _b.state.in_([literal_column(one) for one in ("'sending'", "'paused'", "'stopping'", "'mending'")])
