from datetime import timedelta

from bot.notice_care import REMIND_EVERY, Cared, NoticeCare
from models.database import Database
from models.services.notice_approval_care import PATIENCE
from tests.models.office import OWNERS
from tests.models.sample_rows import BOT, NOW
from tests.models.services.notice_rows import CITY, MINUTE, Town


def care(database: Database) -> NoticeCare:
    """What a process that has just begun looks with."""
    return NoticeCare(database=database, city=CITY, bot_id=BOT, owners=OWNERS)


async def test_what_is_due_leaves_once(database: Database) -> None:
    """Not before its time; then once, whoever looks, and however often."""
    async with database.transaction() as session:
        town = await Town.open(session)
        await town.send(await town.draft())
    first, second = care(database), care(database)
    assert await first.look(NOW) == Cared()
    assert await first.look(NOW + MINUTE) == Cared(started=1)
    assert await second.look(NOW + MINUTE) == Cared()
    assert await first.look(NOW + 2 * MINUTE) == Cared()


async def test_who_was_asked_is_reminded_once(database: Database) -> None:
    """Half an hour after they were asked, also where the clock was set back since the last look."""
    looks = care(database)
    assert await looks.look(NOW + timedelta(days=1)) == Cared()
    async with database.transaction() as session:
        await (await Town.open(session)).asked()
    assert await looks.look(NOW + MINUTE) == Cared()
    assert await looks.look(NOW + PATIENCE + 2 * MINUTE) == Cared(told=1)
    assert await looks.look(NOW + PATIENCE + 2 * MINUTE + REMIND_EVERY) == Cared()
