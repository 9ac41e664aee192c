"""A file's words, whatever they are written in; and what is no text at all."""

import codecs
import io
import zipfile

import pytest

from models.errors import BadGoalText
from models.goal_file import MOST_BYTES, decode, refuse_by_name
from models.goal_reading import Trouble, read_goals
from tests.models.goal_texts import IZADSHAHR

TEXT = "۱- توسعهٔ فضای سبز\r\n۲- پارک گلسار، چند کوچه\r\n"
WINDOWS = "1- توسعه فضاي سبز\r\n2- پارک گلسار، چند کوچه\r\n"


def _zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("word/document.xml", "<w:t>۱- توسعه</w:t>")
    return held.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        WINDOWS.encode("cp1256"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16 be", "le without mark", "be without mark", "utf-32", "cp1256"],
)
def test_encodings(content: bytes) -> None:
    """The goals come out the same, in one spelling."""
    goals = read_goals(decode(content)).lines
    assert [line.number for line in goals] == [1, 2]
    assert goals[0].text in {"توسعهٔ فضای سبز", "توسعه فضای سبز"}
    assert goals[1].text == "پارک گلسار، چند کوچه"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1256"])
def test_the_city_s_own_text(encoding: str) -> None:
    """Twenty goals in each of them; the code page has no sign for a few letters of the preamble."""
    content = IZADSHAHR.read_text(encoding="utf-8").encode(encoding, "replace")
    reading = read_goals(decode(content))
    assert [line.number for line in reading.lines if line.number is not None] == list(range(1, 21))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Trouble.EMPTY),
        (b" \r\n ", Trouble.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, Trouble.NOT_TEXT),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 20, Trouble.NOT_TEXT),
        (bytes(range(256)) * 40, Trouble.NOT_TEXT),
        (b"\x00" * 500, Trouble.NOT_TEXT),
        (b"12345 67890", Trouble.NOT_TEXT),
        (b"%PDF-1.7\n" + bytes(range(128, 256)) * 9, Trouble.DOCUMENT),
        (_zip(), Trouble.DOCUMENT),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, Trouble.DOCUMENT),
        (b"{\\rtf1\\ansi 1- }", Trouble.DOCUMENT),
        ("۱- توسعه\n".encode() * 700_000, Trouble.TOO_LARGE),
    ],
)
def test_what_is_no_text(content: bytes, why: Trouble) -> None:
    """Is refused, and why."""
    with pytest.raises(BadGoalText) as caught:
        decode(content)
    assert caught.value.why == why


def test_the_limit_is_said() -> None:
    """Ten megabytes: how many bytes there may be."""
    with pytest.raises(BadGoalText) as caught:
        decode(b"1- a\n" * 2_000_000)
    assert caught.value.limit == MOST_BYTES


@pytest.mark.parametrize(
    ("name", "kind", "why"),
    [
        ("اهداف.pdf", "application/pdf", Trouble.DOCUMENT),
        ("اهداف.DOCX", "", Trouble.DOCUMENT),
        ("a.png", "image/png", Trouble.NOT_TEXT),
        ("a", "video/mp4", Trouble.NOT_TEXT),
    ],
)
def test_refused_by_its_name(name: str, kind: str, why: Trouble) -> None:
    """Before it is fetched."""
    with pytest.raises(BadGoalText) as caught:
        refuse_by_name(name, kind)
    assert caught.value.why == why


@pytest.mark.parametrize(
    ("name", "kind"), [("a.txt", "text/plain"), ("اهداف", ""), ("a.csv", "text/csv"), ("a.md", "")]
)
def test_not_refused_by_its_name(name: str, kind: str) -> None:
    """What may be text is fetched."""
    refuse_by_name(name, kind)
