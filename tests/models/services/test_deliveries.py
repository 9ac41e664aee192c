import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from models.database import AsyncSession, Database
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.services import deliveries, delivery_sending, people
from models.services.deliveries import About
from models.services.delivery_sending import Due, NotYet, Settled
from tests.models.sample_rows import BOT, NOW, resident, sender

OTHER_BOT = BOT + 1
LATER = NOW + timedelta(minutes=5)


async def _put(
    session: AsyncSession, person: int, source: int = 1, occurrence: str = "e1", due_at: Any = NOW, bot: int = BOT
) -> bool:
    about = About(DeliveryKind.CHANGE, source, occurrence)
    content = {"events": [source], "entries": []}
    return await deliveries.put(
        session=session, bot_id=bot, person_id=person, about=about, content=content, due_at=due_at, now=NOW
    )


async def _claim(session: AsyncSession, now: Any = NOW, limit: int = 10, bot: int = BOT) -> list[Due]:
    return await delivery_sending.claim_due(session=session, bot_id=bot, now=now, limit=limit)


async def _rows(session: AsyncSession) -> list[Delivery]:
    found = select(Delivery).order_by(col(Delivery.id)).execution_options(populate_existing=True)
    return list((await session.exec(found)).all())


async def _states(session: AsyncSession) -> list[str]:
    return [row.state for row in await _rows(session)]


async def test_nothing_is_put_twice(session: AsyncSession) -> None:
    """The same news for the same person is one delivery, however often it is put; for another it is another."""
    first, second = await resident(session, 1), await resident(session, 2)
    assert await _put(session, first)
    assert not await _put(session, first)
    assert await _put(session, second)
    assert await _put(session, first, occurrence="e2")
    assert len(await _rows(session)) == 3


async def test_it_leaves_through_a_bot_that_reaches_them(session: AsyncSession) -> None:
    """Who knows another bot only is told by that one; who blocked everything is left to the one that asked."""
    theirs = await people.recognise(session=session, sender=sender(1), bot_id=OTHER_BOT, chat_id=1, now=NOW)
    await _put(session, theirs.person.id)
    await people.mark_blocked(session=session, bot_id=OTHER_BOT, chat_id=1, now=NOW)
    await _put(session, theirs.person.id, 2)
    await people.recognise(session=session, sender=sender(1), bot_id=BOT, chat_id=1, now=NOW)
    await _put(session, theirs.person.id, 3)
    assert [row.bot_id for row in await _rows(session)] == [OTHER_BOT, BOT, BOT]


async def test_what_is_due_is_claimed_in_order(session: AsyncSession) -> None:
    """The longest due first, no more than asked for; what is due later, or another bot's, stays."""
    person = await resident(session, 7)
    for source, minutes in ((1, 3), (2, 1), (3, 2), (4, 9)):
        await _put(session, person, source, due_at=NOW + timedelta(minutes=minutes))
    await _put(session, person, 5, bot=OTHER_BOT)
    await session.exec(select(Delivery))  # read as rows of this session before
    assert await delivery_sending.next_due(session=session, bot_id=BOT) == NOW
    claimed = await _claim(session, LATER, limit=2)
    assert [due.source_id for due in claimed] == [5, 2]
    assert [due.source_id for due in await _claim(session, LATER)] == [3, 1]
    assert await _claim(session, LATER) == []
    assert await delivery_sending.next_due(session=session, bot_id=BOT) == NOW + timedelta(minutes=9)
    assert (claimed[1].chat_id, claimed[1].language, claimed[1].content) == (7, "fa", {"events": [2], "entries": []})


async def test_who_cannot_be_reached_is_claimed_without_a_chat(session: AsyncSession) -> None:
    """Whoever sends can say so, instead of waiting for ever."""
    person = await resident(session, 7)
    await people.mark_blocked(session=session, bot_id=BOT, chat_id=7, now=NOW)
    await _put(session, person)
    (due,) = await _claim(session)
    assert due.chat_id is None


async def test_the_steps_of_a_delivery(session: AsyncSession) -> None:
    """Waiting, claimed, sending, sent with its message ids; what is settled stays as it is."""
    await _put(session, await resident(session))
    (due,) = await _claim(session)
    assert await delivery_sending.begin_sending(session=session, delivery_id=due.id)
    assert await _states(session) == ["sending"]
    assert await delivery_sending.settle(
        session=session, settled=Settled(due.id, DeliveryState.SENT, [5, 6]), now=LATER
    )
    failed = Settled(due.id, DeliveryState.FAILED)
    assert not await delivery_sending.settle(session=session, settled=failed, now=LATER)
    assert not await delivery_sending.begin_sending(session=session, delivery_id=due.id)
    (row,) = await _rows(session)
    assert (row.state, row.message_ids, row.settled_at, row.attempts) == ("sent", [5, 6], LATER, 1)


async def test_a_try_that_failed(session: AsyncSession) -> None:
    """Put back it waits until then; kept it stays claimed; a try that does not count is not counted."""
    await _put(session, await resident(session))
    (due,) = await _claim(session)
    await delivery_sending.begin_sending(session=session, delivery_id=due.id)
    await delivery_sending.keep(session=session, tried=NotYet(due.id, LATER, "429", is_burnt=False))
    (row,) = await _rows(session)
    assert (row.state, row.attempts, row.next_try_at, row.error) == ("claimed", 0, LATER, "429")
    await delivery_sending.begin_sending(session=session, delivery_id=due.id)
    await delivery_sending.put_back(session=session, tried=NotYet(due.id, LATER, "502", [9]))
    assert await _claim(session) == []
    (again,) = await _claim(session, LATER)
    assert (again.attempts, again.message_ids) == (1, [9])


async def test_what_a_crash_leaves(session: AsyncSession) -> None:
    """What was claimed is sent again; of what was being sent nobody knows; another bot's are not touched."""
    person = await resident(session)
    for source in (1, 2, 3):
        await _put(session, person, source)
    await _claim(session, limit=2)
    await delivery_sending.begin_sending(session=session, delivery_id=1)
    assert await delivery_sending.take_over(session=session, bot_id=OTHER_BOT, now=LATER) == (0, 0)
    assert await delivery_sending.take_over(session=session, bot_id=BOT, now=LATER) == (1, 1)
    assert await _states(session) == ["uncertain", "waiting", "waiting"]


async def test_who_sent_it_knows(session: AsyncSession) -> None:
    """A process that lost its office and took it again may still say that an uncertain one was sent; no other end."""
    await _put(session, await resident(session))
    await _claim(session)
    await delivery_sending.begin_sending(session=session, delivery_id=1)
    await delivery_sending.take_over(session=session, bot_id=BOT, now=NOW)
    failed = Settled(1, DeliveryState.FAILED)
    assert not await delivery_sending.settle(session=session, settled=failed, now=LATER)
    assert await delivery_sending.settle(session=session, settled=Settled(1, DeliveryState.SENT, [5]), now=LATER)
    assert await _states(session) == ["sent"]


async def test_a_claim_nobody_holds_is_put_back(session: AsyncSession) -> None:
    """After a claim whose commit nobody heard of, what is not held waits again; what is held or sent stays."""
    person = await resident(session)
    for source in (1, 2, 3):
        await _put(session, person, source)
    await _claim(session)
    await delivery_sending.begin_sending(session=session, delivery_id=3)
    assert await delivery_sending.put_back_unheld(session=session, bot_id=BOT, held={1, 3}) == 1
    assert await _states(session) == ["claimed", "waiting", "sending"]


async def test_what_waits_takes_news_along(session: AsyncSession) -> None:
    """A waiting delivery is changed in place; one that was claimed, or of which a part has left, is not."""
    person = await resident(session)
    await _put(session, person)

    async def waiting() -> Any:
        return await deliveries.waiting_about(session=session, person_id=person, kind=DeliveryKind.CHANGE, source_id=1)

    found = await waiting()
    assert found == (1, {"events": [1], "entries": []})
    content = {"events": [1, 2], "entries": []}
    assert await deliveries.amend(session=session, delivery_id=1, content=content)
    (due,) = await _claim(session)
    assert (due.content, due.revision) == (content, 1)
    assert await waiting() is None
    assert not await deliveries.amend(session=session, delivery_id=1, content=content)
    await delivery_sending.put_back(session=session, tried=NotYet(1, NOW, None, [9]))
    assert await waiting() is None


async def test_a_claim_waits_for_an_amendment(postgresql_database: Database) -> None:
    """News that is being added when the sender claims goes out with it: it is never lost between the two."""
    async with postgresql_database.transaction() as session:
        person = await resident(session)
        await _put(session, person)

    async def claim() -> list[Due]:
        async with postgresql_database.transaction() as other:
            return await _claim(other)

    async with postgresql_database.transaction() as session:
        await deliveries.waiting_about(session=session, person_id=person, kind=DeliveryKind.CHANGE, source_id=1)
        claiming = asyncio.create_task(claim())
        await asyncio.sleep(0.1)
        assert not claiming.done()
        assert await deliveries.amend(session=session, delivery_id=1, content={"events": [1, 2], "entries": []})
    (due,) = await claiming
    assert due.content["events"] == [1, 2]


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.UNCERTAIN])
async def test_what_somebody_was_told(session: AsyncSession, state: DeliveryState) -> None:
    """Only what was sent, unless other states are asked for; since a moment, if one is given."""
    person = await resident(session)
    await _put(session, person)
    await _claim(session)
    await delivery_sending.settle(session=session, settled=Settled(1, state, [5]), now=NOW)

    async def told(**given: Any) -> list[int | None]:
        found = await deliveries.told_of(
            session=session, person_id=person, kinds=[DeliveryKind.CHANGE], source_id=1, **given
        )
        return [one.id for one in found]

    assert await told() == ([1] if state is DeliveryState.SENT else [])
    assert await told(states=list(DeliveryState)) == [1]
    assert await told(states=list(DeliveryState), since=LATER) == []
