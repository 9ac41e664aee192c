"""Sessions: SQLModel's, with a short way for prepared statements, and one for SQLite in the loop."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, override

import psycopg
from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.asyncio import AsyncSession as PlainSession
from sqlalchemy.orm import Session
from sqlmodel.ext.asyncio.session import AsyncSession as WarningSession

from models.prepared import Prepared, Rows


class AsyncSession(WarningSession):
    """SQLModel's session; its `execute`, which would warn at every call, is SQLAlchemy's own again: we mean rows."""

    execute = PlainSession.execute
    _driver: Any = None

    async def run(self, statement: Prepared, values: Mapping[str, Any]) -> Rows:
        """Run a prepared statement in this transaction. What was added to the session is not flushed before.

        Raises:
            DBAPIError: as `execute` raises it.
        """
        if self._driver is None or not self.sync_session.is_active:
            await self._reach_driver()  # refuses after a flush that failed
        driver = self._driver
        compiled = statement.on(self._dialect, values)
        try:
            cursor = await driver.execute(compiled.sql, compiled.values(values))
            return Rows(compiled.rows(await cursor.fetchall()) if cursor.description else [], cursor.rowcount)
        except psycopg.Error as error:
            raise compiled.failure(error, self._dialect, is_cut=driver.closed) from error

    async def run_many(self, statement: Prepared, many: Sequence[Mapping[str, Any]]) -> int:
        """Run a prepared UPDATE for each of these values; return how many rows they found together.

        Raises:
            DBAPIError: as `execute` raises it.
        """
        if not many:
            return 0
        if self._driver is None or not self.sync_session.is_active:
            await self._reach_driver()
        driver = self._driver
        compiled = statement.on(self._dialect, many[0])
        try:
            async with driver.cursor() as cursor:  # one round trip for all of them
                await cursor.executemany(compiled.sql, [compiled.values(values) for values in many])
                found: int = cursor.rowcount
        except psycopg.Error as error:
            raise compiled.failure(error, self._dialect, is_cut=driver.closed) from error
        return found

    @property
    def _dialect(self) -> Dialect:
        return self.get_bind().dialect

    async def _reach_driver(self) -> None:
        connection = await (await self.connection()).get_raw_connection()
        self._driver = connection.driver_connection


class InlineSession(AsyncSession):
    """A session of SQLite in the loop, where nothing is ever waited for once its transaction has begun.

    So its methods run at once, without the greenlet that SQLAlchemy starts for each: a fifth of a turn's time.
    """

    def __init__(self, connection: AsyncConnection, driver: sqlite3.Connection) -> None:
        opened = connection.sync_connection
        if opened is None:
            raise InvalidRequestError("a session needs a connection that is open")
        self._connection, self._opened, self._driver = connection, opened, driver
        self._info: dict[Any, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if name not in {"sync_session", "_proxied"}:
            raise AttributeError(name)
        # SQLAlchemy's own session: many turns get by without the ORM, and making one costs as much as two statements.
        super().__init__(bind=self._connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
        return self.__dict__[name]

    @property
    def orm(self) -> Session | None:
        """SQLAlchemy's session, if it was needed."""
        return self.__dict__.get("sync_session")

    @property
    @override
    def info(self) -> dict[Any, Any]:
        return self._info

    @override
    def get_bind(self, *_: Any, **__: Any) -> Connection:
        return self._opened

    @override
    async def run(self, statement: Prepared, values: Mapping[str, Any]) -> Rows:
        if self.orm is not None and not self.orm.is_active:
            self.orm.connection()  # refuses: a flush has failed, and what it belongs to is undone
        compiled = statement.on(self._opened.dialect, values)
        try:
            cursor = self._driver.execute(compiled.sql, compiled.values(values))
            return Rows(compiled.rows(cursor.fetchall()), cursor.rowcount)
        except sqlite3.Error as error:
            raise compiled.failure(error, self._opened.dialect) from error

    @override
    async def run_many(self, statement: Prepared, many: Sequence[Mapping[str, Any]]) -> int:
        if not many:
            return 0
        if self.orm is not None and not self.orm.is_active:
            self.orm.connection()
        compiled = statement.on(self._opened.dialect, many[0])
        try:
            cursor = self._driver.executemany(compiled.sql, [compiled.values(values) for values in many])
        except sqlite3.Error as error:
            raise compiled.failure(error, self._opened.dialect) from error
        found: int = cursor.rowcount
        return found

    @override
    async def execute(self, statement: Any, params: Any = None, **options: Any) -> Any:
        if not options and not statement._propagate_attrs:  # noqa: SLF001  (what Session.execute itself decides by)
            connection = self._opened if self.orm is None else self.orm.connection()
            return connection.execute(statement, params)  # Core: the session would add nothing
        return self.sync_session.execute(statement, params, **options)

    @override
    async def exec(self, statement: Any, **options: Any) -> Any:
        return self.sync_session.exec(statement, **options)

    @override
    async def get(self, entity: Any, ident: Any, **options: Any) -> Any:
        return self.sync_session.get(entity, ident, **options)

    @override
    async def flush(self, objects: Sequence[Any] | None = None) -> None:
        self.sync_session.flush(objects)
