"""Meetings in digests: which of them are told, of what happened last, and to whom."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update

from models.broadcast import Broadcast
from models.database import AsyncSession, table_of
from models.delivery import DeliveryKind
from models.digest import MeetingEvent, MeetingTold
from models.meeting import Answer, Invites, Meeting
from models.meeting_facts import Session
from models.services import broadcasts, digest_news, digests, meeting_audience, meeting_changes, subscriptions
from models.subscription import Digest, NewsKind
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.meeting_rows import FACTS, THURSDAY, Hall
from tests.models.services.notice_rows import DAY, HOUR, MINUTE


async def _reader(hall: Hall, area: str | None = "گلسار", digest: Digest = Digest.DAILY) -> int:
    person_id = await hall.reader(area)
    await subscriptions.choose_digest(session=hall.session, person_id=person_id, digest=digest, since=NOW, now=NOW)
    return person_id


async def _gather(
    hall: Hall, person_id: int, until: datetime, *, since: datetime = NOW, now: datetime | None = None
) -> list[MeetingTold]:
    asked = digest_news.Asked(hall.session, BOT, person_id, since, until, now or until)
    return list((await digest_news.gather(asked)).meetings)


async def _events(hall: Hall, person_id: int, until: datetime, *, since: datetime = NOW) -> list[MeetingEvent]:
    return [one.event for one in await _gather(hall, person_id, until, since=since)]


async def _publish_minutes(hall: Hall, meeting: Meeting, at: datetime) -> None:
    row = await hall.again_(meeting)
    await broadcasts.start(
        session=hall.session,
        bot_id=BOT,
        kind=DeliveryKind.MINUTES,
        source_id=row.id or 0,
        occurrence="published",
        audience=meeting_audience.audience_of(row),
        is_urgent=False,
        revision=1,
        now=at,
    )
    await hall.engine(at)


async def test_a_meeting_is_told_to_whom_it_was_meant_for(session: AsyncSession) -> None:
    """Who lives there or follows it and wants to hear of meetings; nobody of elsewhere, nobody who was told at once."""
    hall = await Hall.settle(session)
    here, elsewhere, off = await _reader(hall), await _reader(hall, "باغ شاه"), await _reader(hall)
    await subscriptions.switch(session=session, person_id=off, kind=NewsKind.MEETINGS, is_on=False, now=NOW)
    at_once = await hall.reader("گلسار")
    meeting = await hall.announced()
    evening = NOW + 6 * HOUR
    (told,) = await _gather(hall, here, evening)
    assert (told.meeting_id, told.event, told.facts) == (meeting.id, MeetingEvent.ANNOUNCED, FACTS)
    assert told.at == NOW + MINUTE
    for person_id in (elsewhere, off, at_once):
        assert await _gather(hall, person_id, evening) == []
    assert await _gather(hall, here, evening + DAY, since=evening) == []


async def test_moved_in_between_it_is_told_with_its_newest_time(session: AsyncSession) -> None:
    """New and moved since the last digest it is new, at the time that holds now; known before, it is moved."""
    hall = await Hall.settle(session)
    reader = await _reader(hall)
    meeting = await hall.announced()
    meeting = await hall.moved(meeting, HOUR, NOW + HOUR)
    first = NOW + 2 * HOUR
    (told,) = await _gather(hall, reader, first)
    assert (told.event, told.facts.starts_at) == (MeetingEvent.ANNOUNCED, THURSDAY + HOUR)
    await hall.moved(meeting, HOUR, NOW + 3 * HOUR)
    await hall.moved(meeting, DAY, NOW + 4 * HOUR)
    (told,) = await _gather(hall, reader, NOW + 6 * HOUR, since=first)
    assert (told.event, told.facts.starts_at) == (MeetingEvent.MOVED, THURSDAY + 2 * HOUR + DAY)


async def test_another_name_is_no_move(session: AsyncSession) -> None:
    """What is at the same time and place has changed; what was changed back is no news at all."""
    hall = await Hall.settle(session)
    reader = await _reader(hall)
    meeting = await hall.announced()
    since, until = NOW + HOUR, NOW + DAY
    meeting = await hall.change(meeting, since + MINUTE, title="جلسهٔ شورا و همسایه‌ها")
    assert await _events(hall, reader, until, since=since) == [MeetingEvent.CHANGED]
    await hall.change(meeting, since + 2 * MINUTE, title=FACTS.title)
    assert await _events(hall, reader, until, since=since) == []


async def test_a_cancelled_meeting_is_told_to_who_knew_of_it(session: AsyncSession) -> None:
    """In the digest after the one that announced it; announced and cancelled between two, it never was."""
    hall = await Hall.settle(session)
    reader = await _reader(hall)
    known = await hall.announced()
    evening = NOW + 6 * HOUR
    unknown = await hall.announced(now=evening)
    await hall.cancelled(known, evening + HOUR)
    await hall.cancelled(unknown, evening + HOUR)
    (told,) = await _gather(hall, reader, evening + DAY, since=evening)
    assert (told.meeting_id, told.event) == (known.id, MeetingEvent.CANCELLED)


async def test_what_is_over_is_told_by_its_minutes(session: AsyncSession) -> None:
    """A weekly digest names no meeting that is over, unless its minutes were published; then once, with these."""
    hall = await Hall.settle(session)
    reader, at_once = await _reader(hall, digest=Digest.WEEKLY), await hall.reader("گلسار")
    meeting = await hall.announced()
    friday = THURSDAY + DAY
    await hall.tick(THURSDAY + 2 * HOUR)
    assert await _events(hall, reader, friday) == []
    await _publish_minutes(hall, meeting, THURSDAY + 5 * HOUR)
    assert await _events(hall, reader, friday) == [MeetingEvent.MINUTES]
    assert await _events(hall, at_once, friday) == []
    times = table_of(Broadcast)
    await session.execute(update(times).where(times.c.kind == DeliveryKind.MINUTES.value).values(is_withdrawn=True))
    assert await _events(hall, reader, friday) == []


async def test_who_comes_hears_of_changes_at_once(session: AsyncSession) -> None:
    """Whoever reads digests and said that they come is told of a move one by one, and not in the digest again."""
    hall = await Hall.settle(session)
    coming, other = await _reader(hall), await _reader(hall)
    meeting = await hall.announced()
    evening = NOW + 6 * HOUR
    await hall.answer(meeting, coming, Answer.YES, evening)
    await hall.moved(meeting, HOUR, evening + HOUR)
    said = await hall.engine(evening + HOUR)
    assert [one.person_id for one in said if one.kind is DeliveryKind.MEETING_CHANGE] == [coming]
    assert await _events(hall, coming, evening + DAY, since=evening) == []
    assert await _events(hall, other, evening + DAY, since=evening) == [MeetingEvent.MOVED]


async def test_those_on_a_list_are_told_at_once(session: AsyncSession) -> None:
    """A meeting of a list or of members is in nobody's digest."""
    hall = await Hall.settle(session)
    reader = await _reader(hall)
    for invites in (Invites.LIST, Invites.MEMBERS):
        await hall.announced(invites=invites)
    assert await _events(hall, reader, NOW + 6 * HOUR) == []
    meeting = await hall.called(now=NOW + HOUR)
    actor = await hall.actor(now=NOW + HOUR)
    meeting = await meeting_changes.publish(actor, meeting.id or 0, meeting.version)
    await hall.tick(NOW + 2 * HOUR)
    assert await _events(hall, reader, NOW + 6 * HOUR) == [MeetingEvent.ANNOUNCED]


async def test_meetings_alone_make_a_digest(session: AsyncSession) -> None:
    """Where nothing but a meeting was announced, its readers get a digest, and it is the newest first."""
    hall = await Hall.settle(session)
    reader = await _reader(hall)
    later = replace(FACTS, title="دومی", sessions=(Session(THURSDAY + DAY),))
    await hall.announced()
    await hall.announced(facts=later, now=NOW + HOUR)
    evening = datetime(2026, 12, 10, 18, tzinfo=TEHRAN)
    put = await digests.put_range(session=session, bot_id=BOT, digest=Digest.DAILY, after=0, now=evening, zone=TEHRAN)
    assert put.count == 1
    asked = digest_news.Asked(session, BOT, reader, NOW, evening, evening)
    gathered = await digest_news.gather(asked)
    assert not gathered.is_empty
    assert [one.facts.title for one in gathered.meetings] == ["دومی", FACTS.title]
