import asyncio
import csv
from pathlib import Path

import pytest

from models import text as persian
from models.database import Database
from models.draft import Draft
from models.export_filter import ExportFilter
from models.services import export_rows, exports, submissions
from models.services.exports import ExportOptions
from models.submission import Kind
from tests.models.sample_rows import NOW, TEHRAN, draft, resident, settle_city


async def _fill(database: Database, *drafts: Draft) -> None:
    async with database.transaction() as session:
        person = await resident(session)
        for one in drafts:
            await submissions.register(session=session, person_id=person, draft=one, now=NOW, zone=TEHRAN)


async def _read(database: Database, folder: Path) -> list[dict[str, str]]:
    """Everything, as the lines of a CSV file by their English headers."""
    engine = database.open_reading_engine()
    options = ExportOptions(language="en", zone=TEHRAN)
    target = folder / "all.csv"
    try:
        done = await asyncio.to_thread(exports.export_to_file, engine, target, ExportFilter(), options)
    finally:
        engine.dispose()
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert done.submissions == len(rows)
    return rows


async def test_an_empty_city_has_no_rows(database: Database, tmp_path: Path) -> None:
    """Without a submission there is a file without lines, and that is no error."""
    assert await _read(database, tmp_path) == []


async def test_a_row_names_everything_above_its_place(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A row has code, kind, the places above the submission's own, the text as sent and when it was registered."""
    monkeypatch.setattr(persian, "is_loaded", lambda: False)
    async with database.transaction() as session:
        golsar = (await settle_city(session))["گلسار"]
    await _fill(database, draft(1, "كوچه\nتاریک", kind=Kind.COMPLAINT, area=golsar), draft(2))
    placed, homeless = await _read(database, tmp_path)
    expected = {
        "District": "منطقهٔ ۱",
        "Zone": "ناحیهٔ ۲",
        "Neighbourhood": "گلسار",
        "Text as sent": "كوچه\nتاریک",
        "Normalised text": "",
        "Registered on (Jalali)": "1405/09/19 12:00",
        "Registered on (ISO 8601)": "2026-12-10T12:00:15+03:30",
    }
    assert {title: placed[title] for title in expected} == expected
    assert placed["Tracking code"].startswith("1405-000001-")
    assert (homeless["District"], homeless["Zone"], homeless["Neighbourhood"]) == ("", "", "")


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6, 7])
async def test_no_row_is_lost_between_two_pages(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """Whether the last page is full or not, every submission is read once, oldest first."""
    monkeypatch.setattr(export_rows, "PAGE", 3)
    await _fill(sqlite_database, *(draft(number, f"متن {number}") for number in range(1, count + 1)))
    texts = [row["Text as sent"] for row in await _read(sqlite_database, tmp_path)]
    assert texts == [f"متن {number}" for number in range(1, count + 1)]
