"""People, the accounts they write from, and where each account can be reached."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from models.types import messenger_id, moment, own_key, reference, words


class Person(SQLModel, table=True):
    """Somebody who wrote to a bot: a resident until a grant says more."""

    __tablename__ = "person"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = own_key()
    language: str = words()
    language_chosen: bool = False
    area_id: int | None = reference("area.id", nullable=True)
    created_at: datetime = moment()


class Account(SQLModel, table=True):
    """A person's account on one messenger."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("platform", "user_id"), {"sqlite_autoincrement": True})

    id: int | None = own_key()
    platform: str = words()
    user_id: int = messenger_id()
    person_id: int = reference("person.id")
    name: str = words()
    username: str | None = words(nullable=True)


class Contact(SQLModel, table=True):
    """Where one bot reaches an account; `blocked_at` says since when it cannot."""

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("account_id", "bot_id"), {"sqlite_autoincrement": True})

    id: int | None = own_key()
    account_id: int = reference("account.id")
    bot_id: int = messenger_id()
    chat_id: int = messenger_id()
    blocked_at: datetime | None = moment(nullable=True)
    late_told_at: datetime | None = moment(nullable=True)
