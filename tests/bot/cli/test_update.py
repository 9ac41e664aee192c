import asyncio
import getpass
import io
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import Session, SQLModel, select

from models.audit import Audit
from models.database import Database
from models.delivery import Delivery
from models.documents.submission_row import ANSWER_COLUMN, NEW_STATUS_COLUMN, NOTE_COLUMN
from models.services import submissions
from models.submission import Submission
from tests.bot.cli.conftest import CommandLine, Said
from tests.models.sample_rows import BOT, NOW, TEHRAN, draft, resident

TOKEN = f"{BOT}:token"


@pytest.fixture
def url(sqlite_url: str) -> str:
    """The address of a database with three submissions."""

    async def work() -> None:
        database = Database(sqlite_url)
        async with database.transaction() as session:
            person = await resident(session)
            for number in (1, 2, 3):
                await submissions.register(session=session, person_id=person, draft=draft(number), now=NOW, zone=TEHRAN)
        await database.close()

    asyncio.run(work())
    return sqlite_url


def rows[Row: SQLModel](url: str, table: type[Row]) -> list[Row]:
    """The rows of a table."""
    engine = Database(url).open_reading_engine()
    with Session(engine) as session:
        found = list(session.exec(select(table)).all())
    engine.dispose()
    return found


def fill(path: Path, row: int, **cells: str) -> None:
    """Write into a row of an exported workbook."""
    places = {"status": NEW_STATUS_COLUMN, "answer": ANSWER_COLUMN, "note": NOTE_COLUMN}
    book = load_workbook(path)
    for name, words in cells.items():
        book.active.cell(row, places[name] + 1).value = words
    book.save(path)


def exported(mahalleyar: CommandLine, url: str, target: Path) -> Path:
    """A sheet of all submissions."""
    assert mahalleyar("export", "--out", str(target), database_url=url).code == 0
    return target


def update(mahalleyar: CommandLine, url: str, *arguments: Any) -> Said:
    """`mahalleyar submissions update …`."""
    return mahalleyar("submissions", "update", *map(str, arguments), database_url=url, bot_token=TOKEN)


def test_a_sheet_goes_out_and_comes_back(mahalleyar: CommandLine, url: str, tmp_path: Path) -> None:
    """Exported, written into, taken back: the preview, the good rows done, the bad one named; twice is once."""
    sheet = exported(mahalleyar, url, tmp_path / "a.xlsx")
    fill(sheet, 2, status="انجام‌شده", answer="نصب شد")
    fill(sheet, 3, note="با برق تماس گرفتم")
    fill(sheet, 4, status="پذیرفته‌نشده")
    said = update(mahalleyar, url, sheet, "--yes")
    code = rows(url, Submission)[2].code
    assert said.out.splitlines() == [
        f"{sheet}: 3 rows, 2 of them to be done",
        "  1 with a new status, 1 with an answer, 1 with a note",
        "  1 cannot be done:",
        f"    row 4 ({code}): not_accepted needs a reason: write it into the column for the answer",
        "2 rows done",
    ]
    assert (said.code, said.err) == (1, "")
    assert [row.status for row in rows(url, Submission)] == ["done", "registered", "registered"]
    assert [(row.kind, row.state, row.bot_id) for row in rows(url, Delivery)] == [("change", "waiting", BOT)]
    assert {row.actor for row in rows(url, Audit) if row.object_kind == "submission"} == {f"cli:{getpass.getuser()}"}
    fill(sheet, 4, status="", answer="")
    again = update(mahalleyar, url, sheet, "--yes")
    assert again.out.splitlines() == [
        f"{sheet}: 3 rows, 0 of them to be done",
        "  2 were done before, and stay as they are",
    ]
    assert again.code == 0
    assert len(rows(url, Delivery)) == 1


def test_a_csv_too(mahalleyar: CommandLine, url: str, tmp_path: Path) -> None:
    """The same with a CSV."""
    sheet = exported(mahalleyar, url, tmp_path / "a.csv")
    lines = sheet.read_text(encoding="utf-8-sig").splitlines()
    lines[1] = lines[1].replace(",,,,1", ",done,نصب شد,,1")
    sheet.write_text("\n".join(lines), encoding="utf-8")
    assert update(mahalleyar, url, sheet, "--yes").code == 0
    assert rows(url, Submission)[0].status == "done"


@pytest.mark.parametrize(("typed", "status"), [("y\n", "done"), ("n\n", "registered"), ("", "registered")])
def test_it_asks(
    mahalleyar: CommandLine, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, status: str
) -> None:
    """Without --yes nothing is done before somebody says so; whoever says nothing said no."""
    sheet = exported(mahalleyar, url, tmp_path / "a.xlsx")
    fill(sheet, 2, status="done")
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    said = update(mahalleyar, url, sheet)
    assert "Go on?" in said.out + said.err
    assert said.code == (0 if status == "done" else 1)
    assert rows(url, Submission)[0].status == status


def test_what_is_no_sheet(mahalleyar: CommandLine, url: str, tmp_path: Path) -> None:
    """One sentence and no traceback: no file, no sheet, no token."""
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    for arguments, token, sentence in (
        ((tmp_path / "missing.xlsx",), TOKEN, "No such file"),
        ((tmp_path / "a.xlsx",), TOKEN, "no sheet that can be read"),
        ((tmp_path / "a.xlsx",), "", "BOT_TOKEN is missing"),
    ):
        said = mahalleyar("submissions", "update", *map(str, arguments), database_url=url, bot_token=token)
        assert said.code == 1
        assert sentence in said.err
        assert "Traceback" not in said.err
