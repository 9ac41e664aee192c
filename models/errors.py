"""What may go wrong with a use case, and be said to the person who asked.

    DomainError
    ├── NotFound                 it is not there, or not for this person to see: both look the same
    ├── AlreadyEnded             the submission is at an end; nothing can be withdrawn or added
    ├── EmptyText                nothing is left of the text once blanks are gone
    ├── MoveNotAllowed           the submission's status does not lead to that one, or not any more
    ├── ReasonNeeded             not accepted or out of scope: the author must be told why
    ├── HeldByAnother            somebody else works on the submission just now
    ├── InvitationOver           the invitation was used, revoked, or has expired
    ├── TooManyFiles             the draft would hold more files than one submission may
    ├── TextTooLong              the draft would grow past what one submission may hold
    ├── NoticeChanged            somebody changed the notice meanwhile, or it is past this step
    ├── NoticeEmpty              a notice says nothing and shows nothing
    ├── NoticeTooLong            its words do not fit one message
    ├── NoticeTooManyFiles       it has more files than one album
    ├── BadLink                  its button's address is none, or has no name
    ├── BadQuestion              its question or an answer is empty, too long, twice there, or too many are
    ├── TimePassed               the moment that was chosen is not to come
    ├── NobodyToAsk              nobody else has the right to approve it
    ├── AlreadyDecided           somebody else approved or returned it, or it is not asked any more
    ├── OnlyWordsAmend           files, pin and question of what was delivered stay as they are
    ├── NoticeOver               it was withdrawn; its answers are not counted any more
    ├── MeetingChanged           somebody changed the meeting meanwhile, or it is past this step
    ├── MeetingUnready           people cannot be told of a meeting yet: something is missing
    ├── MeetingPassed            its moment is not to come, or the meeting is over or cancelled
    ├── BadMeetingFact           something that was said of a meeting cannot be
    ├── NoRoom                   a meeting would have fewer places than people who have one
    ├── AgendaFull               an agenda holds as many items as one may
    ├── ItemWritten              the minutes say something of an item of the agenda: it stays
    ├── MinutesUnready           minutes say nothing, or their meeting has not begun
    ├── CheckInClosed            nobody checks in to that meeting now
    ├── TooManyQuestions         somebody asked as many questions for a meeting as one may
    ├── ResolutionUnready        a resolution says nothing, or not whose work it is
    ├── ResolutionKept           a later one of the same council is public: numbers stay where they are
    ├── ResolutionChanged        somebody changed the resolution meanwhile, or its status does not lead there
    ├── GoalChanged              somebody changed the goal meanwhile, or it is past this step
    ├── GoalUnready              a goal or its report lacks something: it cannot be put on record yet
    ├── BadGoalFact              something that was said of a goal cannot be
    ├── UpdateTold               followers were told of the report: it can only be corrected
    ├── CallOver                 the call for ideas was closed
    ├── CallRuns                 a call for ideas for this goal is open already
    ├── BadGoalText              no goals can be read from what was given
    ├── LinesUndecided           lines of a published text wait for somebody to say what they are
    ├── UnknownAmountError       what was typed as a value or a budget is no amount
    ├── TooManyFollowed          somebody follows as many areas as one may
    └── AreaImportFailed         a file of areas has problems; nothing of it was stored

Every leaf has its sentence in handlers/views/errors.py (a test compares the two).
"""

from dataclasses import dataclass
from datetime import datetime


class DomainError(Exception):
    """The use case says no, and why; the step that called it answers and stays where it is."""


class NotFound(DomainError):  # noqa: N818  (named by what happened, as its sentence is)
    """It is not there, or not for this person to see."""


class AlreadyEnded(DomainError):  # noqa: N818
    """The submission is at an end; nothing can be withdrawn or added."""


class EmptyText(DomainError):  # noqa: N818
    """Nothing is left of the text once blanks are gone."""


class MoveNotAllowed(DomainError):  # noqa: N818
    """The submission's status does not lead to that one, or not any more."""


class ReasonNeeded(DomainError):  # noqa: N818
    """A submission that is not accepted, or out of scope, needs words for its author."""


@dataclass(eq=False)
class HeldByAnother(DomainError):  # noqa: N818
    """Somebody else works on the submission until `ends_at` (aware, UTC)."""

    ends_at: datetime


class InvitationOver(DomainError):  # noqa: N818
    """The invitation was used, revoked, or has expired."""


@dataclass(eq=False)
class TooManyFiles(DomainError):  # noqa: N818
    """The draft would hold more than `limit` files."""

    limit: int


@dataclass(eq=False)
class TextTooLong(DomainError):  # noqa: N818
    """The draft would grow past `limit` letters."""

    limit: int


class NoticeChanged(DomainError):  # noqa: N818
    """Somebody changed the notice since its buttons were drawn, or it is past the step that was asked for."""


class NoticeEmpty(DomainError):  # noqa: N818
    """A notice needs words, a file or a pin."""


@dataclass(eq=False)
class NoticeTooLong(DomainError):  # noqa: N818
    """The words of a notice are `by` UTF-16 units too long for one message."""

    by: int


@dataclass(eq=False)
class NoticeTooManyFiles(DomainError):  # noqa: N818
    """A notice shows at most `limit` files."""

    limit: int


class BadLink(DomainError):  # noqa: N818
    """A notice's button leads to no web page, or says nothing."""


@dataclass(eq=False)
class BadQuestion(DomainError):  # noqa: N818
    """A notice's question needs words, and 2 to `answers` different answers of at most `letters` letters."""

    answers: int
    letters: int


class TimePassed(DomainError):  # noqa: N818
    """The moment chosen for a notice or a meeting, or the end of its repeating, is not to come."""


class NobodyToAsk(DomainError):  # noqa: N818
    """A notice needs a second person's yes, and nobody else has the right for all of its areas."""


class AlreadyDecided(DomainError):  # noqa: N818
    """A notice does not wait for this yes any more: somebody decided, or its sender changed it or took it back."""


class OnlyWordsAmend(DomainError):  # noqa: N818
    """Of a delivered notice the words and the link can change; files, pin and question stay."""


class NoticeOver(DomainError):  # noqa: N818
    """A notice was withdrawn: answers to it are not counted any more."""


class MeetingChanged(DomainError):  # noqa: N818
    """Somebody changed the meeting since its buttons were drawn, or it is past the step that was asked for."""


@dataclass(eq=False)
class MeetingUnready(DomainError):  # noqa: N818
    """A meeting cannot be announced yet: `lacking` names what of its facts is missing (fields of `Facts`)."""

    lacking: tuple[str, ...]


class MeetingPassed(DomainError):  # noqa: N818
    """The moment chosen for a meeting is not to come, or the meeting is over or cancelled."""


@dataclass(eq=False)
class BadMeetingFact(DomainError):  # noqa: N818
    """What was given for a field of a meeting's `Facts` (or `capacity`) cannot be; `limit` is the most or the least."""

    field: str
    limit: int


@dataclass(eq=False)
class AgendaFull(DomainError):  # noqa: N818
    """An agenda holds at most `limit` items."""

    limit: int


class ItemWritten(DomainError):  # noqa: N818
    """The minutes say something of an item of the agenda already, or a resolution came of it: it stays."""


class NoRoom(DomainError):  # noqa: N818
    """A meeting has fewer places than people who come already."""


class CheckInClosed(DomainError):  # noqa: N818
    """Nobody checks in now: the meeting has not begun to open its door, or is over."""


@dataclass(eq=False)
class TooManyQuestions(DomainError):  # noqa: N818
    """Somebody asks at most `limit` questions for one meeting."""

    limit: int


class MinutesUnready(DomainError):  # noqa: N818
    """Minutes need a word on at least one item, or a file; and a meeting that has begun."""


@dataclass(eq=False)
class ResolutionUnready(DomainError):  # noqa: N818
    """A resolution cannot be put on record: `lacking` names what is missing (`text`, `responsible`)."""

    lacking: tuple[str, ...]


class ResolutionKept(DomainError):  # noqa: N818
    """A later resolution of the same body is public under its number: an earlier one cannot be taken back."""


class ResolutionChanged(DomainError):  # noqa: N818
    """Somebody changed the resolution since its buttons were drawn, or its status does not lead there."""


class GoalChanged(DomainError):  # noqa: N818
    """Somebody changed the goal since its buttons were drawn, or it is past the step that was asked for."""


@dataclass(eq=False)
class GoalUnready(DomainError):  # noqa: N818
    """A goal cannot be published, or an update not be made: `lacking` names what is missing (names of columns)."""

    lacking: tuple[str, ...]


@dataclass(eq=False)
class BadGoalFact(DomainError):  # noqa: N818
    """What was given for a column of a goal or its update cannot be; `limit` is the most or the least, or 0."""

    field: str
    limit: int


class UpdateTold(DomainError):  # noqa: N818
    """An update has been told to its goal's followers: it can be corrected by another one, and not be removed."""


class CallOver(DomainError):  # noqa: N818
    """A call for ideas was closed: what comes now is a proposal like any other."""


class CallRuns(DomainError):  # noqa: N818
    """A call for ideas for this goal is open already: one at a time."""


@dataclass(eq=False)
class BadGoalText(DomainError):  # noqa: N818
    """No goals can be read from what was given: `why` is a `models.goal_reading.Trouble`; `limit` what it may be."""

    why: str
    limit: int


class LinesUndecided(DomainError):  # noqa: N818
    """Lines of a published text wait for somebody to say what they are: nothing of it was stored."""


@dataclass(eq=False)
class UnknownAmountError(DomainError):
    """What was typed as a value or a budget is no amount: `why` is a `models.typed_amounts.Unclear`."""

    why: str


@dataclass(eq=False)
class TooManyFollowed(DomainError):  # noqa: N818
    """Somebody follows at most `limit` areas beside their own."""

    limit: int


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one line (counted from 1, the header included) of an imported file."""

    line: int
    reason: str


@dataclass(eq=False)
class AreaImportFailed(DomainError):  # noqa: N818
    """A file of areas has problems; nothing of it was stored."""

    problems: list[RowProblem]
