"""Doing jobs beside the service, each ended together with the answer that carries its file.

Every kind has a lane of its own, in which one is done at a time: a letter does not wait behind a long export.
"""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot import goal_file_job, paper_job, picture_job
from bot.database_watch import DatabaseWatch
from bot.export_job import run_export
from bot.log import get_logger
from bot.outgoing.api import ApiClient
from bot.outgoing.replies import ReplySender
from bot.settings import Settings
from handlers.keyboards import View
from handlers.views.errors import error_view
from handlers.views.export import export_failed, export_ready, export_too_large
from locales import Translator, translator
from models.database import Database, is_database_trouble
from models.errors import DomainError
from models.export_filter import ExportFilter
from models.job import JobState
from models.services import answers, jobs
from models.services.jobs import Waiting

log = get_logger(__name__)
_ATTEMPTS = 3
MOST_BYTES = 50_000_000  # what bots may send: https://core.telegram.org/bots/api#senddocument
_FOLDER = "exports"  # below MEDIA_DIR: files on their way to somebody, deleted once they are a week old
EXPORT = "export"


@dataclass(frozen=True)
class Made:
    """A file that is ready, and what stands below it."""

    file: Path
    caption: View


@dataclass(frozen=True)
class Lane:
    """One kind of work: how it is done, and what is said where it cannot be. What is made may be words alone."""

    kind: str
    make: Callable[[Waiting, Path], Awaitable[Made | View]]
    failed: Callable[[Waiting], View]
    too_large: Callable[[Waiting], View]
    sends: str = "document"
    slot: str | None = None  # the message that later edits of what is said change


class JobRunner:
    """Takes waiting jobs, oldest first of each kind. `nudge` says that there may be one; a timer says so too."""

    def __init__(
        self,
        *,
        settings: Settings,
        database: Database,
        client: ApiClient,
        sender: ReplySender,
        watch: DatabaseWatch,
        bot_id: int,
    ) -> None:
        self._settings = settings
        self._database = database
        self._client = client
        self._sender = sender
        self._watch = watch
        self._bot_id = bot_id
        self._lanes = (
            Lane(EXPORT, self._export, _in_words(export_failed), _in_words(export_too_large)),
            Lane(paper_job.KIND, self._paper, paper_job.failed, paper_job.failed),
            Lane(picture_job.KIND, self._picture, picture_job.failed, picture_job.failed, sends="photo"),
            Lane(
                goal_file_job.KIND,
                self._goal_file,
                goal_file_job.failed,
                goal_file_job.failed,
                slot=goal_file_job.SLOT,
            ),
        )
        self._wakes = {lane.kind: asyncio.Event() for lane in self._lanes}
        self.nudge()

    def nudge(self) -> None:
        """Look for work."""
        for wake in self._wakes.values():
            wake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as lanes:
            for lane in self._lanes:
                lanes.create_task(self._run(lane))

    async def _run(self, lane: Lane) -> None:
        wake = self._wakes[lane.kind]
        while True:
            await wake.wait()
            wake.clear()
            await self._watch.wait()
            try:
                while await self._do_next(lane):
                    pass
            except Exception as error:
                if not is_database_trouble(error):
                    raise
                self._watch.report(error)
                wake.set()

    async def _do_next(self, lane: Lane) -> bool:
        async with self._database.transaction() as session:
            job = await jobs.take_next(session=session, bot_id=self._bot_id, kind=lane.kind)
        if job is None:
            return False
        if job.attempts > _ATTEMPTS:  # the program itself ended at it, again and again
            log.error("job_given_up", job_id=job.id, attempt=job.attempts)
            await self._fail(job, lane)
            return True
        try:
            made = await lane.make(job, await asyncio.to_thread(self._folder, job))
        except DomainError as error:  # it is not theirs, or not there, any more
            await self._end(job, JobState.DONE, _message(job, error_view(error, translator(job.language))))
        except Exception as error:
            if is_database_trouble(error):
                raise
            log.exception("job_failed", job_id=job.id, attempt=job.attempts)
            if job.attempts >= _ATTEMPTS:
                await self._fail(job, lane)
        else:
            await self._deliver(job, lane, made)
        return True

    def _folder(self, job: Waiting) -> Path:
        folder = self._settings.media_dir / _FOLDER / str(job.id)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    async def _export(self, job: Waiting, folder: Path) -> Made:
        tr, suffix = translator(job.language), job.asked["suffix"]
        ready = await asyncio.to_thread(_ready, folder, f"mahalleyar-*{suffix}")
        if ready is not None:  # before a crash; making it again would find nothing «new since the last file»
            return Made(ready, export_ready(None, tr))
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
        return Made(target, export_ready(report.result.submissions, tr))

    async def _paper(self, job: Waiting, folder: Path) -> Made:
        made = await paper_job.make_paper(self._settings, self._database, job, self._bot_id, folder)
        return Made(made.path, made.caption)

    async def _picture(self, job: Waiting, folder: Path) -> Made:
        made = await picture_job.make_picture(self._settings, self._database, job, folder)
        return Made(made.path, made.caption)

    async def _goal_file(self, job: Waiting, _: Path) -> View:
        return await goal_file_job.read_file(self._settings, self._database, self._client, job, self._bot_id)

    async def _deliver(self, job: Waiting, lane: Lane, made: Made | View) -> None:
        if isinstance(made, View):
            answer = answers.Draft(job.chat_id, "sendMessage", made.to_parameters(), lane.slot)
        elif _is_too_large(made.file):
            answer = _message(job, lane.too_large(job))
        else:
            parameters: dict[str, Any] = {lane.sends: {"path": str(made.file)}, **made.caption.to_caption()}
            answer = answers.Draft(job.chat_id, f"send{lane.sends.capitalize()}", parameters)
        await self._end(job, JobState.DONE, answer)

    async def _fail(self, job: Waiting, lane: Lane) -> None:
        await self._end(job, JobState.FAILED, _message(job, lane.failed(job)))

    async def _end(self, job: Waiting, state: JobState, answer: answers.Draft) -> None:
        now = datetime.now(UTC)
        async with self._database.transaction() as session:
            await jobs.settle(session=session, job_id=job.id, state=state, now=now)
            waiting = await answers.record(
                session=session, bot_id=self._bot_id, inbox_id=None, drafts=[answer], now=now
            )
        self._sender.enqueue(waiting)


def _in_words(sentence: Callable[[Translator], View]) -> Callable[[Waiting], View]:
    return lambda job: sentence(translator(job.language))


def _message(job: Waiting, view: View) -> answers.Draft:
    return answers.Draft(job.chat_id, "sendMessage", view.to_parameters())


def _ready(folder: Path, name: str) -> Path | None:
    return next(folder.glob(name), None)


def _is_too_large(file: Path) -> bool:
    return file.stat().st_size > MOST_BYTES


def delete_old_exports(media_dir: Path, before: datetime) -> int:
    """Delete the folders of files last written before a moment; return how many went."""
    gone = 0
    for folder in (media_dir / _FOLDER).glob("*"):
        if datetime.fromtimestamp(folder.stat().st_mtime, UTC) < before:
            shutil.rmtree(folder)
            gone += 1
    return gone
