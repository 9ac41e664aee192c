from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from locales import translator
from models.documents.submission_row import COLUMNS, SubmissionRow, cells
from models.documents.submission_workbook import CELL_LIMIT, submissions_xlsx
from models.export_filter import find_status
from models.submission import STAFF_MOVES
from tests.models.documents.submission_rows import ROW, TEHRAN, row

FA, EN = translator("fa"), translator("en")


def book_of(tmp_path: Path, *rows: SubmissionRow, **options: Any) -> Any:
    """The workbook of these rows, read back."""
    target = tmp_path / "export.xlsx"
    settings: dict[str, Any] = {"tr": FA, "zone": TEHRAN} | options
    assert submissions_xlsx(target, rows, **settings) == len(rows)
    return load_workbook(target)


def text_cell(tmp_path: Path, text: str) -> Any:
    """The cell of the text as sent."""
    return book_of(tmp_path, row(text=text)).active.cell(2, 10)


def test_the_sheet(tmp_path: Path) -> None:
    """The sheet is right to left, its header frozen and filtered, its cells wrapped, its columns wide."""
    sheet = book_of(tmp_path, ROW, ROW).active
    assert sheet.title == "درخواست‌ها"
    assert sheet.sheet_view.rightToLeft
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:W3"
    assert sheet["J2"].alignment.wrap_text
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["J"].width >= 40
    values = [cell.value for cell in sheet[2]]
    assert values[:3] == ["1405-000123-7", "گزارش مشکل", "در دست اقدام"]
    assert values[17:19] == ["1405/09/19 17:30", "2026-12-10T17:30:05+03:30"]
    assert [cell.value for cell in sheet[1]][:3] == ["کد رهگیری", "نوع", "وضعیت"]


def test_the_columns_that_the_office_fills(tmp_path: Path) -> None:
    """They are empty and coloured, the new status is chosen from a list, and the version is there but not shown."""
    sheet = book_of(tmp_path, ROW, ROW).active
    assert [sheet.cell(1, column).value for column in (20, 21, 22)] == ["وضعیت تازه", "پاسخ", "یادداشت داخلی"]
    assert [sheet.cell(2, column).value for column in (20, 21, 22, 23)] == [None, None, None, "3"]
    assert sheet.column_dimensions["T"].width > 20
    assert sheet.column_dimensions["W"].hidden
    (choice,) = sheet.data_validations.dataValidation
    assert (str(choice.sqref), choice.type) == ("T2:T3", "list")
    names = choice.formula1.strip('"').split(",")
    assert {find_status(name) for name in names} == {status for moves in STAFF_MOVES.values() for status in moves}
    assert len(choice.formula1) <= 255  # Excel's limit of a list


def test_in_english(tmp_path: Path) -> None:
    """An English export reads from left to right."""
    sheet = book_of(tmp_path, ROW, tr=EN).active
    assert not sheet.sheet_view.rightToLeft
    assert sheet["A1"].value == "Tracking code"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+98912",
        "-1",
        "@x",
        "09121234567",
        "1405",
        "2026-12-10",
        "https://x.ir",
        "TRUE",
        "{=1}",
        "mailto:a@b.ir",
    ],
)
def test_every_cell_is_a_string(tmp_path: Path, text: str) -> None:
    """Excel runs no formula, drops no leading zero, makes no links: what was sent is there to the letter."""
    cell = text_cell(tmp_path, text)
    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.hyperlink is None


def test_every_column_is_a_string(tmp_path: Path) -> None:
    """Of a full row, each cell is the string that belongs there, days and places too; no link, no formula."""
    sheet = book_of(tmp_path, ROW).active
    assert [cell.value or "" for cell in sheet[2]] == cells(ROW, tr=FA, zone=TEHRAN)
    assert {cell.data_type for cell in sheet[2] if cell.value is not None} == {"s"}
    assert len(sheet[1]) == len(COLUMNS)
    assert list(sheet._hyperlinks) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00\x01\x0b\x1fb\ufffe\uffff", "ab"),
        ("a\ud800b", "a\ufffdb"),
        ("<r>x</r>", "<r>x</r> "),
        ("<r><t>&</r>", "<r><t>&</r> "),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("  دو\nخط ", "  دو\nخط "),
        ("😀 ‌ی", "😀 ‌ی"),
        ("", None),
    ],
)
def test_any_text_can_be_read_back(tmp_path: Path, text: str, shown: str | None) -> None:
    """No letter that a resident can send breaks the workbook; what XML cannot hold is left out."""
    assert text_cell(tmp_path, text).value == shown


@pytest.mark.parametrize("letter", ["ب", "😀"])
def test_a_cell_has_a_limit(tmp_path: Path, letter: str) -> None:
    """A text beyond Excel's limit of a cell is cut, says so, and fits; one below it is whole."""
    units = len(letter.encode("utf-16-le")) // 2
    whole = letter * (CELL_LIMIT // units)
    assert text_cell(tmp_path, whole).value == whole
    cut = text_cell(tmp_path, whole + letter).value
    assert cut.endswith("… [کوتاه شد: متن کامل در خروجی CSV یا JSON هست]")
    assert cut.startswith(letter * 10_000)
    assert CELL_LIMIT - 1 <= len(cut.encode("utf-16-le")) // 2 <= CELL_LIMIT


def test_an_empty_export(tmp_path: Path) -> None:
    """With nothing to export the sheet has its header, with a filter."""
    sheet = book_of(tmp_path).active
    assert sheet.max_row == 1
    assert sheet["A1"].value == "کد رهگیری"
    assert sheet.auto_filter.ref == "A1:W2"


def test_a_full_sheet_goes_on_in_the_next(tmp_path: Path) -> None:
    """More rows than a sheet can hold fill several sheets, each with its header; none is lost."""
    rows = [row(created=ROW.created + timedelta(minutes=minute)) for minute in range(5)]
    book = book_of(tmp_path, *rows, sheet_rows=3)
    assert book.sheetnames == ["درخواست‌ها", "درخواست‌ها 2", "درخواست‌ها 3"]
    assert [sheet.max_row for sheet in book] == [3, 3, 2]
    assert {sheet["A1"].value for sheet in book} == {"کد رهگیری"}
    assert [line[17] for sheet in book for line in sheet.iter_rows(min_row=2, values_only=True)] == [
        f"1405/09/19 17:3{minute}" for minute in range(5)
    ]


def test_rows_are_not_kept(tmp_path: Path) -> None:
    """Rows are read one by one and a failing one leaves no file."""

    def failing() -> Any:
        yield ROW
        raise LookupError("gone")

    with pytest.raises(LookupError, match="gone"):
        submissions_xlsx(tmp_path / "export.xlsx", failing(), tr=FA, zone=TEHRAN)
    assert list(tmp_path.iterdir()) == []


def test_an_unwritable_place(tmp_path: Path) -> None:
    """A missing folder is an OSError that names the file."""
    target = tmp_path / "missing" / "export.xlsx"
    with pytest.raises(FileNotFoundError) as raised:
        submissions_xlsx(target, [ROW], tr=FA, zone=TEHRAN)
    assert raised.value.filename == str(target)
