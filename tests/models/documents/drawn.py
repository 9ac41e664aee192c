"""What a PDF draws, glyph by glyph, as somebody sees it: for comparing it with what it should say.

`pypdf.extract_text` guesses the order of right-to-left words, wrongly where a sentence has Latin words or isolates. So
the drawing operations are read instead: every glyph with its place. A line is the glyphs of one height; read from the
right it is Persian, and what it holds of Latin words and of numbers reads from the left. Blanks, joiners and bidi
controls have no ink and are left out on both sides (`bare`). A letter with a mark over it («ۀ») is two glyphs, of which
each is said to mean both: it counts once. Letters are those of Unicode's block, not presentation forms: the font's
tables say what each glyph stands for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby, pairwise
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

_NO_INK = re.compile("[\\s\u00ad\u200b-\u200f\u2060\u2066-\u2069\u202a-\u202e]")
_LEFT_TO_RIGHT = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u06f0-\u06f9]")
_BETWEEN = re.compile(r"[-./:_+&?=%'٬٫]")
_MARKS = re.compile("[\u064b-\u065f\u0670]")


@dataclass(frozen=True)
class Glyph:
    """One drawn shape: which letters it stands for, and where; points from the lower left corner of its page."""

    page: int
    x: float
    y: float
    width: float
    size: float
    text: str
    is_missing: bool  # the font has no shape for it, and draws a box


@dataclass(frozen=True)
class Drawn:
    """A whole document."""

    glyphs: list[Glyph]
    boxes: list[tuple[float, float]]  # width and height of each page

    @classmethod
    def of(cls, pdf: bytes) -> "Drawn":
        """Read it."""
        reader = PdfReader(BytesIO(pdf))
        boxes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in reader.pages]
        glyphs = [glyph for number, page in enumerate(reader.pages) for glyph in _glyphs(reader, page, number)]
        return cls(glyphs, boxes)

    def lines(self, page: int) -> list[str]:
        """The lines of a page from its top, each as it is read, without blanks."""
        mine = [one for one in self.glyphs if one.page == page]
        rows: dict[float, list[Glyph]] = {}
        for one in mine:
            height = next((height for height in rows if abs(height - one.y) < 2.0), one.y)
            rows.setdefault(height, []).append(one)
        return [line for _, row in sorted(rows.items(), reverse=True) if (line := _as_read(row))]

    @property
    def text(self) -> str:
        """Everything, page by page, line by line."""
        return "".join(line for page in range(len(self.boxes)) for line in self.lines(page))

    def outside(self, margin: float) -> list[Glyph]:
        """The glyphs that come nearer than so many points to the edge of their page."""
        return [one for one in self.glyphs if not self._is_within(one, margin)]

    def _is_within(self, one: Glyph, margin: float) -> bool:
        width, height = self.boxes[one.page]
        is_beside = margin - 0.5 <= one.x and one.x + one.width <= width - margin + 0.5
        return is_beside and margin <= one.y and one.y + one.size <= height

    @property
    def missing(self) -> list[Glyph]:
        """Letters that no font could draw."""
        return [one for one in self.glyphs if one.is_missing]


def bare(text: str) -> str:
    """A text as `Drawn.text` says it: without blanks, joiners, controls and marks over letters."""
    return _MARKS.sub("", _NO_INK.sub("", text))


def _as_read(row: list[Glyph]) -> str:
    """From the right to the left; of two shapes at one place («لا») the one that was drawn later comes first."""
    shapes = [bare(one.text) for one in _without_doubles(_from_the_right(row))]
    shapes = [one for one in shapes if one]
    runs = groupby(zip(shapes, _directions(shapes), strict=True), key=lambda one: one[1])
    return "".join("".join(_turned([shape for shape, _ in run], is_left)) for is_left, run in runs)


def _from_the_right(row: list[Glyph]) -> list[Glyph]:
    return [row[at] for at in sorted(range(len(row)), key=lambda at: (-row[at].x, -at))]


def _turned(shapes: list[str], is_left_to_right: bool) -> list[str]:
    return shapes[::-1] if is_left_to_right else shapes


def _directions(shapes: list[str]) -> list[bool]:
    """Which shapes are parts of something that is read from the left: letters and digits, and signs between them."""
    found = [bool(_LEFT_TO_RIGHT.match(one)) for one in shapes]
    for at in range(1, len(shapes) - 1):
        if _BETWEEN.fullmatch(shapes[at]) and found[at - 1] and _reaches(shapes, at):
            found[at] = True
    return found


def _reaches(shapes: list[str], at: int) -> bool:
    rest = next((one for one in shapes[at:] if not _BETWEEN.fullmatch(one)), "")
    return bool(_LEFT_TO_RIGHT.match(rest))


def _without_doubles(row: list[Glyph]) -> list[Glyph]:
    kept = row[:1]
    for before, one in pairwise(row):
        is_marked = _MARKS.search(before.text + one.text) and 0.0 in {before.width, one.width}
        if not (is_marked and bare(before.text) == bare(one.text)):
            kept.append(one)
    return kept


def _glyphs(reader: PdfReader, page: PageObject, number: int) -> Iterator[Glyph]:
    fonts = {name: _Font(font.get_object()) for name, font in page["/Resources"]["/Font"].items()}  # type: ignore[index]  # pypdf types a page's entries as any object
    place, kept, at, font, size = _UPRIGHT, [], _UPRIGHT, next(iter(fonts.values())), 0.0
    for operands, operator in ContentStream(page["/Contents"].get_object(), reader).operations:
        if operator == b"q":
            kept.append(place)
        elif operator == b"Q":
            place = kept.pop()
        elif operator == b"cm":
            place = _times(tuple(map(float, operands)), place)
        elif operator == b"Tm":
            at = tuple(map(float, operands))
        elif operator == b"Tf":
            font, size = fonts[operands[0]], float(operands[1])
        elif operator in {b"Tj", b"TJ"}:
            drawn = operands if operator == b"Tj" else operands[0]
            yield from _shown(drawn, font, size, _times(at, place), number)


def _shown(drawn: list[Any], font: "_Font", size: float, at: tuple[float, ...], page: int) -> Iterator[Glyph]:
    x = 0.0
    for part in drawn:
        if not isinstance(part, str | bytes):
            x -= float(part) / 1000 * size
            continue
        for code in _codes(part):
            width = font.widths.get(code, font.usual) / 1000 * size
            left, bottom = at[0] * x + at[4], at[1] * x + at[5]
            yield Glyph(page, left, bottom, width * at[0], size, font.letters.get(code, ""), code == 0)
            x += width


def _codes(part: str | bytes) -> list[int]:
    raw = part if isinstance(part, bytes) else part.original_bytes  # type: ignore[attr-defined]  # pypdf's own string
    return [int.from_bytes(raw[start : start + 2]) for start in range(0, len(raw), 2)]


class _Font:
    """What a font's codes stand for, and how wide they are (thousandths of the size)."""

    def __init__(self, font: Any) -> None:
        inner = font["/DescendantFonts"][0].get_object()
        self.usual = float(inner.get("/DW", 1000))
        self.widths = dict(_widths(inner.get("/W", [])))
        table = font["/ToUnicode"].get_object().get_data().decode("ascii", "replace")
        pairs = re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>\n", table.replace("\r", ""))
        self.letters = {int(code, 16): bytes.fromhex(letters).decode("utf-16-be") for code, letters in pairs}


def _widths(rows: Any) -> Iterator[tuple[int, float]]:
    at = 0
    while at < len(rows):
        first, after = int(rows[at]), rows[at + 1]
        if isinstance(after, list):
            yield from ((first + number, float(width)) for number, width in enumerate(after))
            at += 2
        else:
            yield from ((code, float(rows[at + 2])) for code in range(first, int(after) + 1))
            at += 3


_UPRIGHT: tuple[float, ...] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _times(first: tuple[float, ...], second: tuple[float, ...]) -> tuple[float, ...]:
    """Two transformations, one after the other, as PDF multiplies its matrices."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
