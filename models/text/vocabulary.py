"""hazm's word lists, kept only as far as its normaliser ever asks them.

hazm reads its list of words twice and conjugates 346,000 verb forms, most of them with spaces. A token
holds no space, so the normaliser can only ever find the 28,000 forms written with a zero-width non-joiner.
Keeping these alone halves the time and the memory of loading; `tests/models/text/test_hazm_normalizer.py`
compares the outcome with hazm's own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from hazm.constants import SUFFIXES
from hazm.lemmatizer import Conjugation
from hazm.utils import default_words, verbs_list

ZWNJ = "\u200c"
OFTEN = 20_000  # a quarter of the words that have a part of speech


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that decide what is joined, split and shortened.

    Attributes:
        words: Every word of hazm's list.
        joined: Words and verb forms holding a zero-width non-joiner that two tokens may become.
        verbs: The verb forms among them.
        heads: Everything before a joiner in `joined`.
        tails: Everything after one, and hazm's suffixes: no other token is ever joined to its forerunner.
        classified: Words of which the list says a part of speech; the others are noise, spoken forms among it.
        common: Those of them that hazm's corpus holds often.
        adjectives: Those that may be an adjective.
        simple_verbs: Verb forms of one piece (رفتید, بروند): no token needs joining for them.
    """

    words: frozenset[str]
    joined: frozenset[str]
    verbs: frozenset[str]
    heads: frozenset[str]
    tails: frozenset[str]
    classified: frozenset[str]
    common: frozenset[str]
    adjectives: frozenset[str]
    simple_verbs: frozenset[str]

    @classmethod
    def of_hazm(cls) -> Self:
        """Read hazm's own files, which are part of its wheel; nothing is fetched."""
        rows = list(_words())
        forms = frozenset(_verb_forms())
        verbs = frozenset(form for form in forms if ZWNJ in form)
        joined = verbs | {word for word, frequency, _ in rows if frequency > 0 and ZWNJ in word}
        pairs = list(_pairs(joined))
        return cls(
            words=frozenset(word for word, _, _ in rows),
            joined=joined,
            verbs=verbs,
            heads=frozenset(head for head, _ in pairs),
            tails=frozenset(tail for _, tail in pairs) | SUFFIXES,
            classified=frozenset(word for word, frequency, classes in rows if frequency > 0 and classes != "0"),
            common=frozenset(word for word, frequency, classes in rows if frequency >= OFTEN and classes != "0"),
            adjectives=frozenset(word for word, _, classes in rows if "AJ" in classes.split(",")),
            simple_verbs=forms - verbs,
        )


def _words() -> Iterator[tuple[str, int, str]]:
    """Words, counts and parts of speech, as `hazm.utils.words_list` reads them: a short line does not count."""
    with default_words.open(encoding="utf-8") as file:
        for line in file:
            columns = line.strip().split("\t")
            if len(columns) == 3:
                yield columns[0], int(columns[1]), columns[2]


def _verb_forms() -> Iterator[str]:
    conjugation = Conjugation()
    for verb in verbs_list():
        for form in conjugation.get_all(verb):
            if " " not in form:
                yield form


def _pairs(joined: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Both sides of every joiner in every word."""
    for word in joined:
        position = word.find(ZWNJ)
        while position >= 0:
            yield word[:position], word[position + 1 :]
            position = word.find(ZWNJ, position + 1)
