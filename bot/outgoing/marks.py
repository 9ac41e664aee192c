"""Marks of sent answers, committed in groups: a kill repeats at most those."""

import asyncio
import contextlib
from datetime import UTC, datetime

from bot.database_watch import DatabaseWatch
from bot.log import get_logger
from models.database import Database, is_database_trouble
from models.services import answers
from models.services.answers import Settled

log = get_logger(__name__)
GROUP, WITHIN = 20, 0.05  # so many at once, or what there is after so many seconds


class Marks:
    """Knows every answer that this process holds, from the moment it is taken on until its end is on disk."""

    def __init__(self, *, database: Database, watch: DatabaseWatch, unwritten: list[Settled]) -> None:
        self._database = database
        self._watch = watch
        self._held: set[int] = set()
        self._settled = unwritten
        self._some = asyncio.Event()
        self._full = asyncio.Event()

    def take_on(self, answer_id: int) -> bool:
        """Hold an answer; False when it is held already."""
        if answer_id in self._held:
            return False
        self._held.add(answer_id)
        return True

    def settle(self, settled: Settled) -> None:
        """Note what became of an answer; it is on disk within `WITHIN` seconds."""
        self._settled.append(settled)
        self._some.set()
        if len(self._settled) >= GROUP:
            self._full.set()

    async def run(self) -> None:
        """Write groups until cancelled."""
        while True:
            await self._some.wait()
            with contextlib.suppress(
                TimeoutError
            ):  # fewer than a group came in that time: they are written as they are
                await asyncio.wait_for(self._full.wait(), WITHIN)
            await self.flush()

    async def flush(self) -> None:
        """Write everything that is settled; while the database is away, wait and try again."""
        self._some.clear()
        self._full.clear()
        group = tuple(self._settled)  # they stay in the list until they are on disk, whatever comes between
        while group:
            try:
                async with self._database.transaction() as session:
                    await answers.settle(session=session, settled=group, now=datetime.now(UTC))
            except Exception as error:
                if not is_database_trouble(error):
                    raise
                self._watch.report(error)
                await self._watch.wait()
                continue
            del self._settled[: len(group)]
            self._held.difference_update(settled.id for settled in group)
            return
