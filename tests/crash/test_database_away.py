"""The database goes away in the middle of work: stopped, full, locked. Nothing is set aside, nothing is lost."""

import asyncio
import os
import resource
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest

from bot.playground import Playground
from tests.crash.conftest import MakeBot
from tests.crash.crowd import Crowd
from tests.crash.ledger import Ledger
from tests.crash.waiting import until, until_all_done
from tests.postgresql import PostgreSQLServer

only_sqlite = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
only_postgresql = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
_SMALL_DISK, _LARGE_DISK = "2560k", "64m"
_PLENTY = 64 * 1024  # bytes that a file may still grow before the limit of the small quota


@only_postgresql
@pytest.mark.parametrize("seconds", [1.0, pytest.param(12.0, marks=pytest.mark.soak)])
async def test_postgresql_stops_twice(
    make_bot: MakeBot,
    playground: Playground,
    ledger: Ledger,
    durable_server: PostgreSQLServer,
    seconds: float,
) -> None:
    """PostgreSQL is cut off in the middle of work and comes back: the program waits and goes on by itself."""
    crowd = Crowd(playground, people=50, submissions=4)
    async with make_bot() as bot:
        await bot.wait_for("serving")
        crowd.write_everything()
        for times in (1, 2):
            await until(partial(_has_served, playground, 40 * times), "work began", within=60)
            await asyncio.to_thread(durable_server.kill)
            ledger.close()
            await asyncio.sleep(seconds)
            await asyncio.to_thread(durable_server.start)
        await until_all_done(bot, playground, ledger, crowd, within=90)
        assert bot.said("database_away")
    crowd.check(ledger)


def _has_served(playground: Playground, messages: int) -> bool:
    return len(playground.calls_of("sendMessage")) > messages


@only_postgresql
async def test_a_stop_while_the_database_is_away(
    make_bot: MakeBot, playground: Playground, ledger: Ledger, durable_server: PostgreSQLServer
) -> None:
    """SIGTERM without a database: the program ends all the same, and the next one serves what was left."""
    crowd = Crowd(playground, people=20, submissions=2)
    crowd.write_everything()
    bot = make_bot()
    await bot.start()
    await bot.wait_for("serving")
    await asyncio.to_thread(durable_server.kill)
    await bot.wait_for("database_away")
    assert await bot.terminate(within=15) == 0, bot.tail()
    ledger.close()
    await asyncio.to_thread(durable_server.start)
    await bot.start()
    await until_all_done(bot, playground, ledger, crowd, within=60)
    crowd.check(ledger)


@only_sqlite
@pytest.mark.parametrize("seconds", [3.0, pytest.param(8.0, marks=pytest.mark.soak)])
async def test_another_program_holds_the_write_lock(
    make_bot: MakeBot, playground: Playground, ledger: Ledger, seconds: float
) -> None:
    """A backup program holds SQLite's write lock for many seconds: everybody is served afterwards."""
    crowd = Crowd(playground, people=100, submissions=8)  # enough to be at work still when the lock is taken
    async with make_bot() as bot:
        await bot.wait_for("serving")
        crowd.write_everything()
        await until(partial(_has_served, playground, 20), "work began", within=30)
        with closing(await asyncio.to_thread(_lock, _file(ledger))) as holder:
            unfinished = ledger.unfinished()
            await asyncio.sleep(seconds)
            assert ledger.unfinished() == unfinished > 0  # nobody wrote: the lock was real
            holder.rollback()
        await until_all_done(bot, playground, ledger, crowd, within=60)
    crowd.check(ledger)


def _file(ledger: Ledger) -> Path:
    return Path(ledger.url.removeprefix("sqlite:///"))


def _lock(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=30, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    return connection


@only_sqlite
async def test_no_file_may_grow(make_bot: MakeBot, playground: Playground, ledger: Ledger) -> None:
    """SQLite's files may not grow any more (a quota): the program waits, and goes on once they may."""
    crowd = Crowd(playground, people=30, submissions=4)
    async with make_bot() as bot:
        await bot.wait_for("serving")
        crowd.say_hello()
        await until(partial(_has_served, playground, 59), "work began", within=30)
        largest = max(file.stat().st_size for file in (*_file(ledger).parent.iterdir(), bot.log))
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (largest + _PLENTY, resource.RLIM_INFINITY))
        for number in range(crowd.submissions):
            crowd.write_one(number)
        await bot.wait_for("database_away")
        await asyncio.sleep(2)
        resource.prlimit(bot.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        await until_all_done(bot, playground, ledger, crowd, within=60)
    crowd.check(ledger)


@contextmanager
def _disk(folder: Path) -> Iterator[None]:
    """A small disk of its own at this folder."""
    folder.mkdir(parents=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={_SMALL_DISK}", "tmpfs", folder], check=False, capture_output=True
    )
    if made.returncode:
        pytest.skip("a disk of its own takes the right to mount one; the quota's test shows the same")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def _enlarge(folder: Path) -> None:
    subprocess.run(["mount", "-o", f"remount,size={_LARGE_DISK}", folder], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk, with little more room than the empty tables need, where the database's file will lie."""
    folder = tmp_path / "city"
    with _disk(folder):
        yield folder


@only_sqlite
@pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a disk; the quota's test shows the same")
async def test_the_disk_is_full(small_disk: Path, make_bot: MakeBot, playground: Playground, ledger: Ledger) -> None:
    """The disk fills up in the middle of work: the program waits, and goes on once there is room again."""
    crowd = Crowd(playground, people=60, submissions=4)
    async with make_bot() as bot:
        await bot.wait_for("serving")
        crowd.write_everything()
        await bot.wait_for("database_away")
        await asyncio.sleep(2)
        await asyncio.to_thread(_enlarge, small_disk)
        await until_all_done(bot, playground, ledger, crowd, within=60)
    crowd.check(ledger)
