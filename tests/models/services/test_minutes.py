"""Minutes: begun with everything filled in, written by several, published once, and put right afterwards."""

import asyncio

import pytest
from sqlalchemy import select

from models.audit import Audit
from models.broadcast import Broadcast
from models.database import AsyncSession, Database, table_of
from models.delivery import Delivery, DeliveryKind
from models.errors import BadMeetingFact, EmptyText, MeetingChanged, MinutesUnready, NotFound, ReasonNeeded
from models.media import MediaItem, MediaKind
from models.meeting import Meeting, MeetingState, Minutes, Outcome, Part
from models.resolution_wording import Wording
from models.services import (
    attendance,
    broadcasts,
    minutes,
    minutes_reading,
    minutes_writing,
    resolutions,
)
from models.submission import Status
from models.subscription import Subscription
from tests.models.sample_rows import NOW, TEHRAN
from tests.models.services.agenda_rows import STARTS, Sitting, Step
from tests.models.services.notice_rows import HOUR

LETTER = MediaItem(7, MediaKind.DOCUMENT, "file", "unique", "صورت‌جلسه.pdf", "application/pdf")


@pytest.fixture
async def sitting(session: AsyncSession) -> Sitting:
    """The town whose council sits."""
    made = await Sitting.open(session)
    assert isinstance(made, Sitting)
    return made


async def _begun(sitting: Sitting, text: str = "روشنایی\nزمین بازی", **values: object) -> tuple[Meeting, list[int]]:
    """A meeting that is over, with minutes begun, and the ids of its items."""
    meeting = await sitting.held(**values)
    if text:
        await sitting.say(meeting, text)
    await minutes.begin(await sitting.as_("author"), meeting.id or 0)
    return meeting, [one.id or 0 for one in await sitting.items(meeting)]


async def _minutes(sitting: Sitting, meeting: Meeting) -> Minutes:
    found = await minutes.minutes_of(session=sitting.session, meeting_id=meeting.id or 0)
    assert found is not None
    return found


async def _publish(sitting: Sitting, meeting: Meeting, who: str = "author") -> Minutes:
    version = (await _minutes(sitting, meeting)).version
    return await minutes.publish(await sitting.as_(who), meeting.id or 0, version)


async def _write(sitting: Sitting, item_id: int, words: str, name: str = "decision", was: str | None = None) -> Minutes:
    return await minutes_writing.write_words(await sitting.as_("author"), item_id, name, words, was=was)


async def _decide(sitting: Sitting, item_id: int, outcome: Outcome | None) -> Minutes:
    return await minutes_writing.write_outcome(await sitting.as_("author"), item_id, outcome)


async def _broadcasts(sitting: Sitting) -> list[tuple[str, int]]:
    c = table_of(Broadcast).c
    rows = await sitting.session.execute(
        select(c.occurrence, c.revision).where(c.kind == DeliveryKind.MINUTES.value).order_by(c.id)
    )
    return [(row[0], row[1]) for row in rows]


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
        await _begun(sitting)
    third, _ = await _begun(sitting)
    other = await sitting.held(area="باغ شاه")
    found = await minutes.begin(await sitting.as_("neighbour"), other.id or 0)
    assert ((await _minutes(sitting, third)).number, found.number) == (3, 1)


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
    meeting, (item, _) = await _begun(sitting)
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
    assert (await _minutes(sitting, meeting)).version == 1


async def test_the_form(sitting: Sitting) -> None:
    """Summary, decision and outcome of each item, a note, and another name below it."""
    meeting, (first, second) = await _begun(sitting)
    await _write(sitting, first, "گفت‌وگو شد", "summary")
    await _write(sitting, first, "چراغ نصب شود")
    await _decide(sitting, second, Outcome.POSTPONED)
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
    meeting, (first, second) = await _begun(sitting)
    await _write(sitting, first, "یک")
    await minutes_writing.write_words(await sitting.as_("colleague"), second, "decision", "دو", was=None)
    assert [one.decision for one in await sitting.items(meeting)] == ["یک", "دو"]


async def test_two_at_one_field(sitting: Sitting) -> None:
    """Of two who write into the same field, the second is told, and nothing of the first's is overwritten."""
    meeting, (first, _) = await _begun(sitting)
    await _write(sitting, first, "یک")
    with pytest.raises(MeetingChanged):
        await _write(sitting, first, "دو")
    await _write(sitting, first, "یک")  # the same words twice are no quarrel
    await _write(sitting, first, "یک و دو", was="یک")
    assert (await sitting.items(meeting))[0].decision == "یک و دو"
    with pytest.raises(MeetingChanged):
        await minutes_writing.write_note(await sitting.as_("author"), meeting.id or 0, "x", was="y")


async def test_bad_names(sitting: Sitting) -> None:
    """Minutes are signed by somebody, with a name and no more."""
    meeting, _ = await _begun(sitting)
    actor = await sitting.as_("author")
    with pytest.raises(EmptyText):
        await minutes_writing.change_chair(actor, meeting.id or 0, "  ")
    with pytest.raises(BadMeetingFact):
        await minutes_writing.change_chair(actor, meeting.id or 0, "ا" * 81)


async def test_nothing_written(sitting: Sitting) -> None:
    """Minutes that say nothing are not published."""
    meeting, _ = await _begun(sitting)
    with pytest.raises(MinutesUnready):
        await _publish(sitting, meeting)


async def test_a_file_instead(sitting: Sitting) -> None:
    """A file is enough; what was typed into the form stays beside it, and the file can be taken away again."""
    meeting, (first, _) = await _begun(sitting)
    actor = await sitting.as_("author")
    await minutes_writing.attach_file(actor, meeting.id or 0, LETTER)
    shown = await minutes_reading.shown(session=sitting.session, meeting=await sitting.row(meeting))
    assert shown.file == LETTER
    await minutes_writing.attach_file(actor, meeting.id or 0, None)
    with pytest.raises(MinutesUnready):
        await _publish(sitting, meeting)
    await _write(sitting, first, "چیزی")
    await minutes_writing.attach_file(actor, meeting.id or 0, LETTER)
    assert (await _publish(sitting, meeting)).state == "published"


async def test_published_to_the_invited(sitting: Sitting) -> None:
    """Published once, to whoever was invited; who wants no news of meetings is not told."""
    home, deaf, away = await sitting.reader("گلسار"), await sitting.reader("گلسار"), await sitting.reader("باغ شاه")
    await subscriptions_off(sitting, deaf)
    meeting, (first, _) = await _begun(sitting)
    await _write(sitting, first, "چراغ نصب شود")
    version = (await _minutes(sitting, meeting)).version
    await _publish(sitting, meeting)
    with pytest.raises(MeetingChanged):
        await minutes.publish(await sitting.as_("colleague"), meeting.id or 0, version)
    assert await _broadcasts(sitting) == [("published", 1)]
    (one,) = (await sitting.session.execute(select(Broadcast))).scalars().all()
    while await broadcasts.freeze_next(session=sitting.session, broadcast_id=one.id or 0, now=NOW, zone=TEHRAN):
        pass
    c = table_of(Delivery).c
    told = set((await sitting.session.execute(select(c.person_id).where(c.broadcast_id == one.id))).scalars())
    assert home in told
    assert not told & {deaf, away}


async def subscriptions_off(sitting: Sitting, person_id: int) -> None:
    """Somebody switches meetings off."""
    sitting.session.add(Subscription(person_id=person_id, meetings=False, updated_at=NOW))
    await sitting.session.flush()


async def test_changed_since_shown(sitting: Sitting) -> None:
    """What somebody wrote after the preview is not published unseen."""
    meeting, (first, _) = await _begun(sitting)
    await _write(sitting, first, "یک")
    seen = (await _minutes(sitting, meeting)).version
    await _write(sitting, first, "دو", was="یک")
    with pytest.raises(MeetingChanged):
        await minutes.publish(await sitting.as_("author"), meeting.id or 0, seen)


async def test_submissions_follow(sitting: Sitting) -> None:
    """Declined: not accepted, with the minutes' words; postponed, noted or untouched: under review, and why."""
    ids = [await sitting.proposed(f"درخواست {number}") for number in range(4)]
    meeting = await sitting.held()
    await sitting.put(meeting, *ids)
    await minutes.begin(await sitting.as_("author"), meeting.id or 0)
    declined, noted, postponed, _ = [one.id or 0 for one in await sitting.items(meeting)]
    with pytest.raises(ReasonNeeded):
        await _decide(sitting, declined, Outcome.DECLINED)
    await _write(sitting, declined, "بودجه نیست")
    await _decide(sitting, declined, Outcome.DECLINED)
    with pytest.raises(ReasonNeeded):
        await _write(sitting, declined, "", was="بودجه نیست")
    await _decide(sitting, noted, Outcome.NOTED)
    await _decide(sitting, postponed, Outcome.POSTPONED)
    await _publish(sitting, meeting)
    found = [(await sitting.history(one))[-1] for one in ids]
    where = "«جلسهٔ هفتگی» (پنجشنبه ۱۹ آذر)"
    assert found == [
        ("not_accepted", f"در جلسهٔ {where} پذیرفته نشد.\nبودجه نیست"),
        ("under_review", f"در جلسهٔ {where} دربارهٔ آن گفت‌وگو شد."),
        ("under_review", f"در جلسهٔ {where} به بعد موکول شد."),
        ("under_review", f"جلسهٔ {where} برگزار شد و هنوز دربارهٔ این درخواست تصمیمی گرفته نشده است."),
    ]


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.DONE, Status.IN_PROGRESS])
async def test_moved_on_meanwhile(sitting: Sitting, status: Status) -> None:
    """A submission that was withdrawn, ended or taken in hand since is left alone."""
    one, meeting = await sitting.proposed(), await sitting.held()
    await sitting.put(meeting, one)
    await minutes.begin(await sitting.as_("author"), meeting.id or 0)
    (item,) = await sitting.items(meeting)
    await _write(sitting, item.id or 0, "نه")
    await _decide(sitting, item.id or 0, Outcome.DECLINED)
    await sitting.set(one, status=status.value)
    await _publish(sitting, meeting)
    assert await sitting.status(one) == status


async def test_declined_though_unannounced(sitting: Sitting) -> None:
    """A meeting that began before anybody was told of it may decline a submission all the same."""
    one, meeting = await sitting.proposed(), await sitting.called(MeetingState.DRAFT, starts=NOW - HOUR)
    await sitting.put(meeting, one)
    row = await sitting.row(meeting)
    row.state = MeetingState.HELD.value
    await sitting.session.flush()
    await minutes.begin(await sitting.as_("author"), meeting.id or 0)
    (item,) = await sitting.items(meeting)
    await _write(sitting, item.id or 0, "بودجه نیست")
    await _decide(sitting, item.id or 0, Outcome.DECLINED)
    await _publish(sitting, meeting)
    assert await sitting.status(one) == Status.NOT_ACCEPTED


async def test_resolved_afterwards(sitting: Sitting) -> None:
    """A resolution that is put on record after the minutes were published corrects them."""
    meeting, (first, second) = await _begun(sitting)
    await _write(sitting, first, "یک")
    await _publish(sitting, meeting)
    actor = await sitting.as_("author")
    await resolutions.create(actor, Wording("چراغ نصب شود", "شرکت برق"), area_id=meeting.area_id, item_id=second)
    assert await _broadcasts(sitting) == [("published", 2)]


async def test_a_resolution_came_of_it(sitting: Sitting) -> None:
    """What was resolved is published with the minutes: its submission is approved, its item has no other outcome."""
    one, meeting = await sitting.proposed(), await sitting.held()
    await sitting.put(meeting, one)
    await minutes.begin(await sitting.as_("author"), meeting.id or 0)
    (item,) = await sitting.items(meeting)
    made = await resolutions.create(
        await sitting.as_("author"), Wording("چراغ نصب شود", "شرکت برق"), area_id=meeting.area_id, item_id=item.id
    )
    assert made.published_at is None
    with pytest.raises(MeetingChanged):
        await _decide(sitting, item.id or 0, Outcome.POSTPONED)
    await _publish(sitting, meeting)
    assert await sitting.status(one) == Status.APPROVED
    shown = await minutes_reading.shown(session=sitting.session, meeting=await sitting.row(meeting))
    (line,) = shown.items
    assert line.outcome is Outcome.RESOLVED
    assert line.resolution is not None
    assert (line.resolution.text, line.resolution.responsible) == ("چراغ نصب شود", "شرکت برق")


async def test_corrected(sitting: Sitting) -> None:
    """After publication every change is a correction: the revision goes up, and the copies show it."""
    meeting, (first, second) = await _begun(sitting)
    await _write(sitting, first, "یک")
    await _publish(sitting, meeting)
    await _write(sitting, first, "دو", was="یک")
    await _decide(sitting, second, Outcome.NOTED)
    actor = await sitting.as_("author")
    await minutes_writing.write_note(actor, meeting.id or 0, "ن", was=None)
    await minutes_writing.change_chair(actor, meeting.id or 0, "علی")
    assert await _broadcasts(sitting) == [("published", 5)]
    shown = await minutes_reading.shown(session=sitting.session, meeting=await sitting.row(meeting))
    assert (shown.revision, shown.corrected_at) == (5, NOW)


async def test_a_correction_reaches_its_submission(sitting: Sitting) -> None:
    """An outcome that is put right afterwards takes the submission along."""
    one, meeting = await sitting.proposed(), await sitting.held()
    await sitting.put(meeting, one)
    await minutes.begin(await sitting.as_("author"), meeting.id or 0)
    (item,) = await sitting.items(meeting)
    await _write(sitting, item.id or 0, "بودجه نیست")
    await _decide(sitting, item.id or 0, Outcome.POSTPONED)
    await _publish(sitting, meeting)
    assert await sitting.status(one) == Status.UNDER_REVIEW
    await _decide(sitting, item.id or 0, Outcome.DECLINED)
    assert await sitting.status(one) == Status.NOT_ACCEPTED


async def test_attendance_is_filled_in(sitting: Sitting) -> None:
    """Members present and absent stand in the minutes by name, guests by their number alone."""
    meeting, _ = await _begun(sitting)
    actor = await sitting.as_("author")
    await attendance.mark(actor, meeting.id or 0, 1, sitting.people["author"], Part.PRESENT)
    await attendance.add_by_hand(actor, meeting.id or 0, 1, "مهمان")
    shown = await minutes_reading.shown(session=sitting.session, meeting=await sitting.row(meeting))
    (came,) = shown.attendance
    assert (len(came.present), len(came.absent), came.guests) == (1, 1, 1)


async def test_written_down(sitting: Sitting) -> None:
    """Every step is a row of the audit trail, with what stood there before."""
    meeting, (first, _) = await _begun(sitting)
    await _write(sitting, first, "یک")
    await _publish(sitting, meeting)
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


async def test_published_once_by_several(database: Database) -> None:
    """Of three who publish in the same moment one does; the others are told so, and everybody hears once."""
    async with database.transaction() as session:
        sitting = await Sitting.open(session)
        assert isinstance(sitting, Sitting)
        meeting, (first, _) = await _begun(sitting)
        version = (await _write(sitting, first, "چراغ نصب شود")).version
        meeting_id = meeting.id or 0

    async def publish(who: str) -> str:
        try:
            async with database.transaction() as session:
                actor = await sitting.as_(who, session=session)
                await asyncio.sleep(0.01)
                await minutes.publish(actor, meeting_id, version)
        except MeetingChanged:
            return "changed"
        return "done"

    found = await asyncio.gather(*(publish(who) for who in ("author", "colleague", "secretary")))
    assert sorted(found) == ["changed", "changed", "done"]
    async with database.transaction() as session:
        sitting.session = session
        assert await _broadcasts(sitting) == [("published", 1)]
