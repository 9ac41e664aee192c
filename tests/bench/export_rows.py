"""A city with many submissions for the export's bench, and the peer that writes the same rows with openpyxl."""

import json
import random
import re
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from sqlalchemy import Engine, insert
from sqlmodel import Session, select

from bot.export_job import peak_memory
from locales import translator
from models.area import Area
from models.area_tree import AreaTree, name_key
from models.database import Database, table_of
from models.documents.submission_row import cells, headers
from models.export_filter import ExportFilter
from models.export_mark import GivenOut
from models.media import Media
from models.person import Account, Person
from models.pseudonym import Pseudonyms
from models.schema import migrate
from models.services.export_rows import RowReader, fitting_ids
from models.submission import Kind, Status, Submission
from models.text import TEXT_VERSION
from models.topic import Topics
from models.tracking_code import tracking_code

TEHRAN = ZoneInfo("Asia/Tehran")
_PEOPLE = 5_000
_CHUNK = 5_000
_BEGAN = datetime(2025, 3, 21, tzinfo=UTC)
_WORDS = re.findall(
    r"\S+",
    "کوچه خیابان تاریک چراغ سوخته آسفالت چاله پارک زباله نخاله جوی آب گرفته شب روز محله ما خیلی لطفاً رسیدگی کنید "
    "همسایه‌ها بچه‌ها مدرسه پیاده‌رو خط‌کشی سرعت‌گیر درخت هرس شاخه سیم برق گاز بو صدا مزاحمت ساختمان نیمه‌کاره",
)


def make_city(url: str, count: int) -> None:
    """Fill a new database with so many submissions of about 200 letters, every tenth with a photo."""
    database = Database(url)
    migrate(database)
    engine = database.open_reading_engine()
    chance = random.Random(7)
    with engine.begin() as connection:
        connection.execute(insert(table_of(Area)), _areas())
        people = [{"id": n, "language": "fa", "language_chosen": True, "created_at": _BEGAN} for n in _ids(_PEOPLE)]
        connection.execute(insert(table_of(Person)), people)
        accounts = [
            {"platform": "telegram", "user_id": 7 * 10**9 + n, "person_id": n, "name": "x"} for n in _ids(_PEOPLE)
        ]
        connection.execute(insert(table_of(Account)), accounts)
        for begin in range(1, count + 1, _CHUNK):
            numbers = range(begin, min(begin + _CHUNK, count + 1))
            connection.execute(insert(table_of(Submission)), [_submission(number, chance) for number in numbers])
            connection.execute(insert(table_of(Media)), [_photo(number) for number in numbers if number % 10 == 0])
    engine.dispose()


def _ids(count: int) -> range:
    return range(1, count + 1)


def _areas() -> list[dict[str, Any]]:
    names = ["شهر", "منطقهٔ ۱", *(f"محلهٔ {number}" for number in range(20))]
    levels = ["city", "district", *["neighbourhood"] * 20]
    return [
        {
            "id": number,
            "level": level,
            "name": name,
            "folded_name": name_key(name),
            "parent_id": None if number == 1 else min(number - 1, 2),
            "path": "",
            "position": number,
        }
        for number, (level, name) in enumerate(zip(levels, names, strict=True), start=1)
    ]


def _submission(number: int, chance: random.Random) -> dict[str, Any]:
    text = " ".join(chance.choices(_WORDS, k=chance.randint(5, 60)))
    moment = _BEGAN + timedelta(minutes=number)
    return {
        "id": number,
        "code": tracking_code(1404, number),
        "year": 1404,
        "serial": number,
        "kind": chance.choice(list(Kind)).value,
        "status": chance.choice(list(Status)).value,
        "status_at": moment,
        "visibility": "public",
        "is_anonymous": number % 5 == 0,
        "person_id": chance.randint(1, _PEOPLE),
        "area_id": chance.randint(3, 22),
        "needs_placing": False,
        "latitude": 35.7 + chance.random() / 10,
        "longitude": 51.4 + chance.random() / 10,
        "text": text,
        "normalized": text,
        "search_key": text,
        "text_version": TEXT_VERSION,
        "draft_id": number,
        "message_ids": [number],
        "created_at": moment,
        "updated_at": moment,
        "version": 1,
    }


def _photo(number: int) -> dict[str, Any]:
    return {
        "submission_id": number,
        "bot_id": 42,
        "message_id": number,
        "position": 0,
        "kind": "photo",
        "file_id": "x",
        "file_unique_id": f"u{number}",
        "state": "waiting",
        "attempts": 0,
        "created_at": _BEGAN,
        "next_try_at": _BEGAN,
    }


def openpyxl_xlsx(engine: Engine, target: Path, count: int) -> int:
    """Write the same cells of the first `count` rows with openpyxl's write-only workbook; return how many rows."""
    tr = translator("fa")
    with Session(engine) as session:
        tree = AreaTree.of(session.exec(select(Area)).all())
    topics = Topics(())
    ids = fitting_ids(engine, ExportFilter(), tree=tree, topics=topics, zone=TEHRAN, known=GivenOut())[:count]
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(headers(tr))
    for row in RowReader(engine, tree, topics, Pseudonyms(b"x"), tr, with_identity=False).rows(ids):
        sheet.append(cells(row, tr=tr, zone=TEHRAN))
    book.save(target)
    return len(ids)


def main(url: str, target: str, count: str) -> None:
    """Be the peer, in a process of its own: print seconds and peak memory as JSON."""
    engine = Database(url).open_reading_engine()
    started = time.perf_counter()
    rows = openpyxl_xlsx(engine, Path(target), int(count))
    seconds = time.perf_counter() - started
    print(json.dumps({"rows": rows, "seconds": seconds, "peak_memory": peak_memory()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
