from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.cli.demo_office import settle_personas
from bot.cli.sample import load_sample_submissions
from bot.cli.sample_meetings import load_sample_meetings
from models.broadcast import Broadcast
from models.city import City
from models.database import AsyncSession, Database, table_of
from models.delivery import Delivery, DeliveryKind
from models.meeting import Meeting, MeetingSeries, MeetingState, Minutes, MinutesState
from models.resolution import Resolution, ResolutionStatus
from models.services import agenda_reading, attendance, resolution_lists
from models.submission import Status, Submission
from tests.bot.cli.test_sample import import_city

CITY = City("ایزدشهر", "شورا", ZoneInfo("Asia/Tehran"), "fa", ())
BOT, PLATFORM = 42, "playground"
DAY = timedelta(days=1)
SUNDAY = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


async def prepare(database: Database, now: datetime) -> bool:
    """What the demo does before its bot runs."""
    await import_city(database)
    async with database.transaction() as session:
        await settle_personas(session, bot_id=BOT, platform=PLATFORM, now=now)
    await load_sample_submissions(database, CITY, now, is_worked_on=True)
    return await load_sample_meetings(database, CITY, now, bot_id=BOT, platform=PLATFORM)


async def all_meetings(session: AsyncSession) -> list[Meeting]:
    """By their time."""
    return list((await session.execute(select(Meeting).order_by(table_of(Meeting).c.starts_at))).scalars())


@pytest.mark.parametrize("days", range(7))
async def test_one_was_held_and_one_is_to_come(database: Database, days: int) -> None:
    """Whatever day it is tried on: the past one two or three weeks ago, the weekly one announced for a Thursday."""
    now = SUNDAY + days * DAY
    assert await prepare(database, now)
    async with database.transaction() as session:
        held, coming = await all_meetings(session)
        series = (await session.execute(select(MeetingSeries))).scalars().one()
        agenda = await agenda_reading.entries(session=session, meeting_id=coming.id or 0)
    assert (held.state, coming.state) == (MeetingState.HELD, MeetingState.ANNOUNCED)
    assert held.starts_at is not None
    assert coming.starts_at is not None
    assert now - 20 * DAY < held.starts_at < now - 12 * DAY
    assert now + DAY < coming.starts_at < now + 9 * DAY
    assert {one.starts_at.astimezone(CITY.zone).strftime("%a %H:%M") for one in (held, coming) if one.starts_at} == {
        "Thu 17:00"
    }
    assert coming.series_id == series.id
    assert (
        coming.starts_at + 7 * DAY - timedelta(hours=series.announce_before) > now
    )  # next week's is not announced yet
    submissions = [entry.submission for entry in agenda if entry.submission is not None]
    assert len(agenda) == len(submissions) + 1 >= 2
    assert {one.status for one in submissions} == {Status.ON_AGENDA}


async def test_what_was_decided(database: Database) -> None:
    """Minutes are public, with who was there; of three resolutions one is done, one in progress, one overdue."""
    await prepare(database, SUNDAY)
    async with database.transaction() as session:
        held, _ = await all_meetings(session)
        minutes = (await session.execute(select(Minutes))).scalars().one()
        there = await attendance.of_session(session=session, meeting=held, session_no=1, now=SUNDAY)
        found = (await session.execute(select(Resolution).order_by(table_of(Resolution).c.id))).scalars().all()
        answered = (await session.execute(select(Submission).where(table_of(Submission).c.status == "done"))).scalars()
        assert any("چراغ" in one.text or "تاریک" in one.text for one in answered)
    assert (minutes.state, minutes.number) == (MinutesState.PUBLISHED, 1)
    assert "سارا" in minutes.chair
    assert (len(there.present), len(there.absent), len(there.guests)) == (2, 0, 1)
    assert [one.status for one in found] == [ResolutionStatus.DONE, ResolutionStatus.IN_PROGRESS, ResolutionStatus.OPEN]
    today = SUNDAY.astimezone(CITY.zone).date()
    assert [resolution_lists.is_overdue(one, today) for one in found] == [False, False, True]


async def test_nobody_hears_of_what_is_past(database: Database) -> None:
    """Of everything that is told to many only the coming meeting's announcement is still to leave."""
    await prepare(database, SUNDAY)
    async with database.transaction() as session:
        _, coming = await all_meetings(session)
        leaving = (await session.execute(select(Broadcast).where(table_of(Broadcast).c.state == "sending"))).scalars()
        assert [(one.kind, one.source_id) for one in leaving] == [(DeliveryKind.MEETING, coming.id)]
        waiting = select(Delivery).where(table_of(Delivery).c.bot_id == BOT)
        news = [(one.kind, one.content["what"]) for one in (await session.execute(waiting)).scalars()]
    assert news == [(DeliveryKind.MEETING_NEWS, "over")]  # which finds the minutes written, and says nothing


async def test_a_trial_that_is_kept_has_no_meeting_twice(database: Database) -> None:
    """Started again on another day, everything stays as it was."""
    assert await prepare(database, SUNDAY)
    assert not await prepare(database, SUNDAY + 3 * DAY)
    async with database.transaction() as session:
        assert len(await all_meetings(session)) == 2
