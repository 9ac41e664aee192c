"""Agendas: words and submissions in their order, whose right they are, and how submissions follow their meeting."""

import pytest
from sqlalchemy import select

from models.broadcast import Broadcast
from models.database import AsyncSession, Database, table_of
from models.delivery import DeliveryKind
from models.errors import AgendaFull, BadMeetingFact, EmptyText, ItemWritten, MeetingChanged, NotFound
from models.meeting import MeetingRevision, MeetingState, MinutesState
from models.services import (
    agenda,
    agenda_reading,
    broadcasts,
    meeting_audience,
)
from models.services import minutes as minute_book
from tests.models.sample_rows import BOT, NOW
from tests.models.services.agenda_rows import Sitting, Step


@pytest.fixture
async def sitting(session: AsyncSession) -> Sitting:
    """The town whose council sits."""
    made = await Sitting.open(session)
    assert isinstance(made, Sitting)
    return made


async def test_lines_are_items(sitting: Sitting) -> None:
    """Several lines in one message are several items; numbers, dashes and empty lines before them are not kept."""
    meeting = await sitting.called(MeetingState.DRAFT)
    await sitting.say(meeting, "۱. روشنایی کوچه‌ها\n\n2) زمین بازی\n- پرسش‌های شما\n•  بودجهٔ ۱۴۰۶")
    assert await sitting.texts(meeting) == ["روشنایی کوچه‌ها", "زمین بازی", "پرسش‌های شما", "بودجهٔ ۱۴۰۶"]


@pytest.mark.parametrize("line", ["۵ میلیون تومان", "3.5 متر عرض", "۱۴۰۵/۹/۱۹ گزارش", "-۵ درجه", "۵-۶ نفر"])
def test_numbers_of_an_item_stay(line: str) -> None:
    """What begins with a number that counts something keeps it."""
    assert agenda.read_items(line) == [line]


@pytest.mark.parametrize("line", ["۱-روشنایی", "1.روشنایی", "۲) روشنایی", "-روشنایی", "• روشنایی", "  ۳ـ روشنایی"])
def test_numbers_before_an_item_go(line: str) -> None:
    """However people number their lists, the number is not kept: the agenda has its own."""
    assert agenda.read_items(line) == ["روشنایی"]


async def test_nothing_said(sitting: Sitting) -> None:
    """Blanks alone are no item."""
    with pytest.raises(EmptyText):
        await sitting.say(await sitting.called(), " \n  \n")


async def test_too_long(sitting: Sitting) -> None:
    """An item is no letter; of a message with one that is too long, nothing is added."""
    meeting = await sitting.called()
    with pytest.raises(BadMeetingFact):
        await sitting.say(meeting, "کوتاه\n" + "ا" * 1001)
    assert await sitting.texts(meeting) == []


async def test_eighty_items_and_no_more_than_a_hundred(sitting: Sitting) -> None:
    """80 items are no trouble; what would be beyond 100 is refused whole."""
    meeting = await sitting.called()
    await sitting.say(meeting, "\n".join(f"بند {number}" for number in range(80)))
    assert len(await sitting.texts(meeting)) == 80
    with pytest.raises(AgendaFull):
        await sitting.say(meeting, "\n".join(f"باز {number}" for number in range(21)))
    await sitting.say(meeting, "\n".join(f"باز {number}" for number in range(20)))
    assert len(await sitting.texts(meeting)) == 100


async def test_order(sitting: Sitting) -> None:
    """An item goes up and down, to the very top and to the end; at the end of its way it stays."""
    meeting = await sitting.called()
    await sitting.say(meeting, "الف\nب\nپ\nت")
    last = (await sitting.items(meeting))[-1].id or 0

    async def moved(*, up: bool, is_far: bool = False) -> str:
        version = (await sitting.row(meeting)).version
        await agenda.move_item(await sitting.as_("author"), meeting.id or 0, version, last, up=up, is_far=is_far)
        return "".join(await sitting.texts(meeting))

    assert await moved(up=True) == "الفبتپ"
    assert await moved(up=True, is_far=True) == "تالفبپ"
    assert await moved(up=True) == "تالفبپ"
    assert await moved(up=False) == "الفتبپ"
    assert await moved(up=False, is_far=True) == "الفبپت"
    assert [one.position for one in await sitting.items(meeting)] == [1, 2, 3, 4]


async def test_words_and_presenter(sitting: Sitting) -> None:
    """Words and presenter of an item change; an empty presenter is nobody."""
    meeting = await sitting.called()
    await sitting.say(meeting, "روشنایی")
    (item,) = await sitting.items(meeting)
    actor = await sitting.as_("colleague")
    version = (await sitting.row(meeting)).version
    changed = await agenda.change(actor, meeting.id or 0, version, item.id or 0, text="نور", presenter="زهرا  احمدی")
    (item,) = await sitting.items(meeting)
    assert (item.text, item.presenter) == ("نور", "زهرا احمدی")
    await agenda.change(actor, meeting.id or 0, changed.version, item.id or 0, presenter="")
    assert (await sitting.items(meeting))[0].presenter is None


async def test_removed(sitting: Sitting) -> None:
    """What is taken off is gone, and the others close up."""
    meeting = await sitting.called()
    await sitting.say(meeting, "الف\nب\nپ")
    second = (await sitting.items(meeting))[1].id or 0
    version = (await sitting.row(meeting)).version
    await agenda.remove(await sitting.as_("author"), meeting.id or 0, version, second)
    assert [(one.position, one.text) for one in await sitting.items(meeting)] == [(1, "الف"), (2, "پ")]


@pytest.mark.parametrize("name", ["neighbour", "manager", "expert", "resident"])
async def test_not_theirs(sitting: Sitting, name: str) -> None:
    """Whoever calls no meetings in the area does nothing to an agenda: it is not there for them."""
    meeting = await sitting.called()
    await sitting.say(meeting, "روشنایی")
    (item,) = await sitting.items(meeting)
    actor, version = await sitting.as_(name), (await sitting.row(meeting)).version
    meeting_id, item_id = meeting.id or 0, item.id or 0
    steps: list[Step] = [
        lambda: agenda.add_text(actor, meeting_id, version, "x"),
        lambda: agenda.add_submissions(actor, meeting_id, version, [1]),
        lambda: agenda.change(actor, meeting_id, version, item_id, text="x"),
        lambda: agenda.move_item(actor, meeting_id, version, item_id, up=True),
        lambda: agenda.remove(actor, meeting_id, version, item_id),
        lambda: agenda.publish(actor, meeting_id, version),
        lambda: agenda.item_for(actor, item_id),
    ]
    for step in steps:
        with pytest.raises(NotFound):
            await step()
    assert await sitting.texts(meeting) == ["روشنایی"]


async def test_a_draft_is_its_authors(sitting: Sitting) -> None:
    """A colleague does not see the agenda of a draft either."""
    meeting = await sitting.called(MeetingState.DRAFT)
    with pytest.raises(NotFound):
        await sitting.say(meeting, "x", who="colleague")


async def test_old_buttons(sitting: Sitting) -> None:
    """What was drawn before somebody changed the meeting changes nothing."""
    meeting = await sitting.called()
    version = meeting.version
    await sitting.say(meeting, "الف")
    with pytest.raises(MeetingChanged):
        await agenda.add_text(await sitting.as_("colleague"), meeting.id or 0, version, "ب")
    assert await sitting.texts(meeting) == ["الف"]


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.DISCARDED])
async def test_over(sitting: Sitting, state: MeetingState) -> None:
    """The agenda of a meeting that does not take place is as it was."""
    meeting = await sitting.called(state)
    with pytest.raises(MeetingChanged):
        await sitting.say(meeting, "الف")


async def test_shown_to_the_invited(sitting: Sitting) -> None:
    """«Show it to the invited» raises the revision of what they got, and tells nobody anew."""
    meeting = await sitting.called()
    meeting_id, actor = meeting.id or 0, await sitting.as_("author")
    started = await broadcasts.start(
        session=sitting.session,
        bot_id=BOT,
        kind=DeliveryKind.MEETING,
        source_id=meeting_id,
        occurrence="announced",
        audience=meeting_audience.audience_of(meeting),
        is_urgent=False,
        revision=1,
        now=NOW,
    )
    await sitting.say(meeting, "روشنایی")
    shown = await agenda.publish(actor, meeting_id, (await sitting.row(meeting)).version)
    assert shown.revision == 2
    rows = (await sitting.session.execute(select(Broadcast))).scalars().all()
    assert [(one.id, one.revision) for one in rows] == [(started, 2)]
    assert len((await sitting.session.execute(select(MeetingRevision))).scalars().all()) == 1


async def test_nothing_to_show_yet(sitting: Sitting) -> None:
    """A meeting that nobody was told of has nobody to show it to."""
    meeting = await sitting.called(MeetingState.SCHEDULED)
    with pytest.raises(MeetingChanged):
        await agenda.publish(await sitting.as_("author"), meeting.id or 0, meeting.version)


async def test_written_stays(sitting: Sitting) -> None:
    """An item of which the minutes say something is not taken off; published minutes settle the agenda."""
    meeting = await sitting.held()
    await sitting.say(meeting, "الف\nب")
    first, second = await sitting.items(meeting)
    first.decision = "انجام شود"
    await sitting.session.flush()
    actor, version = await sitting.as_("author"), (await sitting.row(meeting)).version
    with pytest.raises(ItemWritten):
        await agenda.remove(actor, meeting.id or 0, version, first.id or 0)
    made = await minute_book.begin(actor, meeting.id or 0)
    made.state = MinutesState.PUBLISHED.value
    await sitting.session.flush()
    with pytest.raises(MeetingChanged):
        await agenda.remove(actor, meeting.id or 0, version, second.id or 0)


async def test_two_at_one_agenda(database: Database) -> None:
    """Of two who add to the same version at once, one is told that it changed; nothing is lost or doubled."""
    async with database.transaction() as session:
        sitting = await Sitting.open(session)
        assert isinstance(sitting, Sitting)
        meeting = await sitting.called()
        meeting_id, version = meeting.id or 0, meeting.version
    async with database.transaction() as session:
        sitting.session = session
        await agenda.add_text(await sitting.as_("author", session=session), meeting_id, version, "الف")
    async with database.transaction() as session:
        with pytest.raises(MeetingChanged):
            await agenda.add_text(await sitting.as_("colleague", session=session), meeting_id, version, "ب")
    async with database.transaction() as session:
        found = await agenda_reading.items(session=session, meeting_id=meeting_id)
        assert [one.text for one in found] == ["الف"]
    assert table_of(Broadcast) is not None
