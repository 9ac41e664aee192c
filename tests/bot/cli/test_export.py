import asyncio
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from models.database import Database
from models.services import submissions
from models.submission import Kind
from tests.bot.cli.conftest import CommandLine
from tests.models.sample_rows import NOW, TEHRAN, draft, resident, settle_city


def fill(url: str) -> None:
    """A report of Golsar, and a word of thanks from nowhere."""

    async def work() -> None:
        database = Database(url)
        async with database.transaction() as session:
            golsar = (await settle_city(session))["گلسار"]
            person = await resident(session)
            for one in (draft(1, area=golsar), draft(2, kind=Kind.THANKS)):
                await submissions.register(session=session, person_id=person, draft=one, now=NOW, zone=TEHRAN)
        await database.close()

    asyncio.run(work())


def test_everything(mahalleyar: CommandLine, sqlite_url: str, tmp_path: Path) -> None:
    """Without filters all that was registered is in the file, normalised text included, and the count is said."""
    fill(sqlite_url)
    target = tmp_path / "all.xlsx"
    said = mahalleyar("export", "--out", str(target), database_url=sqlite_url)
    assert (said.code, said.out, said.err) == (0, f"{target}: 2 submissions\n", "")
    rows = list(load_workbook(target).active.iter_rows(values_only=True))
    assert len(rows) == 3
    assert rows[1][9] == "کوچمون خیلی تاریکه"
    assert rows[1][10]


def test_every_filter(mahalleyar: CommandLine, sqlite_url: str, tmp_path: Path) -> None:
    """Filters of the command line narrow the file, in Persian too; the zip of files stands beside it."""
    fill(sqlite_url)
    target = tmp_path / "some.json"
    said = mahalleyar(
        *("export", "--out", str(target), "--area", "منطقه ۱", "--kind", "گزارش مشکل", "--status", "registered"),
        *("--from", "۱۴۰۵/۰۹/۱۹", "--to", "2026-12-10", "--with-identity", "--files", "--language", "en"),
        database_url=sqlite_url,
        media_dir=tmp_path / "media",
    )
    assert said.code == 0, said.err
    assert said.out.splitlines() == [f"{target}: 1 submissions", f"{target.with_suffix('.zip')}: 0 files"]
    (found,) = json.loads(target.read_text(encoding="utf-8"))
    assert (found["neighbourhood"], found["author"]) == ("گلسار", "مریم · @maryam · telegram 7123456789")


def test_new_since_last(mahalleyar: CommandLine, sqlite_url: str, tmp_path: Path) -> None:
    """What one export gave out is not new to the next, whatever their formats."""
    fill(sqlite_url)
    assert "2 submissions" in mahalleyar("export", "--out", str(tmp_path / "a.csv"), database_url=sqlite_url).out
    assert "0 submissions" in mahalleyar("export", "--new-since-last", "--out", str(tmp_path / "b.json")).out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--out", "x.pdf"], "the file's name ends in .csv, .json, .xlsx"),
        (["--out", "x.csv", "--language", "de"], "--language is one of: fa, en"),
        (["--out", "x.csv", "--from", "05/09/01"], "--from: «05/09/01» is no date: write it as 1405/09/01"),
        (["--out", "x.csv", "--area", "تجریش"], "there is no area «تجریش»"),
        (["--out", "x.csv", "--kind", "رمان"], "there is no kind «رمان»"),
        (["--out", "missing/x.csv"], "missing/x.csv: No such file or directory"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    mahalleyar: CommandLine, sqlite_url: str, arguments: list[str], sentence: str
) -> None:
    """A wrong ending, filter or folder is one clear line on standard error, exit code 1, and no file."""
    said = mahalleyar("export", *arguments, database_url=sqlite_url)
    assert said.code == 1
    assert sentence in said.err
    assert "Traceback" not in said.err
    assert list(Path.cwd().iterdir()) == []
