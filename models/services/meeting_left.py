"""Announcements that are through: whoever called a meeting hears once that it left, and how many it reached."""

from datetime import datetime

from sqlalchemy import select, update

from models.broadcast import Broadcast, BroadcastState
from models.city import City
from models.database import AsyncSession, table_of
from models.delivery import DeliveryKind
from models.meeting import Meeting, MeetingNews
from models.services import meeting_news

_broadcasts = table_of(Broadcast)
_b = _broadcasts.c


async def tell_left(*, session: AsyncSession, bot_id: int, city: City, now: datetime) -> int:
    """Have the chair and the author of each meeting told whose announcement is through; return how many are told.

    Args:
        session: the caller's transaction.
        bot_id: whose meetings.
        city: its clock says when it is night.
        now: aware.
    """
    through = (_b.kind == DeliveryKind.MEETING.value, _b.state == BroadcastState.DONE.value, _b.told_at.is_(None))
    closed = update(_broadcasts).where(_b.bot_id == bot_id, *through).values(told_at=now)
    told = 0
    for broadcast_id, meeting_id in (await session.execute(closed.returning(_b.id, _b.source_id))).all():
        row = select(Meeting).where(Meeting.id == meeting_id).execution_options(populate_existing=True)
        meeting = (await session.execute(row)).scalar_one_or_none()
        if meeting is None:
            continue
        told += await meeting_news.tell(
            session=session,
            meeting=meeting,
            person_ids=[meeting.chair_id, meeting.author_id],
            what=MeetingNews.LEFT,
            now=now,
            zone=city.zone,
            content={"broadcast": broadcast_id},
        )
    return told
