"""Reads an office's list of areas: CSV as Excel in Iran saves it, whatever the encoding and the delimiter."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from models.area import AreaRow, Level
from models.area_tree import name_key
from models.errors import AreaImportFailed, RowProblem

NAME_LIMIT: Final = 100  # letters; a button with a longer name is unreadable
SIZE_LIMIT: Final = 10_000_000  # bytes: far above any country's list of places

_HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "level": ("level", "سطح", "نوع"),
    "name": ("name", "نام"),
    "parent": ("parent", "والد", "بالادست"),
    "code": ("code", "کد"),
}
_LEVELS: Final[Mapping[str, Level]] = {
    name_key(word): level
    for level, words in {
        Level.CITY: ("city", "شهر"),
        Level.DISTRICT: ("district", "منطقه"),
        Level.ZONE: ("zone", "ناحیه"),
        Level.NEIGHBOURHOOD: ("neighbourhood", "neighborhood", "محله"),
    }.items()
    for word in words
}
# Persian names in Arabic letters: what cp1256 and old keyboards write, because they have no ی.
_PERSIAN_LETTERS: Final = str.maketrans("يىك", "ییک")
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff\ufffd]")


def read_area_rows(path: Path) -> list[AreaRow]:
    """Read a list of areas: columns level, name, parent and maybe code, named so or in Persian.

    The columns stand in any order. UTF-8, UTF-16 and cp1256 are told apart, as are commas, semicolons and
    tabs; blank lines are skipped. Names come with single spaces and with Persian ی and ک.

    Raises:
        AreaImportFailed: the list is no such table, or has bad lines: every one is named, with its reason.
        OSError: the file cannot be read.
    """
    if path.stat().st_size > SIZE_LIMIT:
        raise AreaImportFailed([RowProblem(1, "the file is far too large for a list of areas")])
    records = _records(decode_table(path.read_bytes()))
    first = next(records, None)
    if first is None:
        raise AreaImportFailed([RowProblem(1, "the file is empty")])
    columns, width = _columns(first), len(first[1])
    rows: list[AreaRow] = []
    problems: list[RowProblem] = []
    for line, record in records:
        row = _read_row(line, record[:width], columns, surplus=record[width:])
        if isinstance(row, AreaRow):
            rows.append(row)
        else:
            problems.extend(row)
    if problems:
        raise AreaImportFailed(problems)
    return rows


def decode_table(content: bytes) -> str:
    """Decode a table by its byte order mark, as UTF-16 if it has NULs, as UTF-8 if it is valid, else cp1256.

    Raises:
        AreaImportFailed: it is a workbook, or no text at all.
    """
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise AreaImportFailed([RowProblem(1, "this is an Excel workbook; save it as CSV first")])
    try:
        return content.decode(_encoding(content))
    except UnicodeDecodeError as error:
        reason = "the file is not text that can be read; save it as CSV in UTF-8"
        raise AreaImportFailed([RowProblem(1, reason)]) from error


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    # The delimiters and line ends of a table are ASCII: in UTF-16 each has a NUL beside it.
    odd, even = content[1::2].count(0), content[::2].count(0)
    if odd or even:
        return "utf-16-le" if odd > even else "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(content, error.start)
        return "cp1256"
    return "utf-8-sig"


def _refuse_broken_utf8(content: bytes, bad_byte: int) -> None:
    """A few bad bytes in UTF-8 are damage; Persian in cp1256 has next to no sequence that UTF-8 knows."""
    letters = [letter for letter in content.decode("utf-8", "replace") if letter > "\x7f"]
    if letters.count("\N{REPLACEMENT CHARACTER}") * 2 < len(letters):
        line = content.count(b"\n", 0, bad_byte) + 1
        raise AreaImportFailed([RowProblem(line, "it holds bytes that are not UTF-8, as the rest is")])


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give the records that are not blank, each with the number of the line it begins in."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    begins = 1
    try:
        for record in reader:
            values = [_clean(value) for value in record]
            if any(values) and not (begins == 1 and values[0].startswith("sep=")):  # Excel's own hint
                yield begins, values
            begins = reader.line_num + 1
    except csv.Error as error:
        raise AreaImportFailed([RowProblem(begins, f"the line cannot be read: {error}")]) from error


def delimiter_of(text: str) -> str:
    """Tell which of comma, semicolon and tab divides a table: by Excel's hint, else by the first line."""
    hint = re.match("sep=([,;\t])\r?\n", text)
    if hint:
        return hint.group(1)
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


def _clean(value: str) -> str:
    return " ".join(_UNPRINTABLE.sub(" ", value).translate(_PERSIAN_LETTERS).split())


def _columns(first: tuple[int, Sequence[str]]) -> dict[str, int]:
    line, titles = first
    keys = [name_key(title) for title in titles]
    columns: dict[str, int] = {}
    for column, words in _HEADERS.items():
        places = [at for at, key in enumerate(keys) if key in {name_key(word) for word in words}]
        if len(places) > 1:
            raise AreaImportFailed([RowProblem(line, f"the column {column} is there twice")])
        if places:
            columns[column] = places[0]
    missing = [column for column in ("level", "name", "parent") if column not in columns]
    if missing:
        expected = "the columns are level, name, parent and, if wanted, code"
        reason = f"the header has no column {', '.join(missing)}; {expected}"
        raise AreaImportFailed([RowProblem(line, reason)])
    return columns


def _read_row(
    line: int, record: Sequence[str], columns: Mapping[str, int], *, surplus: Sequence[str]
) -> AreaRow | list[RowProblem]:
    values = {column: record[at] if at < len(record) else "" for column, at in columns.items()}
    level = _LEVELS.get(name_key(values["level"]))
    reasons = list(_reasons(values, level, surplus))
    if level is None or reasons:
        return [RowProblem(line, reason) for reason in reasons]
    return AreaRow(line, level, values["name"], values["parent"], values.get("code") or None)


def _reasons(values: Mapping[str, str], level: Level | None, surplus: Sequence[str]) -> Iterator[str]:
    if not values["level"]:
        yield "it has no level"
    elif level is None:
        known = "city, district, zone, neighbourhood (شهر، منطقه، ناحیه، محله)"
        yield f"the level «{values['level']}» is none of {known}"
    if not name_key(values["name"]):
        yield "it has no name"
    elif len(values["name"]) > NAME_LIMIT:
        yield f"its name has more than {NAME_LIMIT} letters"
    if level is Level.CITY and values["parent"]:
        yield "a city has no parent"
    if any(surplus):
        yield f"it has more cells than the header: «{next(filter(None, surplus))}»"
