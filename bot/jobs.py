"""Doing jobs: one at a time, beside the service, each ended together with the answer that carries its file."""

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path

from bot.database_watch import DatabaseWatch
from bot.export_job import run_export
from bot.log import get_logger
from bot.outgoing.replies import ReplySender
from bot.settings import Settings
from handlers.views.export import export_failed, export_ready, export_too_large
from locales import translator
from models.database import Database, is_database_trouble
from models.export_filter import ExportFilter
from models.job import JobState
from models.services import answers, jobs
from models.services.jobs import Waiting

log = get_logger(__name__)
_ATTEMPTS = 3
MOST_BYTES = 50_000_000  # what bots may send: https://core.telegram.org/bots/api#senddocument
_FOLDER = "exports"  # below MEDIA_DIR: files on their way to somebody, deleted once they are a week old


class JobRunner:
    """Takes waiting jobs, oldest first. `nudge` says that there may be one; a timer says so now and then too."""

    def __init__(
        self, *, settings: Settings, database: Database, sender: ReplySender, watch: DatabaseWatch, bot_id: int
    ) -> None:
        self._settings = settings
        self._database = database
        self._sender = sender
        self._watch = watch
        self._bot_id = bot_id
        self._wake = asyncio.Event()
        self._wake.set()

    def nudge(self) -> None:
        """Look for work."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self._watch.wait()
            try:
                while await self._do_next():
                    pass
            except Exception as error:
                if not is_database_trouble(error):
                    raise
                self._watch.report(error)
                self._wake.set()

    async def _do_next(self) -> bool:
        async with self._database.transaction() as session:
            job = await jobs.take_next(session=session, bot_id=self._bot_id)
        if job is None:
            return False
        if job.attempts > _ATTEMPTS:  # the program itself ended at it, again and again
            log.error("job_given_up", job_id=job.id, attempt=job.attempts)
            await self._end(job, JobState.FAILED)
            return True
        try:
            file = await self._export(job)
        except Exception as error:
            if is_database_trouble(error):
                raise
            log.exception("job_failed", job_id=job.id, attempt=job.attempts)
            if job.attempts >= _ATTEMPTS:
                await self._end(job, JobState.FAILED)
            return True
        await self._end(job, JobState.DONE, *file)
        return True

    async def _export(self, job: Waiting) -> tuple[Path, int | None]:
        """The file, and how many submissions it holds where that is known."""
        folder = self._settings.media_dir / _FOLDER / str(job.id)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        suffix: str = job.asked["suffix"]
        made = next(folder.glob(f"mahalleyar-*{suffix}"), None)
        if made is not None:  # before a crash; making it again would find nothing «new since the last file»
            return made, None
        day = datetime.now(self._settings.city.zone)
        target = folder / f"mahalleyar-{day:%Y%m%d-%H%M}{suffix}"
        report = await run_export(
            self._settings,
            target,
            ExportFilter.from_data(job.asked["filter"]),
            language=job.language,
            with_identity=bool(job.asked.get("with_identity")),
            purpose=f"chat:{job.chat_id}",
        )
        return target, report.result.submissions

    async def _end(self, job: Waiting, state: JobState, file: Path | None = None, count: int | None = None) -> None:
        tr, now = translator(job.language), datetime.now(UTC)
        if file is None:
            draft = answers.Draft(job.chat_id, "sendMessage", export_failed(tr).to_parameters())
        elif _is_too_large(file):
            draft = answers.Draft(job.chat_id, "sendMessage", export_too_large(tr).to_parameters())
        else:
            caption = str(export_ready(count, tr).text)
            parameters = {"document": {"path": str(file)}, "caption": caption, "parse_mode": "HTML"}
            draft = answers.Draft(job.chat_id, "sendDocument", parameters)
        async with self._database.transaction() as session:
            await jobs.settle(session=session, job_id=job.id, state=state, now=now)
            waiting = await answers.record(session=session, bot_id=self._bot_id, inbox_id=None, drafts=[draft], now=now)
        self._sender.enqueue(waiting)


def _is_too_large(file: Path) -> bool:
    return file.stat().st_size > MOST_BYTES


def delete_old_exports(media_dir: Path, before: datetime) -> int:
    """Delete the folders of exports last written before a moment; return how many went."""
    gone = 0
    for folder in (media_dir / _FOLDER).glob("*"):
        if datetime.fromtimestamp(folder.stat().st_mtime, UTC) < before:
            shutil.rmtree(folder)
            gone += 1
    return gone
