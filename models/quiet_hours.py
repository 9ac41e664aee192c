"""When the bot may speak to somebody who did not just write, and which days are worked."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from locales.dates import jalali_day

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


def is_working_day(day: date, holidays: frozenset[date] = frozenset(), *, thursday_is_off: bool = False) -> bool:
    """Whether offices work: not on Fridays, nor on official holidays; `holidays` are those of the lunar calendar."""
    if day.weekday() == FRIDAY or (thursday_is_off and day.weekday() == FRIDAY - 1):
        return False
    jalali = jalali_day(day)
    return (jalali.month, jalali.day) not in SOLAR_HOLIDAYS and day not in holidays
