from pathlib import Path

import pytest

from locales import translator
from models.documents.submission_file import UnknownFormatError, write_submissions
from tests.models.documents.submission_rows import ROW, TEHRAN


@pytest.mark.parametrize(("name", "begins"), [("a.csv", b"\xef\xbb\xbf"), ("a.JSON", b"[\n{"), ("a.b.Xlsx", b"PK")])
def test_the_name_chooses_the_format(tmp_path: Path, name: str, begins: bytes) -> None:
    """The end of the file's name, in any case, says which format is written."""
    assert write_submissions(tmp_path / name, [ROW], tr=translator("fa"), zone=TEHRAN) == 1
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize("name", ["a", "a.pdf", ".csv"])
def test_another_name_is_refused(tmp_path: Path, name: str) -> None:
    """A name that ends otherwise is refused with the endings there are, before anything is written."""
    with pytest.raises(UnknownFormatError, match=r"\.csv, \.json, \.xlsx"):
        write_submissions(tmp_path / name, [ROW], tr=translator("fa"), zone=TEHRAN)
    assert list(tmp_path.iterdir()) == []
