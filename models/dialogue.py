"""Dialogues: where a person stands in a conversation, and the draft that belongs to it."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.types import JsonText, messenger_id, moment, own_key, reference, words


class Dialogue(SQLModel, table=True):
    """One dialogue of a person in a chat. `step` is stored by name; `is_active` is true for at most one of them."""

    __tablename__ = "dialogue"
    __table_args__ = (
        UniqueConstraint("bot_id", "chat_id", "person_id", "name"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = own_key()
    bot_id: int = messenger_id()
    chat_id: int = messenger_id()
    person_id: int = reference("person.id")
    name: str = words()
    step: str = words()
    is_active: bool = True
    data: Any = Field(default_factory=dict, sa_type=JsonText)
    version: int = 1
    updated_at: datetime = moment()
    reminded_at: datetime | None = moment(nullable=True)
