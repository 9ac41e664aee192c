"""The lists behind `formal`: our own tables in models/data, and what hazm's wheel holds of spoken Persian."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from models.text.small_words import words_of

DATA = Path(__file__).resolve().parent.parent / "data"

# hazm's pairs that make a wrong word of a good one: «خب» is not خوب, «تو» needs the sentence, «صب» is no صبر.
# Found by reading all 345 of them and by the development part of tests/models/text/informal_pairs.tsv.
UNWANTED = words_of(
    """
    خب صب کا تو توی مش مشد مشتی مشدی مرتیکه چکار اوس اوسا رو دخترونه جزو ازمون خان باهار امار کرونا
    میان هام هاش تون شون مون ناهار نگه ابی اخر اقلا چی پرن وا شونه خوندنی والا چونه وقط
    """
)


class VerbStems(NamedTuple):
    """One row of informal_verbs.tsv; `subjunctive` holds what follows «ب», spoken and formal, or nothing."""

    present: str
    formal_present: str
    past: str
    formal_past: str
    subjunctive: tuple[str, str] | None


class Spoken(NamedTuple):
    """A spoken word, what it is in writing, and how far it can be trusted (see `informal_words.Reading`)."""

    word: str
    formal: str
    is_certain: bool
    ends_clause: bool


def read_rows(name: str) -> Iterator[list[str]]:
    """Yield the columns of a table in models/data; lines that begin with `#` are remarks."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def read_words() -> Iterator[Spoken]:
    """Yield our spoken words."""
    for word, formal, *mark in read_rows("informal_words.tsv"):
        yield Spoken(word, formal, is_certain=not mark, ends_clause=mark == ["$"])


def read_verbs() -> list[VerbStems]:
    """Return our verbs; where two rows have one spoken stem, the first counts."""
    rows = read_rows("informal_verbs.tsv")
    return [VerbStems(row[0], row[1], row[2], row[3], _subjunctive(row)) for row in rows]


def _subjunctive(row: list[str]) -> tuple[str, str] | None:
    if not row[4]:
        return None
    spoken, _, formal = row[4].partition("=")
    return (spoken, formal) if formal else (row[0], row[1])


def read_list(name: str) -> frozenset[str]:
    """Return the words of a list in models/data."""
    return words_of(" ".join(row[0] for row in read_rows(name)))


def hazm_words() -> Iterator[tuple[str, str]]:
    """Yield hazm's spoken words with their written form, without the unwanted ones; imports hazm."""
    from hazm.utils import informal_words  # noqa: PLC0415  # hazm takes a second

    for line in Path(informal_words).read_text(encoding="utf-8").splitlines():
        word, _, formal = (part.strip("\u200c ") for part in line.partition(" "))
        if word and formal and word != formal and word not in UNWANTED:
            yield word, formal


def hazm_stems() -> tuple[frozenset[str], frozenset[str]]:
    """Return the past and the present stems of hazm's verbs; those of one letter or two prove nothing."""
    from hazm.utils import default_verbs  # noqa: PLC0415  # hazm takes a second

    pairs = [line.partition("#") for line in Path(default_verbs).read_text(encoding="utf-8").split()]
    past, present = ({pair[side] for pair in pairs if len(pair[side]) > 2} for side in (0, 2))
    return frozenset(past), frozenset(present)
