"""Jobs: work too long for a turn, asked for in one and answered with a file later."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from models.types import JsonText, messenger_id, moment, own_key, reference, words

_WAITING = text("state = 'waiting'")


class JobState(StrEnum):
    """What became of a job."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Job(SQLModel, table=True):
    """One piece of work. It stays waiting until its answer is on disk, so that a crash only makes it begin again."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_waiting", "bot_id", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    bot_id: int = messenger_id()
    person_id: int = reference("person.id")
    chat_id: int = messenger_id()
    kind: str = words()
    asked: Any = Field(default_factory=dict, sa_type=JsonText)
    state: str = words(default=JobState.WAITING.value)
    attempts: int = 0
    created_at: datetime = moment()
    settled_at: datetime | None = moment(nullable=True)
