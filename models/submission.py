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


class Visibility(StrEnum):
    """Who may read it beside its author."""

    PUBLIC = "public"
    STAFF_ONLY = "staff_only"


class Submission(SQLModel, table=True):
    """One message of a resident, on record.

    `text` is kept for ever as it came. `normalized`, `search_key` and their `text_version` are derived and refilled
    when the text code changes. `draft_id` is the inbox row that began the draft: one draft becomes one submission,
    however often its button is pressed. `message_ids` are the author's messages that it was made of.
    `needs_placing` says that its author found no neighbourhood that fits; `latitude` and `longitude` (WGS 84, degrees)
    are a pin's. `letter_number` and `letter_date` are those of the office's own system.
    """

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("year", "serial"),
        UniqueConstraint("code"),
        UniqueConstraint("draft_id"),
        Index("ix_submission_text_version", "text_version"),
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
