"""The durable downloader: fetches what residents attached, after the turn that noted it is on disk.

The rows are the truth: what waits is fetched, at once or after an outage, and again where a stored file is missing. A
killed process leaves at most half a file, which the next one removes.
"""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.alerts import Alerts
from bot.database_watch import DatabaseWatch
from bot.log import get_logger
from bot.media_fetch import TOO_LARGE, TRIES, Fetcher, Outcome
from bot.outgoing.api import ApiClient
from bot.outgoing.line import Line
from models.database import AsyncSession, Database, is_database_trouble
from models.media import MAX_FILE_BYTES, MediaState, MediaTrouble
from models.services import media
from models.services.media import Copy, Waiting
from models.stored_files import Stored, StoredFiles

log = get_logger(__name__)

AT_ONCE = 4
_LOOK_EVERY = 30.0  # seconds; a nudge is quicker
_GATHER = 0.25  # seconds in which many nudges are one look
_DISK_PAUSE = 30.0  # seconds until a disk that refused is asked again
_CHUNK = 1000  # rows compared with the folder at once

# First and longest pause after a failure, in seconds. Ten refusals (`TRIES`) are 28 hours: nothing is called gone
# sooner. The other troubles never end a file, so that no outage does, however long.
_PAUSES = {
    MediaTrouble.AWAY: (15.0, 900.0),
    MediaTrouble.REFUSED: (600.0, 21_600.0),
    MediaTrouble.BROKEN: (30.0, 3600.0),
}


class MediaDownloader:
    """Fetches the files of one bot into MEDIA_DIR. Only the holder of the bot's lock runs it."""

    def __init__(
        self,
        *,
        database: Database,
        client: ApiClient,
        watch: DatabaseWatch,
        alerts: Alerts,
        bot_id: int,
        media_dir: Path,
        disk_pause: float = _DISK_PAUSE,
    ) -> None:
        self._database, self._watch, self._alerts = database, watch, alerts
        self._bot_id = bot_id
        self._store = StoredFiles(media_dir)
        self._fetcher = Fetcher(client=client, store=self._store, owner=bot_id)
        self._line = Line()
        self._disk_pause = disk_pause
        self._disk_refuses = False
        self._held: set[int] = set()
        self._choosing = asyncio.Lock()
        self._nudged = asyncio.Event()

    def nudge(self) -> None:
        """There may be something to fetch. Costs nothing: many nudges are one look at the table."""
        self._nudged.set()

    async def run(self) -> None:
        """Fetch until cancelled."""
        try:
            leftovers = await asyncio.to_thread(self._store.clear_arriving, self._bot_id)
        except OSError as error:
            self._note_disk(error)
        else:
            if leftovers:
                log.info("media_leftovers_removed", count=leftovers)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._check_at_start())
            for _ in range(AT_ONCE):
                tasks.create_task(self._work())

    async def check_store(self) -> int:
        """Compare the table with the folder: what is missing is fetched again, what is back counts as stored.

        Returns:
            How many stored files were missing. None are where the folder cannot be read: the next check will tell.
        """
        async with self._database.transaction() as session:
            await media.give_up_unclaimed(session=session, bot_id=self._bot_id, now=datetime.now(UTC))
        lost, after = 0, 0
        while page := await self._read_copies(after):
            sizes = [(copy.sha256, copy.stored_size) for copy in page]
            try:
                missing = await asyncio.to_thread(self._store.missing, sizes)
            except OSError as error:
                self._note_disk(error)
                break
            lost += await self._note_compared(page, missing)
            after = page[-1].id
        if lost:
            log.warning("media_missing", count=lost)
            self.nudge()
        return lost

    async def _read_copies(self, after: int) -> list[Copy]:
        async with self._database.transaction() as session:
            return await media.copies(session=session, bot_id=self._bot_id, after=after, limit=_CHUNK)

    async def _note_compared(self, page: list[Copy], missing: set[str]) -> int:
        now = datetime.now(UTC)
        lost = [copy.id for copy in page if copy.state is MediaState.STORED and copy.sha256 in missing]
        found = [copy.id for copy in page if copy.state is not MediaState.STORED and copy.sha256 not in missing]
        if lost or found:
            async with self._database.transaction() as session:
                await media.note_missing(session=session, media_ids=lost, now=now)
                await media.note_found(session=session, media_ids=found, now=now)
        return len(lost)

    async def _check_at_start(self) -> None:
        try:
            await self.check_store()
        except Exception as error:
            if not is_database_trouble(error):
                raise
            self._watch.report(error)  # the timer checks again

    async def _work(self) -> None:
        while True:
            waiting = await self._next()
            try:
                pause = await self._serve(waiting)
            finally:
                self._held.discard(waiting.id)
            if pause:
                await asyncio.sleep(pause)
                self.nudge()

    async def _next(self) -> Waiting:
        """Hold the file that is due and that nobody holds, waiting for one if need be."""
        async with self._choosing:
            while True:
                await self._watch.wait()
                self._nudged.clear()
                try:
                    chosen, pause = await self._choose()
                except Exception as error:
                    if not is_database_trouble(error):
                        raise
                    self._watch.report(error)
                    continue
                if chosen is not None:
                    self._held.add(chosen.id)
                    return chosen
                await self._rest(pause)

    async def _choose(self) -> tuple[Waiting | None, float]:
        """The file to fetch now; else how long to rest, in seconds."""
        now = datetime.now(UTC)
        async with self._database.transaction() as session:
            due = await media.due(session=session, bot_id=self._bot_id, now=now, limit=AT_ONCE)
            free = next((waiting for waiting in due if waiting.id not in self._held), None)
            if free is not None or due:
                return free, _LOOK_EVERY
            next_at = await media.next_due_at(session=session, bot_id=self._bot_id)
        if next_at is None:
            return None, _LOOK_EVERY
        return None, min(max((next_at - now).total_seconds(), _GATHER), _LOOK_EVERY)

    async def _rest(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._nudged.wait(), seconds)
            await asyncio.sleep(_GATHER)

    async def _serve(self, waiting: Waiting) -> float:
        """Try one file, and write down what came of it; return the seconds to wait before the next."""
        try:
            outcome = await self._try(waiting)
        except OSError as error:
            self._note_disk(error)
            return self._disk_pause  # the row stays due: it is tried again when there is room
        except Exception as error:
            log.exception("media_failed", media_id=waiting.id)
            outcome = Outcome(MediaState.WAITING, trouble=MediaTrouble.BROKEN, reason=type(error).__name__)
        await self._settle(waiting, outcome)
        return outcome.pause or 0.0

    async def _try(self, waiting: Waiting) -> Outcome:
        sha256, size = waiting.sha256, waiting.stored_size
        if sha256 is not None and size is not None and await asyncio.to_thread(self._store.holds, sha256, size):
            return Outcome(MediaState.STORED, Stored(sha256, size))
        if waiting.size is not None and waiting.size > MAX_FILE_BYTES:
            return TOO_LARGE
        is_probe = await self._line.wait()
        try:
            outcome = await self._fetcher.fetch(waiting)
        except BaseException:
            self._line.abandon(is_probe=is_probe)
            raise
        if outcome.broken is not None:
            self._line.broke(outcome.broken, is_probe=is_probe)
        else:
            self._line.works()
        if outcome.stored is not None and self._disk_refuses:
            self._disk_refuses = False
            log.info("media_dir_works")
        return outcome

    def _note_disk(self, error: OSError) -> None:
        if not self._disk_refuses:
            self._disk_refuses = True
            reason = error.strerror or type(error).__name__
            log.error("media_dir_refuses", reason=reason)
            self._alerts.add("media_dir", f"files cannot be stored in MEDIA_DIR: {reason}")

    async def _settle(self, waiting: Waiting, outcome: Outcome) -> None:
        """Write down what came of a file; while the database is away, wait and try again."""
        write = _mark(waiting, outcome, datetime.now(UTC))
        while True:
            try:
                async with self._database.transaction() as session:
                    await write(session)
            except Exception as error:
                if not is_database_trouble(error):
                    raise
                self._watch.report(error)
                await self._watch.wait()
                continue
            break
        if outcome.state is MediaState.WAITING:
            log.info("media_postponed", media_id=waiting.id, trouble=outcome.trouble.value, reason=outcome.reason)
            self.nudge()  # it may be due before the next look


def _mark(waiting: Waiting, outcome: Outcome, now: datetime) -> Callable[[AsyncSession], Awaitable[None]]:
    """The service's call that writes this outcome."""
    if outcome.stored is not None:
        stored = outcome.stored
        return lambda session: media.mark_stored(
            session=session, media_id=waiting.id, sha256=stored.sha256, size=stored.size, now=now
        )
    if outcome.state is MediaState.TOO_LARGE:
        return lambda session: media.mark_too_large(session=session, media_id=waiting.id)
    attempts = waiting.attempts + 1 if waiting.trouble is outcome.trouble else 1
    if outcome.state is MediaState.GONE or (outcome.trouble is MediaTrouble.REFUSED and attempts >= TRIES):
        return lambda session: media.mark_gone(session=session, media_id=waiting.id, reason=outcome.reason)
    first, longest = _PAUSES[outcome.trouble]
    pause = min(first * 2 ** min(attempts - 1, 30), longest) * random.uniform(1.0, 1.2)  # noqa: S311  (spreads load)
    until = now + timedelta(seconds=max(pause, outcome.pause or 0.0))
    return lambda session: media.postpone(
        session=session,
        media_id=waiting.id,
        until=until,
        attempts=attempts,
        trouble=outcome.trouble,
        reason=outcome.reason,
    )
