import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from locales import translator
from models.documents.submission_file import write_submissions
from models.documents.submission_row import COLUMNS, cells
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
    assert [words_of(cell) for cell in line[: len(COLUMNS)]] == cells(ROW, tr=FA, zone=TEHRAN)
    whole = ET.tostring(sheet, encoding="unicode")
    assert 'writing-mode="rl-tb"' in whole
    assert "database-range" in whole  # the filter of the header
