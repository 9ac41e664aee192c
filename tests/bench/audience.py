"""Freezing the audience of a notice for a million people, and counting it for the preview, on both databases.

`frozen` is the real service at work (its event loop and memory watched from within): it is given a notice for the whole
city, sends it at 30/s to a server that enforces that, and answers residents who press buttons meanwhile. The peer makes
the same rows as an ORM is first used, 20,000 of them. Counting is what the preview of a notice does.
"""

import argparse
import asyncio
import json
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlmodel import Session, col, select

from models.audience import Audience
from models.database import Database
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.person import Person
from models.services import areas, audience
from tests.announcing import Announcement, schedule
from tests.bench.harness import Bench, Ceiling, Contestant, Floor
from tests.bench.served_process import running, settings_for, wait_until_idle
from tests.bench.stalls import StallWatch
from tests.bench.strict_server import Report, StrictServer, strict_server
from tests.crash.ledger import found_city
from tests.daytime import daytime_zone
from tests.many_people import Crowd, make_people
from tests.postgresql import PostgreSQLServer

PEOPLE, PEER_PEOPLE = 1_000_000, 20_000
READERS, PRESSES = 60, 8.0  # residents who press, presses a second
BOT = 42


class City:
    """A crowded city in one database, and what was measured there."""

    def __init__(self, url: str, people: int) -> None:
        self.url, self.people = url, people
        self._seconds, self._stall, self._memory = 0.0, 0.0, 0.0
        self._count_stall = 0.0
        self._report: Report | None = None

    async def make(self) -> None:
        """Fill it."""
        await found_city(self.url)
        await asyncio.to_thread(make_people, self.url, Crowd(self.people, has_choices=True))

    async def frozen_per_second(self) -> float:
        """People a second whose delivery is put on record while the service serves."""
        await asyncio.to_thread(self._freeze)
        return self.people / self._seconds

    def _freeze(self) -> None:
        with strict_server() as server, tempfile.TemporaryDirectory(prefix="mahalleyar-audience-") as folder:
            report = Path(folder) / "report.json"
            environment = settings_for(server.base_url, self.url) | {
                "SEND_RATE": "30",
                "CHAT_RATE": "1",
                "TIMEZONE": str(daytime_zone()),
                "BOT_PLATFORM": "playground",
            }
            command = (sys.executable, "-m", "tests.bench.watched_service", str(report))
            with running(*command, environment=environment) as process:
                server.wait_for_poll()
                wait_until_idle(process)
                server.press(READERS, PRESSES)
                time.sleep(1)  # the first press loads what a first press loads
                process.send_signal(signal.SIGUSR1)
                self._report = self._watch_freezing(server)
                process.send_signal(signal.SIGUSR2)
                said = _wait_for_report(report)
        self._stall, self._memory = said["stall"], said["memory"]

    def _watch_freezing(self, server: StrictServer) -> Report:
        asyncio.run(_schedule(self.url))
        engine = Database(self.url).open_reading_engine()
        try:
            began = _wait_for(engine, "cursor > 0")
            server.forget()
            self._seconds = _wait_for(engine, "frozen_at IS NOT NULL") - began
        finally:
            engine.dispose()
        time.sleep(0.5)  # who pressed last is answered
        return server.report()

    def seconds(self) -> float:
        """How long all of it took, in the turn just taken."""
        return self._seconds

    def stall(self) -> float:
        """Milliseconds for which the service's event loop stood still at worst."""
        return self._stall * 1000

    def memory(self) -> float:
        """Megabytes by which its resident memory grew at most."""
        return self._memory / 1e6

    def wait(self) -> float:
        """Milliseconds in which 95 of 100 presses were answered."""
        return self._report.wait_p95 * 1000 if self._report is not None else float("inf")

    async def peer(self) -> float:
        """People a second whose delivery the ORM puts on record, in one transaction which is then undone."""
        database = Database(self.url)
        try:
            async with database.engine.connect() as connection:
                return await connection.run_sync(_freeze_by_orm)
        finally:
            await database.close()

    async def count_area(self) -> float:
        """Milliseconds until a neighbourhood is counted."""
        return await self._count(whole_city=False)

    async def count_city(self) -> float:
        """Milliseconds until everybody is counted."""
        return await self._count(whole_city=True)

    async def _count(self, *, whole_city: bool) -> float:
        database = Database(self.url)
        try:
            async with StallWatch() as stalls, database.transaction() as session:
                tree = await areas.load_tree(session=session)
                chosen = () if whole_city else (tree.choosable()[0].id,)
                await asyncio.sleep(0.05)
                stalls.start_over()
                started = time.perf_counter()
                found = await audience.size(
                    session=session,
                    audience=Audience(chosen),
                    tree=tree,
                    bot_id=BOT,
                    now=datetime.now(UTC),
                    is_urgent=False,
                )
                seconds = time.perf_counter() - started
                await asyncio.sleep(0.02)
        finally:
            await database.close()
        if not found.at_once:
            raise RuntimeError("nobody was counted: the city was not filled")
        self._count_stall = max(self._count_stall, stalls.longest)
        return seconds * 1000

    def count_stall(self) -> float:
        """Milliseconds for which counting made the event loop stand still at worst."""
        return self._count_stall * 1000


async def _schedule(url: str) -> None:
    database = Database(url)
    try:
        await schedule(database, Announcement(is_urgent=False))
    finally:
        await database.close()


def _wait_for(engine: Engine, condition: str, seconds: float = 150.0) -> float:
    """Wait until something is so of the newest broadcast; return when it was.

    Raises:
        RuntimeError: it never was.
    """
    asked = text(f"SELECT 1 FROM broadcast WHERE {condition}")  # noqa: S608  (our own words)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with engine.connect() as connection:
            if connection.execute(asked).first() is not None:
                return time.monotonic()
        time.sleep(0.02)
    raise RuntimeError(f"not so within {seconds:g} s: {condition}")


def _wait_for_report(report: Path, seconds: float = 10.0) -> dict[str, float]:
    deadline = time.monotonic() + seconds
    while not report.exists():
        if time.monotonic() > deadline:
            raise RuntimeError("the watched service did not report")
        time.sleep(0.02)
    said: dict[str, float] = json.loads(report.read_text())
    return said


def _freeze_by_orm(connection: Connection) -> float:
    started, now = time.perf_counter(), datetime.now(UTC)
    with Session(connection) as session:
        for person in session.exec(select(Person).order_by(col(Person.id)).limit(PEER_PEOPLE)):
            session.add(
                Delivery(
                    bot_id=BOT,
                    kind=DeliveryKind.NOTICE.value,
                    source_id=0,
                    occurrence="peer",
                    person_id=person.id or 0,
                    state=DeliveryState.WAITING.value,
                    due_at=now,
                    next_try_at=now,
                    created_at=now,
                )
            )
        session.flush()
        session.rollback()
    return PEER_PEOPLE / (time.perf_counter() - started)


def _contestants(city: City, name: str) -> list[Contestant]:
    return [
        Contestant(f"frozen_{name}", city.frozen_per_second, "people/s", "by the service, which serves"),
        Contestant(f"seconds_{name}", city.seconds, "s", f"for all {city.people:,}"),
        Contestant(f"memory_{name}", city.memory, "MB", "growth of the service's resident memory"),
        Contestant(f"stall_{name}", city.stall, "ms", "the longest of its event loop"),
        Contestant(f"wait_{name}", city.wait, "ms", "95 of 100 residents were answered meanwhile"),
        Contestant(f"peer_{name}", city.peer, "people/s", "through the ORM, and nothing else"),
        Contestant(f"count_area_{name}", city.count_area, "ms", "a neighbourhood, for the preview"),
        Contestant(f"count_city_{name}", city.count_city, "ms", "the whole city"),
        Contestant(f"count_stall_{name}", city.count_stall, "ms", "the longest while counting"),
    ]


@contextmanager
def _cities(people: int) -> Iterator[dict[str, City]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mahalleyar-audience-")))
        server = stack.enter_context(PostgreSQLServer(is_durable=True))
        urls = {"sqlite": f"sqlite:///{folder}/city.db", "postgresql": server.create_database("bench_audience")}
        cities = {name: City(url, people) for name, url in urls.items()}
        for city in cities.values():
            asyncio.run(city.make())
        yield cities


def main(arguments: list[str] | None = None) -> int:
    """Run the bench; `--scale 0.2` for a city a fifth as large, which must be frozen in a fifth of the time."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--scale", type=float, default=1.0)
    options, others = parser.parse_known_args(arguments)
    people = int(PEOPLE * options.scale)
    with _cities(people) as cities:
        return Bench(
            name="audience",
            title=f"A notice for {people:,} people",
            contestants=[one for name, city in cities.items() for one in _contestants(city, name)],
            floors=[Floor(f"frozen_{name}/peer_{name}") for name in cities],
            ceilings=[bound for name in cities for bound in _ceilings(name, options.scale)],
            rounds=1,
            warm_up=False,
            remarks=("1 in 100 blocked the bot, 3 in 100 chose something in /subscriptions",),
        ).run(others)


def _ceilings(name: str, scale: float) -> list[Ceiling]:
    return [
        Ceiling(f"seconds_{name}", 60.0 * scale),
        Ceiling(f"memory_{name}", 100.0),
        Ceiling(f"wait_{name}", 500.0),
        Ceiling(f"count_stall_{name}", 50.0),
    ]


if __name__ == "__main__":
    sys.exit(main())
