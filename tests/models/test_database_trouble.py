import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from psycopg import sql
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError, PendingRollbackError
from sqlmodel import SQLModel, select

from models import database as database_module
from models import sqlite_dialect
from models.database import AsyncSession, Database, is_database_trouble
from models.group_commit import TransactionLostError
from models.inbox import Inbox
from models.submission import TrackingSerial
from tests.databases import opened
from tests.models.sample_rows import BOT, NOW
from tests.postgresql import PostgreSQLServer


def _big_row() -> SQLModel:
    return Inbox(bot_id=BOT, lane=1, payload="م" * 50_000, received_at=NOW)


async def _failure(database: Database, *statements: str) -> BaseException:
    """What a transaction of these statements ends in."""
    with pytest.raises(Exception) as failed:  # noqa: PT011  (which error it is, is what the tests ask)
        async with database.transaction() as session:
            for statement in statements:
                await session.execute(text(statement))
    return failed.value


async def _works(database: Database) -> bool:
    async with database.transaction() as session:
        session.add(TrackingSerial(year=1405, last=1))
    async with database.transaction() as session:
        return (await session.exec(select(TrackingSerial.year))).all() == [1405]


async def test_a_full_disk_is_trouble(sqlite_database: Database) -> None:
    """A disk without room is trouble; nothing half written stays, and work goes on once there is room again."""
    async with sqlite_database.transaction() as session:
        pages = (await session.execute(text("PRAGMA page_count"))).scalar_one()
        await session.execute(text(f"PRAGMA max_page_count={pages + 2}"))
    with pytest.raises(TransactionLostError, match="full") as failed:
        async with sqlite_database.transaction() as session:
            session.add(_big_row())
    assert is_database_trouble(failed.value)
    async with sqlite_database.transaction() as session:
        assert (await session.exec(select(Inbox.id))).all() == []
        await session.execute(text("PRAGMA max_page_count=1000000"))
    assert await _works(sqlite_database)


async def test_a_lock_that_another_process_keeps_is_trouble(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When another connection keeps the lock beyond our patience it is trouble, and over once the lock is free."""
    monkeypatch.setattr(sqlite_dialect, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(_file(sqlite_database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert is_database_trouble(await _failure(sqlite_database, "SELECT 1"))
    assert not await sqlite_database.is_writable()
    other.rollback()
    other.close()
    assert await sqlite_database.is_writable()
    assert await _works(sqlite_database)


async def test_a_file_that_is_no_database_is_trouble(tmp_path: Path) -> None:
    """A database file that holds something else is trouble, not a resident's fault."""
    (tmp_path / "broken.db").write_bytes(b"not a database, certainly not one" * 200)
    async with opened(f"sqlite:///{tmp_path / 'broken.db'}") as database:
        assert is_database_trouble(await _failure(database, "SELECT * FROM person"))


async def test_a_file_that_cannot_be_opened_is_trouble(tmp_path: Path) -> None:
    """A database file that cannot be opened is trouble."""
    (tmp_path / "folder.db").mkdir()
    async with opened(f"sqlite:///{tmp_path / 'folder.db'}") as database:
        assert is_database_trouble(await _failure(database, "SELECT 1"))
        assert not await database.is_writable()


def _file(database: Database) -> Path:
    assert database.file is not None
    return database.file


async def _backend(session: AsyncSession) -> int:
    return int((await session.execute(text("SELECT pg_backend_pid()"))).scalar_one())


def _end_backend(server: PostgreSQLServer, backend: int) -> None:
    server.run(sql.SQL("SELECT pg_terminate_backend({}, 5000)").format(backend))


async def test_a_connection_cut_in_the_middle_is_trouble(
    postgresql_database: Database, postgresql_server: PostgreSQLServer
) -> None:
    """PostgreSQL ends our connection within a transaction: trouble, nothing stays, and the next one works."""
    with pytest.raises(DBAPIError) as failed:
        async with postgresql_database.transaction() as session:
            session.add(TrackingSerial(year=1300, last=1))
            await session.flush()
            _end_backend(postgresql_server, await _backend(session))
            await session.execute(text("SELECT 1"))
    assert is_database_trouble(failed.value)
    assert await _works(postgresql_database)


async def test_a_connection_cut_before_the_commit_is_trouble(
    postgresql_database: Database, postgresql_server: PostgreSQLServer
) -> None:
    """The same when the commit is what meets the dead connection: it is never taken for a commit that worked."""
    with pytest.raises(DBAPIError) as failed:
        async with postgresql_database.transaction() as session:
            session.add(TrackingSerial(year=1300, last=1))
            await session.flush()
            _end_backend(postgresql_server, await _backend(session))
    assert is_database_trouble(failed.value)
    assert await _works(postgresql_database)


async def test_using_a_session_after_its_connection_broke_is_trouble(
    postgresql_database: Database, postgresql_server: PostgreSQLServer
) -> None:
    """Code that goes on with a session whose connection is dead fails with trouble too, not with a riddle."""
    with pytest.raises(PendingRollbackError) as failed:
        async with postgresql_database.transaction() as session:
            _end_backend(postgresql_server, await _backend(session))
            with pytest.raises(DBAPIError):
                await session.execute(text("SELECT 1"))
            await session.execute(text("SELECT 1"))
    assert is_database_trouble(failed.value)
    assert await _works(postgresql_database)


async def test_a_connection_cut_while_idle_is_at_worst_trouble(
    postgresql_database: Database, postgresql_server: PostgreSQLServer
) -> None:
    """A pooled connection that died between two turns costs one turn, as trouble; the one after it works."""
    async with postgresql_database.transaction() as session:
        backend = await _backend(session)
    _end_backend(postgresql_server, backend)
    with pytest.raises(DBAPIError) as failed:
        await _works(postgresql_database)
    assert is_database_trouble(failed.value)
    assert await _works(postgresql_database)


@pytest.mark.parametrize(
    "statements",
    [
        pytest.param(("SET LOCAL statement_timeout = 20", "SELECT pg_sleep(5)"), id="statement timeout"),
        pytest.param(("SET TRANSACTION READ ONLY", "DELETE FROM person"), id="a standby that only reads"),
    ],
)
async def test_limits_of_the_server_are_trouble(postgresql_database: Database, statements: tuple[str, ...]) -> None:
    """What the server's operator limits is trouble: the same may work later."""
    assert is_database_trouble(await _failure(postgresql_database, *statements))


async def test_a_lock_that_times_out_is_trouble(postgresql_database: Database) -> None:
    """A server that gives up waiting for another transaction's lock is trouble."""
    await _works(postgresql_database)
    async with postgresql_database.transaction() as session:
        await session.execute(text("UPDATE tracking_serial SET last = 2"))
        failed = await _failure(
            postgresql_database, "SET LOCAL lock_timeout = 20", "UPDATE tracking_serial SET last = 3"
        )
    assert is_database_trouble(failed)


async def test_a_server_that_ends_idle_transactions_is_trouble(postgresql_database: Database) -> None:
    """A transaction that the server ended because it stood idle is trouble."""
    with pytest.raises(DBAPIError) as failed:
        async with postgresql_database.transaction() as session:
            await session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 1"))
            await asyncio.sleep(0.2)
            await session.execute(text("SELECT 1"))
    assert is_database_trouble(failed.value)
    assert await _works(postgresql_database)


async def test_a_server_that_is_not_there_is_trouble(tmp_path: Path) -> None:
    """Nobody listens at the address: trouble, and the database says that it is not writable."""
    async with opened(f"postgresql://postgres@/mahalleyar?host={tmp_path}") as database:
        assert is_database_trouble(await _failure(database, "SELECT 1"))
        assert not await database.is_writable()


@pytest.fixture
async def narrow_database(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """A database with one connection and little patience."""
    monkeypatch.setattr(database_module, "POSTGRESQL_CONNECTIONS", 1)
    async with opened(postgresql_url) as database:
        database.engine.pool._timeout = 0.05  # type: ignore[attr-defined]  # the queue's own pool has it
        yield database


async def test_waiting_in_vain_for_a_connection_is_trouble(narrow_database: Database) -> None:
    """All connections in use for longer than we wait is trouble."""
    async with narrow_database.transaction() as session:
        await session.execute(text("SELECT 1"))
        assert is_database_trouble(await _failure(narrow_database, "SELECT 1"))


async def test_a_row_that_is_there_already_is_no_trouble(database: Database) -> None:
    """A broken constraint is the code's own fault: waiting and trying again would not mend it."""
    with pytest.raises(IntegrityError) as failed:
        async with database.transaction() as session:
            session.add_all([TrackingSerial(year=1405, last=1)])
            await session.flush()
            await session.execute(text("INSERT INTO tracking_serial (year, last) VALUES (1405, 1)"))
    assert not is_database_trouble(failed.value)
    assert await _works(database)


@pytest.mark.parametrize(
    "statement", ["SELECT * FROM nowhere", "SELEC 1", "INSERT INTO tracking_serial (year) VALUES (1)"]
)
async def test_a_wrong_statement_is_no_trouble(database: Database, statement: str) -> None:
    """A statement that can never work is not waited for."""
    assert not is_database_trouble(await _failure(database, statement))


@pytest.mark.parametrize("error", [None, ValueError("no"), KeyError("no"), RuntimeError("no")])
def test_other_errors_are_no_trouble(error: Exception | None) -> None:
    """What no database said is not blamed on the database."""
    assert not is_database_trouble(error)
