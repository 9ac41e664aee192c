import asyncio
from datetime import timedelta

import pytest

from models.database import AsyncSession, Database
from models.errors import HeldByAnother
from models.services import claims
from tests.models.sample_rows import NOW
from tests.models.services.desk_rows import staffed


async def test_two_people_never_hold_one_submission(session: AsyncSession) -> None:
    """Who takes it first holds it until their time is over; the other is told until when."""
    office = await staffed(session)
    one = (await office.submission()).id or 0
    first, second = office.people["secretariat"], office.people["manager"]
    await claims.take(session=session, submission_id=one, person_id=first, now=NOW)
    with pytest.raises(HeldByAnother) as refused:
        await claims.take(session=session, submission_id=one, person_id=second, now=NOW + timedelta(minutes=29))
    assert refused.value.ends_at == NOW + claims.HELD_FOR
    assert await claims.holder(session=session, submission_id=one, now=NOW) == first
    later = NOW + claims.HELD_FOR
    assert await claims.holder(session=session, submission_id=one, now=later) is None
    await claims.take(session=session, submission_id=one, person_id=second, now=later)
    assert await claims.holder(session=session, submission_id=one, now=later) == second


async def test_each_step_holds_it_longer(session: AsyncSession) -> None:
    """Its holder takes it again at every step: the time counts from the last one."""
    office = await staffed(session)
    one, person = (await office.submission()).id or 0, office.people["council"]
    await claims.take(session=session, submission_id=one, person_id=person, now=NOW)
    await claims.take(session=session, submission_id=one, person_id=person, now=NOW + timedelta(minutes=20))
    assert await claims.holder(session=session, submission_id=one, now=NOW + timedelta(minutes=45)) == person


async def test_only_its_holder_lets_go(session: AsyncSession) -> None:
    """Letting go of what somebody else holds changes nothing."""
    office = await staffed(session)
    one, person = (await office.submission()).id or 0, office.people["council"]
    await claims.take(session=session, submission_id=one, person_id=person, now=NOW)
    await claims.release(session=session, submission_id=one, person_id=office.people["manager"])
    assert await claims.holder(session=session, submission_id=one, now=NOW) == person
    await claims.release(session=session, submission_id=one, person_id=person)
    assert await claims.holder(session=session, submission_id=one, now=NOW) is None


async def test_everything_somebody_holds_can_be_let_go(session: AsyncSession) -> None:
    """When an office ends, what its holder had comes back to the queue, and nobody else's."""
    office = await staffed(session)
    ids = [(await office.submission()).id or 0 for _ in range(3)]
    for one in ids[:2]:
        await claims.take(session=session, submission_id=one, person_id=office.people["council"], now=NOW)
    await claims.take(session=session, submission_id=ids[2], person_id=office.people["manager"], now=NOW)
    assert await claims.release_all(session=session, person_id=office.people["council"]) == 2
    assert [await claims.holder(session=session, submission_id=one, now=NOW) for one in ids] == [
        None,
        None,
        office.people["manager"],
    ]


async def test_of_twenty_at_once_one_gets_it(database: Database) -> None:
    """Twenty who take the same submission at the same moment: one holds it, nineteen are told so."""
    async with database.transaction() as session:
        office = await staffed(session)
        one = (await office.submission()).id or 0
        people = list(office.people.values())

    async def take(person: int) -> bool:
        try:
            async with database.transaction() as session:
                await claims.take(session=session, submission_id=one, person_id=person, now=NOW)
        except HeldByAnother:
            return False
        return True

    taken = await asyncio.gather(*(take(people[number % len(people)]) for number in range(len(people))))
    assert sum(taken) == 1
