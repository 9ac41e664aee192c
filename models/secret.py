"""Secrets that an installation makes for itself and needs for as long as its database lives."""

from sqlmodel import Field, SQLModel

from models.types import CleanText, words


class Secret(SQLModel, table=True):
    """One secret, by the name of what it is for; `value` is hexadecimal."""

    __tablename__ = "secret"

    name: str = Field(primary_key=True, sa_type=CleanText)
    value: str = words()
