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


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with one line (counted from 1, the header included) of an imported file."""

    line: int
    reason: str


@dataclass(eq=False)
class AreaImportFailed(DomainError):  # noqa: N818
    """A file of areas has problems; nothing of it was stored."""

    problems: list[RowProblem]
