"""What is told of a meeting and was paused, because the messenger refused it to one person after another."""

from sqlalchemy import select

from models.broadcast import Broadcast, BroadcastState
from models.database import AsyncSession, table_of
from models.delivery import DeliveryKind
from models.services import broadcasts, meetings
from models.services.actor import Actor

_KINDS = [
    kind.value
    for kind in (
        DeliveryKind.MEETING,
        DeliveryKind.MEETING_CHANGE,
        DeliveryKind.MEETING_REMINDER,
        DeliveryKind.MINUTES,
    )
]
_b = table_of(Broadcast).c


async def paused(*, session: AsyncSession, meeting_id: int) -> list[int]:
    """The broadcasts of a meeting that wait for somebody's word, the oldest first."""
    of_it = (_b.kind.in_(_KINDS), _b.source_id == meeting_id, _b.state == BroadcastState.PAUSED.value)
    return list((await session.execute(select(_b.id).where(*of_it).order_by(_b.id))).scalars())


async def resume(actor: Actor, meeting_id: int) -> int:
    """Let everything that is told of a meeting go on; return how much of it was paused.

    Raises:
        NotFound: the meeting is not for them.
    """
    await meetings.meeting_for(actor, meeting_id)
    waiting = await paused(session=actor.session, meeting_id=meeting_id)
    for broadcast_id in waiting:
        await broadcasts.resume(session=actor.session, broadcast_id=broadcast_id)
    if waiting:
        await meetings.note(actor, "meeting.resume", meeting_id, (None, {"broadcasts": len(waiting)}))
    return len(waiting)
