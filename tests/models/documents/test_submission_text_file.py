import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from locales import translator
from models.documents.submission_row import SubmissionRow
from models.documents.submission_text_file import submissions_csv, submissions_json
from tests.models.documents.submission_rows import BARE, ROW, TEHRAN, row

FA, EN = translator("fa"), translator("en")


def csv_of(tmp_path: Path, *rows: SubmissionRow) -> list[list[str]]:
    """The lines of a CSV export, as a reader that knows the format sees them."""
    target = tmp_path / "export.csv"
    assert submissions_csv(target, rows, tr=FA, zone=TEHRAN) == len(rows)
    return list(csv.reader(io.StringIO(target.read_bytes().decode("utf-8-sig"), newline="")))


def json_of(tmp_path: Path, *rows: SubmissionRow) -> list[dict[str, Any]]:
    """The objects of a JSON export."""
    target = tmp_path / "export.json"
    assert submissions_json(target, rows, tr=FA, zone=TEHRAN) == len(rows)
    objects = json.loads(target.read_bytes())
    assert isinstance(objects, list)
    return objects


def test_csv_lines(tmp_path: Path) -> None:
    """A line has every column of issue 3 in its order, with Persian labels and days, in the city's zone."""
    header, line = csv_of(tmp_path, ROW)
    assert dict(zip(header, line, strict=True)) == {
        "کد رهگیری": "1405-000123-7",
        "نوع": "گزارش مشکل",
        "وضعیت": "در دست اقدام",
        "وضعیت از": "1405/09/21 10:00",
        "منطقه": "منطقه ۱",
        "ناحیه": "ناحیه ۲",
        "محله": "گلسار",
        "موضوع": "روشنایی معابر",
        "چه کسی می‌بیند": "همه",
        "متن ارسالی": "کوچمون خیلی تاریکه",
        "متن یکدست‌شده": "کوچه‌مان خیلی تاریک است",
        "توضیح‌های بعدی": "1405/09/20 10:30: هنوز هم",
        "پیوست‌ها": "2 عکس · 1 پیام صوتی\n1405-000123-7/1-photo.jpg\n"
        "1405-000123-7/2-photo.jpg (هنوز دریافت نشده)\n1405-000123-7/3-voice.ogg (بزرگ‌تر از حد دریافت)",
        "موقعیت": "35.700123, 51.400345",
        "شمارهٔ نامه": "۱۲/۳۴۵",
        "تاریخ نامه": "1405/09/22",
        "فرستنده": "شهروند ABCDEFGH23",
        "زمان ثبت (شمسی)": "1405/09/19 17:30",
        "زمان ثبت (میلادی، ISO)": "2026-12-10T17:30:05+03:30",
        "وضعیت تازه": "",
        "پاسخ": "",
        "یادداشت داخلی": "",
        "نسخه": "3",
    }


def test_csv_in_english(tmp_path: Path) -> None:
    """An English export has English headers and labels."""
    submissions_csv(tmp_path / "a.csv", [BARE], tr=EN, zone=TEHRAN)
    header, line = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()
    assert header.startswith("Tracking code,Kind,Status,Status since,District,Zone,Neighbourhood,Topic,Visibility,")
    assert line.startswith("1405-000123-7,Problem report,In progress,")


def test_a_place_to_be_found(tmp_path: Path) -> None:
    """Where no neighbourhood fits, the office reads that it has to place the submission."""
    lines = csv_of(tmp_path, row(neighbourhood=None, needs_placing=True))
    assert lines[1][6] == "(محله تعیین شود)"


def test_csv_opens_in_excel(tmp_path: Path) -> None:
    """Excel sees UTF-8 by the byte order mark; lines end in CRLF, and line ends inside a text stay inside."""
    lines = csv_of(tmp_path, row(text='یک\r\nدو\n«سه», "چهار"'))
    content = (tmp_path / "export.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"+03:30,,,,3\r\n")
    assert lines[1][9] == 'یک\r\nدو\n«سه», "چهار"'


@pytest.mark.parametrize(
    "text", ["=1+1", "+98912", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", '=HYPERLINK("http://x","y")']
)
def test_csv_runs_no_formulas(tmp_path: Path, text: str) -> None:
    """What a spreadsheet would run gets an apostrophe in the CSV, in any column; the JSON keeps it."""
    line = csv_of(tmp_path, row(text=text, normalized=text, neighbourhood=text))[1]
    assert [line[6], line[9], line[10]] == [f"'{text}"] * 3
    assert json_of(tmp_path, row(text=text))[0]["text"] == text


def test_json_objects(tmp_path: Path) -> None:
    """An object has tokens and labels, lists and numbers, and its Persian is readable in the file."""
    assert json_of(tmp_path, ROW) == [
        {
            "code": "1405-000123-7",
            "kind": "report",
            "kind_label": "گزارش مشکل",
            "status": "in_progress",
            "status_label": "در دست اقدام",
            "status_since_jalali": "1405/09/21 10:00",
            "status_since": "2026-12-12T10:00:00+03:30",
            "district": "منطقه ۱",
            "zone": "ناحیه ۲",
            "neighbourhood": "گلسار",
            "needs_placing": False,
            "topic": "lighting",
            "topic_label": "روشنایی معابر",
            "visibility": "public",
            "text": "کوچمون خیلی تاریکه",
            "normalized": "کوچه‌مان خیلی تاریک است",
            "additions": [{"text": "هنوز هم", "created": "2026-12-11T10:30:00+03:30"}],
            "attachments": [
                {
                    "kind": one.kind,
                    "file": one.name,
                    "state": one.state,
                    "sha256": one.sha256,
                    "size": one.size,
                }
                for one in ROW.attachments
            ],
            "location": {"latitude": 35.700123, "longitude": 51.400345},
            "letter_number": "۱۲/۳۴۵",
            "letter_date_jalali": "1405/09/22",
            "letter_date": "2026-12-13",
            "author": "شهروند ABCDEFGH23",
            "anonymous": False,
            "created_jalali": "1405/09/19 17:30",
            "created": "2026-12-10T17:30:05+03:30",
            "version": 3,
        }
    ]
    assert "کوچمون" in (tmp_path / "export.json").read_text(encoding="utf-8")


def test_missing_values(tmp_path: Path) -> None:
    """What a submission lacks is an empty cell, and null or an empty list in JSON."""
    line = csv_of(tmp_path, BARE)[1]
    assert [line[number] for number in (4, 5, 6, 7, 10, 11, 12, 13, 14, 15)] == [""] * 10
    (found,) = json_of(tmp_path, BARE)
    assert (found["zone"], found["normalized"], found["topic"], found["location"]) == (None,) * 4
    assert (found["letter_number"], found["letter_date"], found["letter_date_jalali"]) == (None,) * 3
    assert (found["additions"], found["attachments"]) == ([], [])


def test_half_surrogates_break_no_file(tmp_path: Path) -> None:
    """Half an emoji makes no file unreadable: U+FFFD in the CSV, its escape in the JSON."""
    broken = row(text="a\ud83db")
    assert csv_of(tmp_path, broken)[1][9] == "a\ufffdb"
    assert json_of(tmp_path, broken)[0]["text"] == "a\ud83db"


def test_long_texts_are_whole(tmp_path: Path) -> None:
    """Text files have no limit of a cell: nothing is cut."""
    text = "ب" * 100_000
    assert csv_of(tmp_path, row(text=text))[1][9] == text
    assert json_of(tmp_path, row(text=text))[0]["text"] == text


def test_an_empty_export(tmp_path: Path) -> None:
    """With nothing to export the CSV has its header and the JSON is an empty list."""
    assert len(csv_of(tmp_path)) == 1
    assert json_of(tmp_path) == []


def test_a_naive_moment_is_refused_and_nothing_written(tmp_path: Path) -> None:
    """A row without a time zone stops the export; no half file is left."""
    naive = row(created=ROW.created.replace(tzinfo=None))
    for write in (submissions_csv, submissions_json):
        with pytest.raises(ValueError, match="naive"):
            write(tmp_path / "export", [ROW, naive], tr=FA, zone=TEHRAN)
    assert list(tmp_path.iterdir()) == []
