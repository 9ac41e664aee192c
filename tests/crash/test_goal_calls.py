"""Kill -9 while a call for ideas leaves, closes, and its result is told: each reads each of these once."""

import asyncio
import random
from collections.abc import AsyncIterator

import pytest

from bot.playground import FaultKind, Playground
from models.goal import CallState
from tests.crash.asking import ASKED, BECAME, IDEA, OVER, Asking, heard
from tests.crash.bot_process import BotProcess
from tests.crash.conftest import MakeBot
from tests.crash.ledger import Ledger
from tests.crash.promises import Promises
from tests.crash.waiting import start_and_wait_for_call


@pytest.fixture
async def asking(ledger: Ledger, playground: Playground, request: pytest.FixtureRequest) -> AsyncIterator[Asking]:
    """A call that leaves soon, in a city of so many residents as the test says."""
    city = await Promises.open(ledger.url, playground, request.node.callspec.params["residents"])
    yield await Asking.begin(city)
    await city.database.close()


async def step(asking: Asking, done: list[str]) -> None:
    """Whatever can be next: ideas come once people are asked, then its time passes, then its result is written."""
    if "answered" not in done:
        if await asking.is_asked():
            await asking.answer()
            await asking.let_its_time_pass()
            done.append("answered")
    elif "told" not in done and await asking.state() is CallState.CLOSED:
        await asking.tell_result()
        done.append("told")


async def until_over(bot: BotProcess, asking: Asking, done: list[str]) -> None:
    """Wait until everybody was told of everything."""
    deadline = asyncio.get_running_loop().time() + 120
    while "told" not in done or not await asking.is_over():
        assert bot.is_running, f"it ended:\n{bot.tail()}"
        assert asyncio.get_running_loop().time() < deadline, f"not everybody was told, only {done}:\n{bot.tail()}"
        await step(asking, done)
        await asyncio.sleep(0.2)


@pytest.mark.parametrize(
    ("residents", "kills"), [(25, 4), pytest.param(80, 25, marks=pytest.mark.soak)], ids=["4 kills", "25 kills"]
)
async def test_kills_around_a_call(
    make_bot: MakeBot, playground: Playground, asking: Asking, moments: random.Random, residents: int, kills: int
) -> None:
    """Killed around the timers' ticks and while it sends: everybody is asked once, and who answered hears each once.

    Of whom a kill cut a call off, it is unknown whether they were told: they are not told again.
    """
    bot, done = make_bot(), list[str]()
    playground.faults.add(FaultKind.SLOW, method="sendMessage", delay=0.1, times=None, probability=0.4)
    playground.faults.add(FaultKind.SLOW_AFTER, method="sendMessage", delay=0.1, times=None, probability=0.4)
    for life in range(kills):
        await start_and_wait_for_call(bot, playground)
        # Every other life ends around the timer's first tick, five seconds after the office is taken.
        await asyncio.sleep(moments.uniform(4.5, 7.0) if life % 2 == 0 else moments.uniform(0.0, 1.2))
        await bot.kill()
        await step(asking, done)
    await bot.start()
    await bot.wait_for("in_office")  # before that, nobody has told the process what SIGTERM means
    await until_over(bot, asking, done)
    assert await bot.terminate(within=15) == 0
    uncertain, everybody, answered = await asking.uncertain(), set(asking.city.residents), set(asking.answered)
    print(f"uncertain: { {what: len(chats) for what, chats in uncertain.items()} }")  # noqa: T201  (shown at a failure)
    assert len(everybody) == residents
    assert len(answered) == residents - len(range(0, residents, 3))
    _check(heard(playground, IDEA), set(), answered)  # nobody reads an idea but in what its author is told
    for words, what, whom in (
        (ASKED, "notice", everybody),
        (OVER, "closed", answered),
        (BECAME, "result", answered),
    ):
        _check(heard(playground, words), whom - uncertain[what], whom)


def _check(seen: dict[int, int], wanted: set[int], allowed: set[int]) -> None:
    """Nobody twice, nobody whom it does not concern, and nobody left out."""
    assert set(seen.values()) <= {1}, "somebody read it twice"
    assert set(seen) <= allowed, "somebody read it whom it does not concern"
    assert wanted <= set(seen), f"{len(wanted - set(seen))} were not told"
