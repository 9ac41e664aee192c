from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from models.typed_day import UnknownDayError, day_begins, day_ends, read_day

FIRST_OF_AZAR = date(2026, 11, 22)


@pytest.mark.parametrize(
    "words",
    [
        "1405/09/01",
        "1405/9/1",
        "۱۴۰۵-۰۹-۰۱",
        "١٤٠٥/٠٩/٠١",
        " 1405.09.01 ",
        "14050901",
        "\u200f۱۴۰۵/۰۹/۰۱",
        "1405–09–01",
        "۱ آذر ۱۴۰۵",
        "1 azar 1405",
        "2026-11-22",
        "2026/11/22",
        "۲۰۲۶-۱۱-۲۲",
        "20261122",
    ],
)
def test_a_day_in_many_spellings(words: str) -> None:
    """Jalali or Gregorian, Persian, Arabic or Latin digits: the year tells which calendar is meant."""
    assert read_day(words) == FIRST_OF_AZAR


@pytest.mark.parametrize("words", ["1403/12/30", "2025-03-20"])
def test_the_leap_day(words: str) -> None:
    """The last day of a Jalali leap year exists."""
    assert read_day(words) == date(2025, 3, 20)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "is no date"),
        ("دیروز", "is no date"),
        ("05/09/01", "is no date"),
        ("01/09/1405", "is no date"),
        ("1405-09/01", "is no date"),
        ("1405/09", "is no date"),
        ("1 garbage 1405", "is no date"),
        ("1405/13/01", "is no day"),
        ("1404/12/30", "is no day"),
        ("2026-02-30", "is no day"),
        ("0000/01/01", "neither Jalali"),
        ("1700/01/01", "neither Jalali"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(words: str, said: str) -> None:
    """What is no day is refused with what was typed and what would be right."""
    with pytest.raises(UnknownDayError, match=said) as raised:
        read_day(words)
    assert f"«{words}»" in str(raised.value)


def test_a_day_of_the_city() -> None:
    """A day begins and ends at the midnights of the zone, not of UTC."""
    tehran = ZoneInfo("Asia/Tehran")
    assert day_begins(FIRST_OF_AZAR, tehran) == datetime(2026, 11, 21, 20, 30, tzinfo=UTC)
    assert day_ends(FIRST_OF_AZAR, tehran) == datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
