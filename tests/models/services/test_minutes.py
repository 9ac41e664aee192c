"""Minutes: begun with everything filled in, and written by several."""

import asyncio

import pytest
from sqlalchemy import select

from models.audit import Audit
from models.database import AsyncSession, Database, table_of
from models.errors import BadMeetingFact, EmptyText, MeetingChanged, MinutesUnready, NotFound
from models.meeting import MeetingState, Outcome, Part
from models.services import (
    attendance,
    minutes,
    minutes_reading,
    minutes_writing,
)
from tests.models.sample_rows import NOW
from tests.models.services.agenda_rows import STARTS, Sitting, Step
from tests.models.services.minutes_rows import LETTER, begun, decide, minutes_of, publish, write
from tests.models.services.notice_rows import HOUR


@pytest.fixture
async def sitting(session: AsyncSession) -> Sitting:
    """The town whose council sits."""
    made = await Sitting.open(session)
    assert isinstance(made, Sitting)
    return made


async def test_begun_with_all_filled_in(sitting: Sitting) -> None:
    """Number and chair are filled in; who begins again finds the same minutes."""
    meeting = await sitting.held()
    made = await minutes.begin(await sitting.as_("author"), meeting.id or 0)
    assert (made.number, made.term, made.chair, made.state) == (1, 1, "مریم", "draft")
    again = await minutes.begin(await sitting.as_("colleague"), meeting.id or 0)
    assert (again.number, again.made_by) == (1, sitting.people["author"])


async def test_numbers_of_a_body(sitting: Sitting) -> None:
    """Numbers count the meetings of a body in a term; another body counts its own."""
    for _ in range(2):
        await begun(sitting)
    third, _ = await begun(sitting)
    other = await sitting.held(area="باغ شاه")
    found = await minutes.begin(await sitting.as_("neighbour"), other.id or 0)
    assert ((await minutes_of(sitting, third)).number, found.number) == (3, 1)


@pytest.mark.parametrize("state", [MeetingState.DRAFT, MeetingState.SCHEDULED, MeetingState.CANCELLED])
async def test_not_begun(sitting: Sitting, state: MeetingState) -> None:
    """What did not take place has no minutes; neither has what has not begun."""
    for starts in (NOW - HOUR, STARTS):
        meeting = await sitting.called(state if starts < NOW else MeetingState.ANNOUNCED, starts=starts)
        with pytest.raises(MinutesUnready):
            await minutes.begin(await sitting.as_("author"), meeting.id or 0)


async def test_during_the_meeting(sitting: Sitting) -> None:
    """Minutes are begun while it goes on, too."""
    meeting = await sitting.called(starts=NOW - HOUR / 2)
    assert (await minutes.begin(await sitting.as_("author"), meeting.id or 0)).number == 1


@pytest.mark.parametrize("name", ["neighbour", "manager", "expert", "resident"])
async def test_not_theirs(sitting: Sitting, name: str) -> None:
    """Whoever calls no meetings in the area neither reads nor writes minutes there: they are not there for them."""
    meeting, (item, _) = await begun(sitting)
    actor, meeting_id = await sitting.as_(name), meeting.id or 0
    steps: list[Step] = [
        lambda: minutes.begin(actor, meeting_id),
        lambda: minutes.minutes_for(actor, meeting_id),
        lambda: minutes_writing.write_words(actor, item, "summary", "x", was=None),
        lambda: minutes_writing.write_outcome(actor, item, Outcome.NOTED),
        lambda: minutes_writing.write_note(actor, meeting_id, "x", was=None),
        lambda: minutes_writing.change_chair(actor, meeting_id, "x"),
        lambda: minutes_writing.attach_file(actor, meeting_id, LETTER),
        lambda: minutes.publish(actor, meeting_id, 1),
    ]
    for step in steps:
        with pytest.raises(NotFound):
            await step()
    assert (await minutes_of(sitting, meeting)).version == 1


async def test_the_form(sitting: Sitting) -> None:
    """Summary, decision and outcome of each item, a note, and another name below it."""
    meeting, (first, second) = await begun(sitting)
    await write(sitting, first, "گفت‌وگو شد", "summary")
    await write(sitting, first, "چراغ نصب شود")
    await decide(sitting, second, Outcome.POSTPONED)
    actor = await sitting.as_("colleague")
    await minutes_writing.write_note(actor, meeting.id or 0, "جلسه کوتاه بود", was=None)
    await minutes_writing.change_chair(actor, meeting.id or 0, "زهرا  احمدی")
    shown = await minutes_reading.shown(session=sitting.session, meeting=await sitting.row(meeting))
    assert [(one.summary, one.decision, one.outcome) for one in shown.items] == [
        ("گفت‌وگو شد", "چراغ نصب شود", None),
        (None, None, Outcome.POSTPONED),
    ]
    assert (shown.note, shown.chair, shown.number, shown.corrected_at) == ("جلسه کوتاه بود", "زهرا احمدی", 1, None)


async def test_two_at_one_form(sitting: Sitting) -> None:
    """Two write at once into different items, and neither is in the other's way."""
    meeting, (first, second) = await begun(sitting)
    await write(sitting, first, "یک")
    await minutes_writing.write_words(await sitting.as_("colleague"), second, "decision", "دو", was=None)
    assert [one.decision for one in await sitting.items(meeting)] == ["یک", "دو"]


async def test_two_at_one_field(sitting: Sitting) -> None:
    """Of two who write into the same field, the second is told, and nothing of the first's is overwritten."""
    meeting, (first, _) = await begun(sitting)
    await write(sitting, first, "یک")
    with pytest.raises(MeetingChanged):
        await write(sitting, first, "دو")
    await write(sitting, first, "یک")  # the same words twice are no quarrel
    await write(sitting, first, "یک و دو", was="یک")
    assert (await sitting.items(meeting))[0].decision == "یک و دو"
    with pytest.raises(MeetingChanged):
        await minutes_writing.write_note(await sitting.as_("author"), meeting.id or 0, "x", was="y")


async def test_bad_names(sitting: Sitting) -> None:
    """Minutes are signed by somebody, with a name and no more."""
    meeting, _ = await begun(sitting)
    actor = await sitting.as_("author")
    with pytest.raises(EmptyText):
        await minutes_writing.change_chair(actor, meeting.id or 0, "  ")
    with pytest.raises(BadMeetingFact):
        await minutes_writing.change_chair(actor, meeting.id or 0, "ا" * 81)


async def test_attendance_is_filled_in(sitting: Sitting) -> None:
    """Members present and absent stand in the minutes by name, guests by their number alone."""
    meeting, _ = await begun(sitting)
    actor = await sitting.as_("author")
    await attendance.mark(actor, meeting.id or 0, 1, sitting.people["author"], Part.PRESENT)
    await attendance.add_by_hand(actor, meeting.id or 0, 1, "مهمان")
    shown = await minutes_reading.shown(session=sitting.session, meeting=await sitting.row(meeting))
    (came,) = shown.attendance
    assert (len(came.present), len(came.absent), came.guests) == (1, 1, 1)


async def test_written_down(sitting: Sitting) -> None:
    """Every step is a row of the audit trail, with what stood there before."""
    meeting, (first, _) = await begun(sitting)
    await write(sitting, first, "یک")
    await publish(sitting, meeting)
    trail = table_of(Audit).c
    rows = await sitting.session.execute(select(trail.action).order_by(trail.id))
    assert [one for one in rows.scalars() if one.startswith("minutes.")] == [
        "minutes.begin",
        "minutes.write",
        "minutes.publish",
    ]


async def test_numbers_at_once(database: Database) -> None:
    """Minutes of two meetings of one body, begun in the same moment, have two numbers."""
    async with database.transaction() as session:
        sitting = await Sitting.open(session)
        assert isinstance(sitting, Sitting)
        held = [(await sitting.held()).id or 0 for _ in range(3)]

    async def begin(meeting_id: int) -> int:
        async with database.transaction() as session:
            actor = await sitting.as_("author", session=session)
            await asyncio.sleep(0.01)
            return (await minutes.begin(actor, meeting_id)).number

    found = await asyncio.gather(*(begin(one) for one in (*held, held[0])))
    assert found[0] == found[3]
    assert sorted(found[:3]) == [1, 2, 3]
