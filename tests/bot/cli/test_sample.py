from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import col, select

import bot
from bot.cli.sample import load_sample_submissions, read_sample_rows
from models.city import City
from models.database import Database
from models.documents.area_file import read_area_rows
from models.person import Account, Contact
from models.services import areas
from models.submission import Kind, Submission

CITY = City("ایزدشهر", "شورا", ZoneInfo("Asia/Tehran"), "fa", ())
AREAS = Path(bot.__file__).parent / "sample_city.csv"
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


async def import_city(database: Database) -> None:
    """Puts the sample city into a database."""
    async with database.transaction() as session:
        await areas.import_areas(session=session, lines=read_area_rows(AREAS))


def test_the_list_is_worth_a_trial() -> None:
    """At least forty submissions of every kind, from every neighbourhood of the sample city, none twice."""
    rows = read_sample_rows()
    assert len(rows) >= 40
    assert {row.kind for row in rows} == set(Kind)
    city = {line.name for line in read_area_rows(AREAS) if line.level == "neighbourhood"}
    assert {row.neighbourhood for row in rows} == city
    assert len({row.key for row in rows}) == len(rows)
    assert any("\n" in row.text for row in rows)
    assert max(len(row.text) for row in rows) > 350


async def test_sample_submissions_are_registered_once(database: Database) -> None:
    """They stand in the order they came, over two months, and a demo that is kept has none of them twice."""
    await import_city(database)
    count = await load_sample_submissions(database, CITY, NOW)
    assert await load_sample_submissions(database, CITY, NOW + timedelta(days=3)) == count
    async with database.transaction() as session:
        found = (await session.exec(select(Submission).order_by(col(Submission.serial)))).all()
        accounts = (await session.exec(select(Account))).all()
        contacts = (await session.exec(select(Contact))).all()
    assert len(found) == count
    moments = [submission.created_at for submission in found]
    assert NOW - timedelta(days=60) < min(moments) < NOW - timedelta(days=50)
    assert max(moments) < NOW
    assert [submission.serial for submission in found] == list(range(1, count + 1))
    assert all(submission.area_id for submission in found)
    assert {submission.is_anonymous for submission in found} == {True, False}
    assert all(submission.visibility == "staff_only" for submission in found if submission.kind == "complaint")
    assert {account.platform for account in accounts} == {"sample"}
    assert {contact.bot_id for contact in contacts} == {0}


async def test_topics_may_be_guessed(database: Database) -> None:
    """Whoever knows topics passes the guess; without one no topic is written."""
    await import_city(database)
    asked: list[str] = []
    await load_sample_submissions(database, CITY, NOW, topic_of=asked.append)
    assert sorted(asked) == sorted(row.text for row in read_sample_rows())


async def test_a_city_without_the_neighbourhoods_is_refused(database: Database) -> None:
    """Nothing is stored where a neighbourhood is missing, and the sentence names it."""
    with pytest.raises(LookupError, match="sample_city"):
        await load_sample_submissions(database, CITY, NOW)
    async with database.transaction() as session:
        assert (await session.exec(select(Submission))).first() is None
