from datetime import date

import pytest

from models.term import years_later
from models.typed_day import read_day


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        ("1405/09/01", 1, "1406/09/01"),
        ("1405/01/01", 4, "1409/01/01"),
        ("1403/12/30", 4, "1407/12/29"),  # a leap day, and a year without one
        ("1403/12/30", 5, "1408/12/30"),
        ("1404/12/29", 2, "1406/12/29"),
    ],
)
def test_the_same_day_years_later(day: str, years: int, later: str) -> None:
    """The same Jalali day; the last of Esfand where a leap day has no counterpart."""
    assert years_later(read_day(day), years) == read_day(later)


def test_no_year_is_today() -> None:
    """Nought years later it is the same day."""
    assert years_later(date(2026, 11, 22), 0) == date(2026, 11, 22)
