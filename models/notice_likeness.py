"""How alike two notices are: by the triples of letters that their folded words share. Pure."""

from collections import Counter

ALIKE = 0.66  # Dice's coefficient of the triples; chosen by the table of pairs in tests/models/test_notice_likeness.py
_LEAST = 12  # letters: of less, nothing can be said but whether they are the same


def likeness(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (the same words), of two folded texts."""
    if one == other:
        return 1.0 if one else 0.0
    if min(len(one), len(other)) < _LEAST:
        return 0.0
    mine, theirs = _triples(one), _triples(other)
    shared = (mine & theirs).total()
    return 2 * shared / (mine.total() + theirs.total())


def are_alike(one: str, other: str) -> bool:
    """Whether somebody who got the one would take the other for the same notice."""
    return likeness(one, other) >= ALIKE


def _triples(folded: str) -> Counter[str]:
    padded = f"  {folded} "
    return Counter(padded[at : at + 3] for at in range(len(padded) - 2))
