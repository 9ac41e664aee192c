"""What is told about a meeting to one person: its chair, somebody on its waiting list, or who calls meetings there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.database import AsyncSession
from models.delivery import DeliveryKind
from models.meeting import Meeting, MeetingNews
from models.services import deliveries, subscriptions
from models.services.deliveries import About


async def tell(
    *,
    session: AsyncSession,
    meeting: Meeting,
    person_ids: Iterable[int],
    what: MeetingNews,
    now: datetime,
    zone: ZoneInfo,
    occurrence: str = "",
    content: dict[str, Any] | None = None,
) -> int:
    """Have people told something about a meeting, outside of their quiet hours.

    Args:
        session: the caller's transaction.
        meeting: which.
        person_ids: whom; each is told once of an occurrence.
        what: the news.
        now: aware.
        zone: the city's clock, for its quiet hours.
        occurrence: tells it from other news of the kind.
        content: what else belongs to it.

    Returns:
        How many are told by this.
    """
    about = About(DeliveryKind.MEETING_NEWS, meeting.id or 0, f"{what.value} {occurrence}".rstrip())
    told = 0
    for person_id in dict.fromkeys(person_ids):
        told += await deliveries.put(
            session=session,
            bot_id=meeting.bot_id,
            person_id=person_id,
            about=about,
            content={**(content or {}), "what": what.value},
            due_at=await subscriptions.due_at(session=session, person_id=person_id, now=now, zone=zone),
            now=now,
        )
    return told
