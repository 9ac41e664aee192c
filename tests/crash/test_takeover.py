"""Two processes for one bot: one serves, the other stands by and takes over."""

import asyncio

import pytest
from psycopg import sql

from bot.playground import Playground
from tests.crash.bot_process import BotProcess
from tests.crash.conftest import MakeBot
from tests.crash.crowd import Crowd
from tests.crash.ledger import Ledger
from tests.crash.waiting import until, until_all_done
from tests.postgresql import PostgreSQLServer

_CUT = sql.SQL("SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND granted")
_AT_ONCE = 3.0  # seconds from the kill to the first call of the one that stood by, on two busy cores


async def test_the_second_process_takes_over(make_bot: MakeBot, playground: Playground, ledger: Ledger) -> None:
    """The second says that it stands by, calls nothing, and serves at once when the first is killed."""
    crowd = Crowd(playground, people=40, submissions=4)
    first, second = make_bot("first"), make_bot("second")
    await first.start()
    await first.wait_for("serving")
    await second.start()
    await second.wait_for("standing_by")
    crowd.write_everything()
    await until(lambda: len(playground.calls_of("sendMessage")) > 40, "work began", within=30)
    assert not second.said("serving")
    await first.kill()
    await second.wait_for("in_office", within=_AT_ONCE)
    await until_all_done(second, playground, ledger, crowd, within=60)
    crowd.check(ledger)
    assert _conflicts(playground) == 0
    assert await second.terminate(within=15) == 0


async def test_a_clean_stop_hands_over(make_bot: MakeBot, playground: Playground, ledger: Ledger) -> None:
    """When the first is told to stop, the second serves what is left; one that stands by stops at once itself."""
    crowd = Crowd(playground, people=20, submissions=2)
    crowd.write_everything()
    first, second, third = (make_bot(name) for name in ("first", "second", "third"))
    await first.start()
    await first.wait_for("serving")
    for other in (second, third):
        await other.start()
        await other.wait_for("standing_by")
    assert await third.terminate(within=3) == 0
    assert await first.terminate(within=15) == 0
    await second.wait_for("in_office", within=_AT_ONCE)
    await until_all_done(second, playground, ledger, crowd, within=60)
    crowd.check(ledger)


def _conflicts(playground: Playground) -> int:
    return sum("terminated by other" in call.outcome for call in playground.calls_of("getUpdates"))


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
async def test_the_lock_is_lost(
    make_bot: MakeBot, playground: Playground, ledger: Ledger, durable_server: PostgreSQLServer
) -> None:
    """The lock's connection is cut: the program stops serving, takes the lock again, and everybody is served."""
    crowd = Crowd(playground, people=60, submissions=4)
    async with make_bot() as bot:
        await bot.wait_for("serving")
        crowd.write_everything()
        await until(lambda: len(playground.calls_of("sendMessage")) > 20, "work began", within=30)
        for _ in range(2):
            await asyncio.to_thread(_cut_lock, durable_server)
            await bot.wait_for("lock_lost", within=10)
            await until(lambda: _times(bot, "in_office") > _times(bot, "lock_lost"), "it serves again", within=10)
            await asyncio.sleep(0.5)
        await until_all_done(bot, playground, ledger, crowd, within=60)
    crowd.check(ledger)


def _times(bot: BotProcess, event: str) -> int:
    return sum(one["event"] == event for one in bot.events())


def _cut_lock(server: PostgreSQLServer) -> None:
    cut = server.run(_CUT)
    assert cut == [(True,)]
