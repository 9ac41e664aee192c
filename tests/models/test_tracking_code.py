import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import damm

from models.tracking_code import TypedCode, parse_tracking_code, tracking_code

YEARS = st.integers(1300, 1600)
SERIALS = st.integers(1, 9_999_999)


def _digits(code: str) -> str:
    return code.replace("-", "")


def test_the_code_has_the_shape_residents_are_shown() -> None:
    """Year, six digits of serial and one check digit, parted by hyphens."""
    assert tracking_code(1405, 123) == "1405-000123-7"


@given(YEARS, SERIALS)
def test_a_right_code_is_right(year: int, serial: int) -> None:
    """Every code passes its own check and gives year and serial back."""
    code = tracking_code(year, serial)
    assert damm.is_valid(_digits(code))
    first, second, check = code.split("-")
    assert (int(first), int(second), len(check)) == (year, serial, 1)


@given(YEARS, SERIALS)
def test_one_wrong_digit_is_caught(year: int, serial: int) -> None:
    """Whichever digit of a code is read out wrong, the code is no longer valid."""
    digits = _digits(tracking_code(year, serial))
    for place, right in enumerate(digits):
        for wrong in set("0123456789") - {right}:
            assert not damm.is_valid(digits[:place] + wrong + digits[place + 1 :])


@given(YEARS, SERIALS)
def test_swapped_neighbours_are_caught(year: int, serial: int) -> None:
    """Two neighbouring digits written in the wrong order make the code invalid, across the hyphens too."""
    digits = _digits(tracking_code(year, serial))
    for place in range(len(digits) - 1):
        one, other = digits[place], digits[place + 1]
        if one != other:
            assert not damm.is_valid(digits[:place] + other + one + digits[place + 2 :])


@given(st.sets(st.tuples(YEARS, SERIALS), min_size=2, max_size=20))
def test_codes_are_distinct(numbers: set[tuple[int, int]]) -> None:
    """Different years or serials never share a code."""
    assert len({tracking_code(year, serial) for year, serial in numbers}) == len(numbers)


@given(
    YEARS,
    st.integers(1, 999_999),
    st.sampled_from(["-", "–", "ـ", " - ", " ", ""]),
    st.sampled_from([0x30, 0x660, 0x6F0]),
)
def test_a_typed_code_is_read(year: int, serial: int, between: str, zero: int) -> None:
    """A code is read in Latin, Arabic and Persian digits, with any dash, blank or nothing between its parts."""
    digits = {ord("0") + digit: chr(zero + digit) for digit in range(10)}
    typed = tracking_code(year, serial).replace("-", between).translate(digits)
    code = parse_tracking_code(f" \u2066{typed}\u2069 ")
    assert code is not None
    assert (code.year, code.serial) == (year, serial)
    assert code.belongs_to(year, serial)
    assert not code.belongs_to(year + 1, serial)


@given(YEARS, st.integers(1, 999_999), st.integers(1, 9))
def test_a_mistyped_code_is_none(year: int, serial: int, wrong: int) -> None:
    """A full code whose check digit does not fit is not taken for any submission."""
    code = tracking_code(year, serial)
    assert parse_tracking_code(code[:-1] + str((int(code[-1]) + wrong) % 10)) is None


@given(YEARS, st.integers(1, 999_999))
def test_the_short_form_names_the_serial(year: int, serial: int) -> None:
    """Serial and check digit alone are understood; the check digit then says whether the year fits."""
    code = parse_tracking_code(f"{serial}-{tracking_code(year, serial)[-1]}")
    assert code == TypedCode(None, serial, int(tracking_code(year, serial)[-1]))
    assert code.belongs_to(year, serial)
    assert not code.belongs_to(year, serial + 1)


@pytest.mark.parametrize(
    "text", ["", "-", "123", "۱۲۳۴۵", "09123456789", "سلام", "1405-1-2-3", "12-345", "\ud83d", "²"]
)
def test_other_texts_are_no_code(text: str) -> None:
    """Numbers of houses, buses and telephones, and words, are not taken for codes."""
    assert parse_tracking_code(text) is None


@given(st.text(max_size=40))
def test_any_text_may_be_read_as_a_code(text: str) -> None:
    """No text makes the reading fail."""
    parse_tracking_code(text)


@pytest.mark.parametrize(
    "typed",
    [
        "کد رهگیری: ۱۴۰۵-۰۰۰۱۲۳-۷",
        "کد پیگیری 1405-000123-7",
        "کد: 123-7",
        "✅ ثبت شد. کد رهگیری: \u2066۱۴۰۵-۰۰۰۱۲۳-۷\u2069",
        "Tracking code: 1405-000123-7",
    ],
)
def test_a_code_is_read_with_its_name(typed: str) -> None:
    """Whoever copies the code together with its name is understood."""
    code = parse_tracking_code(typed)
    assert code is not None
    assert code.belongs_to(1405, 123)


@pytest.mark.parametrize("typed", ["کد", "کد رهگیری من چه شد؟", "کد پستی 12345-7 است", "code 1405-000123-8"])
def test_words_about_a_code_are_words(typed: str) -> None:
    """A sentence that only speaks of a code, or a wrong one, is none."""
    assert parse_tracking_code(typed) is None
