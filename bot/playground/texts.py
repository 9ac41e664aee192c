"""Lengths and cleaning of texts as Telegram does them: everything counts UTF-16 units."""

import re

MAX_TEXT = 4096
"""UTF-16 units of a message after its entities are parsed."""
MAX_CAPTION = 1024
"""UTF-16 units of a caption after its entities are parsed."""

_UNSEEN = "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad\u115f\u1160\u3164\u2800"
_BLANK = re.compile(rf"[\s{_UNSEEN}]*\Z")
# TDLib's clean_input_string: control characters become spaces, \r and U+2028…U+202E disappear
_DROPPED = {0x0D: None, **dict.fromkeys(range(0x2028, 0x202F))}
_SPACED = dict.fromkeys((code for code in range(32) if code not in (9, 10, 13)), " ")
_CLEANING = {**_SPACED, **_DROPPED}


def utf16_length(text: str) -> int:
    """Returns how many UTF-16 units the text has, the unit of all limits and entity offsets."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_offsets(text: str) -> list[int] | None:
    """Returns the UTF-16 offset of every character and of the end, or None where they equal the indexes."""
    if text.isascii() or max(text) < "\U00010000":
        return None
    offsets, position = [], 0
    for character in text:
        offsets.append(position)
        position += 2 if character > "\uffff" else 1
    offsets.append(position)
    return offsets


def clean(text: str) -> str:
    """Returns the text as Telegram keeps it: no controls, no line separators, no bidi embeddings."""
    return text.translate(_CLEANING)


def is_blank(text: str) -> bool:
    """Tells whether nothing in the text can be seen."""
    return _BLANK.match(text) is not None


def split_for_sending(text: str) -> list[str]:
    """Returns the parts in which an app sends a text that is longer than one message may be."""
    if utf16_length(text) <= MAX_TEXT:
        return [text]
    parts: list[str] = []
    current: list[str] = []
    room = MAX_TEXT
    for character in text:
        width = 2 if character > "\uffff" else 1
        if width > room:
            parts.append("".join(current))
            current, room = [], MAX_TEXT
        current.append(character)
        room -= width
    parts.append("".join(current))
    return parts
