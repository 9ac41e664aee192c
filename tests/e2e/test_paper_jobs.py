"""Making papers: beside exports, once, through crashes, and what is said where it fails."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import delete, update
from sqlmodel import col

from bot import jobs, paper_job
from models.answer import Answer
from models.database import table_of
from models.job import Job, JobState
from models.meeting import Minutes
from tests.e2e.meeting_village import village
from tests.e2e.paper_stage import BEGUN, content_of, file_for, files_of, minutes, press, resolution, slow
from tests.models.documents.drawn import Drawn


async def test_pressed_again_and_again(sqlite_url: str, tmp_path: Path) -> None:
    """While a file is being made, more presses ask for nothing more: it comes once."""
    async with village(sqlite_url, media_dir=tmp_path) as there:
        meeting_id = await minutes(there)
        await there.maryam.says_and_sees("/help", "راهنما")
        with slow():
            for _ in range(5):
                await press(there.maryam, "minutes", meeting_id)
            async with asyncio.timeout(20):
                while not there.town.rows(Job):  # noqa: ASYNC110  (rows wake nobody)
                    await asyncio.sleep(0.01)
            await there.town.quiet()
        await file_for(there.maryam)
        await there.town.quiet()
        assert len(files_of(there.maryam)) == len(there.town.rows(Job)) == 1


async def test_no_paper_waits_behind_an_export(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An export that takes for ever holds up no letter."""
    goes_on = asyncio.Event()

    async def endless(*_: object, **__: object) -> None:
        await goes_on.wait()
        raise RuntimeError("ended by the test")

    monkeypatch.setattr(jobs, "run_export", endless)
    async with village(sqlite_url, media_dir=tmp_path) as there:
        there.town.may_fail = True
        resolution_id = await resolution(there)
        await there.sara.says_and_sees("/export", "کدام درخواست‌ها و چه فایلی؟")
        await there.sara.taps_and_sees("CSV", BEGUN)
        await press(there.sara, "letter", resolution_id)
        await file_for(there.sara)
        assert [job.state for job in there.town.rows(Job)] == [JobState.WAITING, JobState.DONE]
        goes_on.set()
        await there.sara.sees("ساخته نشد")


async def test_after_a_crash_it_comes_once(database_url: str, tmp_path: Path) -> None:
    """Killed between the file and its answer: the next start makes it anew, and it comes once."""
    async with village(database_url, media_dir=tmp_path) as there:
        meeting_id = await minutes(there)
        await there.maryam.says_and_sees("/help", "راهنما")
        await press(there.maryam, "minutes", meeting_id)
        await file_for(there.maryam)
        await there.town.quiet()
        await there.town.stop()
        await there.town.change(update(Job).values(state=JobState.WAITING.value, settled_at=None))
        await there.town.change(delete(Answer).where(col(Answer.method) == "sendDocument"))
        before = there.maryam.last.id
        await there.town.start()
        again = await there.maryam.phone.wait_for(lambda one: one.kind == "document" and one.id > before, timeout=30)
        assert Drawn.of(content_of(there.town, again)).text
        await there.town.restart()
        await there.town.quiet()
        assert len(files_of(there.maryam)) == 2


async def test_a_paper_that_cannot_be_made(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tried three times, then said in a sentence, with the same words as text one tap away."""

    def broken(*_: object) -> bytes:
        raise RuntimeError("a bug on demand")

    monkeypatch.setattr(paper_job, "minutes_pdf", broken)
    async with village(sqlite_url, media_dir=tmp_path) as there:
        there.town.may_fail = True
        meeting_id = await minutes(there)
        await there.maryam.says_and_sees("/help", "راهنما")
        await press(there.maryam, "minutes", meeting_id)
        await there.maryam.sees("فایل PDF ساخته نشد")
        assert there.town.row(Job).attempts == 3
        await there.maryam.taps_and_sees("همین به‌صورت متن", "بند 1 دستور")


async def test_withdrawn_before_it_was_made(sqlite_url: str, tmp_path: Path) -> None:
    """Who may not see it any more when it is made is told so, and gets no file."""
    async with village(sqlite_url, media_dir=tmp_path) as there:
        meeting_id = await minutes(there)
        await there.maryam.says_and_sees("/help", "راهنما")
        with slow():
            await press(there.maryam, "minutes", meeting_id)
            await there.maryam.sees_toast(BEGUN)
            await there.town.change(update(table_of(Minutes)).values(state="draft"))
            await there.maryam.sees("پیدا نشد")
        assert files_of(there.maryam) == []
        assert there.town.row(Job).state == JobState.DONE
