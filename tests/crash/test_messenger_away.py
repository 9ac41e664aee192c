"""The messenger goes away: the program waits for it, however long, and goes on by itself."""

import asyncio

import pytest

from bot.playground import Playground
from tests.crash.conftest import MakeBot
from tests.crash.crowd import Crowd
from tests.crash.ledger import Ledger
from tests.crash.waiting import until, until_all_done

# What happens here does not depend on the database: the default run takes one.
either = pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)], indirect=True)


@either
async def test_the_network_goes_away_in_the_middle_of_work(
    make_bot: MakeBot, playground: Playground, ledger: Ledger
) -> None:
    """Connections are reset and refused for 5 seconds: afterwards everybody is served, and nothing was lost."""
    crowd = Crowd(playground, people=30, submissions=4)
    async with make_bot() as bot:
        await bot.wait_for("serving")
        crowd.write_everything()
        await until(lambda: len(playground.calls_of("sendMessage")) > 30, "work began", within=30)
        await playground.stop_listening()
        await asyncio.sleep(5)
        await playground.resume_listening()
        await until_all_done(bot, playground, ledger, crowd, within=90)
    crowd.check(ledger)


@either
async def test_the_network_is_away_at_the_start(make_bot: MakeBot, playground: Playground, ledger: Ledger) -> None:
    """Started without a network, the program says so, waits, and serves as soon as there is one."""
    crowd = Crowd(playground, people=5, submissions=1)
    crowd.write_everything()
    await playground.stop_listening()
    async with make_bot() as bot:
        await bot.wait_for("messenger_unreachable")
        await asyncio.sleep(1)
        await playground.resume_listening()
        await until_all_done(bot, playground, ledger, crowd, within=30)
    crowd.check(ledger)
