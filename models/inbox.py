"""The inbox: every update of the messenger, on disk before it is acknowledged."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.types import messenger_id, moment, own_key, words

_UNFINISHED = text("finished_at IS NULL")


class Outcome(StrEnum):
    """How a finished update ended."""

    DONE = "done"
    SET_ASIDE = "set_aside"


class Inbox(SQLModel, table=True):
    """One update as raw, ASCII-escaped JSON.

    `lane` is the chat id, else the user id, else 0: within a lane updates run in the order of `id`. `started_at` says
    that it is, or at the last crash was, in flight; `crashes` counts the crashes at which it was alone in flight.
    `update_id` is emptied when the messenger gives the same id to a new update.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("bot_id", "update_id"),
        Index("ix_inbox_unfinished", "bot_id", "id", sqlite_where=_UNFINISHED, postgresql_where=_UNFINISHED),
        Index("ix_inbox_finished_at", "finished_at"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    bot_id: int = messenger_id()
    update_id: int | None = Field(default=None, sa_type=BigInteger)
    lane: int = messenger_id()
    payload: str = words()
    received_at: datetime = moment()
    started_at: datetime | None = moment(nullable=True)
    finished_at: datetime | None = moment(nullable=True)
    outcome: str | None = words(nullable=True)
    error: str | None = words(nullable=True)
    crashes: int = 0
