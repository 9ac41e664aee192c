"""Minutes: published once, to whoever was invited, and put right afterwards."""

import asyncio

import pytest
from sqlalchemy import select

from models.broadcast import Broadcast
from models.database import AsyncSession, Database, table_of
from models.delivery import Delivery
from models.errors import MeetingChanged, MinutesUnready
from models.meeting import Outcome
from models.resolution_wording import Wording
from models.services import (
    broadcasts,
    minutes,
    minutes_reading,
    minutes_writing,
    resolutions,
)
from models.subscription import Subscription
from tests.models.sample_rows import NOW, TEHRAN
from tests.models.services.agenda_rows import Sitting
from tests.models.services.minutes_rows import LETTER, begun, broadcasts_of, decide, minutes_of, publish, write


@pytest.fixture
async def sitting(session: AsyncSession) -> Sitting:
    """The town whose council sits."""
    made = await Sitting.open(session)
    assert isinstance(made, Sitting)
    return made


async def test_published_to_the_invited(sitting: Sitting) -> None:
    """Published once, to whoever was invited; who wants no news of meetings is not told."""
    home, deaf, away = await sitting.reader("گلسار"), await sitting.reader("گلسار"), await sitting.reader("باغ شاه")
    await subscriptions_off(sitting, deaf)
    meeting, (first, _) = await begun(sitting)
    await write(sitting, first, "چراغ نصب شود")
    version = (await minutes_of(sitting, meeting)).version
    await publish(sitting, meeting)
    with pytest.raises(MeetingChanged):
        await minutes.publish(await sitting.as_("colleague"), meeting.id or 0, version)
    assert await broadcasts_of(sitting) == [("published", 1)]
    (one,) = (await sitting.session.execute(select(Broadcast))).scalars().all()
    while await broadcasts.freeze_next(session=sitting.session, broadcast_id=one.id or 0, now=NOW, zone=TEHRAN):
        pass
    c = table_of(Delivery).c
    told = set((await sitting.session.execute(select(c.person_id).where(c.broadcast_id == one.id))).scalars())
    assert home in told
    assert not told & {deaf, away}


async def subscriptions_off(sitting: Sitting, person_id: int) -> None:
    """Somebody switches meetings off."""
    sitting.session.add(Subscription(person_id=person_id, meetings=False, updated_at=NOW))
    await sitting.session.flush()


async def test_changed_since_shown(sitting: Sitting) -> None:
    """What somebody wrote after the preview is not published unseen."""
    meeting, (first, _) = await begun(sitting)
    await write(sitting, first, "یک")
    seen = (await minutes_of(sitting, meeting)).version
    await write(sitting, first, "دو", was="یک")
    with pytest.raises(MeetingChanged):
        await minutes.publish(await sitting.as_("author"), meeting.id or 0, seen)


async def test_nothing_written(sitting: Sitting) -> None:
    """Minutes that say nothing are not published."""
    meeting, _ = await begun(sitting)
    with pytest.raises(MinutesUnready):
        await publish(sitting, meeting)


async def test_a_file_instead(sitting: Sitting) -> None:
    """A file is enough; what was typed into the form stays beside it, and the file can be taken away again."""
    meeting, (first, _) = await begun(sitting)
    actor = await sitting.as_("author")
    await minutes_writing.attach_file(actor, meeting.id or 0, LETTER)
    shown = await minutes_reading.shown(session=sitting.session, meeting=await sitting.row(meeting))
    assert shown.file == LETTER
    await minutes_writing.attach_file(actor, meeting.id or 0, None)
    with pytest.raises(MinutesUnready):
        await publish(sitting, meeting)
    await write(sitting, first, "چیزی")
    await minutes_writing.attach_file(actor, meeting.id or 0, LETTER)
    assert (await publish(sitting, meeting)).state == "published"


async def test_resolved_afterwards(sitting: Sitting) -> None:
    """A resolution that is put on record after the minutes were published corrects them."""
    meeting, (first, second) = await begun(sitting)
    await write(sitting, first, "یک")
    await publish(sitting, meeting)
    actor = await sitting.as_("author")
    await resolutions.create(actor, Wording("چراغ نصب شود", "شرکت برق"), area_id=meeting.area_id, item_id=second)
    assert await broadcasts_of(sitting) == [("published", 2)]


async def test_corrected(sitting: Sitting) -> None:
    """After publication every change is a correction: the revision goes up, and the copies show it."""
    meeting, (first, second) = await begun(sitting)
    await write(sitting, first, "یک")
    await publish(sitting, meeting)
    await write(sitting, first, "دو", was="یک")
    await decide(sitting, second, Outcome.NOTED)
    actor = await sitting.as_("author")
    await minutes_writing.write_note(actor, meeting.id or 0, "ن", was=None)
    await minutes_writing.change_chair(actor, meeting.id or 0, "علی")
    assert await broadcasts_of(sitting) == [("published", 5)]
    shown = await minutes_reading.shown(session=sitting.session, meeting=await sitting.row(meeting))
    assert (shown.revision, shown.corrected_at) == (5, NOW)


async def test_published_once_by_several(database: Database) -> None:
    """Of three who publish in the same moment one does; the others are told so, and everybody hears once."""
    async with database.transaction() as session:
        sitting = await Sitting.open(session)
        assert isinstance(sitting, Sitting)
        meeting, (first, _) = await begun(sitting)
        version = (await write(sitting, first, "چراغ نصب شود")).version
        meeting_id = meeting.id or 0

    async def publish(who: str) -> str:
        try:
            async with database.transaction() as session:
                actor = await sitting.as_(who, session=session)
                await asyncio.sleep(0.01)
                await minutes.publish(actor, meeting_id, version)
        except MeetingChanged:
            return "changed"
        return "done"

    found = await asyncio.gather(*(publish(who) for who in ("author", "colleague", "secretary")))
    assert sorted(found) == ["changed", "changed", "done"]
    async with database.transaction() as session:
        sitting.session = session
        assert await broadcasts_of(sitting) == [("published", 1)]
