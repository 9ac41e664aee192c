"""What time does: the review board's two weeks pass once, and every week says once what is overdue."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind
from models.resolution import ResolutionStatus
from models.rights import Owners
from models.role import Role
from models.services import resolution_due, resolution_moves, resolutions
from models.submission import Status
from tests.models.office import OWNERS
from tests.models.sample_rows import BOT, NOW
from tests.models.services.resolution_rows import LAMP, Council

S = ResolutionStatus
SATURDAY = date(2026, 12, 12)
NINE = datetime(2026, 12, 12, 5, 30, tzinfo=UTC)  # 09:00 in Tehran
WEEK = timedelta(weeks=1)
LATE = replace(LAMP, due_on=date(2026, 12, 11))


async def _bind(council: Council, now: datetime) -> int:
    return await resolution_due.bind_due(session=council.session, bot_id=BOT, city=council.city, now=now)


async def _put(council: Council, now: datetime, owners: Owners = OWNERS) -> int:
    return await resolution_due.put_overdue(
        session=council.session, bot_id=BOT, city=council.city, owners=owners, now=now
    )


async def _told(council: Council) -> dict[str, list[str]]:
    """Who is told of which areas, over all weeks."""
    rows = select(Delivery).where(table_of(Delivery).c.kind == DeliveryKind.OVERDUE.value)
    names, areas = ({value: key for key, value in known.items()} for known in (council.people, council.areas))
    found: dict[str, list[str]] = {}
    for one in (await council.session.execute(rows.order_by(table_of(Delivery).c.id))).scalars():
        found.setdefault(names[one.person_id], []).extend(areas[area_id] for area_id in one.content["areas"])
    return found


async def test_after_two_weeks_it_binds_once(session: AsyncSession) -> None:
    """To the second; its authors hear of it, and its history says why nobody did it."""
    council = await Council.open(session)
    sent = await council.proposed()
    one = await council.decide(who="secretary", area="ایزدشهر", answers=(sent,))
    binds_at = NOW + timedelta(days=14)
    assert await _bind(council, binds_at - timedelta(seconds=1)) == 0
    assert await _bind(council, binds_at) == 1
    assert await _bind(council, binds_at + WEEK) == 0
    await session.refresh(one)
    assert (one.status, one.status_at, one.binds_at) == (S.OPEN, binds_at, None)
    last = (await resolution_moves.history(session=session, resolution_id=one.id or 0))[-1]
    assert (last.status_from, last.status_to, last.person_id) == (S.AWAITING_REVIEW, S.OPEN, None)
    assert await council.status(sent) == Status.APPROVED
    assert (await council.notes(sent))[-1].endswith("هیئت تطبیق ایرادی نگرفت؛ از این پس باید اجرا شود.")
    assert (await council.done())[-1] == "resolution.bind"


async def test_what_the_board_stopped_does_not_bind(session: AsyncSession) -> None:
    """Nor what somebody opened before the two weeks were over, once more."""
    council = await Council.open(session)
    for to in (S.STOPPED, S.OPEN):
        one = await council.decide(who="secretary", area="ایزدشهر")
        await council.step(one, to, "نظر هیئت تطبیق", who="secretary")
    assert await _bind(council, NOW + 3 * WEEK) == 0


async def test_what_is_not_public_does_not_bind(session: AsyncSession) -> None:
    """The board has not seen it yet."""
    council = await Council.open(session)
    meeting = await council.meeting("ایزدشهر")
    item = await council.item(meeting)
    await resolutions.create(await council.as_("secretary"), LAMP, area_id=meeting.area_id, item_id=item.id)
    assert await _bind(council, NOW + 5 * WEEK) == 0


async def test_another_bots_are_let_be(session: AsyncSession) -> None:
    """Each bot tells its own authors."""
    council = await Council.open(session)
    await council.decide(who="secretary", area="ایزدشهر")
    other = resolution_due.bind_due(session=session, bot_id=BOT + 1, city=council.city, now=NOW + 3 * WEEK)
    assert await other == 0


@pytest.mark.parametrize(
    ("now", "saturday"),
    [
        (NINE - timedelta(seconds=1), SATURDAY - WEEK),
        (NINE, SATURDAY),
        (NINE + timedelta(days=6, hours=23), SATURDAY),
        (NINE + WEEK, SATURDAY + WEEK),
    ],
)
async def test_the_week_begins_on_saturday_at_nine(session: AsyncSession, now: datetime, saturday: date) -> None:
    """Of the city's clock."""
    council = await Council.open(session)
    assert resolution_due.week_of(now, council.city) == saturday


async def test_the_council_of_the_area_is_told_once_a_week(session: AsyncSession) -> None:
    """Its members, of their own; once however often the timer looks, and again the week after."""
    council = await Council.open(session)
    await council.decide(LATE)
    await council.decide(LATE)
    await council.decide(who="neighbour", area="باغ شاه")
    assert await _put(council, NINE - timedelta(minutes=1)) == 0
    assert [await _put(council, NINE + timedelta(hours=hours)) for hours in (0, 1, 30, 100)] == [2, 0, 0, 0]
    assert await _told(council) == {"author": ["گلسار"], "colleague": ["گلسار"]}
    assert await _put(council, NINE + WEEK) == 2
    assert await council.due(DeliveryKind.OVERDUE) == [NINE, NINE, NINE + WEEK, NINE + WEEK]


async def test_a_week_that_was_slept_through(session: AsyncSession) -> None:
    """Whoever was not running on Saturday says it when they are; weeks before that are not made up for."""
    council = await Council.open(session)
    await council.decide(LATE)
    assert await _put(council, NINE + 2 * WEEK + timedelta(days=3)) == 2
    assert await _put(council, NINE + 3 * WEEK) == 2


async def test_what_is_late_since_saturday_waits_for_the_next(session: AsyncSession) -> None:
    """The list is Saturday's: nobody hears of it on a Tuesday."""
    council = await Council.open(session)
    await council.decide(replace(LAMP, due_on=SATURDAY))
    assert await _put(council, NINE) == 0
    assert await _put(council, NINE + timedelta(days=3)) == 0
    assert await _put(council, NINE + WEEK) == 2


async def test_finished_or_hidden_is_not_overdue(session: AsyncSession) -> None:
    """What is done or stopped, and what nobody may read yet."""
    council = await Council.open(session)
    for to in (S.DONE, S.STOPPED):
        await council.step(await council.decide(LATE), to)
    meeting = await council.meeting()
    item = await council.item(meeting)
    await resolutions.create(await council.as_("author"), LATE, area_id=meeting.area_id, item_id=item.id)
    assert await _put(council, NINE) == 0


async def test_where_there_is_no_council(session: AsyncSession) -> None:
    """Whoever calls meetings above is told, in one message for all areas; with nobody there, the owners."""
    council = await Council.open(session, without=("author", "colleague", "neighbour"))
    for area in ("گلسار", "باغ شاه"):
        await council.decide(LATE, who="secretary", area=area)
    assert await _put(council, NINE) == 1
    assert await _told(council) == {"secretary": ["گلسار", "باغ شاه"]}


async def test_without_anybody_it_is_the_owners(session: AsyncSession) -> None:
    """Somebody always hears of it; where the settings name nobody, nobody."""
    council = await Council.open(session, without=("author", "colleague", "neighbour", "secretary"))
    await council.decide(LATE, who="owner")
    assert await _put(council, NINE, Owners()) == 0
    assert await _put(council, NINE) == 1
    assert await _told(council) == {"owner": ["گلسار"]}


async def test_the_citys_own_council(session: AsyncSession) -> None:
    """Its members hold the whole city, or its root; a neighbourhood's is not theirs to hear of."""
    council = await Council.open(session)
    council.people["city"], _ = await council.office.holder(Role.COUNCIL, None)
    council.people["root"], _ = await council.office.holder(Role.COUNCIL, "ایزدشهر")
    await council.decide(LATE, who="secretary", area="ایزدشهر")
    await council.decide(LATE)
    assert await _put(council, NINE) == 4
    told = await _told(council)
    assert told == {"author": ["گلسار"], "colleague": ["گلسار"], "city": ["ایزدشهر"], "root": ["ایزدشهر"]}


async def test_whose_office_ended_is_not_told(session: AsyncSession) -> None:
    """By Saturday somebody else sits there."""
    council = await Council.open(session)
    await council.decide(LATE)
    await council.revoke("colleague")
    assert await _put(council, NINE) == 1
    assert await _told(council) == {"author": ["گلسار"]}
