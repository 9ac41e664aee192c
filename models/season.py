"""Seasons of the Jalali year, by which the city looks back on its goals."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from models.errors import NotFound
from models.jalali_calendar import YEARS, month_days, month_of

_MONTHS: Final = 3  # in a season
_SEASONS: Final = 4  # in a year


class Season(NamedTuple):
    """A season: its Jalali year, and its number from 1 (spring) to 4 (winter). Seasons compare by time."""

    year: int
    number: int

    @property
    def code(self) -> int:
        """As a button carries it: 14053 is the autumn of 1405."""
        return self.year * 10 + self.number

    @property
    def first_day(self) -> date:
        """Its first day."""
        return month_days(self.year, (self.number - 1) * _MONTHS + 1)[0]

    @property
    def last_day(self) -> date:
        """Its last day."""
        return month_days(self.year, self.number * _MONTHS)[-1]

    @property
    def before(self) -> "Season":
        """The season before it."""
        return season_of(self.first_day - timedelta(days=1))

    @property
    def after(self) -> "Season":
        """The season after it."""
        return season_of(self.last_day + timedelta(days=1))


def season_of(day: date) -> Season:
    """The season that a day of the city's calendar is in."""
    month = month_of(day)
    return Season(month.year, (month.month - 1) // _MONTHS + 1)


def season_of_code(code: int, today: date) -> Season:
    """The season of a button.

    Args:
        code: as `Season.code`; 0 for the present one.
        today: of the city's calendar.

    Raises:
        NotFound: there is no such season, or it has not begun.
    """
    present = season_of(today)
    season = present if code == 0 else Season(*divmod(code, 10))
    if season.year not in YEARS or not 1 <= season.number <= _SEASONS or season > present:
        raise NotFound
    return season
