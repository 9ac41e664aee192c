"""A meeting's messages that were paused go on when somebody who may call meetings there says so."""

import pytest

from models.broadcast import BroadcastState
from models.database import AsyncSession
from models.delivery import DeliveryKind
from models.errors import NotFound
from models.services import broadcasts, meeting_changes, meeting_pauses
from tests.models.sample_rows import NOW
from tests.models.services.meeting_rows import Hall, Said
from tests.models.services.notice_rows import CITY


async def test_what_was_paused_goes_on(session: AsyncSession) -> None:
    """An announcement that stood still reaches its reader once it may go on; a second word changes nothing."""
    hall = await Hall.settle(session)
    reader, other = await hall.reader("گلسار"), await hall.announced()
    meeting = await hall.called()
    await meeting_changes.publish(await hall.as_("author", NOW), meeting.id or 0, meeting.version)
    assert await hall.tick(NOW + CITY.notice_delay) == 1
    [leaving] = await hall.broadcasts_of(meeting, DeliveryKind.MEETING)
    assert await broadcasts.pause(session=session, broadcast_id=leaving.id or 0)
    session.expunge_all()  # the sender looks in a session of its own
    assert await hall.engine(NOW + CITY.notice_delay) == []
    assert await meeting_pauses.paused(session=session, meeting_id=meeting.id or 0) == [leaving.id]
    assert await meeting_pauses.paused(session=session, meeting_id=other.id or 0) == []
    actor = await hall.as_("author", NOW)
    assert await meeting_pauses.resume(actor, meeting.id or 0) == 1
    assert await meeting_pauses.resume(actor, meeting.id or 0) == 0
    session.expunge_all()
    assert await hall.engine(NOW + CITY.notice_delay) == [Said(reader, DeliveryKind.MEETING, "announced", 1)]
    after = await broadcasts.get(session=session, broadcast_id=leaving.id or 0)
    assert after is not None
    assert after.state == BroadcastState.DONE


async def test_not_by_somebody_else(session: AsyncSession) -> None:
    """Whoever may not call meetings there finds no such meeting."""
    hall = await Hall.settle(session)
    meeting = await hall.announced()
    with pytest.raises(NotFound):
        await meeting_pauses.resume(await hall.as_("manager", NOW), meeting.id or 0)
