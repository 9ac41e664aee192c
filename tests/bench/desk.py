"""Opening the desk and a card among 100,000 submissions, on both databases, as the 95th of 100 is served.

A desk is what /desk reads (the rights, the counts, the first page of what is new, what comes next) and a card is the
whole file of one submission, each in a transaction of its own; the secretariat of the whole city and the council of one
neighbourhood take turns. PostgreSQL is vacuumed once after it was filled, as it is by itself a minute later. The peer
is the same desk as an ORM is first used: everything that is open is loaded and counted in Python.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from sqlmodel import col, select

from models.database import Database
from models.role import Action, Grant, Role
from models.services import access, desk
from models.services.desk import Tray
from models.submission import ENDED, Submission
from tests.bench.export_rows import make_city
from tests.bench.harness import Bench, Ceiling, Contestant, Floor
from tests.postgresql import PostgreSQLServer

ROWS = 100_000
DESKS, CARDS, PEER_DESKS = 100, 200, 3
SECRETARIAT, COUNCIL, NEIGHBOURHOOD = 1, 2, 5
NOW = datetime.now(UTC)


class Office:
    """The staffed city in one database."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._database: Database | None = None
        self._chance = random.Random(5)

    async def database(self) -> Database:
        """The database, with the two offices in it."""
        if self._database is None:
            self._database = Database(self._url)
            async with self._database.transaction() as session:
                begins = NOW - timedelta(days=1)
                for person, role, area in (
                    (SECRETARIAT, Role.SECRETARIAT, None),
                    (COUNCIL, Role.COUNCIL, NEIGHBOURHOOD),
                ):
                    session.add(Grant(person_id=person, role=role, area_id=area, starts_at=begins, created_at=begins))
        return self._database

    async def desks(self) -> float:
        """Milliseconds in which 95 of 100 desks are open."""
        return await self._p95(DESKS, self._open_desk)

    async def cards(self) -> float:
        """Milliseconds in which 95 of 100 cards are open."""
        return await self._p95(CARDS, self._open_card)

    async def peer(self) -> float:
        """Milliseconds of the median desk of the peer."""
        return await self._p95(PEER_DESKS, self._count_in_python)

    async def _p95(self, count: int, work: Callable[[Database, int], Awaitable[None]]) -> float:
        database, waits = await self.database(), []
        for number in range(count):
            started = time.perf_counter()
            await work(database, COUNCIL if number % 2 else SECRETARIAT)
            waits.append(time.perf_counter() - started)
        return sorted(waits)[int(len(waits) * 0.95)] * 1000

    async def _open_desk(self, database: Database, person_id: int) -> None:
        async with database.transaction() as session:
            rights = await access.rights_of(session=session, person_id=person_id, is_owner=False, now=NOW)
            counted = await desk.counts(session=session, rights=rights, now=NOW)
            await desk.page(session=session, rights=rights, tray=Tray.NEW, offset=0, limit=8, now=NOW)
            following = await desk.next_of(session=session, rights=rights, tray=Tray.NEW, now=NOW)
        if not counted.trays[Tray.NEW] or not following:
            raise RuntimeError("nothing new lies on the desk: the city was not filled")

    async def _open_card(self, database: Database, _: int) -> None:
        async with database.transaction() as session:
            rights = await access.rights_of(session=session, person_id=SECRETARIAT, is_owner=False, now=NOW)
            submission = await access.submission_for(
                session=session, rights=rights, submission_id=self._chance.randint(1, ROWS), action=Action.SEE
            )
            await desk.file_of(session=session, submission=submission, now=NOW)

    async def _count_in_python(self, database: Database, person_id: int) -> None:
        ended = [status.value for status in ENDED]
        async with database.transaction() as session:
            rights = await access.rights_of(session=session, person_id=person_id, is_owner=False, now=NOW)
            asked = select(Submission).where(access.seen_by(rights), col(Submission.status).not_in(ended))
            found = (await session.exec(asked)).all()
        Counter(one.status for one in found)
        min(found, key=lambda one: one.created_at)

    async def close(self) -> None:
        """Let go of the database."""
        if self._database is not None:
            await self._database.close()


def _contestants(office: Office, name: str) -> list[Contestant]:
    return [
        Contestant(f"desk_{name}", office.desks, "ms", "95 of 100: rights, counts, a page, the next"),
        Contestant(f"card_{name}", office.cards, "ms", "95 of 100: the whole file"),
        Contestant(f"peer_{name}", office.peer, "ms", "the open ones through the ORM, counted in Python"),
    ]


@contextmanager
def _offices() -> Iterator[dict[str, Office]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mahalleyar-desk-")))
        server = stack.enter_context(PostgreSQLServer(is_durable=True))
        urls = {"sqlite": f"sqlite:///{folder}/city.db", "postgresql": server.create_database("bench_desk")}
        for url in urls.values():
            make_city(url, ROWS)
        with psycopg.connect(urls["postgresql"], autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        yield {name: Office(url) for name, url in urls.items()}


def main() -> int:
    """Runs the bench."""
    with _offices() as offices:
        return Bench(
            name="desk",
            title=f"The desk among {ROWS:,} submissions",
            contestants=[one for name, office in offices.items() for one in _contestants(office, name)],
            floors=[Floor(f"peer_{name}/desk_{name}") for name in offices],
            ceilings=[Ceiling(f"{what}_{name}", 150.0) for name in offices for what in ("desk", "card")],
        ).run()


if __name__ == "__main__":
    sys.exit(main())
