"""Fixtures: a migrated database for every test, on SQLite and on PostgreSQL.

A test that takes `database` or `session` runs twice. SQLite's file is copied from one that was migrated once;
PostgreSQL's tables are emptied before each test. If PostgreSQL does not start, its tests fail: nothing is skipped.
"""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

from models.database import AsyncSession, Database
from models.schema import migrate
from models.tables import metadata
from tests.postgresql import PostgreSQLServer

BACKENDS = ("sqlite", "postgresql")
_DATABASE = "mahalleyar"
_numbers = count(1)

# Whoever a test before left connected would hold locks against the emptying: they are shown out first. Deleting the
# few rows of a test takes 5 ms, TRUNCATE of all tables 25.
_SHOW_OUT = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
# The audit trail refuses every DELETE, as it should; only emptying the whole table is left.
_KEPT = "audit"
_EMPTY = "; ".join(
    f'TRUNCATE "{table.name}"' if table.name == _KEPT else f'DELETE FROM "{table.name}"'  # noqa: S608  (our tables)
    for table in reversed(metadata.sorted_tables)
)
_RESTART = "SELECT setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences WHERE schemaname = 'public'"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgreSQLServer]:
    """The session's PostgreSQL, started by the first test that needs one."""
    with PostgreSQLServer() as server:
        yield server


@pytest.fixture(scope="session")
def _migrated_postgresql(postgresql_server: PostgreSQLServer) -> str:
    url = postgresql_server.create_database(_DATABASE)
    migrate(Database(url))
    return url


@pytest.fixture(scope="session")
def _migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "migrated.db"
    migrate(Database(f"sqlite:///{file}"))
    return file


@pytest.fixture
def sqlite_url(_migrated_sqlite: Path, tmp_path: Path) -> str:
    """The address of a migrated SQLite file of this test's own."""
    file = tmp_path / "mahalleyar.db"
    shutil.copyfile(_migrated_sqlite, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgresql_url(_migrated_postgresql: str) -> str:
    """The address of the migrated PostgreSQL database, empty."""
    with psycopg.connect(_migrated_postgresql) as connection:
        for statement in (_SHOW_OUT, _EMPTY, _RESTART):
            connection.execute(statement)
    return _migrated_postgresql


@pytest.fixture
def empty_postgresql_url(postgresql_server: PostgreSQLServer) -> Iterator[str]:
    """The address of a PostgreSQL database of this test's own, without a table."""
    name = f"empty_{next(_numbers)}"
    yield postgresql_server.create_database(name)
    postgresql_server.drop_database(name)


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a migrated, empty database: once on SQLite, once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=BACKENDS)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without a table: once on SQLite, once on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    url: str = request.getfixturevalue("empty_postgresql_url")
    return url


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    """A database, closed at the end."""
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated, empty database: once on SQLite, once on PostgreSQL."""
    async with opened(database_url) as database:
        yield database


@pytest.fixture
async def sqlite_database(sqlite_url: str) -> AsyncIterator[Database]:
    """A migrated, empty SQLite database."""
    async with opened(sqlite_url) as database:
        yield database


@pytest.fixture
async def postgresql_database(postgresql_url: str) -> AsyncIterator[Database]:
    """A migrated, empty PostgreSQL database."""
    async with opened(postgresql_url) as database:
        yield database


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    """An open transaction; what the test does in it is committed afterwards, unless the test broke it."""
    async with database.transaction() as session:
        yield session
