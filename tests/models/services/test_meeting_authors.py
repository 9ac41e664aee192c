"""Authors whose submissions are on the agenda of a meeting: told when it is, and once when that changes."""

from datetime import datetime

import pytest

from models.database import AsyncSession
from models.delivery import DeliveryKind
from models.errors import NotFound
from models.meeting import Invites, Meeting
from models.services import agenda_words, meeting_readers, subscriptions
from models.services.meeting_readers import Reader
from models.subscription import NewsKind
from tests.models.sample_rows import NOW, TEHRAN
from tests.models.services.meeting_rows import Said
from tests.models.services.notice_rows import DAY, HOUR, MINUTE
from tests.models.services.reading_rows import ReadingRoom

CHANGE, MEETING = DeliveryKind.MEETING_CHANGE, DeliveryKind.MEETING
LATER = NOW + HOUR


async def _known(room: ReadingRoom) -> tuple[int, int, Meeting]:
    """(author, submission, meeting): somebody from elsewhere was told that theirs is on its agenda."""
    author, submission_id = await room.proposes()
    meeting = await room.announced_with(submission_id)
    (read,) = await room.post(LATER)
    assert (read.person_id, read.kind) == (author, DeliveryKind.CHANGE)
    return author, submission_id, meeting


async def _put_on(room: ReadingRoom, meeting: Meeting) -> str:
    """What histories say of a meeting as it is now."""
    return agenda_words.put_on(await room.again_(meeting), room.city)


async def test_an_author_hears_of_a_move(session: AsyncSession) -> None:
    """Who was told with their submission when a meeting is hears that it was moved; the history says the new day."""
    room = await ReadingRoom.open_room(session)
    author, submission_id, meeting = await _known(room)
    assert await room.on_record(meeting) == {author: 1}
    first = await _put_on(room, meeting)
    await room.moved(meeting, DAY, LATER)
    assert await room.engine(LATER) == [Said(author, CHANGE, "2", 2)]
    assert await room.said_of(submission_id) == [await _put_on(room, meeting)] != [first]
    assert await room.post(LATER + HOUR) == []


async def test_moved_before_the_author_was_told(session: AsyncSession) -> None:
    """Whose news waits for the morning reads the day that holds then, and of no other."""
    room = await ReadingRoom.open_room(session)
    author, submission_id = await room.proposes()
    night = datetime(2026, 12, 10, 23, tzinfo=TEHRAN)
    meeting = await room.announced_with(submission_id, now=night)
    assert await room.post(night + MINUTE) == []
    await room.moved(meeting, DAY, night + HOUR)
    assert await room.engine(night + HOUR) == []
    (read,) = await room.post(night + 10 * HOUR)
    assert (read.person_id, await room.on_record(meeting)) == (author, {author: 2})
    assert "۲۷ آذر" in read.text
    assert "۲۶ آذر" not in read.text
    assert await room.engine(night + 10 * HOUR) == []


async def test_an_author_hears_once_that_it_is_off(session: AsyncSession) -> None:
    """With their submission, which waits for another meeting; whoever wants no such news hears it as the others do."""
    room = await ReadingRoom.open_room(session)
    (author, first), (silent, second) = await room.proposes(), await room.proposes()
    meeting = await room.announced_with(first, second)
    assert len(await room.post(LATER)) == 2
    await subscriptions.switch(session=session, person_id=silent, kind=NewsKind.OWN, is_on=False, now=LATER)
    await room.cancelled(meeting, LATER)
    assert await room.engine(LATER) == [Said(silent, CHANGE, "2", 2)]
    (read,) = await room.post(LATER + MINUTE)
    assert (read.person_id, read.kind) == (author, DeliveryKind.CHANGE)
    assert "لغو شد" in read.text


async def test_an_author_who_is_invited_is_told_once(session: AsyncSession) -> None:
    """Whoever has the announcement besides hears of a move by one message."""
    room = await ReadingRoom.open_room(session)
    author, submission_id = await room.proposes("گلسار")
    meeting = await room.announced_with(submission_id)
    await room.post(LATER)
    await room.moved(meeting, DAY, LATER)
    assert await room.engine(LATER) == [Said(author, CHANGE, "2", 2)]


async def test_an_author_may_open_what_they_were_told_of(session: AsyncSession) -> None:
    """A meeting of members is shown to whoever was told that theirs is on its agenda, and to no other resident."""
    room = await ReadingRoom.open_room(session)
    author, submission_id = await room.proposes()
    stranger = await room.reader("گلسار")
    meeting = await room.announced_with(submission_id, invites=Invites.MEMBERS)
    await room.post(LATER)
    found = await meeting_readers.meeting_for_reader(Reader(session, author, LATER), meeting.id or 0)
    assert found.id == meeting.id
    with pytest.raises(NotFound):
        await meeting_readers.meeting_for_reader(Reader(session, stranger, LATER), meeting.id or 0)


async def test_words_of_one_meeting_are_not_anothers(session: AsyncSession) -> None:
    """Where one meeting was called off and another of the same name and day is moved, the first one's words stay."""
    room = await ReadingRoom.open_room(session)
    _, submission_id, meeting = await _known(room)
    await room.cancelled(meeting, LATER + HOUR)
    another = await room.announced_with(submission_id, now=LATER + 2 * HOUR)
    first, off, second = await room.said_of(submission_id)
    assert first == second
    await room.moved(another, DAY, LATER + 3 * HOUR)
    assert await room.said_of(submission_id) == [first, off, await _put_on(room, another)]
