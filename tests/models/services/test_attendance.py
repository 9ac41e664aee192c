"""Attendance: the body as it was that day, who came, who did not, guests, and a course's closing list."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from models.database import AsyncSession, table_of
from models.delivery import DeliveryKind
from models.errors import BadMeetingFact, CheckInClosed, EmptyText, NotFound
from models.meeting import Answer, Attendance, Meeting, MeetingKind, MeetingState, Minutes, Part, Rsvp
from models.role import Grant, Role
from models.services import attendance, broadcasts, meeting_audience, minutes, minutes_writing
from models.services.attendance import Attendees
from tests.models.sample_rows import BOT, NOW
from tests.models.services.agenda_rows import STARTS, Sitting, Step
from tests.models.services.notice_rows import DAY, HOUR


@pytest.fixture
async def sitting(session: AsyncSession) -> Sitting:
    """The town whose council sits."""
    made = await Sitting.open(session)
    assert isinstance(made, Sitting)
    return made


async def _list(sitting: Sitting, meeting: Meeting, session_no: int = 1) -> Attendees:
    return await attendance.of_session(
        session=sitting.session, meeting=await sitting.row(meeting), session_no=session_no, now=NOW
    )


async def _came(sitting: Sitting, meeting: Meeting, person_id: int, part: Part, session_no: int = 1, **by: int) -> bool:
    return await attendance.note(
        session=sitting.session,
        meeting_id=meeting.id or 0,
        session_no=session_no,
        person_id=person_id,
        name=f"کس {person_id}",
        part=part,
        noted_by=by.get("by"),
        now=NOW,
    )


def _ids(found: Attendees) -> tuple[list[int | None], ...]:
    return tuple([one.person_id for one in group] for group in (found.present, found.absent, found.guests))


async def test_members_who_did_not_come(sitting: Sitting) -> None:
    """As long as nobody came, every member of exactly that body is absent, and nobody else."""
    meeting = await sitting.held()
    present, absent, guests = _ids(await _list(sitting, meeting))
    assert (present, guests) == ([], [])
    assert absent == [sitting.people["author"], sitting.people["colleague"]]


async def test_the_citys_own_body(sitting: Sitting) -> None:
    """Whose office as a council member names no area sits in the whole city's council."""
    member, _ = await sitting.office.holder(Role.COUNCIL, None)
    named, _ = await sitting.office.holder(Role.COUNCIL, "ایزدشهر")
    meeting = await sitting.held(area="ایزدشهر")
    assert _ids(await _list(sitting, meeting))[1] == [member, named]
    assert member not in _ids(await _list(sitting, await sitting.held()))[1]


async def test_the_body_as_it_was(sitting: Sitting) -> None:
    """Who joined later was not absent; whose office was revoked later was."""
    later = await sitting.office.person()
    values = {"person_id": later, "role": "council", "area_id": sitting.areas["گلسار"]}
    grants = table_of(Grant)
    await sitting.session.execute(insert(grants).values(**values, starts_at=NOW - HOUR, created_at=NOW))
    is_colleague = grants.c.person_id == sitting.people["colleague"]
    await sitting.session.execute(update(grants).where(is_colleague).values(revoked_at=NOW - HOUR))
    absent = _ids(await _list(sitting, await sitting.held()))[1]
    assert absent == [sitting.people["author"], sitting.people["colleague"]]


async def test_checked_in(sitting: Sitting) -> None:
    """Whoever checks in is there once, however often they do."""
    meeting, guest = await sitting.held(), await sitting.reader("گلسار")
    assert await _came(sitting, meeting, sitting.people["author"], Part.PRESENT)
    assert not await _came(sitting, meeting, sitting.people["author"], Part.PRESENT)
    assert await _came(sitting, meeting, guest, Part.GUEST)
    assert _ids(await _list(sitting, meeting)) == (
        [sitting.people["author"]],
        [sitting.people["colleague"]],
        [guest],
    )
    assert (await _list(sitting, meeting)).came == 2


async def test_marked_absent_and_then_there(sitting: Sitting) -> None:
    """Who was marked absent and checks in after all is there; who checked in is not marked away by checking in."""
    meeting, member = await sitting.held(), sitting.people["author"]
    assert await _came(sitting, meeting, member, Part.ABSENT, by=sitting.people["colleague"])
    assert member in _ids(await _list(sitting, meeting))[1]
    assert await _came(sitting, meeting, member, Part.PRESENT)
    assert not await _came(sitting, meeting, member, Part.GUEST)
    assert _ids(await _list(sitting, meeting))[0] == [member]


async def test_marked_by_hand(sitting: Sitting) -> None:
    """A member is marked present and absent; somebody who said that they come is a guest, or no entry at all."""
    meeting, guest = await sitting.held(), await sitting.reader("گلسار")
    comes = {"meeting_id": meeting.id, "person_id": guest, "answer": Answer.YES.value}
    await sitting.session.execute(insert(table_of(Rsvp)).values(**comes, asked_at=NOW, answered_at=NOW))
    actor, member = await sitting.as_("author"), sitting.people["colleague"]
    for person in (member, guest):
        await attendance.mark(actor, meeting.id or 0, 1, person, Part.PRESENT)
    assert _ids(await _list(sitting, meeting)) == ([member], [sitting.people["author"]], [guest])
    for person in (member, guest):
        await attendance.mark(actor, meeting.id or 0, 1, person, Part.ABSENT)
    assert _ids(await _list(sitting, meeting)) == ([], [sitting.people["author"], member], [])
    with pytest.raises(NotFound):
        await attendance.mark(actor, meeting.id or 0, 1, sitting.people["resident"], Part.PRESENT)


async def test_guests_by_name(sitting: Sitting) -> None:
    """A guest's name is written down as it was told, and can be taken out again."""
    meeting, actor = await sitting.held(), await sitting.as_("author")
    await attendance.add_by_hand(actor, meeting.id or 0, 1, "  آقای   کریمی (منطقهٔ ۱) ")
    (guest,) = (await _list(sitting, meeting)).guests
    assert (guest.name, guest.person_id) == ("آقای کریمی (منطقهٔ ۱)", None)
    with pytest.raises(EmptyText):
        await attendance.add_by_hand(actor, meeting.id or 0, 1, " ")
    with pytest.raises(BadMeetingFact):
        await attendance.add_by_hand(actor, meeting.id or 0, 1, "ا" * 81)
    await attendance.remove(actor, guest.id or 0)
    assert (await _list(sitting, meeting)).guests == []
    with pytest.raises(NotFound):
        await attendance.remove(actor, guest.id or 0)


@pytest.mark.parametrize("name", ["neighbour", "manager", "resident"])
async def test_not_theirs(sitting: Sitting, name: str) -> None:
    """Whoever calls no meetings in the area keeps no list there."""
    meeting = await sitting.held()
    await attendance.add_by_hand(await sitting.as_("author"), meeting.id or 0, 1, "مهمان")
    (row,) = (await sitting.session.execute(select(Attendance))).scalars().all()
    actor, meeting_id = await sitting.as_(name), meeting.id or 0
    steps: list[Step] = [
        lambda: attendance.mark(actor, meeting_id, 1, sitting.people["author"], Part.PRESENT),
        lambda: attendance.add_by_hand(actor, meeting_id, 1, "x"),
        lambda: attendance.remove(actor, row.id or 0),
    ]
    for step in steps:
        with pytest.raises(NotFound):
            await step()


async def test_too_early(sitting: Sitting) -> None:
    """Nobody is marked earlier than an hour before; a session that is none is not there."""
    meeting, actor = await sitting.called(), await sitting.as_("author")
    with pytest.raises(CheckInClosed):
        await attendance.add_by_hand(actor, meeting.id or 0, 1, "x")
    soon = await sitting.as_("author", STARTS - timedelta(minutes=59))
    await attendance.add_by_hand(soon, meeting.id or 0, 1, "x")
    for number in (0, 2):
        with pytest.raises(NotFound):
            await attendance.add_by_hand(soon, meeting.id or 0, number, "x")
    draft = await sitting.called(MeetingState.DRAFT, starts=NOW)
    with pytest.raises(NotFound):
        await attendance.add_by_hand(actor, draft.id or 0, 1, "x")


async def test_closing_list(sitting: Sitting) -> None:
    """Of a course: who was in how many sessions, the most first; who registered and never came stands at its end."""
    course = await sitting.called(MeetingState.HELD, kind=MeetingKind.COURSE, sessions=3, starts=NOW - 20 * DAY)
    keen, tired, never = [await sitting.reader("گلسار") for _ in range(3)]
    rows = [
        {"meeting_id": course.id, "person_id": one, "answer": "yes", "asked_at": NOW, "answered_at": NOW}
        for one in (keen, tired, never)
    ]
    await sitting.session.execute(insert(table_of(Rsvp)), rows)
    for number in (1, 2, 3):
        await _came(sitting, course, keen, Part.GUEST, number)
    await _came(sitting, course, tired, Part.GUEST, 2)
    actor = await sitting.as_("author")
    for number in (1, 3):
        await attendance.add_by_hand(actor, course.id or 0, number, "زهرا احمدی")
    found = await attendance.closing_list(session=sitting.session, meeting=course)
    assert [(one.person_id, one.sessions) for one in found] == [(keen, 3), (None, 2), (tired, 1), (never, 0)]


async def test_corrects_published_minutes(sitting: Sitting) -> None:
    """A list that is put right after the minutes were published is a correction of these."""
    meeting, actor = await sitting.held(), await sitting.as_("author")
    await minutes.begin(actor, meeting.id or 0)
    made = await minutes_writing.write_note(actor, meeting.id or 0, "کوتاه", was=None)
    await minutes.publish(actor, meeting.id or 0, made.version)
    await attendance.mark(actor, meeting.id or 0, 1, sitting.people["author"], Part.PRESENT)
    await attendance.mark(actor, meeting.id or 0, 1, sitting.people["author"], Part.PRESENT)
    found = await sitting.session.get(Minutes, meeting.id, populate_existing=True)
    assert found is not None
    assert found.revision == 2
    (one,) = await broadcasts.of_source(session=sitting.session, kind=DeliveryKind.MINUTES, source_id=meeting.id or 0)
    assert (one.revision, one.bot_id) == (2, BOT)
    assert meeting_audience.audience_of(meeting).area_ids == (meeting.area_id,)
