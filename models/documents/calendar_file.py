"""A meeting as a calendar file (RFC 5545): opened again after a change, it moves what it put into a calendar before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from locales import Translator
from models.draft import Location
from models.meeting_facts import Session


@dataclass(frozen=True)
class CalendarFile:
    """What the file says. Moments are aware; they are written on the clock of `zone`.

    `number` is the meeting's id and `bot_id` the bot's: together they never name another meeting. `known` is the most
    sessions that any revision had: those that fell away are taken out of calendars. `made_at` is when this is written.
    """

    number: int
    bot_id: int
    revision: int
    title: str
    sessions: Sequence[Session]
    zone: ZoneInfo
    made_at: datetime
    place: str | None = None
    location: Location | None = None
    link: str | None = None
    agenda: Sequence[str] = ()
    is_cancelled: bool = False
    cancel_reason: str | None = None
    known: int = 0


def calendar_bytes(file: CalendarFile, tr: Translator) -> bytes:
    """The file, in UTF-8 with CRLF and lines of 75 octets at most. It takes some 10 ms, the first time 200.

    Args:
        file: with a session at least.
        tr: the language of its words.
    """
    # Imported at first use: icalendar costs 170 ms, and a bot that starts writes no calendar.
    from models.documents.calendar_events import calendar_of  # noqa: PLC0415

    written: bytes = calendar_of(file, tr).to_ical()
    return written
