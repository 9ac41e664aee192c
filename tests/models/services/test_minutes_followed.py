"""Minutes: what becomes of the submissions that they are about."""

import pytest

from models.database import AsyncSession
from models.errors import MeetingChanged, ReasonNeeded
from models.meeting import MeetingState, Outcome
from models.resolution_wording import Wording
from models.services import (
    minutes,
    minutes_reading,
    resolutions,
)
from models.submission import Status
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
