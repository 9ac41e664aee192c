"""Resolutions: what a council decided, whose work it is, and how far it has come."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.types import CleanText, JsonText, messenger_id, moment, own_key, reference, reference_key, words

_OPEN = text("status IN ('awaiting_review', 'open', 'in_progress')")


class ResolutionStatus(StrEnum):
    """Where a resolution stands; stored by name."""

    AWAITING_REVIEW = "awaiting_review"  # the review board may still object: it binds at `binds_at`
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    STOPPED = "stopped"


_S = ResolutionStatus
RESOLUTION_MOVES: dict[ResolutionStatus, frozenset[ResolutionStatus]] = {
    _S.AWAITING_REVIEW: frozenset({_S.OPEN, _S.STOPPED}),
    _S.OPEN: frozenset({_S.OPEN, _S.IN_PROGRESS, _S.DONE, _S.STOPPED}),
    _S.IN_PROGRESS: frozenset({_S.IN_PROGRESS, _S.OPEN, _S.DONE, _S.STOPPED}),
    _S.DONE: frozenset({_S.IN_PROGRESS}),  # said too early
    _S.STOPPED: frozenset({_S.OPEN}),
}
"""Which status may follow which; the same again is a word on how far it has come."""
UNFINISHED = frozenset({_S.AWAITING_REVIEW, _S.OPEN, _S.IN_PROGRESS})


class Resolution(SQLModel, table=True):
    """One resolution of the body of an area, numbered in its term and Jalali year.

    `responsible` is the body whose work it is, `due_on` a day of the city's calendar. `topic` is that of what it
    answers. `search_key` is folded text.
    """

    __tablename__ = "resolution"
    __table_args__ = (
        UniqueConstraint("area_id", "term", "year", "number"),
        UniqueConstraint("item_id"),
        Index("ix_resolution_unfinished", "due_on", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_resolution_area_id_status", "area_id", "status", "id"),
        Index("ix_resolution_published_at", "published_at", "id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    bot_id: int = messenger_id()
    area_id: int = reference("area.id", index=False)
    term: int
    year: int
    number: int
    meeting_id: int | None = reference("meeting.id", nullable=True)
    item_id: int | None = reference("agenda_item.id", nullable=True, index=False)
    text: str = words()
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None
    responsible: str = words()
    due_on: date | None = None
    topic: str | None = Field(default=None, sa_type=CleanText)
    status: str = words()
    status_at: datetime = moment()
    binds_at: datetime | None = moment(nullable=True)
    search_key: str = words()
    published_at: datetime | None = moment(nullable=True)  # since when residents may read it
    made_by: int = reference("person.id", index=False)
    created_at: datetime = moment()
    updated_at: datetime = moment()
    version: int = 1


class ResolutionEvent(SQLModel, table=True):
    """One step of a resolution, with a note and maybe a photo (a `MediaItem` as JSON)."""

    __tablename__ = "resolution_event"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = own_key()
    resolution_id: int = reference("resolution.id")
    status_from: str | None = words(nullable=True)
    status_to: str = words()
    note: str = words()
    file: Any = Field(default=None, sa_type=JsonText, nullable=True)
    bot_id: int = messenger_id()  # through which the file can be shown
    person_id: int | None = reference("person.id", nullable=True, index=False)
    created_at: datetime = moment()


class ResolutionSubmission(SQLModel, table=True):
    """A submission that a resolution answers."""

    __tablename__ = "resolution_submission"

    resolution_id: int = reference_key("resolution.id")
    submission_id: int = reference_key("submission.id", index=True)


class ResolutionSerial(SQLModel, table=True):
    """The last number given out to a body in a term and a Jalali year; its row lock makes two take turns."""

    __tablename__ = "resolution_serial"

    area_id: int = reference_key("area.id")
    term: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int
