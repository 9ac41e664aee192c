"""Submissions as an Excel workbook."""

import re
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from locales import Translator, mark, mark_label
from models.documents.atomic_file import replacing
from models.documents.labels import status_label
from models.documents.submission_row import (
    COLUMNS,
    NEW_STATUS_COLUMN,
    NOTE_COLUMN,
    VERSION_COLUMN,
    SubmissionRow,
    cells,
    headers,
)
from models.submission import STAFF_MOVES, Status

# Excel's limits ("Excel specifications and limits"): letters of a cell, in UTF-16 units, and rows of a sheet.
CELL_LIMIT: Final = 32_767
SHEET_ROWS: Final = 1_048_576
CHOOSE: Final = mark_label("sheet", "Choose one of the list, or leave it empty.")
CUT_NOTE: Final = mark("[cut: the whole text is in the CSV or JSON export]")
SHEET_NAME: Final = mark_label("sheet", "Submissions")

OFFICE_STATUSES: Final = [status for status in Status if any(status in moves for moves in STAFF_MOVES.values())]
_TO_FILL: Final = "#FFF8E1"  # pale yellow, as on forms: here the office writes
# What XML 1.0 cannot hold.
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def submissions_xlsx(
    target: Path,
    rows: Iterable[SubmissionRow],
    *,
    tr: Translator,
    zone: ZoneInfo,
    sheet_rows: int = SHEET_ROWS,
) -> int:
    """Write submissions as an Excel workbook: right to left in Persian, header frozen and filtered.

    Every cell is a string, so Excel runs nothing and mangles no code. Text beyond Excel's limit of a cell
    is cut, with a note; letters that XML cannot hold are left out. What does not fit one sheet goes on in
    the next.

    Args:
        target: the file; it is replaced at once when all is written.
        rows: read once, not kept.
        tr: the language of headers and labels.
        zone: the city's time zone.
        sheet_rows: the rows of a sheet, header included.

    Returns:
        How many submissions were written.

    Raises:
        OSError: the target cannot be written; an older file there stays as it is.
    """
    written = 0
    with replacing(target) as binary, TemporaryDirectory(prefix="mahalleyar-") as scratch:
        # constant_memory: a row goes to a file in tmpdir as soon as it is complete.
        book = _Book(Workbook(binary, {"constant_memory": True, "tmpdir": scratch}), tr, sheet_rows)
        with closing(book):  # after an error as well: XlsxWriter holds files open until then
            for row in rows:
                book.add(cells(row, tr=tr, zone=zone))
                written += 1
    return written


class _Book:
    """The sheets of one workbook; a full sheet is followed by another."""

    def __init__(self, workbook: Any, tr: Translator, sheet_rows: int) -> None:
        self.workbook = workbook
        self.tr = tr
        self.sheet_rows = sheet_rows
        self.wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.to_fill = workbook.add_format({"text_wrap": True, "valign": "top", "bg_color": _TO_FILL})
        self.bold = workbook.add_format({"bold": True, "valign": "vcenter", "bottom": 1})
        self.sheets = 0
        self._begin_sheet()

    def _begin_sheet(self) -> None:
        self.sheets += 1
        name = self.tr.label("sheet", SHEET_NAME)
        self.sheet = self.workbook.add_worksheet(name if self.sheets == 1 else f"{name} {self.sheets}")
        if self.tr.direction == "rtl":
            self.sheet.right_to_left()
        for column, (_, width) in enumerate(COLUMNS):
            is_to_fill = NEW_STATUS_COLUMN <= column <= NOTE_COLUMN
            self.sheet.set_column(column, column, width, self.to_fill if is_to_fill else None)
        self.sheet.set_column(VERSION_COLUMN, VERSION_COLUMN, None, None, {"hidden": True})
        self.sheet.freeze_panes(1, 0)
        for column, header in enumerate(headers(self.tr)):
            self.sheet.write_string(0, column, header, self.bold)
        self.next_row = 1

    def add(self, values: list[str]) -> None:
        if self.next_row == self.sheet_rows:
            self._end_sheet()
            self._begin_sheet()
        for column, value in enumerate(values):
            if value:
                self.sheet.write_string(self.next_row, column, _fit(value, self.tr), self.wrapped)
        self.next_row += 1

    def _end_sheet(self) -> None:
        last = max(self.next_row - 1, 1)
        self.sheet.autofilter(0, 0, last, len(COLUMNS) - 1)  # sorting takes the versions along
        self.sheet.data_validation(1, NEW_STATUS_COLUMN, last, NEW_STATUS_COLUMN, self._statuses())

    def _statuses(self) -> dict[str, Any]:
        return {
            "validate": "list",
            "source": [status_label(status, self.tr) for status in OFFICE_STATUSES],
            "error_message": self.tr.label("sheet", CHOOSE),
        }

    def close(self) -> None:
        self._end_sheet()
        try:
            self.workbook.close()
        except FileCreateError as error:  # XlsxWriter's wrapper, which is no OSError
            cause = error.args[0]
            raise cause if isinstance(cause, OSError) else OSError(str(error)) from error


def _fit(value: str, tr: Translator) -> str:
    """Make a string fit a cell: without what XML cannot hold, cut at Excel's limit, never markup."""
    kept = _NOT_XML.sub("", value)
    if len(kept) * 2 > CELL_LIMIT and len(kept.encode("utf-16-le")) // 2 > CELL_LIMIT:
        note = f" … {tr.plain(CUT_NOTE)}"
        room = (CELL_LIMIT - len(note)) * 2
        kept = kept.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + note
    if kept.startswith("<r>") and kept.endswith("</r>"):
        return f"{kept} "  # XlsxWriter writes a string between these two tags as raw XML
    return kept
