import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import update

from bot.playground import Playground
from bot.playground.faults import FaultKind
from models.database import AsyncSession, Database
from models.media import Media, MediaState
from tests.bot.media_office import Office, all_are, asked, has_attempts, office_of, until
from tests.models.services.test_media import submission

OTHER_TOKEN = "43:another_bots_token_that_nobody_may_read"  # noqa: S105  (nobody's)


@pytest.mark.parametrize(
    "kind",
    [FaultKind.RESET, FaultKind.BAD_GATEWAY, FaultKind.SERVER_ERROR, FaultKind.FLOOD],
)
@pytest.mark.parametrize("method", ["getFile", "file"])
async def test_a_fault_only_delays(office: Office, kind: FaultKind, method: str) -> None:
    """Resets, 5xx and 429, at the question or at the download: the file waits, and comes at the next try."""
    office.playground.faults.add(kind, method=method, times=1, retry_after=1)
    await office.attach(office.send(b"patience"))

    async def is_tried() -> bool:
        [row] = await office.rows()
        return row.state == MediaState.STORED or (row.error or "").startswith("away: ")

    await until(is_tried)  # a reset of a connection that was open for long is tried again by the transport itself
    [row] = await office.rows()
    assert row.next_try_at - datetime.now(UTC) < timedelta(minutes=1)
    await office.turn_clock()
    await until(lambda: all_are(office, MediaState.STORED))


async def test_the_network_may_be_away(office: Office, database: Database, tmp_path: Path) -> None:
    """While nobody can be reached nothing is given up, through a restart too; then everything comes."""
    files = [office.send(f"file {number}".encode()) for number in range(6)]
    await office.playground.stop_listening()
    await office.attach(*files)

    async def some_tried() -> bool:
        return any(row.attempts for row in await office.rows())

    await until(some_tried)
    async with office_of(office.playground, database, tmp_path / "other") as restarted:
        await asyncio.sleep(0.3)
        assert await all_are(restarted, MediaState.WAITING)
        await office.playground.resume_listening()
        await restarted.turn_clock()
        await office.turn_clock()
        await until(lambda: all_are(restarted, MediaState.STORED))


async def test_silence_ends_with_the_service(playground: Playground, database: Database, tmp_path: Path) -> None:
    """A download that stands still does not hold up a stop, leaves nothing half-done, and is taken up after it."""
    async with office_of(playground, database, tmp_path / "media") as office:
        playground.faults.add(FaultKind.SILENCE, method="file", times=4)
        await office.attach(*(office.send(bytes([number]) * 300_000) for number in range(4)))
        await until(lambda: asked(office, 4))
    assert office.files() == []
    assert await all_are(office, MediaState.WAITING)
    async with office_of(playground, database, tmp_path / "media") as office:
        await until(lambda: all_are(office, MediaState.STORED))
        assert len(office.files()) == 4


async def test_a_file_that_is_not_whole_is_fetched_again(office: Office) -> None:
    """Fewer bytes than the messenger promised are not stored, and after ten tries its promise was wrong."""
    file = office.send(b"the whole file")
    files = office.playground.state.files
    files._by_path[file.path] = replace(file, content=b"the wh")
    await office.attach(file)

    async def is_broken() -> bool:
        [row] = await office.rows()
        return row.error == "broken: 6 bytes came of 14"

    await until(is_broken)
    assert office.files() == []
    files._by_path[file.path] = file
    await office.turn_clock()
    await until(lambda: all_are(office, MediaState.STORED))
    assert office.stored((await office.rows())[0].sha256) == b"the whole file"


async def test_a_promise_that_is_never_kept_was_wrong(office: Office) -> None:
    """A file that comes ten times with another length than promised is stored as it comes."""
    file = office.send(b"the whole file")
    office.playground.state.files._by_path[file.path] = replace(file, content=b"the real file")
    await office.attach(file)
    await until(lambda: has_attempts(office, 1))
    async with office.database.transaction() as session:
        await session.execute(update(Media).values(attempts=9))
    await office.turn_clock()
    await until(lambda: all_are(office, MediaState.STORED))
    assert office.stored((await office.rows())[0].sha256) == b"the real file"


@pytest.mark.parametrize(
    ("method", "code", "said"),
    [("file", 404, "Not Found"), ("getFile", 400, "Bad Request: wrong file_id or the file is temporarily unavailable")],
)
async def test_a_file_is_called_gone_only_after_a_day(office: Office, method: str, code: int, said: str) -> None:
    """What the messenger does not find is asked for ten times over more than a day before it is gone."""
    office.playground.faults.add(FaultKind.ERROR, method=method, code=code, description=said, times=None)
    await office.attach(office.send(b"now you see me"))
    waited = timedelta()
    for attempts in range(1, 10):
        await until(partial(has_attempts, office, attempts))
        [row] = await office.rows()
        waited += row.next_try_at - datetime.now(UTC)
        assert row.state == MediaState.WAITING
        await office.turn_clock()
    await until(lambda: all_are(office, MediaState.GONE))
    assert waited > timedelta(days=1)


async def test_a_revoked_token_ends_nothing(
    playground: Playground,
    database: Database,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """While the messenger refuses the token everything waits, and the token is in no log and no row."""
    caplog.set_level(logging.DEBUG)
    async with office_of(playground, database, tmp_path / "media", token=OTHER_TOKEN) as office:
        await office.attach(office.send(b"mine"))
        await until(lambda: has_attempts(office, 1))
        [row] = await office.rows()
    assert row.state == MediaState.WAITING
    assert row.error == "away: 401 Unauthorized"
    said = capsys.readouterr()
    everything = caplog.text + said.out + said.err
    assert "media_postponed" in everything
    assert "nobody_may_read" not in everything


async def test_a_disk_that_refuses_is_waited_for(playground: Playground, database: Database, tmp_path: Path) -> None:
    """While MEDIA_DIR cannot be written nothing is lost or asked for, owners hear of it once, then all goes on."""
    folder = tmp_path / "media"
    folder.write_text("in the way")
    async with office_of(playground, database, folder) as office:
        await office.attach(office.send(b"one"), office.send(b"two"))
        await asyncio.sleep(0.5)
        assert await all_are(office, MediaState.WAITING)
        assert not playground.calls_of("getFile")
        assert [(row.attempts, row.error) for row in await office.rows()] == [(0, None)] * 2
        assert office.alerts._counts == {"media_dir": 1}
        folder.unlink()
        await until(lambda: all_are(office, MediaState.STORED))


class FailingDatabase(Database):
    """A database whose disk fails while `is_away` is set."""

    is_away = False

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A transaction, if the disk lets it."""
        async with super().transaction() as session:
            yield session
            if self.is_away:
                error = sqlite3.OperationalError("disk I/O error")
                error.sqlite_errorcode = sqlite3.SQLITE_IOERR
                raise error


async def test_a_database_that_is_away_is_waited_for(sqlite_url: str, tmp_path: Path) -> None:
    """What was fetched while the database failed is marked once it is back, without being fetched again."""
    database = FailingDatabase(sqlite_url)
    async with database.transaction() as session:
        await submission(session)
    async with Playground() as playground, office_of(playground, database, tmp_path / "media") as office:
        playground.faults.add(FaultKind.SLOW, method="file", delay=0.3, times=4)
        await office.attach(*(office.send(bytes([number])) for number in range(8)))
        await until(lambda: asked(office, 4))
        database.is_away = True
        await asyncio.sleep(1.0)
        assert not office.watch.is_ready
        database.is_away = False
        await until(lambda: all_are(office, MediaState.STORED))
        assert len(playground.calls_of("getFile")) == 8
    await database.close()
