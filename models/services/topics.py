"""Topics: the list a new city starts with, and reading it."""

import time
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlmodel import col, select

from models.database import AsyncSession
from models.topic import Topic


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


_FRESH = 2.0  # seconds: nearly every turn asks, and a city's topics change once a year
_read: WeakKeyDictionary[Engine, tuple[float, Topics]] = WeakKeyDictionary()


async def load_topics(*, session: AsyncSession) -> Topics:
    """All topics; what was read a moment ago is given again."""
    engine = session.get_bind().engine
    read_at, topics = _read.get(engine, (0.0, None))
    if topics is None or time.monotonic() - read_at > _FRESH:
        topics = Topics(tuple((await session.exec(select(Topic).order_by(col(Topic.position)))).all()))
        _read[engine] = (time.monotonic(), topics)
    return topics
