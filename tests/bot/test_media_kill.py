import asyncio
import random
import sys
from functools import partial
from pathlib import Path

import pytest

from bot.playground import Playground
from bot.playground.faults import FaultKind
from models.database import Database
from models.media import MediaState
from tests.bot.media_office import Office, all_are, office_of, until
from tests.models.services.test_media import submission

_PROCESS = """
import asyncio, sys
from pathlib import Path
from pydantic import SecretStr
from bot.alerts import Alerts
from bot.database_watch import DatabaseWatch
from bot.media import MediaDownloader
from bot.outgoing.api import ApiClient
from models.database import Database

async def main(url, base_url, folder):
    database = Database(url)
    await MediaDownloader(
        database=database,
        client=ApiClient(base_url=base_url, token=SecretStr("42:playground")),
        watch=DatabaseWatch(database),
        alerts=Alerts(database=database, platform="playground", bot_id=42, owner_ids=()),
        bot_id=42,
        media_dir=Path(folder),
    ).run()

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.mark.parametrize("rounds", [3, pytest.param(30, marks=pytest.mark.soak)])
async def test_files_survive_kills(sqlite_url: str, tmp_path: Path, rounds: int) -> None:
    """Killed at random moments, a downloader never leaves a file that is not whole, and in the end all are there."""
    folder, database = tmp_path / "media", Database(sqlite_url)
    async with database.transaction() as session:
        await submission(session)
    async with Playground() as playground:
        playground.faults.add(FaultKind.SLOW, method="file", delay=0.15, times=None, probability=0.7)
        office = Office(playground, database, folder, "42:playground")
        contents = {bytes([number]) * 400_000 for number in range(30)}
        await office.attach(*(office.send(content) for content in contents))
        for _ in range(rounds):
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-c", _PROCESS, sqlite_url, playground.base_url, str(folder)
            )
            await until(partial(called, playground, len(playground.calls_of("getFile"))))
            await asyncio.sleep(random.uniform(0, 0.6))
            process.kill()
            await process.wait()
            for row in await office.rows():
                assert row.state == MediaState.WAITING or office.stored(row.sha256) in contents
        await office.client.close()
        async with office_of(playground, database, folder) as last:
            await until(lambda: all_are(last, MediaState.STORED), 60)
            assert {last.stored(row.sha256) for row in await last.rows()} == contents
            assert len(last.files()) == len(contents)
    await database.close()


async def called(playground: Playground, before: int) -> bool:
    """Whether the process asked for a file, or has nothing left to ask for."""
    calls = playground.calls_of("getFile")
    return len(calls) > before or len(calls) >= 30
