from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from models.database import AsyncSession, table_of
from models.errors import NotFound
from models.meeting import AgendaItem, Attendance, Meeting, MeetingRevision, MeetingState, Minutes, Part
from models.meeting_facts import Session
from models.role import Role
from models.services import meeting_tokens, papers, resolutions
from models.services.meeting_readers import Reader
from models.submission import Kind, Visibility
from tests.models.sample_rows import BOT, NOW, TEHRAN, resident
from tests.models.services.agenda_rows import STARTS, Sitting
from tests.models.services.resolution_rows import LAMP

DAY = timedelta(days=1)


async def _sitting(session: AsyncSession) -> Sitting:
    town: Sitting = await Sitting.open(session)
    return town


async def _minutes(town: Sitting, *, state: str = "published", held: bool = True) -> Meeting:
    meeting = await town.called(MeetingState.HELD if held else MeetingState.ANNOUNCED, starts=NOW - DAY)
    row = {
        "meeting_id": meeting.id,
        "area_id": meeting.area_id,
        "term": 6,
        "number": 4,
        "chair": "سارا احمدی",
        "state": state,
        "revision": 1,
        "made_by": meeting.chair_id,
        "created_at": NOW,
        "updated_at": NOW,
        "version": 1,
    }
    await town.session.execute(insert(table_of(Minutes)).values(row))
    return meeting


async def _came(town: Sitting, meeting: Meeting, name: str, part: Part, person_id: int | None = None) -> None:
    row: dict[str, Any] = {"meeting_id": meeting.id, "session": 1, "person_id": person_id, "name": name}
    row |= {"part": part.value, "noted_at": NOW}
    await town.session.execute(insert(table_of(Attendance)).values(row))


async def _reader(town: Sitting) -> Reader:
    return Reader(town.session, await resident(town.session, 7_300_000_001), NOW)


async def test_minutes_for_everybody(session: AsyncSession) -> None:
    """Published: number, chair, items, members by name; guests are counted, for the office they are named."""
    town = await _sitting(session)
    meeting = await _minutes(town)
    item = {"meeting_id": meeting.id, "position": 1, "text": "پارک", "summary": "گفته شد", "created_at": NOW}
    await session.execute(insert(table_of(AgendaItem)).values(item))
    await _came(town, meeting, "سارا احمدی", Part.PRESENT, town.people["author"])
    await _came(town, meeting, "مهمان", Part.GUEST)
    everybody = await papers.minutes_paper(await town.as_("resident"), meeting.id or 0)
    assert (everybody.number, everybody.term, everybody.chair, everybody.place) == (4, 6, "سارا احمدی", "گلسار")
    assert [(one.text, one.summary) for one in everybody.items] == [("پارک", "گفته شد")]
    (came,) = everybody.attendance
    assert (list(came.present), came.guests, came.guest_names) == (["سارا احمدی"], 1, None)
    assert len(came.absent) >= 1  # the colleague did not come
    assert not everybody.is_draft
    office = await papers.minutes_paper(await town.as_("author"), meeting.id or 0)
    assert office.attendance[0].guest_names == ["مهمان"]


async def test_drafts_are_the_offices(session: AsyncSession) -> None:
    """Before they are published, minutes are there for who calls meetings in that area, and for nobody else."""
    town = await _sitting(session)
    meeting = await _minutes(town, state="draft")
    assert (await papers.minutes_paper(await town.as_("colleague"), meeting.id or 0)).is_draft
    for name in ("neighbour", "resident"):
        with pytest.raises(NotFound):
            await papers.minutes_paper(await town.as_(name), meeting.id or 0)
    with pytest.raises(NotFound):  # a meeting without minutes
        other = await town.called()
        await papers.minutes_paper(await town.as_("author"), other.id or 0)


async def test_what_became_staff_only_shows_its_code(session: AsyncSession) -> None:
    """A submission that is not public any more stands on the paper without its words."""
    town = await _sitting(session)
    meeting, submission_id = await _minutes(town), await town.proposed("کوچه تاریک است")
    row = {"meeting_id": meeting.id, "position": 1, "text": "کوچه تاریک است", "submission_id": submission_id}
    await session.execute(insert(table_of(AgendaItem)).values({**row, "created_at": NOW}))
    reader = await town.as_("resident")
    assert [one.text for one in (await papers.minutes_paper(reader, meeting.id or 0)).items] == ["کوچه تاریک است"]
    await town.set(submission_id, visibility=Visibility.STAFF_ONLY.value, kind=Kind.COMPLAINT.value)
    (item,) = (await papers.minutes_paper(reader, meeting.id or 0)).items
    assert item.text == ""
    assert item.code is not None


async def test_a_calendar_file(session: AsyncSession) -> None:
    """Who may see the meeting gets it as it stands, with sessions that fell away; a draft is nobody's."""
    town = await _sitting(session)
    meeting, reader = await town.called(sessions=2), await _reader(town)
    told = {"sessions": [[STARTS.isoformat(), 90]] * 3}
    row = {"meeting_id": meeting.id, "number": 1, "facts": told, "made_at": NOW}
    await session.execute(insert(table_of(MeetingRevision)).values(row))
    file = await papers.calendar_file(reader, meeting.id or 0, bot_id=BOT, city=town.city)
    assert (file.number, file.bot_id, file.revision, file.known, len(file.sessions)) == (meeting.id, BOT, 1, 3, 2)
    assert file.sessions[0] == Session(STARTS, 90)
    draft = await town.called(MeetingState.DRAFT)
    for hidden in (draft.id or 0, 999):
        with pytest.raises(NotFound):
            await papers.calendar_file(reader, hidden, bot_id=BOT, city=town.city)


async def test_a_door(session: AsyncSession) -> None:
    """The link of the session that comes next, or of the one that was asked for; it opens that very session."""
    town = await _sitting(session)
    meeting = await town.called(starts=NOW - DAY, sessions=3)
    author = await town.as_("author")
    door = await papers.door(author, meeting.id or 0, 0, "council_bot")
    assert (door.number, door.sessions) == (2, 3)
    assert door.link.startswith("https://t.me/council_bot?start=meet_")
    link = await meeting_tokens.read(session=session, payload=door.link.partition("start=")[2])
    assert link is not None
    assert (link.meeting_id, link.session_no) == (meeting.id, 2)
    assert (await papers.door(author, meeting.id or 0, 3, "council_bot")).number == 3
    with pytest.raises(NotFound):
        await papers.door(author, meeting.id or 0, 4, "council_bot")
    for name in ("neighbour", "resident"):
        with pytest.raises(NotFound):
            await papers.door(await town.as_(name), meeting.id or 0, 0, "council_bot")
    cancelled = await town.called(MeetingState.CANCELLED)
    with pytest.raises(NotFound):
        await papers.door(author, cancelled.id or 0, 0, "council_bot")


async def test_a_letter(session: AsyncSession) -> None:
    """Number, district, responsible body, codes and the members to sign; for who calls meetings there."""
    town = await _sitting(session)
    submission_id = await town.proposed()
    author = await town.as_("author")
    made = await resolutions.create(author, LAMP, area_id=town.areas["گلسار"], submission_ids=[submission_id])
    letter = await papers.letter_paper(author, made.id or 0, "fa")
    assert (letter.place, letter.district, letter.number) == ("گلسار", "منطقهٔ ۱", f"{made.year}/{made.number}")
    assert (letter.text, letter.responsible) == (LAMP.text, LAMP.responsible)
    assert letter.written_on == NOW.astimezone(TEHRAN).date()
    assert len(letter.codes) == 1
    assert len(letter.signers) >= 1
    for name in ("neighbour", "resident"):
        with pytest.raises(NotFound):
            await papers.letter_paper(await town.as_(name), made.id or 0, "fa")


async def test_who_pursues_writes_no_letter(session: AsyncSession) -> None:
    """A manager says how far a resolution has come; the council's letters are not theirs."""
    town = await _sitting(session)
    made = await resolutions.create(await town.as_("author"), LAMP, area_id=town.areas["گلسار"])
    manager, _ = await town.office.holder(Role.MANAGER, "منطقهٔ ۱")
    town.people["manager"] = manager
    with pytest.raises(NotFound):
        await papers.letter_paper(await town.as_("manager"), made.id or 0, "fa")
