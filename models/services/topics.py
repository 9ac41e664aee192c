"""Topics: the list a new city starts with, and reading it."""

import time
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, insert, select

from models.database import AsyncSession, table_of
from models.text.topics import starting_topics
from models.topic import Topic, Topics

_FRESH = 2.0  # seconds: nearly every turn asks, and a city's topics change once a year
_topic = table_of(Topic)
_read: WeakKeyDictionary[Engine, tuple[float, Topics]] = WeakKeyDictionary()


async def load_topics(*, session: AsyncSession) -> Topics:
    """All topics; what was read a moment ago is given again."""
    engine = session.get_bind().engine
    read_at, topics = _read.get(engine, (0.0, None))
    if topics is None or time.monotonic() - read_at > _FRESH:
        # Objects of no session: what a session loaded is emptied when its transaction fails, and these outlive it.
        rows = await session.execute(select(_topic).order_by(_topic.c.position))
        topics = Topics(tuple(Topic(**row) for row in rows.mappings()))
        _read[engine] = (time.monotonic(), topics)
    return topics


async def ensure_topics(*, session: AsyncSession) -> int:
    """Give a new city the list it starts with; return how many topics that were (0 where there is a list already)."""
    if (await session.execute(select(_topic.c.code).limit(1))).first() is not None:
        return 0
    starting = starting_topics()
    rows = [
        {
            "code": topic.code,
            "parent_code": topic.parent_code,
            "names": topic.names,
            "keywords": list(topic.keywords),
            "position": position,
        }
        for position, topic in enumerate(starting, start=1)
    ]
    await session.execute(insert(_topic), rows)
    _read.pop(session.get_bind().engine, None)
    return len(rows)
