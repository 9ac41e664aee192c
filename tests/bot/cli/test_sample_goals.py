from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.cli.sample_goals import load_sample_goals
from models.broadcast import Broadcast
from models.database import Database, table_of
from models.delivery import DeliveryKind
from models.goal import CallState, GoalCall, GoalStatus, GoalUpdate
from models.season import season_of
from models.services import goal_charts, goal_readers, goal_rounds, goal_season, topics
from models.services.goal_readers import GoalWish
from tests.bot.cli import test_sample_meetings as meetings
from tests.bot.cli.test_sample_meetings import BOT, CITY, DAY, PLATFORM, SUNDAY


async def prepare(database: Database, now: datetime = SUNDAY) -> bool:
    """What the demo does before its bot runs."""
    await meetings.prepare(database, now)
    async with database.transaction() as session:
        await topics.ensure_topics(session=session)
    return await load_sample_goals(database, CITY, now, bot_id=BOT, platform=PLATFORM)


@pytest.mark.parametrize("days", [0, 4])
async def test_eight_goals_with_histories(database: Database, days: int) -> None:
    """Whatever day it is tried on: months of reports, one measure that falls, one overdue, one reached, one paused."""
    now = SUNDAY + days * DAY
    assert await prepare(database, now)
    today = now.astimezone(CITY.zone).date()
    async with database.transaction() as session:
        goals, total = await goal_readers.page(session=session, wish=GoalWish(), today=today, offset=0, limit=20)
        charts = [await goal_charts.chart(session=session, goal_id=one.id, today=today) for one in goals]
    assert total == len(goals) == 8
    assert sum(one.is_overdue for one in goals) == 1
    assert {GoalStatus.REACHED, GoalStatus.PAUSED, GoalStatus.ACTIVE} == {one.status for one in goals}
    measured = [one.progress for one in goals if one.progress.is_measured]
    assert sum((one.target or 0) < (one.baseline or 0) for one in measured) == 1
    assert len(measured) == 6
    assert all(len(one.reports) >= 3 for one in charts)
    assert any(not one.points for one in charts)
    assert {place.place for place in charts} == {"ایزدشهر", "گلسار"}


async def test_what_belongs_to_them(database: Database) -> None:
    """Residents' words, resolutions, the meeting, followers and an open call stand on the cards."""
    await prepare(database)
    today = SUNDAY.astimezone(CITY.zone).date()
    async with database.transaction() as session:
        goals, _ = await goal_readers.page(session=session, wish=GoalWish(), today=today, offset=0, limit=20)
        cards = [await goal_readers.card(session=session, goal_id=one.id, today=today) for one in goals]
        call = (await session.execute(select(GoalCall))).scalars().one()
    assert sum(card.submissions > 0 for card in cards) >= 4
    assert sum(card.resolution_count for card in cards) == 1
    assert sum(card.meeting_count for card in cards) == 1
    assert sum(card.goal.followers for card in cards) == 5
    assert call.state == CallState.OPEN
    assert [card.goal.number for card in cards if card.goal.id == call.goal_id] == [6]
    moved = [one for card in cards for one in card.updates if one.resolution is not None or one.submission_code]
    assert len(moved) >= 3


async def test_only_the_newest_report_is_told(database: Database) -> None:
    """Nobody hears of what is months old; the report of today is told after the time to take it back, in one round."""
    await prepare(database)
    async with database.transaction() as session:
        before = await goal_rounds.tell_due(session=session, bot_id=BOT, city=CITY, now=SUNDAY + timedelta(seconds=5))
        told = await goal_rounds.tell_due(session=session, bot_id=BOT, city=CITY, now=SUNDAY + CITY.notice_delay)
        rounds = await session.execute(select(Broadcast).where(table_of(Broadcast).c.kind == DeliveryKind.GOAL_NEWS))
        waiting = (await session.execute(select(GoalUpdate).where(table_of(GoalUpdate).c.told_at.is_(None)))).all()
        assert len(rounds.scalars().all()) == 1
    assert (before, told) == (0, 1)
    assert waiting == []


async def test_its_season(database: Database) -> None:
    """The season the demo is tried in has something to show, and the ones before it too."""
    await prepare(database)
    today = datetime(2026, 11, 22, tzinfo=UTC).date()
    season = season_of(today)
    async with database.transaction() as session:
        shown = await goal_season.summary(session=session, season=season, today=today, zone=CITY.zone)
        before = await goal_season.summary(session=session, season=season.before, today=today, zone=CITY.zone)
    assert shown.reached == 1
    assert len(shown.goals) >= 6
    assert shown.calls == 1
    assert [one.text for one, _ in shown.resolutions] != []
    assert before.reached == 0
    assert before.goals


async def test_a_trial_that_is_kept_has_no_goal_twice(database: Database) -> None:
    """Started again on another day, everything stays as it was."""
    assert await prepare(database)
    assert not await load_sample_goals(database, CITY, SUNDAY + 3 * DAY, bot_id=BOT, platform=PLATFORM)
    async with database.transaction() as session:
        goals = await goal_readers.page(session=session, wish=GoalWish(), today=SUNDAY.date(), offset=0, limit=20)
    assert goals[1] == 8
