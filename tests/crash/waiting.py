"""Watching the program from outside: waiting for a state of affairs with a limit, and what was said too often."""

import asyncio
from collections import Counter
from collections.abc import Callable

from bot.playground import Playground
from tests.crash.bot_process import BotProcess
from tests.crash.crowd import Crowd
from tests.crash.ledger import Ledger


async def until(is_so: Callable[[], bool], what: str, *, within: float, every: float = 0.05) -> None:
    """Wait until something is so.

    Raises:
        AssertionError: it was not within that many seconds.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + within
    while not is_so():
        assert loop.time() < deadline, f"not so within {within:g} s: {what}"
        await asyncio.sleep(every)


def is_all_done(playground: Playground, ledger: Ledger) -> bool:
    """Whether every update was acknowledged and run, and every answer has left."""
    return len(playground.state.updates) == 0 and ledger.is_settled()


async def until_all_done(
    bot: BotProcess, playground: Playground, ledger: Ledger, crowd: Crowd, *, within: float
) -> None:
    """Wait until the program has served the whole crowd.

    Raises:
        AssertionError: it ended, or was not done in time; the text shows its log.
    """
    try:
        await until(
            lambda: not bot.is_running or is_all_done(playground, ledger),
            "everybody was served",
            within=within,
            every=0.25,
        )
    except AssertionError as error:
        raise AssertionError(f"{error}\n{describe(playground, ledger, crowd)}\n{bot.tail()}") from None
    assert bot.is_running, f"the program ended:\n{bot.tail()}"


def describe(playground: Playground, ledger: Ledger, crowd: Crowd) -> str:
    """How far things are, in one line."""
    return (
        f"{crowd.updates} updates written, {len(playground.state.updates)} not acknowledged, "
        f"{ledger.stored()} stored, {ledger.unfinished()} unfinished, answers {ledger.answers_by_state()}"
    )


async def start_and_wait_for_call(bot: BotProcess, playground: Playground) -> None:
    """Start the program and wait until it has called the messenger for the first time: its work begins."""
    before = len(playground.calls)
    await bot.start()
    await until(lambda: len(playground.calls) > before, "it called the messenger", within=30)


def said_twice(playground: Playground) -> list[tuple[object, object]]:
    """(chat, text) of what was sent more than once; the crowd's dialogues never say the same words again."""
    said = Counter(
        (call.parameters["chat_id"], call.parameters["text"])
        for call in playground.calls_of("sendMessage")
        if call.outcome == "ok"
    )
    return [words for words, times in said.items() if times > 1]
