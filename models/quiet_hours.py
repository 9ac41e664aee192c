"""When the bot may speak to somebody who did not just write, and which days are worked."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from locales.dates import jalali_day
from models.subscription import DEFAULT_QUIET, NO_QUIET

QUIET_CHOICES = (DEFAULT_QUIET, "21-7", "23-9", "23-7", "21-9", NO_QUIET)
"""What residents choose among, as it is stored; what was offered once stays valid."""

FRIDAY = 4  # date.weekday()
# Official holidays of the solar calendar (month, day); those of the lunar one move and are given as dates.
SOLAR_HOLIDAYS = frozenset(
    {(1, 1), (1, 2), (1, 3), (1, 4), (1, 12), (1, 13), (3, 14), (3, 15), (11, 22), (12, 29), (12, 30)}
)


@dataclass(frozen=True)
class QuietHours:
    """From `begins` to `ends` of the city's clock, over midnight if need be, nothing is sent that can wait."""

    zone: ZoneInfo
    begins: time = time(22)
    ends: time = time(8)

    @classmethod
    def of(cls, token: str, zone: ZoneInfo) -> Self:
        """Those of somebody's choice: «22-8», from hour to hour, or «none». What is neither is the city's habit."""
        if token == NO_QUIET:
            return cls(zone, time(), time())
        begins, ends = hours_of(token) or hours_of(DEFAULT_QUIET) or (0, 0)
        return cls(zone, time(begins), time(ends))

    def next_allowed(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours that it falls into (aware, in the city's zone)."""
        local = moment.astimezone(self.zone)
        if not self.holds(local.time()):
            return local
        end = datetime.combine(local.date(), self.ends, self.zone)
        return end if end > local else datetime.combine(local.date() + timedelta(days=1), self.ends, self.zone)

    def began(self, moment: datetime) -> datetime | None:
        """Since when it is quiet at a moment (aware, in the city's zone); None by day."""
        local = moment.astimezone(self.zone)
        if not self.holds(local.time()):
            return None
        start = datetime.combine(local.date(), self.begins, self.zone)
        return start if start <= local else datetime.combine(local.date() - timedelta(days=1), self.begins, self.zone)

    def holds(self, clock: time) -> bool:
        """Whether it is quiet at that hour."""
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


def hours_of(token: str) -> tuple[int, int] | None:
    """The hours from and to which a token asks for quiet; None for «none», and for what is no such token."""
    found = re.fullmatch(r"(\d{1,2})-(\d{1,2})", token, re.ASCII)
    if found is None:
        return None
    begins, ends = int(found[1]), int(found[2])
    return (begins, ends) if begins < 24 and ends < 24 else None


def is_working_day(day: date, holidays: frozenset[date] = frozenset(), *, thursday_is_off: bool = False) -> bool:
    """Whether offices work: not on Fridays, nor on official holidays; `holidays` are those of the lunar calendar."""
    if day.weekday() == FRIDAY or (thursday_is_off and day.weekday() == FRIDAY - 1):
        return False
    return not is_holiday(day, holidays)


def is_holiday(day: date, holidays: frozenset[date] = frozenset()) -> bool:
    """Whether a day is an official holiday, whatever its weekday; `holidays` are those of the lunar calendar."""
    jalali = jalali_day(day)
    return (jalali.month, jalali.day) in SOLAR_HOLIDAYS or day in holidays
