"""One process serves a bot: the one that holds the lock. It is free the moment its holder is gone, kill -9 included."""

import asyncio
import contextlib
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg

from bot.log import get_logger
from models.database import Database

log = get_logger(__name__)
_KEY = 0x4D << 56  # "M", above any bot id
_POLL_SECONDS = 0.2
_HEARTBEAT_SECONDS = 3.0


class ServingLock:
    """Held while this process polls, ticks and sends. `lost` is set when it cannot be held any more."""

    def __init__(self, database: Database, bot_id: int) -> None:
        self._database = database
        self._bot_id = bot_id
        self.lost = asyncio.Event()

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Wait for the lock, saying so if that takes waiting; let it go at the end."""
        self.lost.clear()
        if self._database.file is not None:
            async with self._held_file(self._database.file):
                yield
        else:
            async with self._held_connection():
                yield

    @asynccontextmanager
    async def _held_file(self, database_file: Path) -> AsyncIterator[None]:
        path = database_file.with_name(f"{database_file.name}.{self._bot_id}.lock")
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            has_said_so = False
            while not _try_lock(descriptor):
                has_said_so = has_said_so or _say_standing_by()
                await asyncio.sleep(_POLL_SECONDS)
            if has_said_so:
                log.info("taking_over")
            yield
        finally:
            os.close(descriptor)

    @asynccontextmanager
    async def _held_connection(self) -> AsyncIterator[None]:
        address = self._database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        connection = await psycopg.AsyncConnection.connect(
            address, autocommit=True, connect_timeout=10, keepalives_idle=5, keepalives_interval=2, keepalives_count=3
        )
        heartbeat: asyncio.Task[None] | None = None
        try:
            key = _KEY | self._bot_id
            if not await _try_advisory(connection, key):
                _say_standing_by()
                await connection.execute("SELECT pg_advisory_lock(%s)", (key,))
                log.info("taking_over")
            heartbeat = asyncio.create_task(self._watch(connection))
            yield
        finally:
            if heartbeat is not None:
                heartbeat.cancel()
                await asyncio.gather(heartbeat, return_exceptions=True)
            with contextlib.suppress(psycopg.Error):  # a connection that broke is closed already
                await connection.close()

    async def _watch(self, connection: psycopg.AsyncConnection[tuple[object, ...]]) -> None:
        try:
            while True:
                await asyncio.sleep(_HEARTBEAT_SECONDS)
                await asyncio.wait_for(connection.execute("SELECT 1"), _HEARTBEAT_SECONDS * 2)
        except (psycopg.Error, TimeoutError, OSError) as error:
            log.error("lock_lost", reason=type(error).__name__)  # noqa: TRY400  (the reason says it; no traceback)
            self.lost.set()


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


async def _try_advisory(connection: psycopg.AsyncConnection[tuple[object, ...]], key: int) -> bool:
    row = await (await connection.execute("SELECT pg_try_advisory_lock(%s)", (key,))).fetchone()
    return bool(row and row[0])


def _say_standing_by() -> bool:
    log.warning("standing_by", reason="another process serves this bot; this one takes over when it ends")
    return True
