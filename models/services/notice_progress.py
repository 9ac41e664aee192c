"""What the progress message of a broadcast needs from the tables, and noting what it shows."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, literal_column, select, update
from sqlmodel import col

from models.answer import Answer
from models.broadcast import Broadcast
from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind

_delivery, _answer, _broadcast = table_of(Delivery).c, table_of(Answer).c, table_of(Broadcast).c
# In the words of the partial indexes: with a value bound instead, SQLite would read whole tables.
_WAITING: ColumnElement[str] = literal_column("'waiting'")
_SHOWN_AT_MOST = 50  # broadcasts that a process left behind whose message may want a last word


async def next_try(*, session: AsyncSession, broadcast_id: int) -> datetime | None:
    """When the next of those who wait may be told (aware, UTC); None when nobody waits."""
    found: datetime | None = (await session.execute(of_waiting(broadcast_id=broadcast_id))).scalars().first()
    return found


def of_waiting(*, broadcast_id: int) -> Select[Any]:
    """When the next copy of a broadcast may leave."""
    waiting = (_delivery.broadcast_id == broadcast_id, _delivery.state == _WAITING)
    return select(_delivery.next_try_at).where(*waiting).order_by(_delivery.next_try_at).limit(1)


async def is_on_its_way(*, session: AsyncSession, bot_id: int, slot: str) -> bool:
    """Whether an edit of that message still waits to be sent: another one would only stand behind it."""
    return (await session.execute(of_unsent(bot_id=bot_id, slot=slot))).first() is not None


def of_unsent(*, bot_id: int, slot: str) -> Select[Any]:
    """An answer of a slot that has not left."""
    waiting = (_answer.bot_id == bot_id, _answer.state == _WAITING, _answer.slot == slot)
    return select(_answer.id).where(*waiting).limit(1)


async def note_shown(*, session: AsyncSession, broadcast_id: int, shown: dict[str, Any]) -> None:
    """Keep what its message shows now, with the answer that shows it."""
    await session.execute(update(table_of(Broadcast)).where(_broadcast.id == broadcast_id).values(shown=shown))


async def shown_ones(*, session: AsyncSession, bot_id: int, ids: Collection[int] | None = None) -> list[Broadcast]:
    """Broadcasts of notices with a progress message: these, or the newest, where no ids are given."""
    chosen = select(Broadcast).where(
        col(Broadcast.bot_id) == bot_id,
        col(Broadcast.kind) == DeliveryKind.NOTICE.value,
        col(Broadcast.shown).is_not(None),
    )
    if ids is not None:
        chosen = chosen.where(col(Broadcast.id).in_(ids))
    return list((await session.execute(chosen.order_by(col(Broadcast.id).desc()).limit(_SHOWN_AT_MOST))).scalars())


async def follow(*, session: AsyncSession, broadcast_id: int, chat: tuple[int, str], now: datetime) -> None:
    """Have a broadcast's progress shown in one chat more: (chat id, language). `now` is aware."""
    rows = await session.execute(select(_broadcast.shown).where(_broadcast.id == broadcast_id))
    shown = rows.scalars().first() or {"at": now.isoformat(), "counts": [], "rate": 0.0, "over": False}
    others = [one for one in shown.get("also", []) if one[0] != chat[0]]
    also = [*others[-_FOLLOWERS:], list(chat)]
    await note_shown(session=session, broadcast_id=broadcast_id, shown=shown | {"also": also, "over": False})


_FOLLOWERS = 4  # colleagues who look on beside its holder
