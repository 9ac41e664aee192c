"""What was told to many: everybody's copy goes after a while, the counts stay, and news for one person stays."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from bot.schedule import COPIES_KEPT_FOR, clear_old_rows
from models.broadcast import Broadcast, BroadcastState
from models.database import AsyncSession, Database, table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.meeting import MeetingState
from models.services import broadcast_retention, deliveries
from models.services.deliveries import About
from tests.models.sample_rows import BOT, NOW, resident
from tests.models.services.meeting_rows import THURSDAY, Hall

LONG_AGO = NOW - COPIES_KEPT_FOR - timedelta(minutes=1)
STATES = (DeliveryState.SENT, DeliveryState.BLOCKED, DeliveryState.UNCERTAIN, DeliveryState.WITHDRAWN)


async def told_to(
    session: AsyncSession, people: list[int], ended: datetime, *, source: int, state: BroadcastState | None = None
) -> int:
    """A broadcast that was over at a moment (or still is at work), with a delivery for each of them."""
    broadcast = Broadcast(
        bot_id=BOT, kind="notice", source_id=source, occurrence=f"{ended:%F %T}", audience={}, started_at=ended,
        state=(state or BroadcastState.DONE).value, finished_at=None if state else ended, total=len(people), sent=1,
    )  # fmt: skip
    session.add(broadcast)
    await session.flush()
    shared: dict[str, Any] = {
        "bot_id": BOT, "kind": "notice", "source_id": source, "occurrence": broadcast.occurrence,
        "broadcast_id": broadcast.id, "content": {}, "revision": 1, "attempts": 0, "message_ids": [1],
        "due_at": ended, "next_try_at": ended, "created_at": ended, "settled_at": ended,
    }  # fmt: skip
    rows = [{**shared, "person_id": person, "state": STATES[number % 4].value} for number, person in enumerate(people)]
    await session.execute(insert(table_of(Delivery)), rows)
    return broadcast.id or 0


async def left(session: AsyncSession) -> dict[int | None, int]:
    """How many deliveries of each broadcast there are; None: for one person."""
    rows = table_of(Delivery).c
    counted = select(rows.broadcast_id, func.count()).group_by(rows.broadcast_id)
    return {row[0]: row[1] for row in await session.execute(counted)}


async def test_old_copies_go_and_counts_stay(database: Database) -> None:
    """After ninety days a broadcast's deliveries are deleted whatever became of them; its row stays as it was."""
    async with database.transaction() as session:
        people = [await resident(session, 7_100_000_000 + number) for number in range(9)]
        old = await told_to(session, people, LONG_AGO, source=1)
        same_notice = await told_to(session, people, NOW - COPIES_KEPT_FOR, source=1)
        paused = await told_to(session, people, LONG_AGO, source=3, state=BroadcastState.PAUSED)
        about = About(DeliveryKind.GRANT, 1, "used")
        await deliveries.put(
            session=session, bot_id=BOT, person_id=people[0], about=about, content={}, due_at=LONG_AGO, now=LONG_AGO
        )
    await clear_old_rows(database, NOW)
    async with database.transaction() as session:
        assert await left(session) == {None: 1, same_notice: 9, paused: 9}
        row = await session.get(Broadcast, old)
        assert row is not None
        assert (row.total, row.sent, row.cleared_at) == (9, 1, NOW)
    await clear_old_rows(database, NOW + timedelta(days=1))
    async with database.transaction() as session:
        assert await left(session) == {None: 1, paused: 9}


async def test_old_digests_go_too(database: Database) -> None:
    """A digest is news gathered from many: after ninety days nobody asks for it; a newer or waiting one stays."""
    async with database.transaction() as session:
        person = await resident(session)
        for day, settled in ((1, LONG_AGO), (2, LONG_AGO), (3, NOW - COPIES_KEPT_FOR), (4, None)):
            about = About(DeliveryKind.DIGEST, 0, f"2026-01-0{day}")
            await deliveries.put(
                session=session, bot_id=BOT, person_id=person, about=about, content={}, due_at=NOW, now=LONG_AGO
            )
            row = table_of(Delivery)
            await session.execute(update(row).where(row.c.occurrence == about.occurrence).values(settled_at=settled))
    await clear_old_rows(database, NOW)
    async with database.transaction() as session:
        kept = await session.execute(select(table_of(Delivery).c.occurrence).order_by(table_of(Delivery).c.id))
        assert list(kept.scalars()) == ["2026-01-03", "2026-01-04"]


@pytest.mark.parametrize("limit", [1, 4, 9, 100])
async def test_they_go_a_few_at_a_time(database: Database, limit: int) -> None:
    """No transaction deletes more than it may; several broadcasts, empty ones among them, all come to their end."""
    async with database.transaction() as session:
        people = [await resident(session, 7_100_000_000 + number) for number in range(9)]
        for source in range(3):
            await told_to(session, people[: 9 - source * 4], LONG_AGO, source=source)
    before, is_more, most = 9 + 5 + 1, True, 0
    while is_more:
        async with database.transaction() as session:
            cleared = NOW - COPIES_KEPT_FOR
            is_more = await broadcast_retention.clear_copies(session=session, before=cleared, limit=limit, now=NOW)
            after = sum((await left(session)).values())
        before, most = after, max(most, before - after)
    assert (before, most) == (0, min(limit, 9))


async def test_copies_of_a_meeting_that_is_to_come_stay(session: AsyncSession) -> None:
    """However long ago a course was announced, they say who hears of a move; once it is over, they go as all others."""
    hall = await Hall.settle(session)
    await hall.reader("گلسار")
    meeting = await hall.announced()
    much_later = NOW + COPIES_KEPT_FOR
    before = {"session": session, "before": much_later, "limit": 100, "now": much_later}
    assert not await broadcast_retention.clear_copies(**before)  # type: ignore[arg-type]  # one dict for both calls
    assert await left(session)
    await hall.tick(THURSDAY + timedelta(hours=2))
    assert await hall.stands(meeting) is MeetingState.HELD
    assert await broadcast_retention.clear_copies(**before)  # type: ignore[arg-type]  # as above
    assert list(await left(session)) == [None]
