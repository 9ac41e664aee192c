"""Spoken Persian in writing: «کوچمون خیلی تاریکه» becomes «کوچه‌مان خیلی تاریک است».

Word by word (`informal_words`), and where a word alone does not decide, by its neighbours (`informal_context`). Words
that might as well be formal («بدن», «رفتن», «چراغا») are changed only in a text that certain words («نمیشه», «کوچمون»)
have shown to be spoken Persian: formal prose stays as it is.
"""

import threading
from typing import TYPE_CHECKING

from models.text.normalizing import normalize, vocabulary

if TYPE_CHECKING:
    from models.text.informal_writer import Writer

ROUNDS = 12  # natural text is settled after one


class _Loader:
    """The one Writer of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.writer: Writer | None = None

    def load(self) -> "Writer":
        if self.writer is None:
            with self._lock:
                if self.writer is None:
                    self.writer = new_writer()
        return self.writer


_loader = _Loader()


def new_writer() -> "Writer":
    """Read the lists, 0.1 s after hazm's own, into a writer that has read no word yet."""
    from models.text.informal_writer import Writer  # noqa: PLC0415  # it imports hazm

    return Writer(vocabulary())


def formal(text: str) -> str:
    """Return a Persian text normalised and with its spoken forms written as an editor would.

    Formal text, other languages and protected spans come out as `normalize` leaves them. Making the outcome formal
    again changes nothing in it. Any Unicode text is welcome. Loads hazm when `load` was not called before.
    """
    text = normalize(text)
    for _ in range(ROUNDS):
        written = written_form(text)
        if written == text:
            break
        text = normalize(written)
    return text


def written_form(text: str) -> str:
    """Do the work of `formal` on a text that is normalised already; the outcome may need normalising again."""
    return _loader.load().write(text)


def load_words() -> None:
    """Load hazm and the lists of spoken words; blocking, and done once."""
    _loader.load()


def words_are_loaded() -> bool:
    """Say whether `load_words` has finished."""
    return _loader.writer is not None
