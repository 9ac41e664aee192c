from datetime import datetime, timedelta

import pytest
from sqlmodel import func, select

from bot.morning import Mornings
from models.city import City
from models.database import Database
from models.delivery import Delivery
from models.rights import Owners
from tests.models.sample_rows import BOT, TEHRAN
from tests.models.services.desk_rows import STAFF, staffed

CITY = City("ایزدشهر", "شورا", TEHRAN, "fa", (), thursday_is_off=True)
WITH_A_DESK = len(STAFF) - 1  # an expert has none


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=TEHRAN)


async def _put(database: Database) -> int:
    async with database.transaction() as session:
        return (await session.exec(select(func.count()).select_from(Delivery))).one()


@pytest.mark.parametrize(
    ("moment", "put"),
    [
        (_at(12, 7, 59), 0),
        (_at(12, 8), WITH_A_DESK),
        (_at(12, 13, 59), WITH_A_DESK),
        (_at(12, 14), 0),
        (_at(11, 9), 0),  # Friday
        (_at(10, 9), 0),  # Thursday, where it is off
    ],
)
async def test_from_eight_on_working_days(sqlite_database: Database, moment: datetime, put: int) -> None:
    """Not before eight, not on days off, and not in the afternoon to somebody whose bot was away."""
    async with sqlite_database.transaction() as session:
        await staffed(session)
    mornings = Mornings(database=sqlite_database, city=CITY, bot_id=BOT, owners=Owners())
    assert await mornings.look(moment) is (put > 0)
    assert await _put(sqlite_database) == put


async def test_each_day_once(sqlite_database: Database) -> None:
    """Every tick of a day, and every process, puts it once; Saturday tells of Saturday alone."""
    async with sqlite_database.transaction() as session:
        await staffed(session)
    for _ in range(2):
        mornings = Mornings(database=sqlite_database, city=CITY, bot_id=BOT, owners=Owners())
        for minutes in range(0, 5 * 24 * 60, 90):
            await mornings.look(_at(9, 0) + timedelta(minutes=minutes))
    assert await _put(sqlite_database) == 2 * WITH_A_DESK  # Saturday, Sunday; on Wednesday nobody held one yet
