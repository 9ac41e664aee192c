"""Meetings that come again: each day of a series becomes one meeting, and one that was moved leaves the others."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from models.database import AsyncSession, table_of
from models.errors import BadMeetingFact, MeetingChanged, NotFound, TimePassed
from models.meeting import Invites, Meeting, MeetingGuest, MeetingKind, MeetingSeries, MeetingState, Rule
from models.meeting_facts import Facts, Session
from models.services import meeting_changes, meeting_guests, meeting_series, meetings
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.meeting_rows import FACTS, THURSDAY, Hall
from tests.models.services.notice_rows import DAY, HOUR, WEEK

_meetings = table_of(Meeting).c


async def begun(hall: Hall, rule: Rule = Rule.WEEKLY, *, facts: Facts = FACTS, **differs: object) -> MeetingSeries:
    """A series that begins on the first Thursday."""
    draft = await hall.called(facts=facts)
    given: dict[str, object] = {"rule": rule, "skips_holidays": True, "until": None, **differs}
    return await meeting_series.begin(await hall.actor(), draft.id or 0, draft.version, **given)  # type: ignore[arg-type]


async def days(session: AsyncSession, *states: MeetingState) -> list[date]:
    """The days of a series' meetings in these states, by the city's calendar."""
    wanted = states or (MeetingState.SCHEDULED, MeetingState.ANNOUNCED, MeetingState.HELD)
    rows = await session.execute(
        select(_meetings.starts_at)
        .where(_meetings.series_id.is_not(None), _meetings.state.in_([one.value for one in wanted]))
        .order_by(_meetings.starts_at)
    )
    return [one.astimezone(TEHRAN).date() for one in rows.scalars()]


async def materialise(hall: Hall, now: datetime) -> int:
    """How many meetings are new on record."""
    return await meeting_series.materialise(session=hall.session, bot_id=BOT, city=hall.city, now=now)


async def test_a_draft_becomes_the_first_of_a_series(session: AsyncSession) -> None:
    """It is announced two days before it begins, as the others are; each week has one, once, two weeks ahead."""
    hall = await Hall.settle(session)
    series = await begun(hall)
    first = (await session.execute(select(Meeting))).scalars().one()
    assert (first.state, first.series_day) == (MeetingState.SCHEDULED, date(2026, 12, 17))
    assert first.announce_at == THURSDAY - 2 * DAY
    assert series.next_day == date(2026, 12, 24)
    assert [await materialise(hall, NOW), await materialise(hall, NOW), await materialise(hall, NOW + 7 * DAY)] == [
        1,
        0,
        1,
    ]
    assert await days(session) == [date(2026, 12, 17), date(2026, 12, 24), date(2026, 12, 31)]
    rows = (await session.execute(select(_meetings.starts_at).order_by(_meetings.id))).scalars().all()
    assert {one.astimezone(TEHRAN).hour for one in rows} == {17}


async def test_days_that_were_missed_are_left_out(session: AsyncSession) -> None:
    """After six weeks of absence only what is still to come is put on record."""
    hall = await Hall.settle(session)
    await begun(hall)
    assert await materialise(hall, NOW + 6 * WEEK) == 3
    assert (await days(session))[1:] == [date(2027, 1, 21), date(2027, 1, 28), date(2027, 2, 4)]


async def test_holidays_are_left_out_where_somebody_asked(session: AsyncSession) -> None:
    """An official holiday has no meeting; a weekly one on Fridays has, because its weekday was chosen."""
    hall = await Hall.settle(session)
    hall.city = replace(hall.city, holidays=frozenset({date(2026, 12, 24), date(2027, 1, 1)}))
    await begun(hall)
    await begun(hall, facts=replace(FACTS, sessions=(Session(THURSDAY + DAY, 60),)))
    await begun(hall, skips_holidays=False)
    await materialise(hall, NOW + WEEK)
    assert (await days(session)).count(date(2026, 12, 24)) == 1
    assert date(2026, 12, 25) in await days(session)  # a Friday
    assert date(2027, 1, 1) not in await days(session)


async def test_fortnightly_monthly_and_the_end(session: AsyncSession) -> None:
    """Every second week; on the same Jalali day of the month; and none after the last day, when it is over."""
    hall = await Hall.settle(session)
    await begun(hall, Rule.FORTNIGHTLY, until=date(2027, 1, 14))
    monthly = await begun(hall, Rule.MONTHLY, skips_holidays=False)
    assert (monthly.month_day, monthly.next_day) == (26, date(2027, 1, 16))
    at = NOW
    while at < NOW + 10 * WEEK:
        await materialise(hall, at)
        at += DAY
    found = await days(session)
    assert found.count(date(2026, 12, 31)) == found.count(date(2027, 1, 14)) == 1
    assert date(2027, 1, 28) not in found
    assert {date(2027, 1, 16), date(2027, 2, 15)} <= set(found)
    ended = (await session.execute(select(table_of(MeetingSeries).c.ended_at))).scalars().all()
    assert [one is not None for one in ended] == [True, False]


async def test_one_that_is_moved_or_cancelled_leaves_the_others(session: AsyncSession) -> None:
    """A moved meeting stays that day's of its series, which puts no other in its place; the rest is as it was."""
    hall = await Hall.settle(session)
    await begun(hall)
    await materialise(hall, NOW)
    first, second = (await session.execute(select(Meeting).order_by(_meetings.id))).scalars().all()
    moved = await hall.moved(first, DAY, NOW)
    assert moved.announce_at == THURSDAY - DAY
    await hall.cancelled(second, NOW)
    await materialise(hall, NOW + 1 * DAY)
    assert await days(session) == [date(2026, 12, 18)]
    await materialise(hall, NOW + WEEK)
    assert await days(session) == [date(2026, 12, 18), date(2026, 12, 31)]


async def test_what_is_not_announced_follows_a_change(session: AsyncSession) -> None:
    """Another hour, place or chair holds for what is to come, but not for the one that somebody moved by itself."""
    hall = await Hall.settle(session)
    series = await begun(hall)
    await materialise(hall, NOW + WEEK - HOUR)
    first, second, third = (await session.execute(select(Meeting).order_by(_meetings.id))).scalars().all()
    await hall.tick(THURSDAY - 2 * DAY)  # the first is announced
    await hall.moved(second, DAY, NOW + WEEK)
    later = replace(FACTS, sessions=(Session(datetime(2027, 3, 1, 14, 30, tzinfo=UTC), 60),), place="مسجد")
    actor = await hall.actor(now=NOW + WEEK)
    old = series.version
    changed = await meeting_series.change(actor, series.id or 0, old, facts=later, chair_id=hall.people["colleague"])
    one, two, three = [await hall.again_(row) for row in (first, second, third)]
    assert (one.starts_at, two.starts_at) == (THURSDAY, THURSDAY + WEEK + DAY)
    assert (three.starts_at, three.chair_id) == (THURSDAY + 2 * WEEK + HOUR, hall.people["colleague"])
    assert meetings.facts_of(three).place == "مسجد"
    assert three.announce_at == THURSDAY + 2 * WEEK + HOUR - 2 * DAY
    await materialise(hall, NOW + 2 * WEEK)
    newest = (await session.execute(select(Meeting).order_by(_meetings.id.desc()).limit(1))).scalars().one()
    assert (newest.starts_at, meetings.facts_of(newest).place) == (THURSDAY + 3 * WEEK + HOUR, "مسجد")
    with pytest.raises(MeetingChanged):
        await meeting_series.change(actor, series.id or 0, old, skips_holidays=False)
    with pytest.raises(NotFound):
        chair = hall.people["neighbour"]
        await meeting_series.change(actor, series.id or 0, changed.version, chair_id=chair)


async def test_an_earlier_last_day_takes_away_what_is_beyond(session: AsyncSession) -> None:
    """What was on record for after the new last day, and is not announced, does not take place."""
    hall = await Hall.settle(session)
    series = await begun(hall)
    await materialise(hall, NOW)
    await meeting_series.change(await hall.actor(), series.id or 0, series.version, until=date(2026, 12, 20))
    assert await days(session) == [date(2026, 12, 17)]
    await materialise(hall, NOW + WEEK)
    assert await days(session) == [date(2026, 12, 17)]


async def test_a_series_ends(session: AsyncSession) -> None:
    """What is announced takes place; the rest does not, and nothing comes again; a colleague may end it, too."""
    hall = await Hall.settle(session)
    series = await begun(hall)
    await materialise(hall, NOW)
    await hall.tick(THURSDAY - 2 * DAY)
    assert [one.id for one in await meeting_series.running(await hall.actor("secretary"))] == [series.id]
    colleague = await hall.actor("colleague", THURSDAY - DAY)
    await meeting_series.end(colleague, series.id or 0, series.version)
    assert await days(session) == [date(2026, 12, 17)]
    assert await days(session, MeetingState.DISCARDED) == [date(2026, 12, 24)]
    assert await materialise(hall, NOW + 2 * WEEK) == 0
    assert await meeting_series.running(colleague) == []
    with pytest.raises(MeetingChanged):
        await meeting_series.end(colleague, series.id or 0, series.version + 1)


async def test_the_list_is_carried_on(session: AsyncSession) -> None:
    """Whoever is on the list of one meeting of a series is on that of the next."""
    hall = await Hall.settle(session)
    draft = await hall.called(invites=Invites.LIST)
    guest = await hall.reader("علی‌آباد")
    draft = await meeting_guests.add(await hall.actor(), draft.id or 0, draft.version, [guest])
    await meeting_series.begin(
        await hall.actor(), draft.id or 0, draft.version, rule=Rule.WEEKLY, skips_holidays=True, until=None
    )
    await materialise(hall, NOW)
    rows = await session.execute(select(table_of(MeetingGuest).c.person_id))
    assert rows.scalars().all() == [guest, guest]


async def test_what_cannot_repeat_is_refused(session: AsyncSession) -> None:
    """A course does not repeat, nor does what would end before it begins; nor is somebody else's series changed."""
    hall = await Hall.settle(session)
    course = await hall.called(kind=MeetingKind.COURSE)
    given = {"rule": Rule.WEEKLY, "skips_holidays": True}
    with pytest.raises(BadMeetingFact):
        await meeting_series.begin(await hall.actor(), course.id or 0, course.version, until=None, **given)  # type: ignore[arg-type]
    draft = await hall.called()
    with pytest.raises(TimePassed):
        await meeting_series.begin(
            await hall.actor(),
            draft.id or 0,
            draft.version,
            until=date(2026, 12, 16),
            **given,  # type: ignore[arg-type]
        )
    with pytest.raises(BadMeetingFact):
        await meeting_series.begin(
            await hall.actor(),
            draft.id or 0,
            draft.version,
            until=None,
            announce_before=0,
            **given,  # type: ignore[arg-type]
        )
    series = await begun(hall)
    for name in ("neighbour", "manager", "resident"):
        with pytest.raises(NotFound):
            await meeting_series.series_for(await hall.actor(name), series.id or 0)


async def test_an_occurrence_taken_back_can_be_published_again(session: AsyncSession) -> None:
    """«Don't announce» makes one a draft; published again it is announced as long before as the others."""
    hall = await Hall.settle(session)
    await begun(hall)
    row = (await session.execute(select(Meeting))).scalars().one()
    draft = await meeting_changes.unpublish(await hall.actor(), row.id or 0, row.version)
    again = await meeting_changes.publish(await hall.actor(), row.id or 0, draft.version)
    assert (again.state, again.announce_at) == (MeetingState.SCHEDULED, THURSDAY - 2 * DAY)
