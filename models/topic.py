"""Topics: what a submission is about, a tree of two levels that each city keeps as its own data."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlmodel import Field, SQLModel

from models.types import CleanText, JsonText


class Topic(SQLModel, table=True):
    """One topic. `names` holds its name by language, `keywords` the words that suggest it."""

    __tablename__ = "topic"

    code: str = Field(primary_key=True, sa_type=CleanText)
    parent_code: str | None = Field(default=None, sa_type=CleanText, sa_column_args=[ForeignKey("topic.code")])
    names: Any = Field(sa_type=JsonText)
    keywords: Any = Field(default_factory=list, sa_type=JsonText)
    position: int = 0
