from datetime import timedelta

from models.database import AsyncSession, Database
from models.leadership import Leadership
from models.services import leadership
from tests.models.sample_rows import BOT, NOW


async def _take(session: AsyncSession, holder: str, *, bot: int = BOT, hours: int = 0) -> int:
    return await leadership.take(session=session, bot_id=bot, holder=holder, now=NOW + timedelta(hours=hours))


async def test_every_takeover_is_a_new_epoch(database: Database) -> None:
    """Each process that takes the lead gets an epoch above all before it, a repeat by the same process included."""
    epochs = []
    for hours, holder in enumerate(["a:1", "b:2", "b:2", "a:1"]):
        async with database.transaction() as session:
            epochs.append(await _take(session, holder, hours=hours))
    assert epochs == [1, 2, 3, 4]


async def test_the_row_says_who_leads_since_when(session: AsyncSession) -> None:
    """People read in the row which process serves the bot, and since when."""
    await _take(session, "a:1")
    await _take(session, "b:2", hours=3)
    row = await session.get_one(Leadership, BOT)
    assert (row.holder, row.since, row.epoch) == ("b:2", NOW + timedelta(hours=3), 2)


async def test_bots_are_led_apart(session: AsyncSession) -> None:
    """Another bot in the same database has a count of its own."""
    assert [await _take(session, "a:1"), await _take(session, "a:1", bot=BOT + 1), await _take(session, "a:1")] == [
        1,
        1,
        2,
    ]
