"""Topics: what a submission is about, a tree of two levels that each city keeps as its own data."""

from dataclasses import dataclass
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


@dataclass(frozen=True)
class Topics:
    """All topics of a city, in the order the office gave them."""

    all: tuple[Topic, ...]

    def get(self, code: str | None) -> Topic | None:
        """The topic of that code."""
        return next((topic for topic in self.all if topic.code == code), None)

    def below(self, code: str | None) -> list[Topic]:
        """The topics of the first level (None), or those below one."""
        return [topic for topic in self.all if topic.parent_code == code]

    def name(self, code: str | None, language: str) -> str | None:
        """What a topic is called; None for one that is not there."""
        topic = self.get(code)
        return None if topic is None else str(topic.names.get(language) or topic.names["fa"])
