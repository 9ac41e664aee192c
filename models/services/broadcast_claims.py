"""Claiming copies of what is told to many: what is due, for whom, and who sleeps by now."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, bindparam, literal_column, select, update

from models.broadcast import Broadcast
from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.person import Account, Contact, Person
from models.prepared import Prepared, Row
from models.quiet_hours import QuietHours
from models.services.delivery_sending import Due
from models.subscription import DEFAULT_QUIET, Subscription

_delivery, _c = table_of(Delivery), table_of(Delivery).c
_person, _account, _contact = table_of(Person).c, table_of(Account).c, table_of(Contact).c
_subscription = table_of(Subscription).c

# In the words of their partial indexes, which neither database uses for a state that is a parameter.
_WAITS = _c.state == literal_column("'waiting'")
_IN_FLIGHT = _c.state.in_([literal_column(one) for one in ("'claimed'", "'sending'")])
_OF_MANY = _c.broadcast_id.is_not(None)


@dataclass(frozen=True)
class Copy(Due):
    """One person's copy of what is told to many; `quiet` is when they sleep, None where it passes quiet hours."""

    broadcast_id: int
    quiet: str | None


async def claim(
    *, session: AsyncSession, broadcast: Broadcast, now: datetime, zone: ZoneInfo, limit: int
) -> list[Copy]:
    """Take copies that are due, the longest due first; they are `claimed` from this transaction's commit on.

    Who sleeps by now is put back until their quiet hours end, and not among them.

    Args:
        session: the caller's transaction.
        broadcast: of which one.
        now: aware.
        zone: the city's, by whose clock people sleep.
        limit: how many at most.
    """
    values = {"broadcast": broadcast.id, "now": now, "most": limit}
    rows = sorted((await session.run(_CLAIM, values)).all, key=_by_id)
    if not rows:
        return []
    readers = await readers_of(session, broadcast.bot_id, [row[1] for row in rows])
    copies = [_copy_of(broadcast, row, readers.get(row[1], NOBODY)) for row in rows]
    return await _awake(session, copies, now, zone)


_CLAIM = Prepared(
    update(_delivery)
    .where(
        _c.id.in_(
            select(_c.id)
            .where(_c.broadcast_id == bindparam("broadcast"), _WAITS, _c.next_try_at <= bindparam("now"))
            .order_by(_c.next_try_at, _c.id)
            .limit(bindparam("most", type_=Integer))
            .scalar_subquery()
        ),
        _WAITS,
    )
    .values(state=DeliveryState.CLAIMED.value)
    .returning(_c.id, _c.person_id, _c.content, _c.revision, _c.attempts, _c.message_ids, _c.due_at)
)
type Reader = tuple[str, int | None, str | None]
NOBODY: Reader = ("", None, None)
_by_id = itemgetter(0)


def _copy_of(broadcast: Broadcast, row: Row, reader: Reader) -> Copy:
    return Copy(
        id=row[0],
        kind=DeliveryKind(broadcast.kind),
        source_id=broadcast.source_id,
        occurrence=broadcast.occurrence,
        person_id=row[1],
        content=row[2],
        revision=row[3],
        attempts=row[4],
        message_ids=row[5],
        due_at=row[6],
        language=reader[0],
        chat_id=reader[1],
        broadcast_id=broadcast.id or 0,
        quiet=None if broadcast.is_urgent else reader[2],
    )


async def readers_of(session: AsyncSession, bot_id: int, person_ids: Collection[int]) -> dict[int, Reader]:
    """Language, chat and quiet hours of whom this bot reaches; with two accounts, through the first."""
    found = await session.execute(_READERS.where(_account.person_id.in_(person_ids), _contact.bot_id == bot_id))
    return {row[0]: (row[1], row[2], row[3] or DEFAULT_QUIET) for row in found}


_READERS = (
    select(_account.person_id, _person.language, _contact.chat_id, _subscription.quiet)
    .join(table_of(Contact), _contact.account_id == _account.id)
    .join(table_of(Person), _person.id == _account.person_id)
    .outerjoin(table_of(Subscription), _subscription.person_id == _account.person_id)
    .where(_contact.blocked_at.is_(None))
    .order_by(_contact.id.desc())
)


async def _awake(session: AsyncSession, copies: list[Copy], now: datetime, zone: ZoneInfo) -> list[Copy]:
    nights = {copy.quiet: wakes_at(copy.quiet, now, zone) for copy in copies}
    asleep: dict[datetime, list[int]] = defaultdict(list)
    for copy in copies:
        if (until := nights[copy.quiet]) is not None:
            asleep[until].append(copy.id)
    for until, ids in asleep.items():
        statement = update(_delivery).where(_c.id.in_(ids), _c.state == DeliveryState.CLAIMED.value)
        await session.execute(statement.values(state=DeliveryState.WAITING.value, next_try_at=until))
    return [copy for copy in copies if nights[copy.quiet] is None]


def wakes_at(quiet: str | None, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When somebody's quiet hours end (aware), if it is quiet for them now; else None."""
    if quiet is None:
        return None
    until = QuietHours.of(quiet, zone).next_allowed(now)
    return until if until > now else None


async def next_due(*, session: AsyncSession, broadcast_id: int) -> datetime | None:
    """When the next waiting copy may leave (aware, UTC); None when none waits. One step in an index."""
    found = (await session.run(_NEXT_DUE, {"broadcast": broadcast_id})).first()
    return None if found is None else found[0]


_NEXT_DUE = Prepared(
    select(_c.next_try_at)
    .where(_c.broadcast_id == bindparam("broadcast"), _WAITS)
    .order_by(_c.next_try_at, _c.id)
    .limit(bindparam("one", 1, type_=Integer))
)


async def put_back(*, session: AsyncSession, ids: Sequence[int]) -> None:
    """Let claimed copies wait again, of which no request has begun."""
    if ids:
        statement = update(_delivery).where(_c.id.in_(ids), _c.state == DeliveryState.CLAIMED.value)
        await session.execute(statement.values(state=DeliveryState.WAITING.value))


async def put_back_unheld(*, session: AsyncSession, bot_id: int, held: Collection[int]) -> int:
    """Let every copy wait again that is claimed and not among `held`: return how many that were."""
    claimed = await session.execute(
        select(_c.id).where(_c.bot_id == bot_id, _IN_FLIGHT, _OF_MANY, _c.state == DeliveryState.CLAIMED.value)
    )
    lost = sorted(one for one in claimed.scalars() if one not in held)
    await put_back(session=session, ids=lost)
    return len(lost)
