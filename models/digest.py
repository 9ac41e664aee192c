"""What a digest holds: groups of news, each newest first. Pure data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.notice_content import NoticeContent
from models.submission import Status


@dataclass(frozen=True)
class NoticeNews:
    """A notice that somebody was not told one by one. `at` is when it was sent (aware, UTC)."""

    notice_id: int
    content: NoticeContent
    at: datetime


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

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it that they do not know."""
        return not self.notices
