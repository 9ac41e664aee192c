"""Writing minutes: what the items of an agenda came to, in words; and putting right what is published.

What is typed is never lost to somebody else's typing: whoever writes says what stood there before, and is told where
something else stands there by now.
"""

from typing import Any, Final

from sqlalchemy import update

from models.database import table_of
from models.errors import BadMeetingFact, EmptyText, MeetingChanged, NotFound, ReasonNeeded
from models.media import MediaItem
from models.meeting import AgendaItem, Meeting, Minutes, MinutesState, Outcome
from models.services import agenda, agenda_reading, meetings
from models.services.actor import Actor
from models.services.agenda_reading import Entry
from models.services.minutes import change_row, follow, minutes_for, resolved
from models.services.minutes_revision import correct_published

CHAIR_LIMIT: Final = 80  # letters of a name
WORDS: Final = ("summary", "decision")
_minutes, _items = table_of(Minutes), table_of(AgendaItem)


async def write_words(actor: Actor, item_id: int, name: str, words: str, *, was: str | None) -> Minutes:
    """Say what was talked about (`summary`) or decided (`decision`) at an item; empty words take it away.

    In published minutes this is a correction: everybody who has them sees it.

    Args:
        actor: who writes.
        item_id: the item.
        name: one of `WORDS`.
        words: as they were typed.
        was: what stood there when the writer began.

    Raises:
        NotFound: the item, or minutes of its meeting, are not there for them.
        MeetingChanged: something else stands there by now; nothing was written.
        ReasonNeeded: without these words nobody would know why it was declined.
    """
    if name not in WORDS:
        raise NotFound
    meeting, _, entry = await _entry(actor, item_id)
    said = words.strip() or None
    item = entry.item
    left = said or (item.decision if name == "summary" else item.summary)
    if item.outcome == Outcome.DECLINED and entry.submission is not None and not left:
        raise ReasonNeeded
    before = getattr(item, name)
    if before == said:
        return await _current(actor, meeting)
    await _write_item(actor, meeting, item_id, name, said, was=was)
    return await _current(actor, meeting)


async def write_outcome(actor: Actor, item_id: int, outcome: Outcome | None) -> Minutes:
    """Say what became of an item. That it was resolved is said by its resolution.

    In published minutes this is a correction, and the item's submission follows it.

    Raises:
        NotFound: as `write_words`.
        MeetingChanged: a resolution came of it, or somebody said something else in this moment.
        ReasonNeeded: it is declined, and there is not a word yet of why: its author will read it.
    """
    meeting, minutes, entry = await _entry(actor, item_id)
    item = entry.item
    if outcome is Outcome.RESOLVED or item_id in await resolved(actor.session, meeting.id or 0):
        raise MeetingChanged
    if item.outcome == outcome:
        return minutes
    if outcome is Outcome.DECLINED and entry.submission is not None and not (item.decision or item.summary):
        raise ReasonNeeded
    value = outcome.value if outcome is not None else None
    await _write_item(actor, meeting, item_id, "outcome", value, was=item.outcome)
    if minutes.state == MinutesState.PUBLISHED:
        _, _, entry = await _entry(actor, item_id)
        await follow(actor, meeting, entry, is_correction=True)
    return await _current(actor, meeting)


async def write_note(actor: Actor, meeting_id: int, words: str, *, was: str | None) -> Minutes:
    """Say what belongs to no item, or what the file says in short. Raises as `write_words`."""
    meeting, minutes = await minutes_for(actor, meeting_id)
    said = words.strip() or None
    if minutes.note == said:
        return minutes
    if minutes.note != was:
        raise MeetingChanged
    return await _change(actor, meeting, minutes, {"note": said})


async def change_chair(actor: Actor, meeting_id: int, name: str) -> Minutes:
    """Write another name below the minutes.

    Raises:
        NotFound, MeetingChanged: as `write_words`.
        EmptyText: there is no name.
        BadMeetingFact: it is too long for one.
    """
    said = " ".join(name.split())
    if not said:
        raise EmptyText
    if len(said) > CHAIR_LIMIT:
        raise BadMeetingFact("name", CHAIR_LIMIT)
    meeting, minutes = await minutes_for(actor, meeting_id)
    return await _change(actor, meeting, minutes, {"chair": said})


async def attach_file(actor: Actor, meeting_id: int, file: MediaItem | None) -> Minutes:
    """Have a file be the minutes, or (None) the form again; what was typed into the form stays.

    Raises:
        NotFound, MeetingChanged: as `write_words`.
    """
    meeting, minutes = await minutes_for(actor, meeting_id)
    return await _change(actor, meeting, minutes, {"file": file.to_data() if file is not None else None})


async def _entry(actor: Actor, item_id: int) -> tuple[Meeting, Minutes, Entry]:
    """The item with its meeting and minutes, for whoever writes them.

    Raises:
        NotFound: one of them is not there for them.
    """
    meeting, _ = await agenda.item_for(actor, item_id)
    _, minutes = await minutes_for(actor, meeting.id or 0)
    found = await agenda_reading.entries(session=actor.session, meeting_id=meeting.id or 0)
    return meeting, minutes, next(one for one in found if one.item.id == item_id)


async def _write_item(
    actor: Actor, meeting: Meeting, item_id: int, name: str, value: str | None, *, was: str | None
) -> None:
    column = _items.c[name]
    same = column.is_(None) if was is None else column == was
    done = await actor.session.execute(
        update(_items).where(_items.c.id == item_id, same).values({name: value}).returning(_items.c.id)
    )
    if done.first() is None:
        raise MeetingChanged
    meeting_id = meeting.id or 0
    await meetings.note(actor, "minutes.write", meeting_id, ({name: was}, {name: value, "item": item_id}))
    if not await correct_published(actor, meeting_id):
        await _count_up(actor, meeting_id)


async def _count_up(actor: Actor, meeting_id: int) -> None:
    """Buttons that publish a draft as it was shown before are old."""
    counted = update(_minutes).where(_minutes.c.meeting_id == meeting_id)
    await actor.session.execute(counted.values(version=_minutes.c.version + 1, updated_at=actor.now))


async def _change(actor: Actor, meeting: Meeting, minutes: Minutes, values: dict[str, Any]) -> Minutes:
    was = {name: getattr(minutes, name) for name in values}
    await change_row(actor, minutes, {**values, "updated_at": actor.now})
    await meetings.note(actor, "minutes.write", meeting.id or 0, (_told(was), _told(values)))
    await correct_published(actor, meeting.id or 0)
    return await _current(actor, meeting)


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Columns of minutes as the audit trail keeps them: of a file its name alone."""
    return {name: value.get("file_name") if isinstance(value, dict) else value for name, value in values.items()}


async def _current(actor: Actor, meeting: Meeting) -> Minutes:
    return (await minutes_for(actor, meeting.id or 0))[1]
