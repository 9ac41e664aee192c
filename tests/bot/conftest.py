from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground import Playground
from models.database import Database
from tests.bot.media_office import Office, office_of
from tests.models.services.test_media import submission


@pytest.fixture
async def playground(database: Database) -> AsyncIterator[Playground]:
    """A playground, and a submission in the database."""
    async with database.transaction() as session:
        assert await submission(session) == 1
    async with Playground() as running:
        yield running


@pytest.fixture
async def office(playground: Playground, database: Database, tmp_path: Path) -> AsyncIterator[Office]:
    """A downloader at work."""
    async with office_of(playground, database, tmp_path / "media") as running:
        yield running
