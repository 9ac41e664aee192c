"""Values, percentages and budgets as people type them."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales import translator
from locales.digits import localize_digits
from models.errors import UnknownAmountError
from models.goal_words import amount_words, number_words
from models.typed_amounts import Unclear, read_budget, read_percent, read_value


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("۱۲٫۵", 12.5),
        ("12.5", 12.5),
        ("٣٫٥", 3.5),
        ("۱۲/۵", 12.5),
        ("0.125", 0.125),
        ("۰/۱۲۵", 0.125),
        ("۱۲ هزار", 12_000),
        ("۱۲هزار", 12_000),
        ("دوازده هزار", 12_000),
        ("پانصد و بیست و سه", 523),
        ("صد و بیست", 120),
        ("هزار", 1000),
        ("صفر", 0),
        ("۲ هزار و ۳۰۰", 2300),
        ("۲٫۵ میلیون", 2_500_000),
        ("۱٬۲۰۰", 1200),
        ("۱٬۲۰۰٫۵", 1200.5),
        ("1,200", 1200),
        ("1,200.5", 1200.5),
        ("1.250.000", 1_250_000),
        ("۱۲/۵۰۰/۰۰۰", 12_500_000),
        ("12500.125", 12500.125),
        ("-3", -3),
        ("−۳", -3),
        ("–۳", -3),
        ("منفی ۳", -3),
        ("\u2066−۳\u2069", -3),
        ("\u200f۱۲٫۵\u200f", 12.5),
        ("+5", 5),
        ("۶۰٪", 60),
        ("%60", 60),
        ("۶۰ درصد", 60),
        ("  ۷  ", 7),
        ("１２", 12),
    ],
)
def test_values_are_read(typed: str, value: float) -> None:
    """In any digits, with marks, signs, scales and number words."""
    assert read_value(typed) == value


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", Unclear.NO_NUMBER),
        ("نمی‌دانم", Unclear.NO_NUMBER),
        ("nan", Unclear.NO_NUMBER),
        ("inf", Unclear.NO_NUMBER),
        ("-inf", Unclear.NO_NUMBER),
        ("1e5", Unclear.UNCLEAR),
        ("10^30", Unclear.UNCLEAR),
        ("1" * 31, Unclear.TOO_MUCH),
        ("۱۰۰۰۰۰۰۰۰۰۰۰۰۰", Unclear.TOO_MUCH),
        ("هزار میلیارد میلیارد میلیارد", Unclear.TOO_MUCH),
        ("-10000000000000", Unclear.TOO_MUCH),
        ("۱/۲۵۰", Unclear.UNCLEAR),
        ("12.500", Unclear.UNCLEAR),
        ("12,5", Unclear.UNCLEAR),
        ("۱٬۲۰", Unclear.UNCLEAR),
        ("۱۲٫", Unclear.UNCLEAR),
        ("۱۲ ۵", Unclear.UNCLEAR),
        ("۵ تا ۷", Unclear.UNCLEAR),
        ("۵-۷", Unclear.UNCLEAR),
        ("--5", Unclear.UNCLEAR),
        ("۵-", Unclear.UNCLEAR),
        ("۳۰۰ و ۲ هزار", Unclear.UNCLEAR),
        ("۱۲ کیلومتر", Unclear.UNCLEAR),
        ("1.2.3", Unclear.UNCLEAR),
        ("0x12", Unclear.UNCLEAR),
        ("1_000", Unclear.UNCLEAR),
        ("۵ " * 60, Unclear.UNCLEAR),
    ],
)
def test_what_may_mean_several_is_asked_again(typed: str, why: Unclear) -> None:
    """Nobody's number is guessed, and none is taken that no measure has."""
    with pytest.raises(UnknownAmountError) as refused:
        read_value(typed)
    assert refused.value.why == why


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("۱۲ کیلومتر", "کیلومتر", 12),
        ("۱۲كيلومتر", "کیلومتر", 12),
        ("12 km", "KM", 12),
        ("۱۲ هزار نفر", "نفر", 12_000),
        ("۶۰٪", "٪", 60),
        ("۶۰ درصد", "درصد", 60),
        ("۱۲", "مترمربع", 12),
        ("۵ m2", "m2", 5),
        ("-2.5 °C", "°C", -2.5),
    ],
)
def test_the_goals_own_unit_may_follow(typed: str, unit: str, value: float) -> None:
    """Whoever answers in the goal's unit is understood."""
    assert read_value(typed, unit) == value


@pytest.mark.parametrize(("typed", "percent"), [("۶۰", 60), ("60%", 60), ("شصت درصد", 60), ("۰", 0), ("62.6", 63)])
def test_percentages_are_read(typed: str, percent: int) -> None:
    """From 0 to 100, whole."""
    assert read_percent(typed) == percent


@pytest.mark.parametrize("typed", ["۱۰۱", "-1", "۱۰۰۰٪"])
def test_percentages_out_of_bounds(typed: str) -> None:
    """More than all of it is no percentage."""
    with pytest.raises(UnknownAmountError) as refused:
        read_percent(typed)
    assert refused.value.why == Unclear.OUT_OF_RANGE


@pytest.mark.parametrize(
    ("typed", "tomans"),
    [
        ("۱۲ میلیارد تومان", 12 * 10**9),
        ("۱۲ ميليارد تومن", 12 * 10**9),
        ("۱۲میلیاردتومان", 12 * 10**9),
        ("۱۲٫۵ میلیارد تومان", 12_500_000_000),
        ("۲ میلیارد و ۵۰۰ میلیون تومان", 2_500_000_000),
        ("دو میلیارد و پانصد میلیون تومان", 2_500_000_000),
        ("۲ هزار میلیارد تومان", 2 * 10**12),
        ("۱٫۲ همت", 1_200_000_000_000),
        ("۱٫۲ همت تومان", 1_200_000_000_000),
        ("۵۰۰ میلیون ریال", 50_000_000),
        ("۱۲/۵۰۰/۰۰۰ ریال", 1_250_000),
        ("۱۲٬۰۰۰٬۰۰۰٬۰۰۰ ریال", 1_200_000_000),
        ("﷼ ۵۰۰۰", 500),
        ("1.5 billion tomans", 1_500_000_000),
        ("12000000 IRR", 1_200_000),
        ("۰", 0),
        ("صفر تومان", 0),
    ],
)
def test_budgets_are_read(typed: str, tomans: int) -> None:
    """Rials become tomans."""
    assert read_budget(typed) == tomans


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("۱۲ میلیارد", Unclear.NO_CURRENCY),
        ("12000000000", Unclear.NO_CURRENCY),
        ("۱۲ میلیارد دلار", Unclear.UNCLEAR),
        ("۵ میلیارد ریال و ۵ تومان", Unclear.UNCLEAR),
        ("تومان", Unclear.NO_NUMBER),
        ("-۵ تومان", Unclear.OUT_OF_RANGE),
        ("۲ میلیارد میلیارد تومان", Unclear.TOO_MUCH),
        ("۱/۲۵۰ تومان", Unclear.UNCLEAR),
    ],
)
def test_budgets_that_nobody_can_know(typed: str, why: Unclear) -> None:
    """Tomans or rials is ten times as much: it has to be said."""
    with pytest.raises(UnknownAmountError) as refused:
        read_budget(typed)
    assert refused.value.why == why


def _read(read: Callable[[str], float], words: str) -> float | Unclear:
    try:
        return read(words)
    except UnknownAmountError as refused:
        return Unclear(refused.why)


@given(st.integers(-(10**15), 10**15).map(lambda thousandths: thousandths / 1000), st.sampled_from(["fa", "en"]))
def test_what_is_shown_can_be_typed_back(value: float, language: str) -> None:
    """A number as cards write it is read as itself, unless three digits behind a Latin point leave it open."""
    found = _read(read_value, number_words(value, translator(language)))
    assert found == pytest.approx(value, abs=0.0006) or (found, language) == (Unclear.UNCLEAR, "en")


@given(st.integers(0, 10**15), st.sampled_from(["fa", "en"]))
def test_budgets_that_are_shown_can_be_typed_back(tomans: int, language: str) -> None:
    """Not a toman is lost in words."""
    found = _read(read_budget, amount_words(tomans, translator(language)))
    assert found == tomans or (found, language) == (Unclear.UNCLEAR, "en")


@given(st.text(max_size=90))
def test_any_words_are_a_number_or_refused(words: str) -> None:
    """Nothing that is typed breaks it."""
    for read in (read_value, read_percent, read_budget):
        found = _read(read, words)
        assert isinstance(found, Unclear) or abs(found) <= 10**15


@given(st.integers(0, 10**9))
def test_digits_of_every_script(number: int) -> None:
    """Persian and Latin digits are the same number."""
    assert read_value(localize_digits(number, "fa")) == read_value(str(number)) == number
