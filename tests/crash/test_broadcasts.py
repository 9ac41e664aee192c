"""Kill -9 while thousands are told a notice: nobody is told twice, and nobody is forgotten."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.outgoing.crew import AT_ONCE
from models.database import Database, table_of
from models.delivery import Delivery
from models.person import Contact
from models.services import broadcasts
from tests.announcing import Counted, announce, count
from tests.crash.bot_process import BotProcess
from tests.crash.ledger import Ledger
from tests.crash.receiving_server import ReceivingServer
from tests.crash.waiting import until
from tests.many_people import FIRST_CHAT, Crowd, make_people

_BLOCKED_EACH = 50  # every so manieth has blocked the bot


@dataclass
class Stage:
    """A city that is told a notice, and what was in flight whenever its bot was killed."""

    server: ReceivingServer
    ledger: Ledger
    database: Database
    bot: BotProcess
    people: int = 0
    broadcast_id: int = 0
    kills: int = 0
    in_flight: set[int] = field(default_factory=set)
    unanswered: set[int] = field(default_factory=set)

    async def begin(self, people: int) -> None:
        """Put so many people into the city and begin to tell them."""
        self.people = people
        await asyncio.to_thread(make_people, self.ledger.url, Crowd(people))
        self.server.blocked = {FIRST_CHAT + number for number in range(_BLOCKED_EACH, people + 1, _BLOCKED_EACH)}
        self.broadcast_id = await announce(self.database)

    async def live_and_die(self, seconds: float, told: float) -> None:
        """Start the bot, and kill it so long after its first call, or once so many more were told."""
        before, shown = self.server.calls, len(self.server.shown)
        await self.bot.start()
        await until(lambda: self.server.calls > before, "it called the messenger", within=30)
        ends_at = time.monotonic() + seconds
        while time.monotonic() < ends_at and len(self.server.shown) - shown < told:  # noqa: ASYNC110  (a count wakes nobody)
            await asyncio.sleep(0.001)
        await self.bot.kill()
        self.kills += 1
        self.in_flight |= self.server.in_flight()
        self.unanswered |= self.server.unanswered()

    async def finish(self) -> None:
        """Let the bot live until the notice is through."""
        if not self.bot.is_running:
            await self.bot.start()
            await self.bot.wait_for("in_office")  # before that, nobody has told the process what SIGTERM means
        await until(lambda: self.counted().is_over, "everybody was told", within=120, every=0.2)

    def left(self) -> int:
        """How many people are still to be told."""
        found = self.counted().found
        return self.people - sum(number for state, number in found.items() if state not in {"waiting", "claimed"})

    def counted(self) -> Counted:
        """The counters, and the table."""
        return count(self.ledger._engine, self.broadcast_id)

    def chats(self, state: str) -> set[int]:
        """Whose delivery is in a state."""
        delivery, contact = table_of(Delivery).c, table_of(Contact).c
        asked = (
            select(contact.chat_id)
            .join(table_of(Delivery), contact.account_id == delivery.person_id)  # accounts are numbered as people are
            .where(delivery.broadcast_id == self.broadcast_id, delivery.state == state)
        )
        with self.ledger._engine.connect() as connection:
            return {row[0] for row in connection.execute(asked)}


@pytest.fixture
async def stage(ledger: Ledger, tmp_path: Path, moments: random.Random) -> AsyncIterator[Stage]:
    """On both databases."""
    async with ReceivingServer(moments) as server:
        bot = BotProcess(tmp_path / "bot", api_url=server.base_url, database_url=ledger.url)
        database = Database(ledger.url)
        yield Stage(server, ledger, database, bot)
        if bot.is_running:
            await bot.kill()
        await database.close()


def _check(stage: Stage) -> None:
    """Whatever happened: everybody is in one state, and the states say what the messenger saw."""
    counted, shown = stage.counted(), stage.server.shown
    sent, uncertain = stage.chats("sent"), stage.chats("uncertain")
    print(  # noqa: T201  (shown at a failure)
        f"{stage.kills} kills: {counted.found}; of the uncertain {sum(shown[one] for one in uncertain)} were shown; "
        f"{len(stage.unanswered)} messages were received and not answered at a kill"
    )
    counted.check()
    assert counted.total == stage.people
    assert counted.found.keys() <= {"sent", "blocked", "failed", "uncertain"}
    assert set(shown.values()) <= {1}, "somebody was told twice"
    assert sent <= set(shown)
    assert set(shown) <= sent | uncertain
    assert stage.chats("blocked") <= stage.server.blocked
    # Of nothing but what was in the air at a kill is it unknown: received, or not even that.
    assert {chat for chat in uncertain if shown[chat]} <= stage.in_flight
    assert len(uncertain) <= stage.kills * AT_ONCE


@pytest.mark.parametrize(
    ("people", "kills"), [(1_600, 3), pytest.param(5_000, 30, marks=pytest.mark.soak)], ids=["3 kills", "30 kills"]
)
async def test_kills_while_many_are_told(stage: Stage, moments: random.Random, people: int, kills: int) -> None:
    """Killed at random moments: everybody is told once or has blocked it, or a kill cut it off: then it is uncertain.

    The uncertain ones, and nobody else, are told again when its sender wants that.
    """
    await stage.begin(people)
    while stage.kills < kills and not stage.counted().is_over:
        share = stage.left() / (kills - stage.kills + 1)  # for this life, so that the notice outlives all of them
        await stage.live_and_die(moments.uniform(0.0, 0.9), told=moments.uniform(0.0, 2.0) * share)
    assert stage.kills == kills, "it was through before it was killed often enough"
    await stage.finish()
    _check(stage)
    await _send_again(stage)


async def _send_again(stage: Stage) -> None:
    uncertain, before = stage.chats("uncertain"), stage.server.shown.copy()
    async with stage.database.transaction() as session:
        again = await broadcasts.resend_uncertain(
            session=session, broadcast_id=stage.broadcast_id, now=datetime.now(UTC)
        )
    assert again == len(uncertain)
    assert await stage.bot.terminate(within=15) == 0
    await stage.finish()
    told = {chat for chat in stage.server.shown if stage.server.shown[chat] > before[chat]}
    assert told == uncertain - stage.server.blocked
    stage.counted().check()
    assert stage.counted().found.get("uncertain", 0) == 0


async def test_a_stop_leaves_nothing_uncertain(stage: Stage) -> None:
    """Told to end in the middle of it, as a service manager does: everybody is told exactly once in the end."""
    await stage.begin(600)
    await stage.bot.start()
    await until(lambda: len(stage.server.shown) > 50, "some were told", within=30)
    assert await stage.bot.terminate(within=15) == 0
    assert stage.counted().found.keys() <= {"sent", "waiting", "blocked"}
    stage.counted().check()
    await stage.finish()
    _check(stage)
    assert len(stage.server.shown) == 600 - len(stage.server.blocked)
