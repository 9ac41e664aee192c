"""Random sequences of reports, corrections and reports taken back: a goal says what follows from those left."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.database import AsyncSession, Database
from models.errors import DomainError, GoalChanged
from models.goal import Goal, GoalStatus
from models.services import goal_readers, goal_updates, goals
from models.services.actor import Actor
from models.services.goal_updates import UpdateContent
from tests.models.sample_rows import NOW
from tests.models.services.goal_rows import TODAY, WAY, Plan

_numbers = count(1)


@dataclass(frozen=True)
class Act:
    """A report of a day so long ago, maybe in the place of an earlier one; or (`is_gone`) one taken back."""

    is_gone: bool
    which: int
    corrects: bool
    days_ago: int
    value: float | None
    stated: int | None
    status: GoalStatus | None


_ACTS = st.lists(
    st.builds(
        Act,
        is_gone=st.booleans(),
        which=st.integers(0, 20),
        corrects=st.booleans(),
        days_ago=st.integers(0, 3),
        value=st.none() | st.integers(0, 40).map(float),
        stated=st.none() | st.integers(0, 100),
        status=st.none() | st.sampled_from(list(GoalStatus)),
    ),
    max_size=15,
)


@dataclass
class _Report:
    """What the test knows of one that is on record."""

    id: int
    on_day: date
    value: float | None
    stated: int | None
    status: GoalStatus | None
    corrects: int | None
    is_gone: bool = False


class _Play:
    """A goal while it is reported on, and what must follow."""

    def __init__(self, actor: Actor, goal: Goal) -> None:
        self.actor, self.goal, self.made = actor, goal, list[_Report]()

    async def do(self, act: Act) -> None:
        """Try it; what is refused leaves no trace."""
        version = (await goals.load(self.actor.session, self.goal.id or 0)).version
        try:
            async with self.actor.session.begin_nested():
                await (self._take_back(act) if act.is_gone else self._report(act, version))
        except DomainError:
            self.actor.session.expire_all()
        else:
            with pytest.raises(GoalChanged):
                await goals.versioned(self.actor, self.goal.id or 0, version)

    async def _take_back(self, act: Act) -> None:
        if not self.made:
            raise GoalChanged
        one = self.made[act.which % len(self.made)]
        await goal_updates.remove(self.actor, one.id)
        one.is_gone, one.corrects = True, None

    async def _report(self, act: Act, version: int) -> None:
        corrects = self.made[act.which % len(self.made)].id if act.corrects and self.made else None
        day = TODAY - timedelta(days=act.days_ago)
        said = UpdateContent(
            "کار", value=act.value, stated=act.stated, status_to=act.status, on_day=day, corrects_id=corrects
        )
        row = await goal_updates.publish_update(self.actor, self.goal.id or 0, version, said)
        status = GoalStatus(row.status_to) if row.status_to else None
        self.made.append(_Report(row.id or 0, day, act.value, act.stated, status, corrects))

    async def check(self) -> None:
        """The goal's own row is what the reports say that are left, and so are its card and its chart."""
        goal = await goals.load(self.actor.session, self.goal.id or 0)
        left = sorted((one for one in self.made if not one.is_gone), key=lambda one: (one.on_day, one.id))
        replaced = {one.corrects for one in left}
        holding = [one for one in left if one.id not in replaced]
        assert goal.value == next((one.value for one in reversed(holding) if one.value is not None), None)
        assert goal.stated == next((one.stated for one in reversed(holding) if one.stated is not None), None)
        unsaid = {one.corrects for one in left if one.status is not None}
        moved = [one.status for one in left if one.status is not None and one.id not in unsaid]
        assert goal.status == (moved[-1] if moved else GoalStatus.ACTIVE)
        points = await goal_readers.points(session=self.actor.session, goal_id=goal.id or 0)
        assert [(one.on_day, one.value) for one in points] == [(one.on_day, one.value) for one in holding]
        card = await goal_readers.card(session=self.actor.session, goal_id=goal.id or 0, today=TODAY, newest=50)
        assert [one.id for one in card.updates] == [one.id for one in reversed(holding)]
        assert card.goal.last_day == (holding[-1].on_day if holding else None)


@asynccontextmanager
async def _opened(file: Path) -> AsyncIterator[AsyncSession]:
    database = Database(f"sqlite:///{file}")
    try:
        async with database.transaction() as session:
            yield session
    finally:
        await database.close()


async def _set(file: Path) -> tuple[Plan, int]:
    async with _opened(file) as session:
        plan = await Plan.open(session)
        return plan, (await plan.goal(values=WAY)).id or 0


async def _play(file: Path, plan: Plan, goal_id: int, acts: list[Act]) -> None:
    copy = file.with_name(f"{next(_numbers)}.db")
    shutil.copyfile(file, copy)
    async with _opened(copy) as session:
        actor = await plan.as_("secretary", NOW, session)
        play = _Play(actor, await goals.load(session, goal_id))
        for act in acts:
            await play.do(act)
        await play.check()
    copy.unlink()


def test_a_goal_says_what_its_reports_say(sqlite_url: str) -> None:
    """A hundred random sequences: nothing that was corrected or taken back counts, everything else does."""
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    plan, goal_id = asyncio.run(_set(file))

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
    @given(_ACTS)
    def played(acts: list[Act]) -> None:
        asyncio.run(_play(file, plan, goal_id, acts))

    played()
