"""Several people at resolutions in the same moment: numbers without gaps, and one step at a time."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from models.database import AsyncSession, Database, table_of
from models.errors import DomainError
from models.resolution import Resolution, ResolutionEvent, ResolutionStatus
from models.services import resolution_due, resolution_moves, resolution_removing, resolutions
from models.services.actor import Actor
from models.submission import StatusEvent
from tests.models.office import OWNERS
from tests.models.sample_rows import BOT, NOW
from tests.models.services.resolution_rows import LAMP, Council

type Step = Callable[[Actor], Awaitable[object]]
S = ResolutionStatus


class _Abandoned(Exception):  # noqa: N818  (named by what happened)
    """The transaction is given up."""


async def _at_once(database: Database, council: Council, *steps: tuple[str, Step]) -> Counter[str]:
    """How often each outcome came of steps taken in a transaction each: «done», or the error's name."""

    async def one(who: str, step: Step) -> str:
        try:
            async with database.transaction() as session:
                actor = await council.as_(who, NOW, session)
                await asyncio.sleep(0.01)
                await step(actor)
                await asyncio.sleep(0.01)
        except (DomainError, _Abandoned) as error:
            return type(error).__name__
        return "done"

    return Counter(await asyncio.gather(*(one(who, step) for who, step in steps)))


async def _opened(database: Database) -> Council:
    async with database.transaction() as session:
        return await Council.open(session)


async def test_numbers_have_no_gaps(database: Database) -> None:
    """Twelve at once, of whom every third gives up after taking a number: 1 to 8, each once."""
    council = await _opened(database)
    golsar = council.areas["گلسار"]

    async def make(actor: Actor) -> None:
        await resolutions.create(actor, LAMP, area_id=golsar)

    async def give_up(actor: Actor) -> None:
        await make(actor)
        raise _Abandoned

    steps = [("author" if number % 2 else "colleague", give_up if number % 3 == 0 else make) for number in range(12)]
    assert await _at_once(database, council, *steps) == {"done": 8, "_Abandoned": 4}
    async with database.transaction() as session:
        numbers = (await session.execute(select(table_of(Resolution).c.number))).scalars().all()
    assert sorted(numbers) == list(range(1, 9))


async def test_numbers_have_no_gaps_while_some_are_taken_back(database: Database) -> None:
    """Others put theirs on record in the same moment: 1 to the last, each once."""
    async with database.transaction() as session:
        council = await Council.open(session)
        meeting, hidden = await council.meeting(), []
        for position in range(6):
            item = await council.item(meeting, position=position)
            actor = await council.as_("author")
            hidden.append(await resolutions.create(actor, LAMP, area_id=meeting.area_id, item_id=item.id))
        ids, area_id = [(one.id or 0) for one in hidden[:3]], meeting.area_id
        item_ids = [(await council.item(meeting, position=9 + more)).id for more in range(4)]

    async def take_back(actor: Actor, number: int) -> None:
        row = await resolutions.load(actor.session, number)
        await resolution_removing.remove(actor, number, row.version)

    async def make(actor: Actor, item_id: int | None) -> None:
        await resolutions.create(actor, LAMP, area_id=area_id, item_id=item_id)

    steps = [
        *(("author", partial(take_back, number=number)) for number in ids),
        *(("colleague", partial(make, item_id=item_id)) for item_id in item_ids),
    ]
    came = await _at_once(database, council, *steps)
    assert set(came) <= {"done", "ResolutionChanged"}  # whose number moved meanwhile looks again
    async with database.transaction() as session:
        numbers = (await session.execute(select(table_of(Resolution).c.number))).scalars().all()
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert len(numbers) == 10 - came["done"] + 4


async def test_one_resolution_of_one_item(database: Database) -> None:
    """Two members save what came of the same item: one of them is told that it is there."""
    async with database.transaction() as session:
        council = await Council.open(session)
        meeting = await council.meeting()
        item = await council.item(meeting)
        area_id, item_id = meeting.area_id, item.id

    async def make(actor: Actor) -> None:
        await resolutions.create(actor, LAMP, area_id=area_id, item_id=item_id)

    assert await _at_once(database, council, ("author", make), ("colleague", make)) == {
        "done": 1,
        "ResolutionChanged": 1,
    }


async def test_one_step_at_a_time(database: Database) -> None:
    """Two say at once that it is done: it is said once, and its author hears it once."""
    async with database.transaction() as session:
        council = await Council.open(session)
        sent = await council.proposed()
        made = await council.decide(answers=(sent,))
        resolution_id, version = made.id or 0, made.version

    async def finish(actor: Actor) -> None:
        await resolution_moves.move(actor, resolution_id, version, S.DONE, "تمام شد")

    assert await _at_once(database, council, ("author", finish), ("manager", finish)) == {
        "done": 1,
        "ResolutionChanged": 1,
    }
    assert await _statuses(database) == (["open", "done"], ["registered", "approved", "done"])


async def _statuses(database: Database) -> tuple[list[str], list[str]]:
    async with database.transaction() as session:
        steps, moves = table_of(ResolutionEvent).c, table_of(StatusEvent).c
        taken = (await session.execute(select(steps.status_to).order_by(steps.id))).scalars().all()
        return list(taken), list((await session.execute(select(moves.status_to).order_by(moves.id))).scalars())


async def test_two_timers_bind_once(database: Database) -> None:
    """A process that takes over while the other still looks: the step is taken once."""
    async with database.transaction() as session:
        council = await Council.open(session)
        await council.decide(who="secretary", area="ایزدشهر")
    later = NOW + timedelta(days=15)

    async def bind() -> int:
        async with database.transaction() as session:
            bound = await resolution_due.bind_due(session=session, bot_id=BOT, city=council.city, now=later)
            await asyncio.sleep(0.01)
            return bound

    assert sorted(await asyncio.gather(bind(), bind())) == [0, 1]


async def test_two_timers_tell_once(database: Database) -> None:
    """The week's list is put once for each member."""
    late = (NOW - timedelta(days=30)).date()
    async with database.transaction() as session:
        council = await Council.open(session)
        made = await council.decide()
        await council.set(made, due_on=late)

    async def put(session: AsyncSession) -> int:
        return await resolution_due.put_overdue(session=session, bot_id=BOT, city=council.city, owners=OWNERS, now=NOW)

    async def look() -> int:
        async with database.transaction() as session:
            told = await put(session)
            await asyncio.sleep(0.01)
            return told

    assert sum(await asyncio.gather(look(), look())) == 2
