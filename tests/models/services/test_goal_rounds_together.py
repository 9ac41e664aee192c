"""Two things at one moment about reports on goals: one of them waits, and what comes of it is as if it came later."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from models.database import Database, table_of
from models.delivery import Delivery, DeliveryKind
from models.errors import UpdateTold
from models.goal import GoalUpdate
from models.services import broadcasts, digest_news, digests, goal_rounds, goal_updates
from models.services.digest_reach import Asked
from models.subscription import Digest
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.promises import FIVE, Promises

SECOND = timedelta(seconds=1)
_WHILE = 0.3  # seconds in which what does not wait would be done
_d = table_of(Delivery).c


async def _freeze(city: Promises) -> None:
    async with city.database.transaction() as session:
        for one in await broadcasts.at_work(session=session, bot_id=BOT):
            await broadcasts.freeze_next(session=session, broadcast_id=one.id or 0, now=FIVE + SECOND, zone=TEHRAN)


async def _digest_of(city: Promises, person_id: int) -> tuple[int, dict[str, str]]:
    async with city.database.transaction() as session:
        rows = select(_d.id, _d.content).where(_d.person_id == person_id, _d.kind == DeliveryKind.DIGEST.value)
        row = (await session.execute(rows)).one()
        return row.id, row.content


async def test_a_digest_leaves_while_copies_are_made(postgresql_database: Database) -> None:
    """Copies wait for it; the one of whoever the digest tells says nothing, and the other way round the digest does."""
    city = await Promises.open(postgresql_database)
    goal = await city.goal("کاشت درخت")
    reader = await city.reader(goal)
    await city.gather(reader, Digest.DAILY)
    await city.report(goal, "صد نهال")
    await city.tick(FIVE)
    await city.gather(reader, Digest.OFF, FIVE + SECOND)
    delivery_id, content = await _digest_of(city, reader)
    since, until = digests.window(content)
    async with postgresql_database.transaction() as session:
        asked = Asked(session, BOT, reader, since, until, FIVE + SECOND, leaves=True, delivery_id=delivery_id)
        gathered = await digest_news.gather(asked)
        rounds = [round_id for one in gathered.goals for round_id in one.rounds]
        assert len(rounds) == 1
        await digests.note_rounds(session=session, delivery_id=delivery_id, content=content, rounds=rounds)
        freezing = asyncio.create_task(_freeze(city))
        await asyncio.sleep(_WHILE)
        assert not freezing.done()
    await freezing
    async with postgresql_database.transaction() as session:
        copies = select(_d.person_id).where(_d.kind == DeliveryKind.GOAL_NEWS.value)
        assert list((await session.execute(copies)).scalars()) == [reader]
        given = {"session": session, "round_id": rounds[0], "person_id": reader, "today": NOW.date()}
        assert await goal_rounds.round_for(**given) == []  # type: ignore[arg-type]  # as it takes them
    await city.close()


@pytest.mark.parametrize("is_told_first", [True, False])
async def test_taken_back_at_the_moment_of_telling(postgresql_database: Database, is_told_first: bool) -> None:
    """Whoever comes first has it: told, it cannot be taken back; taken back, it is not told."""
    city = await Promises.open(postgresql_database)
    goal = await city.goal("کاشت درخت")
    await city.reader(goal)
    update_id = await city.report(goal, "صد نهال")

    async def tell() -> int:
        async with postgresql_database.transaction() as session:
            told = await goal_rounds.tell_due(session=session, bot_id=BOT, city=city.town.city, now=FIVE)
            await asyncio.sleep(_WHILE)
            return told

    async def remove() -> str:
        async with postgresql_database.transaction() as session:
            actor = await city.town.as_("secretary", FIVE - SECOND, session)
            try:
                await goal_updates.remove(actor, update_id)
            except UpdateTold:
                return "told"
            await asyncio.sleep(_WHILE)
            return "gone"

    steps = (tell, remove) if is_told_first else (remove, tell)
    first = asyncio.create_task(steps[0]())
    await asyncio.sleep(_WHILE / 3)
    found = [await asyncio.create_task(steps[1]()), await first]
    assert found == (["told", 1] if is_told_first else [0, "gone"])
    async with postgresql_database.transaction() as session:
        one = await session.get(GoalUpdate, update_id)
        assert one is not None
        assert (one.told_at is not None, one.removed_at is not None) == (is_told_first, not is_told_first)
    await city.close()


async def test_corrected_at_the_moment_of_telling(postgresql_database: Database) -> None:
    """What is told as its correction is put on record is told; the correction follows the next day and says so."""
    city = await Promises.open(postgresql_database)
    goal = await city.goal("کاشت درخت")
    await city.reader(goal)
    wrong = await city.report(goal, "هزار نهال")
    async with postgresql_database.transaction() as session:
        assert await goal_rounds.tell_due(session=session, bot_id=BOT, city=city.town.city, now=FIVE)
        correcting = asyncio.create_task(city.report(goal, "صد نهال", FIVE + SECOND, corrects_id=wrong))
        await asyncio.sleep(_WHILE)
    await correcting
    (first,) = await city.look(FIVE + 2 * SECOND)
    assert "هزار نهال" in first.text
    (second,) = await city.look(FIVE + timedelta(days=1))
    assert "صد نهال" in second.text
    assert "به‌جای" in second.text
    await city.close()
