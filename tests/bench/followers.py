"""Freezing a round of goals for a big city: everybody who follows one of eight goals is put on record once.

Ours is what the freezer does, range by range, on both databases; the longest range, in time of this process alone, is
what a resident may wait for on SQLite, which works in the loop's own thread. The peer is the plain loop: follower by
follower of each goal through the ORM, those who were seen left out.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, literal, select
from sqlmodel import Session, col

from bot.settings import load_settings
from models.area import Area
from models.database import Database, table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.goal import Goal, GoalFollow, GoalUpdate
from models.person import Person
from models.services import broadcasts, goal_rounds
from models.types import UtcDateTime
from tests.bench.harness import Bench, Ceiling, Contestant, Floor
from tests.crash.ledger import found_city
from tests.many_people import Crowd, make_people
from tests.postgresql import PostgreSQLServer

PEOPLE, GOALS, PEER_PEOPLE = 300_000, 8, 20_000
BOT = 42
_person = table_of(Person)


class City:
    """A crowded city with goals that many follow, and what was measured there."""

    def __init__(self, url: str, people: int) -> None:
        self.url, self.people = url, people
        self._seconds, self._longest, self._total = 0.0, 0.0, 0

    async def make(self) -> None:
        """Fill it: every second person follows the first goal, every third the next one, and so on."""
        await found_city(self.url)
        await asyncio.to_thread(make_people, self.url, Crowd(self.people, has_choices=True))
        database, now = Database(self.url), datetime.now(UTC)
        try:
            async with database.transaction() as session:
                root = (
                    (await session.execute(select(table_of(Area).c.id).order_by(table_of(Area).c.id))).scalars().first()
                )
                for number in range(1, GOALS + 1):
                    goal = {"id": number, "bot_id": BOT, "area_id": root, "number": number, "position": number}
                    await session.execute(insert(table_of(Goal)).values({**goal, **_goal_values(now)}))
                    rows = select(literal(number), _person.c.id, literal(now, UtcDateTime))
                    rows = rows.where(_person.c.id % (number + 1) == 0)
                    made = insert(table_of(GoalFollow)).from_select(["goal_id", "person_id", "created_at"], rows)
                    await session.execute(made)
                    said = {"goal_id": number, "bot_id": BOT, "text": "صد نهال", "on_day": now.date()}
                    times = {"tell_at": now, "made_at": now - timedelta(hours=1)}
                    await session.execute(insert(table_of(GoalUpdate)).values({**said, **times}))
        finally:
            await database.close()

    async def frozen_per_second(self) -> float:
        """Followers a second whose copy is put on record."""
        database, now = Database(self.url), datetime.now(UTC)
        city = replace(load_settings(_env_file=None, bot_token="42:bench").city, notice_delay=timedelta(0))  # noqa: S106  (no token)
        try:
            async with database.transaction() as session:
                await goal_rounds.tell_due(session=session, bot_id=BOT, city=city, now=now)
            async with database.transaction() as session:
                (begun,) = await broadcasts.at_work(session=session, bot_id=BOT)
            started, is_left = time.perf_counter(), True
            while is_left:
                range_began = time.process_time()
                async with database.transaction() as session:
                    is_left = await broadcasts.freeze_next(
                        session=session, broadcast_id=begun.id or 0, now=now, zone=city.zone
                    )
                self._longest = max(self._longest, time.process_time() - range_began)
            self._seconds = time.perf_counter() - started
            async with database.transaction() as session:
                frozen = await broadcasts.get(session=session, broadcast_id=begun.id or 0)
                self._total = frozen.total if frozen is not None else 0
        finally:
            await database.close()
        if self._total < self.people // 2:
            raise RuntimeError(f"only {self._total} were frozen")
        return self._total / self._seconds

    def seconds(self) -> float:
        """How long all of it took, in the turn just taken."""
        return self._seconds

    def longest(self) -> float:
        """Milliseconds that this process worked on the longest range."""
        return self._longest * 1000

    async def peer(self) -> float:
        """Followers a second whom the plain loop puts on record, in one transaction which is then undone."""
        database = Database(self.url)
        try:
            async with database.engine.connect() as connection:
                return await connection.run_sync(_loop)
        finally:
            await database.close()


def _goal_values(now: datetime) -> dict[str, Any]:
    words = {"title": "کاشت درخت", "description": "", "owner_body": "", "status": "active", "search_key": ""}
    times = dict.fromkeys(("status_at", "published_at", "created_at", "updated_at"), now)
    return {**words, **times, "version": 1}


def _loop(connection: Connection) -> float:
    started, now = time.perf_counter(), datetime.now(UTC)
    seen: set[int] = set()
    with Session(connection) as session:
        for number in range(1, GOALS + 1):
            followers = select(GoalFollow).where(col(GoalFollow.goal_id) == number)
            for (follow,) in session.execute(followers.order_by(col(GoalFollow.person_id)).limit(PEER_PEOPLE // GOALS)):
                if follow.person_id in seen:
                    continue
                seen.add(follow.person_id)
                session.add(
                    Delivery(
                        bot_id=BOT,
                        kind=DeliveryKind.GOAL_NEWS.value,
                        source_id=0,
                        occurrence="peer",
                        person_id=follow.person_id,
                        state=DeliveryState.WAITING.value,
                        due_at=now,
                        next_try_at=now,
                        created_at=now,
                    )
                )
        session.flush()
        session.rollback()
    return len(seen) / (time.perf_counter() - started)


def _contestants(city: City, name: str) -> list[Contestant]:
    return [
        Contestant(f"frozen_{name}", city.frozen_per_second, "people/s", "range by range"),
        Contestant(f"seconds_{name}", city.seconds, "s", f"for the followers among {city.people:,}"),
        Contestant(f"longest_{name}", city.longest, "ms", "the longest range, of this process"),
        Contestant(f"loop_{name}", city.peer, "people/s", "follower by follower through the ORM"),
    ]


@contextmanager
def _cities(people: int) -> Iterator[dict[str, City]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mahalleyar-followers-")))
        server = stack.enter_context(PostgreSQLServer(is_durable=True))
        urls = {"sqlite": f"sqlite:///{folder}/city.db", "postgresql": server.create_database("bench_followers")}
        cities = {name: City(url, people) for name, url in urls.items()}
        for city in cities.values():
            asyncio.run(city.make())
        yield cities


def main(arguments: list[str] | None = None) -> int:
    """Run the bench; `--scale 0.2` for a city a fifth as large."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--scale", type=float, default=1.0)
    options, others = parser.parse_known_args(arguments)
    people = int(PEOPLE * options.scale)
    with _cities(people) as cities:
        return Bench(
            name="followers",
            title=f"A round of {GOALS} goals in a city of {people:,}",
            contestants=[one for name, city in cities.items() for one in _contestants(city, name)],
            floors=[Floor(f"frozen_{name}/loop_{name}", 5.0) for name in cities],
            ceilings=[Ceiling("longest_sqlite", 100.0)],
            rounds=1,
            warm_up=False,
            remarks=("every second person follows the first goal, every third the second, …",),
        ).run(others)


if __name__ == "__main__":
    sys.exit(main())
