"""The city a process serves, as its settings describe it."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class EmergencyNumber:
    """A number to call, and who answers: `125`, `آتش‌نشانی`."""

    number: str
    service: str


@dataclass(frozen=True)
class City:
    """What handlers and services know of the place: names, clock and language."""

    name: str
    council_name: str
    zone: ZoneInfo
    default_language: str
    emergency_numbers: tuple[EmergencyNumber, ...]
