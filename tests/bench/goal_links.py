"""Suggesting links among 100,000 submissions, on both databases, as the 95th of 40 is served.

The city's own goal looks at the newest open submissions of all of it, a neighbourhood's at its own; from a submission's
side it is compared with 300 goals. PostgreSQL is vacuumed once after it was filled, as it is by itself a minute later.
The peer compares a goal with every open submission.
"""

import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from sqlalchemy import insert, select, update

from models import text
from models.city import City
from models.database import AsyncSession, Database, table_of
from models.goal import Goal, GoalTopic
from models.goal_matching import Matcher, goal_text, submission_text
from models.rights import Owners, Rights
from models.services import goal_links, topics
from models.services.actor import Actor
from models.submission import ENDED, Submission
from tests.bench.export_rows import make_city
from tests.bench.harness import Bench, Ceiling, Contestant, Floor
from tests.models.goal_pairs import GOALS, PAIRS
from tests.models.sample_rows import BOT, TEHRAN
from tests.postgresql import PostgreSQLServer

ROWS, MANY_GOALS, ASKED = 100_000, 300, 40
NOW = datetime.now(UTC)
_ROOT, _NEIGHBOURHOOD = 1, 5
_CITY = City("ایزدشهر", "شورای ایزدشهر", TEHRAN, "fa", ())
_c = table_of(Submission).c


class Desk:
    """Somebody who links, in one database."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._database: Database | None = None

    async def database(self) -> Database:
        """The database, with goals and with words that citizens write."""
        if self._database is None:
            text.load()
            self._database = Database(self._url)
            async with self._database.transaction() as session:
                await _fill(session)
        return self._database

    async def of_city(self) -> float:
        """Milliseconds in which 95 of 100 suggestions for a goal of the whole city are there."""
        return await self._p95(ASKED, lambda actor, number: goal_links.suggest(actor, number % 100 + 1))

    async def of_neighbourhood(self) -> float:
        """The same for one of a neighbourhood."""
        return await self._p95(ASKED, lambda actor, number: goal_links.suggest(actor, MANY_GOALS + 1 + number % 3))

    async def of_submission(self) -> float:
        """The same from a submission's side."""
        return await self._p95(ASKED, lambda actor, number: goal_links.suggest_goals(actor, ROWS - number))

    async def peer(self) -> float:
        """Milliseconds of comparing one goal with all that is open."""
        return await self._p95(1, _compare_all)

    async def _p95(self, count: int, work: Callable[[Actor, int], Awaitable[object]]) -> float:
        database, waits = await self.database(), []
        for number in range(count):
            started = time.perf_counter()
            async with database.transaction() as session:
                await work(Actor(session, Rights(1, is_owner=True), BOT, _CITY, Owners(), NOW), number)
            waits.append(time.perf_counter() - started)
        return sorted(waits)[int(len(waits) * 0.95)] * 1000

    async def close(self) -> None:
        """Let go of the database."""
        if self._database is not None:
            await self._database.close()


async def _fill(session: AsyncSession) -> None:
    await topics.ensure_topics(session=session)
    samples = list(GOALS.values())
    for number in range(MANY_GOALS + 3):
        sample, area_id = samples[number % len(samples)], _ROOT if number < MANY_GOALS else _NEIGHBOURHOOD
        row = {
            "bot_id": BOT,
            "area_id": area_id,
            "number": number + 1,
            "position": number + 1,
            "title": f"{sample.title} ({number})",
            "status": "active",
            **dict.fromkeys(("description", "owner_body", "search_key"), ""),
            **dict.fromkeys(("status_at", "published_at", "created_at", "updated_at"), NOW),
            "version": 1,
        }
        goals = table_of(Goal)
        goal_id = (await session.execute(insert(goals).values(row).returning(goals.c.id))).scalar_one()
        rows = [{"goal_id": goal_id, "topic": topic} for topic in sample.topics]
        await session.execute(insert(table_of(GoalTopic)), rows)
    for number, pair in enumerate(PAIRS):
        words = {"text": pair.words, "search_key": text.search_key(pair.words), "topic": pair.topic}
        of_it = _c.id % len(PAIRS) == number
        await session.execute(update(table_of(Submission)).where(of_it).values(words))


async def _compare_all(actor: Actor, _: int) -> None:
    ended = [status.value for status in ENDED]
    rows = select(_c.text, _c.search_key, _c.topic).where(_c.status.not_in(ended))
    found = (await actor.session.execute(rows)).all()
    sample = GOALS["green"]
    goal, said = goal_text(sample.title, "", sample.topics), [submission_text(*row) for row in found]
    matcher = Matcher([goal, *said], (await topics.load_topics(session=actor.session)).all)
    sorted(matcher.score(goal, one) for one in said)


def _contestants(desk: Desk, name: str) -> list[Contestant]:
    return [
        Contestant(f"city_{name}", desk.of_city, "ms", "95 of 40: a goal of the whole city"),
        Contestant(f"area_{name}", desk.of_neighbourhood, "ms", "95 of 40: a goal of a neighbourhood"),
        Contestant(f"case_{name}", desk.of_submission, "ms", "95 of 40: a submission among 300 goals"),
        Contestant(f"peer_{name}", desk.peer, "ms", "a goal with every open submission", rounds=1),
    ]


@contextmanager
def _desks() -> Iterator[dict[str, Desk]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mahalleyar-links-")))
        server = stack.enter_context(PostgreSQLServer(is_durable=True))
        urls = {"sqlite": f"sqlite:///{folder}/city.db", "postgresql": server.create_database("bench_links")}
        for url in urls.values():
            make_city(url, ROWS)
        with psycopg.connect(urls["postgresql"], autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        yield {name: Desk(url) for name, url in urls.items()}


def main() -> int:
    """Runs the bench."""
    with _desks() as desks:
        return Bench(
            name="goal_links",
            title=f"Suggested links among {ROWS:,} submissions",
            contestants=[one for name, desk in desks.items() for one in _contestants(desk, name)],
            floors=[Floor(f"peer_{name}/city_{name}") for name in desks],
            ceilings=[Ceiling(f"{what}_{name}", 250.0) for name in desks for what in ("city", "area", "case")],
        ).run()


if __name__ == "__main__":
    sys.exit(main())
