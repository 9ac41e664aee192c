"""Kill -9 while reports on goals are told: each follower and author reads each once, and all of a round together."""

import asyncio
import random
from collections.abc import AsyncIterator

import pytest

from bot.playground import FaultKind, Playground
from tests.crash.bot_process import BotProcess
from tests.crash.conftest import MakeBot
from tests.crash.ledger import Ledger
from tests.crash.promises import Promises, told
from tests.crash.waiting import start_and_wait_for_call


@pytest.fixture
async def city(ledger: Ledger, playground: Playground, request: pytest.FixtureRequest) -> AsyncIterator[Promises]:
    """Two goals, with so many residents as the test says."""
    made = await Promises.open(ledger.url, playground, request.node.callspec.params["residents"])
    yield made
    await made.database.close()


async def until_over(bot: BotProcess, city: Promises) -> None:
    """Wait until everybody was told of everything."""
    deadline = asyncio.get_running_loop().time() + 120
    while not await city.is_over():
        assert bot.is_running, f"it ended:\n{bot.tail()}"
        assert asyncio.get_running_loop().time() < deadline, f"not everybody was told:\n{bot.tail()}"
        await asyncio.sleep(0.2)


@pytest.mark.parametrize(
    ("residents", "kills"), [(25, 4), pytest.param(80, 25, marks=pytest.mark.soak)], ids=["4 kills", "25 kills"]
)
async def test_kills_around_rounds(
    make_bot: MakeBot, playground: Playground, city: Promises, moments: random.Random, residents: int, kills: int
) -> None:
    """Killed around the timer's ticks and while it sends, reports coming in meanwhile: nobody reads one twice.

    Of whom a kill cut a call off, it is unknown whether they were told: they are not told again.
    """
    bot = make_bot()
    playground.faults.add(FaultKind.SLOW, method="sendMessage", delay=0.1, times=None, probability=0.4)
    playground.faults.add(FaultKind.SLOW_AFTER, method="sendMessage", delay=0.1, times=None, probability=0.4)
    first = await city.report("گزارش نخست")
    await city.report("گزارش چراغ‌ها", goal=1)
    corrected = False
    for life in range(kills):
        await start_and_wait_for_call(bot, playground)
        # Every other life ends around the timer's first tick, five seconds after the office is taken.
        await asyncio.sleep(moments.uniform(4.5, 7.0) if life % 2 == 0 else moments.uniform(0.0, 1.2))
        await bot.kill()
        await city.report(f"گزارش زندگی {life}.", goal=life % 2)
        if not corrected and told(playground, "گزارش نخست"):
            await city.report("به‌جای نخست", corrects_id=first)
            corrected = True
    await bot.start()
    await bot.wait_for("in_office")  # before that, nobody has told the process what SIGTERM means
    await until_over(bot, city)
    assert await bot.terminate(within=15) == 0
    await _check(playground, city, residents)


async def _check(playground: Playground, city: Promises, residents: int) -> None:
    uncertain = await city.uncertain()
    print(f"uncertain: { {words: len(chats) for words, chats in uncertain.items()} }")  # noqa: T201  (shown at a failure)
    assert len(city.residents) == residents
    assert await city.states() <= {"sent", "uncertain", "dropped"}
    for words, goal_id in city.made.items():
        seen = told(playground, words)
        assert set(seen.values()) <= {1}, f"somebody read it twice: {words}"
        assert set(seen) <= city.concerned[goal_id], f"somebody read it whom it does not concern: {words}"
        missed = city.concerned[goal_id] - set(seen) - uncertain[words]
        if words == "گزارش نخست":  # corrected meanwhile, it is not told to those who were still to hear of it
            missed -= set(told(playground, "به‌جای نخست")) | uncertain["به‌جای نخست"]
        assert not missed, f"{len(missed)} were not told: {words}"
