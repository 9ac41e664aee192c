"""What a message is about and what its author means by it, guessed from keywords: shown on the card, changed by a tap.

Both guesses read search keys, so spoken and misspelt words count. They lean to "other" and to nothing: a wrong guess
costs the resident a tap, and so does a missing one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
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
    index = _index_of(topics)
    best, best_score = None, (LEAST - 1, 0, 0)
    for code, score in index.scores(key):
        if score > best_score:
            best, best_score = code, score
    return best or (OTHER if OTHER in index.codes else None)


def topic_points(key: str, topics: Iterable[HasKeywords]) -> dict[str, int]:
    """Return how much speaks for each topic in a search key; topics for which nothing does are left out."""
    return {code: score[0] for code, score in _index_of(topics).scores(key) if score[0] > 0}


def _index_of(topics: Iterable[HasKeywords]) -> "_Index":
    if _latest and _latest[0][0] is topics:  # nearly always: a city has one list, read again now and then
        return _latest[0][1]
    listed = tuple(topics)
    index = _index(tuple((topic.code, topic.parent_code is not None, tuple(topic.keywords)) for topic in listed))
    if listed is topics:  # a tuple, which stays as it is
        _latest[:] = [(listed, index)]
    return index


class _Keyword(NamedTuple):
    """A keyword of the topic at `place` in the list: what it weighs, and the parts that must all be there."""

    place: int
    weight: int
    parts: tuple[int, ...]


class _Index:
    """Every keyword of a list of topics, found in one walk over the words of a text."""

    def __init__(self, topics: Sequence[tuple[str, bool, tuple[str, ...]]]) -> None:
        self.codes = [code for code, _, _ in topics]
        self._is_child = [is_child for _, is_child, _ in topics]
        self._parts = dict[str, int]()
        self._by_beginning = dict[str, list[tuple[str, bool, int]]]()
        self._keywords = [
            self._keyword(place, keyword) for place, (_, _, keywords) in enumerate(topics) for keyword in keywords
        ]
        self._keywords_of = dict[int, list[int]]()  # by part: a text holds few of the parts
        for number, keyword in enumerate(self._keywords):
            for part in keyword.parts:
                self._keywords_of.setdefault(part, []).append(number)

    def _keyword(self, place: int, keyword: str) -> _Keyword:
        parts = keyword.removeprefix("~").split("+")
        words = sum(len(part.split()) for part in parts)
        weight = PAIR if len(parts) > 1 else STRONG + words - 1
        weight = weight // 2 if keyword.startswith("~") else weight
        return _Keyword(place, weight, tuple(self._part(part) for part in parts))

    def _part(self, part: str) -> int:
        if part not in self._parts:
            self._parts[part] = len(self._parts)
            letters = fold(part)
            entry = (letters, part.endswith("."), self._parts[part])
            self._by_beginning.setdefault(letters[:2], []).append(entry)
        return self._parts[part]

    def scores(self, key: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
        """For each topic, in order: how much speaks for it, whether it is the finer one, how early that begins."""
        found = self._found(key)
        if not found:
            return
        points, first = [0] * len(self.codes), [len(key)] * len(self.codes)
        for keyword in {keyword for part in found for keyword in self._keywords_of[part]}:
            place, weight, parts = self._keywords[keyword]
            places = [found[part] for part in parts if part in found]
            if len(places) == len(parts):
                points[place] += weight
                first[place] = min(first[place], *places)
        for place, code in enumerate(self.codes):
            yield code, (points[place], int(self._is_child[place]), -first[place])

    def _found(self, key: str) -> dict[int, int]:
        """Where each part first stands at the beginning of a word."""
        found = dict[int, int]()
        for begin in (match.start() for match in _BEGINNING.finditer(key)):
            for letters, is_whole, part in self._by_beginning.get(key[begin : begin + 2], ()):
                if (
                    part not in found
                    and key.startswith(letters, begin)
                    and not (is_whole and _LETTER.match(key, begin + len(letters)))
                ):
                    found[part] = begin
        return found


_BEGINNING = re.compile(r"(?<!\w)\S")
_LETTER = re.compile(r"\w")
_index = lru_cache(maxsize=8)(_Index)
_latest: list[tuple[tuple[HasKeywords, ...], _Index]] = []  # at most one


@cache
def _kinds() -> list[tuple[str, re.Pattern[str]]]:
    cues = dict[str, list[str]]()
    for kind, cue in read_rows("kinds.tsv"):
        cues.setdefault(kind, []).append(cue)
    return [(kind, re.compile(rf"(?<!\w)(?:{'|'.join(several)})")) for kind, several in cues.items()]


def guess_kind(key: str) -> str | None:
    """Return report, proposal, opinion, complaint or thanks by the cue words of a search key; None without any."""
    return next((kind for kind, cues in _kinds() if cues.search(key)), None)
