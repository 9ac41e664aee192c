import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DatabaseError

from models import schema
from models.database import Database
from models.tables import metadata

ROOT = Path(__file__).parents[2]
MIGRATE = """
import sys
from models.database import Database
from models.schema import migrate
print(migrate(Database(sys.argv[1])))
"""


def _tables(database: Database) -> set[str]:
    engine = database.open_reading_engine()
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def _run(database: Database, statement: str) -> None:
    engine = database.open_reading_engine()
    try:
        with engine.begin() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()


def test_an_empty_database_is_brought_up_to_date(empty_database_url: str) -> None:
    """From nothing to the newest page, with every table; before that the revision is None."""
    database = Database(empty_database_url)
    assert schema.current_revision(database) is None
    assert schema.migrate(database) == schema.newest_revision() == schema.current_revision(database)
    assert _tables(database) == {"alembic_version", *metadata.tables}


def test_migrating_again_changes_nothing(database_url: str) -> None:
    """A database that is up to date stays as it is, rows included."""
    database = Database(database_url)
    _run(database, "INSERT INTO tracking_serial (year, last) VALUES (1405, 7)")
    assert schema.migrate(database) == schema.newest_revision()
    engine = database.open_reading_engine()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT last FROM tracking_serial")).scalar_one() == 7
    engine.dispose()


def test_tables_and_code_agree(database_url: str) -> None:
    """Alembic would change nothing in a migrated database: no model was edited without a page."""
    assert schema.differences(Database(database_url)) == []


def test_a_difference_would_be_seen(empty_database_url: str) -> None:
    """The comparison is no formality: a column that is gone is found."""
    database = Database(empty_database_url)
    schema.migrate(database)
    _run(database, "ALTER TABLE tracking_serial DROP COLUMN last")
    assert len(schema.differences(database)) == 1


def test_two_processes_may_migrate_at_once(empty_database_url: str) -> None:
    """Of two processes that start together one migrates, the other waits; both end well."""
    both = [
        subprocess.Popen(
            [sys.executable, "-c", MIGRATE, empty_database_url],
            cwd=ROOT,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    for process in both:
        said, complained = process.communicate(timeout=60)
        assert (said.strip(), process.returncode) == (schema.newest_revision(), 0), complained
    assert schema.differences(Database(empty_database_url)) == []


def test_a_newer_database_is_refused(database_url: str) -> None:
    """A database of a version that this program does not know is left alone, and the reason names its revision."""
    database = Database(database_url)
    newest = schema.newest_revision()
    _run(database, "UPDATE alembic_version SET version_num = '9999'")
    try:
        with pytest.raises(schema.SchemaNewerError, match="9999"):
            schema.migrate(database)
        assert schema.current_revision(database) == "9999"
    finally:
        _run(database, f"UPDATE alembic_version SET version_num = '{newest}'")  # noqa: S608  (our own revision)


def test_a_page_that_fails_halfway_leaves_nothing(empty_database_url: str) -> None:
    """When a page cannot be carried out, nothing of it stays, and it succeeds once the obstacle is gone."""
    database = Database(empty_database_url)
    _run(database, "CREATE TABLE status_event (id INTEGER)")  # among the last tables of the first page
    with pytest.raises(DatabaseError, match="already exists"):
        schema.migrate(database)
    assert _tables(database) <= {"status_event", "alembic_version"}
    assert schema.current_revision(database) is None
    _run(database, "DROP TABLE status_event")
    assert schema.migrate(database) == schema.newest_revision()
    assert schema.differences(database) == []


def _pages() -> list[str]:
    return [page.revision for page in schema._scripts().walk_revisions()][::-1]


def test_every_page_can_be_turned_back(empty_database_url: str) -> None:
    """Each page goes forward, back and forward again; the whole way back leaves no table."""
    database = Database(empty_database_url)
    for page in _pages():
        for turn in (command.upgrade, command.downgrade, command.upgrade):
            with schema._locked(database) as connection:
                turn(schema._config(connection), page if turn is command.upgrade else "-1")
                _commit(connection)
    assert schema.differences(database) == []
    with schema._locked(database) as connection:
        command.downgrade(schema._config(connection), "base")
        _commit(connection)
    assert _tables(database) == {"alembic_version"}


def _commit(connection: Connection) -> None:
    if connection.in_transaction():
        connection.commit()


def test_a_table_with_rows_that_point_to_it_can_be_rebuilt(sqlite_url: str) -> None:
    """A page may rebuild a table on SQLite while other rows refer to it: none is lost, none complains."""
    database = Database(sqlite_url)
    _run(database, "INSERT INTO person (id, language, language_chosen, created_at) VALUES (1, 'fa', 0, '2026-01-01')")
    _run(database, "INSERT INTO account (platform, user_id, person_id, name) VALUES ('telegram', 1, 1, 'مریم')")
    with schema._locked(database) as connection:
        connection.execute(text("CREATE TABLE person_new AS SELECT * FROM person"))
        connection.execute(text("DROP TABLE person"))
        connection.execute(text("ALTER TABLE person_new RENAME TO person"))
        connection.commit()
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 0
    engine = database.open_reading_engine()
    with engine.connect() as connection:
        assert (
            connection.execute(text("SELECT count(*) FROM account JOIN person ON person.id = person_id")).scalar_one()
            == 1
        )
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    engine.dispose()
