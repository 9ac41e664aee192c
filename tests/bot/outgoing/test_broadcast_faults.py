"""A messenger on its bad days while many are told something: the counts add up exactly, and nobody is told twice."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from bot.outgoing import courier, line
from bot.playground import FaultKind, Playground
from bot.playground.faults import Fault
from models.database import Database, table_of
from models.delivery import Delivery
from models.person import Contact
from tests.announcing import Counted, announce, count, is_over
from tests.broadcast_engine import engine
from tests.crash.ledger import found_city
from tests.many_people import FIRST_CHAT, Crowd, make_people

_PEOPLE = 200


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "_FIRST_PAUSE", 0.02)
    monkeypatch.setattr(courier, "_FIRST_PAUSE", 0.05)


@dataclass
class Stage:
    """A crowd on the playground, and what became of what it was told."""

    playground: Playground
    database: Database
    broadcast_id: int = 0

    async def tell(self, seconds: float = 60.0) -> Counted:
        """Tell everybody; return the counters, which were checked against the table and against the chats."""
        reading = self.database.open_reading_engine()
        try:
            self.broadcast_id = await announce(self.database)
            async with engine(self.database, self.playground.base_url) as sender, asyncio.timeout(seconds):
                sender.nudge()
                while not is_over(reading, self.broadcast_id):  # noqa: ASYNC110  (rows wake nobody)
                    await asyncio.sleep(0.02)
            counted = count(reading, self.broadcast_id)
        finally:
            reading.dispose()
        counted.check()
        assert counted.total == _PEOPLE
        assert set(self.shown().values()) <= {1}, "somebody was told twice"
        assert await self.chats("sent") <= self.shown().keys()
        assert self.shown().keys() <= await self.chats("sent") | await self.chats("uncertain")
        return counted

    def shown(self) -> dict[int, int]:
        """How many messages of the bot's stand in each chat that has any."""
        told = {one.id: sum(1 for m in one.messages if m.sender == "bot") for one in self.playground.people}
        return {chat: number for chat, number in told.items() if number}

    async def chats(self, state: str) -> set[int]:
        """Whose copy is in a state."""
        copy, contact = table_of(Delivery).c, table_of(Contact).c
        asked = select(contact.chat_id).where(
            contact.account_id == copy.person_id, copy.broadcast_id == self.broadcast_id, copy.state == state
        )  # accounts are numbered as people are
        async with self.database.transaction() as session:
            return {row[0] for row in await session.execute(asked)}

    async def most_tries(self) -> int:
        """How often the most stubborn copy was tried."""
        async with self.database.transaction() as session:
            most: int = (await session.execute(select(func.max(table_of(Delivery).c.attempts)))).scalar_one()
            return most

    def fault(self, kind: FaultKind, **rule: object) -> Fault:
        """Something goes wrong with messages."""
        return self.playground.faults.add(kind, method="sendMessage", **rule)  # type: ignore[arg-type]  # passed on


@pytest.fixture
async def stage(database: Database) -> AsyncIterator[Stage]:
    """On both databases."""
    url = database.url.render_as_string(hide_password=False)
    await found_city(url)
    await asyncio.to_thread(make_people, url, Crowd(_PEOPLE))
    async with Playground() as playground:
        for number in range(1, _PEOPLE + 1):
            playground.add_person(f"شهروند {number}", person_id=FIRST_CHAT + number)
        yield Stage(playground, database)


async def test_on_a_good_day(stage: Stage) -> None:
    """Everybody is told once, at the first try."""
    assert (await stage.tell()).kept["sent"] == _PEOPLE
    assert await stage.most_tries() == 1


async def test_storms_of_429(stage: Stage) -> None:
    """Everybody is told once all the same, and waiting as told burns no try."""
    storm = stage.fault(FaultKind.FLOOD, times=4, skip=20, retry_after=1, probability=0.5)
    assert (await stage.tell()).kept["sent"] == _PEOPLE
    assert storm.hits == 4
    assert await stage.most_tries() == 1


async def test_the_server_fails_for_a_while(stage: Stage) -> None:
    """Errors of its own tell nobody anything: everybody is told once when they are over."""
    failing = stage.fault(FaultKind.SERVER_ERROR, times=None)
    asyncio.get_running_loop().call_later(2.0, stage.playground.faults.clear)
    assert (await stage.tell()).kept["sent"] == _PEOPLE
    assert failing.hits > 0


@pytest.mark.parametrize("kind", [FaultKind.RESET, FaultKind.BAD_GATEWAY], ids=lambda kind: kind.name)
async def test_calls_that_may_have_been_lost(stage: Stage, kind: FaultKind) -> None:
    """Nobody knows whether those were told: each is uncertain, and not tried again by itself."""
    lost = stage.fault(kind, times=15, probability=0.2)
    counted = await stage.tell()
    assert counted.kept["uncertain"] == lost.hits == 15
    assert counted.kept["sent"] == len(stage.shown()) == _PEOPLE - 15


@pytest.mark.parametrize(
    "kind",
    [FaultKind.RESET_AFTER, FaultKind.BAD_GATEWAY_AFTER, FaultKind.WRONG_JSON],
    ids=lambda kind: kind.name,
)
async def test_answers_that_were_lost(stage: Stage, kind: FaultKind) -> None:
    """Everybody was told once; of those whose answer was lost it is said that nobody knows."""
    lost = stage.fault(kind, times=15, probability=0.2)
    counted = await stage.tell()
    assert counted.kept["uncertain"] == lost.hits == 15
    assert counted.kept["sent"] == _PEOPLE - 15
    assert len(stage.shown()) == _PEOPLE


async def test_a_fifth_has_blocked_the_bot(stage: Stage) -> None:
    """They are counted as such, and left out of the next notice; one in between is told."""
    for person in stage.playground.people[::5]:
        person.block()
    blocked = {person.id for person in stage.playground.people if person.blocked}
    counted = await stage.tell()
    assert counted.kept["blocked"] == len(blocked) == _PEOPLE // 5
    assert await stage.chats("blocked") == blocked
    assert counted.kept["sent"] == _PEOPLE - len(blocked)
    contact = table_of(Contact).c
    async with stage.database.transaction() as session:
        closed = await session.execute(select(contact.chat_id).where(contact.blocked_at.is_not(None)))
        assert set(closed.scalars()) == blocked


async def test_everything_at_once(stage: Stage) -> None:
    """All of it on one day: the counts add up, those who blocked the bot are blocked, and nobody is told twice."""
    chance = random.Random(11)
    for person in chance.sample(stage.playground.people, _PEOPLE // 5):
        person.block()
    losing = (FaultKind.RESET, FaultKind.RESET_AFTER, FaultKind.BAD_GATEWAY_AFTER, FaultKind.WRONG_JSON)
    for kind in losing:
        stage.fault(kind, times=6, probability=0.1)
    stage.fault(FaultKind.FLOOD, times=2, probability=0.1)
    stage.fault(FaultKind.SERVER_ERROR, times=10, probability=0.2)
    stage.fault(FaultKind.SLOW, times=20, probability=0.1, delay=0.2)
    counted = await stage.tell()
    lost = {kind.name for kind in losing}
    struck = [call for call in stage.playground.calls_of("sendMessage") if call.outcome in lost]
    assert counted.kept["uncertain"] == len(struck) > 0
    assert counted.kept["failed"] == counted.kept["dropped"] == 0
    assert counted.kept["sent"] + counted.kept["uncertain"] + counted.kept["blocked"] == _PEOPLE
