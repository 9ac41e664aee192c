"""The lines of a published text as they are read, and whether one goes on in the next. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from models.goal_marks import Mark, Strength, cleaned, latinized, mark_of, strip_bullet

_LAST_WORDS: Final = frozenset(
    ("و", "یا", "با", "به", "از", "در", "برای", "که", "تا", "بر", "جهت", "بین", "های", "هر", "این", "آن", "نیز", "طریق")
)
_FIRST_WORDS: Final = frozenset(
    (
        "و", "یا", "که", "را", "تا", "به", "با", "از", "در", "بر", "برای", "جهت", "است", "شود", "گردد", "باشد", "شده",
        "نماید", "نمایند", "کند", "کنند", "می‌شود", "می‌باشد", "همچنین", "های", "ها", "نیز", "همراه", "بمنظور",
    )
)  # fmt: skip
_OPEN_END: Final = tuple("،,؛;-–—/([«:")
_CLOSED_BEGIN: Final = tuple("،,؛;)]»./")
_NEXT: Final = re.compile(r"(?:(?<=[\s.؛;:،)»])|^)(\d{1,3})[\s\u200c]?[-–—ـ.)]+[\s\u200c]*(?=[^\W\d_])")
_SHORTEST_RUN: Final = 3  # goals that stand in one line


@dataclass(frozen=True)
class Row:
    """One line of the text. `at` counts from 1; `gap` says that a blank line stands before it."""

    at: int
    words: str
    indent: int = 0
    gap: bool = False
    mark: Mark | None = None
    has_bullet: bool = False


def rows_of(text: str) -> list[Row]:
    """The lines that say something, in order; several goals that were run together in one line are parted."""
    rows: list[Row] = []
    gap = False
    for at, raw in enumerate(text.splitlines(), 1):
        line = cleaned(raw)
        if not any(letter.isalnum() for letter in line):
            gap = True  # blank, or a rule of signs
            continue
        rows.append(_row(at, line, gap))
        gap = False
    return _unrolled(rows)


def _row(at: int, line: str, gap: bool) -> Row:
    shown = line.expandtabs(4)
    _, has_bullet = strip_bullet(line)
    return Row(at, line.strip(" \t\u200c"), len(shown) - len(shown.lstrip(" ")), gap, mark_of(line), has_bullet)


def is_unfinished(words: str) -> bool:
    """Whether a line must go on in the next one: it ends in «و», a comma, or within brackets."""
    ended = words.rstrip(" \t\u200c")
    return (
        ended.endswith(_OPEN_END)
        or ended[ended.rfind(" ") + 1 :] in _LAST_WORDS
        or ended.count("(") > ended.count(")")
        or ended.count("«") > ended.count("»")
    )


def goes_on(words: str) -> bool:
    """Whether a line goes on with what the one before says: it begins with «و», «که», or a sign that ends something."""
    return (
        words.startswith(_CLOSED_BEGIN) or words.split(maxsplit=1)[0].strip("،.") in _FIRST_WORDS or words[:1].islower()
    )


def _unrolled(rows: Sequence[Row]) -> list[Row]:
    """Goals that follow each other in one line («1- … 2- … 3- …») each in a line of its own."""
    begun = {row.mark.number for row in rows if row.mark is not None and row.mark.strength is Strength.SIGNED}
    return [piece for row in rows for piece in _pieces(row, begun)]


def _pieces(row: Row, begun: set[int]) -> Iterator[Row]:
    is_marked = row.mark is not None and row.mark.strength is Strength.SIGNED
    number = row.mark.number if row.mark is not None and is_marked else 0
    cuts: list[int] = []
    for match in _NEXT.finditer(latinized(row.words)):
        if match.start() > 0 and int(match[1]) == number + 1 and number + 1 not in begun:
            cuts.append(match.start())
            number += 1
    fills = bool(cuts) and is_marked and number + 1 in begun
    if len(cuts) + is_marked < _SHORTEST_RUN and not fills:
        yield row
        return
    ends = [*cuts, len(row.words)]
    yield replace(row, words=row.words[: cuts[0]].rstrip(" \t\u200c"), mark=mark_of(row.words[: cuts[0]]))
    for begin, end in zip(cuts, ends[1:], strict=True):
        words = row.words[begin:end].strip(" \t\u200c")
        yield Row(row.at, words, row.indent, mark=mark_of(words))
