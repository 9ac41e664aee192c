"""Submissions: what residents send, its kinds and statuses, and the history of each."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.types import BIG_KEY, CleanText, JsonText, messenger_id, moment, own_key, reference, words


class Kind(StrEnum):
    """What a resident means by it; stored by name."""

    REPORT = "report"
    PROPOSAL = "proposal"
    OPINION = "opinion"
    COMPLAINT = "complaint"
    THANKS = "thanks"


class Status(StrEnum):
    """Where a submission stands; stored by name."""

    REGISTERED = "registered"
    NEEDS_INFO = "needs_info"
    REFERRED = "referred"
    UNDER_REVIEW = "under_review"
    ON_AGENDA = "on_agenda"
    APPROVED = "approved"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    NOT_ACCEPTED = "not_accepted"
    OUT_OF_SCOPE = "out_of_scope"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


# What nobody works on any more; its author has nothing to withdraw there.
ENDED = frozenset({Status.DONE, Status.NOT_ACCEPTED, Status.OUT_OF_SCOPE, Status.MERGED, Status.WITHDRAWN})

_WORK = frozenset(
    {
        Status.NEEDS_INFO,
        Status.REFERRED,
        Status.UNDER_REVIEW,
        Status.IN_PROGRESS,
        Status.DONE,
        Status.NOT_ACCEPTED,
        Status.OUT_OF_SCOPE,
    }
)
STAFF_MOVES: dict[Status, frozenset[Status]] = {
    Status.REGISTERED: _WORK,
    Status.NEEDS_INFO: _WORK - {Status.NEEDS_INFO},
    Status.REFERRED: _WORK - {Status.REFERRED},
    Status.UNDER_REVIEW: _WORK - {Status.UNDER_REVIEW},
    Status.ON_AGENDA: frozenset({Status.UNDER_REVIEW, Status.IN_PROGRESS, Status.DONE, Status.NOT_ACCEPTED}),
    Status.APPROVED: frozenset({Status.REFERRED, Status.IN_PROGRESS, Status.DONE}),
    Status.IN_PROGRESS: _WORK - {Status.IN_PROGRESS},
    Status.DONE: frozenset({Status.IN_PROGRESS}),  # said too early
    Status.NOT_ACCEPTED: frozenset({Status.UNDER_REVIEW}),  # looked at once more
    Status.OUT_OF_SCOPE: frozenset({Status.UNDER_REVIEW}),
    Status.MERGED: frozenset(),
    Status.WITHDRAWN: frozenset(),
    Status.REOPENED: _WORK,
}
"""Which status staff may move a submission to from which: the only table of it. A question makes `needs_info`, its
reply goes back; `on_agenda` and `approved` come from meetings, `merged` from merging, `withdrawn` and `reopened` from
authors. docs/ARCHITECTURE.md draws it; a test compares the two."""

NEEDS_REASON = frozenset({Status.NOT_ACCEPTED, Status.OUT_OF_SCOPE})
"""Moves that must say why, or whom to turn to."""


class About(StrEnum):
    """Whom a complaint is about; stored by name."""

    COUNCIL = "council"  # a member of the neighbourhood's council
    EMPLOYEE = "employee"  # somebody who works for the municipality


class Visibility(StrEnum):
    """Who may read it beside its author."""

    PUBLIC = "public"
    STAFF_ONLY = "staff_only"


class Submission(SQLModel, table=True):
    """One message of a resident, on record.

    `text` is kept for ever as it came. `normalized`, `search_key` and their `text_version` are derived and refilled
    when the text code changes. `draft_id` is the inbox row that began the draft: one draft becomes one submission,
    however often its button is pressed. `message_ids` are the author's messages that it was made of.
    `notice_id` is the notice that it answers.
    `needs_placing` says that its author found no neighbourhood that fits; `latitude` and `longitude` (WGS 84, degrees)
    are a pin's. `about_area_id` is set on a complaint about a council member or an employee: it is kept from everybody
    who holds an office in that area or below it. `recorded_by` is the staff member who wrote down what somebody said at
    the counter or on the telephone. `letter_number` and `letter_date` are those of the office's own system.
    """

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("year", "serial"),
        UniqueConstraint("code"),
        UniqueConstraint("draft_id"),
        Index("ix_submission_text_version", "text_version"),
        # What desks count and list, without a look at the rows themselves.
        Index("ix_submission_desk", "status", "area_id", "about_area_id", "needs_placing", "id"),
        Index("ix_submission_status_id", "status", "id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    code: str = words()
    year: int
    serial: int
    kind: str = words()
    topic: str | None = Field(default=None, sa_type=CleanText, sa_column_args=[ForeignKey("topic.code")])
    status: str = words()
    status_at: datetime | None = moment(nullable=True)
    visibility: str = words()
    is_anonymous: bool = False
    person_id: int = reference("person.id")
    area_id: int | None = reference("area.id", nullable=True)
    needs_placing: bool = False
    about: str | None = words(nullable=True)
    about_area_id: int | None = reference("area.id", nullable=True, index=False)
    recorded_by: int | None = reference("person.id", nullable=True, index=False)
    notice_id: int | None = reference("notice.id", nullable=True)
    latitude: float | None = None
    longitude: float | None = None
    letter_number: str | None = words(nullable=True)
    letter_date: date | None = None
    text: str = words()
    normalized: str | None = words(nullable=True)
    search_key: str | None = words(nullable=True)
    text_version: int | None = None
    draft_id: int | None = Field(default=None, sa_type=BIG_KEY)
    message_ids: Any = Field(default_factory=list, sa_type=JsonText)
    created_at: datetime = moment()
    updated_at: datetime = moment()
    version: int = 1


class Addition(SQLModel, table=True):
    """What an author added after registering: a message of its own, the registered text stays as it was."""

    __tablename__ = "addition"
    __table_args__ = (UniqueConstraint("submission_id", "message_id"), {"sqlite_autoincrement": True})

    id: int | None = own_key()
    submission_id: int = reference("submission.id")
    message_id: int = messenger_id()
    text: str = words()
    created_at: datetime = moment()


class StatusEvent(SQLModel, table=True):
    """One step in a submission's history: who moved it from where to where, when, and with what note."""

    __tablename__ = "status_event"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = own_key()
    submission_id: int = reference("submission.id")
    status_from: str | None = words(nullable=True)
    status_to: str = words()
    person_id: int | None = reference("person.id", nullable=True)
    note: str | None = words(nullable=True)
    created_at: datetime = moment()


class TrackingSerial(SQLModel, table=True):
    """The last serial given out in a Jalali year; its row lock makes two confirmations take turns."""

    __tablename__ = "tracking_serial"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int


def takes_questions(submission: Submission) -> bool:
    """Whether its author can be asked: not where it ended, nor one who came to the counter and has no chat."""
    waits = submission.status == Status.NEEDS_INFO or Status.NEEDS_INFO in STAFF_MOVES[Status(submission.status)]
    return waits and submission.recorded_by is None
