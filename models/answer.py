"""Answers: what a turn wants said, on disk in the same transaction, sent after it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from models.types import BIG_KEY, JsonText, messenger_id, moment, own_key, words

_WAITING = text("state = 'waiting'")
_HAS_SLOT = text("slot IS NOT NULL AND message_id IS NOT NULL")


class AnswerState(StrEnum):
    """What became of an answer."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class Answer(SQLModel, table=True):
    """One call to the messenger. `slot` names a message of the chat that moves or changes (the draft card)."""

    __tablename__ = "answer"
    __table_args__ = (
        Index("ix_answer_waiting", "bot_id", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index(
            "ix_answer_slot",
            "bot_id",
            "chat_id",
            "slot",
            "id",
            sqlite_where=_HAS_SLOT,
            postgresql_where=_HAS_SLOT,
        ),
        Index("ix_answer_settled_at", "settled_at"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    bot_id: int = messenger_id()
    inbox_id: int | None = Field(default=None, sa_type=BIG_KEY)
    position: int = 0
    chat_id: int = messenger_id()
    slot: str | None = words(nullable=True)
    method: str = words()
    parameters: Any = Field(sa_type=JsonText)
    state: str = words(default=AnswerState.WAITING.value)
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    attempts: int = 0
    error: str | None = words(nullable=True)
    created_at: datetime = moment()
    settled_at: datetime | None = moment(nullable=True)
