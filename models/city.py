"""The city a process serves, as its settings describe it."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class EmergencyNumber:
    """A number to call, and who answers: `125`, `آتش‌نشانی`."""

    number: str
    service: str


@dataclass(frozen=True)
class City:
    """What handlers and services know of the place: names, clock, language, and the days off beside Fridays."""

    name: str
    council_name: str
    zone: ZoneInfo
    default_language: str
    emergency_numbers: tuple[EmergencyNumber, ...]
    holidays: frozenset[date] = frozenset()  # of the lunar calendar; those of the solar one are known
    thursday_is_off: bool = False
    approval_above: int = 5000  # people: a notice to more of them needs a second person's yes
    notice_delay: timedelta = timedelta(seconds=60)  # in which its sender can still stop a notice, or a meeting's
    council_term: int = 1  # the councils' present term of office: meetings and resolutions are numbered in it
    review_days: int = 14  # in which the review board may object to a resolution of the whole city's council
    goal_news_at: time = time(17)  # of the city's clock: when a day's updates of goals are told, together
    latitude: float = 35.70  # degrees, WGS 84: where the sun sets; Tehran's unless the city says otherwise
    longitude: float = 51.42
