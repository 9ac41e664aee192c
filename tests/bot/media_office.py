"""An office between a playground and a database, in which files are attached and fetched."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr
from sqlmodel import col, select, update

from bot.alerts import Alerts
from bot.database_watch import DatabaseWatch
from bot.media import MediaDownloader
from bot.outgoing.api import ApiClient
from bot.playground import Playground
from bot.playground.files import StoredFile
from models.database import Database
from models.media import Media, MediaItem, MediaKind, MediaState
from models.services import media

BOT = 42
TOKEN = "42:playground"  # noqa: S105  (no secret: the playground knows no other)


class Office:
    """A downloader between a playground and a database, with one submission to attach files to."""

    def __init__(self, playground: Playground, database: Database, folder: Path, token: str) -> None:
        self.playground, self.database, self.folder = playground, database, folder
        self.client = ApiClient(base_url=playground.base_url, token=SecretStr(token))
        self.watch = DatabaseWatch(database)
        self.alerts = Alerts(database=database, platform="playground", bot_id=BOT, owner_ids=())
        self.downloader = MediaDownloader(
            database=database,
            client=self.client,
            watch=self.watch,
            alerts=self.alerts,
            bot_id=BOT,
            media_dir=folder,
            disk_pause=0.05,
        )

    def send(
        self, content: bytes, *, name: str = "file.bin", mime_type: str = "application/octet-stream"
    ) -> StoredFile:
        """A file that a resident sent, as the messenger keeps it."""
        return self.playground.state.files.add(content, kind="document", name=name, mime_type=mime_type)

    async def attach(self, *files: StoredFile, size: int | None = None) -> None:
        """Note the files with the submission, as a turn does, and nudge."""
        items = [
            MediaItem(number, MediaKind.DOCUMENT, file.file_id, file.unique_id, file.name, file.mime_type, None, size)
            for number, file in enumerate(files, 1)
        ]
        async with self.database.transaction() as session:
            await media.attach(session=session, submission_id=1, bot_id=BOT, items=items, now=datetime.now(UTC))
        self.downloader.nudge()

    async def rows(self) -> list[Media]:
        """All files there are."""
        async with self.database.transaction() as session:
            return list((await session.exec(select(Media).order_by(col(Media.id)))).all())

    async def states(self) -> list[str]:
        """Their states."""
        return [row.state for row in await self.rows()]

    async def turn_clock(self) -> None:
        """Let the time pass until everything that waits is due."""
        async with self.database.transaction() as session:
            await session.execute(update(Media).values(next_try_at=datetime.now(UTC)))
        self.downloader.nudge()

    def stored(self, sha256: str | None) -> bytes:
        """What lies under a hash; its name is true."""
        assert sha256 is not None
        [path] = (self.folder / sha256[:2]).glob(f"{sha256}*")
        content = path.read_bytes()
        assert hashlib.sha256(content).hexdigest() == sha256
        return content

    def files(self) -> list[Path]:
        """Every file below MEDIA_DIR, half-done ones among them."""
        return [path for path in self.folder.rglob("*") if path.is_file()]


async def until(claim: Callable[[], Awaitable[bool]], seconds: float = 45.0) -> None:
    """Wait for something to become true."""
    async with asyncio.timeout(seconds):
        while not await claim():  # noqa: ASYNC110  (what is waited for lies in a database)
            await asyncio.sleep(0.02)


@asynccontextmanager
async def office_of(
    playground: Playground, database: Database, folder: Path, *, token: str = TOKEN
) -> AsyncIterator[Office]:
    """An office whose downloader runs until the block ends, cancelled like a service that stops."""
    office = Office(playground, database, folder, token)
    running = asyncio.create_task(office.downloader.run())
    try:
        yield office
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await office.client.close()
        await office.watch.close()


async def all_are(office: Office, *states: MediaState) -> bool:
    """Whether every file is in one of the states."""
    found = await office.states()
    return bool(found) and set(found) <= {state.value for state in states}


async def asked(office: Office, times: int) -> bool:
    """Whether so many questions for files were answered."""
    return [call.outcome for call in office.playground.calls_of("getFile")].count("ok") >= times


async def has_attempts(office: Office, attempts: int) -> bool:
    """Whether the one file failed so often."""
    [row] = await office.rows()
    return row.attempts == attempts
