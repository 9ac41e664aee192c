"""Taking back a resolution that is not public: no number is missing afterwards, and nobody was told."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from models.database import AsyncSession, table_of
from models.errors import NotFound, ResolutionChanged, ResolutionKept
from models.resolution import Resolution, ResolutionSubmission
from models.services import resolution_removing, resolutions
from tests.models.sample_rows import NOW
from tests.models.services.resolution_rows import LAMP, Council


async def _hidden(council: Council, count: int) -> Sequence[Resolution]:
    """So many of one meeting whose minutes are not public, the first of them with a submission."""
    meeting, made = await council.meeting(), []
    for number in range(count):
        item = await council.item(meeting, None if number else await council.proposed(), number + 1)
        actor = await council.as_("author")
        made.append(await resolutions.create(actor, LAMP, area_id=meeting.area_id, item_id=item.id))
    return made


async def _numbers(session: AsyncSession) -> list[tuple[int, int]]:
    c = table_of(Resolution).c
    return [(row[0], row[1]) for row in (await session.execute(select(c.id, c.number).order_by(c.number))).all()]


async def test_the_numbers_after_it_move_up(session: AsyncSession) -> None:
    """Those that nobody has read get its number and the next ones; the next that is made goes on from there."""
    council = await Council.open(session)
    first, second, third = await _hidden(council, 3)
    ids = [second.id or 0, third.id or 0]
    item_id = first.item_id
    await resolution_removing.remove(await council.as_("colleague"), first.id or 0, first.version)
    assert await _numbers(session) == [(ids[0], 1), (ids[1], 2)]
    assert (await council.decide()).number == 3
    assert (await council.done())[-3] == "resolution.remove"
    assert (await session.execute(select(table_of(ResolutionSubmission)))).all() == []
    assert await resolutions.of_item(session=session, item_id=item_id or 0) is None
    actor = await council.as_("author")
    again = await resolutions.create(actor, LAMP, area_id=council.areas["گلسار"], item_id=item_id)
    assert again.number == 4


async def test_the_last_one_is_simply_gone(session: AsyncSession) -> None:
    """Its number is given to the next."""
    council = await Council.open(session)
    first, second = await _hidden(council, 2)
    number = first.id or 0
    await resolution_removing.remove(await council.as_("author"), second.id or 0, second.version)
    assert await _numbers(session) == [(number, 1)]
    assert (await council.decide()).number == 2


async def test_public_numbers_stay(session: AsyncSession) -> None:
    """Behind a number that somebody may have read nothing moves."""
    council = await Council.open(session)
    (first,) = await _hidden(council, 1)
    await council.decide(now=NOW)
    with pytest.raises(ResolutionKept):
        await resolution_removing.remove(await council.as_("author"), first.id or 0, first.version)
    assert [number for _, number in await _numbers(session)] == [1, 2]


async def test_what_is_public_is_not_taken_back(session: AsyncSession) -> None:
    """Nor by an older card's button."""
    council = await Council.open(session)
    one = await council.decide()
    with pytest.raises(ResolutionChanged):
        await resolution_removing.remove(await council.as_("author"), one.id or 0, one.version)
    (hidden,) = await _hidden(council, 1)
    with pytest.raises(ResolutionChanged):
        await resolution_removing.remove(await council.as_("author"), hidden.id or 0, hidden.version + 1)


@pytest.mark.parametrize("who", ["neighbour", "manager", "other_manager", "expert", "resident"])
async def test_strangers_take_nothing_back(session: AsyncSession, who: str) -> None:
    """For them it is not there."""
    council = await Council.open(session)
    (hidden,) = await _hidden(council, 1)
    with pytest.raises(NotFound):
        await resolution_removing.remove(await council.as_(who), hidden.id or 0, hidden.version)
