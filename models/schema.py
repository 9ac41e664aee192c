"""Bring a database's tables to the newest page of their history, one process at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, event, text

from models.database import Database
from models.tables import metadata

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK_KEY = 0x4D41_4841_4C4C_4559  # "MAHALLEY": the advisory lock that migrations hold


class SchemaNewerError(RuntimeError):
    """The database was written by a newer version of the program than this one."""


def migrate(database: Database) -> str:
    """Upgrade to the newest revision under a lock; return that revision. Blocking: call it in a thread.

    Raises:
        SchemaNewerError: the database's revision is unknown to this program.
    """
    with _locked(database) as connection:
        _refuse_newer(connection)
        command.upgrade(_config(connection), "head")
        if connection.in_transaction():
            connection.commit()
        revision = _revision(connection)
    return revision or ""


def current_revision(database: Database) -> str | None:
    """The revision the database is at; None where nothing was ever created."""
    engine = database.open_reading_engine()
    try:
        with engine.connect() as connection:
            return _revision(connection)
    finally:
        engine.dispose()


def newest_revision() -> str:
    """The revision this program brings a database to."""
    head = _scripts().get_current_head()
    return head or ""


def known_revisions() -> frozenset[str]:
    """Every revision this program knows of."""
    return frozenset(page.revision for page in _scripts().walk_revisions())


def differences(database: Database) -> list[object]:
    """What alembic would still change: empty when tables and code agree."""
    engine = database.open_reading_engine()
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return list(compare_metadata(context, metadata))
    finally:
        engine.dispose()


def new_revision(database: Database, message: str) -> None:
    """Write a new page from the difference between tables and code (for developers)."""
    with _locked(database) as connection:
        command.revision(_config(connection), message=message, autogenerate=True)


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_MIGRATIONS))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(connection: Connection) -> None:
    revision = _revision(connection)
    connection.rollback()
    if revision is not None and revision not in known_revisions():
        raise SchemaNewerError(
            f"the database is at revision {revision}, which this version does not know: install the newer one"
        )


@contextmanager
def _locked(database: Database) -> Iterator[Connection]:
    engine = database.open_reading_engine()
    try:
        if database.file is not None:
            _make_pages_atomic(engine)
            with _file_lock(database.file), engine.connect() as connection:
                yield connection
            return
        with engine.connect() as keeper, engine.connect() as connection:
            keeper.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK_KEY})
            yield connection
    finally:
        engine.dispose()


def _make_pages_atomic(engine: Engine) -> None:
    """Let a page that fails, or is killed, halfway leave nothing behind on SQLite either.

    Python's sqlite3 begins no transaction for CREATE TABLE by itself. Foreign keys rest meanwhile, as SQLite asks of
    whoever rebuilds a table (sqlite.org/lang_altertable.html): dropping the old one would count as deleting its rows.
    """

    @event.listens_for(engine, "connect")
    def _take_over(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=OFF")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _file_lock(file: Path) -> Iterator[None]:
    with file.with_name(file.name + ".migrate").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # freed by the kernel, whatever becomes of this process
        yield
