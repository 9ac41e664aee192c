"""SQLite behind SQLAlchemy's asynchronous sessions, in the event loop's own thread.

A statement of ours takes tens of microseconds; handing each to a thread, as aiosqlite does, costs more than running it
(docs/decisions/0001-sqlite-in-the-loop.md has the figures). What could block for long does not happen here: waiting for
another process's lock is done by polling in the loop, and long reads take a thread and a connection of their own.
"""

import asyncio
import sqlite3
import time
from typing import Any, override

from sqlalchemy import pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.util import await_only
from sqlalchemy.util.concurrency import in_greenlet

BUSY_SECONDS = 30.0  # how long another process may hold the write lock before we give up
_POLL_SECONDS = 0.005


async def _nothing() -> None:
    """What the greenlet awaits, so that SQLAlchemy sees an asynchronous driver."""


def _seem_asynchronous() -> None:
    """Await something where SQLAlchemy started a greenlet and expects that; where we were called directly, do not."""
    if in_greenlet():
        await_only(_nothing())


def _driver(connection: Any) -> sqlite3.Connection:
    """The driver's own connection: a savepoint needs none of what SQLAlchemy does for a statement."""
    found: sqlite3.Connection = connection.connection.dbapi_connection
    return found


class _Cursor(sqlite3.Cursor):
    async def _async_soft_close(self) -> None:
        """SQLAlchemy awaits this when it lets go of a streamed result; nothing is held here."""


class _Connection(sqlite3.Connection):
    @override
    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)


def is_busy(error: sqlite3.OperationalError) -> bool:
    """Whether another connection holds the lock (the extended code's low byte says so)."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


class InlineSQLite(SQLiteDialect_pysqlite):
    """The standard library's sqlite3, called in the loop, every transaction begun with the lock it will need.

    A deferred BEGIN that writes later ends in SQLITE_BUSY_SNAPSHOT; a blocking timeout stalls the loop for seconds.
    """

    driver = "inline"
    is_async = True
    supports_statement_cache = True

    def __init__(self, *, begin: str = "IMMEDIATE", **arguments: Any) -> None:
        super().__init__(**arguments)
        self._begin = f"BEGIN {begin}"

    @classmethod
    @override
    def get_pool_class(cls, url: URL) -> type[pool.Pool]:
        return pool.AsyncAdaptedQueuePool

    @override
    def create_connect_args(self, url: URL) -> Any:
        arguments, options = super().create_connect_args(url)
        options.update(factory=_Connection, isolation_level=None, timeout=0)
        return arguments, options

    @override
    def get_driver_connection(self, connection: Any) -> Any:
        return connection

    @override
    def do_begin(self, dbapi_connection: Any) -> None:
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                dbapi_connection.execute(self._begin)
            except sqlite3.OperationalError as error:
                if not is_busy(error) or time.monotonic() > deadline:
                    raise
            else:
                return
            await_only(asyncio.sleep(_POLL_SECONDS))

    @override
    def do_savepoint(self, connection: Any, name: str) -> None:
        _driver(connection).execute(f"SAVEPOINT {name}")

    @override
    def do_rollback_to_savepoint(self, connection: Any, name: str) -> None:
        _driver(connection).execute(f"ROLLBACK TO SAVEPOINT {name}")

    @override
    def do_release_savepoint(self, connection: Any, name: str) -> None:
        _driver(connection).execute(f"RELEASE SAVEPOINT {name}")

    @override
    def do_execute(self, cursor: Any, statement: Any, parameters: Any, context: Any = None) -> None:
        _seem_asynchronous()
        cursor.execute(statement, parameters)

    @override
    def do_executemany(self, cursor: Any, statement: Any, parameters: Any, context: Any = None) -> None:
        _seem_asynchronous()
        cursor.executemany(statement, parameters)

    @override
    def do_commit(self, dbapi_connection: Any) -> None:
        _seem_asynchronous()
        dbapi_connection.commit()


registry.register("sqlite.inline", __name__, "InlineSQLite")
