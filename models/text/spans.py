"""Parts of a text that mean something only exactly as they were written: addresses, numbers, codes.

`find_spans` names them; `Protected` takes them out of a text before it is respaced and puts them back
afterwards. Any kind of digit counts: Latin, Persian and Arabic. The patterns are anchored at the first
letter of a possible span and each of them reads on in linear time, so a hostile text costs no more than a
long one.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from models.text.span_patterns import FIRST_LETTER, TRIGGERS, span_pattern


class Kind(StrEnum):
    """What a span is; the names are those of the groups in `span_patterns.ALTERNATIVES`."""

    URL = "url"
    EMAIL = "email"
    MENTION = "mention"
    TAG = "tag"
    COMMAND = "command"
    IBAN = "iban"
    CARD = "card"
    PLATE = "plate"
    PHONE = "phone"
    NUMBER = "number"  # decimals, dates, times, ranges, tracking codes: digits joined by signs, or ten of them
    CODE = "code"  # Latin letters and digits in one word: covid19, A4


WORDS = frozenset({Kind.URL, Kind.EMAIL, Kind.MENTION, Kind.TAG, Kind.COMMAND, Kind.CODE})


class Span(NamedTuple):
    """One protected part: `text[start:end]`."""

    kind: Kind
    start: int
    end: int


def find_spans(text: str) -> list[Span]:
    """Return the protected parts of a text, in order, none overlapping; positions are those of str."""
    return list(_spans(text)) if TRIGGERS.search(text) else []


def _spans(text: str) -> Iterator[Span]:
    match_span, position = span_pattern().match, 0
    while first := FIRST_LETTER.search(text, position):
        match = match_span(text, first.start())
        if match is None or match.lastgroup is None:
            position = first.end()
            continue
        yield Span(Kind(match.lastgroup), match.start(), match.end())
        position = match.end()


# What stands in a span's place while hazm works. A letter that hazm leaves alone keeps the words around it
# apart; for a number it is a digit hazm does not know, so that «ساعت۱۷:۳۰» gets its space all the same.
LETTER_MARKS = tuple(map(chr, range(0xA000, 0xA48D)))  # Yi
DIGIT_MARKS = tuple(map(chr, chain(range(0x0DE6, 0x0DF0), range(0x1090, 0x109A), range(0x19D0, 0x19DA))))


class Protected:
    """A text with each of its spans replaced by one mark that does not otherwise occur in it."""

    def __init__(self, text: str) -> None:
        spans = find_spans(text)
        self._originals = [text[span.start : span.end] for span in spans]
        self._marks = ""
        self.text = self._mark(text, spans) if spans else text

    def _mark(self, text: str, spans: list[Span]) -> str:
        letter = next((mark for mark in LETTER_MARKS if mark not in text), "")
        digit = next((mark for mark in DIGIT_MARKS if mark not in text), "")
        self._marks = letter + digit
        pieces, position = [], 0
        for span in spans:
            pieces += [text[position : span.start], letter if span.kind in WORDS else digit]
            position = span.end
        return "".join([*pieces, text[position:]])

    @property
    def is_possible(self) -> bool:
        """False for a text that holds every mark there is; nobody writes one, but somebody may try."""
        return not self._originals or len(self._marks) == 2

    def restore(self, text: str) -> str:
        """Put the spans back, each exactly as it was, in their order."""
        if not self._originals:
            return text
        originals = iter(self._originals)
        return re.sub(f"[{self._marks}]", lambda _: next(originals), text)
