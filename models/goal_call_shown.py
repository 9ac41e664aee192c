"""A call for ideas as people are shown it: pure data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.goal import CallState, Goal, GoalCall
from models.notice import NoticeState
from models.submission import Submission

QUESTION_LIMIT = 1500  # letters: with the goal's name it fits one message, amended or not
RESULT_LIMIT = 2000


@dataclass(frozen=True)
class CallShown:
    """A call with its goal, how many ideas came (without those that were withdrawn), and where its notice stands.

    `sent_at` (aware) is when its notice first left; before, nobody but the office knows of it.
    """

    call: GoalCall
    goal: Goal
    ideas: int
    notice_state: NoticeState
    sent_at: datetime | None

    @property
    def id(self) -> int:
        """The call's."""
        return self.call.id or 0

    @property
    def is_open(self) -> bool:
        """Whether ideas are taken, as far as anybody closed it."""
        is_taken_back = self.notice_state == NoticeState.WITHDRAWN
        return self.call.state == CallState.OPEN and self.sent_at is not None and not is_taken_back

    @property
    def is_asked_for_result(self) -> bool:
        """Whether it is over, ideas came, and nobody said yet what became of them."""
        return self.call.state == CallState.CLOSED and self.call.result is None and self.ideas > 0

    def days_left(self, today: date) -> int:
        """How many days are left after today; 0 on its last day."""
        return max((self.call.closes_on - today).days, 0)


@dataclass(frozen=True)
class OwnIdeas:
    """What somebody answered a call with, as it stands now, the oldest first; how many more there are."""

    shown: CallShown
    ideas: Sequence[Submission]
    more: int
