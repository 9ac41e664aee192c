import asyncio
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from models.database import AsyncSession, Database
from models.errors import DomainError, MeetingPassed, NoRoom, NotFound
from models.meeting import Answer, Invites, Meeting, MeetingState
from models.meeting_shown import Places
from models.services import access, meeting_changes, rsvps
from models.services.actor import Actor
from tests.models.office import OWNERS, Office
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.gathering import CITY, DAY, HOUR, MINUTE, STARTS, Gathering

YES, MAYBE, NO, WAITING = Answer.YES, Answer.MAYBE, Answer.NO, Answer.WAITING


async def test_the_last_answer_counts(session: AsyncSession) -> None:
    """Whoever changes their mind is counted once, as what they said last; pressing twice changes nothing."""
    town = await Gathering.open(session)
    meeting = await town.meeting()
    (person,) = await town.neighbours(1)
    assert await rsvps.of(session=session, meeting_id=meeting.id or 0, person_id=person) is None
    for answer in (YES, YES, MAYBE, NO, NO, YES):
        assert await town.answer(person, meeting, answer) is answer
        assert await rsvps.of(session=session, meeting_id=meeting.id or 0, person_id=person) is answer
    assert await rsvps.places(session=session, meeting=meeting) == Places(None, 1, 0, 0)


async def test_a_full_meeting(session: AsyncSession) -> None:
    """A yes beyond the places waits, in the order of asking; «maybe» takes no place."""
    town = await Gathering.open(session)
    meeting = await town.meeting(capacity=2)
    first, second, third, fourth, may = await town.neighbours(5)
    assert await town.answer(may, meeting, MAYBE) is MAYBE
    found = [await town.answer(one, meeting, YES, after=MINUTE * n) for n, one in enumerate((first, second))]
    found += [await town.answer(one, meeting, YES, after=HOUR + MINUTE * n) for n, one in enumerate((fourth, third))]
    assert found == [YES, YES, WAITING, WAITING]
    assert await rsvps.places(session=session, meeting=meeting) == Places(2, 2, 1, 2)
    turns = [
        await rsvps.turn_of(session=session, meeting_id=meeting.id or 0, person_id=one)
        for one in (third, fourth, first)
    ]
    assert turns == [2, 1, None]
    assert await town.answers(meeting) == [
        (first, YES),
        (second, YES),
        (may, MAYBE),
        (fourth, WAITING),
        (third, WAITING),
    ]


async def test_pressing_again_keeps_ones_turn(session: AsyncSession) -> None:
    """Who waits and says yes again stays where they are; whoever leaves and comes back is last."""
    town = await Gathering.open(session)
    meeting = await town.meeting(capacity=1)
    holder, first, second = await town.neighbours(3)
    await town.answer(holder, meeting, YES)
    await town.answer(first, meeting, YES, after=MINUTE)
    await town.answer(second, meeting, YES, after=2 * MINUTE)
    assert await town.answer(first, meeting, YES, after=HOUR) is WAITING
    assert [one for one, _ in await town.answers(meeting)] == [holder, first, second]
    await town.answer(first, meeting, NO, after=2 * HOUR)
    await town.answer(first, meeting, YES, after=3 * HOUR)
    assert [one for one, _ in await town.answers(meeting)] == [holder, second, first]


@pytest.mark.parametrize("instead", [NO, MAYBE])
async def test_whoever_waits_longest_comes_in(session: AsyncSession, instead: Answer) -> None:
    """When somebody leaves their place, the first who waits has it and is told so, once; nobody else is."""
    town = await Gathering.open(session)
    meeting = await town.meeting(capacity=1)
    holder, first, second = await town.neighbours(3)
    await town.answer(holder, meeting, YES)
    await town.answer(second, meeting, YES, after=2 * MINUTE)
    await town.answer(first, meeting, YES, after=MINUTE)
    for _ in range(2):
        await town.answer(holder, meeting, instead, after=HOUR)
    assert (first, YES) in await town.answers(meeting)
    assert (second, WAITING) in await town.answers(meeting)
    asked = (NOW + MINUTE).isoformat()
    assert [(person, what) for person, what, _ in await town.told()] == [(first, f"room {asked}")]
    assert await town.answer(holder, meeting, YES, after=2 * HOUR) is WAITING


async def test_room_for_more(session: AsyncSession) -> None:
    """Where there are more places, as many come in as there is room for; without a limit, all of them; none twice."""
    town = await Gathering.open(session)
    meeting = await town.meeting(capacity=1)
    people = await town.neighbours(6)
    for number, one in enumerate(people):
        await town.answer(one, meeting, YES, after=MINUTE * number)
    for capacity, came in ((3, 2), (3, 0), (2, 0), (None, 3)):
        await session.execute(update(Meeting).where(col(Meeting.id) == meeting.id).values(capacity=capacity))
        assert came == await rsvps.let_in(
            session=session, bot_id=BOT, meeting_id=meeting.id or 0, city=CITY, now=NOW + HOUR
        )
    assert [person for person, _, _ in await town.told()] == people[1:]


async def test_nobody_is_woken_for_a_place(session: AsyncSession) -> None:
    """Room at night is told in the morning; where the meeting begins before or soon after that, at once."""
    town = await Gathering.open(session)
    night = datetime(2026, 12, 12, 23, 30, tzinfo=TEHRAN)
    for starts_at, due_at in (
        (night + 4 * DAY, night.replace(hour=8, minute=0) + DAY),
        (night + 9 * HOUR, night),
    ):
        meeting = await town.meeting(capacity=1, sessions=[starts_at])
        holder, waits = await town.neighbours(2)
        await town.answer(holder, meeting, YES)
        await town.answer(waits, meeting, YES)
        await town.answer(holder, meeting, NO, after=night - NOW)
        assert (await town.told())[-1][::2] == (waits, due_at)


@pytest.mark.parametrize(
    ("changes", "after", "error"),
    [
        ({"state": MeetingState.DRAFT.value}, timedelta(0), NotFound),
        ({"state": MeetingState.SCHEDULED.value}, timedelta(0), NotFound),
        ({"state": MeetingState.DISCARDED.value}, timedelta(0), NotFound),
        ({"state": MeetingState.CANCELLED.value}, timedelta(0), MeetingPassed),
        ({"state": MeetingState.CANCELLED.value, "announced_at": None}, timedelta(0), NotFound),
        ({"state": MeetingState.HELD.value}, timedelta(0), MeetingPassed),
        ({}, 3 * DAY + 90 * MINUTE, MeetingPassed),
        ({"invites": Invites.LIST.value}, timedelta(0), NotFound),
        ({"invites": Invites.MEMBERS.value}, timedelta(0), NotFound),
    ],
)
async def test_no_answer_to_what_is_none(
    session: AsyncSession, changes: dict[str, Any], after: timedelta, error: type[DomainError]
) -> None:
    """What nobody was told of, what is not for them, and what is over or cancelled takes no answer."""
    town = await Gathering.open(session)
    meeting = await town.meeting(**changes)
    (person,) = await town.neighbours(1)
    with pytest.raises(error):
        await town.answer(person, meeting, YES, after=after)
    assert await town.answers(meeting) == []


async def test_while_it_goes_on(session: AsyncSession) -> None:
    """Until its end an answer counts: whoever is late may still say so. An id that nobody has is not found."""
    town = await Gathering.open(session)
    meeting = await town.meeting()
    (person,) = await town.neighbours(1)
    assert await town.answer(person, meeting, YES, after=STARTS - NOW + 89 * MINUTE) is YES
    with pytest.raises(NotFound):
        await town.answer(person, Meeting(**{**meeting.model_dump(), "id": 999}), YES)


async def test_two_for_the_last_place(database: Database) -> None:
    """Of many who say yes at the same moment exactly as many come as there are places; the others wait in order."""
    async with database.transaction() as session:
        town = await Gathering.open(session)
        meeting = Meeting(**(await town.meeting(capacity=3)).model_dump())
        people = await town.neighbours(8)
    found = Counter(await asyncio.gather(*(_press(database, meeting, one, YES) for one in people)))
    assert found == {YES: 3, WAITING: 5}


async def test_leaving_and_coming_at_once(database: Database) -> None:
    """However places are left and asked for at the same moment: none is taken twice, none stays empty."""
    async with database.transaction() as session:
        town = await Gathering.open(session)
        meeting = Meeting(**(await town.meeting(capacity=2)).model_dump())
        people = await town.neighbours(8)
        for number, one in enumerate(people[:4]):
            await town.answer(one, meeting, YES, after=MINUTE * number)
    leaving = [_press(database, meeting, one, NO) for one in people[:2]]
    coming = [_press(database, meeting, one, YES) for one in people[4:]]
    await asyncio.gather(
        *(one for pair in zip(leaving + leaving[:0], coming, strict=False) for one in pair), *coming[2:]
    )
    async with database.transaction() as session:
        office = Office(session, {}, 0)
        there = await Gathering(office).answers(meeting)
        told = await Gathering(office).told()
    assert [person for person, answer in there if answer is YES] == people[2:4]
    assert Counter(answer for _, answer in there) == {YES: 2, WAITING: 4}
    assert {person for person, _, _ in told} == set(people[2:4])


async def _press(database: Database, meeting: Meeting, person_id: int, answer: Answer) -> Answer:
    async with database.transaction() as session:
        became = await rsvps.answer(
            session=session,
            bot_id=BOT,
            person_id=person_id,
            meeting_id=meeting.id or 0,
            answer=answer,
            now=NOW + HOUR,
            city=CITY,
        )
        await asyncio.sleep(0.01)
    return became


async def test_fewer_places_while_people_answer(database: Database) -> None:
    """Places are limited while many say yes: never do more people come than there are places."""
    async with database.transaction() as session:
        town = await Gathering.open(session)
        meeting = Meeting(**(await town.meeting()).model_dump())
        people = await town.neighbours(6)
        owner = town.office.owner

    async def limit() -> str:
        async with database.transaction() as session:
            rights = await access.rights_of_another(session=session, person_id=owner, owners=OWNERS, now=NOW)
            chair = Actor(session, rights, BOT, CITY, OWNERS, NOW)
            try:
                await meeting_changes.change_capacity(chair, meeting.id or 0, meeting.version, 2)
            except NoRoom:
                return "refused"
        return "limited"

    answers = [_press(database, meeting, one, YES) for one in people]
    _, _, found, *_ = await asyncio.gather(*answers[:2], limit(), *answers[2:])
    async with database.transaction() as session:
        there = await Gathering(Office(session, {}, 0)).answers(meeting)
    came = Counter(answer for _, answer in there)[YES]
    assert came <= 2 if found == "limited" else came > 2
