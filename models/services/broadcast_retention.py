"""What is kept of what was told to many: each person's copy for a while, the counts for ever."""

from datetime import datetime

from sqlalchemy import delete, exists, select, update

from models.broadcast import Broadcast, BroadcastState
from models.database import AsyncSession, rows_touched, table_of
from models.delivery import Delivery, DeliveryKind
from models.meeting import Meeting, MeetingState
from models.meeting_told import ToldOfMeeting

_broadcasts, _deliveries, _noted = table_of(Broadcast), table_of(Delivery), table_of(ToldOfMeeting)
_OVER = (BroadcastState.DONE.value, BroadcastState.STOPPED.value)

_is_to_come = exists().where(
    _broadcasts.c.kind == DeliveryKind.MEETING.value,
    table_of(Meeting).c.id == _broadcasts.c.source_id,
    table_of(Meeting).c.state == MeetingState.ANNOUNCED.value,
)


async def clear_copies(*, session: AsyncSession, before: datetime, limit: int, now: datetime) -> bool:
    """Delete settled deliveries of a broadcast that was over before a moment; True while there may be more to delete.

    Its counters stay. Until then amending and withdrawing reach every copy; from then on there is none to reach. News
    for one person are never deleted. Of a meeting that is still to come, or a course that goes on, copies are kept:
    they say who has to hear that it was moved. With a meeting's copies goes who was told of it otherwise.

    Args:
        session: the transaction.
        before: aware; what ended at it or later is kept.
        limit: at most so many rows go in this transaction, all of one broadcast.
        now: aware.
    """
    over = select(_broadcasts.c.id, _broadcasts.c.kind, _broadcasts.c.source_id).where(
        _broadcasts.c.cleared_at.is_(None),
        _broadcasts.c.state.in_(_OVER),
        _broadcasts.c.finished_at < before,
        ~_is_to_come,
    )
    row = (await session.execute(over.order_by(_broadcasts.c.id).limit(1))).first()
    if row is None:
        return False
    copies = (
        select(_deliveries.c.id)
        .where(
            _deliveries.c.kind == row.kind,  # with the source: the index that leads to them
            _deliveries.c.source_id == row.source_id,
            _deliveries.c.broadcast_id == row.id,
            _deliveries.c.settled_at.is_not(None),
        )
        .limit(limit)
    )
    gone = rows_touched(await session.execute(delete(_deliveries).where(_deliveries.c.id.in_(copies))))
    if gone < limit and row.kind == DeliveryKind.MEETING:
        gone += await _forget_told(session, row.source_id, limit - gone)
    if gone < limit:
        done = update(_broadcasts).where(_broadcasts.c.id == row.id).values(cleared_at=now)
        await session.execute(done)
    return True


async def _forget_told(session: AsyncSession, meeting_id: int, limit: int) -> int:
    """Delete who was told of a meeting otherwise than by a copy; return how many that were, at most `limit`."""
    of_it = _noted.c.meeting_id == meeting_id
    some = select(_noted.c.person_id).where(of_it).limit(limit)
    return rows_touched(await session.execute(delete(_noted).where(of_it, _noted.c.person_id.in_(some))))


async def clear_digests(*, session: AsyncSession, before: datetime, limit: int) -> bool:
    """Delete the oldest digests, as far as they were settled before a moment; True while there may be more to delete.

    At most `limit` rows are looked at: ids grow with time, so that behind these nothing is older.
    """
    row = _deliveries.c
    oldest = select(row.id, row.settled_at).where(row.kind == DeliveryKind.DIGEST.value, row.source_id == 0)
    first = oldest.order_by(row.id).limit(limit).subquery()
    chosen = select(first.c.id).where(first.c.settled_at < before)
    return rows_touched(await session.execute(delete(_deliveries).where(row.id.in_(chosen)))) > 0
