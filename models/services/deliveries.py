"""Deliveries: what has to be told to somebody, once, when it is due; and what became of it.

A delivery is `waiting` until it is due, `claimed` by the process that will send it, `sending` from just before the
request starts, and then settled. A crash leaves `claimed` ones for the next holder of the office, which sends them; of
`sending` ones nobody knows, and they are never sent again blindly: they are `uncertain`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import col

from models.database import AsyncSession, table_of, upsert
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.person import Account, Contact
from models.prepared import Prepared
from models.types import JsonText

_delivery = table_of(Delivery)
_c = _delivery.c


@dataclass(frozen=True)
class About:
    """What a delivery tells of: unique with its person. `occurrence` tells repeats of one source apart."""

    kind: DeliveryKind
    source_id: int
    occurrence: str


async def put(
    *,
    session: AsyncSession,
    bot_id: int,
    person_id: int,
    about: About,
    content: dict[str, Any],
    due_at: datetime,
    now: datetime,
) -> bool:
    """Have something told to somebody. What is on record already under the same `about` is not told twice.

    It leaves through `bot_id`, or through another bot where only that one reaches them. False if it was on record.
    """
    values: dict[str, Any] = {
        "bot_id": await _bot_that_reaches(session, person_id, bot_id),
        "kind": about.kind.value,
        "source_id": about.source_id,
        "occurrence": about.occurrence,
        "person_id": person_id,
        "state": DeliveryState.WAITING.value,
        "content": content,
        "revision": 0,
        "message_ids": [],
        "due_at": due_at,
        "next_try_at": due_at,
        "attempts": 0,
        "created_at": now,
    }
    statement = upsert(session.get_bind().dialect.name)(_delivery).values(values).on_conflict_do_nothing()
    return (await session.execute(statement.returning(_c.id))).first() is not None


_account, _contact = table_of(Account).c, table_of(Contact).c
_BOTS = Prepared(
    select(_contact.bot_id)
    .join(table_of(Account), _account.id == _contact.account_id)
    .where(_account.person_id == bindparam("person"), _contact.blocked_at.is_(None))
    .order_by(_contact.id.desc())
)


async def _bot_that_reaches(session: AsyncSession, person_id: int, preferred: int) -> int:
    bots: list[int] = [row[0] for row in (await session.run(_BOTS, {"person": person_id})).all]
    return preferred if preferred in bots or not bots else bots[0]


async def waiting_about(
    *, session: AsyncSession, person_id: int, kind: DeliveryKind, source_id: int
) -> tuple[int, dict[str, Any]] | None:
    """The id and content of what waits to be told to somebody of one source, of which nothing has left yet.

    The row is locked until the transaction ends: nobody claims or amends it meanwhile.
    """
    found = await session.execute(
        select(_c.id, _c.content)
        .where(
            _c.kind == kind.value,
            _c.source_id == source_id,
            _c.person_id == person_id,
            _c.state == DeliveryState.WAITING.value,
            _c.message_ids == bindparam("nothing", [], JsonText),
        )
        .order_by(_c.id)
        .limit(1)
        .with_for_update()
    )
    row = found.first()
    return None if row is None else (row[0], row[1])


async def amend(*, session: AsyncSession, delivery_id: int, content: dict[str, Any]) -> bool:
    """Change what a waiting delivery will tell; False when it does not wait any more."""
    done = await session.execute(
        update(_delivery)
        .where(_c.id == delivery_id, _c.state == DeliveryState.WAITING.value)
        .values(content=content, revision=_c.revision + 1)
        .returning(_c.id)
    )
    return done.first() is not None


async def told_of(
    *,
    session: AsyncSession,
    person_id: int,
    kinds: Sequence[DeliveryKind],
    source_id: int,
    since: datetime | None = None,
    states: Sequence[DeliveryState] = (DeliveryState.SENT,),
) -> list[Delivery]:
    """What somebody was told of one source, oldest first; with `since`, from that moment on."""
    asked = select(Delivery).where(
        col(Delivery.kind).in_([kind.value for kind in kinds]),
        col(Delivery.source_id) == source_id,
        col(Delivery.person_id) == person_id,
        col(Delivery.state).in_([state.value for state in states]),
    )
    if since is not None:
        asked = asked.where(col(Delivery.settled_at) >= since)
    return list((await session.execute(asked.order_by(col(Delivery.id)))).scalars())
