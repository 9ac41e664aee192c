import asyncio
import shutil
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import delete, insert, update
from sqlmodel import col

from bot import export_job, jobs
from bot.playground.messages import Message
from models.answer import Answer
from models.job import Job, JobState
from tests.e2e.harness import Town, running_bot
from tests.e2e.resident import Resident

OWNER = 7_900_000_001
QUESTION = "کدام درخواست‌ها و چه فایلی؟"


async def _file(town: Town, owner: Resident) -> tuple[Message, bytes]:
    message = await owner.phone.wait_for(lambda message: message.kind == "document", timeout=60)
    file = town.playground.state.files.by_id(message.api["document"]["file_id"])
    assert file is not None
    return message, file.content


def _cells(content: bytes) -> set[Any]:
    sheets = load_workbook(BytesIO(content), read_only=True)
    return {cell for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row}


async def test_an_owner_gets_the_file(database_url: str, tmp_path: Path) -> None:
    """/export, one tap, and the workbook comes with the record in it and the author under a pseudonym."""
    async with running_bot(database_url, city=(), owner_ids=(OWNER,), media_dir=tmp_path) as town:
        maryam, owner = town.person("مریم"), town.person("دبیر", person_id=OWNER)
        code = await maryam.registers("چراغ کوچه سوخته است")
        await owner.says_and_sees("/export", QUESTION)
        await owner.taps_and_sees("XLSX", "دارم فایل را می‌سازم")
        message, content = await _file(town, owner)
        assert message.api["document"]["file_name"].endswith(".xlsx")
        assert "۱ درخواست" in message.text
        cells = _cells(content)
        assert {code, "چراغ کوچه سوخته است"} <= cells
        assert not any("مریم" in str(cell) for cell in cells)
        await town.quiet()
        assert town.row(Job).state == JobState.DONE


async def test_switches_choose_names_and_what_is_new(sqlite_url: str, tmp_path: Path) -> None:
    """«با نام‌ها» writes the authors; «تازه‌ها از فایل قبلی» leaves out what an earlier such file held."""
    async with running_bot(sqlite_url, city=(), owner_ids=(OWNER,), media_dir=tmp_path) as town:
        maryam, owner = town.person("مریم"), town.person("دبیر", person_id=OWNER)
        await maryam.registers("چراغ کوچه سوخته است")
        for number in ("۱ درخواست", "۰ درخواست"):
            await owner.says_and_sees("/export", QUESTION)
            await owner.taps("با نام‌ها")
            await owner.phone.wait_for(lambda message: "✓ با نام‌ها" in message.labels)
            await owner.taps("تازه‌ها از فایل قبلی")
            question = await owner.phone.wait_for(lambda message: "✓ تازه‌ها از فایل قبلی" in message.labels)
            assert "✓ با نام‌ها" in question.labels
            await owner.taps_and_sees("JSON", "دارم فایل را می‌سازم")
            message, content = await _file(town, owner)
            assert number in message.text
            assert ("مریم" in content.decode()) == (number == "۱ درخواست")


async def test_the_file_comes_after_a_restart(database_url: str, tmp_path: Path) -> None:
    """Asked for, and the bot stopped at once: the next start makes the file, and it comes once."""
    async with running_bot(database_url, city=(), owner_ids=(OWNER,), media_dir=tmp_path) as town:
        maryam, owner = town.person("مریم"), town.person("دبیر", person_id=OWNER)
        code = await maryam.registers("چراغ کوچه سوخته است")
        await owner.says_and_sees("/export", QUESTION)
        await town.restart()
        await owner.taps_and_sees("XLSX", "دارم فایل را می‌سازم")
        await town.restart()
        _, content = await _file(town, owner)
        assert code in _cells(content)
        await town.quiet()
        assert len([message for message in owner.messages if message.kind == "document"]) == 1


async def test_for_everybody_else_it_is_not_there(sqlite_url: str) -> None:
    """A resident who knows the command, or makes up its buttons, is told «not found»; no work begins."""
    async with running_bot(sqlite_url, city=(), owner_ids=(OWNER,)) as town:
        maryam = town.person("مریم")
        answer = await maryam.says_and_sees("/export", "پیدا نشد")
        for action in ("xlsx", "named", "later"):
            maryam.phone.press(data=f"1:export:{action}:0:1", message_id=answer.id)
            await maryam.sees("پیدا نشد")
        assert town.rows(Job) == []


async def test_leaving_and_old_buttons(sqlite_url: str) -> None:
    """«فعلاً نه» and /cancel make no file; an old format button asks anew instead of making one."""
    async with running_bot(sqlite_url, city=(), owner_ids=(OWNER,)) as town:
        owner = town.person("دبیر", person_id=OWNER)
        question = await owner.says_and_sees("/export", QUESTION)
        data = owner.data_of("XLSX")
        await owner.taps_and_sees("فعلاً نه", "باشد، فایلی ساخته نشد")
        owner.phone.press(data=data, message_id=question.id)
        await owner.sees_toast("دکمه")
        await owner.sees(QUESTION)
        await owner.says_and_sees("/cancel", "باشد، فایلی ساخته نشد")
        assert town.rows(Job) == []


async def test_a_file_that_was_cleared_away(sqlite_url: str, tmp_path: Path) -> None:
    """Cleared while the messenger was away: the owner is told so, once, and the bot goes on."""
    async with running_bot(sqlite_url, city=(), owner_ids=(OWNER,), media_dir=tmp_path) as town:
        town.may_fail = True
        owner = town.person("دبیر", person_id=OWNER)
        await owner.says_and_sees("/export", QUESTION)
        await owner.taps_and_sees("CSV", "دارم فایل را می‌سازم")
        await town.playground.stop_listening()
        async with asyncio.timeout(30):
            while not any(row.method == "sendDocument" for row in town.rows(Answer)):  # noqa: ASYNC110  (rows wake nobody)
                await asyncio.sleep(0.05)
        shutil.rmtree(tmp_path / "exports")
        await town.playground.resume_listening()
        await owner.sees("فایلی که خواسته بودید دیگر نیست")
        await owner.says_and_sees("/help", "/export")
        await town.quiet()
        assert len(owner.heard("فایلی که خواسته بودید")) == 1
        assert not [message for message in owner.messages if message.kind == "document"]


async def test_a_file_that_cannot_be_made(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong, three times: the owner is told, and the next one is made."""

    async def broken(*_: object, **__: object) -> object:
        raise ZeroDivisionError("a bug on demand")

    works = export_job.run_export
    monkeypatch.setattr(jobs, "run_export", broken)
    async with running_bot(sqlite_url, city=(), owner_ids=(OWNER,), media_dir=tmp_path) as town:
        town.may_fail = True
        owner = town.person("دبیر", person_id=OWNER)
        await owner.says_and_sees("/export", QUESTION)
        await owner.taps_and_sees("CSV", "ساخته نشد")
        assert town.row(Job).attempts == 3
        monkeypatch.setattr(jobs, "run_export", works)
        await owner.says_and_sees("/export", QUESTION)
        await owner.taps("CSV")
        await _file(town, owner)


async def test_a_job_that_ends_the_program_is_given_up(sqlite_url: str, tmp_path: Path) -> None:
    """Begun three times and never settled, as where the machine runs out of memory: it is not begun for ever."""
    async with running_bot(sqlite_url, city=(), owner_ids=(OWNER,), media_dir=tmp_path) as town:
        town.may_fail = True
        owner = town.person("دبیر", person_id=OWNER)
        await owner.says_and_sees("/help", "راهنما")
        await town.stop()
        waiting = {"bot_id": 42, "person_id": 1, "chat_id": OWNER, "kind": "export", "asked": {}, "attempts": 3}
        await town.change(insert(Job).values(**waiting, state="waiting", created_at=datetime.now(UTC)))
        await town.start()
        await owner.sees("ساخته نشد")
        assert town.row(Job).state == JobState.FAILED


async def test_a_file_that_was_made_before_a_crash(database_url: str, tmp_path: Path) -> None:
    """Killed between the file and its answer: the next start sends that very file, in which what is new stands."""
    async with running_bot(database_url, city=(), owner_ids=(OWNER,), media_dir=tmp_path) as town:
        maryam, owner = town.person("مریم"), town.person("دبیر", person_id=OWNER)
        code = await maryam.registers("چراغ کوچه سوخته است")
        await owner.says_and_sees("/export", QUESTION)
        await owner.taps("تازه‌ها از فایل قبلی")
        await owner.phone.wait_for(lambda message: "✓ تازه‌ها از فایل قبلی" in message.labels)
        await owner.taps("JSON")
        await _file(town, owner)
        await town.stop()
        await town.change(update(Job).values(state=JobState.WAITING.value, settled_at=None))
        await town.change(delete(Answer).where(col(Answer.method) == "sendDocument"))
        before = owner.last.id
        await town.start()
        again = await owner.phone.wait_for(lambda message: message.kind == "document" and message.id > before)
        file = town.playground.state.files.by_id(again.api["document"]["file_id"])
        assert file is not None
        assert code in file.content.decode()


async def test_a_file_that_the_messenger_does_not_carry(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Above 50 MB the owner is told where it can be had."""
    monkeypatch.setattr(jobs, "MOST_BYTES", 10)
    async with running_bot(sqlite_url, city=(), owner_ids=(OWNER,), media_dir=tmp_path) as town:
        owner = town.person("دبیر", person_id=OWNER)
        await owner.says_and_sees("/export", QUESTION)
        await owner.taps_and_sees("CSV", "بزرگ‌تر از ۵۰ مگابایت", "mahalleyar export")
        assert not [message for message in owner.messages if message.kind == "document"]
