"""Votes as people type them: «۵ موافق، ۱ مخالف، ۱ ممتنع», `5-1-1`, «5 in favour»."""

import re
from dataclasses import dataclass
from typing import Final

from models.text import fold

MOST_VOTES: Final = 999
"""More than any council has seats: what is above it was mistyped."""


@dataclass(frozen=True)
class Votes:
    """How many were in favour, against, and abstained."""

    in_favour: int
    against: int = 0
    abstained: int = 0


class UnknownVotesError(ValueError):
    """What was typed counts no votes, or counts something twice."""


_WORDS: Final = {
    "in_favour": ("موافق", "in favour", "in favor", "for", "yes"),
    "against": ("مخالف", "against", "no"),
    "abstained": ("ممتنع", "abstained", "abstain", "abstentions", "abstention"),
}
_SIDES: Final = {fold(word): side for side, words in _WORDS.items() for word in words}
_SAID: Final = "|".join(sorted((re.escape(word) for word in _SIDES), key=len, reverse=True))
_NONE: Final = "|".join(map(fold, ("بدون", "هیچ", "no votes?")))
_COUNTED: Final = re.compile(rf"(?<!\d)(\d{{1,4}}) (?:رای )?(?:نفر )?({_SAID})(?!\w)")
_NAMED: Final = re.compile(rf"(?<!\w)({_SAID}) (\d{{1,4}})(?!\d)")
_WITHOUT: Final = re.compile(rf"(?<!\w)(?:{_NONE}) (?:رای )?({_SAID})(?!\w)")
_BARE: Final = re.compile(r"(\d{1,4})(?: (\d{1,4}))?(?: (\d{1,4}))?")
_SIGNS: Final = re.compile(r"[-–/،,;:]")
_FILLERS: Final = re.compile(r"(?<!\w)(?:و|and|رای|نفر|votes?|اعضا|با)(?!\w)")


def read_votes(words: str) -> Votes:
    """Read a count of votes; whoever is not named has none.

    Args:
        words: as they were typed, digits of any script: with words in any order, or up to three bare numbers (in
            favour, against, abstained).

    Raises:
        UnknownVotesError: it is none, something else stands beside it, or there are more than `MOST_VOTES`.
    """
    typed = fold(_SIGNS.sub(" ", words))
    bare = _BARE.fullmatch(typed)
    if bare is not None:
        return _checked({side: int(number or 0) for side, number in zip(_WORDS, bare.groups(), strict=True)}, words)
    counted: dict[str, int] = {}
    for found, side, number in _sides(typed):
        if side in counted:
            raise UnknownVotesError(words)
        counted[side] = number
        typed = typed.replace(found, " ", 1)
    if not counted or _FILLERS.sub("", typed).strip():
        raise UnknownVotesError(words)
    return _checked(counted, words)


def _sides(typed: str) -> list[tuple[str, str, int]]:
    """(the words, whose they are, how many)."""
    without = [(found[0], _SIDES[found[1]], 0) for found in _WITHOUT.finditer(typed)]
    if _FILLERS.sub("", typed).strip()[:1].isdigit():
        return [*without, *((found[0], _SIDES[found[2]], int(found[1])) for found in _COUNTED.finditer(typed))]
    return [*without, *((found[0], _SIDES[found[1]], int(found[2])) for found in _NAMED.finditer(typed))]


def _checked(counted: dict[str, int], words: str) -> Votes:
    if max(counted.values()) > MOST_VOTES or not any(counted.values()):
        raise UnknownVotesError(words)
    return Votes(counted.get("in_favour", 0), counted.get("against", 0), counted.get("abstained", 0))
