"""People who read of meetings in digests and with their submissions: their post, put into words as the bot does it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.notifications import Notifications
from models.database import AsyncSession, table_of
from models.delivery import DeliveryKind, DeliveryState
from models.meeting import Meeting
from models.meeting_told import ToldOfMeeting
from models.services import agenda, delivery_sending, digests, meeting_changes, submissions, subscriptions
from models.services.delivery_sending import Due, Settled
from models.submission import StatusEvent
from models.subscription import Digest
from tests.models.office import OWNERS
from tests.models.sample_rows import BOT, NOW, TEHRAN, draft
from tests.models.services.meeting_rows import Hall
from tests.models.services.notice_rows import CITY


@dataclass(frozen=True)
class Read:
    """A message to one person: what kind it is, and its words."""

    person_id: int
    kind: DeliveryKind
    text: str


class ReadingRoom(Hall):
    """The city that meets, and its post."""

    _drafts = 0

    @classmethod
    async def open_room(cls, session: AsyncSession) -> "ReadingRoom":
        """Open it; nobody who has an office is reached, so that they are not in the way."""
        hall = await Hall.settle(session)
        return cls(hall.office, hall.people, hall.city)

    async def gathers(self, digest: Digest = Digest.DAILY, area: str | None = "گلسار", *, since: datetime = NOW) -> int:
        """The id of somebody new who has news gathered."""
        person_id = await self.reader(area)
        await subscriptions.choose_digest(
            session=self.session, person_id=person_id, digest=digest, since=since, now=since
        )
        return person_id

    async def proposes(self, area: str | None = "علی‌آباد") -> tuple[int, int]:
        """(author, submission) of what somebody new of another area sent to Golsar."""
        self._drafts += 1
        person_id = await self.reader(area)
        one = await submissions.register(
            session=self.session,
            person_id=person_id,
            draft=draft(self._drafts, area=self.areas["گلسار"]),
            now=NOW,
            zone=TEHRAN,
        )
        return person_id, one.id or 0

    async def announced_with(self, *submission_ids: int, now: datetime = NOW, **differs: object) -> Meeting:
        """A meeting that was announced a minute after a moment, with submissions on its agenda."""
        meeting = await self.called(now=now, **differs)  # type: ignore[arg-type]  # as `called` takes it
        actor = await self.as_("author", now)
        await agenda.add_submissions(actor, meeting.id or 0, meeting.version, submission_ids)
        row = await self.again_(meeting)
        await meeting_changes.publish(actor, row.id or 0, row.version)
        assert await self.tick(now + CITY.notice_delay) == 1
        await self.engine(now + CITY.notice_delay)
        return await self.again_(meeting)

    async def put_digests(self, now: datetime, session: AsyncSession | None = None) -> int:
        """Have what is due by then put; how many digests that is."""
        put = 0
        for digest in (Digest.DAILY, Digest.WEEKLY):
            found = await digests.put_range(
                session=session or self.session, bot_id=BOT, digest=digest, after=0, now=now, zone=TEHRAN
            )
            put += found.count
        return put

    async def digests(self, now: datetime) -> list[Read]:
        """Have digests put, and what is told to one person sent: what everybody read."""
        await self.put_digests(now)
        return await self.post(now)

    async def post(self, now: datetime) -> list[Read]:
        """What is told to one person is sent: what everybody read."""
        found = await delivery_sending.claim_due(session=self.session, bot_id=BOT, now=now, limit=1000)
        read = [await self.words(due, now) for due in found]
        for due, text in zip(found, read, strict=True):
            state = DeliveryState.SENT if text else DeliveryState.DROPPED
            await delivery_sending.settle(session=self.session, settled=Settled(due.id, state, [due.id]), now=now)
        return [Read(due.person_id, due.kind, text) for due, text in zip(found, read, strict=True) if text]

    async def words(self, due: Due, now: datetime, session: AsyncSession | None = None) -> str:
        """What a delivery says as it begins to leave; empty where nothing is left to say."""
        session = session or self.session
        words = Notifications(city=self.city, bot_id=BOT, owners=OWNERS)
        message = await words.render(session=session, due=due, now=now)
        if message is None:
            return ""
        await delivery_sending.begin_sending(session=session, delivery_id=due.id)
        return str(message.call_after(0).parameters["text"])

    async def on_record(self, meeting: Meeting) -> dict[int, int]:
        """The revision that each was told otherwise than by a copy, by their ids."""
        rows = table_of(ToldOfMeeting).c
        found = await self.session.execute(select(rows.person_id, rows.revision).where(rows.meeting_id == meeting.id))
        return {row.person_id: row.revision for row in found}

    async def said_of(self, submission_id: int) -> list[str | None]:
        """The words in a submission's history since it was registered."""
        steps = table_of(StatusEvent).c
        notes = select(steps.note).where(steps.submission_id == submission_id, steps.status_from.is_not(None))
        return list((await self.session.execute(notes.order_by(steps.id))).scalars())
