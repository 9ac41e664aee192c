"""How likely a submission stands behind a goal: by the words they share, rare ones first, and by what both are about.

Words are compared without endings and as they are written, not spoken (`models.text`). Citizens seldom use a goal's
own words, so what topics' keywords say of both counts as much. Pure; loads hazm when nobody did before.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Final

from models import text
from models.text.informal_data import read_rows
from models.text.lemmas import lemmas
from models.text.topics import OTHER, HasKeywords, topic_points

LIKELY: Final = 0.28  # from here on it is suggested; chosen by the pairs of tests/models/goal_pairs.py
_WORDS, _TOPICS, _NEAR = 0.55, 0.40, 0.05  # what each says; together 1
_CHOSEN: Final = 4.0  # points of a topic that somebody chose, beside those of keywords
_ELSEWHERE: Final = 0.75  # of a score is left where the submission's chosen topic is none of the goal's
_ABOVE: Final = 0.4  # of a topic's points that the topic above it gets
_LETTERS: Final = 1500  # of a text that are looked at
_COMMON_SHARE: Final = 0.15  # of all texts that hold a common word, whatever this city's few texts say
_LEAST_TEXTS: Final = 200


@dataclass(frozen=True)
class Text:
    """A text to be compared: the key of its words, and the topics that somebody chose for it."""

    key: str
    topics: tuple[str, ...] = ()

    @cached_property
    def words(self) -> frozenset[str]:
        """What it is about, without endings and without words that say nothing."""
        return _words(self.key)


def goal_text(title: str, description: str, topics: Collection[str]) -> Text:
    """A goal, to be compared."""
    said = description if description.startswith(title.rstrip("….")) else f"{title}\n{description}"
    return Text(_key(said[:_LETTERS]), tuple(topics))


def submission_text(words: str, search_key: str | None, topic: str | None) -> Text:
    """A submission, to be compared; `search_key` is that of its words where it was made already."""
    key = search_key[:_LETTERS] if search_key else _key(words[:_LETTERS])
    return Text(key, () if topic is None or topic == OTHER else (topic,))


@cache
def _plain(kind: str) -> frozenset[str]:
    """The words that say nothing («none»), or that stand in nearly every text («little»)."""
    return frozenset(word for named, words in read_rows("plain_words.tsv") if named == kind for word in words.split())


@lru_cache(maxsize=2048)
def _key(words: str) -> str:
    return text.search_key(words)


@lru_cache(maxsize=8192)
def _words(key: str) -> frozenset[str]:
    return frozenset(word for word in lemmas(key) if word not in _plain("none"))


class Matcher:
    """Compares goals and submissions of one city: `texts` are some of them, whose words are counted."""

    def __init__(self, texts: Sequence[Text], topics: Iterable[HasKeywords]) -> None:
        self._topics = tuple(topics)
        self._above = {one.code: one.parent_code for one in self._topics}
        self._held = Counter(word for one in texts for word in one.words)
        self._texts = max(len(texts), _LEAST_TEXTS)
        self._known = dict[Text, Mapping[str, float]]()

    def score(self, goal: Text, submission: Text, *, is_near: bool = True) -> float:
        """From 0 to 1; `is_near`: the submission is of the goal's own area, not of one below or above."""
        shared = self._shared(goal.words, submission.words)
        about = _cosine(self._about(goal), self._about(submission))
        if not shared and not about:
            return 0.0
        score = _WORDS * shared + _TOPICS * about + _NEAR * is_near
        return score if self._agree(goal, submission) else _ELSEWHERE * score

    def _agree(self, goal: Text, submission: Text) -> bool:
        """Whether the topics chosen for both may be one: the same, or one above the other."""
        if not goal.topics or not submission.topics:
            return True
        mine = {*goal.topics, *(self._above.get(code) for code in goal.topics)}
        return any(code in mine or self._above.get(code) in goal.topics for code in submission.topics)

    def _shared(self, one: Collection[str], other: Collection[str]) -> float:
        """How much of the weight of the smaller text's words both have, tempered by how much the larger one says."""
        both = sum(self._weight(word) for word in one if word in other)
        if not both:
            return 0.0
        mine, theirs = (sum(map(self._weight, words)) for words in (one, other))
        return min(1.0, 1.6 * both / math.sqrt(mine * theirs))

    def _weight(self, word: str) -> float:
        held = self._held[word] + (_COMMON_SHARE * self._texts if word in _plain("little") else 0.0)
        return max(math.log((self._texts + 1) / (held + 1)), 0.1)

    def _about(self, one: Text) -> Mapping[str, float]:
        """What a text is about: its keywords' points, the topics chosen for it, and a part for the topics above."""
        if one not in self._known:
            points = {code: float(held) for code, held in topic_points(one.key, self._topics).items() if code != OTHER}
            for code in one.topics:
                points[code] = points.get(code, 0.0) + _CHOSEN
            for code, held in list(points.items()):
                if (above := self._above.get(code)) is not None:
                    points[above] = points.get(above, 0.0) + _ABOVE * held
            self._known[one] = points
        return self._known[one]


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    both = sum(weight * other[code] for code, weight in one.items() if code in other)
    if not both:
        return 0.0
    return both / math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
