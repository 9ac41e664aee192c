import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.digits import group_thousands, latin_digits, localize_digits


@pytest.mark.parametrize(
    ("value", "language", "written"),
    [
        (120, "fa", "۱۲۰"),
        (120, "en", "120"),
        (-5, "fa", "-۵"),
        (3.5, "fa", "۳٫۵"),
        ("1405-000123-7", "fa", "۱۴۰۵-۰۰۰۱۲۳-۷"),
        ("v1.2", "fa", "v۱.۲"),
        ("", "fa", ""),
    ],
)
def test_digits_of_the_language(value: object, language: str, written: str) -> None:
    """Digits are written as the language does, and nothing but digits changes in a text."""
    assert localize_digits(value, language) == written


@pytest.mark.parametrize(
    ("value", "persian", "english"),
    [(0, "۰", "0"), (999, "۹۹۹", "999"), (1240, "۱٬۲۴۰", "1,240"), (-1_000_000, "-۱٬۰۰۰٬۰۰۰", "-1,000,000")],
)
def test_thousands(value: int, persian: str, english: str) -> None:
    """Thousands are marked with U+066C in Persian and with a comma in English."""
    assert group_thousands(value, "fa") == persian
    assert group_thousands(value, "en") == english


@given(st.integers())
def test_numbers_come_back(number: int) -> None:
    """A number written in Persian digits is the same number when read again."""
    assert int(latin_digits(localize_digits(number, "fa"))) == number


def test_latin_digits_reads_both_scripts() -> None:
    """Persian and Arabic digits, which look alike on many keyboards, both become Latin ones."""
    assert latin_digits("۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ 7 الف") == "0123456789 0123456789 7 الف"
