from sqlmodel import col, update

from locales import LANGUAGES
from models.database import AsyncSession, Database
from models.services import topics
from models.topic import Topic


async def test_a_new_city_has_topics(database: Database) -> None:
    """The starting list is stored once: two levels, each named in every language, «other» among them."""
    async with database.transaction() as session:
        count = await topics.ensure_topics(session=session)
    async with database.transaction() as session:
        assert await topics.ensure_topics(session=session) == 0
        found = await topics.load_topics(session=session)
    assert len(found.all) == count > 20
    assert found.get("other") is not None
    assert [topic.position for topic in found.all] == list(range(1, count + 1))
    for topic in found.all:
        assert topic.parent_code is None or found.get(topic.parent_code) in found.below(None)
        assert all(topic.names[language] for language in LANGUAGES)


async def test_the_offices_own_list_stays(session: AsyncSession) -> None:
    """Where there is a list already, however short, nothing is added and nothing is changed."""
    await topics.ensure_topics(session=session)
    await session.execute(update(Topic).values(names={"fa": "نام دیگر"}).where(col(Topic.code) == "other"))
    assert await topics.ensure_topics(session=session) == 0
    assert (await topics.load_topics(session=session)).name("other", "en") == "نام دیگر"
