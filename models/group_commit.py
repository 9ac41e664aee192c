"""One durable commit for many transactions of SQLite: whoever waits for the write lock shares the disk's answer.

Waiting for the disk is most of a small transaction's time, and SQLite writes one at a time anyway. So transactions that
stand in line run one after another as savepoints of one real transaction, and all of them return when that is on disk.
One that fails is undone alone. When the real transaction breaks (disk full), every member that has not returned fails,
as if each had failed by itself.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.orm import Session

MOST = 32  # members of one commit: nobody waits for more neighbours than these


class TransactionLostError(RuntimeError):
    """SQLite gave up a real transaction, and with it every member: the same may be tried again later."""


class _Group:
    """A real transaction under way, and what its members wait for."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.driver = _driver(connection)
        self.on_disk: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.members = 0


class MemberSession(Protocol):
    """What a member works with. It must run its statements at once."""

    def __init__(self, connection: AsyncConnection, driver: sqlite3.Connection) -> None: ...

    @property
    def orm(self) -> Session | None:
        """SQLAlchemy's session, if it was needed; it begins a savepoint of its own."""


class GroupCommit[S: MemberSession]:
    """Opens transactions in the order they are asked for."""

    def __init__(self, engine: AsyncEngine, session_class: type[S]) -> None:
        self._engine = engine
        self._session_class = session_class
        self._turns = asyncio.Lock()  # first come, first served
        self._group: _Group | None = None
        self._closers: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[S]:
        """A session in a savepoint of the present real transaction; on disk when this returns."""
        async with self._turns:
            group = self._group or await self._open()
            async with self._savepoint(group) as session:
                yield session
            group.members += 1
            if group.members >= MOST:
                await self._commit(group)
            elif group.members == 1:
                self._close_soon(group)
        await asyncio.shield(group.on_disk)

    async def _open(self) -> _Group:
        connection = await self._engine.connect()
        try:
            await connection.begin()
        except BaseException:
            await connection.close()
            raise
        self._group = _Group(connection)
        return self._group

    @asynccontextmanager
    async def _savepoint(self, group: _Group) -> AsyncIterator[S]:
        session = self._session_class(group.connection, group.driver)
        try:
            group.driver.execute("SAVEPOINT member")
            yield session
            if session.orm is not None and session.orm.is_active:
                session.orm.commit()
            elif session.orm is not None:  # a statement failed, and the session's own savepoint was undone with it
                group.driver.execute("ROLLBACK TO SAVEPOINT member")
            group.driver.execute("RELEASE SAVEPOINT member")
        except BaseException as error:
            lost = await self._undo(group, session, error)
            if lost is not None:
                raise lost from error
            raise
        finally:
            if session.orm is not None:
                session.orm.close()

    async def _undo(self, group: _Group, session: S, error: BaseException) -> TransactionLostError | None:
        """Undo one member; where SQLite gave up the whole transaction (disk full, input or output), say so."""
        try:
            if session.orm is not None:
                session.orm.rollback()
            group.driver.execute("ROLLBACK TO SAVEPOINT member")
            group.driver.execute("RELEASE SAVEPOINT member")
        except (DBAPIError, sqlite3.Error):  # the savepoint went with its transaction: what counts is why
            return await self._lose(group, _reason(error))
        if not _is_open(group.connection):
            return await self._lose(group, _reason(error))
        if group.members == 0:
            await self._end(group, None)
        return None

    async def _lose(self, group: _Group, reason: str) -> TransactionLostError:
        lost = TransactionLostError(reason)
        await self._end(group, lost)
        return lost

    def _close_soon(self, group: _Group) -> None:
        """Commit as soon as those who stand in line now have had their turn."""
        task = asyncio.create_task(self._close(group))
        self._closers.add(task)
        task.add_done_callback(self._closers.discard)

    async def _close(self, group: _Group) -> None:
        async with self._turns:
            if self._group is group:
                await self._commit(group)

    async def _commit(self, group: _Group) -> None:
        try:
            await group.connection.commit()
        except Exception as error:  # noqa: BLE001  (every member raises it in its own place)
            await self._end(group, error)
        except BaseException:
            await self._end(group, TransactionLostError("the program was stopping"))
            raise
        else:
            await self._end(group, None)

    async def _end(self, group: _Group, error: Exception | None) -> None:
        """Let go of a real transaction, undoing what was not committed, and tell its members."""
        self._group = None
        try:
            await group.connection.close()
        finally:
            if error is None or not group.members:
                group.on_disk.set_result(None)
            else:
                group.on_disk.set_exception(error)


def _driver(connection: AsyncConnection) -> sqlite3.Connection:
    """The driver's own connection: a savepoint needs none of what SQLAlchemy does for a statement."""
    opened: Any = connection.sync_connection
    found: sqlite3.Connection = opened.connection.dbapi_connection
    return found


def _is_open(connection: AsyncConnection) -> bool:
    opened: Any = connection.sync_connection
    return bool(opened is not None and not opened.invalidated and _driver(connection).in_transaction)


def _reason(error: BaseException | None) -> str:
    """The first thing that went wrong, without the words of whoever wrote them."""
    while error is not None and (error.__cause__ or error.__context__) is not None:
        error = error.__cause__ or error.__context__
    return str(error) if isinstance(error, sqlite3.Error) else type(error).__name__
