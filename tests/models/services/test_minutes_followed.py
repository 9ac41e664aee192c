"""Minutes: what becomes of the submissions that they are about."""

import pytest

from models.database import AsyncSession
from models.errors import MeetingChanged, ReasonNeeded
from models.meeting import Meeting, MeetingState, Outcome
from models.resolution_wording import Wording
from models.services import (
    agenda_reading,
    minutes,
    minutes_reading,
    papers,
    resolutions,
    submission_follow,
    submissions,
)
from models.submission import Status, Submission
from tests.models.sample_rows import NOW
from tests.models.services.agenda_rows import Sitting
from tests.models.services.minutes_rows import decide, publish, write
from tests.models.services.notice_rows import HOUR


@pytest.fixture
async def sitting(session: AsyncSession) -> Sitting:
    """The town whose council sits."""
    made = await Sitting.open(session)
    assert isinstance(made, Sitting)
    return made


async def test_submissions_follow(sitting: Sitting) -> None:
    """Declined: not accepted, with the minutes' words; postponed, noted or untouched: under review, and why."""
    ids = [await sitting.proposed(f"درخواست {number}") for number in range(4)]
    meeting = await sitting.held()
    await sitting.put(meeting, *ids)
    await minutes.begin(await sitting.as_("author"), meeting.id or 0)
    declined, noted, postponed, _ = [one.id or 0 for one in await sitting.items(meeting)]
    with pytest.raises(ReasonNeeded):
        await decide(sitting, declined, Outcome.DECLINED)
    await write(sitting, declined, "بودجه نیست")
    await decide(sitting, declined, Outcome.DECLINED)
    with pytest.raises(ReasonNeeded):
        await write(sitting, declined, "", was="بودجه نیست")
    await decide(sitting, noted, Outcome.NOTED)
    await decide(sitting, postponed, Outcome.POSTPONED)
    await publish(sitting, meeting)
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
    await write(sitting, item.id or 0, "نه")
    await decide(sitting, item.id or 0, Outcome.DECLINED)
    await sitting.set(one, status=status.value)
    await publish(sitting, meeting)
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
    await write(sitting, item.id or 0, "بودجه نیست")
    await decide(sitting, item.id or 0, Outcome.DECLINED)
    await publish(sitting, meeting)
    assert await sitting.status(one) == Status.NOT_ACCEPTED


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
        await decide(sitting, item.id or 0, Outcome.POSTPONED)
    await publish(sitting, meeting)
    assert await sitting.status(one) == Status.APPROVED
    shown = await minutes_reading.shown(session=sitting.session, meeting=await sitting.row(meeting))
    (line,) = shown.items
    assert line.outcome is Outcome.RESOLVED
    assert line.resolution is not None
    assert (line.resolution.text, line.resolution.responsible) == ("چراغ نصب شود", "شرکت برق")


async def test_a_correction_reaches_its_submission(sitting: Sitting) -> None:
    """An outcome that is put right afterwards takes the submission along."""
    one, meeting = await sitting.proposed(), await sitting.held()
    await sitting.put(meeting, one)
    await minutes.begin(await sitting.as_("author"), meeting.id or 0)
    (item,) = await sitting.items(meeting)
    await write(sitting, item.id or 0, "بودجه نیست")
    await decide(sitting, item.id or 0, Outcome.POSTPONED)
    await publish(sitting, meeting)
    assert await sitting.status(one) == Status.UNDER_REVIEW
    await decide(sitting, item.id or 0, Outcome.DECLINED)
    assert await sitting.status(one) == Status.NOT_ACCEPTED


async def _declined(sitting: Sitting) -> tuple[int, int, Meeting]:
    """(submission, item, meeting): public minutes declined it."""
    one, meeting = await sitting.proposed(), await sitting.held()
    await sitting.put(meeting, one)
    await minutes.begin(await sitting.as_("author"), meeting.id or 0)
    (item,) = await sitting.items(meeting)
    await write(sitting, item.id or 0, "بودجه نیست")
    await decide(sitting, item.id or 0, Outcome.DECLINED)
    await publish(sitting, meeting)
    assert await sitting.status(one) == Status.NOT_ACCEPTED
    return one, item.id or 0, meeting


@pytest.mark.parametrize("outcome", [Outcome.POSTPONED, Outcome.NOTED, None])
async def test_declined_by_mistake(sitting: Sitting, outcome: Outcome | None) -> None:
    """What these minutes had declined is looked at again once they say otherwise, and declined again if they do."""
    one, item, _ = await _declined(sitting)
    await decide(sitting, item, outcome)
    assert await sitting.status(one) == Status.UNDER_REVIEW
    await decide(sitting, item, Outcome.DECLINED)
    assert await sitting.status(one) == Status.NOT_ACCEPTED
    await decide(sitting, item, outcome)
    assert await sitting.status(one) == Status.UNDER_REVIEW


async def test_resolved_after_it_was_declined(sitting: Sitting) -> None:
    """A resolution of an item that its meeting had declined approves the submission after all."""
    one, item, meeting = await _declined(sitting)
    wording = Wording("چراغ نصب شود", "شرکت برق")
    await resolutions.create(await sitting.as_("author"), wording, area_id=meeting.area_id, item_id=item)
    assert await sitting.status(one) == Status.APPROVED


async def test_what_others_declined_stays(sitting: Sitting) -> None:
    """Whoever else declined it since, the desk or another meeting: a correction of these minutes does not open it."""
    by_desk, item, _ = await _declined(sitting)
    await sitting.set(by_desk, status=Status.UNDER_REVIEW.value)
    actor = await sitting.as_("author")
    assert await submission_follow.follow(actor, by_desk, Status.NOT_ACCEPTED, "در توان شهرداری نیست.")
    await decide(sitting, item, Outcome.POSTPONED)
    assert await sitting.status(by_desk) == Status.NOT_ACCEPTED

    twice, item, _ = await _declined(sitting)
    await sitting.set(twice, status=Status.UNDER_REVIEW.value)
    other = await sitting.held(title="جلسهٔ دیگر")
    await sitting.put(other, twice)
    await minutes.begin(await sitting.as_("author"), other.id or 0)
    (second,) = await sitting.items(other)
    await write(sitting, second.id or 0, "باز هم نه")
    await decide(sitting, second.id or 0, Outcome.DECLINED)
    await publish(sitting, other)
    await decide(sitting, item, Outcome.POSTPONED)
    assert await sitting.status(twice) == Status.NOT_ACCEPTED


async def test_withdrawn_words_are_gone(sitting: Sitting) -> None:
    """What its author took back stands in agenda, minutes and paper by its code alone; the rest stays as it was."""
    one, meeting = await sitting.proposed("چاه خانهٔ ما ریخته است"), await sitting.held()
    await sitting.put(meeting, one)
    await sitting.say(meeting, "زمین بازی")
    actor, number = await sitting.as_("author"), meeting.id or 0
    await minutes.begin(actor, number)
    item, _ = await sitting.items(meeting)
    await write(sitting, item.id or 0, "پیگیری می‌شود")
    await publish(sitting, meeting)
    submission = await sitting.session.get_one(Submission, one)
    person_id = submission.person_id
    await submissions.withdraw(session=sitting.session, submission=submission, person_id=person_id, now=NOW)
    lines = await agenda_reading.lines(session=sitting.session, meeting_id=number)
    expected = [("", submission.code, True), ("زمین بازی", None, False)]
    assert [(line.text, line.code, line.is_withdrawn) for line in lines] == expected
    shown = await minutes_reading.shown(session=sitting.session, meeting=await sitting.row(meeting))
    assert [(said.line, said.decision) for said in shown.items] == list(zip(lines, ("پیگیری می‌شود", None), strict=True))
    paper = await papers.minutes_paper(actor, number)
    assert [(said.text, said.code, said.is_withdrawn) for said in paper.items] == expected
    assert await sitting.status(one) == Status.WITHDRAWN
