"""Meetings whose moment has come: announced, reminded of and closed once, whatever happened meanwhile."""

from datetime import datetime, timedelta

from models.database import AsyncSession
from models.delivery import DeliveryKind
from models.meeting import Answer, Invites, MeetingKind, MeetingState
from models.meeting_facts import Session
from models.services import meeting_changes, meeting_due, meetings
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.meeting_rows import FACTS, THURSDAY, Hall
from tests.models.services.notice_rows import DAY, HOUR, MINUTE

REMINDER = DeliveryKind.MEETING_REMINDER


async def test_a_meeting_is_announced_once(session: AsyncSession) -> None:
    """A minute after it was published everybody of the area is told, once, however often anybody looks."""
    hall = await Hall.settle(session)
    reader, _ = await hall.reader("گلسار"), await hall.reader("باغ شاه")
    meeting = await hall.called()
    meeting = await meeting_changes.publish(await hall.actor(), meeting.id or 0, meeting.version)
    assert (meeting.state, meeting.announce_at) == (MeetingState.SCHEDULED, NOW + MINUTE)
    assert await meeting_due.next_due(session=session, bot_id=BOT, now=NOW) == NOW + MINUTE
    assert await hall.tick(NOW + 59 * timedelta(seconds=1)) == 0
    assert [await hall.tick(NOW + MINUTE), await hall.tick(NOW + MINUTE)] == [1, 0]
    said = await hall.engine(NOW + MINUTE)
    assert [(one.person_id, one.kind, one.revision) for one in said] == [(reader, DeliveryKind.MEETING, 1)]
    row = await hall.again_(meeting)
    assert (row.state, row.announced_at, row.revision) == (MeetingState.ANNOUNCED, NOW + MINUTE, 1)
    assert await meetings.facts_at(session=session, meeting_id=row.id or 0, number=1) == FACTS
    assert await meeting_due.next_due(session=session, bot_id=BOT, now=NOW) == THURSDAY - DAY


async def test_who_comes_is_reminded_a_day_and_an_hour_before(session: AsyncSession) -> None:
    """Whoever said yes or maybe hears twice, each once; whoever said no, or nothing, hears nothing."""
    hall = await Hall.settle(session)
    yes, maybe, no, _ = [await hall.reader("گلسار") for _ in range(4)]
    meeting = await hall.announced()
    for who, said in ((yes, Answer.YES), (maybe, Answer.MAYBE), (no, Answer.NO)):
        await hall.answer(meeting, who, said)
    assert await hall.tick(THURSDAY - DAY - MINUTE) == 0
    for at in (THURSDAY - DAY, THURSDAY - HOUR):
        assert [await hall.tick(at), await hall.tick(at + MINUTE)] == [1, 0]
        assert [one.person_id for one in await hall.engine(at + MINUTE)] == [yes, maybe]
    assert [one.occurrence for one in await hall.broadcasts_of(meeting, REMINDER)] == [
        "day 2026-12-17T13:30:00+00:00",
        "hour 2026-12-17T13:30:00+00:00",
    ]


async def test_a_reminder_that_would_come_too_late_is_none(session: AsyncSession) -> None:
    """After days off: the day's reminder is left out within three hours of the beginning, the hour's after it."""
    hall = await Hall.settle(session)
    meeting = await hall.announced()
    assert await hall.tick(THURSDAY - 3 * HOUR) == 0
    assert await hall.tick(THURSDAY - MINUTE) == 1
    assert [one.occurrence.split()[0] for one in await hall.broadcasts_of(meeting, REMINDER)] == ["hour"]
    other = await hall.announced(facts=FACTS, now=NOW + MINUTE)
    assert await hall.tick(THURSDAY) == 0
    assert await hall.broadcasts_of(other, REMINDER) == []


async def test_who_was_told_a_moment_ago_needs_no_reminder(session: AsyncSession) -> None:
    """A meeting announced less than a day before has no reminder of that day; the hour's comes."""
    hall = await Hall.settle(session)
    now = THURSDAY - 20 * HOUR
    meeting = await hall.announced(now=now)
    assert await hall.tick(now + HOUR) == 0
    assert await hall.tick(THURSDAY - HOUR) == 1
    assert len(await hall.broadcasts_of(meeting, REMINDER)) == 1


async def test_each_session_of_a_course_has_its_reminders(session: AsyncSession) -> None:
    """A course is reminded of session by session, and is over after the last one."""
    hall = await Hall.settle(session)
    sessions = tuple(Session(THURSDAY + number * DAY, 60) for number in range(3))
    facts = FACTS.__class__("کلاس", sessions, "سرای محله")
    meeting = await hall.announced(kind=MeetingKind.COURSE, facts=facts)
    at, count = THURSDAY - DAY - MINUTE, 0
    while at < THURSDAY + 2 * DAY + 2 * HOUR:
        count += await hall.tick(at)
        assert await hall.stands(meeting) is (MeetingState.HELD if count == 7 else MeetingState.ANNOUNCED)
        at += 30 * MINUTE
    assert len(await hall.broadcasts_of(meeting, REMINDER)) == 6


async def test_a_meeting_is_over_once(session: AsyncSession) -> None:
    """When its time is over it is held, its chair is asked for the minutes once, and nobody is told of it any more."""
    hall = await Hall.settle(session)
    await hall.reader("گلسار")
    night = datetime(2026, 12, 17, 7, tzinfo=TEHRAN)  # everybody still sleeps
    meeting = await hall.called(facts=FACTS.__class__("پیاده‌روی", (Session(night, 30),), "پارک"), now=night - HOUR)
    await meeting_changes.publish(await hall.actor(now=night - HOUR), meeting.id or 0, meeting.version)
    assert await hall.tick(night - HOUR + MINUTE) == 1
    assert await hall.engine(night - HOUR + MINUTE) == []
    over = night + 30 * MINUTE
    assert [await hall.tick(over), await hall.tick(over + MINUTE)] == [1, 0]
    assert await hall.stands(meeting) is MeetingState.HELD
    assert await hall.engine(night + DAY) == []
    assert await hall.news() == [("author", "over")]


async def test_what_began_unannounced_is_announced_no_more(session: AsyncSession) -> None:
    """A process that was away tells nobody of a meeting that has begun; its minutes can be written."""
    hall = await Hall.settle(session)
    await hall.reader("گلسار")
    meeting = await hall.called()
    await meeting_changes.publish(await hall.actor(), meeting.id or 0, meeting.version)
    assert await hall.tick(THURSDAY) == 0
    assert await hall.stands(meeting) is MeetingState.HELD
    assert await hall.engine(THURSDAY + HOUR) == []
    assert "meeting.miss" in await hall.minuted()


async def test_an_orphan_passes_to_a_colleague(session: AsyncSession) -> None:
    """Where its chair and author left the office, whoever else may call meetings there announces it."""
    hall = await Hall.settle(session)
    meeting = await hall.called()
    await meeting_changes.publish(await hall.actor(), meeting.id or 0, meeting.version)
    await hall.revoke("author")
    assert await hall.tick(NOW + MINUTE) == 1
    row = await hall.again_(meeting)
    assert (row.state, row.chair_id) == (MeetingState.ANNOUNCED, hall.people["colleague"])
    assert "meeting.chair" in await hall.minuted()


async def test_an_orphan_whom_nobody_may_announce_waits(session: AsyncSession) -> None:
    """Where nobody holds an office there any more it stays, its owners hear once; a new holder lets it go."""
    hall = await Hall.settle(session, without=("colleague", "secretary"))
    meeting = await hall.called(invites=Invites.MEMBERS)
    await meeting_changes.publish(await hall.actor(), meeting.id or 0, meeting.version)
    await hall.revoke("author")
    assert [await hall.tick(NOW + minutes * MINUTE) for minutes in (1, 2, 12, 23)] == [1, 0, 0, 0]
    assert await hall.news() == [("owner", "held_back")]
    assert (await hall.minuted()).count("meeting.hold_back") == 1
    row = await hall.again_(meeting)
    await meeting_changes.change_chair(
        await hall.actor("owner", NOW + HOUR), row.id or 0, row.version, hall.people["owner"]
    )
    assert await hall.tick(NOW + HOUR) == 1
    assert await hall.stands(meeting) is MeetingState.ANNOUNCED


async def test_the_minutes_are_asked_of_who_may_write_them(session: AsyncSession) -> None:
    """Where the chair left the office before the meeting was over, a colleague is asked for its minutes."""
    hall = await Hall.settle(session)
    meeting = await hall.announced()
    await hall.revoke("author", THURSDAY)
    assert await hall.tick(THURSDAY + 2 * HOUR) == 1
    assert await hall.stands(meeting) is MeetingState.HELD
    assert await hall.news() == [("colleague", "over")]
