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
    """The moment chosen for a notice, or the end of its repeating, is not to come."""


class NobodyToAsk(DomainError):  # noqa: N818
    """A notice needs a second person's yes, and nobody else has the right for all of its areas."""


class AlreadyDecided(DomainError):  # noqa: N818
    """A notice does not wait for this yes any more: somebody decided, or its sender changed it or took it back."""


class OnlyWordsAmend(DomainError):  # noqa: N818
    """Of a delivered notice the words and the link can change; files, pin and question stay."""


class NoticeOver(DomainError):  # noqa: N818
    """A notice was withdrawn: answers to it are not counted any more."""


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
