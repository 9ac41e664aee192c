"""A council that sits: meetings in every state, residents' submissions, and what an agenda says of them."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from models.database import table_of
from models.delivery import Delivery, DeliveryKind
from models.meeting import AgendaItem, Meeting, MeetingKind, MeetingSeries, MeetingState, Rule
from models.meeting_facts import Facts, Session
from models.services import agenda, agenda_reading, meetings, submissions
from models.submission import Kind, Status, StatusEvent, Submission, Visibility
from tests.models.sample_rows import BOT, NOW, TEHRAN, draft, resident
from tests.models.services.notice_rows import DAY, HOUR, Town

STARTS = NOW + 3 * DAY

type Step = Callable[[], Awaitable[object]]


class Sitting(Town):
    """The town of notices; «author» and «colleague» are members for Golsar, «neighbour» for Bagh-e Shah."""

    _drafts = 0

    async def proposed(
        self,
        text: str = "کوچهٔ لاله تاریک است",
        *,
        area: str | None = "گلسار",
        kind: Kind = Kind.REPORT,
        status: Status = Status.REGISTERED,
        visibility: Visibility = Visibility.PUBLIC,
    ) -> int:
        """The id of what a resident sent."""
        self._drafts += 1
        one = await submissions.register(
            session=self.session,
            person_id=await resident(self.session, 7_400_000_000 + self._drafts),
            draft=draft(self._drafts, text, area=self.areas[area] if area else None, kind=kind),
            now=NOW,
            zone=TEHRAN,
        )
        await self.set(one.id or 0, status=status.value, visibility=visibility.value)
        return one.id or 0

    async def set(self, submission_id: int, **values: Any) -> None:
        """Change columns of a submission behind everybody's back."""
        c = table_of(Submission)
        await self.session.execute(update(c).where(c.c.id == submission_id).values(**values))

    async def called(
        self,
        state: MeetingState = MeetingState.ANNOUNCED,
        *,
        area: str = "گلسار",
        starts: datetime = STARTS,
        kind: MeetingKind = MeetingKind.ORDINARY,
        sessions: int = 1,
        title: str = "جلسهٔ هفتگی",
        **values: Any,
    ) -> Meeting:
        """A meeting of 90 minutes, each session a week after the one before."""
        times = tuple(Session(starts + number * 7 * DAY, 90) for number in range(sessions))
        facts = Facts(title, times, "سرای محله")
        is_known = state in {MeetingState.ANNOUNCED, MeetingState.HELD, MeetingState.CANCELLED}
        given: dict[str, Any] = {
            "bot_id": BOT,
            "kind": kind.value,
            "area_id": self.areas[area],
            "author_id": self.people["author"],
            "chair_id": self.people["author"],
            "state": state.value,
            **meetings.columns_of(facts),
            "announced_at": NOW - DAY if is_known else None,
            "created_at": NOW - DAY,
            "updated_at": NOW - DAY,
            **values,
        }
        one = Meeting(**given)
        self.session.add(one)
        await self.session.flush()
        return one

    async def of_series(self, state: MeetingState = MeetingState.ANNOUNCED, **values: Any) -> Meeting:
        """One occurrence of a series."""
        series = MeetingSeries(
            bot_id=BOT,
            area_id=self.areas["گلسار"],
            author_id=self.people["author"],
            chair_id=self.people["author"],
            rule=Rule.WEEKLY.value,
            next_day=(NOW + 7 * DAY).date(),
            created_at=NOW,
        )
        self.session.add(series)
        await self.session.flush()
        return await self.called(state, series_id=series.id, series_day=STARTS.date(), **values)

    async def held(self, **values: Any) -> Meeting:
        """A meeting that began two hours ago and is over."""
        return await self.called(MeetingState.HELD, starts=NOW - 2 * HOUR, **values)

    async def row(self, meeting: Meeting) -> Meeting:
        """The meeting as it is now."""
        return await meetings.load(self.session, meeting.id or 0)

    async def put(self, meeting: Meeting, *submission_ids: int, who: str = "author") -> agenda.Added:
        """Submissions on an agenda."""
        now_is = await self.row(meeting)
        return await agenda.add_submissions(await self.as_(who), meeting.id or 0, now_is.version, submission_ids)

    async def say(self, meeting: Meeting, text: str, *, who: str = "author", presenter: str | None = None) -> Meeting:
        """Words on an agenda."""
        now_is = await self.row(meeting)
        return await agenda.add_text(await self.as_(who), meeting.id or 0, now_is.version, text, presenter)

    async def items(self, meeting: Meeting) -> list[AgendaItem]:
        """What is on an agenda."""
        return await agenda_reading.items(session=self.session, meeting_id=meeting.id or 0)

    async def texts(self, meeting: Meeting) -> list[str]:
        """The words of an agenda, in order."""
        return [one.text for one in await self.items(meeting)]

    async def status(self, submission_id: int) -> Status:
        """Where a submission stands."""
        c = table_of(Submission).c
        return Status((await self.session.execute(select(c.status).where(c.id == submission_id))).scalar_one())

    async def history(self, submission_id: int) -> list[tuple[str, str | None]]:
        """(status, note) of every step of a submission since it was registered."""
        c = table_of(StatusEvent).c
        rows = await self.session.execute(
            select(c.status_to, c.note).where(c.submission_id == submission_id).order_by(c.id)
        )
        return [(row[0], row[1]) for row in rows][1:]

    async def news(self) -> list[tuple[int, str]]:
        """(meeting, what) of all that is told of meetings to one person."""
        c = table_of(Delivery).c
        rows = await self.session.execute(
            select(Delivery).where(c.kind == DeliveryKind.MEETING_NEWS.value).order_by(c.id)
        )
        return [(one.source_id, one.content["what"]) for one in rows.scalars()]


SOON = timedelta(hours=20)
