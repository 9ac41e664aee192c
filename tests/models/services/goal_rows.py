"""A town that has goals: the office begins and publishes them, says how far they have come, and residents read."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import insert, select, update

from models.audit import Audit
from models.database import table_of
from models.goal import Goal, GoalSubmission, GoalUpdate
from models.goal_facts import GoalValues
from models.goal_shown import GoalCard, GoalShown
from models.meeting import Invites, Meeting, MeetingState
from models.rights import NOBODY, Rights
from models.services import goal_readers, goal_values, goals, topics
from models.services.goal_readers import GoalWish
from models.submission import Submission
from tests.models.sample_rows import BOT, NOW
from tests.models.services.resolution_rows import Council

TODAY = date(2026, 12, 10)
WAY = GoalValues(unit="کیلومتر", baseline=5.0, target=20.0)


class Plan(Council):
    """The town whose councils decide, and what it wants to reach. `secretary` says what the goals are."""

    async def begun(
        self, title: str = "ساخت مسیر دوچرخه", area: str = "ایزدشهر", values: GoalValues | None = None
    ) -> Goal:
        """A goal that nobody reads yet."""
        await topics.ensure_topics(session=self.session)
        actor = await self.as_("secretary")
        return await goals.create(actor, area_id=self.areas[area], title=title, values=values)

    async def goal(
        self, title: str = "ساخت مسیر دوچرخه", area: str = "ایزدشهر", values: GoalValues | None = None
    ) -> Goal:
        """A goal that everybody reads."""
        one = await self.begun(title, area, values)
        return await goals.publish(await self.as_("secretary"), one.id or 0, one.version)

    async def change(self, one: Goal, changes: GoalValues, who: str = "secretary") -> Goal:
        """The goal, once somebody said something else of it."""
        return await goals.change(await self.as_(who), one.id or 0, one.version, changes)

    async def report(self, one: Goal, days_ago: int = 0, text: str = "کار آغاز شد", **values: object) -> int:
        """The id of a report on a goal, as it stands on record; what follows from it is kept."""
        row = {
            "goal_id": one.id,
            "bot_id": BOT,
            "text": text,
            "on_day": TODAY - timedelta(days=days_ago),
            "tell_at": NOW,
            "made_at": NOW,
            **values,
        }
        rows = table_of(GoalUpdate)
        update_id: int = (await self.session.execute(insert(rows).values(row).returning(rows.c.id))).scalar_one()
        await self.refresh(one)
        return update_id

    async def remove(self, one: Goal, update_id: int) -> None:
        """Take a report back."""
        rows = table_of(GoalUpdate)
        gone = update(rows).where(rows.c.id == update_id).values(removed_at=NOW, corrects_id=None)
        await self.session.execute(gone)
        await self.refresh(one)

    async def refresh(self, one: Goal) -> Goal:
        """What follows from the reports."""
        return await goal_values.refresh(session=self.session, goal_id=one.id or 0, now=NOW)

    async def back(self, one: Goal, submission: Submission) -> None:
        """Let a submission stand behind a goal."""
        row = {"goal_id": one.id, "submission_id": submission.id, "created_at": NOW}
        await self.session.execute(insert(table_of(GoalSubmission)).values(row))

    async def announced(self, area: str = "ایزدشهر", **values: object) -> Meeting:
        """A meeting that people know of."""
        one = await self.meeting(area)
        told = {"state": MeetingState.ANNOUNCED.value, "invites": Invites.AREA.value, **values}
        rows = table_of(Meeting)
        await self.session.execute(update(rows).where(rows.c.id == one.id).values(told))
        await self.session.refresh(one)
        return one

    async def listed(
        self,
        wish: GoalWish | None = None,
        *,
        rights: Rights = NOBODY,
        person_id: int | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> list[GoalShown]:
        """What somebody finds."""
        found, total = await goal_readers.page(
            session=self.session,
            wish=wish or GoalWish(),
            today=TODAY,
            offset=offset,
            limit=limit,
            person_id=person_id,
            rights=rights,
        )
        assert len(found) == max(min(total - offset, limit), 0)
        return found

    async def card(self, one: Goal, *, rights: Rights = NOBODY, person_id: int | None = None) -> GoalCard:
        """What somebody sees of a goal."""
        return await goal_readers.card(
            session=self.session, goal_id=one.id or 0, today=TODAY, rights=rights, person_id=person_id
        )

    async def numbers(self, area: str) -> list[tuple[int, str]]:
        """(number, title) of an area's goals, in the order of its list."""
        rows = table_of(Goal).c
        asked = select(rows.number, rows.title).where(rows.area_id == self.areas[area])
        found = await self.session.execute(asked.order_by(rows.position))
        return [(row[0], row[1]) for row in found]

    async def trails(self) -> list[tuple[str, object, object]]:
        """(action, before, after) of every row of the audit trail about goals, in order."""
        rows = table_of(Audit).c
        asked = select(rows.action, rows.before, rows.after).where(rows.object_kind == "goal").order_by(rows.id)
        return [(row[0], row[1], row[2]) for row in await self.session.execute(asked)]


def titles(found: Sequence[GoalShown]) -> list[str]:
    """What goals are called."""
    return [one.title for one in found]
