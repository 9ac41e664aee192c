"""A file that somebody gives as a published text: which ones are read, and its words in whatever encoding. Pure."""

import codecs
from pathlib import PurePath
from typing import Final

from models.errors import BadGoalText
from models.goal_reading import Trouble

KIND: Final = "goal_file"
"""The kind of the job that fetches one."""

MOST_BYTES: Final = 1_000_000
_DOCUMENTS: Final = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
_DOCUMENT_ENDINGS: Final = frozenset(
    (".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".ppt", ".pptx")
)
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM", b"II*\x00", b"MM\x00*", b"\x7fELF", b"MZ\x90")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE: Final = frozenset(b"\x00\x06\x20\xfb\xfe")  # the upper half of Persian letters, digits and blanks in UTF-16
_MOSTLY, _SAMPLE = 0.9, 4000
_ALLOWED: Final = frozenset("\t\n\r\f\v\x1c\x1d\x1e\x85")
_OTHER_SHARE: Final = 0.02  # of letters that are no text


def refuse_by_name(name: str, mime_type: str) -> None:
    """Look whether a file can be text at all, before it is fetched.

    Raises:
        BadGoalText: it is a picture, a sound, or a document of a program.
    """
    if PurePath(name.lower()).suffix in _DOCUMENT_ENDINGS or mime_type == "application/pdf":
        raise BadGoalText(Trouble.DOCUMENT, 0)
    if mime_type.split("/", 1)[0] in {"image", "video", "audio"}:
        raise BadGoalText(Trouble.NOT_TEXT, 0)


def decode(content: bytes) -> str:
    """The words of a file in UTF-8, UTF-16 (with its mark or without), or the Windows code page of Arabic letters.

    Raises:
        BadGoalText: it is too large, empty, a picture, or a document of a program.
    """
    if len(content) > MOST_BYTES:
        raise BadGoalText(Trouble.TOO_LARGE, MOST_BYTES)
    if not content.strip():
        raise BadGoalText(Trouble.EMPTY, 0)
    if content.startswith(_DOCUMENTS):
        raise BadGoalText(Trouble.DOCUMENT, 0)
    if content.startswith(_PICTURES):
        raise BadGoalText(Trouble.NOT_TEXT, 0)
    text = _decoded(content)
    if text is None or not _is_text(text):
        raise BadGoalText(Trouble.NOT_TEXT, 0)
    return text


def _decoded(content: bytes) -> str | None:
    marked = next((name for mark, name in _MARKS if content.startswith(mark)), None)
    names = [marked] if marked else [*_wide_guess(content), "utf-8", "cp1256"]
    for name in names:
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    return None


def _wide_guess(content: bytes) -> list[str]:
    """UTF-16 without a mark: every other byte is one of very few."""
    sample = content[:_SAMPLE]
    if len(content) % 2 or len(sample) < 4:
        return []
    for name, halves in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if sum(byte in _WIDE for byte in halves) >= _MOSTLY * len(halves) and len(set(halves)) <= 8:
            return [name]
    return []


def _is_text(text: str) -> bool:
    odd = sum((letter < " " and letter not in _ALLOWED) or letter in "\ufffd\x7f" for letter in text)
    return odd <= _OTHER_SHARE * len(text) and any(letter.isalpha() for letter in text)
