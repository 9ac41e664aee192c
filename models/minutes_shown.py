"""Minutes as their readers see them: pure data, read once and put into words, or onto paper, in any language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.media import MediaItem
from models.meeting import MeetingKind, Outcome
from models.meeting_facts import Facts
from models.meeting_shown import AgendaLine
from models.typed_votes import Votes


@dataclass(frozen=True)
class DecidedResolution:
    """What an item of the agenda came to; `votes` where they were counted."""

    id: int
    number: int
    year: int
    text: str
    responsible: str
    due_on: date | None = None
    votes: Votes | None = None


@dataclass(frozen=True)
class MinutesItem:
    """One item of the agenda, and what the minutes say of it."""

    line: AgendaLine
    summary: str | None = None
    decision: str | None = None
    outcome: Outcome | None = None
    resolution: DecidedResolution | None = None

    @property
    def is_written(self) -> bool:
        """Whether anything is said of it."""
        return any((self.summary, self.decision, self.outcome, self.resolution))


@dataclass(frozen=True)
class SessionAttendance:
    """Who was at one session: the members by name, guests only by their number."""

    session: int
    present: Sequence[str] = ()
    absent: Sequence[str] = ()
    guests: int = 0


@dataclass(frozen=True)
class MinutesShown:
    """The minutes of one meeting. Moments are aware (UTC); `revision` counts what was published, from 1."""

    meeting_id: int
    kind: MeetingKind
    area_id: int
    facts: Facts
    term: int
    number: int
    chair: str
    version: int
    revision: int = 1
    note: str | None = None
    file: MediaItem | None = None
    items: Sequence[MinutesItem] = ()
    resolutions: Sequence[DecidedResolution] = ()  # that came of no item of the agenda
    attendance: Sequence[SessionAttendance] = ()
    published_at: datetime | None = None
    corrected_at: datetime | None = None

    @property
    def is_written(self) -> bool:
        """Whether there is anything to publish."""
        return self.file is not None or bool(self.note or self.resolutions) or any(one.is_written for one in self.items)

    @property
    def has_resolutions(self) -> bool:
        """Whether anything was resolved."""
        return bool(self.resolutions) or any(one.resolution is not None for one in self.items)
