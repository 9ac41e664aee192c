"""The database may go away (stopped, locked, disk full): everybody waits for the same sign that it is back."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.log import get_logger
from models.database import Database, is_database_trouble

log = get_logger(__name__)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 15.0  # seconds between two looks


class DatabaseWatch:
    """Knows whether the database can be written, and tells those who wait when it can again."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._ready = asyncio.Event()
        self._ready.set()
        self._probe: asyncio.Task[None] | None = None
        self._listeners: list[Callable[[], Awaitable[None]]] = []

    @property
    def is_ready(self) -> bool:
        """Whether nobody has reported trouble since the last sign of life."""
        return self._ready.is_set()

    async def wait(self) -> None:
        """Return when the database can be written, as far as anybody knows."""
        await self._ready.wait()

    def on_return(self, listener: Callable[[], Awaitable[None]]) -> None:
        """Call this, in the order of registration, each time the database is back, before anybody goes on."""
        self._listeners.append(listener)

    def report(self, error: BaseException) -> None:
        """Somebody met trouble: stop everybody and look until it is over."""
        if self._ready.is_set():
            self._ready.clear()
            log.error("database_away", reason=_first_line(error))
        if self._probe is None or self._probe.done():
            self._probe = asyncio.create_task(self._look())

    async def _look(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
            try:
                if await self._database.is_writable():
                    for listener in self._listeners:
                        await listener()
                    break
            except Exception as error:
                if not is_database_trouble(error):
                    log.exception("database_return_failed")
        log.info("database_back")
        self._ready.set()

    async def close(self) -> None:
        """Stop looking."""
        if self._probe is not None:
            self._probe.cancel()
            await asyncio.gather(self._probe, return_exceptions=True)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [""])[0][:200]
