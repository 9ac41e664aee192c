"""A city that meets: who calls meetings in the sample city, who is told of them, and the sender's work in short."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from models.audit import Audit
from models.broadcast import Broadcast, BroadcastState
from models.city import City
from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.meeting import Answer, Invites, Meeting, MeetingKind, MeetingState
from models.meeting_facts import Facts, Session
from models.services import (
    broadcast_claims,
    broadcast_mending,
    broadcast_sending,
    broadcasts,
    meeting_changes,
    meeting_due,
    meeting_series,
    meetings,
    rsvps,
)
from models.services.actor import Actor
from models.services.broadcast_mending import Mended
from models.services.broadcast_sending import Ended
from tests.models.office import OWNERS, Office
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.notice_rows import CITY, Town

# Thursday, 17 December 2026 (26 Azar 1405), 17:00 of Tehran: a week after NOW, which is a Thursday's noon.
THURSDAY = datetime(2026, 12, 17, 13, 30, tzinfo=UTC)
FACTS = Facts("جلسهٔ هفتگی شورا", (Session(THURSDAY, 90),), "سرای محلهٔ گلسار")


@dataclass(frozen=True)
class Said:
    """One message that somebody got: of which broadcast, and which revision it showed."""

    person_id: int
    kind: DeliveryKind
    occurrence: str
    revision: int


class Hall(Town):
    """The town of the notices, with meetings."""

    def __init__(self, office: Office, people: dict[str, int], city: City) -> None:
        super().__init__(office, people, city)
        self.said: list[Said] = []

    @classmethod
    async def settle(cls, session: AsyncSession, *, without: Sequence[str] = ()) -> "Hall":
        """Settle it."""
        town = await Town.open(session, without=without)
        return cls(town.office, town.people, town.city)

    async def called(
        self,
        name: str = "author",
        area: str = "گلسار",
        *,
        facts: Facts = FACTS,
        kind: MeetingKind = MeetingKind.ORDINARY,
        invites: Invites = Invites.AREA,
        capacity: int | None = None,
        now: datetime = NOW,
    ) -> Meeting:
        """A draft with everything that it needs."""
        actor = await self.as_(name, now)
        meeting = await meetings.create(actor, area_id=self.areas[area], kind=kind, facts=facts)
        if invites is not Invites.AREA:
            meeting = await meeting_changes.change_invites(actor, meeting.id or 0, meeting.version, invites)
        if capacity is not None:
            meeting = await meeting_changes.change_capacity(actor, meeting.id or 0, meeting.version, capacity)
        return meeting

    async def announced(self, *, now: datetime = NOW, **differs: object) -> Meeting:
        """A meeting that was announced a minute after a moment, and everybody was told."""
        meeting = await self.called(now=now, **differs)  # type: ignore[arg-type]  # as `called` takes it
        actor = await self.as_("author", now)
        meeting = await meeting_changes.publish(actor, meeting.id or 0, meeting.version)
        assert await self.tick(now + CITY.notice_delay) == 1
        await self.engine(now + CITY.notice_delay)
        return await self.again_(meeting)

    async def change(self, meeting: Meeting, now: datetime, name: str = "author", **what: object) -> Meeting:
        """The meeting with other facts."""
        row = await self.again_(meeting)
        facts = replace(meetings.facts_of(row), **what)  # type: ignore[arg-type]  # fields of Facts
        return await meeting_changes.change_facts(await self.as_(name, now), row.id or 0, row.version, facts)

    async def moved(self, meeting: Meeting, by: timedelta, now: datetime) -> Meeting:
        """The meeting so much later."""
        row = await self.again_(meeting)
        first = meetings.facts_of(row).sessions[0]
        return await self.change(row, now, sessions=(Session(first.starts_at + by, first.minutes),))

    async def cancelled(self, meeting: Meeting, now: datetime, reason: str = "سالن در دسترس نیست") -> Meeting:
        """The meeting, once it was called off."""
        row = await self.again_(meeting)
        return await meeting_changes.cancel(await self.as_("author", now), row.id or 0, row.version, reason)

    async def answer(self, meeting: Meeting, person_id: int, said: Answer, now: datetime = NOW) -> Answer:
        """What somebody's answer became."""
        return await rsvps.answer(
            session=self.session,
            bot_id=BOT,
            person_id=person_id,
            meeting_id=meeting.id or 0,
            answer=said,
            now=now,
            city=self.city,
        )

    async def tick(self, now: datetime, session: AsyncSession | None = None) -> int:
        """What the timers do at a moment; how many things are to be told."""
        session = session or self.session
        await meeting_series.materialise(session=session, bot_id=BOT, city=self.city, now=now)
        given = {"session": session, "bot_id": BOT, "now": now}
        done = await meeting_due.start_due(**given, city=self.city, owners=OWNERS)  # type: ignore[arg-type]
        done += await meeting_due.remind_due(**given)  # type: ignore[arg-type]  # one dict for all three
        return done + await meeting_due.end_over(**given, city=self.city, owners=OWNERS)  # type: ignore[arg-type]

    async def engine(self, now: datetime) -> list[Said]:
        """What the sender does until nothing is left to do at a moment: whom it told what by it."""
        before = len(self.said)
        for _ in range(4):
            at_work = await broadcasts.at_work(session=self.session, bot_id=BOT)
            for one in at_work:
                while await broadcasts.freeze_next(
                    session=self.session, broadcast_id=one.id or 0, now=now, zone=TEHRAN
                ):
                    pass
            for one in await broadcasts.at_work(session=self.session, bot_id=BOT):
                await self._send(one, now)
                await broadcast_sending.finish(session=self.session, broadcast_id=one.id or 0, now=now)
        return self.said[before:]

    async def _send(self, one: Broadcast, now: datetime) -> None:
        session, broadcast_id = self.session, one.id or 0
        if one.state == BroadcastState.STOPPING:
            await broadcast_sending.drop_next(session=session, broadcast_id=broadcast_id, now=now, size=1000)
        if one.state == BroadcastState.SENDING:
            claimed = await broadcast_claims.claim(session=session, broadcast=one, now=now, zone=TEHRAN, limit=1000)
            ids = [copy.id for copy in claimed]
            await broadcast_sending.begin_sending(session=session, ids=ids, revision=one.revision)
            ends = [Ended(copy.id, DeliveryState.SENT, [copy.id], broadcast_id=broadcast_id) for copy in claimed]
            await broadcast_sending.settle(session=session, ends=ends, now=now)
            kind = DeliveryKind(one.kind)
            self.said += [Said(copy.person_id, kind, one.occurrence, one.revision) for copy in claimed]
        old = await broadcast_mending.next_old(session=session, broadcast=one, held=(), limit=1000)
        mended = [Mended(copy.id, broadcast_id, one.revision, False, True) for copy in old]
        await broadcast_mending.note_mended(session=session, ends=mended)

    async def broadcasts_of(self, meeting: Meeting, kind: DeliveryKind) -> list[Broadcast]:
        """Every time that something of a kind was told of it, the oldest first."""
        found = await broadcasts.of_source(session=self.session, kind=kind, source_id=meeting.id or 0)
        return [await self.fresh(one) for one in reversed(found)]

    async def fresh(self, one: Broadcast) -> Broadcast:
        """The row as it is now."""
        found = await broadcasts.get(session=self.session, broadcast_id=one.id or 0)
        assert found is not None
        return found

    async def again_(self, meeting: Meeting) -> Meeting:
        """The row as it is now."""
        return await meetings.load(self.session, meeting.id or 0)

    async def stands(self, meeting: Meeting) -> MeetingState:
        """Where it stands now."""
        return MeetingState((await self.again_(meeting)).state)

    async def news(self) -> list[tuple[str, str]]:
        """(who, what) of all news about meetings for one person."""
        return await self.told(DeliveryKind.MEETING_NEWS)

    async def minuted(self) -> list[str]:
        """The actions of the audit trail about meetings and series, in order."""
        audit = table_of(Audit).c
        rows = await self.session.execute(
            select(audit.action).where(audit.object_kind.in_(["meeting", "meeting_series"])).order_by(audit.id)
        )
        return list(rows.scalars())

    async def tell_by_hand(self, meeting: Meeting, state: DeliveryState) -> None:
        """Every copy of its announcement is in a state."""
        copies = table_of(Delivery)
        of_it = (copies.c.kind == DeliveryKind.MEETING.value, copies.c.source_id == meeting.id)
        await self.session.execute(update(copies).where(*of_it).values(state=state.value))

    async def actor(self, name: str = "author", now: datetime = NOW) -> Actor:
        """Somebody who acts at a moment."""
        return await self.as_(name, now)
