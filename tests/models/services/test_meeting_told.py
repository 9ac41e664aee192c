"""Whoever read of a meeting in a digest hears at once, and once, of what changes; and of one that comes too soon."""

from dataclasses import replace
from datetime import datetime

from models.audience import Audience
from models.database import AsyncSession
from models.delivery import DeliveryKind
from models.meeting import Answer, Meeting
from models.meeting_facts import Session
from models.services import broadcast_retention, broadcasts, delivery_sending, digest_news, meeting_audience
from models.services.delivery_sending import Due, NotYet
from models.subscription import Digest, NewsKind
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.meeting_rows import FACTS, THURSDAY, Said
from tests.models.services.notice_rows import DAY, HOUR, MINUTE
from tests.models.services.reading_rows import ReadingRoom

CHANGE, MEETING, DIGEST = DeliveryKind.MEETING_CHANGE, DeliveryKind.MEETING, DeliveryKind.DIGEST
EVENING = datetime(2026, 12, 10, 18, tzinfo=TEHRAN)


async def _known(room: ReadingRoom) -> tuple[int, Meeting]:
    """Somebody who read in Thursday's digest of a meeting in a week, and that meeting."""
    reader = await room.gathers()
    meeting = await room.announced()
    (read,) = await room.digests(EVENING)
    assert (read.person_id, read.kind) == (reader, DIGEST)
    assert FACTS.title in read.text
    return reader, meeting


async def test_who_read_of_it_in_a_digest_hears_of_a_move_at_once(session: AsyncSession) -> None:
    """They are told the move when everybody is, once, and their next digest does not tell it again."""
    room = await ReadingRoom.open_room(session)
    reader, meeting = await _known(room)
    assert await room.on_record(meeting) == {reader: 1}
    await room.moved(meeting, DAY, EVENING + HOUR)
    assert await room.engine(EVENING + HOUR) == [Said(reader, CHANGE, "2", 2)]
    assert await room.digests(EVENING + DAY) == []
    await room.moved(meeting, -DAY, EVENING + DAY + HOUR)
    assert await room.engine(EVENING + DAY + HOUR) == [Said(reader, CHANGE, "3", 3)]


async def test_who_read_of_it_in_a_digest_hears_that_it_is_off(session: AsyncSession) -> None:
    """A cancellation comes at once, though the next digest would come after the meeting."""
    room = await ReadingRoom.open_room(session)
    reader, unaware = await room.gathers(Digest.WEEKLY), await room.gathers(Digest.WEEKLY)
    meeting = await room.announced(facts=replace(FACTS, sessions=(Session(THURSDAY - DAY),)))
    friday = datetime(2026, 12, 11, 10, tzinfo=TEHRAN)
    await room.move(unaware, "علی‌آباد")
    assert [one.person_id for one in await room.digests(friday)] == [reader]
    await room.move(unaware, "گلسار")
    await room.cancelled(meeting, friday + HOUR)
    assert await room.engine(friday + HOUR) == [Said(reader, CHANGE, "2", 2)]
    read = await room.digests(friday + 7 * DAY)
    assert [one.person_id for one in read] == []


async def test_a_digest_between_a_change_and_its_freezing(session: AsyncSession) -> None:
    """Put and gone after a meeting was moved, and before it is known who hears of that: it tells it, and it alone."""
    room = await ReadingRoom.open_room(session)
    reader, meeting = await _known(room)
    await room.moved(meeting, DAY, EVENING + DAY - MINUTE)
    (read,) = await room.digests(EVENING + DAY)
    assert "<b>" in read.text
    assert await room.on_record(meeting) == {reader: 2}
    assert await room.engine(EVENING + DAY) == []
    assert await room.digests(EVENING + 2 * DAY) == []


async def test_a_digest_that_waited_tells_how_it_is_now(session: AsyncSession) -> None:
    """Put before a meeting was moved, it leaves with the new time; then nobody tells them of the move again."""
    room = await ReadingRoom.open_room(session)
    reader = await room.gathers()
    meeting = await room.announced()
    assert await room.put_digests(EVENING) == 1
    await room.moved(meeting, DAY, EVENING + MINUTE)
    await room.engine(EVENING + MINUTE)
    (read,) = await room.post(EVENING + 2 * MINUTE)
    assert read.person_id == reader
    assert await room.on_record(meeting) == {reader: 2}
    assert await room.engine(EVENING + HOUR) == []
    assert await room.digests(EVENING + DAY) == []


async def test_a_digest_that_is_tried_again_says_the_same(session: AsyncSession) -> None:
    """Where its first try did not arrive, the second one names the same meetings; turning its pages records nothing."""
    room = await ReadingRoom.open_room(session)
    reader, meeting = await _known(room)
    await room.moved(meeting, DAY, EVENING + DAY - MINUTE)
    await room.put_digests(EVENING + DAY)
    (due,) = await delivery_sending.claim_due(session=session, bot_id=BOT, now=EVENING + DAY, limit=10)
    first = await room.words(due, EVENING + DAY)
    await delivery_sending.keep(session=session, tried=NotYet(due.id, EVENING + DAY + HOUR))
    assert await room.words(due, EVENING + DAY + HOUR) == first
    await room.moved(meeting, DAY, EVENING + DAY + 2 * HOUR)
    await _turn(room, due, EVENING + DAY + 2 * HOUR)
    assert await room.on_record(meeting) == {reader: 2}
    assert await room.engine(EVENING + DAY + 2 * HOUR) == [Said(reader, CHANGE, "3", 3)]


async def _turn(room: ReadingRoom, due: Due, now: datetime) -> None:
    """Somebody turns the pages of an older digest."""
    asked = digest_news.Asked(room.session, BOT, due.person_id, EVENING, EVENING + DAY, now)
    assert (await digest_news.gather(asked)).meetings


async def test_moved_back_after_a_digest_told_it(session: AsyncSession) -> None:
    """A move that only a digest told before it was taken back is taken back for whoever read that."""
    room = await ReadingRoom.open_room(session)
    reader = await room.gathers()
    meeting = await room.announced()
    await room.moved(meeting, DAY, EVENING - MINUTE)
    await room.digests(EVENING)
    await room.moved(meeting, -DAY, EVENING + MINUTE)
    assert await room.engine(EVENING + MINUTE) == [Said(reader, CHANGE, "3", 3)]


async def test_who_read_and_answered_is_told_once(session: AsyncSession) -> None:
    """Whoever read of it in a digest and answered, or got a copy besides, is told of a change by one message."""
    room = await ReadingRoom.open_room(session)
    reader, meeting = await _known(room)
    await room.answer(meeting, reader, Answer.MAYBE, EVENING)
    await room.moved(meeting, DAY, EVENING + HOUR)
    assert await room.engine(EVENING + HOUR) == [Said(reader, CHANGE, "2", 2)]


async def test_digests_that_come_too_late_are_not_waited_for(session: AsyncSession) -> None:
    """Whose next digest comes less than three hours before a meeting, or after it, hears of it when everybody does."""
    room = await ReadingRoom.open_room(session)
    daily, weekly = await room.gathers(), await room.gathers(Digest.WEEKLY)
    sunday = datetime(2026, 12, 13, 17, tzinfo=TEHRAN)
    await room.announced(
        now=datetime(2026, 12, 11, 11, tzinfo=TEHRAN), facts=replace(FACTS, sessions=(Session(sunday),))
    )
    assert [(one.person_id, one.kind) for one in room.said] == [(weekly, MEETING)]
    room.said.clear()
    monday = sunday + DAY
    await room.tick(monday - 6 * HOUR)
    await room.announced(now=monday - 5 * HOUR, facts=replace(FACTS, sessions=(Session(monday + 3 * HOUR),)))
    assert {(one.person_id, one.kind) for one in room.said} == {(daily, MEETING), (weekly, MEETING)}
    assert DIGEST not in {one.kind for one in await room.digests(monday + HOUR)}


async def test_how_many_wait_for_a_digest(session: AsyncSession) -> None:
    """The preview counts those whose digest would come too late among those who are told at once."""
    room = await ReadingRoom.open_room(session)
    await room.gathers(), await room.gathers(Digest.WEEKLY)
    meeting = await room.called(facts=replace(FACTS, sessions=(Session(NOW + 12 * HOUR),)))
    size = await meeting_audience.size(await room.actor(), meeting)
    assert (size.at_once, size.in_digest) == (1, 1)
    meeting = await room.called()
    size = await meeting_audience.size(await room.actor(), meeting)
    assert (size.at_once, size.in_digest) == (0, 2)


def test_which_digests_come_too_late() -> None:
    """By the first session that is to come: of a course that goes on, not by the one that was."""
    at_noon = datetime(2026, 12, 12, 12, tzinfo=TEHRAN)  # a Saturday: digests at 18:00, and on the 18th at 10:00

    def of(*begins: datetime) -> tuple[Digest, ...]:
        facts = replace(FACTS, sessions=tuple(Session(one) for one in begins))
        return meeting_audience.hurries(facts, at_noon, TEHRAN)

    evening, friday = datetime(2026, 12, 12, 18, tzinfo=TEHRAN), datetime(2026, 12, 18, 10, tzinfo=TEHRAN)
    assert of(evening + 3 * HOUR - MINUTE) == (Digest.DAILY, Digest.WEEKLY)
    assert of(evening + 3 * HOUR) == (Digest.WEEKLY,)
    assert of(friday + 3 * HOUR - MINUTE) == (Digest.WEEKLY,)
    assert of(friday + 3 * HOUR) == ()
    assert of(at_noon - DAY, friday + DAY) == ()
    assert of(at_noon - DAY) == ()


def test_an_audience_keeps_what_hurries() -> None:
    """Written as JSON and read again it is the same; what was written before there was such a thing is read as ever."""
    meant = Audience((1,), kind=NewsKind.MEETINGS, meeting_id=7, hurries=(Digest.DAILY, Digest.WEEKLY))
    assert Audience.from_data(meant.to_data()) == meant
    old = {"areas": [1], "kind": "meetings", "meeting": 7}
    assert Audience.from_data(old) == replace(meant, hurries=())
    assert Audience.from_data(old).to_data() == old


async def test_moved_nearer_it_is_announced_at_once(session: AsyncSession) -> None:
    """Where a digest would tell it too late by now, its readers are told at once; who read it, that it was moved."""
    room = await ReadingRoom.open_room(session)
    saturday = datetime(2026, 12, 12, 11, tzinfo=TEHRAN)
    weekly = await room.gathers(Digest.WEEKLY, since=saturday)
    reader, at_once = await room.gathers(), await room.reader("گلسار")
    meeting = await room.announced(now=saturday, facts=replace(FACTS, sessions=(Session(THURSDAY + 3 * DAY),)))
    assert [one.person_id for one in room.said] == [at_once]
    assert [one.person_id for one in await room.digests(saturday + 7 * HOUR)] == [reader]
    monday = datetime(2026, 12, 14, 11, tzinfo=TEHRAN)
    await room.moved(meeting, -4 * DAY, monday)
    said = await room.engine(monday)
    assert sorted(said, key=lambda one: one.person_id) == [
        Said(weekly, MEETING, "announced", 2),
        Said(reader, CHANGE, "2", 2),
        Said(at_once, CHANGE, "2", 2),
    ]
    assert await room.digests(datetime(2026, 12, 14, 18, tzinfo=TEHRAN)) == []
    announced = (await room.broadcasts_of(meeting, MEETING))[0]
    assert (announced.total, announced.sent) == (2, 2)


async def test_what_is_on_record_goes_with_the_copies(session: AsyncSession) -> None:
    """Once a meeting's copies are cleared nothing says any more who read of it; a few rows at a time."""
    room = await ReadingRoom.open_room(session)
    for _ in range(3):
        await room.gathers()
    meeting = await room.announced()
    await room.digests(EVENING)
    assert len(await room.on_record(meeting)) == 3
    later, sizes = NOW + 100 * DAY, []
    await room.tick(THURSDAY + 2 * HOUR)
    while await broadcast_retention.clear_copies(session=session, before=later, limit=2, now=later):
        sizes.append(len(await room.on_record(meeting)))
    assert sizes[:2] == [1, 0]
    assert (await room.broadcasts_of(meeting, MEETING))[0].cleared_at == later
    assert not await broadcasts.at_work(session=session, bot_id=BOT)
