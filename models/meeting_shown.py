"""A meeting as its cards show it: pure data, read once and put into words in any language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.meeting import Invites, MeetingKind, MeetingState
from models.meeting_facts import Facts


@dataclass(frozen=True)
class AgendaLine:
    """One item as everybody reads it: of a submission, masked and without its author's name. `code` is its own.

    Of a submission that became the staff's alone, or that its author took back (`is_withdrawn`), `text` is empty.
    """

    item_id: int
    position: int
    text: str
    presenter: str | None = None
    code: str | None = None
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Places:
    """How many said that they come, may come and wait; `capacity` is None where nobody counts."""

    capacity: int | None = None
    yes: int = 0
    maybe: int = 0
    waiting: int = 0

    @property
    def is_full(self) -> bool:
        """Whether who wants to come has to wait."""
        return self.capacity is not None and self.yes >= self.capacity


@dataclass(frozen=True)
class MeetingShown:
    """One meeting. Moments are aware (UTC)."""

    id: int
    kind: MeetingKind
    state: MeetingState
    area_id: int
    facts: Facts
    revision: int
    version: int
    invites: Invites = Invites.AREA
    agenda: Sequence[AgendaLine] = ()
    places: Places = Places()
    series_id: int | None = None
    announce_at: datetime | None = None
    cancel_reason: str | None = None
    has_minutes: bool = False  # published ones
