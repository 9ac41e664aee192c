"""Kill -9 while a meeting is announced, another one moved, and people are reminded of a third: each hears it once."""

import asyncio
import random
from collections.abc import AsyncIterator

import pytest

from bot.playground import FaultKind, Playground
from models.delivery import DeliveryKind
from tests.crash.bot_process import BotProcess
from tests.crash.conftest import MakeBot
from tests.crash.hall import Hall, told, told_left
from tests.crash.ledger import Ledger
from tests.crash.waiting import start_and_wait_for_call

NEW, MOVED, TOMORROW = "جلسهٔ تازه", "جلسهٔ جابه‌جاشده", "جلسهٔ نزدیک"
MEETING, CHANGE, REMINDER = (
    kind.value for kind in (DeliveryKind.MEETING, DeliveryKind.MEETING_CHANGE, DeliveryKind.MEETING_REMINDER)
)
WANTED = {(MEETING, title) for title in (NEW, MOVED, TOMORROW)} | {
    (CHANGE, NEW),
    (CHANGE, MOVED),
    (REMINDER, TOMORROW),
}


@pytest.fixture
async def hall(ledger: Ledger, playground: Playground, request: pytest.FixtureRequest) -> AsyncIterator[Hall]:
    """The council, with so many residents as the test says."""
    made = await Hall.open(ledger.url, playground, request.node.callspec.params["residents"])
    yield made
    await made.database.close()


async def until_over(bot: BotProcess, hall: Hall, wanted: set[tuple[str, str]]) -> None:
    """Wait until everybody was told all of these."""
    deadline = asyncio.get_running_loop().time() + 120
    while True:
        found = await hall.broadcasts()
        if wanted <= found.keys() and set(found.values()) <= {"done", "stopped"}:
            return
        assert bot.is_running, f"it ended:\n{bot.tail()}"
        assert asyncio.get_running_loop().time() < deadline, f"not everybody was told: {found}\n{bot.tail()}"
        await asyncio.sleep(0.2)


@pytest.mark.parametrize(
    ("residents", "kills"), [(25, 3), pytest.param(80, 25, marks=pytest.mark.soak)], ids=["3 kills", "25 kills"]
)
async def test_kills_around_meetings(
    make_bot: MakeBot, playground: Playground, hall: Hall, moments: random.Random, residents: int, kills: int
) -> None:
    """Killed around the timer's ticks and while it sends: nobody is told twice, and everybody knows where to go.

    Of whom a kill cut a call off, it is unknown whether they were told: they are not told again.
    """
    bot = make_bot()
    await hall.call(MOVED)
    await hall.call(TOMORROW)
    await bot.start()
    await until_over(bot, hall, {(MEETING, MOVED), (MEETING, TOMORROW)})
    await bot.kill()
    playground.faults.add(FaultKind.SLOW, method="sendMessage", delay=0.1, times=None, probability=0.4)
    playground.faults.add(FaultKind.SLOW_AFTER, method="sendMessage", delay=0.1, times=None, probability=0.4)
    await hall.let_time_pass(TOMORROW)
    await hall.call(NEW)
    assert await hall.move(MOVED)
    lives, is_moved = 0, False
    while lives < kills:
        await start_and_wait_for_call(bot, playground)
        # Every other life ends around the timer's first tick, five seconds after the office is taken.
        await asyncio.sleep(moments.uniform(4.0, 6.0) if lives % 2 == 0 else moments.uniform(0.0, 1.2))
        await bot.kill()
        lives += 1
        is_moved = is_moved or await hall.move(NEW)
    await bot.start()
    await bot.wait_for("in_office")  # before that, nobody has told the process what SIGTERM means
    if not is_moved:
        await until_over(bot, hall, {(MEETING, NEW)})
        assert await hall.move(NEW)
    await until_over(bot, hall, WANTED)
    assert await bot.terminate(within=15) == 0
    await _check(playground, hall, residents, lives)


async def _check(playground: Playground, hall: Hall, residents: int, lives: int) -> None:
    uncertain, everybody = await hall.uncertain(), set(hall.residents)
    print(f"{lives} kills; uncertain: { {key: len(chats) for key, chats in uncertain.items()} }")  # noqa: T201  (shown at a failure)
    assert len(everybody) == residents + 1
    assert await hall.states() <= {"sent", "uncertain"}
    for title, kind, changed in ((MOVED, MEETING, False), (MOVED, CHANGE, True), (NEW, MEETING, False)):
        seen = told(playground, title, changed=changed)
        assert set(seen.values()) == {1}, f"somebody was told twice: {title} {kind}"
        assert everybody - set(seen) <= uncertain[kind, title]
    near = told(playground, TOMORROW, changed=False)  # announced, and reminded of once
    assert set(near.values()) <= {1, 2}
    assert {chat for chat in everybody if near[chat] < 2} <= uncertain[REMINDER, TOMORROW]
    _check_new(playground, uncertain, everybody)
    for title in (MOVED, NEW, TOMORROW):  # what the chair alone hears, that it has left
        assert set(told_left(playground, title).values()) <= {1}, f"the chair heard twice that it left: {title}"


def _check_new(playground: Playground, uncertain: dict[tuple[str, str], set[int]], everybody: set[int]) -> None:
    """Moved while it was announced: each was told the new place, by one of the two and not by both."""
    changes = told(playground, NEW, changed=True)
    assert set(changes.values()) <= {1}
    doubtful = uncertain[MEETING, NEW] | uncertain[CHANGE, NEW]
    for person in playground.state.people.values():
        if person.id in everybody - doubtful:
            about = [one.text for one in person.messages if one.sender == "bot" and NEW in one.text]
            assert any("فرهنگسرا" in words for words in about), about
