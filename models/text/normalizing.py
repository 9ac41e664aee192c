"""Persian text in one spelling: spans protected, hazm in between, the outcome stable."""

import threading
from typing import TYPE_CHECKING

from models.text.scripts import is_mostly_persian
from models.text.spans import Protected

if TYPE_CHECKING:
    from models.text.hazm_normalizer import HazmNormalizer
    from models.text.vocabulary import Vocabulary

ROUNDS = 12  # one is enough, unless moving a space made a new span


class _Loader:
    """The one HazmNormalizer of this process; importing hazm takes a second, so it is put off."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.normalizer: HazmNormalizer | None = None

    def load(self) -> "HazmNormalizer":
        if self.normalizer is None:
            with self._lock:
                if self.normalizer is None:
                    from models.text.hazm_normalizer import HazmNormalizer  # noqa: PLC0415  # costs a second

                    self.normalizer = HazmNormalizer()
        return self.normalizer


_loader = _Loader()


def load() -> None:
    """Load hazm and its word lists, about 1.5 s and 80 MB; blocking, so boot calls it in a thread.

    Safe to call again and from several threads: there is one instance.
    """
    _loader.load()


def is_loaded() -> bool:
    """Say whether `load` has finished."""
    return _loader.normalizer is not None


def vocabulary() -> "Vocabulary":
    """Return hazm's word lists, spelt as `normalize` spells them; loads hazm."""
    return _loader.load().vocabulary


def is_persian(text: str) -> bool:
    """Say whether a text is Persian, so far as its letters show; addresses, tags and codes do not count."""
    letters = Protected(text).text
    return is_mostly_persian(letters, set(letters))


def normalize(text: str) -> str:
    """Return a Persian text in one spelling: letters, digits, half-spaces and signs as hazm writes them.

    Protected spans come out exactly as they went in, and so does a text that is not Persian. Normalising
    the outcome again changes nothing. Any Unicode text is welcome, unpaired surrogates too. Loads hazm when
    `load` was not called before.
    """
    for _ in range(ROUNDS):
        protected = Protected(text)
        present = set(protected.text)
        if not (protected.is_possible and is_mostly_persian(protected.text, present)):
            return text
        settled = _loader.load().settle(protected.text, present)
        text = protected.restore(settled)
        if Protected(text).text == settled:  # the same spans are found again, so another round would change nothing
            return text
    return text
