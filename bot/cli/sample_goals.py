"""Goals for `mahalleyar demo`: what a small town by the sea might have promised, and how far it came since.

What is past was told to nobody who reads now; only the newest report is told, some seconds after the bot runs, as if
somebody of the office had just pressed «tell now». Whoever tries a report of their own presses the same button.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from bot.cli.demo_office import NEIGHBOURS, OFFICE
from bot.cli.sample_goal_list import CALL, CALL_DAYS, FOLLOWED, GOALS, SampleGoal, SampleReport
from locales.dates import local_moment
from models.area_tree import AreaTree
from models.city import City
from models.database import AsyncSession, Database, table_of
from models.goal import Goal, GoalUpdate
from models.goal_facts import GoalValues
from models.resolution import Resolution
from models.rights import Owners
from models.services import (
    access,
    areas,
    goal_calls,
    goal_follows,
    goal_links,
    goal_ties,
    goal_updates,
    goals,
    people,
)
from models.services.actor import Actor
from models.services.goal_updates import UpdateContent
from models.submission import Submission
from models.text import fold

_PREPARED = timedelta(days=1)  # before a goal was published
_MOST_BEHIND = 3  # submissions linked to a goal
_updates, _submissions = table_of(GoalUpdate), table_of(Submission).c


@dataclass(frozen=True)
class _Stage:
    session: AsyncSession
    bot_id: int
    platform: str
    city: City
    now: datetime
    tree: AreaTree

    async def person(self, user_id: int) -> int:
        """Somebody of the demo."""
        found = await people.persons_of_users(session=self.session, platform=self.platform, user_ids=[user_id])
        return found[0]

    async def secretary(self, days_ago: float = 0.0) -> Actor:
        """Who says what the goals are, so many days ago."""
        owners, person_id = Owners(self.platform, frozenset()), await self.person(OFFICE[0].id)
        rights = await access.rights_of_another(session=self.session, person_id=person_id, owners=owners, now=self.now)
        return Actor(self.session, rights, self.bot_id, self.city, owners, self.now - timedelta(days=days_ago))

    def day(self, days: int) -> date:
        """The day of the city's calendar so many days from now."""
        return local_moment(self.now, self.city.zone).date() + timedelta(days=days)

    def area(self, name: str | None) -> int:
        """An area by its name; None for the city."""
        if name is None:
            return self.tree.children[None][0].id
        return next(place.id for place in self.tree.places.values() if place.name == name)


async def load_sample_goals(database: Database, city: City, now: datetime, *, bot_id: int, platform: str) -> bool:
    """Give the sample city its eight goals with months of reports; again changes nothing.

    Args:
        database: with the sample city, its submissions, its meetings and the demo's people.
        city: its clock decides which day it is, and its delay when the newest report is told.
        now: aware.
        bot_id: the demo's bot.
        platform: its messenger.

    Returns:
        False where there are goals already.

    Raises:
        LookupError: the sample city or the demo's people are not there.
    """
    async with database.transaction() as session:
        if (await session.execute(select(table_of(Goal).c.id).limit(1))).first() is not None:
            return False
        tree = await areas.load_tree(session=session)
        stage = _Stage(session, bot_id, platform, city, now, tree)
        made = {one.key: await _goal(stage, one) for one in GOALS}
        for number, keys in FOLLOWED.items():
            person_id = await stage.person(NEIGHBOURS[number].id)
            for key in keys:
                await goal_follows.follow(session=session, goal_id=made[key], person_id=person_id, now=now)
        await _call(stage, made[CALL.key])
    return True


async def _goal(stage: _Stage, one: SampleGoal) -> int:
    """One goal with all that happened to it."""
    prepared = await stage.secretary(one.begun_days_ago + _PREPARED.days)
    goal = await goals.create(
        prepared, area_id=stage.area(one.area), title=one.title, values=_values(stage, one), number=one.number
    )
    goal_id = goal.id or 0
    await goals.publish(await stage.secretary(one.begun_days_ago), goal_id, goal.version)
    submissions = await _behind(stage, goal_id, one)
    resolution = await _tie(stage, goal_id, one)
    for report in one.reports:
        await _report(stage, goal_id, report, resolution, submissions)
    return goal_id


def _values(stage: _Stage, one: SampleGoal) -> GoalValues:
    return {
        "description": one.description,
        "owner_body": one.owner_body,
        "topics": one.topics,
        "status": one.first_status,
        "unit": one.unit,
        "baseline": one.baseline,
        "target": one.target,
        "due_on": None if one.due_in is None else stage.day(one.due_in),
        "budget_allotted": one.allotted,
        "budget_spent": one.spent,
        "budget_year": None if one.allotted is None else one.budget_year,
    }


async def _behind(stage: _Stage, goal_id: int, one: SampleGoal) -> list[int]:
    """Let what residents sent about it stand behind the goal."""
    if not one.words:
        return []
    rows = (await stage.session.execute(select(Submission).order_by(_submissions.id))).scalars().all()
    wanted = [fold(word) for word in one.words]
    found = [row for row in rows if any(word in fold(row.text) for word in wanted) and _fits(row, stage, one)]
    actor, chosen = await stage.secretary(), [row.id or 0 for row in found[:_MOST_BEHIND]]
    for submission_id in chosen:
        await goal_links.link(actor, goal_id, submission_id)
    return chosen


def _fits(row: Submission, stage: _Stage, one: SampleGoal) -> bool:
    within = {place.id for place in stage.tree.with_all_below(stage.area(one.area))}
    return row.area_id in within and goal_links.may_stand_behind(row)


async def _tie(stage: _Stage, goal_id: int, one: SampleGoal) -> int | None:
    """Tie the sample's resolution of those words, and its meeting, to the goal; the resolution's id."""
    if not one.resolution:
        return None
    actor, resolution = await stage.secretary(), table_of(Resolution).c
    asked = select(resolution.id, resolution.meeting_id).where(
        resolution.text.contains(one.resolution), resolution.published_at.is_not(None)
    )
    found = (await stage.session.execute(asked.order_by(resolution.id).limit(1))).first()
    if found is None:
        return None
    await goal_ties.tie_resolution(actor, goal_id, found.id)
    if found.meeting_id is not None:
        await goal_ties.tie_meeting(actor, goal_id, found.meeting_id)
    return int(found.id)


async def _report(
    stage: _Stage, goal_id: int, report: SampleReport, resolution: int | None, submissions: list[int]
) -> None:
    """A report of a day of the past, told on that day; one of today is about to be told."""
    actor = await stage.secretary(report.days_ago)
    row = await goals.load(stage.session, goal_id)
    made = await goal_updates.publish_update(
        actor,
        goal_id,
        row.version,
        UpdateContent(
            report.text,
            value=report.value,
            stated=report.stated,
            status_to=report.status_to,
            resolution_id=resolution if report.is_by_resolution else None,
            submission_id=submissions[0] if report.is_by_resident and submissions else None,
        ),
    )
    if report.days_ago == 0:
        await goal_updates.tell_now(actor, made.id or 0)
        return
    told = update(_updates).where(_updates.c.id == made.id)
    await stage.session.execute(told.values(tell_at=actor.now, told_at=actor.now))


async def _call(stage: _Stage, goal_id: int) -> None:
    """The call for ideas, opened just now: its notice leaves once the bot runs."""
    row = await goals.load(stage.session, goal_id)
    await goal_calls.open_call(await stage.secretary(), goal_id, row.version, CALL.question, stage.day(CALL_DAYS))
