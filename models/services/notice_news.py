"""What is told about a notice: to whom a yes is asked of, and to its sender what became of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from models.database import AsyncSession
from models.delivery import DeliveryKind
from models.notice import Notice, NoticeNews, Why
from models.quiet_hours import QuietHours
from models.services import deliveries, notice_approvers, subscriptions
from models.services.deliveries import About


async def ask(
    *,
    session: AsyncSession,
    notice: Notice,
    person_ids: Sequence[int],
    why: Iterable[Why],
    now: datetime,
    zone: ZoneInfo,
    is_reminder: bool = False,
) -> int:
    """Ask people for their yes to what waits for it, or remind them; urgent ones at any hour. Each is asked once.

    Returns:
        How many are told by this.
    """
    revision = notice.asked_revision or 0
    named = notice_approvers.reminder_occurrence if is_reminder else notice_approvers.asked_occurrence
    told = 0
    for person_id in person_ids:
        told += await deliveries.put(
            session=session,
            bot_id=notice.bot_id,
            person_id=person_id,
            about=About(DeliveryKind.NOTICE_APPROVAL, notice.id or 0, named(revision)),
            content={"revision": revision, "why": sorted(why), "is_reminder": is_reminder},
            due_at=await _due_at_for(session, notice, person_id, now, zone),
            now=now,
        )
    return told


async def tell(
    *,
    session: AsyncSession,
    notice: Notice,
    person_ids: Iterable[int],
    what: NoticeNews,
    now: datetime,
    zone: ZoneInfo,
    occurrence: str | None = None,
    content: dict[str, Any] | None = None,
) -> int:
    """Have people told what became of a notice.

    Args:
        session: the caller's transaction.
        notice: which.
        person_ids: whom; each is told once of an occurrence.
        what: the news.
        now: aware.
        zone: the city's clock, for its quiet hours.
        occurrence: tells it from other news of the kind; the notice's version, where none is given.
        content: what else belongs to it.

    Returns:
        How many are told by this.
    """
    about = About(DeliveryKind.NOTICE_NEWS, notice.id or 0, f"{what.value} {occurrence or notice.version}")
    told = 0
    for person_id in dict.fromkeys(person_ids):
        told += await deliveries.put(
            session=session,
            bot_id=notice.bot_id,
            person_id=person_id,
            about=about,
            content={**(content or {}), "what": what.value},
            due_at=await _due_at_for(session, notice, person_id, now, zone),
            now=now,
        )
    return told


async def _due_at_for(session: AsyncSession, notice: Notice, person_id: int, now: datetime, zone: ZoneInfo) -> datetime:
    """As `due_at`, by the person's own quiet hours."""
    if notice.is_urgent:
        return now
    return await subscriptions.due_at(session=session, person_id=person_id, now=now, zone=zone)


def due_at(notice: Notice, now: datetime, zone: ZoneInfo) -> datetime:
    """When somebody may hear of a notice: by night only of an urgent one."""
    return now if notice.is_urgent else QuietHours(zone).next_allowed(now)
