"""Whoever called a meeting hears once that its announcement is through."""

from sqlalchemy import select

from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind
from models.services import meeting_changes, meeting_left
from tests.models.sample_rows import BOT, NOW
from tests.models.services.meeting_rows import Hall
from tests.models.services.notice_rows import CITY, MINUTE


async def _news(session: AsyncSession) -> list[tuple[int, str]]:
    rows = table_of(Delivery).c
    found = select(rows.person_id, rows.occurrence).where(rows.kind == DeliveryKind.MEETING_NEWS.value)
    return [(row[0], row[1]) for row in await session.execute(found.order_by(rows.id))]


async def test_told_once(session: AsyncSession) -> None:
    """Once everybody was told, its author hears of it, and never again: not after a change either."""
    hall = await Hall.settle(session)
    await hall.reader("گلسار")
    meeting = await hall.announced()
    assert await meeting_left.tell_left(session=session, bot_id=BOT, city=CITY, now=NOW + MINUTE) == 1
    assert await _news(session) == [(hall.people["author"], "left")]
    await hall.moved(meeting, MINUTE, NOW + 2 * MINUTE)
    await hall.engine(NOW + 3 * MINUTE)
    assert await meeting_left.tell_left(session=session, bot_id=BOT, city=CITY, now=NOW + 4 * MINUTE) == 0
    assert len(await _news(session)) == 1


async def test_not_before_it_is_through(session: AsyncSession) -> None:
    """As long as somebody waits for it, nobody hears that it is through; another bot's is not this one's."""
    hall = await Hall.settle(session)
    await hall.reader("گلسار")
    meeting = await hall.called()
    await meeting_changes.publish(await hall.as_("author", NOW), meeting.id or 0, meeting.version)
    await hall.tick(NOW + CITY.notice_delay)
    assert await meeting_left.tell_left(session=session, bot_id=BOT, city=CITY, now=NOW + MINUTE) == 0
    await hall.engine(NOW + CITY.notice_delay)
    assert await meeting_left.tell_left(session=session, bot_id=BOT + 1, city=CITY, now=NOW + MINUTE) == 0
    assert await meeting_left.tell_left(session=session, bot_id=BOT, city=CITY, now=NOW + MINUTE) == 1


async def test_both_who_answer_for_it(session: AsyncSession) -> None:
    """Where somebody else leads it, both hear."""
    hall = await Hall.settle(session)
    meeting = await hall.called()
    actor = await hall.as_("author", NOW)
    meeting = await meeting_changes.change_chair(actor, meeting.id or 0, meeting.version, hall.people["colleague"])
    await meeting_changes.publish(actor, meeting.id or 0, meeting.version)
    await hall.tick(NOW + CITY.notice_delay)
    await hall.engine(NOW + CITY.notice_delay)
    assert await meeting_left.tell_left(session=session, bot_id=BOT, city=CITY, now=NOW + MINUTE) == 2
