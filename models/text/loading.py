"""Loading everything that texts need, before the first of them comes."""

from models.text.informal import load_words, words_are_loaded
from models.text.normalizing import is_loaded as normalizer_is_loaded
from models.text.normalizing import load as load_normalizer


def load() -> None:
    """Load hazm, its word lists and those of spoken Persian: about 1.7 s and 90 MB; blocking, so in a thread.

    Safe to call again and from several threads: there is one instance of each.
    """
    load_normalizer()
    load_words()


def is_loaded() -> bool:
    """Say whether `load` has finished."""
    return normalizer_is_loaded() and words_are_loaded()
