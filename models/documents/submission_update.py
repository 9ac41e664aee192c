"""Reads an exported sheet that comes back from an office: what it wrote beside each tracking code."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from locales import LANGUAGES, translator
from models.area_tree import name_key
from models.documents.area_file import decode_table, delimiter_of
from models.documents.submission_row import (
    ANSWER_COLUMN,
    CODE_COLUMN,
    COLUMNS,
    NEW_STATUS_COLUMN,
    NOTE_COLUMN,
    VERSION_COLUMN,
)
from models.errors import AreaImportFailed
from models.types import storable

SIZE_LIMIT: Final = 100_000_000  # bytes: a hundred thousand submissions are a third of it
_COLUMNS: Final = (CODE_COLUMN, VERSION_COLUMN, NEW_STATUS_COLUMN, ANSWER_COLUMN, NOTE_COLUMN)
_WIDEST: Final = 200  # columns: LibreOffice writes a thousand empty ones where a row was coloured
_NUMBER: Final = re.compile(r"\d{1,9}")  # \d knows Persian digits, and so does int()


class UpdateFileError(ValueError):
    """The file is no exported sheet; the message says in one sentence what is missing."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line in which an office wrote something, as it stands there. `row` counts from 1, the header included.

    `sheet` names the sheet where there are several; `version` is None where it is no number.
    """

    row: int
    sheet: str | None
    code: str
    version: int | None
    status: str
    answer: str
    note: str

    @property
    def place(self) -> str:
        """Where it stands: `row 14`."""
        return f"row {self.row}" if self.sheet is None else f"{self.sheet}, row {self.row}"


@dataclass(frozen=True)
class Sheet:
    """What was found in a file: how many rows with a code, and those in which something was written."""

    rows: int
    lines: list[SheetLine]


def read_update(path: Path) -> Sheet:
    """Read the lines of an .xlsx or a .csv in which the columns for the office were written into.

    Columns are found by their names in any language, wherever they stand.

    Raises:
        UpdateFileError: it is no such file, or columns are missing.
        OSError: it cannot be read.
    """
    if path.stat().st_size > SIZE_LIMIT:
        raise UpdateFileError(f"{path.name}: the file is far too large for an exported sheet")
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UpdateFileError(f"{path.name}: the file's name ends in {' or '.join(_READERS)}")
    try:
        return _gathered(path, reader(path))
    except (OSError, UpdateFileError):
        raise
    except Exception as error:  # the parsers raise what they like: KeyError, BadZipFile, ParseError, csv.Error …
        raise UpdateFileError(f"{path.name}: this is no sheet that can be read ({type(error).__name__})") from error


type _Table = tuple[str | None, Iterator[Sequence[Any]]]


def _workbook_rows(path: Path) -> Iterator[_Table]:
    # Imported here: it costs 0.2 s, and only offices without the messenger need it.
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(path, read_only=True, data_only=True)
    with closing(book):
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what the file says of its size may be wrong
            name = sheet.title if len(book.worksheets) > 1 else None
            yield name, sheet.iter_rows(max_col=_WIDEST, values_only=True)


def _csv_rows(path: Path) -> Iterator[_Table]:
    try:
        text = decode_table(path.read_bytes())
    except AreaImportFailed as error:
        raise UpdateFileError(f"{path.name}: {error.problems[0].reason}") from error
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    yield None, (record for record in records if not (records.line_num == 1 and record[:1] == ["sep="]))


_READERS: Final = {".xlsx": _workbook_rows, ".csv": _csv_rows}


def _gathered(path: Path, tables: Iterator[_Table]) -> Sheet:
    rows, lines, missing = 0, list[SheetLine](), list[str]()
    for name, table in tables:
        columns = _columns(next(table, ()))
        lacking = _lacking(columns)
        if lacking:
            missing = missing or lacking
            continue
        for number, values in enumerate(table, start=2):
            line = _line(number, name, values, columns)
            rows += 1 if line.code else 0
            if line.status or line.answer or line.note:
                lines.append(line)
    if not rows and not lines and missing:
        raise UpdateFileError(f"{path.name}: the first row has no column {', '.join(missing)}; export the sheet anew")
    return Sheet(rows, lines)


def _columns(header: Sequence[Any]) -> dict[int, int]:
    """Where each of our columns stands, by its place in an export."""
    keys = [name_key(_written(title)) for title in header]
    return {column: keys.index(key) for column in _COLUMNS for key in _names(column) if key in keys}


def _names(column: int) -> set[str]:
    return {name_key(translator(language).label("column", COLUMNS[column][0])) for language in LANGUAGES}


def _lacking(columns: dict[int, int]) -> list[str]:
    lacking = [column for column in (CODE_COLUMN, VERSION_COLUMN) if column not in columns]
    if not {NEW_STATUS_COLUMN, ANSWER_COLUMN, NOTE_COLUMN} & columns.keys():
        lacking.append(NEW_STATUS_COLUMN)
    return ["«{}»".format(translator("fa").label("column", COLUMNS[column][0])) for column in lacking]


def _line(number: int, sheet: str | None, values: Sequence[Any], columns: dict[int, int]) -> SheetLine:
    def cell(column: int) -> str:
        at = columns.get(column)
        return _written(values[at]) if at is not None and at < len(values) else ""

    version = cell(VERSION_COLUMN)
    return SheetLine(
        row=number,
        sheet=sheet,
        code=cell(CODE_COLUMN),
        version=int(version) if _NUMBER.fullmatch(version) else None,
        status=" ".join(cell(NEW_STATUS_COLUMN).split()),
        answer=cell(ANSWER_COLUMN),
        note=cell(NOTE_COLUMN),
    )


def _written(value: Any) -> str:
    """A cell as words: a number that a spreadsheet made of them without its decimals, line breaks as everywhere."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return storable(str(value).replace("\r\n", "\n").replace("_x000D_", "")).strip()
