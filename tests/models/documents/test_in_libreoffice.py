import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from openpyxl import load_workbook

from locales import translator
from models.documents.submission_file import write_submissions
from models.documents.submission_row import ANSWER_COLUMN, COLUMNS, NEW_STATUS_COLUMN, NOTE_COLUMN, cells
from models.documents.submission_update import SheetLine, read_update
from tests.models.documents.submission_rows import ROW, TEHRAN, row

pytestmark = pytest.mark.soak

FA = translator("fa")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TRAPS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1:A9)",
    "=HYPERLINK(\"http://127.0.0.1/\",\"x\")",
    "=WEBSERVICE(\"http://127.0.0.1/\")",
    "=DDE(\"soffice\";\"x\";\"y\")",
    "{=1+1}",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "'=1+1",
    "＝1+1",
    "http://127.0.0.1/",
    "https://x.ir/?a=1&b=2",
    "mailto:a@b.ir",
    "file:///etc/passwd",
    "[x](http://127.0.0.1/)",
    "0912",
    "1405/09/19",
    "TRUE",
    "<r><t>=1</t></r>",
    "a;=1+1",
    'a"\n=1+1',
)  # fmt: skip


def opened(file: Path, folder: Path) -> ET.Element:
    """The file as LibreOffice Calc sees it when it is opened, told in its own flat XML.

    Debian's package is libreoffice-calc; where it is missing this fails: .ci/run installs it.
    """
    done = subprocess.run(
        [
            *("soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile"),
            *("--infilter=CSV:44,34,76,1", "--convert-to", "fods", "--outdir", folder / "seen", file),
        ]
        if file.suffix == ".csv"
        else [
            *("soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{folder}/profile"),
            *("--convert-to", "fods", "--outdir", folder / "seen", file),
        ],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )
    seen = folder / "seen" / f"{file.stem}.fods"
    assert seen.exists(), done.stdout + done.stderr
    return ET.parse(seen).getroot()  # noqa: S314  (LibreOffice wrote it a moment ago)


def lines_of(sheet: ET.Element) -> list[list[ET.Element]]:
    """The cells of each line that holds something."""
    lines = [list(line.iter(f"{_TABLE}table-cell")) for line in sheet.iter(f"{_TABLE}table-row")]
    return [line for line in lines if any(cell.get(f"{_OFFICE}value-type") for cell in line)]


def words_of(cell: ET.Element) -> str:
    """The text of a cell; its paragraphs are its lines."""
    return "\n".join("".join(paragraph.itertext()) for paragraph in cell.findall(f"{_TEXT}p"))


def shown_in(line: list[ET.Element]) -> list[str]:
    """The texts of a line; cells of the same kind in a row stand there once."""
    return [words_of(cell) for cell in line for _ in range(int(cell.get(f"{_TABLE}number-columns-repeated", "1")))]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all, so that LibreOffice sets up its profile once."""
    return tmp_path_factory.mktemp("office")


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_no_cell_becomes_a_formula_or_a_link(folder: Path, ending: str) -> None:
    """LibreOffice opens the file without a formula or a link, whatever texts, areas and letters are."""
    file = folder / f"traps{ending}"
    rows = [row(text=trap, normalized=trap, neighbourhood=trap, letter_number=trap, author=trap) for trap in TRAPS]
    assert write_submissions(file, rows, tr=FA, zone=TEHRAN) == len(TRAPS)
    sheet = opened(file, folder)
    assert [cell.get(f"{_TABLE}formula") for cell in sheet.iter() if cell.get(f"{_TABLE}formula")] == []
    assert list(sheet.iter(f"{_TEXT}a")) == []
    assert len(lines_of(sheet)) == len(TRAPS) + 1


def test_the_sheet_as_libreoffice_shows_it(folder: Path) -> None:
    """In LibreOffice the sheet is right to left, every cell is text, and what it shows is what was written."""
    file = folder / "sheet.xlsx"
    write_submissions(file, [ROW, ROW], tr=FA, zone=TEHRAN)
    sheet = opened(file, folder)
    header, line, _ = lines_of(sheet)
    assert {cell.get(f"{_OFFICE}value-type") for cell in [*header, *line]} <= {"string", None}
    assert shown_in(line)[: len(COLUMNS)] == cells(ROW, tr=FA, zone=TEHRAN)
    whole = ET.tostring(sheet, encoding="unicode")
    assert 'writing-mode="rl-tb"' in whole
    assert "database-range" in whole  # the filter of the header


@pytest.mark.parametrize("kind", ["xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1"])
def test_a_sheet_comes_back_from_libreoffice(folder: Path, kind: str) -> None:
    """What an office wrote into an export and saved with LibreOffice, as a workbook or as CSV, is read as it was."""
    file = folder / "update.xlsx"
    write_submissions(file, [ROW, ROW], tr=FA, zone=TEHRAN)
    wanted = SheetLine(3, None, ROW.code, ROW.version, "انجام‌شده", "نصب شد.\nسپاس از شما", "-با برق تماس گرفتم")
    book = load_workbook(file)
    for column, words in (
        (NEW_STATUS_COLUMN, wanted.status),
        (ANSWER_COLUMN, wanted.answer),
        (NOTE_COLUMN, wanted.note),
    ):
        book.active.cell(3, column + 1).value = words
    book.save(file)
    saved = folder / "saved" / f"update.{kind[:4].rstrip(':')}"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", "--headless", "--norestore", profile, "--convert-to", kind]
    command += ["--outdir", str(saved.parent), str(file)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert saved.exists(), done.stdout + done.stderr
    found = read_update(saved)
    assert (found.rows, found.lines) == (2, [wanted])
