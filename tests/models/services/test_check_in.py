from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from models.database import AsyncSession
from models.errors import CheckInClosed, NotFound
from models.meeting import Attendance, Invites, Meeting, MeetingGuest, MeetingState, Part
from models.role import Role
from models.services import access, check_in, meeting_tokens
from models.services.check_in import CheckedIn
from tests.models.office import OWNERS
from tests.models.sample_rows import NOW
from tests.models.services.gathering import DAY, HOUR, MINUTE, STARTS, Gathering

ENDS = STARTS + 90 * MINUTE


async def _comes(
    town: Gathering, meeting: Meeting, person_id: int, now: datetime = STARTS, *, session_no: int = 1
) -> CheckedIn:
    payload = await meeting_tokens.door_payload(session=town.session, meeting_id=meeting.id or 0, session_no=session_no)
    rights = await access.rights_of_another(session=town.session, person_id=person_id, owners=OWNERS, now=now)
    return await check_in.check_in(
        session=town.session, rights=rights, person_id=person_id, name="مریم", payload=payload, now=now
    )


async def _list(town: Gathering) -> list[tuple[int, int | None, str]]:
    rows = (await town.session.exec(select(Attendance).order_by("id"))).all()
    return [(row.session, row.person_id, row.part) for row in rows]


async def test_who_comes_is_on_the_list(session: AsyncSession) -> None:
    """A neighbour is a guest; opening the link once more changes nothing, and says so."""
    town = await Gathering.open(session)
    meeting = await town.meeting()
    (person,) = await town.neighbours(1)
    first, again = await _comes(town, meeting, person), await _comes(town, meeting, person, STARTS + HOUR)
    assert (first.meeting.id, first.session_no, first.part) == (meeting.id, 1, Part.GUEST)
    assert [first.is_first, again.is_first] == [True, False]
    assert await _list(town) == [(1, person, "guest")]


@pytest.mark.parametrize(
    ("place", "role", "area", "part"),
    [
        ("گلسار", Role.COUNCIL, "گلسار", Part.PRESENT),
        ("گلسار", Role.COUNCIL, "باغ شاه", Part.GUEST),
        ("گلسار", Role.COUNCIL, "منطقهٔ ۱", Part.GUEST),
        ("گلسار", Role.COUNCIL, None, Part.GUEST),
        ("گلسار", Role.SECRETARIAT, "گلسار", Part.GUEST),
        ("ایزدشهر", Role.COUNCIL, "ایزدشهر", Part.PRESENT),
        ("ایزدشهر", Role.COUNCIL, None, Part.PRESENT),
        ("ایزدشهر", Role.COUNCIL, "گلسار", Part.GUEST),
        ("ایزدشهر", Role.MANAGER, None, Part.GUEST),
    ],
)
async def test_who_has_a_seat(session: AsyncSession, place: str, role: Role, area: str | None, part: Part) -> None:
    """Council members of exactly that body are present, of the whole city's also those without an area."""
    town = await Gathering.open(session)
    meeting = await town.meeting(place)
    holder, _ = await town.office.holder(role, area)
    assert (await _comes(town, meeting, holder)).part is part


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (STARTS - HOUR - timedelta(microseconds=1), False),
        (STARTS - HOUR, True),
        (ENDS + HOUR, True),
        (ENDS + HOUR + timedelta(microseconds=1), False),
        (STARTS - 7 * DAY, False),
    ],
)
async def test_around_the_meeting(session: AsyncSession, now: datetime, *, is_open: bool) -> None:
    """The door is open from an hour before the beginning until an hour after the end."""
    town = await Gathering.open(session)
    meeting = await town.meeting()
    (person,) = await town.neighbours(1)
    if is_open:
        await _comes(town, meeting, person, now)
        return
    with pytest.raises(CheckInClosed):
        await _comes(town, meeting, person, now)
    assert await _list(town) == []


async def test_each_session_of_a_course(session: AsyncSession) -> None:
    """The link of a session is good for that session alone; one that there is not has no door."""
    town = await Gathering.open(session)
    meeting = await town.meeting(sessions=[STARTS, STARTS + DAY])
    (person,) = await town.neighbours(1)
    with pytest.raises(CheckInClosed):
        await _comes(town, meeting, person, session_no=2)
    await _comes(town, meeting, person, session_no=1)
    await _comes(town, meeting, person, STARTS + DAY, session_no=2)
    for number in (0, 3):
        with pytest.raises(NotFound):
            await _comes(town, meeting, person, session_no=number)
    assert await _list(town) == [(1, person, "guest"), (2, person, "guest")]


async def test_a_meeting_that_moved(session: AsyncSession) -> None:
    """The picture at the door stays good when the meeting moves: it opens at the new time, not at the old one."""
    town = await Gathering.open(session)
    meeting = await town.meeting()
    later = await town.meeting(sessions=[STARTS + DAY])
    (person,) = await town.neighbours(1)
    meeting.facts, meeting.starts_at, meeting.ends_at = later.facts, later.starts_at, later.ends_at
    await session.flush()
    with pytest.raises(CheckInClosed):
        await _comes(town, meeting, person)
    assert (await _comes(town, meeting, person, STARTS + DAY)).is_first


@pytest.mark.parametrize(
    ("state", "announced", "error"),
    [
        (MeetingState.DRAFT, False, CheckInClosed),
        (MeetingState.SCHEDULED, False, CheckInClosed),
        (MeetingState.CANCELLED, True, CheckInClosed),
        (MeetingState.CANCELLED, False, NotFound),
        (MeetingState.DISCARDED, False, NotFound),
        (MeetingState.HELD, True, None),
    ],
)
async def test_states(
    session: AsyncSession, state: MeetingState, error: type[Exception] | None, *, announced: bool
) -> None:
    """Nobody checks in to what does not take place; of what never came to be there is nothing to find."""
    town = await Gathering.open(session)
    meeting = await town.meeting(state=state.value, announced_at=NOW if announced else None)
    (person,) = await town.neighbours(1)
    if error is None:
        assert (await _comes(town, meeting, person, ENDS)).is_first
        return
    with pytest.raises(error):
        await _comes(town, meeting, person)


async def test_links_that_are_none(session: AsyncSession) -> None:
    """A made-up link, one of another kind, and one of a meeting that there is not: not found."""
    town = await Gathering.open(session)
    meeting = await town.meeting()
    (person,) = await town.neighbours(1)
    listed = await meeting_tokens.list_payload(session=session, meeting_id=meeting.id or 0)
    door = await meeting_tokens.door_payload(session=session, meeting_id=meeting.id or 0)
    gone = await meeting_tokens.door_payload(session=session, meeting_id=999)
    rights = (await town.reader(person)).rights
    for payload in ("meet_1_1_aaaaaaaaaaaaaaaa", listed, gone, ""):
        with pytest.raises(NotFound):
            await check_in.check_in(
                session=session, rights=rights, person_id=person, name="", payload=payload, now=STARTS
            )
    for payload in ("guest_1_aaaaaaaaaaaaaaaa", door, ""):
        with pytest.raises(NotFound):
            await check_in.join_list(session=session, person_id=person, payload=payload, now=STARTS)


async def test_joining_the_list(session: AsyncSession) -> None:
    """The list's link puts whoever opens it on the list, once; before the announcement they see nothing of it yet."""
    town = await Gathering.open(session)
    (person,) = await town.neighbours(1)
    for state, is_told in (
        (MeetingState.DRAFT, False),
        (MeetingState.SCHEDULED, False),
        (MeetingState.ANNOUNCED, True),
    ):
        meeting = await town.meeting(state=state.value, invites=Invites.LIST.value)
        payload = await meeting_tokens.list_payload(session=session, meeting_id=meeting.id or 0)
        for _ in range(2):
            found = await check_in.join_list(session=session, person_id=person, payload=payload, now=NOW)
            assert (found.meeting.id, found.is_told) == (meeting.id, is_told)
    rows = (await session.exec(select(MeetingGuest))).all()
    assert [(row.person_id, row.added_by) for row in rows] == [(person, None)] * 3
