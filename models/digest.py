"""What a digest holds: groups of news, each newest first. Pure data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.goal_told import GoalTold
from models.meeting_facts import Facts
from models.notice_content import NoticeContent
from models.submission import Status


@dataclass(frozen=True)
class NoticeNews:
    """A notice that somebody was not told one by one. `at` is when it was sent (aware, UTC)."""

    notice_id: int
    content: NoticeContent
    at: datetime


class MeetingEvent(StrEnum):
    """What happened to a meeting."""

    ANNOUNCED = "announced"
    CHANGED = "changed"
    MOVED = "moved"  # changed in when or where it is
    CANCELLED = "cancelled"
    MINUTES = "minutes"  # what was decided can be read


@dataclass(frozen=True)
class MeetingTold:
    """A meeting of which somebody was not told one by one: what happened last, and its facts as they are now.

    `at` is when that was told to others (aware, UTC); `revision` is that of the facts.
    """

    meeting_id: int
    event: MeetingEvent
    facts: Facts
    at: datetime
    revision: int = 1


@dataclass(frozen=True)
class OwnNews:
    """A submission of somebody's own that moved on, and where it stands since `at` (aware, UTC)."""

    code: str
    status: Status
    at: datetime


@dataclass(frozen=True)
class Gathered:
    """The groups of a digest, each newest first. What they were told at once already does not make a digest alone."""

    notices: Sequence[NoticeNews] = ()
    own: Sequence[OwnNews] = ()
    meetings: Sequence[MeetingTold] = ()
    goals: Sequence[GoalTold] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that they do not know."""
        return not self.notices and not self.meetings and not self.goals
