"""Several people at goals in the same moment: numbers once each, one change at a time, and nobody waits for ever."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import func, insert, select

from models.database import Database, table_of
from models.errors import DomainError
from models.goal import Goal, GoalFollow, GoalUpdate
from models.services import goal_follows, goal_ties, goal_values, goals
from models.services.actor import Actor
from tests.models.sample_rows import BOT, NOW
from tests.models.services.goal_rows import TODAY, WAY, Plan

type Step = Callable[[Actor], Awaitable[object]]


class _Abandoned(Exception):  # noqa: N818  (named by what happened)
    """The transaction is given up."""


async def _opened(database: Database, *titles: str) -> tuple[Plan, list[Goal]]:
    async with database.transaction() as session:
        plan = await Plan.open(session)
        return plan, [await plan.goal(title, values=WAY) for title in titles]


async def _at_once(database: Database, plan: Plan, *steps: tuple[str, Step]) -> Counter[str]:
    """How often each outcome came of steps taken in a transaction each: «done», or the error's name."""

    async def one(who: str, step: Step) -> str:
        try:
            async with database.transaction() as session:
                actor = await plan.as_(who, NOW, session)
                await asyncio.sleep(0.01)
                await step(actor)
                await asyncio.sleep(0.02)
        except (DomainError, _Abandoned) as error:
            return type(error).__name__
        return "done"

    return Counter(await asyncio.wait_for(asyncio.gather(*(one(who, step) for who, step in steps)), 60))


async def _rows(database: Database) -> list[Goal]:
    async with database.transaction() as session:
        return list((await session.execute(select(Goal).order_by(table_of(Goal).c.position))).scalars())


async def test_numbers_are_given_once(database: Database) -> None:
    """Twelve begin goals of one area in one moment, every third gives up: 1 to 8, each once, each in its place."""
    plan, _ = await _opened(database)
    city = plan.areas["ایزدشهر"]

    async def begin(actor: Actor) -> None:
        await goals.create(actor, area_id=city, title="هدف")

    async def give_up(actor: Actor) -> None:
        await begin(actor)
        raise _Abandoned

    steps = [("owner" if at % 2 else "secretary", give_up if at % 3 == 2 else begin) for at in range(12)]
    assert await _at_once(database, plan, *steps) == {"done": 8, "_Abandoned": 4}
    found = await _rows(database)
    assert sorted(one.number for one in found) == list(range(1, 9))
    assert sorted(one.position for one in found) == list(range(1, 9))


async def test_the_same_number_for_two(database: Database) -> None:
    """Two give two goals the same free number: one gets it, the other is told."""
    plan, (first, second) = await _opened(database, "یک", "دو")

    def take(one: Goal) -> Step:
        return lambda actor: goals.change(actor, one.id or 0, one.version, {"number": 9})

    outcomes = await _at_once(database, plan, ("owner", take(first)), ("secretary", take(second)))
    assert outcomes == {"done": 1, "BadGoalFact": 1}
    assert sorted(one.number for one in await _rows(database)) in ([1, 9], [2, 9])


CHANGES: dict[str, Callable[[Goal], Step]] = {
    "title": lambda one: lambda actor: goals.change(actor, one.id or 0, one.version, {"title": "تازه"}),
    "number": lambda one: lambda actor: goals.change(actor, one.id or 0, one.version, {"number": 50}),
    "topics": lambda one: lambda actor: goals.change(actor, one.id or 0, one.version, {"topics": ["parks"]}),
    "move": lambda one: lambda actor: goals.move(actor, one.id or 0, one.version, up=False),
}


@pytest.mark.parametrize("mine", CHANGES)
@pytest.mark.parametrize("theirs", CHANGES)
async def test_two_change_one_goal(database: Database, mine: str, theirs: str) -> None:
    """One is done, the other is told that it changed: nothing that somebody said is silently overwritten."""
    plan, (one, _) = await _opened(database, "یک", "دو")
    steps = ("owner", CHANGES[mine](one)), ("secretary", CHANGES[theirs](one))
    assert await _at_once(database, plan, *steps) == {"done": 1, "GoalChanged": 1}
    changed = next(row for row in await _rows(database) if row.id == one.id)
    assert changed.version == one.version + 1


async def test_published_by_two(database: Database) -> None:
    """It is published once; it is never published and discarded."""
    async with database.transaction() as session:
        plan = await Plan.open(session)
        one, other = await plan.begun("یک"), await plan.begun("دو")

    async def publish(actor: Actor) -> None:
        await goals.publish(actor, one.id or 0, one.version)

    assert await _at_once(database, plan, ("owner", publish), ("secretary", publish)) == {"done": 1, "GoalChanged": 1}

    async def publish_other(actor: Actor) -> None:
        await goals.publish(actor, other.id or 0, other.version)

    async def discard_other(actor: Actor) -> None:
        await goals.discard(actor, other.id or 0, other.version)

    outcomes = await _at_once(database, plan, ("owner", publish_other), ("secretary", discard_other))
    assert outcomes["done"] == 1
    left = [row for row in await _rows(database) if row.id == other.id]
    assert [row.published_at is not None for row in left] in ([], [True])


async def test_neighbours_change_places_crosswise(database: Database) -> None:
    """Two move two neighbours past each other, again and again: nobody waits for ever, and no place is lost."""
    plan, rows = await _opened(database, "یک", "دو", "سه", "چهار")

    def move(at: int, *, up: bool) -> Step:
        async def step(actor: Actor) -> None:
            now = await goals.load(actor.session, rows[at].id or 0)
            await goals.move(actor, rows[at].id or 0, now.version, up=up)

        return step

    steps = [("owner" if at % 2 else "secretary", move(at % 4, up=at % 3 == 0)) for at in range(12)]
    outcomes = await _at_once(database, plan, *steps)
    assert set(outcomes) <= {"done", "GoalChanged"}
    found = await _rows(database)
    assert sorted(one.position for one in found) == [1, 2, 3, 4]
    assert {one.id for one in found} == {one.id for one in rows}


async def test_reports_in_one_moment(database: Database) -> None:
    """Each of several reports counts: the goal's value is that of the newest one, however they come."""
    plan, (one,) = await _opened(database, "یک")

    def report(value: float) -> Step:
        async def step(actor: Actor) -> None:
            row = {"goal_id": one.id, "bot_id": BOT, "text": "کار", "on_day": TODAY, "tell_at": NOW, "made_at": NOW}
            await goals.load(actor.session, one.id or 0, is_locked=True)
            await actor.session.execute(insert(table_of(GoalUpdate)).values({**row, "value": value}))
            await goal_values.refresh(session=actor.session, goal_id=one.id or 0, now=NOW)

        return step

    steps = [("secretary", report(float(value))) for value in range(6, 12)]
    assert await _at_once(database, plan, *steps) == {"done": 6}
    (now,) = await _rows(database)
    async with database.transaction() as session:
        newest = select(table_of(GoalUpdate).c.value).order_by(table_of(GoalUpdate).c.id.desc()).limit(1)
        assert now.value == (await session.execute(newest)).scalar_one()
    assert now.version == one.version + 6


async def test_nobody_waits_to_follow(postgresql_database: Database) -> None:
    """As long as the office holds a goal to change it, residents follow it all the same."""
    plan, (one,) = await _opened(postgresql_database, "یک")

    async def follow() -> bool:
        async with postgresql_database.transaction() as session:
            person_id = plan.people["resident"]
            return await goal_follows.follow(session=session, goal_id=one.id or 0, person_id=person_id, now=NOW)

    async with postgresql_database.transaction() as session:
        await goals.versioned(await plan.as_("secretary", NOW, session), one.id or 0, one.version)
        assert await asyncio.wait_for(follow(), 20)


async def test_followed_twice_while_it_is_changed(database: Database) -> None:
    """A resident who presses twice follows once, and whoever changes the goal meanwhile is not disturbed."""
    plan, (one,) = await _opened(database, "یک")
    reader = plan.people["resident"]

    async def follow(actor: Actor) -> None:
        await goal_follows.follow(session=actor.session, goal_id=one.id or 0, person_id=reader, now=NOW)

    steps = ("resident", follow), ("resident", follow), ("owner", CHANGES["title"](one))
    assert await _at_once(database, plan, *steps) == {"done": 3}
    async with database.transaction() as session:
        counted = select(func.count()).select_from(table_of(GoalFollow))
        assert (await session.execute(counted)).scalar_one() == 1


async def test_tied_by_two(database: Database) -> None:
    """A resolution that two tie to a goal is tied once."""
    async with database.transaction() as session:
        plan = await Plan.open(session)
        one, made = await plan.goal(), await plan.decide()
    found: list[bool] = []

    async def tie(actor: Actor) -> None:
        found.append(await goal_ties.tie_resolution(actor, one.id or 0, made.id or 0))

    assert await _at_once(database, plan, ("owner", tie), ("secretary", tie)) == {"done": 2}
    assert sorted(found) == [False, True]
