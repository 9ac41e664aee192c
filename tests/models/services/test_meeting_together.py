"""Several people and timers at one meeting in the same moment: one of them is first, the others are told so."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from models.broadcast import Broadcast
from models.database import AsyncSession, Database, table_of
from models.delivery import Delivery, DeliveryKind
from models.errors import DomainError
from models.meeting import Answer, Meeting, MeetingRevision, MeetingState, Rsvp, Rule
from models.meeting_facts import Session
from models.services import (
    broadcast_claims,
    broadcast_sending,
    broadcasts,
    meeting_changes,
    meeting_due,
    meeting_series,
    meetings,
    rsvps,
)
from models.services.actor import Actor
from tests.models.office import OWNERS
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.meeting_rows import FACTS, THURSDAY, Hall
from tests.models.services.notice_rows import DAY, HOUR, MINUTE

type Step = Callable[[Actor], Awaitable[object]]


class Together:
    """A hall, and people who act each in a transaction of their own."""

    def __init__(self, database: Database, hall: Hall) -> None:
        self.database, self.hall = database, hall

    async def at_once(self, *steps: tuple[str, Step]) -> Counter[str]:
        """How often each outcome came of it: «done», or the error's name."""
        return Counter(await asyncio.gather(*(self._one(who, step) for who, step in steps)))

    async def _one(self, who: str, step: Step) -> str:
        try:
            async with self.database.transaction() as session:
                actor = await self.hall.as_(who, NOW + MINUTE, session)
                await asyncio.sleep(0.01)
                await step(actor)
                await asyncio.sleep(0.01)
        except DomainError as error:
            return type(error).__name__
        return "done"

    async def made(self, make: Callable[[Hall], Awaitable[Meeting]]) -> Meeting:
        """A meeting that is on disk."""
        async with self.database.transaction() as session:
            self.hall.session = self.hall.office.session = session
            return Meeting(**(await make(self.hall)).model_dump())

    async def now(self, meeting: Meeting) -> Meeting:
        """The row on disk."""
        async with self.database.transaction() as session:
            return Meeting(**(await meetings.load(session, meeting.id or 0)).model_dump())

    async def count(self, model: type[Meeting | Broadcast | MeetingRevision | Rsvp], **wanted: object) -> int:
        """How many rows are like this."""
        rows = table_of(model)
        like = [rows.c[name] == value for name, value in wanted.items()]
        async with self.database.transaction() as session:
            found: int = (await session.execute(select(func.count()).select_from(rows).where(*like))).scalar_one()
        return found


@pytest.fixture
async def together(database: Database) -> Together:
    """The hall, on disk."""
    async with database.transaction() as session:
        hall = await Hall.settle(session)
    return Together(database, hall)


async def test_two_publish_at_once(together: Together) -> None:
    """One press counts; the meeting is announced once, whichever of two timers looks first."""
    meeting = await together.made(lambda hall: hall.called())

    def publish(actor: Actor) -> Awaitable[object]:
        return meeting_changes.publish(actor, meeting.id or 0, meeting.version)

    assert await together.at_once(("author", publish), ("author", publish)) == {"done": 1, "MeetingChanged": 1}
    due = NOW + 3 * MINUTE

    def start(actor: Actor) -> Awaitable[object]:
        return meeting_due.start_due(session=actor.session, bot_id=BOT, city=actor.city, owners=OWNERS, now=due)

    assert await together.at_once(("author", start), ("author", start), ("author", start)) == {"done": 3}
    assert await together.count(Broadcast, kind=DeliveryKind.MEETING.value) == 1
    assert await together.count(MeetingRevision) == 1


async def test_announcing_and_taking_back_at_once(together: Together) -> None:
    """Either it leaves and cannot be taken back, or it is a draft again and does not leave; never both."""
    meeting = await together.made(_published)

    def take_back(actor: Actor) -> Awaitable[object]:
        return meeting_changes.unpublish(actor, meeting.id or 0, meeting.version)

    def start(actor: Actor) -> Awaitable[object]:
        return meeting_due.start_due(
            session=actor.session, bot_id=BOT, city=actor.city, owners=OWNERS, now=NOW + 2 * MINUTE
        )

    outcome = await together.at_once(("author", take_back), ("author", start))
    row, left = await together.now(meeting), await together.count(Broadcast)
    assert (outcome["MeetingChanged"], row.state, left) in {(0, "draft", 0), (1, "announced", 1)}


async def _published(hall: Hall) -> Meeting:
    meeting = await hall.called()
    return await meeting_changes.publish(await hall.actor(), meeting.id or 0, meeting.version)


async def test_move_and_cancel_at_once(together: Together) -> None:
    """Of a move, another move and a cancellation, one is first, and only that is told."""
    meeting = await together.made(lambda hall: hall.announced())
    later = [replace(FACTS, sessions=(Session(THURSDAY + days * DAY, 90),)) for days in (1, 2)]
    steps: list[tuple[str, Step]] = [
        ("author", lambda actor: meeting_changes.change_facts(actor, meeting.id or 0, meeting.version, later[0])),
        ("colleague", lambda actor: meeting_changes.change_facts(actor, meeting.id or 0, meeting.version, later[1])),
        ("secretary", lambda actor: meeting_changes.cancel(actor, meeting.id or 0, meeting.version, "")),
    ]
    assert await together.at_once(*steps) == {"done": 1, "MeetingChanged": 2}
    assert await together.count(Broadcast, kind=DeliveryKind.MEETING_CHANGE.value) == 1
    assert (await together.now(meeting)).revision == 2


async def test_a_reminder_and_a_move_at_once(together: Together) -> None:
    """Whichever is first, nothing of the old time is left to leave."""
    meeting = await together.made(lambda hall: hall.announced())
    at = THURSDAY - DAY

    def remind(actor: Actor) -> Awaitable[object]:
        return meeting_due.remind_due(session=actor.session, bot_id=BOT, now=at)

    def move(actor: Actor) -> Awaitable[object]:
        facts = replace(FACTS, sessions=(Session(THURSDAY + 2 * DAY, 90),))
        return meeting_changes.change_facts(actor, meeting.id or 0, meeting.version, facts)

    assert (await together.at_once(("author", remind), ("author", move)))["done"] == 2
    async with together.database.transaction() as session:
        rows = table_of(Broadcast).c
        states = await session.execute(select(rows.state).where(rows.kind == DeliveryKind.MEETING_REMINDER.value))
    assert set(states.scalars()) <= {"stopping"}


async def test_an_end_and_a_move_at_once(together: Together) -> None:
    """A meeting that is being closed cannot be moved, and one that was moved is not closed."""
    meeting = await together.made(lambda hall: hall.announced())
    over = THURSDAY + 2 * HOUR

    def end(actor: Actor) -> Awaitable[object]:
        return meeting_due.end_over(session=actor.session, bot_id=BOT, city=actor.city, owners=OWNERS, now=over)

    def move(actor: Actor) -> Awaitable[object]:
        facts = replace(FACTS, sessions=(Session(THURSDAY + 7 * DAY, 90),))
        return meeting_changes.change_facts(actor, meeting.id or 0, meeting.version, facts)

    outcome = await together.at_once(("author", end), ("author", move))
    row = await together.now(meeting)
    assert (outcome["MeetingChanged"], row.state) in {(0, MeetingState.ANNOUNCED), (1, MeetingState.HELD)}


async def test_the_last_place_and_a_smaller_room_at_once(together: Together) -> None:
    """However answers and a change of capacity meet, nobody has a place beyond it, and none is left while some wait."""
    meeting = await together.made(lambda hall: hall.announced(capacity=3))
    people = []
    async with together.database.transaction() as session:
        together.hall.session = together.hall.office.session = session
        people = [await together.hall.reader("گلسار") for _ in range(4)]

    def says(person_id: int) -> Step:
        return lambda actor: rsvps.answer(
            session=actor.session,
            bot_id=BOT,
            person_id=person_id,
            meeting_id=meeting.id or 0,
            answer=Answer.YES,
            now=actor.now,
            city=actor.city,
        )

    def shrink(actor: Actor) -> Awaitable[object]:
        return meeting_changes.change_capacity(actor, meeting.id or 0, meeting.version, 2)

    await together.at_once(*(("resident", says(one)) for one in people), ("author", shrink))
    capacity = (await together.now(meeting)).capacity
    assert await together.count(Rsvp, answer="yes") == capacity
    assert await together.count(Rsvp, answer="waiting") == 4 - (capacity or 0)


async def test_two_put_a_series_on_record_at_once(together: Together) -> None:
    """Each day becomes one meeting, also while somebody changes the series."""
    draft = await together.made(lambda hall: hall.called())
    async with together.database.transaction() as session:
        actor = await together.hall.as_("author", NOW, session)
        series = await meeting_series.begin(
            actor, draft.id or 0, draft.version, rule=Rule.WEEKLY, skips_holidays=True, until=None
        )
        series_id, version = series.id or 0, series.version

    def put(actor: Actor) -> Awaitable[object]:
        return meeting_series.materialise(session=actor.session, bot_id=BOT, city=actor.city, now=NOW + 7 * DAY)

    def change(actor: Actor) -> Awaitable[object]:
        return meeting_series.change(actor, series_id, version, facts=replace(FACTS, place="مسجد"))

    outcome = await together.at_once(("author", put), ("colleague", change), ("secretary", put), ("author", put))
    assert outcome == {"done": 4}
    async with together.database.transaction() as session:
        facts = (await session.execute(select(table_of(Meeting).c.facts))).scalars().all()
    assert [one["place"] for one in facts] == ["مسجد"] * 3


async def test_a_copy_that_begins_while_the_meeting_is_moved(together: Together) -> None:
    """Whoever's copy begins with the old time just before the move is committed hears of the move, too."""
    meeting = await together.made(_waiting)

    async def move() -> None:
        await asyncio.sleep(0.05)
        facts = replace(FACTS, sessions=(Session(THURSDAY + DAY, 90),))
        async with together.database.transaction() as session:
            actor = await together.hall.as_("author", NOW + MINUTE, session)
            await meeting_changes.change_facts(actor, meeting.id or 0, meeting.version, facts)
        async with together.database.transaction() as session:
            of_it = {"kind": DeliveryKind.MEETING_CHANGE, "source_id": meeting.id or 0}
            found = await broadcasts.of_source(session=session, **of_it)  # type: ignore[arg-type]  # one dict for both
            await broadcasts.freeze_next(session=session, broadcast_id=found[0].id or 0, now=NOW + HOUR, zone=TEHRAN)

    begun = together.at_once(("author", lambda actor: _begin_slowly(actor.session, meeting.id or 0)))
    await asyncio.gather(begun, move())
    async with together.database.transaction() as session:
        copies = table_of(Delivery).c
        rows = (await session.execute(select(copies.kind, copies.revision).order_by(copies.id))).all()
    told_old, told_new = [("meeting", 1), ("meeting_change", 2)], [("meeting", 2)]
    assert [tuple(row) for row in rows] in (told_old, told_new)


async def _waiting(hall: Hall) -> Meeting:
    """A meeting whose announcement waits to leave to one reader."""
    await hall.reader("گلسار")
    meeting = await _published(hall)
    await hall.tick(NOW + MINUTE)
    for one in await hall.broadcasts_of(meeting, DeliveryKind.MEETING):
        await broadcasts.freeze_next(session=hall.session, broadcast_id=one.id or 0, now=NOW + MINUTE, zone=TEHRAN)
        await broadcast_claims.claim(session=hall.session, broadcast=one, now=NOW + MINUTE, zone=TEHRAN, limit=10)
    return await hall.again_(meeting)


async def _begin_slowly(session: AsyncSession, meeting_id: int) -> None:
    """What the ledger does for one copy, with a pause where a move may come between."""
    found = await broadcasts.of_source(session=session, kind=DeliveryKind.MEETING, source_id=meeting_id)
    standing = await broadcast_sending.standing_of(session=session, broadcast_id=found[0].id or 0)
    await asyncio.sleep(0.2)
    ids = (await session.execute(select(table_of(Delivery).c.id))).scalars().all()
    await broadcast_sending.begin_sending(session=session, ids=ids, revision=standing.revision)
