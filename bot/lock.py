"""One process serves a bot: the one that holds the lock. It is free the moment its holder is gone, kill -9 included."""

import asyncio
import contextlib
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
from sqlalchemy import Connection, text

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
        path = _lock_file(database_file, self._bot_id)
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


def is_held(database: Database, connection: Connection, bot_id: int) -> bool:
    """Whether some process serves the bot just now: the lock says so, whatever the row in `leadership` says.

    Looking never takes the lock away from anybody, nor keeps it. Blocking, for microseconds.

    Args:
        database: the bot's.
        connection: to that database; asked where it is a PostgreSQL.
        bot_id: the bot's id at the messenger.

    Raises:
        OSError: the file beside SQLite's may not be read.
    """
    return _is_file_held(database.file, bot_id) if database.file is not None else _is_key_held(connection, bot_id)


def _is_file_held(database_file: Path, bot_id: int) -> bool:
    try:
        descriptor = os.open(_lock_file(database_file, bot_id), os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)  # shared: two who look do not see each other
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _is_key_held(connection: Connection, bot_id: int) -> bool:
    """The halves of a lock's 64-bit key are its `classid` and `objid` (postgresql.org/docs, view pg_locks)."""
    key = _KEY | bot_id
    found = connection.execute(
        text(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND classid::bigint = :high AND objid::bigint = :low"
        ),
        {"high": key >> 32, "low": key & 0xFFFF_FFFF},
    )
    return found.first() is not None


def _lock_file(database_file: Path, bot_id: int) -> Path:
    return database_file.with_name(f"{database_file.name}.{bot_id}.lock")


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
