"""Reading the goals out of a text as a city published it: a numbered list, with whatever stands around it. Pure.

What is not sure is never decided here: a line without a number between the goals is pointed out as one that somebody
has to say something about, and whatever stands before the list is kept aside.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, Self

from models.errors import BadGoalText
from models.goal_likeness import doubles
from models.goal_marks import HEADINGS, LETTERED, Mark, Strength, mark_of, strip_bullet
from models.goal_starts import starts_of
from models.goal_text_rows import Row, goes_on, is_unfinished, rows_of

MOST_LINES: Final = 200  # goals and lines without a number that one text may have
MOST_LETTERS: Final = 200_000
LONGEST: Final = 1500  # letters of one goal: with everything else its card fits one message
_MOST_ROWS: Final = 5000  # with blank ones
_MOST_MARKS: Final = 600  # rows that begin with a number of whatever kind
_MANY: Final = 0.6  # the part of goals that have lines below them, from which on they belong to them
_BROKEN: Final = range(40, 131)  # letters of the widest line where lines were broken for want of room
_WIDE: Final = 0.7  # of the widest line: as long is a line that was broken for want of room


class Trouble(StrEnum):
    """Why no goals could be read."""

    EMPTY = "empty"
    NO_LIST = "no_list"  # neither numbers nor several lines
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    TOO_LARGE = "too_large"  # a file
    NOT_TEXT = "not_text"  # a picture, or a program's own file
    DOCUMENT = "document"  # PDF or Word: its words can be copied


class Part(StrEnum):
    """What a line of the text is; stored by name."""

    GOAL = "goal"
    STRAY = "stray"  # without a number: somebody has to say what it is
    PREAMBLE = "preamble"  # what stands before the list
    DROPPED = "dropped"
    RAW = "raw"  # not read yet: one message of several


@dataclass(frozen=True)
class Line:
    """A goal of the text, or something else that stands in it. `key` names it for as long as the text is worked on.

    `number` is that of the publication; None gets the next free one. `double_of` is the key of a line that says nearly
    the same. `was` is what a dropped line was before. `is_settled`: somebody looked at its double and keeps both.
    """

    key: int
    part: Part
    text: str
    number: int | None = None
    double_of: int | None = None
    was: Part | None = None
    is_settled: bool = False

    @property
    def is_long(self) -> bool:
        """Whether it says more than one goal may."""
        return len(self.text) > LONGEST

    def to_data(self) -> dict[str, Any]:
        """As JSON, without what is not known."""
        data = {
            "key": self.key,
            "part": self.part.value,
            "text": self.text,
            "number": self.number,
            "double": self.double_of,
            "was": self.was.value if self.was is not None else None,
            "settled": self.is_settled or None,
        }
        return {name: value for name, value in data.items() if value is not None}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """From what `to_data` wrote."""
        was = data.get("was")
        return cls(
            key=data["key"],
            part=Part(data["part"]),
            text=data["text"],
            number=data.get("number"),
            double_of=data.get("double"),
            was=Part(was) if was else None,
            is_settled=data.get("settled", False),
        )


@dataclass(frozen=True)
class Reading:
    """What was read. `lines` are goals and strays in order; `has_numbers` is false where no line begins with one."""

    lines: tuple[Line, ...]
    preamble: str
    has_numbers: bool

    def entries(self) -> list[Line]:
        """Everything as it is worked on: what stands before the list is a line of its own, the first."""
        before = [Line(0, Part.PREAMBLE, self.preamble)] if self.preamble else []
        return [*before, *self.lines]


def read_goals(text: str) -> Reading:
    """Read a published list.

    Args:
        text: with line ends of any kind; digits, signs and letters as people type them.

    Raises:
        BadGoalText: there is nothing in it, or too much for one time; `why` is a `Trouble`.
    """
    if len(text) > MOST_LETTERS:
        raise BadGoalText(Trouble.TOO_LONG, MOST_LETTERS)
    if len(text.splitlines()) > _MOST_ROWS:
        raise BadGoalText(Trouble.TOO_MANY, MOST_LINES)
    rows = rows_of(text)
    if not rows:
        raise BadGoalText(Trouble.EMPTY, 0)
    if sum(row.mark is not None for row in rows) > _MOST_MARKS:
        raise BadGoalText(Trouble.TOO_MANY, MOST_LINES)
    starts = starts_of(rows)
    pieces = list(_numbered(rows, starts) if starts else _numberless(rows))
    preamble = [piece.text for piece in pieces if piece.part is Part.PREAMBLE]
    lines = [piece for piece in pieces if piece.part is not Part.PREAMBLE]
    if not starts and len(lines) < 2:
        raise BadGoalText(Trouble.NO_LIST, 0)
    if len(lines) > MOST_LINES:
        raise BadGoalText(Trouble.TOO_MANY, MOST_LINES)
    keyed = [replace(line, key=key) for key, line in enumerate(lines, 1)]
    return Reading(tuple(with_doubles(keyed)), "\n\n".join(preamble), bool(starts))


def with_doubles(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, each pointing to an earlier one that says nearly the same."""
    found = doubles([line.text for line in lines])
    for at, line in enumerate(lines):
        yield replace(line, double_of=lines[found[at]].key) if at in found else line


def _numbered(rows: Sequence[Row], starts: dict[int, Mark]) -> Iterator[Line]:
    first = next(iter(starts))
    yield from _before(rows[:first], starts[first])
    joins = _Joins(rows, starts)
    pending: Line | None = None
    for at in range(first, len(rows)):
        mark = starts.get(at)
        if mark is not None:
            if pending is not None:
                yield pending
            pending = Line(0, Part.GOAL, mark.rest, mark.number)
        elif pending is not None and joins.belongs(at, pending):
            pending = replace(pending, text=joined(pending.text, rows[at].words))
        else:
            if pending is not None:
                yield pending
            pending = Line(0, Part.STRAY, without_sign(rows[at].words))
    if pending is not None:
        yield pending


def _before(rows: Sequence[Row], first: Mark) -> Iterator[Line]:
    """What stands before the list; its last line may be the first goal, where the list begins with the second."""
    lacks_first = first.number == 2 and bool(rows) and not rows[-1].words.endswith(":")
    blocks = list(_blocks(rows[:-1] if lacks_first else rows))
    yield from (Line(0, Part.PREAMBLE, block) for block in blocks)
    if lacks_first:
        yield Line(0, Part.STRAY, without_sign(rows[-1].words))


def _blocks(rows: Sequence[Row]) -> Iterator[str]:
    block: list[str] = []
    for row in rows:
        if row.gap and block:
            yield "\n".join(block)
            block = []
        block.append(row.words)
    if block:
        yield "\n".join(block)


class _Joins:
    """Which lines without a number belong to the one above."""

    def __init__(self, rows: Sequence[Row], starts: dict[int, Mark]) -> None:
        self._rows, self._starts = rows, starts
        below = [at for at in range(next(iter(starts)), len(rows)) if at not in starts and not rows[at].gap]
        below = [at for at in below if not self._is_clear(at)]
        having = {at for at in below if at - 1 in starts}
        width = max(len(row.words) for row in rows[next(iter(starts)) :])
        self._is_usual = len(having) >= max(2, _MANY * len(starts))
        self._is_broken = (
            len(below) > 1 and width in _BROKEN and all(len(rows[at - 1].words) >= _WIDE * width for at in below)
        )

    def belongs(self, at: int, above: Line) -> bool:
        """Whether a row is a part of the goal, or the line without a number, above it."""
        row, before = self._rows[at], self._rows[at - 1]
        if not above.text.strip():  # a number that stood alone
            return True
        if self._is_heading(at):
            return False
        if row.mark is not None and row.mark.child is not None and row.mark.number == above.number:
            return True  # «۴-۱» below «۴»
        if row.gap:
            return False
        if above.part is Part.STRAY:
            return not row.has_bullet and (goes_on(row.words) or is_unfinished(before.words))
        return self._is_part(at)

    def _is_part(self, at: int) -> bool:
        return self._is_clear(at) or self._is_usual or self._is_broken

    def _is_clear(self, at: int) -> bool:
        """Whether a row shows by itself that it goes on with the one before: a list within the goal, or a sentence."""
        row, before = self._rows[at], self._rows[at - 1]
        is_signed = row.mark is not None and row.mark.strength is Strength.SIGNED
        if row.has_bullet or is_signed or LETTERED.match(row.words):
            return True
        if row.words[:1].isdecimal():
            return True  # a quantity, or a day: no sentence begins so
        start = next(self._rows[one] for one in range(at - 1, -1, -1) if one in self._starts)
        return row.indent > start.indent or is_unfinished(before.words) or goes_on(row.words)

    def _is_heading(self, at: int) -> bool:
        row = self._rows[at]
        if row.mark is not None and (row.mark.key in HEADINGS or row.mark.strength is Strength.BARE):
            return True
        ends = row.words.endswith(":") and at + 1 in self._starts and self._starts[at + 1].number != 1
        return ends and not is_unfinished(self._rows[at - 1].words)


def joined(text: str, more: str) -> str:
    """Two lines as one: a sentence that was broken is whole again, a list keeps its lines."""
    if not text:
        return without_sign(more)
    is_item = strip_bullet(more)[1] or mark_of(more) is not None or LETTERED.match(more) is not None
    goes = (is_unfinished(text) and not text.endswith(":")) or goes_on(more)
    return f"{text} {more}" if goes and not is_item else f"{text}\n{more}"


def without_sign(words: str) -> str:
    """A line without its bullet or letter («الف)»)."""
    words, _ = strip_bullet(words)
    letter = LETTERED.match(words)
    return words[letter.end() :] or words if letter is not None else words


def _numberless(rows: Sequence[Row]) -> Iterator[Line]:
    """A text without numbers: each bullet, lettered line or paragraph is a line that somebody has to decide about."""
    items = [at for at, row in enumerate(rows) if row.has_bullet or LETTERED.match(row.words)]
    if len(items) < 2:
        yield from _paragraphs(rows)
        return
    yield from (Line(0, Part.PREAMBLE, block) for block in _blocks(rows[: items[0]]))
    marked, text = frozenset(items), ""
    for at in range(items[0], len(rows)):
        row = rows[at]
        if text and (at in marked or row.gap):
            yield Line(0, Part.STRAY, text)
            text = ""
        text = joined(text, row.words)
    yield Line(0, Part.STRAY, text)


def _paragraphs(rows: Sequence[Row]) -> Iterator[Line]:
    """Lines that go on in the next are one."""
    text = ""
    for at, row in enumerate(rows):
        if text and (row.gap or not (is_unfinished(rows[at - 1].words) or goes_on(row.words))):
            yield Line(0, Part.STRAY, text)
            text = ""
        text = joined(text, row.words) if text else without_sign(row.words)
    yield Line(0, Part.STRAY, text)
