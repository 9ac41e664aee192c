"""The key under which a text is found: normalised, its spoken forms written out, then folded."""

import re
from functools import lru_cache

from models.text.folding import fold
from models.text.informal import written_form
from models.text.normalizing import normalize, vocabulary

ROUNDS = 12  # folding takes a sign away, and then hazm may join two words it had kept apart
SENTENCE_END = re.compile(r"[.!?؟؛…\n]+")
GLUED_EZAFE = re.compile(r"(\w*ه)ی(?![\w\u200c])")


def search_key(text: str) -> str:
    """Return the form in which a text is searched and compared; the key of a key is itself.

    Every word of it is folded (see `folding`), half-spaces are removed and not made spaces, so «می‌رود»,
    «می رود» and «میرود» meet. Loads hazm when `load` was not called before.
    """
    for _ in range(ROUNDS):
        key = fold(GLUED_EZAFE.sub(_without_ezafe, written_form(normalize(text))))
        if key == text:
            break
        text = key
    return text


def sentence_keys(text: str) -> list[str]:
    """Return the search key of each sentence of a text, in order; those of the last few sentences are remembered.

    For guessing and warning, which ask one after the other.
    """
    return [_sentence_key(sentence) for sentence in SENTENCE_END.split(text) if sentence]


_sentence_key = lru_cache(maxsize=256)(search_key)


def _without_ezafe(match: re.Match[str]) -> str:
    """Turn «محلهی» into «محله», as folding does with «محله‌ی»; but «ماهی» is a word of its own."""
    words = vocabulary().words
    return match[1] if match[0] not in words and match[1] in words else match[0]
