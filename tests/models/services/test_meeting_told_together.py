"""Digests that leave just when a meeting is moved: everybody comes to know of the move, and nobody hears it twice."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

import pytest

from models.database import AsyncSession, Database
from models.delivery import DeliveryKind
from models.meeting_facts import Session
from models.services import broadcasts, delivery_sending, meeting_changes, meetings
from models.services.delivery_sending import Due
from tests.models.sample_rows import BOT, TEHRAN
from tests.models.services.meeting_rows import FACTS, THURSDAY, Said
from tests.models.services.notice_rows import DAY, HOUR, MINUTE
from tests.models.services.reading_rows import ReadingRoom

EVENING = datetime(2026, 12, 10, 18, tzinfo=TEHRAN)
LATER = EVENING + DAY
CHANGE = DeliveryKind.MEETING_CHANGE
type Step = Callable[[AsyncSession], Awaitable[object]]


def _opens(room: ReadingRoom, session: AsyncSession) -> None:
    room.session = room.office.session = session


async def _at_once(database: Database, first: Step, second: Step) -> None:
    """Two steps, in a transaction each: the second begins once the first is done, and before that is committed."""
    is_done = asyncio.Event()

    async def one() -> None:
        async with database.transaction() as session:
            await first(session)
            is_done.set()
            await asyncio.sleep(0.05)

    async def another() -> None:
        await is_done.wait()
        async with database.transaction() as session:
            await second(session)

    await asyncio.gather(one(), another())


async def _move(room: ReadingRoom, session: AsyncSession, now: datetime) -> None:
    actor = await room.as_("author", now, session)
    row = await meetings.load(session, 1)
    await meeting_changes.change_facts(actor, 1, row.version, replace(FACTS, sessions=(Session(THURSDAY + DAY),)))


async def _claim(database: Database, now: datetime) -> Due:
    async with database.transaction() as session:
        (due,) = await delivery_sending.claim_due(session=session, bot_id=BOT, now=now, limit=10)
    return due


async def _told(database: Database, room: ReadingRoom, now: datetime) -> tuple[int, list[Said]]:
    """(the revision that the only reader has on record, what they are told of the change besides)."""
    async with database.transaction() as session:
        _opens(room, session)
        said = await room.engine(now)
        ((_, revision),) = (await room.on_record(await meetings.load(session, 1))).items()
    return revision, said


@pytest.mark.parametrize("is_first", [True, False], ids=["digest first", "digest second"])
async def test_moved_while_a_digest_leaves(database: Database, is_first: bool) -> None:
    """Whoever moves it first, the digest says the new time, or the change is told to whom it says the old one."""
    async with database.transaction() as session:
        room = await ReadingRoom.open_room(session)
        reader = await room.gathers()
        await room.announced()
        await room.put_digests(EVENING)
    due = await _claim(database, EVENING)
    steps: list[Step] = [
        lambda session: room.words(due, EVENING, session),
        lambda session: _move(room, session, EVENING),
    ]
    await _at_once(database, *(steps if is_first else reversed(steps)))
    revision, said = await _told(database, room, EVENING + MINUTE)
    assert (revision, said) == ((1, [Said(reader, CHANGE, "2", 2)]) if is_first else (2, []))


@pytest.mark.parametrize("is_first", [True, False], ids=["digest first", "digest second"])
async def test_frozen_while_a_digest_leaves(database: Database, is_first: bool) -> None:
    """Who hears of a move at once, and who has read it in a digest that leaves just then, are never the same people."""
    async with database.transaction() as session:
        room = await ReadingRoom.open_room(session)
        reader = await room.gathers()
        meeting = await room.announced()
        await room.digests(EVENING)
        await room.moved(meeting, DAY, LATER - HOUR)
        (change,) = await room.broadcasts_of(meeting, CHANGE)
        await room.put_digests(LATER)
    due, change_id = await _claim(database, LATER), change.id or 0
    steps: list[Step] = [
        lambda session: room.words(due, LATER, session),
        lambda session: broadcasts.freeze_next(session=session, broadcast_id=change_id, now=LATER, zone=TEHRAN),
    ]
    await _at_once(database, *(steps if is_first else reversed(steps)))
    revision, said = await _told(database, room, LATER + MINUTE)
    assert (revision, said) == ((2, []) if is_first else (1, [Said(reader, CHANGE, "2", 2)]))
