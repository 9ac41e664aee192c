"""SIGTERM: a clean end in the middle of work, and nothing said twice afterwards."""

import asyncio
import random

import pytest

from bot.playground import Playground
from tests.crash.conftest import MakeBot
from tests.crash.crowd import Crowd
from tests.crash.ledger import Ledger
from tests.crash.waiting import said_twice, start_and_wait_for_call, until_all_done

# What happens here does not depend on the database: the default run takes one.
either = pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)], indirect=True)
_WITHIN = 15.0  # seconds that a service manager may count on


@pytest.mark.parametrize("times", [2, pytest.param(20, marks=pytest.mark.soak)])
async def test_a_stop_in_the_middle_of_work(
    make_bot: MakeBot, playground: Playground, ledger: Ledger, moments: random.Random, times: int
) -> None:
    """SIGTERM ends it with 0 within 15 seconds; turns in flight are finished and nothing is ever said twice."""
    crowd = Crowd(playground, people=min(20 * times, 200), submissions=4)
    crowd.write_everything()
    bot = make_bot()
    for _ in range(times):
        await start_and_wait_for_call(bot, playground)
        await asyncio.sleep(moments.uniform(0.0, 1.0))
        assert await bot.terminate(within=_WITHIN) == 0, bot.tail()
        assert not any(event.get("level") in {"error", "critical"} for event in bot.events()), bot.tail()
        assert ledger.in_flight() == 0
    await start_and_wait_for_call(bot, playground)  # before that, nobody has told the process what SIGTERM means
    await until_all_done(bot, playground, ledger, crowd, within=60)
    assert await bot.terminate(within=_WITHIN) == 0
    crowd.check(ledger)
    assert said_twice(playground) == []


@either
async def test_a_stop_while_it_waits_for_the_messenger(make_bot: MakeBot, playground: Playground) -> None:
    """Where nothing was begun yet, SIGTERM ends it at once."""
    await playground.stop_listening()
    bot = make_bot()
    await bot.start()
    await bot.wait_for("messenger_unreachable")
    assert await bot.terminate(within=3) == 0, bot.tail()
