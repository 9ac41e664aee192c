"""Notices whose time has come: each time of each leaves once, whatever crashes; and what is told when it is over."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlmodel import col

from models.broadcast import Broadcast, BroadcastState
from models.city import City
from models.database import AsyncSession, table_of
from models.delivery import DeliveryKind
from models.notice import Notice, NoticeNews, NoticeState
from models.notice_times import Turn, occurrence_of, turn_of
from models.rights import Owners
from models.services import audit, broadcasts, notice_held, notice_news, notices
from models.services.audit import By

_log = logging.getLogger(__name__)
_AT_ONCE = 100  # notices in one transaction; the next call takes the next ones
_TIMER = By(None, "timer")

_notices, _broadcasts = table_of(Notice), table_of(Broadcast)
_OVER = (BroadcastState.DONE.value, BroadcastState.STOPPED.value)


@dataclass(frozen=True)
class Started:
    """How many notices began to leave, and how many are held back."""

    count: int = 0
    held: int = 0


async def start_due(*, session: AsyncSession, bot_id: int, city: City, owners: Owners, now: datetime) -> Started:
    """Let every notice leave whose time has come, and hold back those whose holder may not send them any more.

    Of one that repeats and was missed several times, the newest time goes out; the others are dropped, and logged. A
    time that is on record as a broadcast already does not leave twice.

    Args:
        session: the caller's transaction.
        bot_id: whose notices.
        city: by its clock they repeat.
        owners: whom the settings name.
        now: aware.
    """
    held = await notice_held.hold_orphans(session=session, bot_id=bot_id, city=city, owners=owners, now=now)
    due = select(_notices.c.id).where(*_to_come(bot_id), _notices.c.starts_at <= now)
    due = due.order_by(_notices.c.starts_at, _notices.c.id).limit(_AT_ONCE)
    count = 0
    for notice_id in (await session.execute(due)).scalars().all():
        notice = await notices.load(session, notice_id, is_locked=True)
        turn = turn_of(notice, now, city.zone)
        if notice.state == NoticeState.SCHEDULED and turn is not None:
            count += await _start(session, notice, turn, city, now)
    return Started(count, held)


async def next_due(*, session: AsyncSession, bot_id: int) -> datetime | None:
    """When the next notice leaves (aware, UTC); None when none is to come."""
    found = await session.execute(
        select(_notices.c.starts_at).where(*_to_come(bot_id)).order_by(_notices.c.starts_at).limit(1)
    )
    at: datetime | None = found.scalar_one_or_none()
    return at


def _to_come(bot_id: int) -> tuple[Any, ...]:
    return (_notices.c.bot_id == bot_id, _notices.c.state == NoticeState.SCHEDULED.value)


async def _start(session: AsyncSession, notice: Notice, turn: Turn, city: City, now: datetime) -> bool:
    await _note_missed(session, notice, turn, now)
    broadcast_id = await broadcasts.start(
        session=session,
        bot_id=notice.bot_id,
        kind=DeliveryKind.NOTICE,
        source_id=notice.id or 0,
        occurrence=occurrence_of(notice, turn.at, city.zone),
        audience=notices.audience_of(notice),
        is_urgent=notice.is_urgent,
        revision=notice.revision,
        now=now,
    )
    leaving = NoticeState.SENDING if broadcast_id is not None else NoticeState.SENT  # on record already
    state = leaving if turn.following is None else NoticeState.SCHEDULED
    values = {"state": state.value, "starts_at": turn.following, "sent_at": notice.sent_at or now}
    await notices.change_row(session, notice, values, now)
    if broadcast_id is None:
        return False
    told = {"broadcast": broadcast_id, "revision": notice.revision}
    await _note(session, "notice.start", notice, told, now)
    return True


async def _note_missed(session: AsyncSession, notice: Notice, turn: Turn, now: datetime) -> None:
    if not turn.missed:
        return
    _log.warning("notice %s: %s times were missed; only the newest goes out", notice.id, len(turn.missed))
    await _note(session, "notice.skip", notice, {"missed": [at.isoformat() for at in turn.missed]}, now)


async def _note(session: AsyncSession, action: str, notice: Notice, after: dict[str, Any], now: datetime) -> None:
    on = ("notice", notice.id)
    await audit.write(session=session, by=_TIMER, action=action, on=on, now=now, change=(None, after))


async def finish_told(*, session: AsyncSession, bot_id: int, city: City, now: datetime) -> int:
    """Close what was sent, or stopped, and have its holder told how it ended, once; return how many these are.

    Args:
        session: the caller's transaction.
        bot_id: whose broadcasts.
        city: its clock says when it is night.
        now: aware.
    """
    over = (
        select(_broadcasts.c.id, _broadcasts.c.source_id)
        .where(
            _broadcasts.c.bot_id == bot_id,
            _broadcasts.c.kind == DeliveryKind.NOTICE.value,
            _broadcasts.c.state.in_(_OVER),
            _broadcasts.c.told_at.is_(None),
        )
        .order_by(_broadcasts.c.id)
    )
    told = 0
    for broadcast_id, notice_id in (await session.execute(over)).all():
        notice = await notices.load(session, notice_id, is_locked=True)
        told += await _finish(session, notice, broadcast_id, city, now)
    return told


async def _finish(session: AsyncSession, notice: Notice, broadcast_id: int, city: City, now: datetime) -> bool:
    """Close one time of a notice; False where that was done, or it goes on, since it was looked at."""
    is_over = (_broadcasts.c.state.in_(_OVER), _broadcasts.c.told_at.is_(None))
    closed = update(_broadcasts).where(_broadcasts.c.id == broadcast_id, *is_over).values(told_at=now)
    row = (await session.execute(closed.returning(_broadcasts.c.is_withdrawn, _broadcasts.c.finished_at))).first()
    if row is None:
        return False
    if notice.state == NoticeState.SENDING and not await _goes_on(session, notice):
        newest = await _newest(session, notice)
        state = NoticeState.STOPPED if newest == BroadcastState.STOPPED else NoticeState.SENT
        await notices.change_row(session, notice, {"state": state.value}, now)
    ended = "withdrawn" if row.is_withdrawn else str(row.finished_at or now)
    await notice_news.tell(
        session=session,
        notice=notice,
        person_ids=[notice.holder_id],
        what=NoticeNews.DONE,
        now=now,
        zone=city.zone,
        occurrence=f"{broadcast_id} {ended}",
        content={"broadcast": broadcast_id},
    )
    return True


async def _goes_on(session: AsyncSession, notice: Notice) -> bool:
    of_it = (col(Broadcast.kind) == DeliveryKind.NOTICE.value, col(Broadcast.source_id) == notice.id)
    found = await session.execute(
        select(_broadcasts.c.id).where(*of_it, _broadcasts.c.state.not_in([*_OVER, "mending"])).limit(1)
    )
    return found.first() is not None


async def _newest(session: AsyncSession, notice: Notice) -> str | None:
    of_it = (_broadcasts.c.kind == DeliveryKind.NOTICE.value, _broadcasts.c.source_id == notice.id)
    found = await session.execute(select(_broadcasts.c.state).where(*of_it).order_by(_broadcasts.c.id.desc()).limit(1))
    state: str | None = found.scalar_one_or_none()
    return state
