import asyncio
import signal
import sqlite3
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import select

from models.database import Database
from models.submission import TrackingSerial

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def _locked_elsewhere(database: Database, seconds: float) -> AsyncIterator[Process]:
    """Another process holds the write lock for that long."""
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.models.lock_holder", str(database.file), str(seconds), cwd=ROOT, stdout=PIPE
    )
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"locked\n"
    yield holder
    await holder.communicate()


async def _longest_pause(until: asyncio.Event) -> float:
    """How many seconds the loop was kept from its other work at worst."""
    longest, last = 0.0, time.perf_counter()
    while not until.is_set():
        await asyncio.sleep(0.001)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    return longest


async def _add(database: Database, year: int) -> None:
    async with database.transaction() as session:
        session.add(TrackingSerial(year=year, last=1))


async def _years(database: Database) -> list[int]:
    async with database.transaction() as session:
        return sorted((await session.exec(select(TrackingSerial.year))).all())


async def test_another_process_is_waited_for_without_standing_still(sqlite_database: Database) -> None:
    """While another process holds the lock our transaction waits for it, and the loop goes on with everything else."""
    is_written = asyncio.Event()
    async with _locked_elsewhere(sqlite_database, 0.4):
        watching = asyncio.create_task(_longest_pause(is_written))
        began = time.perf_counter()
        await _add(sqlite_database, 1405)
        waited = time.perf_counter() - began
        is_written.set()
    assert waited > 0.2
    assert await watching < 0.15
    assert await _years(sqlite_database) == [1400, 1405]


async def test_a_wait_can_be_given_up(sqlite_database: Database) -> None:
    """A task that is cancelled while it waits for the lock leaves nothing locked and nothing written."""
    async with _locked_elsewhere(sqlite_database, 0.3):
        waiting = asyncio.create_task(_add(sqlite_database, 1404))
        await asyncio.sleep(0.05)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    await asyncio.wait_for(_add(sqlite_database, 1405), 5)
    assert await _years(sqlite_database) == [1400, 1405]


async def test_the_lock_is_taken_at_the_beginning(sqlite_database: Database) -> None:
    """A transaction holds the write lock from its first statement, so that none ends in SQLITE_BUSY_SNAPSHOT."""
    async with sqlite_database.transaction() as session:
        await session.exec(select(TrackingSerial.year))
        assert sqlite_database.file is not None
        other = sqlite3.connect(sqlite_database.file, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("INSERT INTO tracking_serial (year, last) VALUES (1, 1)")
        other.close()


async def test_two_programs_may_write_alternately(sqlite_database: Database, sqlite_url: str) -> None:
    """Two engines on one file, as two processes have, both get their turns done; no turn is lost or refused."""
    other = Database(sqlite_url)
    await asyncio.gather(
        *(_add(database, year + at) for at in range(25) for database, year in ((sqlite_database, 1000), (other, 2000)))
    )
    assert len(await _years(sqlite_database)) == 50
    await other.close()


async def test_what_is_committed_survives_a_kill(sqlite_url: str) -> None:
    """A process killed with SIGKILL leaves what it committed, nothing of what it had not, and no lock."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.models.committer", sqlite_url, cwd=ROOT)
    assert await process.wait() == -signal.SIGKILL
    database = Database(sqlite_url)
    await asyncio.wait_for(_add(database, 1406), 5)
    assert await _years(database) == [1404, 1406]
    await database.close()


async def test_commits_reach_the_disk(sqlite_database: Database) -> None:
    """Every connection writes ahead, syncs at each commit and keeps its references whole."""
    async with sqlite_database.transaction() as session:
        found = [
            (await session.execute(text(f"PRAGMA {pragma}"))).scalar_one()
            for pragma in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert found == ["wal", 2, 1]  # 2 is FULL


async def test_rows_can_be_streamed(sqlite_database: Database) -> None:
    """A result may be read row by row, many statements may run with one execute, and both let go of their cursors."""
    async with sqlite_database.transaction() as session:
        connection = await session.connection()
        await connection.execute(
            text("INSERT INTO tracking_serial (year, last) VALUES (:year, 1)"), [{"year": year} for year in range(500)]
        )
        streamed = await session.stream(select(TrackingSerial.year).order_by(text("year")))
        assert [row[0] async for row in streamed] == list(range(500))


async def test_the_dialect_is_found_by_its_name(tmp_path: Path) -> None:
    """`sqlite+inline` is an address of SQLAlchemy's own kind, with the pool that asynchronous engines want."""
    engine = create_async_engine(f"sqlite+inline:///{tmp_path / 'other.db'}")
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT 7"))).scalar_one() == 7
    assert engine.dialect.is_async
    await engine.dispose()
