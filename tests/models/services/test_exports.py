import asyncio
import csv
import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlmodel import SQLModel

from models import text as persian
from models.database import Database
from models.draft import Draft
from models.export_filter import ExportFilter, ExportWords
from models.media import Media
from models.services import export_rows, exports, submissions
from models.services.exports import ExportOptions, ExportResult
from models.submission import Addition, Kind, Submission
from models.topic import Topic
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


class City:
    """A city whose office exports to JSON; `say` registers a draft and changes its row."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.target = folder / "out.json"
        self._drafts = 0

    async def say(self, draft_of: Draft | None = None, *, user_id: int = 7_123_456_789, **changes: Any) -> Submission:
        """Somebody registers something, and the office changes these columns of it."""
        self._drafts += 1
        async with self.database.transaction() as session:
            person = await resident(session, user_id)
            submission = await submissions.register(
                session=session,
                person_id=person,
                draft=replace(draft_of or draft(1), id=self._drafts),
                now=changes.pop("now", NOW),
                zone=TEHRAN,
            )
            for name, value in changes.items():
                setattr(submission, name, value)
            session.add(submission)
        return submission

    async def store(self, *rows: SQLModel) -> None:
        """Rows of other tables."""
        async with self.database.transaction() as session:
            session.add_all(rows)

    async def export(self, words: ExportWords | None = None, **options: Any) -> list[dict[str, Any]]:
        """What the office gets for these words."""
        engine = self.database.open_reading_engine()
        form = ExportOptions(language="fa", zone=TEHRAN, **options)
        try:
            asked = await asyncio.to_thread(exports.understand_words, engine, words or ExportWords())
            self.done = await asyncio.to_thread(exports.export_to_file, engine, self.target, asked, form)
        finally:
            engine.dispose()
        found: list[dict[str, Any]] = json.loads(self.target.read_text(encoding="utf-8"))
        return found

    async def codes(self, **words: Any) -> list[int]:
        """The serials that an export with these filters gives."""
        return [int(one["code"].split("-")[1]) for one in await self.export(ExportWords(**words))]


@pytest.fixture
def city(database: Database, tmp_path: Path) -> City:
    """A city whose office exports to JSON."""
    return City(database, tmp_path)


async def test_filters(city: City) -> None:
    """Area (with all below), kind, topic (with all below) and status let pass what fits, all of them together too."""
    async with city.database.transaction() as session:
        places = await settle_city(session)
        session.add(Topic(code="t-city", names={"fa": "خیابان‌ها"}))
        await session.flush()
        session.add(Topic(code="t-ice", parent_code="t-city", names={"fa": "یخ‌زدگی"}))
    await city.say(draft(1, area=places["گلسار"]), topic="t-ice")
    await city.say(draft(1, area=places["گلسار غربی"]), topic="t-city", status="done")
    await city.say(draft(1, area=places["باغ شاه"], kind=Kind.THANKS))
    await city.say(draft(1))
    assert await city.codes(areas=["منطقه ۱"]) == [1, 3]
    assert await city.codes(areas=["گلسار", "گلسار غربی"]) == [1, 2]
    assert await city.codes(topics=["خیابان‌ها"]) == [1, 2]
    assert await city.codes(topics=["t-ice"]) == [1]
    assert await city.codes(kinds=["تشکر"]) == [3]
    assert await city.codes(statuses=["انجام‌شده"]) == [2]
    assert await city.codes(statuses=["done"], kinds=["thanks"]) == []
    assert await city.codes() == [1, 2, 3, 4]
    (icy,) = await city.export(ExportWords(topics=["t-ice"]))
    assert icy["topic_label"] == "خیابان‌ها / یخ‌زدگی"


@pytest.mark.parametrize(
    ("first", "last", "codes"),
    [
        ("1405/09/19", "1405/09/19", [2, 3]),
        ("۱۴۰۵-۰۹-۲۰", None, [4]),
        (None, "2026-12-09", [1]),
        ("2026-12-10", "1405/09/20", [2, 3, 4]),
    ],
)
async def test_days_are_the_citys(city: City, first: str | None, last: str | None, codes: list[int]) -> None:
    """--from and --to are days of the city's zone, midnight to midnight, both included."""
    for moment in (
        datetime(2026, 12, 9, 20, 29, 59, tzinfo=UTC),  # a second before midnight in Tehran
        datetime(2026, 12, 9, 20, 30, tzinfo=UTC),
        datetime(2026, 12, 10, 20, 29, 59, 999_000, tzinfo=UTC),
        datetime(2026, 12, 10, 20, 30, tzinfo=UTC),
    ):
        await city.say(now=moment)
    assert await city.codes(first_day=first, last_day=last) == codes


async def test_new_since_last(city: City) -> None:
    """Only what no earlier export of the same question gave out comes again; other questions and askers count apart."""
    await city.say()
    await city.say(status="done")
    assert await city.codes() == [1, 2]
    third = await city.say()
    assert await city.codes(new_since_last=True) == [3]
    assert await city.codes(new_since_last=True) == []
    assert await city.codes(statuses=["done"], new_since_last=True) == [2]
    await city.store(_changed(third, status="done"))
    assert await city.codes(statuses=["done"], new_since_last=True) == [3]
    assert await city.codes() == [1, 2, 3]
    everything = await city.export(ExportWords(new_since_last=True), purpose="person 7")
    assert len(everything) == 3


def _changed(submission: Submission, **changes: Any) -> Submission:
    for name, value in changes.items():
        setattr(submission, name, value)
    return submission


async def test_a_failed_export_gives_nothing_out(city: City) -> None:
    """What could not be written is new still."""
    await city.say()
    city.target.mkdir()
    with pytest.raises(OSError, match="directory"):
        await city.export()
    city.target.rmdir()
    assert await city.codes(new_since_last=True) == [1]


async def test_authors_are_pseudonyms(city: City) -> None:
    """Without identity an author is a pseudonym: the same in every export, and nothing else of them is there."""
    await city.say()
    await city.say()
    await city.say(user_id=7_000_000_001)
    mine, again, other = [one["author"] for one in await city.export()]
    assert mine == again != other
    assert re.fullmatch("شهروند [A-Z2-7]{10}", mine)
    assert [one["author"] for one in await city.export()] == [mine, again, other]
    text = city.target.read_text(encoding="utf-8")
    assert not any(word in text for word in ("مریم", "maryam", "7123456789"))


async def test_identity_on_demand(city: City) -> None:
    """With identity an author has name, @name and account; an anonymous one stays without."""
    await city.say()
    await city.say(is_anonymous=True)
    named, anonymous = await city.export(with_identity=True)
    assert named["author"] == "مریم · @maryam · telegram 7123456789"
    assert re.fullmatch("ناشناس [A-Z2-7]{10}", anonymous["author"])


@pytest.mark.parametrize("with_identity", [False, True])
async def test_anonymous_ones_cannot_be_joined(city: City, with_identity: bool) -> None:
    """Anonymous submissions of one person share neither pseudonym nor exact pin, nor with a named one."""
    pin: dict[str, Any] = {"latitude": 35.700123, "longitude": 51.400345}
    await city.say(**pin)
    await city.say(is_anonymous=True, **pin)
    await city.say(is_anonymous=True, **pin)
    rows = await city.export(with_identity=with_identity)
    assert len({one["author"] for one in rows}) == 3
    assert rows[0]["location"] == pin
    assert rows[1]["location"] == rows[2]["location"] != pin
    assert abs(rows[1]["location"]["latitude"] - pin["latitude"]) < 0.005


async def test_everything_of_a_submission(city: City, tmp_path: Path) -> None:
    """A row has its letter, since when it stands there, what was added, and its files; the zip has them too."""
    content = b"a photo"
    sha256 = hashlib.sha256(content).hexdigest()
    stored = tmp_path / "media" / sha256[:2] / sha256
    stored.parent.mkdir(parents=True)
    stored.write_bytes(content)
    since = NOW + timedelta(days=1)
    one = await city.say(
        status="referred", status_at=since, letter_number="۱۲/۳", letter_date=since.date(), visibility="staff_only"
    )
    number = one.id or 0
    await city.say()
    await city.store(
        Addition(submission_id=number, message_id=5, text="هنوز تاریک است", created_at=since),
        _media(number, 1, state="stored", sha256=sha256, stored_size=7),
        _media(number, 2, kind="document", file_name="مریم.PDF", state="gone"),
    )
    row, bare = await city.export(media_dir=tmp_path / "media")
    assert row["status_since_jalali"] == "1405/09/20 12:00"
    assert (row["letter_number"], row["letter_date_jalali"], row["visibility"]) == ("۱۲/۳", "1405/09/20", "staff_only")
    assert [later["text"] for later in row["additions"]] == ["هنوز تاریک است"]
    assert [(file["file"], file["state"]) for file in row["attachments"]] == [
        (f"{one.code}/1-photo.jpg", "stored"),
        (f"{one.code}/2-document.pdf", "gone"),
    ]
    assert (bare["additions"], bare["attachments"]) == ([], [])
    assert bare["status_since"] == bare["created"]
    archive = city.target.with_suffix(".zip")
    assert city.done == ExportResult(2, archive, files=1, missing=1)
    with ZipFile(archive) as zipped:
        assert zipped.read(f"{one.code}/1-photo.jpg") == content


def _media(submission_id: int, number: int, **given: Any) -> Media:
    told = {"kind": "photo", "file_id": "f", "file_unique_id": f"u{number}", "message_id": 100, **given}
    return Media(submission_id=submission_id, bot_id=42, created_at=NOW, next_try_at=NOW, **told)


async def test_progress(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits is told how far it is, and at last that all is done."""
    monkeypatch.setattr(exports, "_TELL_EVERY", 2)
    for _ in range(5):
        await city.say()
    told: list[tuple[int, int]] = []
    engine = city.database.open_reading_engine()
    try:
        await asyncio.to_thread(
            exports.export_to_file,
            engine,
            city.target,
            ExportFilter(),
            ExportOptions(language="fa", zone=TEHRAN),
            lambda done, total: told.append((done, total)),
        )
    finally:
        engine.dispose()
    assert told == [(2, 5), (4, 5), (5, 5)]
