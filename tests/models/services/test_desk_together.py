import asyncio

from models.database import AsyncSession, Database
from models.errors import HeldByAnother
from models.role import Action
from models.services import access, casework, claims, desk
from models.services.casework import Desk
from models.services.desk import Tray
from models.submission import Status
from tests.models.sample_rows import BOT, NOW, TEHRAN, resident
from tests.models.services.desk_rows import staffed

_STAFF, _ITEMS = 20, 20


class _Room:
    """Twenty people at one queue; whoever holds what is written on the wall, outside of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.on_the_wall: dict[int, int] = {}
        self.done: list[int] = []
        self.refused = 0

    async def work(self, person: int) -> None:
        """Take the next, work on it for a moment, end it; until nothing is left."""
        goes_on = True
        while goes_on:
            goes_on = await self._one(person)

    async def _one(self, person: int) -> bool:
        following = await self._following(person)
        if following is None:
            return False
        if not await self._take(person, following):
            self.refused += 1
            await asyncio.sleep(0.02)
            return True
        assert self.on_the_wall.setdefault(following, person) == person, "two people hold one submission"
        await asyncio.sleep(0.002)
        async with self._database.transaction() as session:
            await casework.move(await self._desk(session, person), following, Status.DONE)
        assert self.on_the_wall.pop(following) == person
        self.done.append(following)
        return True

    async def _desk(self, session: AsyncSession, person: int) -> Desk:
        rights = await access.rights_of(session=session, person_id=person, is_owner=True, now=NOW)
        return Desk(session, rights, BOT, NOW, TEHRAN)

    async def _following(self, person: int) -> int | None:
        async with self._database.transaction() as session:
            rights = await access.rights_of(session=session, person_id=person, is_owner=True, now=NOW)
            found = await desk.next_of(session=session, rights=rights, tray=Tray.NEW, now=NOW)
        return found[0] if found else None

    async def _take(self, person: int, submission_id: int) -> bool:
        try:
            async with self._database.transaction() as session:
                await claims.take(session=session, submission_id=submission_id, person_id=person, now=NOW)
                submission = await access.submission_for(
                    session=session,
                    rights=await access.rights_of(session=session, person_id=person, is_owner=True, now=NOW),
                    submission_id=submission_id,
                    action=Action.CLAIM,
                )
                if submission.status != Status.REGISTERED:  # ended between the look and the hand
                    return False
        except HeldByAnother:
            return False
        return True


async def test_twenty_at_one_queue_never_hold_the_same(database: Database) -> None:
    """Twenty staff who take the next one, interleaved: nobody holds what another does, and everything is done once."""
    async with database.transaction() as session:
        office = await staffed(session)
        made = [(await office.submission()).id or 0 for _ in range(_ITEMS)]
        people = [await resident(session, 7_300_000_000 + number) for number in range(_STAFF)]
    room = _Room(database)
    await asyncio.gather(*(room.work(person) for person in people))
    assert sorted(room.done) == made
    assert room.refused > 0, "they never met: the test shows nothing"
