"""Kill -9 at random moments, over and over, while people wait."""

import asyncio
import random
from dataclasses import dataclass

import pytest

from bot.playground import Playground
from tests.crash.bot_process import BotProcess
from tests.crash.conftest import MakeBot
from tests.crash.crowd import Crowd
from tests.crash.ledger import Ledger
from tests.crash.waiting import is_all_done, said_twice, start_and_wait_for_call, until_all_done

# A group of answers whose marks were not written yet, and one call on each of 64 connections.
_MOST_REPEATED = 20 + 64
_LONGEST_LIFE = 1.3  # seconds from its first call of the messenger to the kill


@dataclass
class Reaper:
    """Starts the program and kills it, at random moments of its work."""

    bot: BotProcess
    playground: Playground
    ledger: Ledger
    moments: random.Random
    repeated: int = 0

    async def one_life(self) -> bool:
        """Start, kill; tell whether there was work left, so that the kill may have done harm."""
        await start_and_wait_for_call(self.bot, self.playground)
        await asyncio.sleep(self.moments.uniform(0.0, _LONGEST_LIFE))
        await self.bot.kill()
        return not is_all_done(self.playground, self.ledger)

    async def fill(self, crowd: Crowd, *, kills: int) -> int:
        """Serve a whole crowd with so many kills in between, fewer if it is served earlier; return how many."""
        crowd.write_everything()
        done = 0
        while done < kills and await self.one_life():
            done += 1
        await self.bot.start()
        await until_all_done(self.bot, self.playground, self.ledger, crowd, within=120)
        await self.bot.kill()
        crowd.check(self.ledger)
        repeated = len(said_twice(self.playground)) - self.repeated
        self.repeated += repeated
        print(f"{done} kills repeated {repeated} messages")  # noqa: T201  (shown at a failure)
        assert repeated <= done * _MOST_REPEATED
        return done


@pytest.fixture
def reaper(make_bot: MakeBot, playground: Playground, ledger: Ledger, moments: random.Random) -> Reaper:
    """The program, mortal."""
    return Reaper(make_bot(), playground, ledger, moments)


async def test_a_few_kills_lose_nothing(reaper: Reaper, playground: Playground) -> None:
    """Killed with -9 three times while 300 updates wait: 0 lost, 0 twice, everybody holds the right codes."""
    assert await reaper.fill(Crowd(playground, people=30, submissions=4), kills=3) > 0


@pytest.mark.soak
async def test_fifty_kills_lose_nothing(reaper: Reaper, playground: Playground) -> None:
    """Killed with -9 at 50 moments while 2,000 updates of 200 residents wait: 0 lost, 0 twice, the right codes."""
    kills, fills = 0, 0
    while kills < 50:
        crowd = Crowd(playground, people=200, submissions=4, name=f"شهروند {fills}")
        kills += await reaper.fill(crowd, kills=min(10, 50 - kills))
        fills += 1
        print(f"{kills} kills after {fills} times {crowd.updates} updates")  # noqa: T201  (shown at a failure)
