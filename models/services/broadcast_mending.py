"""Mending what was told to many: which copies show what they should not any more, and what became of each."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Integer, bindparam, literal_column, select, update

from models.broadcast import Broadcast
from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryState
from models.prepared import Prepared, Row
from models.services.broadcast_claims import NOBODY, Reader, readers_of

_delivery, _broadcast = table_of(Delivery), table_of(Broadcast)
_c, _b = _delivery.c, _broadcast.c


def target_of(row: Any) -> int:
    """The revision below which a sent copy needs mending; being taken back is one more."""
    target: int = row.revision + (1 if row.is_withdrawn else 0)
    return target


async def has_old(*, session: AsyncSession, broadcast_id: int, target: int) -> bool:
    """Whether a sent copy shows less than it should. One step in an index."""
    found = await session.run(_OLD, {"broadcast": broadcast_id, "target": target})
    return found.first() is not None


_IS_SENT = _c.state == literal_column("'sent'")
_OLD = Prepared(
    select(_c.id)
    .where(_c.broadcast_id == bindparam("broadcast"), _IS_SENT, _c.revision < bindparam("target", type_=Integer))
    .limit(bindparam("one", 1, type_=Integer))
)


@dataclass(frozen=True)
class Old:
    """A copy that was sent and shows what it should not any more; `chat_id` is None where nobody is reached."""

    id: int
    broadcast_id: int
    person_id: int
    revision: int
    message_ids: list[int]
    language: str
    chat_id: int | None


async def next_old(*, session: AsyncSession, broadcast: Broadcast, held: Collection[int], limit: int) -> list[Old]:
    """Copies to be mended, the oldest revision first, those left out that are `held`; nothing is noted of that.

    A crash loses nothing by it: to be edited or deleted twice is to be so once.
    """
    target, broadcast_id = target_of(broadcast), broadcast.id or 0
    if not await has_old(session=session, broadcast_id=broadcast_id, target=target):
        return []
    values = {"broadcast": broadcast_id, "target": target, "most": limit + len(held)}
    rows = [row for row in (await session.run(_NEXT_OLD, values)).all if row[0] not in held][:limit]
    readers = await readers_of(session, broadcast.bot_id, [row[1] for row in rows]) if rows else {}
    return [_old_of(broadcast_id, row, readers.get(row[1], NOBODY)) for row in rows]


def _old_of(broadcast_id: int, row: Row, reader: Reader) -> Old:
    return Old(
        id=row[0],
        broadcast_id=broadcast_id,
        person_id=row[1],
        revision=row[2],
        message_ids=row[3],
        language=reader[0],
        chat_id=reader[1],
    )


_NEXT_OLD = Prepared(
    select(_c.id, _c.person_id, _c.revision, _c.message_ids)
    .where(_c.broadcast_id == bindparam("broadcast"), _IS_SENT, _c.revision < bindparam("target", type_=Integer))
    .order_by(_c.revision, _c.id)
    .limit(bindparam("most", type_=Integer))
)


@dataclass(frozen=True)
class Mended:
    """What became of a copy that was to be changed or taken back."""

    id: int
    broadcast_id: int
    revision: int
    """The revision that its broadcast had when it was mended."""
    is_withdrawn: bool
    is_mended: bool


async def note_mended(*, session: AsyncSession, ends: Sequence[Mended]) -> None:
    """Note copies that show what they should, are gone, or cannot be changed; and count them.

    They are counted only while the broadcast still stands as it did: after a newer revision they are mended again.
    """
    groups: dict[tuple[int, int, bool, bool], list[int]] = defaultdict(list)
    for end in ends:
        groups[end.broadcast_id, end.revision, end.is_withdrawn, end.is_mended].append(end.id)
    for (broadcast_id, revision, is_withdrawn, is_mended), ids in groups.items():
        reached = revision + (1 if is_withdrawn else 0)
        state = DeliveryState.WITHDRAWN if is_withdrawn and is_mended else DeliveryState.SENT
        values = [{"delivery": one, "became": state.value, "reached": reached} for one in ids]
        noted = await session.run_many(_MEND, values)
        counted = {"mended": noted if is_mended else 0, "unmended": 0 if is_mended else noted}
        stands = {"broadcast": broadcast_id, "asked": revision, "gone": is_withdrawn}
        await session.run(_COUNT_MENDED, {**stands, **counted})


_MEND = Prepared(
    update(_delivery)
    .where(
        _c.id == bindparam("delivery"),
        _c.state == DeliveryState.SENT.value,
        _c.revision < bindparam("reached", type_=Integer),
    )
    .values(state=bindparam("became"), revision=bindparam("reached", type_=Integer))
)
_COUNT_MENDED = Prepared(
    update(_broadcast)
    .where(
        _b.id == bindparam("broadcast"),
        _b.revision == bindparam("asked", type_=Integer),
        _b.is_withdrawn == bindparam("gone", type_=Boolean),
    )
    .values(
        mended=_b.mended + bindparam("mended", type_=Integer),
        unmended=_b.unmended + bindparam("unmended", type_=Integer),
    )
)
