"""Minutes of a meeting that is over, and what is done to them: for the tests of minutes."""

from sqlalchemy import select

from models.broadcast import Broadcast
from models.database import table_of
from models.delivery import DeliveryKind
from models.media import MediaItem, MediaKind
from models.meeting import Meeting, Minutes, Outcome
from models.services import (
    minutes,
    minutes_writing,
)
from tests.models.services.agenda_rows import Sitting

LETTER = MediaItem(7, MediaKind.DOCUMENT, "file", "unique", "صورت‌جلسه.pdf", "application/pdf")


async def begun(sitting: Sitting, text: str = "روشنایی\nزمین بازی", **values: object) -> tuple[Meeting, list[int]]:
    """A meeting that is over, with minutes begun, and the ids of its items."""
    meeting = await sitting.held(**values)
    if text:
        await sitting.say(meeting, text)
    await minutes.begin(await sitting.as_("author"), meeting.id or 0)
    return meeting, [one.id or 0 for one in await sitting.items(meeting)]


async def minutes_of(sitting: Sitting, meeting: Meeting) -> Minutes:
    """The minutes as they are now."""
    found = await minutes.minutes_of(session=sitting.session, meeting_id=meeting.id or 0)
    assert found is not None
    return found


async def publish(sitting: Sitting, meeting: Meeting, who: str = "author") -> Minutes:
    """Publish them as they are now."""
    version = (await minutes_of(sitting, meeting)).version
    return await minutes.publish(await sitting.as_(who), meeting.id or 0, version)


async def write(sitting: Sitting, item_id: int, words: str, name: str = "decision", was: str | None = None) -> Minutes:
    """Say something of an item."""
    return await minutes_writing.write_words(await sitting.as_("author"), item_id, name, words, was=was)


async def decide(sitting: Sitting, item_id: int, outcome: Outcome | None) -> Minutes:
    """Say what became of an item."""
    return await minutes_writing.write_outcome(await sitting.as_("author"), item_id, outcome)


async def broadcasts_of(sitting: Sitting) -> list[tuple[str, int]]:
    """(occurrence, revision) of everything that told of minutes."""
    c = table_of(Broadcast).c
    rows = await sitting.session.execute(
        select(c.occurrence, c.revision).where(c.kind == DeliveryKind.MINUTES.value).order_by(c.id)
    )
    return [(row[0], row[1]) for row in rows]
