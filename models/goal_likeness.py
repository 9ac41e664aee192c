"""Which goals of one text say nearly the same: as a whole, or one as a part of the other. Pure."""

from collections.abc import Sequence
from typing import Final

from models.notice_likeness import likeness
from models.text import fold

ALIKE: Final = 0.72  # Dice's coefficient of triples; chosen by tests/models/test_goal_likeness.py
_HELD: Final = 0.6  # the part of the shorter one's triples that the longer one must have to be looked at closely
_LEAST: Final = 14  # letters: what is shorter is a double only where it is the same
_SHORT: Final = 3  # words
_MOST: Final = 500_000  # letters of parts that are compared in one go: about half a second


def doubles(texts: Sequence[str]) -> dict[int, int]:
    """For each text (by index) that says nearly what an earlier one does, the index of that one, the likeliest.

    Where hundreds of long texts are like each other, only the first are looked at closely, and of the others those that
    are the same are found.
    """
    search = _Search(texts)
    found = ((here, search.likest(here, range(here))) for here in range(len(texts)))
    return {here: earlier for here, earlier in found if earlier is not None}


def double_among(text: str, others: Sequence[str]) -> int | None:
    """Which of the others (by index) says nearly the same as a text; None where none does."""
    return _Search([*others, text]).likest(len(others), range(len(others)))


class _Search:
    """Texts in the form in which they are compared."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._folded = [fold(text) for text in texts]
        self._triples = [_triples(text) for text in self._folded]
        self._words = [text.count(" ") + 1 for text in self._folded]
        self._left = _MOST

    def likest(self, here: int, among: range) -> int | None:
        """The one that is most like it, where any is like it at all."""
        best, found = ALIKE, None
        for other in among:
            score = self._score(here, other)
            if score >= best:
                best, found = score, other
        return found

    def _score(self, one: int, other: int) -> float:
        if self._folded[one] == self._folded[other]:
            return 1.0 if self._folded[one] else 0.0
        if self._left <= 0 or not _may_be(self._triples[one], self._triples[other]):
            return 0.0
        parts = 1 + 3 * (abs(self._words[one] - self._words[other]) + 1)
        self._left -= parts * (min(len(self._folded[one]), len(self._folded[other])) + 20)
        return alike(self._folded[one], self._folded[other])


def alike(one: str, other: str) -> float:
    """How much the shorter of two folded texts is said by the other or by a part of it: 0 to 1."""
    if one == other:
        return 1.0 if one else 0.0
    short, long = sorted((one.split(), other.split()), key=lambda words: len(" ".join(words)))
    if len(" ".join(short)) < _LEAST or len(short) < _SHORT:
        return likeness(one, other) if len(short) == len(long) else 0.0
    said = " ".join(short)
    widths = {len(short), len(short) + 1, max(len(short) - 1, 1)}
    parts = (" ".join(long[at : at + width]) for width in widths for at in range(max(len(long) - width + 1, 1)))
    return max(likeness(one, other), *(likeness(said, part) for part in parts))


def _triples(folded: str) -> frozenset[str]:
    padded = f"  {folded} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def _may_be(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _HELD * min(len(one), len(other))
