from collections.abc import Mapping
from typing import Any

import pytest
from psycopg import sql
from sqlalchemy import bindparam, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidRequestError
from sqlmodel import select as model_select

from models.database import AsyncSession, Database, is_database_trouble, table_of
from models.inbox import Inbox
from models.prepared import Prepared, PreparedInsert
from models.submission import TrackingSerial
from tests.models.sample_rows import BOT, NOW
from tests.postgresql import PostgreSQLServer

_inbox, _serials = table_of(Inbox), table_of(TrackingSerial)
_PUT = PreparedInsert(insert(_inbox).returning(_inbox.c.id))
_COUNT = PreparedInsert(insert(_serials))
_READ = Prepared(
    select(_inbox.c.payload, _inbox.c.received_at, _inbox.c.outcome).where(_inbox.c.id == bindparam("row"))
)
_BACKEND = Prepared(select(func.pg_backend_pid()))
_MOVE = Prepared(
    update(_inbox).where(_inbox.c.lane == bindparam("was")).values(lane=bindparam("becomes"), outcome="moved")
)


def _row(**others: Any) -> dict[str, Any]:
    return {"bot_id": BOT, "lane": 1, "payload": "سلام\x00 🙂", "received_at": NOW, "crashes": 0, **others}


async def _serials_of(database: Database) -> list[int]:
    async with database.transaction() as session:
        return sorted((await session.exec(model_select(TrackingSerial.year))).all())


async def test_values_go_in_and_come_out_as_their_columns_say(session: AsyncSession) -> None:
    """Texts are cleaned, moments come back aware, and a column that is not named stays empty."""
    made = (await session.run(_PUT, _row())).value()
    assert (await session.run(_READ, {"row": made})).first() == ["سلام 🙂", NOW, None]
    assert (await session.run(_READ, {"row": 404})).first() is None
    with pytest.raises(IndexError):
        (await session.run(_READ, {"row": 404})).value()


async def test_an_insert_fills_the_columns_it_is_given(session: AsyncSession) -> None:
    """One prepared INSERT serves rows with more columns and with fewer, in any order."""
    first = (await session.run(_PUT, _row(outcome="done"))).value()
    second = (await session.run(_PUT, dict(reversed(_row().items())))).value()
    assert [(await session.run(_READ, {"row": row})).all[0][2] for row in (first, second)] == ["done", None]


async def test_it_says_how_many_rows_it_touched(session: AsyncSession) -> None:
    """An UPDATE counts what it found; values that stand in the statement are written with those given."""
    made = [(await session.run(_PUT, _row())).value() for _ in range(3)]
    assert (await session.run(_MOVE, {"was": 1, "becomes": 2})).rowcount == 3
    assert (await session.run(_MOVE, {"was": 1, "becomes": 2})).rowcount == 0
    assert (await session.run(_READ, {"row": made[0]})).all[0][2] == "moved"


@pytest.mark.parametrize("values", [{"was": 1}, {"was": 1, "becomes": 2, "more": 3}, {"was": 1, "become": 2}])
async def test_a_value_too_few_or_too_many_is_refused(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Nothing is left out silently, and nothing is ignored."""
    with pytest.raises(KeyError):
        await session.run(_MOVE, values)


async def test_what_cannot_be_prepared_is_refused(session: AsyncSession) -> None:
    """A list of unknown length and a value of unknown type would go wrong at some later time."""
    expanding = select(_inbox.c.id).where(_inbox.c.id.in_(bindparam("ids", expanding=True)))
    untyped: Any = select(bindparam("anything"))
    refused: list[tuple[Any, dict[str, Any]]] = [(expanding, {"ids": [1]}), (untyped, {"anything": NOW})]
    for statement, values in refused:
        with pytest.raises(ValueError, match=r"length|type"):
            await session.run(Prepared(statement), values)


async def test_it_belongs_to_the_transaction(database: Database) -> None:
    """What it wrote goes with a transaction that fails and stays with one that commits, the ORM's work beside it."""
    with pytest.raises(LookupError):
        async with database.transaction() as session:
            await session.run(_COUNT, {"year": 1, "last": 1})
            session.add(TrackingSerial(year=2, last=1))
            await session.flush()
            raise LookupError
    assert await _serials_of(database) == []
    async with database.transaction() as session:
        await session.run(_COUNT, {"year": 1, "last": 1})
        session.add(TrackingSerial(year=2, last=1))
        await session.flush()
        await session.run(_COUNT, {"year": 3, "last": 1})
        session.add(TrackingSerial(year=4, last=1))
    assert await _serials_of(database) == [1, 2, 3, 4]


async def test_a_broken_constraint_is_the_codes_own_fault(database: Database) -> None:
    """It is the error that `execute` raises, no trouble of the database, and its transaction leaves nothing."""
    with pytest.raises(IntegrityError) as failed:
        async with database.transaction() as session:
            await session.run(_COUNT, {"year": 1, "last": 1})
            await session.run(_COUNT, {"year": 1, "last": 2})
    assert not is_database_trouble(failed.value)
    assert await _serials_of(database) == []


async def test_nothing_goes_on_after_a_flush_that_failed(database: Database) -> None:
    """Where somebody goes on after a failed flush, prepared statements are refused and nothing of it all stays."""
    async with database.transaction() as session:
        await session.run(_COUNT, {"year": 1, "last": 1})
    with pytest.raises(InvalidRequestError):
        async with database.transaction() as session:
            await session.run(_COUNT, {"year": 2, "last": 1})
            session.add(TrackingSerial(year=1, last=1))
            with pytest.raises(IntegrityError):
                await session.flush()
            await session.run(_COUNT, {"year": 3, "last": 1})
    assert await _serials_of(database) == [1]


async def test_a_failed_flush_that_is_swallowed_leaves_nothing(sqlite_database: Database) -> None:
    """A transaction whose flush failed leaves nothing, what was written before it by prepared statements neither."""
    async with sqlite_database.transaction() as session:
        await session.run(_COUNT, {"year": 1, "last": 1})
    async with sqlite_database.transaction() as session:
        await session.run(_COUNT, {"year": 2, "last": 1})
        session.add(TrackingSerial(year=1, last=1))
        with pytest.raises(IntegrityError):
            await session.flush()
    assert await _serials_of(sqlite_database) == [1]


async def test_a_full_disk_is_trouble(sqlite_database: Database) -> None:
    """A disk without room is trouble also where no session of SQLAlchemy's was used, and work goes on afterwards."""
    async with sqlite_database.transaction() as session:
        pages = (await session.execute(text("PRAGMA page_count"))).scalar_one()
        await session.execute(text(f"PRAGMA max_page_count={pages + 2}"))
    with pytest.raises(Exception, match="full") as failed:
        async with sqlite_database.transaction() as session:
            await session.run(_PUT, _row(payload="م" * 50_000))
    assert is_database_trouble(failed.value)
    async with sqlite_database.transaction() as session:
        await session.execute(text("PRAGMA max_page_count=1000000"))
        await session.run(_COUNT, {"year": 1, "last": 1})
    assert await _serials_of(sqlite_database) == [1]


async def test_a_connection_cut_in_the_middle_is_trouble(
    postgresql_database: Database, postgresql_server: PostgreSQLServer
) -> None:
    """PostgreSQL ends our connection between two prepared statements: trouble, nothing stays, the next one works."""
    with pytest.raises(DBAPIError) as failed:
        async with postgresql_database.transaction() as session:
            await session.run(_COUNT, {"year": 1, "last": 1})
            backend = (await session.run(_BACKEND, {})).value()
            postgresql_server.run(sql.SQL("SELECT pg_terminate_backend({}, 5000)").format(backend))
            await session.run(_COUNT, {"year": 2, "last": 1})
    assert is_database_trouble(failed.value)
    assert await _serials_of(postgresql_database) == []
