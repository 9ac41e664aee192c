"""Updates a second of the whole dialogue, every commit durable, beside an echo without any database.

`ours` and `ours_postgresql` are `mahalleyar run` with the rates lifted: 200 residents, interleaved, say /start and
where they live, then four submissions each, each said to be separate from the one before and confirmed by a word;
everything recorded, every answer sent. `stock` is an echo on stock python-telegram-bot that gets the same updates. The
server runs in a process of its own; what is counted is the time from handing out the first update to the last answer's
arrival.
"""

import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types

from tests.bench.dialogue_server import dialogue_server
from tests.bench.harness import Bench, Contestant, Floor
from tests.bench.served_process import cpu_seconds, running, settings_for, wait_until_idle
from tests.crash.ledger import Ledger, found_city
from tests.postgresql import PostgreSQLServer

PEOPLE, SUBMISSIONS = 200, 4
UPDATES = PEOPLE * (2 + 3 * SUBMISSIONS - 1)
_ONE_EACH = {"sendMessage": UPDATES}
_WITH_MOVED_CARDS = {
    "sendMessage": UPDATES,
    "deleteMessage": PEOPLE * SUBMISSIONS,
    "editMessageText": PEOPLE * (SUBMISSIONS - 1),  # the question of the addition, once it is answered
}

type MakeAddress = Callable[[], str]


class Turn:
    """A contestant's turn; remembers what CPU its updates cost."""

    def __init__(self, make_address: MakeAddress | None) -> None:
        self._make_address = make_address
        self._cpu_seconds = 0.0

    async def updates_per_second(self) -> float:
        """Serves everybody once, from an empty database."""
        if self._make_address is None:
            return UPDATES / await asyncio.to_thread(self._serve_stock)
        address = self._make_address()
        await found_city(address)
        seconds = await asyncio.to_thread(self._serve_ours, address)
        _check(address)
        return UPDATES / seconds

    def _serve_ours(self, address: str) -> float:
        with dialogue_server(people=PEOPLE, submissions=SUBMISSIONS, expected=_WITH_MOVED_CARDS) as server:
            environment = settings_for(server.base_url, address)
            with running(sys.executable, "-m", "bot", "run", environment=environment) as process:
                server.wait_for_poll()
                return self._measure(process, server.seconds_to_serve)

    def _serve_stock(self) -> float:
        with (
            dialogue_server(people=PEOPLE, submissions=SUBMISSIONS, expected=_ONE_EACH) as server,
            running(sys.executable, "-m", "tests.bench.stock_echo", server.base_url, environment={}) as process,
        ):
            server.wait_for_poll()
            return self._measure(process, server.seconds_to_serve)

    def _measure(self, process: psutil.Process, serve: Callable[[], float]) -> float:
        wait_until_idle(process)
        before = cpu_seconds(process)
        seconds = serve()
        self._cpu_seconds = cpu_seconds(process) - before
        return seconds

    def cpu_milliseconds(self) -> float:
        """CPU of the bot's process an update, in the turn just taken."""
        return self._cpu_seconds * 1_000 / UPDATES


def _check(address: str) -> None:
    """It really was the whole dialogue."""
    ledger = Ledger(address)
    try:
        recorded = sum(len(rows) for rows in ledger.recorded().values())
    finally:
        ledger.close()
    if recorded != PEOPLE * SUBMISSIONS:
        raise RuntimeError(f"{recorded} submissions were recorded instead of {PEOPLE * SUBMISSIONS}")


@contextmanager
def _contestants() -> Iterator[list[Contestant]]:
    numbers = count(1)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mahalleyar-intake-")))
        server = stack.enter_context(PostgreSQLServer(is_durable=True))
        turns = {
            "ours": (Turn(lambda: f"sqlite:///{folder}/{next(numbers)}.db"), "SQLite, synchronous=FULL"),
            "stock": (Turn(None), "echo, no database"),
            "ours_postgresql": (Turn(lambda: server.create_database(f"bench_{next(numbers)}")), "fsync=on"),
        }
        speeds = [Contestant(name, turn.updates_per_second, "updates/s", note) for name, (turn, note) in turns.items()]
        costs = [Contestant(f"{name}_cpu", turn.cpu_milliseconds, "ms CPU/update") for name, (turn, _) in turns.items()]
        yield [*speeds, *costs]


def main() -> int:
    """Runs the bench."""
    with _contestants() as contestants:
        return Bench(
            name="intake",
            title=f"{UPDATES:,} updates of {PEOPLE} residents, interleaved, server on loopback",
            contestants=contestants,
            floors=(Floor("ours/stock", 0.6), Floor("ours_postgresql/stock")),
            warm_up=False,
            remarks=("ours/stock: the floor is 0.6, and 1 is what we want.",),
        ).run()


if __name__ == "__main__":
    sys.exit(main())
