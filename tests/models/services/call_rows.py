"""A town that asks for ideas: a goal of the city, calls for it, what residents answer, and who hears of it."""

from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from models.audit import Audit
from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind
from models.draft import Draft, Part
from models.goal import Goal, GoalCall, GoalStatus, GoalSubmission, GoalTopic
from models.goal_call_shown import CallShown
from models.services import areas, goal_call_answers, goal_calls, goals, submissions, topics
from models.services.submissions import OnRecord
from models.submission import Kind, Status, Submission, Visibility
from tests.models.office import OWNERS
from tests.models.sample_rows import BOT, NOW, TEHRAN
from tests.models.services.notice_rows import MINUTE, Town

QUESTION = "برای سبزتر شدن محله‌ها چه پیشنهادی دارید؟"
LAST_DAY = date(2026, 12, 20)  # the end of it is 20:30 of the day in UTC
OVER = datetime(2026, 12, 20, 20, 30, tzinfo=NOW.tzinfo)
HOUR = timedelta(hours=1)


class Asking(Town):
    """The town of notices, with goals of the city and of its neighbourhoods."""

    _drafts = 0

    async def goal(
        self,
        area: str = "ایزدشهر",
        title: str = "توسعهٔ فضاهای سبز",
        *,
        chosen: tuple[str, ...] = (),
        who: str = "owner",
    ) -> Goal:
        """A goal that everybody reads."""
        await topics.ensure_topics(session=self.session)
        actor = await self.as_(who)
        made = await goals.create(actor, area_id=self.areas[area], title=title)
        await self.session.execute(
            update(table_of(Goal)).where(table_of(Goal).c.id == made.id).values(published_at=NOW)
        )
        for code in chosen:
            self.session.add(GoalTopic(goal_id=made.id or 0, topic=code))
        await self.session.flush()
        await self.session.refresh(made)
        return made

    async def opens(
        self,
        goal: Goal,
        *,
        who: str = "secretary",
        question: str = QUESTION,
        until: date = LAST_DAY,
        now: datetime = NOW,
    ) -> GoalCall:
        """A call for it, on its way."""
        return await goal_calls.open_call(await self.as_(who, now), goal.id or 0, goal.version, question, until)

    async def called(self, goal: Goal, *, who: str = "secretary", until: date = LAST_DAY) -> GoalCall:
        """A call for it that has left."""
        call = await self.opens(goal, who=who, until=until)
        assert await self.start(NOW + MINUTE)
        return call

    async def says(
        self,
        person_id: int,
        call: GoalCall | None,
        *,
        words: str = "کنار خیابان درخت بکارید",
        kind: Kind = Kind.PROPOSAL,
        at: datetime = NOW + HOUR,
        now: datetime | None = None,
        staff_only: bool = False,
        session: AsyncSession | None = None,
        area: str = "گلسار",
        topic: str | None = None,
    ) -> OnRecord:
        """Somebody's words, registered at a moment; they come here `now`."""
        type(self)._drafts += 1
        draft = Draft(
            id=type(self)._drafts,
            kind=kind,
            area_id=self.areas[area],
            notice_id=call.notice_id if call is not None else None,
            staff_only=staff_only,
            topic=topic,
            parts=(Part(100 + type(self)._drafts, words),),
        )
        return await submissions.put_on_record(
            session=session or self.session, person_id=person_id, draft=draft, now=now or at, zone=TEHRAN, said_at=at
        )

    async def closes(self, now: datetime = OVER, session: AsyncSession | None = None) -> int:
        """How many are told when the timer comes by."""
        return await goal_calls.close_due(
            session=session or self.session, bot_id=BOT, city=self.city, owners=OWNERS, now=now
        )

    async def call(self, call: GoalCall) -> CallShown:
        """A call as it stands now."""
        return await goal_call_answers.shown(session=self.session, call_id=call.id or 0)

    async def news(self) -> list[tuple[int, str]]:
        """(person, what) of everything that is told of calls, in order."""
        told = table_of(Delivery).c
        found = select(told.person_id, told.occurrence).where(told.kind == DeliveryKind.CALL_NEWS.value)
        return [(row[0], row[1]) for row in (await self.session.execute(found.order_by(told.id))).all()]

    async def links(self) -> list[tuple[int, int | None]]:
        """(submission, call) of everything behind goals."""
        rows = table_of(GoalSubmission).c
        found = select(rows.submission_id, rows.call_id).order_by(rows.submission_id)
        return [(row[0], row[1]) for row in (await self.session.execute(found)).all()]

    async def becomes(self, number: int, status: Status | None = None, visibility: Visibility | None = None) -> None:
        """The desk moved it, or hid it."""
        values = {"status": status and status.value, "visibility": visibility and visibility.value}
        rows = table_of(Submission)
        given = {name: value for name, value in values.items() if value is not None}
        await self.session.execute(update(rows).where(rows.c.id == number).values(given))

    async def stands(self, goal: Goal, status: GoalStatus) -> None:
        """The goal has another status from now on."""
        rows = table_of(Goal)
        await self.session.execute(update(rows).where(rows.c.id == goal.id).values(status=status.value))

    async def done(self, kind: str = "goal") -> list[str]:
        """The actions of the audit trail about goals, in order."""
        rows = table_of(Audit).c
        found = select(rows.action).where(rows.object_kind == kind).order_by(rows.id)
        return list((await self.session.execute(found)).scalars())

    async def root(self) -> int:
        """The city's own area."""
        return (await areas.load_tree(session=self.session)).children[None][0].id
