"""What a database holds, read from outside while the program works or is gone."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

import bot.cli
from models.database import Database
from models.documents.area_file import read_area_rows
from models.schema import migrate
from models.services import areas

_SAMPLE_CITY = Path(bot.cli.__file__).parent.parent / "sample_city.csv"


@dataclass(frozen=True)
class Recorded:
    """One submission of an account, as the table holds it."""

    code: str
    text: str


async def found_city(url: str) -> None:
    """Create the tables and the sample city's areas in an empty database."""
    database = Database(url)
    try:
        await asyncio.to_thread(migrate, database)
        async with database.transaction() as session:
            await areas.import_areas(session=session, lines=read_area_rows(_SAMPLE_CITY))
    finally:
        await database.close()


class Ledger:
    """Reads, on a connection of its own, without ever holding up the program."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine: Engine = Database(url).open_reading_engine()

    def recorded(self) -> dict[int, list[Recorded]]:
        """Every submission by its author's user id, oldest first."""
        rows = self._read(
            "SELECT account.user_id, submission.code, submission.text FROM submission "
            "JOIN account ON account.person_id = submission.person_id ORDER BY submission.id"
        )
        found: dict[int, list[Recorded]] = {}
        for user_id, code, words in rows:
            found.setdefault(user_id, []).append(Recorded(code, words))
        return found

    def unfinished(self) -> int:
        """How many stored updates still have to run."""
        return int(self._read("SELECT count(*) FROM inbox WHERE finished_at IS NULL")[0][0])

    def in_flight(self) -> int:
        """How many updates are marked as in flight."""
        return int(self._read("SELECT count(*) FROM inbox WHERE finished_at IS NULL AND started_at IS NOT NULL")[0][0])

    def stored(self) -> int:
        """How many updates were ever stored."""
        return int(self._read("SELECT count(*) FROM inbox")[0][0])

    def set_aside(self) -> list[tuple[int, str | None]]:
        """(inbox id, error) of the updates that were set aside."""
        rows = self._read("SELECT id, error FROM inbox WHERE outcome = 'set_aside' ORDER BY id")
        return [(row[0], row[1]) for row in rows]

    def answers_by_state(self) -> dict[str, int]:
        """How many answers there are in each state."""
        return {row[0]: row[1] for row in self._read("SELECT state, count(*) FROM answer GROUP BY state")}

    def media_by_state(self) -> dict[str, int]:
        """How many attached files there are in each state."""
        return {row[0]: row[1] for row in self._read("SELECT state, count(*) FROM media GROUP BY state")}

    def deliveries_by_state(self) -> dict[str, int]:
        """How many deliveries there are in each state."""
        return {row[0]: row[1] for row in self._read("SELECT state, count(*) FROM delivery GROUP BY state")}

    def is_settled(self) -> bool:
        """Whether everything that was stored was run, and every answer has left."""
        return self.unfinished() == 0 and "waiting" not in self.answers_by_state()

    def _read(self, query: str) -> list[tuple[Any, ...]]:
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def close(self) -> None:
        """Let go of the connections."""
        self._engine.dispose()
