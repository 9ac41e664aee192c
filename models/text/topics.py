"""What a message is about and what its author means by it, guessed from keywords: shown on the card, changed by a tap.

Both guesses read search keys, so spoken and misspelt words count. They lean to "other" and to nothing: a wrong guess
costs the resident a tap, and so does a missing one.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple, Protocol

from models.text.folding import fold
from models.text.informal_data import read_rows

OTHER = "other"
WEAK, STRONG, PAIR = 1, 2, 5  # a pair outweighs the two keywords it may be made of
LEAST = 2  # a single weak keyword decides nothing


class HasKeywords(Protocol):
    """A topic as far as guessing goes: a row of the table, or one of `starting_topics`."""

    @property
    def code(self) -> str:
        """Its code."""

    @property
    def parent_code(self) -> str | None:
        """The code of the topic above; None at the first level."""

    @property
    def keywords(self) -> Sequence[str]:
        """Its keywords, as topics.tsv explains them."""


class StartingTopic(NamedTuple):
    """One topic of the list a new city starts with; `names` by language."""

    code: str
    parent_code: str | None
    names: dict[str, str]
    keywords: tuple[str, ...]


def starting_topics() -> list[StartingTopic]:
    """Return the topics a new city starts with, a parent before its children, in the order of the glossary."""
    return [
        StartingTopic(code, parent or None, {"fa": persian, "en": english}, _split(keywords))
        for code, parent, persian, english, *rest in read_rows("topics.tsv")
        for keywords in ["".join(rest)]
    ]


def _split(keywords: str) -> tuple[str, ...]:
    return tuple(filter(None, (keyword.strip() for keyword in keywords.split("،"))))


def guess_topic(key: str, topics: Iterable[HasKeywords]) -> str | None:
    """Return the code of the topic that a text is most likely about, by its search key.

    "other" when no keyword says enough; None when the topics hold no such code (or there are none).
    """
    best, best_score, codes = None, (LEAST - 1, 0, 0), set[str]()
    for topic in topics:
        codes.add(topic.code)
        score = _score(key, tuple(topic.keywords), is_child=topic.parent_code is not None)
        if score > best_score:
            best, best_score = topic.code, score
    return best or (OTHER if OTHER in codes else None)


def _score(key: str, keywords: tuple[str, ...], *, is_child: bool) -> tuple[int, int, int]:
    """Return how much speaks for a topic, whether it is the finer one, and how early its first keyword comes."""
    points, first = 0, len(key)
    for weight, patterns in _compiled(keywords):
        found = [pattern.search(key) for pattern in patterns]
        places = [match.start() for match in found if match]
        if len(places) == len(patterns):
            points += weight
            first = min(first, *places)
    return points, int(is_child), -first


@lru_cache(maxsize=512)
def _compiled(keywords: tuple[str, ...]) -> list[tuple[int, list[re.Pattern[str]]]]:
    return [_compile(keyword) for keyword in keywords]


def _compile(keyword: str) -> tuple[int, list[re.Pattern[str]]]:
    parts = keyword.removeprefix("~").split("+")
    words = sum(len(part.split()) for part in parts)
    weight = PAIR if len(parts) > 1 else STRONG + words - 1
    return (weight // 2 if keyword.startswith("~") else weight), [_pattern(part) for part in parts]


def _pattern(part: str) -> re.Pattern[str]:
    end = r"(?!\w)" if part.endswith(".") else ""
    return re.compile(rf"(?<!\w){re.escape(fold(part))}{end}")


@cache
def _kinds() -> list[tuple[str, re.Pattern[str]]]:
    cues = dict[str, list[str]]()
    for kind, cue in read_rows("kinds.tsv"):
        cues.setdefault(kind, []).append(cue)
    return [(kind, re.compile(rf"(?<!\w)(?:{'|'.join(several)})")) for kind, several in cues.items()]


def guess_kind(key: str) -> str | None:
    """Return report, proposal, opinion, complaint or thanks by the cue words of a search key; None without any."""
    return next((kind for kind, cues in _kinds() if cues.search(key)), None)
