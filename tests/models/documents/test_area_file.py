from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.area import AreaRow, Level
from models.documents.area_file import read_area_rows
from models.errors import AreaImportFailed, RowProblem

TABLE = "level,name,parent\ncity,ایزدشهر,\ndistrict,منطقه ۱,ایزدشهر\nneighbourhood,گلسار,منطقه ۱\n"
ROWS = [
    AreaRow(2, Level.CITY, "ایزدشهر", ""),
    AreaRow(3, Level.DISTRICT, "منطقه ۱", "ایزدشهر"),
    AreaRow(4, Level.NEIGHBOURHOOD, "گلسار", "منطقه ۱"),
]


def read(tmp_path: Path, content: str | bytes) -> list[AreaRow]:
    """The rows of a file with this content."""
    path = tmp_path / "areas.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_area_rows(path)


def problems(tmp_path: Path, content: str | bytes) -> list[tuple[int, str]]:
    """The problems of a file with this content: line numbers and reasons."""
    with pytest.raises(AreaImportFailed) as raised:
        read(tmp_path, content)
    return [(problem.line, problem.reason) for problem in raised.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_every_way_excel_saves_a_table(tmp_path: Path, encoding: str, delimiter: str, line_end: str) -> None:
    """Encoding, delimiter and line ends are found out, with and without a byte order mark."""
    table = TABLE.replace(",", delimiter).replace("\n", line_end)
    assert read(tmp_path, table.encode(encoding)) == ROWS


def test_the_old_windows_encoding(tmp_path: Path) -> None:
    """cp1256, which has no Persian ی, gives names with Persian letters all the same."""
    table = "سطح,نام,والد\nمحله,كوي علي‌آباد,\n".encode("cp1256")
    assert read(tmp_path, table) == [AreaRow(2, Level.NEIGHBOURHOOD, "کوی علی‌آباد", "")]


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("شهر", Level.CITY),
        ("District", Level.DISTRICT),
        ("منطقه", Level.DISTRICT),
        ("منطقة", Level.DISTRICT),
        ("ناحیه", Level.ZONE),
        ("ناحيه", Level.ZONE),
        (" ZONE ", Level.ZONE),
        ("محله", Level.NEIGHBOURHOOD),
        ("محلّه", Level.NEIGHBOURHOOD),
        ("neighborhood", Level.NEIGHBOURHOOD),
    ],
)
def test_levels_in_any_spelling(tmp_path: Path, word: str, level: Level) -> None:
    """A level is understood in both languages and in every form of its letters."""
    assert read(tmp_path, f"level,name,parent\n{word},گلسار,\n") == [AreaRow(2, level, "گلسار", "")]


def test_columns_in_any_order(tmp_path: Path) -> None:
    """Columns are found by their titles, Persian or English; others are not read; a code is kept as text."""
    table = "کد;والد;یادداشت;نام;سطح;تلفن\n007;;x;گلسار;محله;۱۲۳\n;;;لاله;محله\n"
    assert read(tmp_path, table) == [
        AreaRow(2, Level.NEIGHBOURHOOD, "گلسار", "", "007"),
        AreaRow(3, Level.NEIGHBOURHOOD, "لاله", "", None),
    ]


def test_quotes_blank_lines_and_line_numbers(tmp_path: Path) -> None:
    """Quoted cells may hold delimiters and line ends, blank lines are skipped, each row knows its line."""
    table = '\n level , name , parent\n\n,,\ncity,"شهر\nنو, ""الف""",\ncity,  دو   شهر ,\ncity,سه\n'
    assert read(tmp_path, table) == [
        AreaRow(5, Level.CITY, 'شهر نو, "الف"', ""),
        AreaRow(7, Level.CITY, "دو شهر", ""),
        AreaRow(8, Level.CITY, "سه", ""),
    ]


def test_excel_s_own_hint(tmp_path: Path) -> None:
    """A first line ``sep=;`` names the delimiter and is no header."""
    assert read(tmp_path, "sep=;\r\nlevel;name;parent\r\ncity;a,b;\r\n") == [AreaRow(3, Level.CITY, "a,b", "")]


def test_every_bad_row_is_named(tmp_path: Path) -> None:
    """All problems of a file come at once, each with the number of its line."""
    long = "ن" * 101
    table = f"level,name,parent\nstreet,الف,\n\n,ب,\ncity,,\ncity,\u200c,\ncity,پ,ت\nzone,{long},\ncity,ج,,د\n"
    found = problems(tmp_path, table)
    assert [line for line, _ in found] == [2, 4, 5, 6, 7, 8, 9]
    reasons = dict(found)
    assert "«street» is none of city" in reasons[2]
    assert reasons[4] == "it has no level"
    assert reasons[5] == reasons[6] == "it has no name"
    assert reasons[7] == "a city has no parent"
    assert "100 letters" in reasons[8]
    assert "«د»" in reasons[9]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "the file is empty"),
        ("\n \n,,\n", "the file is empty"),
        ("name,parent\nالف,\n", "no column level"),
        ("الف\nب\n", "no column level, name, parent"),
        ("level,name,نام,parent\n", "the column name is there twice"),
        (b"PK\x03\x04\x14\x00", "Excel workbook"),
        (b"\xff\xfea", "not text"),
        (f"{TABLE}محله,".encode() + b"\xda", "not UTF-8"),
    ],
)
def test_a_file_that_is_no_such_table(tmp_path: Path, content: str | bytes, reason: str) -> None:
    """A file that is something else is refused with one clear reason."""
    ((line, said),) = problems(tmp_path, content)
    assert reason in said
    assert line >= 1


@given(content=st.binary(max_size=60), table=st.booleans())
def test_any_file_has_an_answer(content: bytes, table: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever bytes a file holds, it is read or refused with its problems; nothing else is raised."""
    folder = tmp_path_factory.getbasetemp()
    rows: list[AreaRow] = []
    refused: list[RowProblem] = []
    try:
        rows = read(folder, TABLE.encode() + content if table else content)
    except AreaImportFailed as error:
        refused = error.problems
    assert rows or refused or not table
    assert all(row.name and row.line > 1 for row in rows)


def test_an_open_quote_is_named(tmp_path: Path) -> None:
    """A quote that is never closed is named by the line where it begins."""
    ((line, reason),) = problems(tmp_path, 'level,name,parent\ncity,"ایزدشهر,\n')
    assert line == 2
    assert reason.startswith("the line cannot be read: ")


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    """A file that is far too large is not read into memory."""
    path = tmp_path / "areas.csv"
    with path.open("wb") as file:
        file.truncate(10_000_001)
    with pytest.raises(AreaImportFailed) as raised:
        read_area_rows(path)
    assert "too large" in raised.value.problems[0].reason


def test_a_header_alone_has_no_rows(tmp_path: Path) -> None:
    """A table with nothing but its header is right, and empty."""
    assert read(tmp_path, "level,name,parent\n") == []


def test_a_missing_file(tmp_path: Path) -> None:
    """A file that is not there is an OSError that names it."""
    with pytest.raises(FileNotFoundError, match=r"missing\.csv"):
        read_area_rows(tmp_path / "missing.csv")
