"""The database: one address, two engines behind it, and what its failures mean."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, Engine, Table, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Result
from sqlalchemy.exc import DBAPIError, InvalidRequestError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlmodel import SQLModel

import models.sqlite_dialect  # noqa: F401  (registers sqlite+inline)
from models.group_commit import GroupCommit, TransactionLostError
from models.sessions import AsyncSession, InlineSession

POSTGRESQL_CONNECTIONS = 20
_CONNECT_SECONDS = 10  # a server that is away is said to be, not waited for


class DatabaseUrlError(ValueError):
    """DATABASE_URL is neither `sqlite:///…` nor `postgresql://…`."""


def parse_database_url(address: str) -> URL:
    """The address as SQLAlchemy's URL.

    Raises:
        DatabaseUrlError: with one sentence that says what is wrong and never repeats a password.
    """
    try:
        url = make_url(address)
    except Exception as error:
        raise DatabaseUrlError("it is not an address such as sqlite:///var/mahalleyar.db") from error
    if url.drivername == "sqlite":
        if not url.database or url.database == ":memory:":
            raise DatabaseUrlError("a SQLite address needs a file: sqlite:///var/mahalleyar.db")
        return url
    if url.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return url.set(drivername="postgresql")
    raise DatabaseUrlError(f"{url.drivername} is not served; use sqlite:///… or postgresql://…")


class Database:
    """Opens transactions. On SQLite they take turns in the order they asked; on PostgreSQL they run side by side."""

    def __init__(self, address: str) -> None:
        self.url = parse_database_url(address)
        self.is_sqlite = self.url.drivername == "sqlite"
        self.engine = self._open_engine()
        self._commits = GroupCommit(self.engine, InlineSession) if self.is_sqlite else None

    @property
    def file(self) -> Path | None:
        """SQLite's file; None on PostgreSQL."""
        return Path(self.url.database) if self.is_sqlite and self.url.database else None

    @property
    def concurrency(self) -> int:
        """How many transactions make progress at once."""
        return 1 if self.is_sqlite else POSTGRESQL_CONNECTIONS - 4

    def _open_engine(self) -> AsyncEngine:
        if not self.is_sqlite:
            return create_async_engine(
                self.url.set(drivername="postgresql+psycopg"),
                pool_size=POSTGRESQL_CONNECTIONS,
                max_overflow=0,
                pool_timeout=30,
                connect_args={"connect_timeout": _CONNECT_SECONDS},
                hide_parameters=True,  # an error's text reaches logs; what residents write does not
            )
        if self.file is not None:
            self.file.parent.mkdir(parents=True, exist_ok=True)
        engine = create_async_engine(
            self.url.set(drivername="sqlite+inline"), pool_size=4, max_overflow=4, hide_parameters=True
        )
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        return engine

    def transaction(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A session in one transaction: committed durably at the end, rolled back at an error."""
        return self._transaction() if self._commits is None else self._commits.transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def open_reading_engine(self) -> Engine:
        """A synchronous engine for long reads in a thread of their own; the caller disposes of it."""
        return reading_engine(self.url)

    async def is_writable(self) -> bool:
        """Whether a transaction can write right now: asked before work goes on after an outage."""
        try:
            async with self.transaction() as session:
                await session.execute(text("UPDATE leadership SET epoch = epoch"))
        except Exception as error:
            if is_database_trouble(error):
                return False
            raise
        return True

    async def close(self) -> None:
        """Let go of every connection."""
        await self.engine.dispose()


def reading_engine(url: URL) -> Engine:
    """A synchronous engine for long reads in a thread of their own; `url` as any engine of the same database has it."""
    if url.get_backend_name() != "sqlite":
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={"connect_timeout": _CONNECT_SECONDS},
            hide_parameters=True,
        )
    engine = create_engine(url.set(drivername="sqlite+pysqlite"), hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


# SQLite's primary codes that blame the disk or another process, never the statement.
_SQLITE_TROUBLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}
# PostgreSQL: connection, resources, operator intervention, system error; serialization and deadlock; read-only;
# a transaction that stood idle too long; a lock that was not free in time.
_POSTGRESQL_TROUBLE = ("08", "53", "57", "58", "40", "25006", "25P03", "55P03", "XX")


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model, for the few Core statements of the hot path that are built once and run often."""
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
    return table


def upsert(dialect: str) -> Any:
    """The own `insert` of a database ("postgresql" or "sqlite"), the one that knows ON CONFLICT."""
    return postgresql.insert if dialect == "postgresql" else sqlite.insert


def rows_touched(result: Result[Any]) -> int:
    """How many rows an UPDATE or DELETE found."""
    count: int = getattr(result, "rowcount", -1)
    return count


def is_database_trouble(error: BaseException | None) -> bool:
    """Whether the database is away, locked or full, so that trying the same again later is right.

    A constraint that was broken, or a value that does not fit, is the code's own fault and not trouble.
    """
    if error is None:
        return False
    if isinstance(error, PoolTimeoutError | TransactionLostError):
        return True
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or _is_driver_trouble(error.orig)
    if isinstance(error, InvalidRequestError):  # sqlalche.me/e/21/8s2b: used again after its connection broke
        return error.code == "8s2b" or is_database_trouble(error.__cause__ or error.__context__)
    return _is_driver_trouble(error)


def _is_driver_trouble(error: BaseException | None) -> bool:
    if isinstance(error, sqlite3.Error):
        code: int = getattr(error, "sqlite_errorcode", 0)
        return code & 0xFF in _SQLITE_TROUBLE
    if isinstance(error, psycopg.Error):
        if error.sqlstate is None:
            return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
        return error.sqlstate.startswith(_POSTGRESQL_TROUBLE)
    return isinstance(error, ConnectionError)


__all__ = [
    "AsyncSession",
    "Database",
    "DatabaseUrlError",
    "is_database_trouble",
    "parse_database_url",
    "reading_engine",
    "rows_touched",
    "table_of",
    "upsert",
]
