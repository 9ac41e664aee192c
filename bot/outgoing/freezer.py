"""Freezing audiences: who is told is put on record range by range, while residents are answered in between."""

import asyncio
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.database_watch import DatabaseWatch
from bot.log import get_logger
from models.broadcast import Broadcast
from models.database import Database, is_database_trouble
from models.services import broadcasts

log = get_logger(__name__)
_LONGEST_REST = 0.03  # seconds


class Freezer:
    """Freezes one range after the other, of every broadcast in turn, and rests after each for as long as it took.

    SQLite freezes in the loop's own thread: half of the time is everybody else's.
    """

    def __init__(
        self, *, database: Database, watch: DatabaseWatch, zone: ZoneInfo, on_range: Callable[[], None]
    ) -> None:
        self._database, self._watch, self._zone, self._on_range = database, watch, zone, on_range
        self._waiting: dict[int, None] = {}
        self._some = asyncio.Event()

    def note(self, at_work: Iterable[Broadcast]) -> None:
        """Freeze those of these that are not frozen yet."""
        self._waiting |= {one.id: None for one in at_work if one.id is not None and one.frozen_at is None}
        if self._waiting:
            self._some.set()

    async def run(self) -> None:
        """Freeze until cancelled."""
        while True:
            await self._some.wait()
            await self._watch.wait()
            began = time.perf_counter()
            try:
                await self._freeze_next()
            except Exception as error:
                if not is_database_trouble(error):
                    raise
                self._watch.report(error)
                continue
            self._on_range()
            await asyncio.sleep(min(time.perf_counter() - began, _LONGEST_REST))

    async def _freeze_next(self) -> None:
        broadcast_id = next(iter(self._waiting))
        async with self._database.transaction() as session:
            has_more = await broadcasts.freeze_next(
                session=session, broadcast_id=broadcast_id, now=datetime.now(UTC), zone=self._zone
            )
        del self._waiting[broadcast_id]
        if has_more:
            self._waiting[broadcast_id] = None  # after the others
        elif not self._waiting:
            self._some.clear()
