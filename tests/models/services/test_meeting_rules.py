"""Changing a meeting: what is refused, to whom, and which meetings the office sees."""

from dataclasses import replace
from datetime import timedelta

import pytest

from models.database import AsyncSession
from models.errors import BadMeetingFact, MeetingChanged, MeetingPassed, MeetingUnready, NoRoom, NotFound, TimePassed
from models.meeting import Answer, Invites, MeetingKind, MeetingState
from models.meeting_facts import Facts, Session
from models.services import meeting_changes, meetings
from tests.models.sample_rows import NOW
from tests.models.services.meeting_rows import FACTS, THURSDAY, Hall
from tests.models.services.notice_rows import DAY, HOUR, MINUTE


async def test_what_is_missing_or_past_is_refused(session: AsyncSession) -> None:
    """Nobody is told of a meeting without title, time or place, nor of a time that is over; the draft stays."""
    hall = await Hall.settle(session)
    meeting = await hall.called(facts=Facts("جلسه"))
    with pytest.raises(MeetingUnready) as found:
        await meeting_changes.publish(await hall.actor(), meeting.id or 0, meeting.version)
    assert found.value.lacking == ("sessions", "place")
    meeting = await hall.change(meeting, NOW, sessions=(Session(NOW + 30 * timedelta(seconds=1)),), place="اینجا")
    with pytest.raises(TimePassed):
        await meeting_changes.publish(await hall.actor(), meeting.id or 0, meeting.version)
    assert await hall.stands(meeting) is MeetingState.DRAFT
    with pytest.raises(BadMeetingFact):
        await hall.change(meeting, NOW, sessions=(Session(THURSDAY), Session(THURSDAY + DAY)))
    with pytest.raises(BadMeetingFact):
        await meeting_changes.change_capacity(await hall.actor(), meeting.id or 0, meeting.version, 0)


async def test_an_announced_meeting_stays_whole(session: AsyncSession) -> None:
    """What people were told of keeps title, time and place, and cannot be moved into the past, nor once it is over."""
    hall = await Hall.settle(session)
    meeting = await hall.announced()
    for what, error in (
        ({"place": None}, MeetingUnready),
        ({"title": " "}, MeetingUnready),
        ({"sessions": (Session(NOW - DAY),)}, TimePassed),
    ):
        with pytest.raises(error):
            await hall.change(meeting, NOW + HOUR, **what)
    over = THURSDAY + 2 * HOUR
    with pytest.raises(MeetingPassed):
        await hall.moved(meeting, DAY, over)
    with pytest.raises(MeetingPassed):
        await hall.cancelled(meeting, over)
    assert await hall.engine(NOW + HOUR) == []


async def test_fewer_places_than_people_is_refused_and_more_let_in(session: AsyncSession) -> None:
    """Capacity never falls below who has a place; raised, whoever waits longest comes in and is told."""
    hall = await Hall.settle(session)
    readers = [await hall.reader("گلسار") for _ in range(4)]
    meeting = await hall.announced(capacity=2)
    answers = [await hall.answer(meeting, one, Answer.YES, NOW + n * MINUTE) for n, one in enumerate(readers)]
    assert answers == [Answer.YES, Answer.YES, Answer.WAITING, Answer.WAITING]
    actor, row = await hall.actor(now=NOW + HOUR), await hall.again_(meeting)
    with pytest.raises(NoRoom):
        await meeting_changes.change_capacity(actor, row.id or 0, row.version, 1)
    await meeting_changes.change_capacity(actor, row.id or 0, row.version, 3)
    assert await hall.news() == [(str(readers[2]), "room")]


async def test_only_who_calls_meetings_there_may(session: AsyncSession) -> None:
    """A draft is its author's and its chair's alone; once published, every colleague's of the area, nobody else's."""
    hall = await Hall.settle(session)
    meeting = await hall.called()
    for name in ("colleague", "neighbour", "manager", "expert", "resident"):
        with pytest.raises(NotFound):
            await meetings.meeting_for(await hall.actor(name), meeting.id or 0)
    with pytest.raises(NotFound):
        await meetings.create(
            await hall.actor("manager"), area_id=hall.areas["گلسار"], kind=MeetingKind.ORDINARY, facts=FACTS
        )
    await meeting_changes.publish(await hall.actor(), meeting.id or 0, meeting.version)
    row = await meetings.meeting_for(await hall.actor("colleague"), meeting.id or 0)
    await meeting_changes.unpublish(await hall.actor("colleague"), row.id or 0, row.version)
    with pytest.raises(NotFound):
        await meetings.meeting_for(await hall.actor("colleague"), meeting.id or 0)
    with pytest.raises(NotFound):
        row = await hall.again_(meeting)
        await meeting_changes.change_chair(await hall.actor(), row.id or 0, row.version, hall.people["neighbour"])


async def test_an_old_button_changes_nothing(session: AsyncSession) -> None:
    """What was drawn for an older version is refused, whatever it asks for; the same facts again change nothing."""
    hall = await Hall.settle(session)
    meeting = await hall.called()
    actor, old, meeting_id = await hall.actor(), meeting.version, meeting.id or 0
    assert (await meeting_changes.change_facts(actor, meeting_id, old, FACTS)).version == old
    await meeting_changes.change_invites(actor, meeting_id, old, Invites.LIST)
    for step in (
        meeting_changes.publish(actor, meeting_id, old),
        meeting_changes.discard(actor, meeting_id, old),
        meeting_changes.change_facts(actor, meeting_id, old, Facts("دیگر")),
        meeting_changes.change_kind(actor, meeting_id, old, MeetingKind.COURSE),
        meeting_changes.cancel(actor, meeting_id, old, ""),
    ):
        with pytest.raises(MeetingChanged):
            await step


async def test_lists_of_the_office(session: AsyncSession) -> None:
    """Drafts are one's own; what comes stands by its time, what was by the newest; each with its count."""
    hall = await Hall.settle(session)
    await hall.called()
    coming = await hall.announced()
    gone = await hall.announced()
    await hall.cancelled(gone, NOW + HOUR)
    actor = await hall.actor()
    assert await meetings.counts(actor) == {meetings.Tab.DRAFTS: 1, meetings.Tab.COMING: 1, meetings.Tab.PAST: 1}
    page, total = await meetings.page(actor, meetings.Tab.COMING, offset=0, limit=5)
    assert ([one.id for one in page], total) == ([coming.id], 1)
    assert (await meetings.counts(await hall.actor("colleague")))[meetings.Tab.DRAFTS] == 0
    assert set((await meetings.counts(await hall.actor("neighbour"))).values()) == {0}


async def test_where_somebody_may_call_meetings(session: AsyncSession) -> None:
    """The whole city is its root's area; whoever holds no such office may call none."""
    hall = await Hall.settle(session)
    assert await meetings.office_areas(await hall.actor()) == [hall.areas["گلسار"]]
    assert await meetings.office_areas(await hall.actor("secretary")) == [hall.areas["ایزدشهر"]]
    assert await meetings.office_areas(await hall.actor("owner")) == [hall.areas["ایزدشهر"]]
    assert await meetings.office_areas(await hall.actor("manager")) == []


async def test_a_session_that_began_stays(session: AsyncSession) -> None:
    """Of a running course those to come may be moved or dropped; those that people were at keep their lists."""
    hall = await Hall.settle(session)
    times = tuple(Session(THURSDAY + n * 7 * DAY, 60) for n in range(3))
    meeting = await hall.announced(facts=replace(FACTS, sessions=times), kind=MeetingKind.COURSE)
    after_first, (first, second, third) = THURSDAY + DAY, times
    for kept in ((second, third), (second, third, Session(third.starts_at + DAY, 60))):
        with pytest.raises(BadMeetingFact):
            await hall.change(meeting, after_first, sessions=kept)
    moved = Session(second.starts_at + DAY, 60)
    changed = await hall.change(meeting, after_first, sessions=(first, moved))
    assert meetings.facts_of(changed).sessions == (first, moved)
