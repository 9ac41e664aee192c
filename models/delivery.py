"""Deliveries: messages that nobody is waiting for at the moment they are due, each told to one person once."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.types import BIG_KEY, JsonText, messenger_id, moment, own_key, reference, words

_WAITING = text("state = 'waiting' AND broadcast_id IS NULL")
_WAITING_OF_MANY = text("state = 'waiting' AND broadcast_id IS NOT NULL")
_SENT_OF_MANY = text("state = 'sent' AND broadcast_id IS NOT NULL")
_UNCERTAIN_OF_MANY = text("state = 'uncertain' AND broadcast_id IS NOT NULL")
_IN_FLIGHT = text("state IN ('claimed', 'sending')")


class DeliveryKind(StrEnum):
    """What a delivery tells; `source_id` is the id of what it is about. Stored by name."""

    CHANGE = "change"  # to an author: what became of a submission
    QUESTION = "question"  # to an author: the office asks
    REPLY = "reply"  # to staff: an author answered
    REOPENED = "reopened"  # to the next level: «حل نشد»
    MORNING = "morning"  # to staff: what waits today; the source is 0, the occurrence the day
    GRANT = "grant"  # to somebody whose office began, changed or ended
    NOTICE = "notice"  # to many: what the council announces
    NOTICE_APPROVAL = "notice_approval"  # to somebody who may approve a notice; the occurrence names what and when
    NOTICE_NEWS = "notice_news"  # to a notice's sender, or whoever has it now: what became of it
    MEETING = "meeting"  # to many: a meeting is announced
    MEETING_CHANGE = "meeting_change"  # to whoever was told of a meeting: it was moved, or cancelled
    MEETING_REMINDER = "meeting_reminder"  # to whoever comes, or may come; the occurrence names the time it is of
    MEETING_NEWS = "meeting_news"  # to one person: something about a meeting that is for them alone
    MINUTES = "minutes"  # to many: what was said and decided at a meeting; the source is the meeting
    OVERDUE = "overdue"  # to council members: what is overdue; the source is 0, the occurrence the week's first day
    GOAL_NEWS = "goal_news"  # to whoever follows goals: their updates of a day; the source is the round
    CALL_NEWS = "call_news"  # to whoever answered a call for ideas, or opened it: it closed, or what became of it
    DIGEST = "digest"  # to somebody who wants news gathered; the source is 0, the occurrence the day


class DeliveryState(StrEnum):
    """What became of it. `waiting → claimed → sending →` one of the others."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENDING = "sending"  # committed just before the request starts: after a crash nobody knows whether it left
    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    DROPPED = "dropped"  # there was nothing left to say when it was due, or its sender stopped it
    WITHDRAWN = "withdrawn"  # it was sent, and taken back


class Delivery(SQLModel, table=True):
    """One message to one person. `content` is what it tells, not how: it is put into words when it leaves.

    `due_at` honours quiet hours; `next_try_at` is later while the messenger cannot be reached. `message_ids` are the
    messenger's, once sent; `revision` counts changes of what it says. `broadcast_id` is set on what is told to many.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("kind", "source_id", "occurrence", "person_id"),
        Index("ix_delivery_waiting", "bot_id", "next_try_at", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index(
            "ix_delivery_waiting_of_many",
            "broadcast_id",
            "next_try_at",
            "id",
            sqlite_where=_WAITING_OF_MANY,
            postgresql_where=_WAITING_OF_MANY,
        ),
        Index(
            "ix_delivery_sent_of_many",
            "broadcast_id",
            "revision",
            "id",
            sqlite_where=_SENT_OF_MANY,
            postgresql_where=_SENT_OF_MANY,
        ),
        Index(
            "ix_delivery_uncertain_of_many",
            "broadcast_id",
            "id",
            sqlite_where=_UNCERTAIN_OF_MANY,
            postgresql_where=_UNCERTAIN_OF_MANY,
        ),
        Index("ix_delivery_in_flight", "bot_id", "id", sqlite_where=_IN_FLIGHT, postgresql_where=_IN_FLIGHT),
        Index("ix_delivery_kind_source_id", "kind", "source_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    bot_id: int = messenger_id()
    kind: str = words()
    source_id: int = Field(sa_type=BIG_KEY)
    occurrence: str = words()
    person_id: int = reference("person.id")
    broadcast_id: int | None = reference("broadcast.id", nullable=True, index=False)
    state: str = words(default=DeliveryState.WAITING.value)
    content: Any = Field(default_factory=dict, sa_type=JsonText)
    revision: int = 0
    message_ids: Any = Field(default_factory=list, sa_type=JsonText)
    due_at: datetime = moment()
    next_try_at: datetime = moment()
    attempts: int = 0
    error: str | None = words(nullable=True)
    created_at: datetime = moment()
    settled_at: datetime | None = moment(nullable=True)
