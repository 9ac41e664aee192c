import asyncio
import csv
import getpass
import json
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from models.audit import Audit
from models.database import Database, table_of
from models.services import audit
from models.services.audit import By
from tests.bot.cli.conftest import CommandLine
from tests.models.sample_rows import NOW, resident


def fill(url: str, count: int = 0) -> int:
    """Three rows of three days, of a person, the timer and the command line; then so many more. The person's id."""

    async def work() -> int:
        database = Database(url)
        async with database.transaction() as session:
            person = await resident(session)
            for days, by in enumerate((By(person), By(None, "timer"), By(None, "cli:=alireza"))):
                change = ({"status": "registered"}, {"status": "done", "note": "تمام"})
                now = NOW + timedelta(days=days)
                await audit.write(
                    session=session, by=by, action="submission.move", on=("submission", 7), now=now, change=change
                )
            if count:
                row = {"at": NOW, "person_id": person, "actor": "chat", "action": "submission.note"}
                rows = [{**row, "object_kind": "submission", "object_id": 1, "before": None, "after": None}] * count
                await session.execute(insert(table_of(Audit)), rows)
        await database.close()
        return person

    return asyncio.run(work())


def test_the_trail_as_csv(mahalleyar: CommandLine, sqlite_url: str, tmp_path: Path) -> None:
    """Every row, oldest first, Jalali and ISO moments, people by number, nothing a spreadsheet would run."""
    person = fill(sqlite_url)
    target = tmp_path / "audit.csv"
    said = mahalleyar("audit", "export", str(target), database_url=sqlite_url)
    assert (said.code, said.out, said.err) == (0, f"{target}: 4 rows\n", "")
    with target.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file))
    assert head[1] == "زمان (شمسی)"
    assert rows[0][1:6] == ["1405/09/19 12:00", "2026-12-10T12:00:15+03:30", str(person), "chat", "submission.move"]
    assert rows[0][8:] == ['{"status": "registered"}', '{"status": "done", "note": "تمام"}']
    assert [row[4] for row in rows] == ["chat", "timer", "cli:=alireza", f"cli:{getpass.getuser()}"]
    assert "مریم" not in target.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("days", "count"),
    [
        (["--from", "۱۴۰۵/۰۹/۲۰"], 2),
        (["--to", "1405/09/20"], 2),
        (["--from", "2026-12-11", "--to", "۱۴۰۵-۰۹-۲۰"], 1),
        (["--from", "1390/01/01", "--to", "1390/01/01"], 0),
    ],
)
def test_days_bound_it(mahalleyar: CommandLine, sqlite_url: str, tmp_path: Path, days: list[str], count: int) -> None:
    """From a day on, until a day's end, in either calendar and any digits."""
    fill(sqlite_url)
    target = tmp_path / "audit.json"
    said = mahalleyar("audit", "export", str(target), *days, database_url=sqlite_url)
    assert said.code == 0, said.err
    rows = [row for row in json.loads(target.read_text(encoding="utf-8")) if row["action"] == "submission.move"]
    assert len(rows) == count


def test_taking_it_is_a_row(mahalleyar: CommandLine, postgresql_url: str, tmp_path: Path) -> None:
    """Each export of the trail is in the next one, with what was asked for and by whom."""
    for name in ("a.json", "b.json"):
        mahalleyar("audit", "export", str(tmp_path / name), "--from", "1405/01/01", database_url=postgresql_url)
    rows = json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))
    assert [(row["action"], row["after"]) for row in rows] == [
        ("audit.export", {"format": "json", "first_day": "2026-03-21"})
    ] * 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["x.xlsx"], "the file's name ends in .csv, .json"),
        (["x.csv", "--from", "دیروز"], "--from: «دیروز» is no date"),
        (["x.csv", "--from", "1405/09/02", "--to", "1405/09/01"], "--from (1405/09/02) is later than --to"),
        (["missing/x.csv"], "missing/x.csv: No such file or directory"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(
    mahalleyar: CommandLine, sqlite_url: str, arguments: list[str], sentence: str
) -> None:
    """A wrong ending, day or folder is one clear line on standard error, exit code 1, and no file."""
    said = mahalleyar("audit", "export", *arguments, database_url=sqlite_url)
    assert said.code == 1
    assert sentence in said.err
    assert "Traceback" not in said.err
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_memory_does_not_grow_with_the_trail(
    mahalleyar: CommandLine, sqlite_url: str, tmp_path: Path, suffix: str
) -> None:
    """Twenty times as many rows take no more memory at the peak than a few pages of them."""
    peaks = []
    for count in (2_000, 40_000):
        fill(sqlite_url, count)
        mahalleyar("audit", "export", str(tmp_path / f"warm.{suffix}"), "--to", "1390/01/01", database_url=sqlite_url)
        tracemalloc.start()
        said = mahalleyar("audit", "export", str(tmp_path / f"all.{suffix}"), database_url=sqlite_url)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert said.code == 0
    assert peaks[1] < peaks[0] * 1.5, peaks


def test_an_export_of_the_command_line_is_on_record(mahalleyar: CommandLine, sqlite_url: str, tmp_path: Path) -> None:
    """`mahalleyar export` says who of the machine took what; with names it says that too."""
    target = tmp_path / "some.csv"
    arguments = ("export", "--out", str(target), "--kind", "شکایت", "--with-identity")
    assert mahalleyar(*arguments, database_url=sqlite_url).code == 0
    engine = Database(sqlite_url).open_reading_engine()
    rows = list(audit.read_all(engine, begin=None, end=None))
    engine.dispose()
    told = {"filter": {"kinds": ["complaint"]}, "format": "csv", "with_identity": True}
    actor = f"cli:{getpass.getuser()}"
    assert [(row.action, row.actor, row.person_id, row.after) for row in rows] == [
        ("export.made", actor, None, told),
        ("identity.export", actor, None, told),
    ]
