import csv
import io
import json
from pathlib import Path

import pytest

from locales import translator
from models.documents.submission_row import SubmissionRow
from models.documents.submission_text_file import submissions_csv, submissions_json
from tests.models.documents.submission_rows import ROW, TEHRAN, row

FA, EN = translator("fa"), translator("en")


def csv_of(tmp_path: Path, *rows: SubmissionRow) -> list[list[str]]:
    """The lines of a CSV export, as a reader that knows the format sees them."""
    target = tmp_path / "export.csv"
    assert submissions_csv(target, rows, tr=FA, zone=TEHRAN) == len(rows)
    return list(csv.reader(io.StringIO(target.read_bytes().decode("utf-8-sig"), newline="")))


def json_of(tmp_path: Path, *rows: SubmissionRow) -> list[dict[str, str | None]]:
    """The objects of a JSON export."""
    target = tmp_path / "export.json"
    assert submissions_json(target, rows, tr=FA, zone=TEHRAN) == len(rows)
    objects = json.loads(target.read_bytes())
    assert isinstance(objects, list)
    return objects


def test_csv_lines(tmp_path: Path) -> None:
    """A line has the code, Persian labels, both texts, and the moment in the city's zone, twice."""
    header, line = csv_of(tmp_path, ROW)
    assert header[:4] == ["کد رهگیری", "نوع", "وضعیت", "منطقه"]
    assert line == [
        "1405-000123-7",
        "گزارش مشکل",
        "ثبت‌شده",
        "منطقه ۱",
        "ناحیه ۲",
        "گلسار",
        "کوچمون خیلی تاریکه",
        "کوچه‌مان خیلی تاریک است",
        "1405/09/19 17:30",
        "2026-12-10T17:30:05+03:30",
    ]


def test_csv_in_english(tmp_path: Path) -> None:
    """An English export has English headers and labels."""
    submissions_csv(tmp_path / "a.csv", [ROW], tr=EN, zone=TEHRAN)
    header, line = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()
    assert header.startswith("Tracking code,Kind,Status,District,Zone,Neighbourhood,Text as sent,")
    assert line.startswith("1405-000123-7,Problem report,Registered,")


def test_csv_opens_in_excel(tmp_path: Path) -> None:
    """Excel sees UTF-8 by the byte order mark; lines end in CRLF, and line ends inside a text stay inside."""
    lines = csv_of(tmp_path, row(text='یک\r\nدو\n«سه», "چهار"'))
    content = (tmp_path / "export.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"+03:30\r\n")
    assert lines[1][6] == 'یک\r\nدو\n«سه», "چهار"'


@pytest.mark.parametrize(
    "text", ["=1+1", "+98912", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", '=HYPERLINK("http://x","y")']
)
def test_csv_runs_no_formulas(tmp_path: Path, text: str) -> None:
    """What a spreadsheet would run gets an apostrophe in the CSV, in any column; the JSON keeps it."""
    line = csv_of(tmp_path, row(text=text, normalized=text, neighbourhood=text))[1]
    assert [line[5], line[6], line[7]] == [f"'{text}"] * 3
    assert json_of(tmp_path, row(text=text))[0]["text"] == text


def test_json_objects(tmp_path: Path) -> None:
    """An object has tokens and labels, and its Persian is readable in the file."""
    assert json_of(tmp_path, ROW) == [
        {
            "code": "1405-000123-7",
            "kind": "report",
            "kind_label": "گزارش مشکل",
            "status": "registered",
            "status_label": "ثبت‌شده",
            "district": "منطقه ۱",
            "zone": "ناحیه ۲",
            "neighbourhood": "گلسار",
            "text": "کوچمون خیلی تاریکه",
            "normalized": "کوچه‌مان خیلی تاریک است",
            "created_jalali": "1405/09/19 17:30",
            "created": "2026-12-10T17:30:05+03:30",
        }
    ]
    assert "کوچمون" in (tmp_path / "export.json").read_text(encoding="utf-8")


def test_missing_values(tmp_path: Path) -> None:
    """A submission without a place, or not normalised yet, has empty cells, and null in JSON."""
    bare = row(district=None, zone=None, neighbourhood=None, normalized=None)
    assert csv_of(tmp_path, bare)[1][3:8] == ["", "", "", "کوچمون خیلی تاریکه", ""]
    (found,) = json_of(tmp_path, bare)
    assert found["zone"] is None
    assert found["normalized"] is None


def test_half_surrogates_break_no_file(tmp_path: Path) -> None:
    """Half an emoji makes no file unreadable: U+FFFD in the CSV, its escape in the JSON."""
    broken = row(text="a\ud83db")
    assert csv_of(tmp_path, broken)[1][6] == "a\ufffdb"
    assert json_of(tmp_path, broken)[0]["text"] == "a\ud83db"


def test_long_texts_are_whole(tmp_path: Path) -> None:
    """Text files have no limit of a cell: nothing is cut."""
    text = "ب" * 100_000
    assert csv_of(tmp_path, row(text=text))[1][6] == text
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
