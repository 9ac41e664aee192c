"""The stage of the table of goals: everybody who tries, one goal in every state, and what there is in rows."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select, update

from models.audit import Audit
from models.broadcast import Broadcast
from models.database import AsyncSession, table_of
from models.delivery import Delivery
from models.entry import Entry
from models.errors import DomainError
from models.goal import (
    CallState,
    Goal,
    GoalCall,
    GoalFollow,
    GoalImport,
    GoalMeeting,
    GoalResolution,
    GoalRound,
    GoalStatus,
    GoalSubmission,
    GoalTopic,
    GoalUpdate,
)
from models.notice import Notice, NoticeRevision
from models.role import Role
from models.services import goal_imports
from models.submission import Status, StatusEvent, Submission
from tests.models.sample_rows import BOT, NOW
from tests.models.services.goal_rows import WAY, Plan
from tests.models.services.notice_rows import DAY

PLAN: dict[str, set[str]] = {
    "گلسار": {"city_secretary", "secretary", "owner"},
    "باغ شاه": {"city_secretary", "secretary", "owner"},
    "منطقهٔ ۱": {"city_secretary", "secretary", "owner"},
    "ایزدشهر": {"city_secretary", "secretary", "owner"},
    "گلسار غربی": {"district_secretary", "city_secretary", "secretary", "owner"},
}
"""Who says what the goals of each area are: written by hand, as the city's people would say it."""
PURSUE: set[str] = PLAN["گلسار"] | {"author", "colleague", "above", "manager"}
"""Who says how far a public goal of Golsar has come."""
EVERYBODY = (
    *("owner", "secretary", "city_secretary", "district_secretary", "above", "author", "colleague", "neighbour"),
    *("manager", "other_manager", "expert", "former", "resident"),
)
OTHER_BOT = BOT + 1
TEXT = "۱. ساخت پارک\n۲. خرید اتوبوس"


class Stands(StrEnum):
    """Where the goal of the table stands."""

    PREPARED = "prepared"  # nobody may read it
    OPEN = "open"
    CALLING = "calling"  # a call for ideas runs
    ASKED = "asked"  # a call is over, and nobody said yet what came of it
    ANSWERED = "answered"  # somebody did
    REACHED = "reached"
    FOREIGN = "foreign"  # of another bot of the same database


_CALLS = {
    Stands.CALLING: CallState.OPEN,
    Stands.ASKED: CallState.CLOSED,
    Stands.ANSWERED: CallState.CLOSED,
}


@dataclass(frozen=True)
class Rows:
    """The goal of the table, by ids and versions as its buttons would carry them; 0 for what there is not."""

    id: int
    version: int
    report: int
    told: int
    call: int
    standing: int
    """A submission that stands behind it."""
    waiting: int
    """One that may."""
    served: int
    """A resolution that serves it; `serving` one that may."""
    serving: int
    spoken: int
    """A meeting at which it was spoken of; `speaking` one that may be."""
    speaking: int


class Stage(Plan):
    """The town with everybody in it."""

    @classmethod
    async def settle(cls, session: AsyncSession) -> "Stage":
        """Settle it: secretariats of city and district, a council above, and somebody whose office is over."""
        town: Stage = await cls.open(session)
        more = {
            "city_secretary": (Role.SECRETARIAT, "ایزدشهر"),
            "district_secretary": (Role.SECRETARIAT, "منطقهٔ ۲"),
            "above": (Role.COUNCIL, "منطقهٔ ۱"),
            "former": (Role.SECRETARIAT, None),
        }
        for name, (role, area) in more.items():
            town.people[name], _ = await town.office.holder(role, area)
        return town

    async def set_up(self, stands: Stands) -> Rows:
        """A goal of Golsar there, the second of two, with what belongs to it."""
        await self.goal("هدف نخست", "گلسار")
        one = await self.begun("ساخت مسیر دوچرخه", "گلسار", WAY)
        goal_id, is_public = one.id or 0, stands is not Stands.PREPARED
        standing, waiting = await self.proposed(), await self.proposed()
        served, serving = await self.decide(), await self.decide()
        spoken, speaking = await self.announced("گلسار"), await self.announced("گلسار")
        await self._put(GoalResolution, goal_id=goal_id, resolution_id=served.id, created_at=NOW)
        await self._put(GoalMeeting, goal_id=goal_id, meeting_id=spoken.id, created_at=NOW)
        await self._put(GoalSubmission, goal_id=goal_id, submission_id=standing.id, created_at=NOW)
        report = await self.report(one, value=7.0, tell_at=NOW + DAY) if is_public else 0
        told = await self.report(one, 1, value=6.0, told_at=NOW - DAY) if is_public else 0
        values: dict[str, Any] = {"published_at": NOW - DAY if is_public else None}
        if stands is Stands.REACHED:
            values["status"] = GoalStatus.REACHED.value
        if stands is Stands.FOREIGN:
            values["bot_id"] = OTHER_BOT
        goals = table_of(Goal)
        await self.session.execute(update(goals).where(goals.c.id == goal_id).values(values))
        await self.session.refresh(one)
        return Rows(
            id=goal_id,
            version=one.version,
            report=report,
            told=told,
            call=await self._called(goal_id, stands),
            standing=standing.id or 0,
            waiting=waiting.id or 0,
            served=served.id or 0,
            serving=serving.id or 0,
            spoken=spoken.id or 0,
            speaking=speaking.id or 0,
        )

    async def _called(self, goal_id: int, stands: Stands) -> int:
        if stands not in _CALLS:
            return 0
        notice = await self.sent()
        ends = NOW + 10 * DAY if stands is Stands.CALLING else NOW - timedelta(hours=1)
        said = {"result": "دو ایده پذیرفته شد", "result_at": NOW} if stands is Stands.ANSWERED else {}
        return await self._put(
            GoalCall,
            bot_id=BOT,
            goal_id=goal_id,
            notice_id=notice.id,
            question="چه بسازیم؟",
            closes_on=ends.date(),
            closes_at=ends,
            state=_CALLS[stands].value,
            opened_by=self.people["secretary"],
            opened_at=NOW - DAY,
            version=1,
            **said,
        )

    async def _put(self, table: type[Any], **values: Any) -> int:
        rows = table_of(table)
        made = insert(rows).values(values)
        key = rows.c.get("id")
        if key is None:
            await self.session.execute(made)
            return 0
        return int((await self.session.execute(made.returning(key))).scalar_one())

    async def hidden(self, **values: Any) -> int:
        """The id of somebody's submission that not everybody reads."""
        one = await self.proposed()
        await self.hide(one.id or 0, **values)
        return one.id or 0

    async def hide(self, submission_id: int, **values: Any) -> None:
        """Have it become one that not everybody reads."""
        rows = table_of(Submission)
        await self.session.execute(update(rows).where(rows.c.id == submission_id).values(**values))

    async def texts(self) -> dict[str, GoalImport]:
        """A text that each of the secretaries, and somebody whose office ends later, reads goals from."""
        found = {}
        for name in ("secretary", "city_secretary", "former"):
            actor = await self.as_(name)
            begun = await goal_imports.begin(actor, self.areas["گلسار"])
            found[name] = await goal_imports.read(actor, begun.id or 0, text=TEXT, source_name="goals.txt")
        return found

    async def rows(self) -> dict[str, list[Any]]:
        """All that any step could change or leave."""
        found = {}
        for table in _TABLES:
            rows = await self.session.execute(select(table_of(table)))
            found[table.__name__] = sorted(tuple(map(str, row)) for row in rows)
        return found

    async def attempt(self, step: Callable[[], Awaitable[Any]]) -> type[DomainError] | None:
        """What came of a step. What was done is undone; what a refusal left stays, for `rows` to show."""
        attempt = await self.session.begin_nested()
        try:
            await step()
        except DomainError as error:
            await attempt.commit()
            return type(error)
        await attempt.rollback()
        return None


HIDDEN: dict[str, dict[str, str]] = {
    "staff_only": {"visibility": "staff_only"},
    "complaint": {"kind": "complaint"},
    "withdrawn": {"status": Status.WITHDRAWN.value},
    "merged": {"status": Status.MERGED.value},
}
"""What makes a submission one that not everybody reads."""
_TABLES: tuple[type[Any], ...] = (
    *(Audit, Delivery, Broadcast, Notice, NoticeRevision, Goal, GoalTopic, GoalUpdate, GoalRound, GoalFollow),
    *(GoalSubmission, GoalResolution, GoalMeeting, GoalCall, GoalImport, Submission, StatusEvent, Entry),
)
