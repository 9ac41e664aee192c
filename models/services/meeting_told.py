"""Who was told of a meeting otherwise than by a copy of its announcement, and in which revision.

What tells it so, a digest or what an author reads of their submission, is put on record in the transaction in which it
begins to leave, and until that ends neither the meeting nor who hears of its change is another one: `hold`. So whoever
is told of a change afterwards, and who not, is sure.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select, update

from models.broadcast import Broadcast
from models.database import AsyncSession, table_of, upsert
from models.delivery import DeliveryKind
from models.meeting import Meeting
from models.meeting_told import ToldOfMeeting

_told = table_of(ToldOfMeeting)
_m, _b, _t = table_of(Meeting).c, table_of(Broadcast).c, _told.c


async def hold(*, session: AsyncSession, meeting_ids: Collection[int]) -> None:
    """Let nobody change these meetings, or freeze who hears of a change, until the transaction ends.

    First meetings, then broadcasts, each in the order of their ids, as whoever changes a meeting takes them.
    """
    ids = sorted(meeting_ids)
    await session.execute(select(_m.id).where(_m.id.in_(ids)).order_by(_m.id).with_for_update(read=True))
    changes = (_b.kind == DeliveryKind.MEETING_CHANGE.value, _b.source_id.in_(ids))
    await session.execute(select(_b.id).where(*changes).order_by(_b.id).with_for_update(read=True))


async def note(*, session: AsyncSession, person_id: int, revisions: Mapping[int, int], now: datetime) -> None:
    """Somebody is told of meetings, each in a revision; who heard of a newer one knows that.

    Args:
        session: the caller's transaction.
        person_id: who.
        revisions: by the meetings' ids.
        now: aware.
    """
    if not revisions:
        return
    rows = [
        {"meeting_id": meeting_id, "person_id": person_id, "revision": revision, "told_at": now}
        for meeting_id, revision in sorted(revisions.items())
    ]
    made = upsert(session.get_bind().dialect.name)(_told).values(rows)
    newer = {"revision": made.excluded.revision, "told_at": made.excluded.told_at}
    key = [_t.meeting_id, _t.person_id]
    rises = _t.revision < made.excluded.revision
    await session.execute(made.on_conflict_do_update(index_elements=key, set_=newer, where=rises))


async def known_before(
    *, session: AsyncSession, person_id: int, meeting_ids: Collection[int], moment: datetime
) -> dict[int, int]:
    """The revisions of these meetings that somebody was told so before a moment (aware), by the meetings' ids."""
    found = select(_t.meeting_id, _t.revision).where(
        _t.meeting_id.in_(meeting_ids), _t.person_id == person_id, _t.told_at < moment
    )
    return {row.meeting_id: row.revision for row in await session.execute(found)}


async def catch_up(*, session: AsyncSession, meeting_id: int, person_id: int, revision: int) -> None:
    """Somebody who was told of a meeting so hears of its newest revision in another way; who was not, stays untold."""
    theirs = (_t.meeting_id == meeting_id, _t.person_id == person_id, _t.revision < revision)
    await session.execute(update(_told).where(*theirs).values(revision=revision))
