"""A meeting that was announced in the sample city, and neighbours who answer to it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from models.city import City
from models.database import AsyncSession
from models.delivery import Delivery, DeliveryKind
from models.meeting import Answer, Meeting, MeetingState
from models.meeting_facts import Facts, Session
from models.rights import NOBODY, Rights
from models.services import access, rsvps
from models.services.meeting_readers import Reader
from tests.models.office import OWNERS, Office
from tests.models.sample_rows import BOT, NOW, TEHRAN, resident

CITY = City("ایزدشهر", "شورای ایزدشهر", TEHRAN, "fa", ())
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STARTS = NOW + 3 * DAY
FIRST_NEIGHBOUR = 7_700_000_000


class Gathering:
    """The sample city in which meetings are called; whoever is asked for is met then."""

    def __init__(self, office: Office) -> None:
        self.office, self.session, self.areas = office, office.session, office.areas
        self._met = 0

    @classmethod
    async def open(cls, session: AsyncSession) -> "Gathering":
        """Settle it."""
        return cls(await Office.open(session))

    async def meeting(
        self, area: str = "گلسار", *, sessions: Sequence[datetime] = (STARTS,), **changes: Any
    ) -> Meeting:
        """A meeting of 90 minutes (for each of these sessions), announced unless `changes` says otherwise."""
        facts = Facts("جلسهٔ هفتگی", tuple(Session(at) for at in sessions), "سرای محله")
        given: dict[str, Any] = {
            "bot_id": BOT,
            "area_id": self.areas[area],
            "author_id": self.office.owner,
            "chair_id": self.office.owner,
            "state": MeetingState.ANNOUNCED.value,
            "facts": facts.to_data(),
            "starts_at": facts.starts_at,
            "ends_at": facts.ends_at,
            "announced_at": NOW,
            "created_at": NOW,
            "updated_at": NOW,
            **changes,
        }
        made = Meeting(**given)
        self.session.add(made)
        await self.session.flush()
        return made

    async def neighbours(self, count: int) -> list[int]:
        """The ids of so many people whom nobody knew before."""
        self._met += count
        first = FIRST_NEIGHBOUR + self._met - count
        return [await resident(self.session, first + number) for number in range(count)]

    async def answer(
        self, person_id: int, meeting: Meeting, answer: Answer, *, after: timedelta = timedelta(0)
    ) -> Answer:
        """What somebody's answer became, so long after the announcement."""
        return await rsvps.answer(
            session=self.session,
            bot_id=BOT,
            person_id=person_id,
            meeting_id=meeting.id or 0,
            answer=answer,
            now=NOW + after,
            city=CITY,
        )

    async def answers(self, meeting: Meeting) -> list[tuple[int, Answer]]:
        """(person, answer) of whoever comes, may come or waits: in this order."""
        found = await rsvps.coming(session=self.session, meeting_id=meeting.id or 0)
        return [(one.person_id, one.answer) for one in found]

    async def told(self) -> list[tuple[int, str, datetime]]:
        """(person, occurrence, when it is due) of everything that is told about a meeting to one person."""
        rows = select(Delivery).where(col(Delivery.kind) == DeliveryKind.MEETING_NEWS.value).order_by(col(Delivery.id))
        return [(one.person_id, one.occurrence, one.due_at) for one in (await self.session.execute(rows)).scalars()]

    async def reader(self, person_id: int, now: datetime = NOW, *, is_in_office: bool = False) -> Reader:
        """Somebody who looks, with the rights of their offices where that is asked for."""
        rights: Rights = NOBODY
        if is_in_office:
            rights = await access.rights_of_another(session=self.session, person_id=person_id, owners=OWNERS, now=now)
        return Reader(self.session, person_id, now, rights)
