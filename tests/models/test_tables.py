import pkgutil
from importlib import import_module

from sqlalchemy import text
from sqlmodel import SQLModel, func, select

import models
from models.database import AsyncSession, Database
from models.tables import TABLES, metadata


def test_every_table_is_listed() -> None:
    """No room under models/ declares a table that `TABLES`, and so the migrations, do not know."""
    for module in pkgutil.iter_modules(models.__path__, "models."):
        import_module(module.name)
    declared = {mapper.class_ for mapper in SQLModel._sa_registry.mappers}
    assert declared == set(TABLES)
    assert len(TABLES) == len(metadata.tables)


async def test_every_table_is_there_and_empty(session: AsyncSession) -> None:
    """The databases that tests are given hold every table, and no row."""
    for table in TABLES:
        assert (await session.exec(select(func.count()).select_from(table))).one() == 0


async def test_postgresql_knows_persian_letters(postgresql_database: Database) -> None:
    """The tests' PostgreSQL classes letters as C.UTF-8 does; with plain C no Persian letter would be a letter."""
    async with postgresql_database.transaction() as session:
        found = (
            await session.execute(text("SELECT 'محله' ~ '^[[:alpha:]]+$', current_setting('server_encoding')"))
        ).one()
    assert tuple(found) == (True, "UTF8")
