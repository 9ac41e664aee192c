"""Several people and the timer at one call, or one link, in the same moment: everything happens once."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

import pytest

from models.database import AsyncSession, Database
from models.errors import DomainError
from models.goal import Goal, GoalCall
from models.role import Role
from models.services import goal_calls, goal_links
from tests.models.services.call_rows import HOUR, LAST_DAY, OVER, QUESTION, Asking

type Step = Callable[[AsyncSession], Awaitable[object]]


class Together:
    """A town with a call that has left, and people who act each in a transaction of their own."""

    def __init__(self, database: Database, town: Asking, goal: Goal, call: GoalCall, people: list[int]) -> None:
        self.database, self.town, self.goal, self.call, self.people = database, town, goal, call, people

    async def at_once(self, *steps: Step) -> Counter[str]:
        """How often each outcome came of it: «done», or the error's name."""
        return Counter(await asyncio.gather(*(self._one(step) for step in steps)))

    async def _one(self, step: Step) -> str:
        try:
            async with self.database.transaction() as session:
                await asyncio.sleep(0.01)
                await step(session)
                await asyncio.sleep(0.01)
        except DomainError as error:
            return type(error).__name__
        return "done"

    async def look[T](self, ask: Callable[[], Awaitable[T]]) -> T:
        """Something of the town, as it is on disk."""
        async with self.database.transaction() as session:
            self.town.session = self.town.office.session = session
            return await ask()


@pytest.fixture
async def together(database: Database) -> Together:
    """The sample city, on disk."""
    async with database.transaction() as session:
        town = await Asking.open(session)
        goal = await town.goal()
        call = await town.called(goal)
        people = [await town.reader("گلسار") for _ in range(4)]
        await town.says(people[0], call)
        made = Goal(**goal.model_dump()), GoalCall(**call.model_dump())
    return Together(database, town, *made, people)


async def test_one_of_two_calls_is_opened(together: Together) -> None:
    """Two who open a call for one goal: one does, the other hears that one runs; there is one notice more."""
    there = together

    async def opens(session: AsyncSession) -> None:
        actor = await there.town.as_("secretary", OVER + HOUR, session)
        await goal_calls.open_call(actor, there.goal.id or 0, there.goal.version, QUESTION, LAST_DAY.replace(day=25))

    await there.look(there.town.closes)
    assert await there.at_once(opens, opens, opens) == {"done": 1, "CallRuns": 2}


async def test_an_answer_counts_or_is_told_that_it_is_over(together: Together) -> None:
    """While the timer closes it, each answer either is behind the goal and told of the end, or was refused."""
    there = together

    def says(person: int) -> Step:
        return lambda session: there.town.says(person, there.call, at=OVER - HOUR, now=OVER, session=session)

    def too_late(person: int) -> Step:
        return lambda session: there.town.says(person, there.call, at=OVER, session=session)

    async def closes(session: AsyncSession) -> None:
        await there.town.closes(OVER, session)

    outcome = await there.at_once(says(there.people[1]), closes, says(there.people[2]), too_late(there.people[3]))
    assert outcome == {"done": 3, "CallOver": 1}
    await there.look(there.town.closes)
    told = Counter(who for who, what in await there.look(there.town.news) if what == "closed")
    assert told == dict.fromkeys(there.people[:3], 1)
    assert len(await there.look(there.town.links)) == 3


async def test_ended_early_while_ideas_come(together: Together) -> None:
    """Somebody ends it by hand while others answer: nobody is behind the goal and not told, nobody told twice."""
    there = together
    early = OVER - 2 * HOUR

    def says(person: int) -> Step:
        return lambda session: there.town.says(person, there.call, at=early, session=session)

    async def ends(session: AsyncSession) -> None:
        actor = await there.town.as_("secretary", early, session)
        await goal_calls.close(actor, there.call.id or 0, there.call.version)

    outcome = await there.at_once(says(there.people[1]), ends, says(there.people[2]), ends)
    assert outcome["GoalChanged"] == 1
    told = [who for who, what in await there.look(there.town.news) if what == "closed"]
    assert len(told) == len(set(told)) == len(await there.look(there.town.links))
    assert there.people[0] in told


async def test_two_timers_close_it_once(together: Together) -> None:
    """Two looks at the same moment tell everybody once."""
    there = together

    async def closes(session: AsyncSession) -> None:
        await there.town.closes(OVER, session)

    assert await there.at_once(closes, closes, closes) == {"done": 3}
    assert [what for _, what in await there.look(there.town.news)] == ["closed", "ask"]


async def test_one_of_two_results_is_told(together: Together) -> None:
    """Two who say at once what became of the ideas: the first one's words stand, the other hears that it changed."""
    there = together
    await there.look(there.town.closes)

    def tells(words: str) -> Step:
        async def tell(session: AsyncSession) -> None:
            actor = await there.town.as_("secretary", OVER + HOUR, session)
            await goal_calls.write_result(actor, there.call.id or 0, 2, words)

        return tell

    assert await there.at_once(tells("یک"), tells("دو")) == {"done": 1, "GoalChanged": 1}
    assert [what for _, what in await there.look(there.town.news)].count("result") == 1


async def test_one_of_two_links_tells_the_author(together: Together) -> None:
    """Two who link the same submission: it stands there once, and one message waits for its author."""
    there = together
    there.town.people["colleague"], _ = await there.look(_another_secretary(there.town))
    one = await there.look(lambda: there.town.says(there.people[1], None))

    def links(name: str) -> Step:
        async def link(session: AsyncSession) -> None:
            await goal_links.link(await there.town.as_(name, OVER, session), there.goal.id or 0, one.id)

        return link

    assert await there.at_once(links("secretary"), links("colleague")) == {"done": 2}
    assert (await there.look(there.town.done)).count("goal.link") == 1


def _another_secretary(town: Asking) -> Callable[[], Awaitable[tuple[int, int]]]:
    return lambda: town.office.holder(Role.SECRETARIAT, None)
