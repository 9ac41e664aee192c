"""A town whose councils decide: residents' submissions, a meeting with its agenda and minutes, and resolutions."""

from datetime import datetime, timedelta

from sqlalchemy import select, update

from models.audit import Audit
from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind
from models.entry import Entry
from models.meeting import AgendaItem, Meeting, MeetingState, Minutes, MinutesState
from models.resolution import Resolution, ResolutionStatus
from models.resolution_wording import Wording
from models.services import resolution_moves, resolutions, submissions
from models.submission import Kind, StatusEvent, Submission
from tests.models.sample_rows import BOT, NOW, TEHRAN, draft, resident
from tests.models.services.notice_rows import Town

LAMP = Wording("نصب ۱۲ چراغ در کوچه‌های خیابان لاله", "شرکت توزیع برق")


class Council(Town):
    """The town of notices, and what its councils decide."""

    _drafts = 0

    async def proposed(self, area: str = "گلسار", *, author: int | None = None, kind: Kind = Kind.REPORT) -> Submission:
        """What a resident sent."""
        self._drafts += 1
        return await submissions.register(
            session=self.session,
            person_id=author or await resident(self.session, 7_400_000_000 + self._drafts),
            draft=draft(self._drafts, area=self.areas[area], kind=kind),
            now=NOW,
            zone=TEHRAN,
        )

    async def complaint(self) -> Submission:
        """One that only staff read."""
        return await self.proposed(kind=Kind.COMPLAINT)

    async def meeting(self, area: str = "گلسار") -> Meeting:
        """A meeting that was held yesterday."""
        began = NOW - timedelta(days=1)
        one = Meeting(
            bot_id=BOT,
            area_id=self.areas[area],
            author_id=self.people["author"],
            chair_id=self.people["author"],
            state=MeetingState.HELD.value,
            facts={"title": "جلسهٔ هفتگی"},
            starts_at=began,
            ends_at=began + timedelta(hours=1),
            created_at=began,
            updated_at=began,
        )
        self.session.add(one)
        await self.session.flush()
        return one

    async def item(self, meeting: Meeting, submission: Submission | None = None, position: int = 1) -> AgendaItem:
        """An item of its agenda."""
        one = AgendaItem(
            meeting_id=meeting.id or 0,
            position=position,
            text="روشنایی کوچه‌ها",
            submission_id=submission.id if submission is not None else None,
            created_at=NOW,
        )
        self.session.add(one)
        await self.session.flush()
        return one

    async def minutes(self, meeting: Meeting, state: MinutesState) -> None:
        """Its minutes."""
        one = Minutes(
            meeting_id=meeting.id or 0,
            area_id=meeting.area_id,
            term=1,
            number=1,
            chair="مریم",
            state=state.value,
            made_by=self.people["author"],
            created_at=NOW,
            updated_at=NOW,
        )
        self.session.add(one)
        await self.session.flush()

    async def decide(
        self,
        wording: Wording = LAMP,
        *,
        who: str = "author",
        area: str = "گلسار",
        answers: tuple[Submission, ...] = (),
        now: datetime = NOW,
    ) -> Resolution:
        """A resolution made alone: public at once."""
        actor = await self.as_(who, now)
        ids = [one.id or 0 for one in answers]
        return await resolutions.create(actor, wording, area_id=self.areas[area], submission_ids=ids)

    async def step(
        self,
        one: Resolution,
        to: ResolutionStatus,
        words: str = "انجام شد",
        *,
        who: str = "author",
        now: datetime = NOW,
    ) -> Resolution:
        """The resolution a step on."""
        return await resolution_moves.move(await self.as_(who, now), one.id or 0, one.version, to, words)

    async def status(self, submission: Submission) -> str:
        """Where a submission stands now."""
        await self.session.refresh(submission)
        return submission.status

    async def notes(self, submission: Submission) -> list[str]:
        """What its author reads of it: the notes of its history and the answers in its file, each in order."""
        events, entries = table_of(StatusEvent).c, table_of(Entry).c
        noted = select(events.note).where(events.submission_id == submission.id, events.note.is_not(None))
        said = select(entries.text).where(entries.submission_id == submission.id)
        found = [*(await self.session.execute(noted.order_by(events.id))).scalars()]
        return [*found, *(await self.session.execute(said.order_by(entries.id))).scalars()]

    async def changes_told(self) -> int:
        """How many authors are to hear of a change."""
        told = select(Delivery).where(table_of(Delivery).c.kind == DeliveryKind.CHANGE.value)
        return len((await self.session.execute(told)).all())

    async def done(self) -> list[str]:
        """The actions of the audit trail about resolutions, in order."""
        rows = table_of(Audit).c
        found = select(rows.action).where(rows.object_kind == "resolution").order_by(rows.id)
        return list((await self.session.execute(found)).scalars())

    async def set(self, one: Resolution, session: AsyncSession | None = None, **values: object) -> None:
        """Change columns as nobody does."""
        rows = table_of(Resolution)
        await (session or self.session).execute(update(rows).where(rows.c.id == one.id).values(**values))
