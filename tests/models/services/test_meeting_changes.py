"""Meetings that change: whoever was told of one hears once what changed, and nobody hears of a time that is none."""

from dataclasses import replace
from datetime import datetime

import pytest

from models.broadcast import BroadcastState
from models.database import AsyncSession
from models.delivery import DeliveryKind
from models.errors import MeetingChanged
from models.meeting import Answer, MeetingKind, MeetingState
from models.meeting_facts import Session
from models.services import meeting_changes, meeting_guests, meeting_telling, subscriptions
from tests.models.sample_rows import NOW, TEHRAN
from tests.models.services.meeting_rows import FACTS, THURSDAY, Hall, Said
from tests.models.services.notice_rows import DAY, HOUR, MINUTE

CHANGE, REMINDER, MEETING = DeliveryKind.MEETING_CHANGE, DeliveryKind.MEETING_REMINDER, DeliveryKind.MEETING


async def test_a_move_is_told_once_to_who_was_told(session: AsyncSession) -> None:
    """Whoever got the announcement hears that it was moved; who comes here afterwards, gets the new time alone."""
    hall = await Hall.settle(session)
    reader = await hall.reader("گلسار")
    meeting = await hall.announced()
    late = await hall.reader("گلسار")
    moved = await hall.moved(meeting, DAY, NOW + HOUR)
    assert (moved.revision, moved.starts_at) == (2, THURSDAY + DAY)
    assert await hall.engine(NOW + HOUR) == [Said(reader, CHANGE, "2", 2)]
    assert await hall.engine(NOW + DAY) == []
    announcement = (await hall.broadcasts_of(meeting, MEETING))[0]
    assert (announcement.state, announcement.revision, announcement.mended) == (BroadcastState.DONE, 2, 1)
    assert late not in {one.person_id for one in hall.said}


async def test_who_still_waits_is_told_the_new_time_alone(session: AsyncSession) -> None:
    """A copy that waits for somebody's morning says the new time, and no change is told to them."""
    hall = await Hall.settle(session)
    awake, asleep = await hall.reader("گلسار"), await hall.reader("گلسار")
    night = datetime(2026, 12, 10, 23, tzinfo=TEHRAN)
    await subscriptions.choose_quiet(session=session, person_id=awake, quiet="none", now=NOW)
    meeting = await hall.announced(now=night)
    assert [one.person_id for one in hall.said] == [awake]
    await hall.moved(meeting, DAY, night + HOUR)
    assert await hall.engine(night + HOUR) == [Said(awake, CHANGE, "2", 2)]
    assert await hall.engine(night + 12 * HOUR) == [Said(asleep, MEETING, "announced", 2)]


async def test_a_newer_change_takes_the_place_of_an_older(session: AsyncSession) -> None:
    """By night a meeting is moved twice: in the morning each hears the newest, with all that differs from before."""
    hall = await Hall.settle(session)
    reader = await hall.reader("گلسار")
    meeting = await hall.announced()
    night = datetime(2026, 12, 10, 23, tzinfo=TEHRAN)
    await hall.moved(meeting, DAY, night)
    await hall.engine(night)
    await hall.change(meeting, night + MINUTE, place="مسجد")
    await hall.engine(night + MINUTE)
    assert await hall.engine(night + 12 * HOUR) == [Said(reader, CHANGE, "3", 3)]
    known = await meeting_telling.known_before(session=session, meeting_id=meeting.id or 0, number=3)
    assert known == 1


async def test_moved_back_before_anybody_saw_it(session: AsyncSession) -> None:
    """A move that was taken back before it reached anybody is told to nobody."""
    hall = await Hall.settle(session)
    await hall.reader("گلسار")
    meeting = await hall.announced()
    await hall.moved(meeting, DAY, NOW + HOUR)
    back = await hall.moved(meeting, -DAY, NOW + HOUR + MINUTE)
    assert back.revision == 3
    assert await hall.engine(NOW + 2 * HOUR) == []
    stopped = (await hall.broadcasts_of(meeting, CHANGE))[0]
    assert stopped.state == BroadcastState.STOPPED
    assert (await hall.broadcasts_of(meeting, MEETING))[0].revision == 3


async def test_moved_back_after_it_was_told(session: AsyncSession) -> None:
    """Whoever heard of a move hears that it was taken back; then the reminder of the first time comes after all."""
    hall = await Hall.settle(session)
    reader = await hall.reader("گلسار")
    meeting = await hall.announced()
    await hall.answer(meeting, reader, Answer.YES)
    await hall.moved(meeting, DAY, NOW + HOUR)
    assert await hall.engine(NOW + HOUR) == [Said(reader, CHANGE, "2", 2)]
    await hall.moved(meeting, -DAY, NOW + 2 * HOUR)
    assert await hall.engine(NOW + 2 * HOUR) == [Said(reader, CHANGE, "3", 3)]
    assert await hall.tick(THURSDAY - DAY) == 1
    assert [one.kind for one in await hall.engine(THURSDAY - DAY)] == [REMINDER]


async def test_a_reminder_of_an_old_time_is_stopped(session: AsyncSession) -> None:
    """Copies of a reminder that wait when a meeting is moved never leave; the new time has reminders of its own."""
    hall = await Hall.settle(session)
    reader = await hall.reader("گلسار")
    early = datetime(2026, 12, 17, 7, tzinfo=TEHRAN)
    meeting = await hall.announced(facts=replace(FACTS, sessions=(Session(early, 60),)))
    await hall.answer(meeting, reader, Answer.YES)
    assert await hall.tick(early - DAY) == 1  # they sleep until eight
    assert await hall.engine(early - DAY) == []
    await hall.moved(meeting, 2 * DAY, early - DAY + MINUTE)
    said = await hall.engine(early - DAY + 2 * HOUR)
    assert [one.kind for one in said] == [CHANGE]
    assert await hall.tick(early + DAY) == 1
    assert [one.kind for one in await hall.engine(early + DAY + 2 * HOUR)] == [REMINDER]


async def test_a_reminder_cut_short_by_a_move_and_back_is_told(session: AsyncSession) -> None:
    """Where a move stopped a reminder and was taken back at once, whoever comes hears of the time all the same."""
    hall = await Hall.settle(session)
    reader = await hall.reader("گلسار")
    meeting = await hall.announced()
    await hall.answer(meeting, reader, Answer.YES)
    assert await hall.tick(THURSDAY - DAY) == 1
    await hall.moved(meeting, DAY, THURSDAY - DAY)
    await hall.moved(meeting, -DAY, THURSDAY - DAY)
    assert await hall.tick(THURSDAY - DAY) == 0
    assert [one.kind for one in await hall.engine(THURSDAY - DAY)] == [CHANGE]


async def test_another_place_leaves_the_reminder(session: AsyncSession) -> None:
    """Where only the place changed, the reminder of the time goes on; it says the place as it is then."""
    hall = await Hall.settle(session)
    reader = await hall.reader("گلسار")
    meeting = await hall.announced()
    await hall.answer(meeting, reader, Answer.YES)
    await hall.tick(THURSDAY - DAY)
    await hall.change(meeting, THURSDAY - DAY, place="مسجد")
    assert {one.kind for one in await hall.engine(THURSDAY - DAY)} == {CHANGE, REMINDER}


async def test_a_cancelled_meeting_is_told_once(session: AsyncSession) -> None:
    """Whoever was told hears that it does not take place; who was not yet, hears nothing; no reminder comes."""
    hall = await Hall.settle(session)
    awake, _ = await hall.reader("گلسار"), await hall.reader("گلسار")
    night = datetime(2026, 12, 10, 23, tzinfo=TEHRAN)
    await subscriptions.choose_quiet(session=session, person_id=awake, quiet="none", now=NOW)
    meeting = await hall.announced(now=night)
    await hall.answer(meeting, awake, Answer.YES, night)
    row = await hall.cancelled(meeting, night + HOUR)
    assert (row.state, row.cancel_reason, row.revision) == (MeetingState.CANCELLED, "سالن در دسترس نیست", 2)
    assert await hall.engine(night + HOUR) == [Said(awake, CHANGE, "2", 2)]
    assert await hall.engine(night + DAY) == []
    assert await hall.tick(THURSDAY - DAY) == 0
    announcement = (await hall.broadcasts_of(meeting, MEETING))[0]
    assert (announcement.mended, announcement.dropped, announcement.revision) == (1, 1, 2)
    with pytest.raises(MeetingChanged):
        await hall.cancelled(meeting, night + 2 * HOUR)


async def test_an_unannounced_meeting_is_cancelled_quietly(session: AsyncSession) -> None:
    """Where nobody was told of a meeting, nobody is told that it is cancelled."""
    hall = await Hall.settle(session)
    await hall.reader("گلسار")
    meeting = await hall.called()
    await meeting_changes.publish(await hall.actor(), meeting.id or 0, meeting.version)
    await hall.cancelled(meeting, NOW)
    assert await hall.tick(NOW + HOUR) == 0
    assert await hall.engine(NOW + HOUR) == []


async def test_news_that_cannot_wait_for_the_morning(session: AsyncSession) -> None:
    """A meeting of the early morning that is cancelled by night is told by night: after waking it would be too late."""
    hall = await Hall.settle(session)
    reader = await hall.reader("گلسار")
    early = datetime(2026, 12, 17, 8, 30, tzinfo=TEHRAN)
    meeting = await hall.announced(facts=replace(FACTS, sessions=(Session(early, 60),)))
    await hall.cancelled(meeting, early - 9 * HOUR)
    assert await hall.engine(early - 9 * HOUR) == [Said(reader, CHANGE, "2", 2)]


async def test_who_answered_by_a_link_hears_of_changes(session: AsyncSession) -> None:
    """Whoever said that they come, though they got no announcement, is told too; and whoever said no is not."""
    hall = await Hall.settle(session)
    comes, stays = await hall.reader("علی‌آباد"), await hall.reader("علی‌آباد")
    meeting = await hall.announced()
    await hall.answer(meeting, comes, Answer.MAYBE)
    await hall.answer(meeting, stays, Answer.NO)
    await hall.moved(meeting, DAY, NOW + HOUR)
    assert await hall.engine(NOW + HOUR) == [Said(comes, CHANGE, "2", 2)]


async def test_who_comes_onto_the_list_later_is_told(session: AsyncSession) -> None:
    """A guest who is added to an announced meeting is told of it, as it is now; who knew of it is not told twice."""
    hall = await Hall.settle(session)
    reader, guest = await hall.reader("گلسار"), await hall.reader("علی‌آباد")
    meeting = await hall.announced()
    meeting = await hall.moved(meeting, DAY, NOW + HOUR)
    await hall.engine(NOW + HOUR)
    actor = await hall.actor(now=NOW + 2 * HOUR)
    await meeting_guests.add(actor, meeting.id or 0, meeting.version, [reader, guest])
    assert await hall.engine(NOW + 2 * HOUR) == [Said(guest, MEETING, "announced", 2)]
    announcement = (await hall.broadcasts_of(meeting, MEETING))[0]
    assert (announcement.state, announcement.total, announcement.sent) == (BroadcastState.DONE, 2, 2)
    await hall.moved(meeting, DAY, NOW + 3 * HOUR)
    assert {one.person_id for one in await hall.engine(NOW + 3 * HOUR)} == {reader, guest}


async def test_a_started_course_moves_its_next_session(session: AsyncSession) -> None:
    """Of a course under way the sessions to come can be moved, those that were stay."""
    hall = await Hall.settle(session)
    reader = await hall.reader("گلسار")
    sessions = tuple(Session(THURSDAY + number * DAY, 60) for number in range(3))
    meeting = await hall.announced(kind=MeetingKind.COURSE, facts=replace(FACTS, sessions=sessions))
    later = (*sessions[:2], Session(THURSDAY + 3 * DAY, 60))
    await hall.change(meeting, THURSDAY + HOUR, sessions=later)
    assert await hall.engine(THURSDAY + HOUR) == [Said(reader, CHANGE, "2", 2)]
    assert (await hall.again_(meeting)).ends_at == THURSDAY + 3 * DAY + HOUR
