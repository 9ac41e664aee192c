from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from models.audience import Audience
from models.broadcast import Broadcast
from models.database import AsyncSession, Database
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.person import Person
from models.services import (
    broadcast_claims,
    broadcast_mending,
    broadcast_sending,
    broadcasts,
    people,
)
from models.services.broadcast_claims import Copy
from models.services.broadcast_mending import Mended
from models.services.broadcast_sending import Ended
from models.services.delivery_sending import NotYet
from models.services.people import Sender

BOT, TEHRAN = 42, ZoneInfo("Asia/Tehran")
NOON = datetime(2026, 11, 22, 12, tzinfo=TEHRAN).astimezone(UTC)


async def _meet(session: AsyncSession, number: int) -> None:
    for chat in range(1, number + 1):
        await people.recognise(
            session=session,
            sender=Sender("playground", chat, "مریم", None, "fa"),
            bot_id=BOT,
            chat_id=chat,
            now=NOON,
        )


async def _start(session: AsyncSession, occurrence: str = "1", *, audience: Audience | None = None) -> int:
    made = await broadcasts.start(
        session=session,
        bot_id=BOT,
        kind=DeliveryKind.NOTICE,
        source_id=1,
        occurrence=occurrence,
        audience=audience or Audience(),
        is_urgent=False,
        revision=1,
        now=NOON,
    )
    assert made is not None
    return made


async def _freeze(session: AsyncSession, broadcast_id: int, size: int = 100, now: datetime = NOON) -> bool:
    return await broadcasts.freeze_next(session=session, broadcast_id=broadcast_id, now=now, zone=TEHRAN, size=size)


async def _get(session: AsyncSession, broadcast_id: int) -> Broadcast:
    found = await broadcasts.get(session=session, broadcast_id=broadcast_id)
    assert found is not None
    return found


async def _claim(session: AsyncSession, broadcast_id: int, limit: int = 10) -> list[Copy]:
    found = await _get(session, broadcast_id)
    return await broadcast_claims.claim(session=session, broadcast=found, now=NOON, zone=TEHRAN, limit=limit)


async def _rows(session: AsyncSession) -> list[Delivery]:
    asked = select(Delivery).order_by(col(Delivery.id)).execution_options(populate_existing=True)
    return list((await session.exec(asked)).all())


async def test_freezing_in_ranges(session: AsyncSession) -> None:
    """Everybody once, range by range, with the cursor and the total; who comes later is not asked for."""
    await _meet(session, 7)
    told = await _start(session)
    assert await _freeze(session, told, 3)
    first = await _get(session, told)
    assert (first.cursor, first.cursor_end, first.total, first.frozen_at) == (3, 7, 3, None)
    session.add(Person(language="fa", language_chosen=True, created_at=NOON))
    await session.flush()
    assert await _freeze(session, told, 3)
    assert not await _freeze(session, told, 3)
    assert not await _freeze(session, told, 3)
    done = await _get(session, told)
    assert (done.cursor, done.total, done.frozen_at) == (7, 7, NOON)
    rows = await _rows(session)
    assert [row.person_id for row in rows] == [1, 2, 3, 4, 5, 6, 7]
    assert {(row.state, row.due_at, row.next_try_at, row.revision) for row in rows} == {("waiting", NOON, NOON, 1)}


async def test_a_range_that_is_undone(database: Database) -> None:
    """Cursor and rows go together: undone, the same people are frozen again, once."""
    async with database.transaction() as session:
        await _meet(session, 4)
        told = await _start(session)
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as session:
            await _freeze(session, told, 2)
            raise ZeroDivisionError
    async with database.transaction() as session:
        while await _freeze(session, told, 2):
            pass
        assert (await _get(session, told)).total == 4
        assert len(await _rows(session)) == 4


async def test_frozen_at_night(session: AsyncSession) -> None:
    """Who sleeps by then is due in the morning, as they chose or as the city does."""
    await _meet(session, 2)
    told = await _start(session)
    await _freeze(session, told, now=NOON + timedelta(hours=11))
    morning = datetime(2026, 11, 23, 8, tzinfo=TEHRAN)
    assert [row.due_at for row in await _rows(session)] == [morning, morning]
    assert await broadcast_claims.next_due(session=session, broadcast_id=told) == morning
    assert await _claim(session, told) == []


async def test_freezing_pauses_for_nobody_but_a_stop(session: AsyncSession) -> None:
    """A pause does not hold up freezing, so that its sender sees the whole number; a stop ends it."""
    await _meet(session, 4)
    told = await _start(session)
    assert await broadcasts.pause(session=session, broadcast_id=told)
    assert await _freeze(session, told, 2)
    assert await broadcasts.stop(session=session, broadcast_id=told)
    assert not await _freeze(session, told, 2)
    assert await broadcast_sending.drop_next(session=session, broadcast_id=told, now=NOON, size=1)
    assert not await broadcast_sending.drop_next(session=session, broadcast_id=told, now=NOON, size=10)
    await broadcast_sending.finish(session=session, broadcast_id=told, now=NOON)
    stopped = await _get(session, told)
    assert (stopped.state, stopped.total, stopped.dropped, stopped.cursor_end) == ("stopped", 2, 2, 2)
    assert stopped.frozen_at is not None


async def test_steps_that_are_none(session: AsyncSession) -> None:
    """What is over is neither paused, stopped nor resumed, and the same revision raises nothing."""
    told = await _start(session)
    await _freeze(session, told)
    assert not await broadcasts.resume(session=session, broadcast_id=told)
    await broadcast_sending.finish(session=session, broadcast_id=told, now=NOON)
    assert (await _get(session, told)).state == "done"
    assert not await broadcasts.pause(session=session, broadcast_id=told)
    assert not await broadcasts.stop(session=session, broadcast_id=told)
    assert not await broadcasts.raise_revision(session=session, broadcast_id=told, revision=1)
    assert await broadcasts.raise_revision(session=session, broadcast_id=told, revision=2)
    assert (await _get(session, told)).state == "mending"
    assert await broadcasts.withdraw(session=session, broadcast_id=told)
    assert not await broadcasts.raise_revision(session=session, broadcast_id=told, revision=3)


async def test_counted_with_its_rows(session: AsyncSession) -> None:
    """Ends of every kind are counted once, however often they are told."""
    await _meet(session, 5)
    told = await _start(session)
    await _freeze(session, told)
    copies = await _claim(session, told)
    assert [copy.chat_id for copy in copies] == [1, 2, 3, 4, 5]
    ids = [copy.id for copy in copies]
    assert await broadcast_sending.begin_sending(session=session, ids=ids[:4], revision=1) == set(ids[:4])
    ends = [
        Ended(ids[0], DeliveryState.SENT, [9], broadcast_id=told),
        Ended(ids[1], DeliveryState.BLOCKED, error="403", broadcast_id=told),
        Ended(ids[2], DeliveryState.FAILED, error="400", broadcast_id=told),
        Ended(ids[3], DeliveryState.UNCERTAIN, broadcast_id=told),
    ]
    await broadcast_sending.settle(session=session, ends=ends, now=NOON)
    await broadcast_sending.settle(session=session, ends=ends, now=NOON)
    found = await _get(session, told)
    assert (found.sent, found.blocked, found.failed, found.uncertain, found.settled) == (1, 1, 1, 1, 4)
    assert not await broadcast_sending.adds_up(session=session, broadcast_id=told)
    learnt = Ended(ids[3], DeliveryState.SENT, [10], broadcast_id=told)
    await broadcast_sending.settle(session=session, ends=[learnt], now=NOON)
    assert ((await _get(session, told)).sent, (await _get(session, told)).uncertain) == (2, 0)
    assert await broadcast_sending.begin_sending(session=session, ids=ids, revision=1) == {ids[4]}


async def test_what_is_left_behind(session: AsyncSession) -> None:
    """Claimed ones wait again, those being sent are uncertain; a deadline of the messenger's is known to the next."""
    await _meet(session, 3)
    told = await _start(session)
    await _freeze(session, told)
    ids = [copy.id for copy in await _claim(session, told)]
    await broadcast_sending.begin_sending(session=session, ids=ids[:2], revision=1)
    until = NOON + timedelta(seconds=30)
    tried = NotYet(ids[1], until, "sendMessage: 429 Too Many Requests", [], is_burnt=False)
    await broadcast_sending.give_up(session=session, tried=[tried], state=DeliveryState.CLAIMED)
    assert await broadcast_sending.told_to_wait(session=session, bot_id=BOT, now=NOON) == until
    assert await broadcast_sending.take_over(session=session, bot_id=BOT, now=NOON) == (2, 1)
    assert await broadcast_sending.told_to_wait(session=session, bot_id=BOT, now=NOON) == until
    assert await broadcast_sending.told_to_wait(session=session, bot_id=BOT, now=until) is None
    assert [row.state for row in await _rows(session)] == ["uncertain", "waiting", "waiting"]
    assert (await _get(session, told)).uncertain == 1
    assert await broadcasts.resend_uncertain(session=session, broadcast_id=told, now=NOON) == 1
    assert (await _get(session, told)).uncertain == 0


async def test_an_album_whose_words_were_stopped(session: AsyncSession) -> None:
    """Of whom a part was told already counts as told, so that withdrawing takes it back."""
    await _meet(session, 2)
    told = await _start(session)
    await _freeze(session, told)
    ids = [copy.id for copy in await _claim(session, told)]
    tried = NotYet(ids[0], NOON, None, [7, 8])
    await broadcast_sending.give_up(session=session, tried=[tried], state=DeliveryState.WAITING)
    await broadcast_claims.put_back(session=session, ids=ids[1:])
    await broadcasts.withdraw(session=session, broadcast_id=told)
    await broadcast_sending.drop_next(session=session, broadcast_id=told, now=NOON, size=10)
    await broadcast_sending.finish(session=session, broadcast_id=told, now=NOON)
    found = await _get(session, told)
    assert (found.state, found.sent, found.dropped) == ("mending", 1, 1)
    (old,) = await broadcast_mending.next_old(session=session, broadcast=found, held=set(), limit=5)
    assert (old.message_ids, old.chat_id, old.revision) == ([7, 8], 1, 1)
    assert await broadcast_mending.next_old(session=session, broadcast=found, held={old.id}, limit=5) == []
    end = Mended(old.id, told, 1, is_withdrawn=True, is_mended=True)
    await broadcast_mending.note_mended(session=session, ends=[end])
    await broadcast_mending.note_mended(session=session, ends=[end])
    await broadcast_sending.finish(session=session, broadcast_id=told, now=NOON)
    found = await _get(session, told)
    assert (found.state, found.mended, [row.state for row in await _rows(session)]) == (
        "done",
        1,
        ["withdrawn", "dropped"],
    )


async def test_mended_to_a_revision_that_is_old_by_now(session: AsyncSession) -> None:
    """It is not counted: what was edited to the revision before is edited again."""
    await _meet(session, 1)
    told = await _start(session)
    await _freeze(session, told)
    (copy,) = await _claim(session, told)
    await broadcast_sending.settle(
        session=session, ends=[Ended(copy.id, DeliveryState.SENT, [5], broadcast_id=told)], now=NOON
    )
    for revision in (2, 3):
        await broadcasts.raise_revision(session=session, broadcast_id=told, revision=revision)
    await broadcast_mending.note_mended(
        session=session, ends=[Mended(copy.id, told, 2, is_withdrawn=False, is_mended=True)]
    )
    found = await _get(session, told)
    assert (found.mended, found.revision) == (0, 3)
    assert len(await broadcast_mending.next_old(session=session, broadcast=found, held=set(), limit=5)) == 1


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (broadcast_claims._CLAIM, "ix_delivery_waiting_of_many"),
        (broadcast_claims._NEXT_DUE, "ix_delivery_waiting_of_many"),
        (broadcast_mending._OLD, "ix_delivery_sent_of_many"),
        (broadcast_mending._NEXT_OLD, "ix_delivery_sent_of_many"),
    ],
)
async def test_a_look_is_a_step_in_an_index(sqlite_database: Database, statement: object, index: str) -> None:
    """However many copies wait for the morning, nobody walks through them."""
    async with sqlite_database.transaction() as session:
        sql = statement.on(session.get_bind().dialect, {}).sql  # type: ignore[attr-defined]  # a Prepared
        driver = session._driver
        plan = driver.execute(f"EXPLAIN QUERY PLAN {sql}", [1] * sql.count("?")).fetchall()
    assert any(index in row[3] for row in plan)
    assert not any("SCAN" in row[3] or "TEMP B-TREE" in row[3] for row in plan)


async def test_what_is_told_to_one_is_not_touched(session: AsyncSession) -> None:
    """Taking over and putting back leave personal deliveries to their own sender."""
    await _meet(session, 1)
    told = await _start(session)
    await _freeze(session, told)
    await session.execute(text("UPDATE delivery SET state = 'claimed', broadcast_id = NULL"))
    assert await broadcast_sending.take_over(session=session, bot_id=BOT, now=NOON) == (0, 0)
    assert await broadcast_claims.put_back_unheld(session=session, bot_id=BOT, held=()) == 0
