import asyncio
import json
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from bot import export_job
from bot.export_job import ExportFailedError, ExportOrder, run_export
from bot.settings import Settings, load_settings
from models.database import Database
from models.export_filter import ExportFilter
from models.services import submissions
from models.services.exports import ExportOptions
from models.submission import Kind
from tests.models.sample_rows import NOW, TEHRAN, draft, resident


@pytest.fixture
async def settings(database: Database, database_url: str, tmp_path: Path) -> Settings:
    """Settings of a city in which two things were registered."""
    async with database.transaction() as session:
        person = await resident(session)
        for one in (draft(1), draft(2, kind=Kind.THANKS)):
            await submissions.register(session=session, person_id=person, draft=one, now=NOW, zone=TEHRAN)
    return load_settings(
        _env_file=None,
        bot_token=SecretStr("42:not-for-the-child"),
        database_url=SecretStr(database_url),
        media_dir=tmp_path / "media",
    )


async def test_a_file_from_another_process(settings: Settings, tmp_path: Path) -> None:
    """The child writes the file and the zip, tells how far it is, and what memory it took."""
    target = tmp_path / "out.json"
    told: list[tuple[int, int]] = []
    report = await run_export(
        settings,
        target,
        ExportFilter(kinds=("thanks",)),
        language="fa",
        with_identity=True,
        with_files=True,
        progress=lambda done, total: told.append((done, total)),
    )
    (row,) = json.loads(target.read_text(encoding="utf-8"))
    assert (row["kind_label"], row["author"]) == ("تقدیر و تشکر", "مریم · @maryam · telegram 7123456789")
    assert report.result.archive == tmp_path / "out.zip"
    assert report.result.submissions == 1
    assert told == [(1, 1)]
    assert 20e6 < report.peak_memory < 300e6


async def test_purposes_are_kept_apart(settings: Settings, tmp_path: Path) -> None:
    """What is new to one who asks is not what is new to another."""
    new = ExportFilter(new_since_last=True)
    counts = [
        (await run_export(settings, tmp_path / "out.csv", new, language="fa", purpose=purpose)).result.submissions
        for purpose in ("person 1", "person 1", "person 2")
    ]
    assert counts == [2, 0, 2]


async def test_a_failure_is_one_sentence(settings: Settings, tmp_path: Path) -> None:
    """When the child cannot write, or ends without a word, the parent says why; secrets stay out of it."""
    with pytest.raises(ExportFailedError, match="No such file or directory"):
        await run_export(settings, tmp_path / "missing" / "out.csv", ExportFilter(), language="fa")
    broken = settings.model_copy(update={"database_url": SecretStr("mysql://me:hidden-word@x/y")})
    with pytest.raises(ExportFailedError) as raised:
        await run_export(broken, tmp_path / "out.csv", ExportFilter(), language="fa")
    assert "hidden-word" not in str(raised.value)


async def test_cancelling_ends_the_child(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stops waiting stops the work: no process and no half file is left."""
    started: asyncio.Future[asyncio.subprocess.Process] = asyncio.get_running_loop().create_future()
    start = export_job._start_child

    async def noted() -> asyncio.subprocess.Process:
        child = await start()
        started.set_result(child)
        return child

    monkeypatch.setattr(export_job, "_start_child", noted)
    folder = tmp_path / "folder"
    folder.mkdir()
    work = asyncio.create_task(run_export(settings, folder / "out.xlsx", ExportFilter(), language="fa"))
    child = await started
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert child.returncode is not None
    assert list(folder.iterdir()) == []


def test_an_order_travels() -> None:
    """An order comes out of JSON as it went in."""
    order = ExportOrder(
        "sqlite:///x.db",
        Path("out.xlsx"),
        ExportFilter(area_ids=(1, 2), first_day=date(2026, 11, 22), new_since_last=True),
        ExportOptions(language="en", zone=ZoneInfo("Asia/Tehran"), media_dir=Path("media"), purpose="person 7"),
    )
    assert ExportOrder.from_data(json.loads(json.dumps(order.to_data()))) == order
