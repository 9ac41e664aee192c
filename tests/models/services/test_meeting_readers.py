from datetime import timedelta
from typing import Any

import pytest

from models.database import AsyncSession
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.errors import NotFound
from models.meeting import Answer, Attendance, Invites, Meeting, MeetingGuest, MeetingState, Part
from models.person import Person
from models.role import Role
from models.services.meeting_readers import Reader, Tab, meeting_for_reader, page
from models.subscription import FollowedArea
from tests.models.sample_rows import BOT, NOW
from tests.models.services.gathering import DAY, HOUR, STARTS, Gathering

CLOSED = [Invites.MEMBERS.value, Invites.LIST.value]
NOW_THERE = timedelta(0)


async def _sees(reader: Reader, meeting: Meeting) -> bool:
    try:
        found = await meeting_for_reader(reader, meeting.id or 0)
    except NotFound:
        return False
    assert found.id == meeting.id
    return True


@pytest.mark.parametrize(
    ("state", "announced", "seen"),
    [
        (MeetingState.DRAFT, False, False),
        (MeetingState.SCHEDULED, False, False),
        (MeetingState.ANNOUNCED, True, True),
        (MeetingState.HELD, True, True),
        (MeetingState.CANCELLED, True, True),
        (MeetingState.CANCELLED, False, False),
        (MeetingState.DISCARDED, False, False),
    ],
)
async def test_only_what_was_announced(
    session: AsyncSession, state: MeetingState, *, announced: bool, seen: bool
) -> None:
    """A resident sees a meeting from its announcement on, whatever becomes of it; before that not even its council."""
    town = await Gathering.open(session)
    meeting = await town.meeting(state=state.value, announced_at=NOW if announced else None)
    member, _ = await town.office.holder(Role.COUNCIL, "گلسار")
    (person,) = await town.neighbours(1)
    assert await _sees(await town.reader(person), meeting) is seen
    assert await _sees(await town.reader(member, is_in_office=True), meeting) is seen
    assert not await _sees(await town.reader(person), Meeting(**{**meeting.model_dump(), "id": 999}))


@pytest.mark.parametrize("invites", CLOSED)
async def test_one_that_is_not_for_all(session: AsyncSession, invites: str) -> None:
    """It is found by who is on its list, was told of it, or has an office there; by nobody else."""
    town = await Gathering.open(session)
    meeting = await town.meeting(invites=invites)
    listed, told, not_told, stranger = await town.neighbours(4)
    await _put(session, MeetingGuest(meeting_id=meeting.id or 0, person_id=listed, created_at=NOW))
    await _put(session, _copy(meeting, told, DeliveryState.SENT))
    await _put(session, _copy(meeting, not_told, DeliveryState.DROPPED))
    seen = [await _sees(await town.reader(one), meeting) for one in (listed, told, not_told, stranger)]
    assert seen == [True, True, False, False]
    for role, area, sees in (
        (Role.COUNCIL, "گلسار", True),
        (Role.MANAGER, "منطقهٔ ۱", True),
        (Role.SECRETARIAT, None, True),
        (Role.COUNCIL, "باغ شاه", False),
        (Role.EXPERT, "گلسار", False),
    ):
        holder, _ = await town.office.holder(role, area)
        assert await _sees(await town.reader(holder, is_in_office=True), meeting) is sees


def _copy(meeting: Meeting, person_id: int, state: DeliveryState) -> Delivery:
    return Delivery(
        bot_id=BOT,
        kind=DeliveryKind.MEETING.value,
        source_id=meeting.id or 0,
        occurrence="announced",
        person_id=person_id,
        state=state.value,
        due_at=NOW,
        next_try_at=NOW,
        created_at=NOW,
    )


async def _put(session: AsyncSession, row: Any) -> None:
    session.add(row)
    await session.flush()


async def _listed(reader: Reader, tab: Tab) -> list[int | None]:
    found, total = await page(reader, tab, offset=0, limit=100)
    assert total == len(found)
    return [one.id for one in found]


async def test_next_and_past(session: AsyncSession) -> None:
    """The next one is first; of those that were, the newest. One that was cancelled stays until its time is over."""
    town = await Gathering.open(session)
    (person,) = await town.neighbours(1)
    later = await town.meeting(sessions=[STARTS + DAY])
    sooner = await town.meeting()
    called_off = await town.meeting(sessions=[STARTS - DAY], state=MeetingState.CANCELLED.value)
    await town.meeting(sessions=[NOW - 2 * DAY], state=MeetingState.CANCELLED.value)
    running = await town.meeting(sessions=[NOW - HOUR])
    old = await town.meeting(sessions=[NOW - 9 * DAY], state=MeetingState.HELD.value)
    ended = await town.meeting(sessions=[NOW - 2 * HOUR])
    await town.meeting(sessions=[STARTS], state=MeetingState.SCHEDULED.value)
    reader = await town.reader(person)
    assert await _listed(reader, Tab.NEXT) == [running.id, called_off.id, sooner.id, later.id]
    assert await _listed(reader, Tab.PAST) == [ended.id, old.id]
    assert await _listed(reader, Tab.MINE) == []


async def test_of_ones_own_places(session: AsyncSession) -> None:
    """Where somebody lives, what they follow, and all above; of every place, as long as none of theirs is known."""
    town = await Gathering.open(session)
    names = ("گلسار", "باغ شاه", "علی‌آباد", "منطقهٔ ۱", "منطقهٔ ۲", "ایزدشهر")
    made = {name: (await town.meeting(name)).id for name in names}
    (person,) = await town.neighbours(1)
    reader = await town.reader(person)
    assert set(await _listed(reader, Tab.NEXT)) == set(made.values())
    home = await session.get(Person, person)
    assert home is not None
    home.area_id = town.areas["گلسار"]
    await session.flush()
    mine = [made[name] for name in ("گلسار", "منطقهٔ ۱", "ایزدشهر")]
    assert await _listed(reader, Tab.NEXT) == mine
    await _put(session, FollowedArea(person_id=person, area_id=town.areas["علی‌آباد"], created_at=NOW))
    more = [made[name] for name in ("گلسار", "علی‌آباد", "منطقهٔ ۱", "منطقهٔ ۲", "ایزدشهر")]
    assert await _listed(reader, Tab.NEXT) == more


async def test_of_ones_own_office(session: AsyncSession) -> None:
    """Who holds an office finds the meetings of all that it reaches, closed ones too; a neighbour none of these."""
    town = await Gathering.open(session)
    open_one, closed = await town.meeting(), await town.meeting(invites=Invites.MEMBERS.value)
    member, _ = await town.office.holder(Role.COUNCIL, "گلسار")
    of_all, _ = await town.office.holder(Role.COUNCIL, None)
    manager, _ = await town.office.holder(Role.MANAGER, "منطقهٔ ۱")
    (person,) = await town.neighbours(1)
    city = await town.meeting("ایزدشهر", invites=Invites.MEMBERS.value)
    assert await _listed(await town.reader(person), Tab.NEXT) == [open_one.id]
    assert await _listed(await town.reader(member, is_in_office=True), Tab.NEXT) == [open_one.id, closed.id]
    assert await _listed(await town.reader(manager, is_in_office=True), Tab.NEXT) == [open_one.id, closed.id]
    assert await _listed(await town.reader(of_all, is_in_office=True), Tab.NEXT) == [open_one.id, closed.id, city.id]


async def test_mine(session: AsyncSession) -> None:
    """Where I come, may come, would come, am invited by name or was, each once: the next one first, then the newest."""
    town = await Gathering.open(session)
    me, other = await town.neighbours(2)
    meetings = [await town.meeting(sessions=[STARTS + DAY * number], capacity=1) for number in range(6)]
    for number, answer in enumerate((Answer.YES, Answer.MAYBE, Answer.NO)):
        await town.answer(me, meetings[number], answer)
    await town.answer(other, meetings[3], Answer.YES)
    assert await town.answer(me, meetings[3], Answer.YES) is Answer.WAITING
    secret = await town.meeting(sessions=[STARTS + 9 * DAY], invites=Invites.LIST.value)
    for one in (meetings[0], secret):
        await _put(session, MeetingGuest(meeting_id=one.id or 0, person_id=me, created_at=NOW))
    was_there = Attendance(
        meeting_id=meetings[4].id or 0, person_id=me, name="مریم", part=Part.GUEST.value, noted_at=NOW
    )
    await _put(session, was_there)
    found = await _listed(await town.reader(me), Tab.MINE)
    assert found == [*(meetings[number].id for number in (0, 1, 3, 4)), secret.id]
    later = await town.reader(me, STARTS + DAY + 2 * HOUR)
    assert await _listed(later, Tab.MINE) == [
        *(meetings[number].id for number in (3, 4)),
        secret.id,
        meetings[1].id,
        meetings[0].id,
    ]
    assert await _listed(await town.reader(other), Tab.MINE) == [meetings[3].id]


async def test_pages(session: AsyncSession) -> None:
    """A long list comes a page at a time, every meeting once."""
    town = await Gathering.open(session)
    (person,) = await town.neighbours(1)
    made = [(await town.meeting()).id for _ in range(7)]
    reader, found = await town.reader(person), []
    for offset in (0, 3, 6, 9):
        rows, total = await page(reader, Tab.NEXT, offset=offset, limit=3)
        assert total == 7
        found += [one.id for one in rows]
    assert found == made
