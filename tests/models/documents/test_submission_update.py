import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from locales import translator
from models.documents.submission_file import write_submissions
from models.documents.submission_row import ANSWER_COLUMN, NEW_STATUS_COLUMN, NOTE_COLUMN, headers
from models.documents.submission_update import SheetLine, UpdateFileError, read_update
from tests.models.documents.submission_rows import ROW, TEHRAN

LINE = SheetLine(3, None, "1405-000124-2", 7, "انجام‌شده", "چراغ نصب شد", "با برق تماس گرفتم")
_WRITTEN = ((NEW_STATUS_COLUMN, LINE.status), (ANSWER_COLUMN, LINE.answer), (NOTE_COLUMN, LINE.note))


def exported(target: Path, language: str = "fa") -> Path:
    """A sheet of three submissions, as the program writes it."""
    rows = [ROW, replace(ROW, code=LINE.code, version=7), replace(ROW, code="1405-000125-5")]
    write_submissions(target, rows, tr=translator(language), zone=TEHRAN)
    return target


def written(path: Path) -> Path:
    """The workbook after the office wrote into its third row."""
    book = load_workbook(path)
    for column, words in _WRITTEN:
        book.active.cell(3, column + 1).value = words
    book.save(path)
    return path


def table(path: Path, *rows: Sequence[Any]) -> Path:
    """A workbook of these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_workbook_comes_back(tmp_path: Path, language: str) -> None:
    """What was written into a row of an export is read with its number, code and version; the rest is only counted."""
    sheet = read_update(written(exported(tmp_path / "a.xlsx", language)))
    assert (sheet.rows, sheet.lines) == (3, [LINE])


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ","), ("utf-16", "\t"), ("cp1256", ";")])
def test_a_csv_comes_back(tmp_path: Path, encoding: str, delimiter: str) -> None:
    """A CSV too, as whatever program saved it."""
    with exported(tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    for column, words in _WRITTEN:
        rows[2][column] = words
    if encoding == "cp1256":  # which has no Persian ye
        rows = [[cell.replace("ی", "ي") for cell in line] for line in rows]
    with (tmp_path / "b.csv").open("w", encoding=encoding, newline="", errors="replace") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    assert read_update(tmp_path / "b.csv").lines == [LINE]


def test_columns_are_found_by_their_names(tmp_path: Path) -> None:
    """In any order, in both languages, with Arabic letters; digits may be Persian, numbers numbers."""
    path = table(
        tmp_path / "a.xlsx",
        ["يادداشت داخلي", "Version", "کد رهگیری", "چیز دیگر", "Answer", "وضعیت تازه"],
        [None, 3.0, "۱۴۰۵-۰۰۰۱۲۴-۲", "x", 12, None],
        ["\x0b یادداشت\r\nدوم ".replace("\x0b", ""), "۷", "1405-000125-5", None, None, " در دست   اقدام "],
    )
    first, second = read_update(path).lines
    assert (first.code, first.version, first.answer, first.status) == ("۱۴۰۵-۰۰۰۱۲۴-۲", 3, "12", "")
    assert (second.version, second.note, second.status) == (7, "یادداشت\nدوم", "در دست اقدام")


def test_a_line_without_its_version(tmp_path: Path) -> None:
    """A row whose version is gone is given with none; blank rows between are counted by nobody."""
    path = table(
        tmp_path / "a.xlsx", ["کد رهگیری", "نسخه", "پاسخ"], [], ["1405-000123-7", "x", "بله"], [None, None, "بی کد"]
    )
    sheet = read_update(path)
    assert [(line.row, line.code, line.version) for line in sheet.lines] == [(3, "1405-000123-7", None), (4, "", None)]
    assert sheet.rows == 1


def test_several_sheets(tmp_path: Path) -> None:
    """A line of one of several sheets is named with its sheet; a sheet without our columns is left alone."""
    book = Workbook()
    for name, words in (("یک", "الف"), ("دو", "ب")):
        sheet = book.create_sheet(name)
        sheet.append(["کد رهگیری", "نسخه", "پاسخ"])
        sheet.append(["1405-000123-7", "1", words])
    book.save(tmp_path / "a.xlsx")
    assert [line.place for line in read_update(tmp_path / "a.xlsx").lines] == ["یک, row 2", "دو, row 2"]


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        (["کد رهگیری", "پاسخ"], "«نسخه»"),
        (["نسخه", "پاسخ"], "«کد رهگیری»"),
        (["کد رهگیری", "نسخه"], "«وضعیت تازه»"),
        (["سلام"], "«کد رهگیری», «نسخه», «وضعیت تازه»"),
    ],
)
def test_a_sheet_without_its_columns(tmp_path: Path, header: list[str], missing: str) -> None:
    """It says which column is missing."""
    with pytest.raises(UpdateFileError, match=f"a.xlsx: the first row has no column {missing}; export"):
        read_update(table(tmp_path / "a.xlsx", header, ["1405-000123-7"]))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"%PDF", "ends in .xlsx or .csv"),
        ("a.xlsx", b"not a workbook", "no sheet that can be read"),
        ("a.xlsx", b"PK\x03\x04 broken", "no sheet that can be read"),
        ("a.xlsx", b"", "no sheet that can be read"),
        ("a.csv", b"", "the first row has no column"),
        ("a.csv", b"PK\x03\x04", "Excel workbook"),
    ],
)
def test_what_is_no_sheet(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    """One sentence, whatever the file is."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UpdateFileError, match=sentence):
        read_update(tmp_path / name)


def test_every_header_is_found_again(tmp_path: Path) -> None:
    """No two columns of an export are called the same, in either language."""
    for language in ("fa", "en"):
        assert len(set(headers(translator(language)))) == len(headers(translator(language)))
    assert read_update(exported(tmp_path / "a.xlsx")).lines == []
