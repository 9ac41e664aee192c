from datetime import date, timedelta

from sqlmodel import col, select

from models.database import AsyncSession
from models.delivery import Delivery
from models.rights import Owners
from models.services import morning
from tests.models.sample_rows import BOT, NOW
from tests.models.services.desk_rows import staffed

DAY = date(2026, 12, 10)


async def _put(session: AsyncSession, day: date = DAY, owners: Owners | None = None) -> int:
    return await morning.put_mornings(session=session, bot_id=BOT, owners=owners or Owners(), day=day, now=NOW)


async def test_everybody_with_a_desk_is_told_once_a_day(session: AsyncSession) -> None:
    """However often it is put; residents and experts, who have no desk, are told nothing; the next day is another."""
    office = await staffed(session)
    assert [await _put(session) for _ in range(3)] == [5, 0, 0]
    assert await _put(session, DAY + timedelta(days=1)) == 5
    rows = (await session.exec(select(Delivery).order_by(col(Delivery.id)).limit(5))).all()
    told = {row.person_id for row in rows}
    assert told == set(office.people.values()) - {office.people[name] for name in ("owner", "resident", "expert")}
    assert {(row.kind, row.source_id, row.occurrence) for row in rows} == {("morning", 0, "2026-12-10")}


async def test_owners_are_told_too(session: AsyncSession) -> None:
    """Whom the settings name sees every desk, on the messenger that they name them for."""
    await staffed(session)
    assert await _put(session, owners=Owners("elsewhere", frozenset({7_200_000_000}))) == 5
    assert await _put(session, owners=Owners("telegram", frozenset({7_200_000_000}))) == 1
