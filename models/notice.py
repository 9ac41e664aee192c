"""Notices: what a council or an office announces to the people of an area, its revisions, and what readers answered."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.types import JsonText, messenger_id, moment, own_key, reference, reference_key, words

_TO_COME = text("state = 'scheduled'")
_ASKED = text("asked_revision IS NOT NULL")


class NoticeState(StrEnum):
    """Where a notice stands; stored by name.

    `draft → approval → scheduled → sending → sent`, without `approval` where nobody else need agree; a notice that
    repeats is `scheduled` until its last time.
    """

    DRAFT = "draft"
    APPROVAL = "approval"  # a second person is asked
    SCHEDULED = "scheduled"  # leaves at `starts_at`; for the first minute its sender can stop it
    SENDING = "sending"
    SENT = "sent"
    STOPPED = "stopped"  # its sender stopped it on the way
    HELD = "held"  # its time came, and who had scheduled it may not announce there any more
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


class Repeats(StrEnum):
    """How often a notice comes again; stored by name."""

    WEEKLY = "weekly"  # on the same day of the week
    MONTHLY = "monthly"  # on the same Jalali day of the month, or its last


class Why(StrEnum):
    """Why a notice needs a second person's yes; stored by name."""

    BEYOND = "beyond"  # it goes to areas that are not its sender's
    MANY = "many"  # to more people than one person alone may write to
    URGENT = "urgent"  # it passes quiet hours


class NoticeNews(StrEnum):
    """What a delivery tells a notice's sender; its content's `what`. Stored by name."""

    APPROVED = "approved"
    RETURNED = "returned"
    NOBODY = "nobody"  # whoever could say yes to it is gone
    HELD = "held"  # to a successor: its sender may not announce there any more
    DONE = "done"  # it was sent, or its sending stopped
    UNSENT = "unsent"  # a colleague stopped it before it left
    WITHDRAWN = "withdrawn"  # a colleague took it back


class Notice(SQLModel, table=True):
    """One notice. What it says is a `NoticeRevision`; `revision` is the newest that may be shown.

    `author_id` wrote it, `holder_id` answers for it now (a successor, once the author's office ended). `office_area_id`
    is the area of the office in whose name it speaks; none: the whole city. `audience` is `models.audience.Audience` as
    JSON. `starts_at` is when it leaves next, `repeats_until` the last moment at which it may leave again; `repeats_day`
    is the Jalali day of a monthly one, kept for the months that have no such day. `asked_*`
    say which revision waits for a second person's yes, since when, and how far the asking went. `search_key` is folded
    text for finding notices like it. `version` goes up with every change: buttons drawn before are old.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_to_come", "bot_id", "starts_at", sqlite_where=_TO_COME, postgresql_where=_TO_COME),
        Index("ix_notice_asked", "bot_id", "asked_at", sqlite_where=_ASKED, postgresql_where=_ASKED),
        Index("ix_notice_holder_id_state", "holder_id", "state", "id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    bot_id: int = messenger_id()
    author_id: int = reference("person.id", index=False)
    holder_id: int = reference("person.id", index=False)
    office_area_id: int | None = reference("area.id", nullable=True)
    state: str = words(default=NoticeState.DRAFT.value)
    audience: Any = Field(default_factory=dict, sa_type=JsonText)
    is_urgent: bool = False
    revision: int = 1
    starts_at: datetime | None = moment(nullable=True)
    repeats: str | None = words(nullable=True)
    repeats_until: datetime | None = moment(nullable=True)
    repeats_day: int | None = None
    is_approved: bool = False  # a second person agreed to this audience, time and urgency, and to `revision`
    asked_revision: int | None = None
    asked_at: datetime | None = moment(nullable=True)
    reminded_at: datetime | None = moment(nullable=True)
    widened_at: datetime | None = moment(nullable=True)  # when the secretariat was asked too
    remark: str | None = words(nullable=True)  # with which it was returned
    search_key: str | None = words(nullable=True)
    sent_at: datetime | None = moment(nullable=True)  # when it first left
    withdrawn_at: datetime | None = moment(nullable=True)
    created_at: datetime = moment()
    updated_at: datetime = moment()
    version: int = 1


class NoticeRevision(SQLModel, table=True):
    """What a notice said from some moment on; never changed once it was sent. `content` is a `NoticeContent`."""

    __tablename__ = "notice_revision"
    __table_args__ = (UniqueConstraint("notice_id", "number"), {"sqlite_autoincrement": True})

    id: int | None = own_key()
    notice_id: int = reference("notice.id", index=False)
    number: int
    content: Any = Field(default_factory=dict, sa_type=JsonText)
    made_by: int = reference("person.id", index=False)
    made_at: datetime = moment()
    approved_by: int | None = reference("person.id", nullable=True, index=False)
    approved_at: datetime | None = moment(nullable=True)


class NoticeAnswer(SQLModel, table=True):
    """What a reader pressed below a notice: that they read it, and one of its answers (from 0)."""

    __tablename__ = "notice_answer"

    notice_id: int = reference_key("notice.id")
    person_id: int = reference_key("person.id", index=True)
    area_id: int | None = reference("area.id", nullable=True, index=False)  # where they lived then
    read_at: datetime | None = moment(nullable=True)
    choice: int | None = None
    answered_at: datetime | None = moment(nullable=True)
