"""Telling many people something: at the rate that the messenger permits, and as fast as it goes without one.

`paced` is `mahalleyar run`, given a notice, against a server that enforces 30 messages a second and answers 429 to the
rest; residents press buttons meanwhile and wait for their answers. `lifted` is the whole engine in this process (the
audience frozen, each copy claimed, noted, sent and settled in SQLite, every commit durable) beside our bare transport
in the same run, 50 at once. The peers are plain loops as their documentation has them, with fewer people.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.memory import settle_memory
from models.database import Database
from tests.announcing import announce, count, is_over, schedule
from tests.bench import delivery_peers as peers
from tests.bench.harness import Bench, Ceiling, Contestant, Floor
from tests.bench.loopback_server import loopback_server
from tests.bench.served_process import running, settings_for, wait_until_idle
from tests.bench.strict_server import Report, strict_server
from tests.bench.transport import Turn, ours
from tests.broadcast_engine import engine
from tests.crash.ledger import found_city
from tests.many_people import Crowd, make_people

PACED, LIFTED = 1_500, 20_000
PACED_PEERS, LIFTED_STOCK, LIFTED_AIOGRAM, BARE = 300, 500, 2_000, 8_000
READERS, PRESSES = 30, 3.0  # residents who press, presses a second


class Paced:
    """A notice at the permitted rate, and what became of the residents meanwhile."""

    def __init__(self, folder: Path, people: int) -> None:
        self._folder, self._people = folder, people
        self._report: Report | None = None

    async def share(self) -> float:
        """How much of the permitted rate was used while the notice was sent."""
        url = f"sqlite:///{self._folder}/paced.db"
        await found_city(url)
        await asyncio.to_thread(make_people, url, Crowd(self._people))
        self._report = await asyncio.to_thread(self._serve, url)
        if self._report.told != self._people:
            raise RuntimeError(f"{self._report.told} messages were shown to {self._people} people")
        return self._report.share

    def _serve(self, url: str) -> Report:
        with strict_server() as server:
            environment = settings_for(server.base_url, url) | {
                "BOT_PLATFORM": "playground",
                "SEND_RATE": "30",
                "CHAT_RATE": "1",
            }
            with running(sys.executable, "-m", "bot", "run", environment=environment) as process:
                server.wait_for_poll()
                wait_until_idle(process)
                server.press(READERS, PRESSES)
                time.sleep(1)  # the first press loads what a first press loads
                server.forget()
                asyncio.run(_schedule(url))
                server.wait_until_told(self._people, 60 + self._people / 25)
                time.sleep(0.5)  # who pressed last is answered
                return server.report()

    def refused(self) -> float:
        """How many 429s there were in the turn just taken."""
        return float(self._report.refused) if self._report else float("inf")

    def wait(self) -> float:
        """Milliseconds in which 95 of 100 presses were answered in it."""
        return self._report.wait_p95 * 1000 if self._report else float("inf")


class PacedPeer:
    """A plain loop against the same server."""

    def __init__(self, opened: peers.Open, people: int) -> None:
        self._opened, self._people = opened, people
        self._report: Report | None = None

    async def share(self) -> float:
        """How much of the permitted rate was used."""
        with strict_server() as server:
            async with self._opened(server.base_url) as send:
                await peers.tell(send, self._people)
            self._report = server.report()
        return self._report.share

    def refused(self) -> float:
        """How many 429s there were in the turn just taken."""
        return float(self._report.refused) if self._report else float("inf")


class LiftedPeer:
    """A plain loop without any limit."""

    def __init__(self, opened: peers.Open, base_url: str, people: int) -> None:
        self._opened, self._base_url, self._people = opened, base_url, people

    async def people_per_second(self) -> float:
        """Tells them all."""
        async with self._opened(self._base_url) as send:
            await peers.tell(send, 20)
            started = time.perf_counter()
            await peers.tell(send, self._people)
            return self._people / (time.perf_counter() - started)


class Lifted:
    """The whole engine, in this process."""

    def __init__(self, url: str, base_url: str, people: int) -> None:
        self._url, self._base_url, self._people = url, base_url, people

    async def people_per_second(self) -> float:
        """From the moment the notice is given to the engine to the moment its last copy is settled."""
        database = Database(self._url)
        reading = database.open_reading_engine()
        try:
            async with engine(database, self._base_url) as sender:
                started = time.perf_counter()
                broadcast_id = await announce(database)
                sender.nudge()
                while not is_over(reading, broadcast_id):  # noqa: ASYNC110  (rows wake nobody)
                    await asyncio.sleep(0.05)
                seconds = time.perf_counter() - started
            counted = count(reading, broadcast_id)
            counted.check()
            if counted.kept["sent"] != self._people:
                raise RuntimeError(f"not everybody was told: {counted}")
        finally:
            reading.dispose()
            await database.close()
        return self._people / seconds


async def _schedule(url: str) -> None:
    database = Database(url)
    try:
        await schedule(database)
    finally:
        await database.close()


@dataclass(frozen=True)
class Size:
    """How many people."""

    paced: int = PACED
    paced_peers: int = PACED_PEERS
    lifted: int = LIFTED


def _contestants(folder: Path, lifted_url: str, base_url: str, size: Size) -> list[Contestant]:
    paced = Paced(folder, size.paced)
    stock = PacedPeer(partial(peers.stock, rate=30), size.paced_peers)
    documented = PacedPeer(partial(peers.aiogram_bot, pause=0.05), size.paced_peers)
    lifted = Lifted(lifted_url, base_url, size.lifted)
    bare = Turn(ours, base_url, BARE)
    lifted_stock = LiftedPeer(partial(peers.stock, rate=10_000), base_url, LIFTED_STOCK)
    lifted_aiogram = LiftedPeer(partial(peers.aiogram_bot, pause=0), base_url, LIFTED_AIOGRAM)
    loop = f"a plain loop, {size.paced_peers} people"
    return [
        Contestant("paced", paced.share, "of the rate", f"{size.paced:,} people, residents answered", rounds=1),
        Contestant("paced_429s", paced.refused, "refusals", rounds=1),
        Contestant("answered", paced.wait, "ms", f"95 of 100, {PRESSES:g} presses a second meanwhile", rounds=1),
        Contestant("paced_stock", stock.share, "of the rate", f"AIORateLimiter at 30/s, {loop}", rounds=1),
        Contestant("stock_429s", stock.refused, "refusals", rounds=1),
        Contestant("paced_aiogram", documented.share, "of the rate", f"its documentation's 20/s, {loop}", rounds=1),
        Contestant("aiogram_429s", documented.refused, "refusals", rounds=1),
        Contestant("lifted", lifted.people_per_second, "people/s", f"{size.lifted:,} people, the whole engine"),
        Contestant("bare", bare.messages_per_second, "messages/s", "ApiClient.call, 50 at once, nothing else"),
        Contestant("stock", lifted_stock.people_per_second, "people/s", "AIORateLimiter, a plain loop"),
        Contestant("aiogram", lifted_aiogram.people_per_second, "people/s", "a plain loop"),
    ]


def _floors() -> list[Floor]:
    beside_peers = ("paced/paced_stock", "paced/paced_aiogram", "lifted/stock", "lifted/aiogram")
    return [Floor("paced", 0.98), Floor("lifted/bare", 0.6), *(Floor(ratio) for ratio in beside_peers)]


@contextmanager
def _bench(size: Size) -> Iterator[Bench]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mahalleyar-delivery-")))
        base_url = stack.enter_context(loopback_server())
        lifted_url = f"sqlite:///{folder}/lifted.db"
        asyncio.run(found_city(lifted_url))
        make_people(lifted_url, Crowd(size.lifted))
        yield Bench(
            name="delivery",
            title="A notice for many, server on loopback",
            contestants=_contestants(folder, lifted_url, base_url, size),
            floors=_floors(),
            ceilings=[Ceiling("paced_429s", 0), Ceiling("answered", 300.0)],
            warm_up=False,
        )


def main(arguments: list[str] | None = None) -> int:
    """Run the bench; `--scale 0.2` for a fifth of the people at the permitted rate, which is most of its time."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--scale", type=float, default=1.0)
    options, others = parser.parse_known_args(arguments)
    size = Size(int(PACED * options.scale), int(PACED_PEERS * options.scale))
    with _bench(size) as bench:
        settle_memory()  # as the service does once it has begun
        return bench.run(others)


if __name__ == "__main__":
    sys.exit(main())
