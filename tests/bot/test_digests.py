"""The digests' timer, over simulated weeks."""

from datetime import datetime, timedelta

from sqlmodel import col, select

from bot.digests import Digests
from models.city import City
from models.database import Database
from models.delivery import Delivery, DeliveryKind
from models.subscription import Digest
from tests.models.sample_rows import BOT, TEHRAN
from tests.models.services.test_digests import Readers

CITY = City("ایزدشهر", "شورا", TEHRAN, "fa", ())
BEGIN = datetime(2026, 12, 12, tzinfo=TEHRAN)  # a Saturday


def _timer(database: Database) -> Digests:
    return Digests(database=database, city=CITY, bot_id=BOT)


async def _put(database: Database, person_id: int) -> list[str]:
    async with database.transaction() as session:
        mine = select(Delivery).where(Delivery.person_id == person_id, Delivery.kind == DeliveryKind.DIGEST.value)
        found = await session.exec(mine.order_by(col(Delivery.id)))
        return [f"{one.occurrence} {one.created_at.astimezone(TEHRAN):%H:%M}" for one in found]


async def test_two_weeks_with_restarts(database: Database) -> None:
    """With news every day and a restart every seven hours: every evening once, every Friday morning once."""
    async with database.transaction() as session:
        there = await Readers.open(session)
        daily = await there.reader(Digest.DAILY, since=BEGIN)
        weekly = await there.reader(Digest.WEEKLY, since=BEGIN)
    timer = _timer(database)
    for hours in range(14 * 24):
        now = BEGIN + timedelta(hours=hours)
        if hours % 24 == 12:
            async with database.transaction() as session:
                there.session = there.town.session = there.town.office.session = session
                await there.notice("گلسار", at=now, words=f"{now:%d}")
        if hours % 7 == 0:
            timer = _timer(database)
        for minute in (0, 30):
            await timer.look(now + timedelta(minutes=minute))
    days = [BEGIN + timedelta(days=day) for day in range(14)]
    assert await _put(database, daily) == [f"{day:%Y-%m-%d} 18:00" for day in days]
    assert await _put(database, weekly) == ["2026-12-18 10:00", "2026-12-25 10:00"]


async def test_days_off(sqlite_database: Database) -> None:
    """After three days off one daily digest is put at once, and the next in the evening as ever."""
    async with sqlite_database.transaction() as session:
        there = await Readers.open(session)
        daily = await there.reader(Digest.DAILY, since=BEGIN)
        for day in range(4):
            await there.notice("گلسار", at=BEGIN + timedelta(days=day, hours=12))
    timer = _timer(sqlite_database)
    assert await timer.look(BEGIN + timedelta(days=3, hours=13))
    assert not await timer.look(BEGIN + timedelta(days=3, hours=14))
    async with sqlite_database.transaction() as session:
        there.session = there.town.session = there.town.office.session = session
        await there.notice("گلسار", at=BEGIN + timedelta(days=3, hours=15))
    assert await timer.look(BEGIN + timedelta(days=3, hours=18))
    assert await _put(sqlite_database, daily) == ["2026-12-14 13:00", "2026-12-15 18:00"]
