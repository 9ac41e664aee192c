"""Topics: the list a new city starts with, and reading it."""

import time
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlmodel import col, select

from models.database import AsyncSession
from models.topic import Topic, Topics

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
