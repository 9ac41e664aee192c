import asyncio

import pytest
from sqlalchemy import text
from sqlmodel import func, select

from models.database import Database, DatabaseUrlError, parse_database_url, rows_touched
from models.person import Person
from models.submission import TrackingSerial
from tests.models.sample_rows import NOW


async def _years(database: Database) -> list[int]:
    async with database.transaction() as session:
        return sorted((await session.exec(select(TrackingSerial.year))).all())


async def _add(database: Database, year: int) -> None:
    async with database.transaction() as session:
        session.add(TrackingSerial(year=year, last=1))


@pytest.mark.parametrize(
    ("address", "driver"),
    [
        ("sqlite:///var/mahalleyar.db", "sqlite"),
        ("sqlite:////srv/mahalleyar.db", "sqlite"),
        ("postgresql://u:p@localhost/db", "postgresql"),
        ("postgres://u:p@localhost:5433/db", "postgresql"),
        ("postgresql+psycopg://u@/db?host=/run/postgresql", "postgresql"),
    ],
)
def test_the_two_kinds_of_address_are_taken(address: str, driver: str) -> None:
    """SQLite's and PostgreSQL's addresses are understood, under each of their common names."""
    assert parse_database_url(address).drivername == driver


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mahalleyar.db",
        "mysql://u:geheim@h/db",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql+asyncpg://u:geheim@h/db",
        "://",
    ],
)
def test_another_address_is_refused_in_one_sentence(address: str) -> None:
    """What cannot be served is refused with a sentence that shows the way and repeats no password."""
    with pytest.raises(DatabaseUrlError) as refused:
        parse_database_url(address)
    assert "sqlite:///" in str(refused.value)
    assert "geheim" not in str(refused.value)


async def test_a_transaction_stays(database: Database) -> None:
    """What a transaction wrote is there for the next one."""
    await _add(database, 1405)
    assert await _years(database) == [1405]


async def test_a_failed_transaction_leaves_no_trace(database: Database) -> None:
    """An error within a transaction undoes all of it, reaches the caller, and the next one works."""
    with pytest.raises(LookupError, match="in the middle"):
        async with database.transaction() as session:
            session.add(TrackingSerial(year=1404, last=1))
            await session.flush()
            raise LookupError("in the middle")
    await _add(database, 1405)
    assert await _years(database) == [1405]


async def test_a_cancelled_transaction_leaves_no_trace(database: Database) -> None:
    """A task that is cancelled within its transaction undoes it and holds nobody up."""
    is_inside = asyncio.Event()

    async def never_ending() -> None:
        async with database.transaction() as session:
            session.add(TrackingSerial(year=1404, last=1))
            await session.flush()
            is_inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(never_ending())
    await is_inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.wait_for(_add(database, 1405), 5)
    assert await _years(database) == [1405]


async def test_a_part_can_be_undone(database: Database) -> None:
    """A savepoint that fails undoes its own rows and not those of the transaction around it."""
    async with database.transaction() as session:
        session.add(TrackingSerial(year=1404, last=1))
        await session.flush()
        with pytest.raises(LookupError):
            async with session.begin_nested():
                session.add(TrackingSerial(year=1405, last=1))
                await session.flush()
                raise LookupError
    assert await _years(database) == [1404]


async def test_nothing_is_seen_before_it_is_committed(database: Database) -> None:
    """A reader on a connection of its own sees a transaction's rows after its commit, not before."""
    engine = database.open_reading_engine()

    def seen() -> int:
        with engine.connect() as connection:
            return int(connection.execute(text("SELECT count(*) FROM tracking_serial")).scalar_one())

    async with database.transaction() as session:
        session.add(TrackingSerial(year=1405, last=1))
        await session.flush()
        assert await asyncio.to_thread(seen) == 0
    assert await asyncio.to_thread(seen) == 1
    engine.dispose()


async def test_many_turns_at_once_lose_nothing(database: Database) -> None:
    """Sixty transactions that each raise the same counter, all at once, raise it sixty times."""
    await _add(database, 1405)

    async def raise_once() -> None:
        async with database.transaction() as session:
            row = await session.get_one(TrackingSerial, 1405, with_for_update=True)
            await asyncio.sleep(0)
            row.last += 1

    await asyncio.gather(*(raise_once() for _ in range(60)))
    async with database.transaction() as session:
        assert (await session.exec(select(TrackingSerial.last))).one() == 61


async def test_sqlite_serves_in_the_order_of_asking(sqlite_database: Database) -> None:
    """On SQLite transactions take turns, first come first served: nobody is overtaken."""
    served: list[int] = []

    async def turn(number: int) -> None:
        async with sqlite_database.transaction() as session:
            served.append(number)
            await session.exec(select(func.count()).select_from(Person))
            await asyncio.sleep(0)

    await asyncio.gather(*(turn(number) for number in range(40)))
    assert served == list(range(40))


async def test_postgresql_serves_side_by_side(postgresql_database: Database) -> None:
    """On PostgreSQL as many transactions as promised are open at the same moment."""
    everybody = asyncio.Barrier(postgresql_database.concurrency)

    async def turn() -> None:
        async with postgresql_database.transaction() as session:
            await session.exec(select(func.count()).select_from(Person))
            await everybody.wait()

    await asyncio.wait_for(asyncio.gather(*(turn() for _ in range(postgresql_database.concurrency))), 20)


async def test_rows_touched_are_counted(database: Database) -> None:
    """An UPDATE says how many rows it found, none included."""
    await _add(database, 1405)
    async with database.transaction() as session:
        for year, touched in ((1405, 1), (1300, 0)):
            result = await session.execute(text(f"UPDATE tracking_serial SET last = 9 WHERE year = {year}"))  # noqa: S608  (a number of ours)
            assert rows_touched(result) == touched


async def test_a_healthy_database_is_writable(database: Database) -> None:
    """Asked whether it can be written to, a healthy database says yes."""
    assert await database.is_writable()


async def test_rows_stay_readable_after_the_commit(database: Database) -> None:
    """What a service returned can be read once the transaction is over, without another question to the database."""
    async with database.transaction() as session:
        person = Person(language="fa", created_at=NOW)
        session.add(person)
    assert (person.language, person.id) == ("fa", 1)
