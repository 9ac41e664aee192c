"""Submissions on agendas: which may come there, how they follow their meeting, and agendas that fill themselves."""

import pytest

from models.database import AsyncSession
from models.delivery import DeliveryKind
from models.meeting import MeetingKind, MeetingState
from models.services import (
    agenda,
    agenda_prefill,
    agenda_reading,
    agenda_submissions,
    meeting_changes,
    meeting_due,
)
from models.services.audit import By
from models.submission import Kind, Status, Visibility
from tests.models.office import OWNERS
from tests.models.sample_rows import BOT, NOW
from tests.models.services.agenda_rows import SOON, STARTS, Sitting
from tests.models.services.notice_rows import CITY, DAY, HOUR


@pytest.fixture
async def sitting(session: AsyncSession) -> Sitting:
    """The town whose council sits."""
    made = await Sitting.open(session)
    assert isinstance(made, Sitting)
    return made


async def test_candidates(sitting: Sitting) -> None:
    """What may come is public, open, no complaint and of the area or below; the longest waiting first."""
    first, second = await sitting.proposed(), await sitting.proposed(kind=Kind.PROPOSAL)
    for status in (Status.DONE, Status.WITHDRAWN, Status.MERGED, Status.NOT_ACCEPTED, Status.ON_AGENDA):
        await sitting.proposed(status=status)
    await sitting.proposed(kind=Kind.COMPLAINT)
    await sitting.proposed(visibility=Visibility.STAFF_ONLY)
    await sitting.proposed(area="باغ شاه")
    await sitting.proposed(area=None)
    third = await sitting.proposed(status=Status.REOPENED)
    actor, meeting = await sitting.as_("author"), await sitting.called()
    found, total = await agenda_submissions.candidates(actor, meeting, offset=0, limit=10)
    assert ([one.id for one in found], total) == ([first, second, third], 3)
    page, total = await agenda_submissions.candidates(actor, meeting, offset=1, limit=1)
    assert ([one.id for one in page], total) == ([second], 3)


async def test_candidates_of_the_city(sitting: Sitting) -> None:
    """What has no area belongs to the city's own meeting, and so does everything below it."""
    ours, placeless = await sitting.proposed(), await sitting.proposed(area=None)
    actor = await sitting.as_("secretary")
    meeting = await sitting.called(area="ایزدشهر")
    found, _ = await agenda_submissions.candidates(actor, meeting, offset=0, limit=10)
    assert [one.id for one in found] == [ours, placeless]


async def test_put_on_an_announced_agenda(sitting: Sitting) -> None:
    """A submission that is put on an agenda people know of is «on agenda»; its history names meeting and date."""
    one, meeting = await sitting.proposed(), await sitting.called()
    added = await sitting.put(meeting, one)
    assert (added.count, list(added.left_out)) == (1, [])
    assert await sitting.history(one) == [("on_agenda", "در دستور جلسهٔ «جلسهٔ هفتگی» (یکشنبه ۲۲ آذر) قرار گرفت.")]
    assert (await sitting.told(DeliveryKind.CHANGE))[0][1]


async def test_put_on_a_draft(sitting: Sitting) -> None:
    """Nobody hears of a draft: its submissions follow once it is announced, and only then."""
    one, meeting = await sitting.proposed(), await sitting.called(MeetingState.DRAFT)
    await sitting.put(meeting, one)
    assert await sitting.status(one) == Status.REGISTERED
    await agenda_submissions.engage(await sitting.as_("author"), await sitting.row(meeting), by=By(None, "timer"))
    assert await sitting.status(one) == Status.ON_AGENDA


async def test_several_in_their_order(sitting: Sitting) -> None:
    """Several are put on at once, in the order in which they were chosen; one that is there twice, once."""
    first, second, third = await sitting.proposed("یک"), await sitting.proposed("دو"), await sitting.proposed("سه")
    meeting = await sitting.called()
    assert (await sitting.put(meeting, third, first, second, first)).count == 3
    assert await sitting.texts(meeting) == ["سه", "یک", "دو"]


async def test_numbers_are_masked(sitting: Sitting) -> None:
    """Telephone numbers of a submission do not stand on an agenda; a long one stands there in short."""
    one = await sitting.proposed("تلفن من 09123456789 است. " + "کوچه " * 200)
    meeting = await sitting.called()
    await sitting.put(meeting, one)
    (text,) = await sitting.texts(meeting)
    assert "0912" not in text
    assert "•••" in text
    assert len(text) < 320


async def test_hidden_meanwhile(sitting: Sitting) -> None:
    """What its author or the desk made the staff's alone shows no words on the agenda any more."""
    one, meeting = await sitting.proposed("رازی دربارهٔ همسایه"), await sitting.called()
    await sitting.put(meeting, one)
    await sitting.set(one, visibility=Visibility.STAFF_ONLY.value)
    (line,) = await agenda_reading.lines(session=sitting.session, meeting_id=meeting.id or 0)
    assert line.text == ""
    assert line.code


async def test_on_another_agenda(sitting: Sitting) -> None:
    """What is on the agenda of one meeting to come is refused on that of another, and said so."""
    one, first, second = await sitting.proposed(), await sitting.called(), await sitting.called(starts=STARTS + DAY)
    await sitting.put(first, one)
    added = await sitting.put(second, one)
    assert (added.count, list(added.left_out)) == (0, [one])
    assert await sitting.texts(second) == []
    there = await agenda_submissions.on_other_agenda(
        session=sitting.session, meeting_id=second.id or 0, submission_ids=[one]
    )
    assert there[one].id == first.id


async def test_taken_off(sitting: Sitting) -> None:
    """Taken off, it is under review again, and its author hears why."""
    one, meeting = await sitting.proposed(), await sitting.called()
    await sitting.put(meeting, one)
    (item,) = await sitting.items(meeting)
    version = (await sitting.row(meeting)).version
    await agenda.remove(await sitting.as_("author"), meeting.id or 0, version, item.id or 0)
    assert (await sitting.history(one))[-1] == (
        "under_review",
        "از دستور جلسهٔ «جلسهٔ هفتگی» (یکشنبه ۲۲ آذر) برداشته شد و دوباره بررسی می‌شود.",
    )


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.DONE, Status.MERGED, Status.IN_PROGRESS])
async def test_ended_meanwhile(sitting: Sitting, status: Status) -> None:
    """One that was withdrawn, ended or taken in hand meanwhile is left alone when it is taken off or released."""
    one, meeting = await sitting.proposed(), await sitting.called()
    await sitting.put(meeting, one)
    await sitting.set(one, status=status.value)
    assert await agenda_submissions.release(await sitting.as_("author"), await sitting.row(meeting)) == 0
    (item,) = await sitting.items(meeting)
    version = (await sitting.row(meeting)).version
    await agenda.remove(await sitting.as_("author"), meeting.id or 0, version, item.id or 0)
    assert await sitting.status(one) == status
    assert len(await sitting.history(one)) == 1


async def test_released(sitting: Sitting) -> None:
    """The submissions of a cancelled meeting go back; those of one that nobody knew of never left."""
    one, two = await sitting.proposed(), await sitting.proposed()
    meeting, unknown = await sitting.called(), await sitting.called(MeetingState.SCHEDULED)
    await sitting.put(meeting, one)
    await sitting.put(unknown, two)
    actor = await sitting.as_("author")
    assert await agenda.release(actor, meeting.id or 0) == 1
    assert await agenda.release(actor, unknown.id or 0) == 0
    assert await sitting.status(one) == Status.UNDER_REVIEW
    assert "لغو" in ((await sitting.history(one))[-1][1] or "")


async def _fill(sitting: Sitting, hours: float = 20.0) -> int:
    now = STARTS - SOON * (hours / 20)
    return await agenda_prefill.fill_due(session=sitting.session, bot_id=BOT, city=CITY, owners=OWNERS, now=now)


async def test_filled_the_day_before(sitting: Sitting) -> None:
    """The agenda of a series' meeting is filled the day before with what waits longest, and its chair is told, once."""
    waiting = [await sitting.proposed(f"{number}") for number in range(7)]
    await sitting.proposed(kind=Kind.THANKS)
    meeting = await sitting.of_series()
    assert await _fill(sitting, 31) == 0
    assert await _fill(sitting) == 1
    assert await _fill(sitting) == 0
    found = await sitting.items(meeting)
    assert [(one.submission_id, one.is_prefilled, one.position) for one in found] == [
        (one, True, place) for place, one in enumerate(waiting[:5], start=1)
    ]
    assert await sitting.news() == [(meeting.id, "agenda")]
    assert await sitting.status(waiting[0]) == Status.ON_AGENDA
    assert await sitting.status(waiting[5]) == Status.REGISTERED


async def test_never_over_what_was_begun(sitting: Sitting) -> None:
    """An agenda that somebody began by hand is left alone; so is one that its chair emptied after it was filled."""
    await sitting.proposed()
    meeting = await sitting.of_series()
    await sitting.say(meeting, "روشنایی")
    assert await _fill(sitting) == 0
    assert await sitting.texts(meeting) == ["روشنایی"]
    other = await sitting.of_series(starts=STARTS + HOUR, title="دیگر")
    assert await _fill(sitting, 19) == 1
    (item,) = await sitting.items(other)
    version = (await sitting.row(other)).version
    await agenda.remove(await sitting.as_("author"), other.id or 0, version, item.id or 0)
    assert await _fill(sitting, 18) == 0


@pytest.mark.parametrize("state", [MeetingState.DRAFT, MeetingState.CANCELLED, MeetingState.HELD])
async def test_not_filled(sitting: Sitting, state: MeetingState) -> None:
    """Only what is to come is filled; nothing is told where nothing waits."""
    await sitting.of_series(state)
    await sitting.proposed()
    await sitting.called(kind=MeetingKind.COURSE)
    assert await _fill(sitting) == 0
    assert await sitting.news() == []


async def test_followed_through_its_life(sitting: Sitting) -> None:
    """A submission follows a meeting when it is announced by its timer, and goes back when it is cancelled."""
    one = await sitting.proposed()
    meeting = await sitting.called(MeetingState.SCHEDULED, announce_at=NOW)
    await sitting.put(meeting, one)
    assert await sitting.status(one) == Status.REGISTERED
    await meeting_due.start_due(session=sitting.session, bot_id=BOT, city=CITY, owners=OWNERS, now=NOW)
    assert (await sitting.row(meeting)).state == MeetingState.ANNOUNCED
    assert await sitting.status(one) == Status.ON_AGENDA
    version = (await sitting.row(meeting)).version
    await meeting_changes.cancel(await sitting.as_("author"), meeting.id or 0, version, "تعمیرات")
    assert [status for status, _ in await sitting.history(one)] == ["on_agenda", "under_review"]


async def test_on_two_agendas(sitting: Sitting) -> None:
    """One that two drafts had chosen stays on the agenda when one of the two meetings is cancelled."""
    one = await sitting.proposed()
    first, second = await sitting.called(MeetingState.DRAFT), await sitting.called(MeetingState.DRAFT)
    for meeting in (first, second):
        assert (await sitting.put(meeting, one)).count == 1
    actor = await sitting.as_("author")
    for meeting in (first, second):
        row = await sitting.row(meeting)
        row.state, row.announced_at = MeetingState.ANNOUNCED.value, NOW
        await sitting.session.flush()
        await agenda_submissions.engage(actor, row)
    assert len(await sitting.history(one)) == 1
    assert await agenda.release(actor, second.id or 0) == 0
    assert await sitting.status(one) == Status.ON_AGENDA
