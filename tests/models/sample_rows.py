"""Rows that many tests need: a small city, somebody who lives there, what they send."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from models.area import AreaRow, Level
from models.database import AsyncSession
from models.draft import Draft, Part
from models.services import areas, people
from models.services.people import Known, Sender
from models.submission import Kind

BOT = 7_000_000_042
NOW = datetime(2026, 12, 10, 8, 30, 15, 250_000, tzinfo=UTC)
TEHRAN = ZoneInfo("Asia/Tehran")

CITY = [
    AreaRow(2, Level.CITY, "ایزدشهر", ""),
    AreaRow(3, Level.DISTRICT, "منطقهٔ ۱", "ایزدشهر"),
    AreaRow(4, Level.DISTRICT, "منطقهٔ ۲", "ایزدشهر"),
    AreaRow(5, Level.ZONE, "ناحیهٔ ۲", "منطقهٔ ۱"),
    AreaRow(6, Level.ZONE, "ناحیهٔ ۲", "منطقهٔ ۲"),
    AreaRow(7, Level.NEIGHBOURHOOD, "گلسار", "منطقهٔ ۱/ناحیهٔ ۲", "N-1"),
    AreaRow(8, Level.NEIGHBOURHOOD, "باغ شاه", "منطقهٔ ۱/ناحیهٔ ۲", "N-2"),
    AreaRow(9, Level.NEIGHBOURHOOD, "گلسار غربی", "منطقهٔ ۲/ناحیهٔ ۲", "N-3"),
    AreaRow(10, Level.NEIGHBOURHOOD, "علی‌آباد", "منطقهٔ ۲/ناحیهٔ ۲", "N-4"),
]


async def settle_city(session: AsyncSession) -> dict[str, int]:
    """Import the sample city; return the ids of its neighbourhoods by name."""
    await areas.import_areas(session=session, lines=CITY)
    tree = await areas.load_tree(session=session)
    return {place.name: place.id for place in tree.choosable()}


def sender(user_id: int = 7_123_456_789, **changes: str) -> Sender:
    """Somebody with the messenger, as an update tells of them."""
    told = {"platform": "telegram", "name": "مریم", "username": "maryam", "language": "fa", **changes}
    return Sender(user_id=user_id, **told)


async def meet(session: AsyncSession, user_id: int = 7_123_456_789) -> Known:
    """Somebody who wrote to the bot in their private chat."""
    return await people.recognise(session=session, sender=sender(user_id), bot_id=BOT, chat_id=user_id, now=NOW)


async def resident(session: AsyncSession, user_id: int = 7_123_456_789) -> int:
    """The id of somebody who wrote to the bot."""
    return (await meet(session, user_id)).person.id


def draft(
    draft_id: int, text: str = "کوچمون خیلی تاریکه", *, kind: Kind = Kind.REPORT, area: int | None = None
) -> Draft:
    """A draft of one message."""
    return Draft(id=draft_id, kind=kind, area_id=area, parts=(Part(100 + draft_id, text),))
