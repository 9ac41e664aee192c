"""Sending deliveries: claiming what is due, noting each step before and after the request, what a crash leaves.

Only the process that holds a bot's office calls these; see `models.services.deliveries` for how deliveries come about.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, literal_column, or_, select, update

from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.person import Account, Contact, Person
from models.prepared import Prepared
from models.subscription import DEFAULT_QUIET, Subscription
from models.types import JsonText

_delivery = table_of(Delivery)
_c, _account, _contact = _delivery.c, table_of(Account).c, table_of(Contact).c


@dataclass(frozen=True)
class Due:
    """A claimed delivery, with where its person is reached; `chat_id` is None where this bot cannot reach them.

    `quiet` is when its person sleeps, as `Subscription` has it; None where that makes no difference.
    `message_ids` are of parts that left at an earlier try: an album, before the text that belongs to it.
    """

    id: int
    kind: DeliveryKind
    source_id: int
    occurrence: str
    person_id: int
    content: dict[str, Any]
    revision: int
    attempts: int
    message_ids: list[int]
    due_at: datetime
    language: str
    chat_id: int | None
    quiet: str | None


@dataclass(frozen=True)
class Settled:
    """What became of a delivery that was claimed."""

    id: int
    state: DeliveryState
    message_ids: Sequence[int] = ()
    error: str | None = None


async def claim_due(*, session: AsyncSession, bot_id: int, now: datetime, limit: int) -> list[Due]:
    """Take what is due, the longest due first; it is `claimed` from this transaction's commit on."""
    chosen = (
        select(_c.id)
        .where(_c.bot_id == bot_id, _OF_ONE, _c.state == DeliveryState.WAITING.value, _c.next_try_at <= now)
        .order_by(_c.next_try_at, _c.id)
        .limit(limit)
    )
    claimed = await session.execute(
        update(_delivery)
        .where(_c.id.in_(chosen.scalar_subquery()), _c.state == DeliveryState.WAITING.value)
        .values(state=DeliveryState.CLAIMED.value)
        .returning(_c.id)
    )
    ids = [row[0] for row in claimed]
    if not ids:
        return []
    rows = (await session.execute(_CLAIMED.where(_c.id.in_(ids)))).all()
    chats = await _chats_of(session, bot_id, {row.person_id for row in rows})
    return [_due(row, chats.get(row.person_id)) for row in rows]


def _due(row: Any, chat_id: int | None) -> Due:
    told = dict(row._mapping)  # noqa: SLF001  (SQLAlchemy's name for a row as a dict)
    return Due(**{**told, "kind": DeliveryKind(row.kind), "chat_id": chat_id, "quiet": row.quiet or DEFAULT_QUIET})


_CLAIMED = (
    select(
        _c.id,
        _c.kind,
        _c.source_id,
        _c.occurrence,
        _c.person_id,
        _c.content,
        _c.revision,
        _c.attempts,
        _c.message_ids,
        _c.due_at,
        table_of(Person).c.language,
        table_of(Subscription).c.quiet,
    )
    .join(table_of(Person), table_of(Person).c.id == _c.person_id)
    .outerjoin(table_of(Subscription), table_of(Subscription).c.person_id == _c.person_id)
    .order_by(_c.next_try_at, _c.id)
)


async def _chats_of(session: AsyncSession, bot_id: int, person_ids: Collection[int]) -> dict[int, int]:
    """Where this bot reaches each of them; somebody with two accounts is reached through the first."""
    rows = await session.execute(
        select(_account.person_id, _contact.chat_id)
        .join(table_of(Contact), _contact.account_id == _account.id)
        .where(_account.person_id.in_(person_ids), _contact.bot_id == bot_id, _contact.blocked_at.is_(None))
        .order_by(_contact.id.desc())
    )
    return {row[0]: row[1] for row in rows}


_OF_ONE = _c.broadcast_id.is_(None)  # what is told to many has a sender of its own
_IN_FLIGHT = _c.state.in_([literal_column(one) for one in ("'claimed'", "'sending'")])  # in the words of its index
IN_HAND = or_(_c.state == DeliveryState.CLAIMED.value, _c.state == DeliveryState.SENDING.value)
_BEGIN = Prepared(
    update(_delivery)
    .where(_c.id == bindparam("delivery"), IN_HAND)
    .values(state=DeliveryState.SENDING.value, attempts=_c.attempts + 1)
)


async def begin_sending(*, session: AsyncSession, delivery_id: int) -> bool:
    """Note that the request starts now; False when the delivery is not this process's any more.

    Where the database was lost while it said so, it is said once more.
    """
    return (await session.run(_BEGIN, {"delivery": delivery_id})).rowcount == 1


SETTLE = Prepared(
    update(_delivery)
    .where(_c.id == bindparam("delivery"), IN_HAND)
    .values(
        state=bindparam("became"),
        message_ids=bindparam("messages", type_=JsonText),
        error=bindparam("reason"),
        settled_at=bindparam("now"),
    )
)
LEARN = Prepared(  # another process took over and could not know, the one that sent it does
    update(_delivery)
    .where(_c.id == bindparam("delivery"), _c.state == DeliveryState.UNCERTAIN.value)
    .values(
        state=DeliveryState.SENT.value,
        message_ids=bindparam("messages", type_=JsonText),
        error=None,
        settled_at=bindparam("now"),
    )
)


async def settle(*, session: AsyncSession, settled: Settled, now: datetime) -> bool:
    """Note what became of a delivery that was claimed or being sent; what is settled already stays as it is.

    Returns:
        Whether it was noted. One that is `uncertain` only because nobody could know becomes `sent`.
    """
    values = {"delivery": settled.id, "messages": list(settled.message_ids), "now": now}
    done = await session.run(SETTLE, {**values, "became": settled.state.value, "reason": settled.error})
    if done.rowcount or settled.state is not DeliveryState.SENT:
        return done.rowcount == 1
    return (await session.run(LEARN, values)).rowcount == 1


_GIVE_UP_TRY = Prepared(
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


@dataclass(frozen=True)
class NotYet:
    """A try that did not end a delivery.

    `next_try_at` is aware; `message_ids` are of its parts that did leave; `is_burnt` says whether the try counts.
    """

    id: int
    next_try_at: datetime
    error: str | None = None
    message_ids: Sequence[int] = ()
    is_burnt: bool = True


async def put_back(*, session: AsyncSession, tried: NotYet) -> None:
    """It waits again, until a moment at least."""
    await _give_up_try(session, tried, DeliveryState.WAITING)


async def keep(*, session: AsyncSession, tried: NotYet) -> None:
    """It did not leave; whoever claimed it tries again itself, in the chat's order."""
    await _give_up_try(session, tried, DeliveryState.CLAIMED)


async def _give_up_try(session: AsyncSession, tried: NotYet, state: DeliveryState) -> None:
    values = {
        "delivery": tried.id,
        "became": state.value,
        "at": tried.next_try_at,
        "unburnt": 0 if tried.is_burnt else 1,
        "messages": list(tried.message_ids),
        "reason": tried.error,
    }
    await session.run(_GIVE_UP_TRY, values)


async def put_back_unheld(*, session: AsyncSession, bot_id: int, held: Collection[int]) -> int:
    """Let everything wait again that is claimed and not among `held`: return how many that were.

    To be called by the process that claims, after a claim of which nobody knows whether it was committed.
    """
    claimed = await session.execute(
        select(_c.id)
        .where(_c.bot_id == bot_id, _IN_FLIGHT, _OF_ONE, _c.state == DeliveryState.CLAIMED.value)
        .order_by(_c.id)
    )
    lost = [row[0] for row in claimed if row[0] not in held]
    if lost:
        await session.execute(
            update(_delivery)
            .where(_c.id.in_(lost), _c.state == DeliveryState.CLAIMED.value)
            .values(state=DeliveryState.WAITING.value)
        )
    return len(lost)


async def take_over(*, session: AsyncSession, bot_id: int, now: datetime) -> tuple[int, int]:
    """What a process that is gone left behind: return how many are tried again, and how many are uncertain."""
    ours = (_c.bot_id == bot_id, _IN_FLIGHT, _OF_ONE)
    again = await session.execute(
        update(_delivery)
        .where(*ours, _c.state == DeliveryState.CLAIMED.value)
        .values(state=DeliveryState.WAITING.value)
        .returning(_c.id)
    )
    lost = await session.execute(
        update(_delivery)
        .where(*ours, _c.state == DeliveryState.SENDING.value)
        .values(state=DeliveryState.UNCERTAIN.value, settled_at=now, error="the process ended while it was sent")
        .returning(_c.id)
    )
    return len(again.all()), len(lost.all())


async def next_due(*, session: AsyncSession, bot_id: int) -> datetime | None:
    """When the next waiting delivery may leave (aware, UTC); None when none waits."""
    found = await session.execute(
        select(_c.next_try_at)
        .where(_c.bot_id == bot_id, _OF_ONE, _c.state == DeliveryState.WAITING.value)
        .order_by(_c.next_try_at)
        .limit(1)
    )
    return found.scalar_one_or_none()
