"""A city that announces: who holds which office in the sample city, residents who read, and notices on their way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import select, update

from models.audience import Audience
from models.audit import Audit
from models.broadcast import Broadcast, BroadcastState
from models.city import City
from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.notice import Notice, NoticeState
from models.notice_content import NoticeContent
from models.person import Person
from models.role import Grant, Role
from models.services import access, broadcasts, notice_approvals, notice_changes, notice_due, notice_sending, notices
from models.services.actor import Actor as Announcer
from tests.models.office import OWNERS, Office
from tests.models.sample_rows import BOT, NOW, TEHRAN, resident

CITY = City("ایزدشهر", "شورای ایزدشهر", TEHRAN, "fa", ())
WORDS = "فردا از ۸ تا ۱۴ آب محلهٔ گلسار قطع است. لطفاً آب لازم را ذخیره کنید."
MINUTE, HOUR, DAY, WEEK = (timedelta(**one) for one in ({"minutes": 1}, {"hours": 1}, {"days": 1}, {"weeks": 1}))

OFFICES: dict[str, tuple[Role, str | None]] = {
    "author": (Role.COUNCIL, "گلسار"),
    "colleague": (Role.COUNCIL, "گلسار"),
    "neighbour": (Role.COUNCIL, "باغ شاه"),
    "manager": (Role.MANAGER, "منطقهٔ ۱"),
    "other_manager": (Role.MANAGER, "منطقهٔ ۲"),
    "secretary": (Role.SECRETARIAT, None),
    "expert": (Role.EXPERT, "ایزدشهر"),
}


class Town:
    """The sample city with one of each office in `OFFICES` (or some), the owner of the settings and a resident."""

    def __init__(self, office: Office, people: dict[str, int], city: City) -> None:
        self.office, self.people, self.city = office, people, city
        self.session, self.areas = office.session, office.areas
        self._readers = 0

    @classmethod
    async def open(
        cls, session: AsyncSession, *, without: Sequence[str] = (), approval_above: int = CITY.approval_above
    ) -> Self:
        """Settle it."""
        office = await Office.open(session)
        people = {"owner": office.owner, "resident": await resident(session)}
        for name, (role, area) in OFFICES.items():
            if name not in without:
                people[name], _ = await office.holder(role, area)
        return cls(office, people, replace(CITY, approval_above=approval_above))

    async def as_(self, name: str, now: datetime = NOW, session: AsyncSession | None = None) -> Announcer:
        """Somebody who acts at a moment, with the rights of that moment."""
        session = session or self.session
        rights = await access.rights_of_another(session=session, person_id=self.people[name], owners=OWNERS, now=now)
        return Announcer(session, rights, BOT, self.city, OWNERS, now)

    async def reader(self, area: str | None) -> int:
        """The id of somebody new who lives there."""
        self._readers += 1
        person_id = await resident(self.session, 7_600_000_000 + self._readers)
        await self.move(person_id, area)
        return person_id

    async def move(self, person_id: int, area: str | None) -> None:
        """Have somebody live there from now on."""
        people = table_of(Person)
        area_id = self.areas[area] if area else None
        await self.session.execute(update(people).where(people.c.id == person_id).values(area_id=area_id))

    async def draft(
        self, name: str = "author", area: str | None = "گلسار", content: NoticeContent | None = None
    ) -> Notice:
        """A notice that somebody begins."""
        said = content or NoticeContent(html=WORDS)
        office = self.areas[area] if area else None
        return await notices.create(await self.as_(name), content=said, office_area_id=office)

    async def to(self, notice: Notice, *areas: str, who: str = "author", now: datetime = NOW) -> Notice:
        """The notice, to other areas (none: the whole city)."""
        audience = Audience(tuple(self.areas[area] for area in areas))
        announcer = await self.as_(who, now)
        return await notice_changes.change_audience(announcer, notice.id or 0, notice.version, audience)

    async def send(self, notice: Notice, *, who: str = "author", now: datetime = NOW) -> Notice:
        """The notice, once its sender pressed «send»."""
        return await notice_sending.send(await self.as_(who, now), notice.id or 0, notice.version)

    async def asked(self) -> Notice:
        """A notice beyond its sender's area, of which a yes is asked."""
        notice = await self.to(await self.draft(), "گلسار", "باغ شاه")
        return await self.send(notice)

    async def approve(self, notice: Notice, name: str, now: datetime = NOW + MINUTE) -> Notice:
        """The notice, once somebody said yes to what waits for it."""
        row = await self.again(notice)
        return await notice_approvals.approve(await self.as_(name, now), row.id or 0, row.asked_revision or 0)

    async def start(self, now: datetime) -> int:
        """How many notices the timer lets leave at a moment."""
        started = await notice_due.start_due(session=self.session, bot_id=BOT, city=self.city, owners=OWNERS, now=now)
        return started.count

    async def sent(self, content: NoticeContent | None = None) -> Notice:
        """A notice that left a minute after `NOW`, told to everybody."""
        notice = await self.send(await self.draft(content=content))
        assert await self.start(NOW + MINUTE)
        await self.finish(notice, NOW + 2 * MINUTE)
        return await self.again(notice)

    async def finish(self, notice: Notice, now: datetime, state: BroadcastState = BroadcastState.DONE) -> int:
        """What the engine does, in short: everybody was told of every time of a notice, and the holder hears of it."""
        while await self._freeze(notice, now):
            pass
        deliveries, over = table_of(Delivery), table_of(Broadcast)
        of_it = (deliveries.c.kind == DeliveryKind.NOTICE.value, deliveries.c.source_id == notice.id)
        waiting = deliveries.c.state == DeliveryState.WAITING.value
        told = {"state": DeliveryState.SENT.value, "settled_at": now}
        await self.session.execute(update(deliveries).where(*of_it, waiting).values(told))
        ended = {"state": state.value, "finished_at": now}
        is_open = over.c.state.in_(["sending", "paused", "stopping", "mending"])
        await self.session.execute(update(over).where(over.c.source_id == notice.id, is_open).values(ended))
        return await notice_due.finish_told(session=self.session, bot_id=BOT, city=self.city, now=now)

    async def lose(self, notice: Notice) -> None:
        """Nobody knows of any copy of a notice whether it arrived."""
        deliveries, over = table_of(Delivery), table_of(Broadcast)
        of_it = (deliveries.c.kind == DeliveryKind.NOTICE.value, deliveries.c.source_id == notice.id)
        lost = update(deliveries).where(*of_it).values(state=DeliveryState.UNCERTAIN.value)
        number = len((await self.session.execute(lost.returning(deliveries.c.id))).all())
        await self.session.execute(update(over).where(over.c.source_id == notice.id).values(uncertain=number, sent=0))

    async def _freeze(self, notice: Notice, now: datetime) -> bool:
        more = [
            await broadcasts.freeze_next(session=self.session, broadcast_id=one.id or 0, now=now, zone=TEHRAN)
            for one in await self.times(notice)
        ]
        return any(more)

    async def times(self, notice: Notice) -> list[Broadcast]:
        """Every time that it left, the newest first."""
        return await broadcasts.of_source(session=self.session, kind=DeliveryKind.NOTICE, source_id=notice.id or 0)

    async def again(self, notice: Notice) -> Notice:
        """The row as it is now."""
        return await notices.load(self.session, notice.id or 0)

    async def state(self, notice: Notice) -> NoticeState:
        """Where it stands now."""
        return NoticeState((await self.again(notice)).state)

    async def revoke(self, name: str, now: datetime = NOW) -> None:
        """End every office of somebody."""
        held = table_of(Grant)
        await self.session.execute(update(held).where(held.c.person_id == self.people[name]).values(revoked_at=now))

    async def told(self, kind: DeliveryKind) -> list[tuple[str, str]]:
        """(who, what) of every delivery of a kind, in order; of askings what they are known by."""
        rows = await self.session.execute(
            select(Delivery).where(table_of(Delivery).c.kind == kind.value).order_by(table_of(Delivery).c.id)
        )
        names = {person_id: name for name, person_id in self.people.items()}
        return [
            (names.get(one.person_id, str(one.person_id)), one.content.get("what", one.occurrence))
            for one in rows.scalars()
        ]

    async def due(self, kind: DeliveryKind) -> list[datetime]:
        """When each delivery of a kind may leave, in order."""
        told = table_of(Delivery).c
        return list(
            (await self.session.execute(select(told.due_at).where(told.kind == kind.value).order_by(told.id))).scalars()
        )

    async def trail(self) -> list[str]:
        """The actions of the audit trail about notices, in order."""
        rows = await self.session.execute(
            select(table_of(Audit).c.action)
            .where(table_of(Audit).c.object_kind == "notice")
            .order_by(table_of(Audit).c.id)
        )
        return list(rows.scalars())
