"""Goals as lists, cards, charts and messages show them: pure data, read once and put into words in any language."""

from dataclasses import dataclass
from datetime import date, datetime

from models.goal import GoalCall, GoalStatus
from models.goal_progress import Progress
from models.media import MediaItem
from models.meeting import Meeting
from models.resolution import Resolution


@dataclass(frozen=True)
class Budget:
    """What a goal may cost, and did so far, in tomans; `year` is Jalali. Some of it may not be known."""

    allotted: int | None = None
    spent: int | None = None
    year: int | None = None


@dataclass(frozen=True)
class UpdateShown:
    """One report as it stands. Moments are aware (UTC); `on_day` is of the city's calendar.

    `resolution` and `submission_code` are what moved the goal, as far as residents may read it now. Its files are shown
    through the bot of `bot_id`.
    """

    id: int
    goal_id: int
    text: str
    on_day: date
    tell_at: datetime
    made_at: datetime
    bot_id: int
    value: float | None = None
    stated: int | None = None
    status_from: GoalStatus | None = None
    status_to: GoalStatus | None = None
    photo: MediaItem | None = None
    document: MediaItem | None = None
    resolution: Resolution | None = None
    submission_id: int | None = None
    submission_code: str | None = None
    corrects_id: int | None = None
    is_corrected: bool = False
    is_removed: bool = False
    told_at: datetime | None = None
    made_by: int | None = None


@dataclass(frozen=True)
class Point:
    """One report of a goal's history, for its chart."""

    on_day: date
    value: float | None = None
    stated: int | None = None
    status_to: GoalStatus | None = None


@dataclass(frozen=True)
class GoalShown:
    """One goal as somebody sees it: `is_followed` is theirs.

    `last_day` is that of its newest report that holds, `call` the call for ideas that is open.
    """

    id: int
    number: int
    title: str
    description: str
    area_id: int
    owner_body: str
    status: GoalStatus
    status_at: datetime
    position: int
    version: int
    progress: Progress
    topics: tuple[str, ...] = ()
    due_on: date | None = None
    is_overdue: bool = False
    budget: Budget | None = None
    followers: int = 0
    is_followed: bool = False
    is_published: bool = True
    last_day: date | None = None
    call: GoalCall | None = None


@dataclass(frozen=True)
class GoalCard:
    """A goal with what belongs to it, as far as residents may read it.

    `updates` are its newest reports that hold, the newest first, of `update_count`; `file_count` is how many of all of
    them have a photo or a document. `submissions` counts those that stand behind it. `resolutions` and `meetings` are
    the newest of so many. `last_call` is the newest call for ideas that is over,
    `ideas` how many answered the one that is open.
    """

    goal: GoalShown
    updates: tuple[UpdateShown, ...] = ()
    update_count: int = 0
    file_count: int = 0
    submissions: int = 0
    resolutions: tuple[Resolution, ...] = ()
    resolution_count: int = 0
    meetings: tuple[Meeting, ...] = ()
    meeting_count: int = 0
    last_call: GoalCall | None = None
    ideas: int = 0

    @property
    def call(self) -> GoalCall | None:
        """The call for ideas that is open."""
        return self.goal.call
