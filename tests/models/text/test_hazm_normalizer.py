import time

import pytest
from hazm import Normalizer
from hypothesis import given, settings

from models.text.hazm_normalizer import FEW, TABLE, TABLE_LETTERS, HazmNormalizer
from models.text.vocabulary import ZWNJ
from tests.models.text.generated import natural, texts


@pytest.fixture(scope="module")
def stock() -> Normalizer:
    """Hazm's own."""
    return Normalizer()


@pytest.fixture(scope="module")
def ours() -> HazmNormalizer:
    """The subclass."""
    return HazmNormalizer()


@settings(max_examples=1500, deadline=None)
@given(text=texts)
def test_generated_texts(stock: Normalizer, ours: HazmNormalizer, text: str) -> None:
    """On any text made of Persian and Arabic letters, joiners, digits and signs, the output is hazm's own."""
    assert ours.normalize(text) == stock.normalize(text)


@settings(max_examples=500, deadline=None)
@given(text=natural)
def test_sentences(stock: Normalizer, ours: HazmNormalizer, text: str) -> None:
    """On sentences, settling ends where repeating stock hazm ends."""
    expected, before = stock.normalize(text), text
    while expected != before:
        expected, before = stock.normalize(expected), expected
    assert ours.settle(text, set(text)) == expected


def test_published_texts(stock: Normalizer, ours: HazmNormalizer, published_texts: list[str]) -> None:
    """On published municipal texts the output is hazm's own, whole files and line by line."""
    for text in published_texts:
        assert ours.normalize(text) == stock.normalize(text)


@pytest.mark.parametrize("letter", sorted(TABLE), ids=ascii)
def test_each_translated_letter(stock: Normalizer, ours: HazmNormalizer, letter: str) -> None:
    """Every letter of hazm's tables is translated as hazm translates it."""
    assert ours.normalize(f"کت{letter}ب {letter} ۵{letter}") == stock.normalize(f"کت{letter}ب {letter} ۵{letter}")


def test_many_translated_letters(stock: Normalizer, ours: HazmNormalizer) -> None:
    """A text of more foreign letters than are replaced one by one comes out the same."""
    text = " ".join(sorted(TABLE_LETTERS))
    assert len(TABLE_LETTERS) > FEW
    assert ours.normalize(text) == stock.normalize(text)


def test_tables_may_be_one() -> None:
    """No translated letter is translated again, so the order of replacements does not matter."""
    assert not TABLE_LETTERS & set("".join(TABLE.values()))


def test_vocabulary(stock: Normalizer, ours: HazmNormalizer) -> None:
    """The words and verb forms that are kept are all that hazm could ever find."""
    verbs = {form for form in stock._verbs if ZWNJ in form and " " not in form}
    assert ours.vocabulary.words == set(stock._words)
    assert ours.vocabulary.verbs == verbs
    assert not any("_" in form for form in stock._verbs)  # hazm looks such forms up; there are none


@pytest.mark.parametrize("unit", ["اب", "س", "میروم", "ه ی ", " ها", '"', "«", "\u200c", "a", "\n", "می ", " x"])
def test_time_grows_with_the_length_only(ours: HazmNormalizer, unit: str) -> None:
    """Ten times the letters take far less than a hundred times as long, which quadratic work would."""
    short, long = unit * (20_000 // len(unit)), unit * (200_000 // len(unit))
    assert _fastest(ours, long) < 40 * _fastest(ours, short) + 0.05


def _fastest(ours: HazmNormalizer, text: str) -> float:
    times = []
    for _ in range(3):
        started = time.perf_counter()
        ours.normalize(text)
        times.append(time.perf_counter() - started)
    return min(times)
