"""The rows of goals: who may have which, and changing one that nobody else changed meanwhile."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, insert, select, update

from models.area import Area
from models.database import AsyncSession, table_of
from models.errors import GoalChanged, NotFound
from models.goal import Goal, GoalTopic
from models.role import Action
from models.services import audit, topics
from models.services.actor import Actor

_goals, _topics = table_of(Goal), table_of(GoalTopic)
_g = _goals.c
_LOCK: Final = {"key_share": True}  # rows that only refer to the locked one (who follows a goal) need not wait


async def lock_area(session: AsyncSession, *area_ids: int) -> None:
    """Have nobody else give out numbers or places of these areas' goals until this transaction ends.

    Always before a goal's own row is locked, so that nobody waits for somebody who waits for them.
    """
    ids = table_of(Area).c.id
    locked = select(ids).where(ids.in_(area_ids)).order_by(ids).with_for_update(key_share=True)
    await session.execute(locked)


async def taken_numbers(session: AsyncSession, area_id: int) -> set[int]:
    """The numbers of an area's goals, published or not."""
    return set((await session.execute(select(_g.number).where(_g.area_id == area_id))).scalars())


async def must_be_topics(session: AsyncSession, codes: Collection[str]) -> None:
    """Look whether the city has these topics.

    Raises:
        NotFound: one is not there.
    """
    known = await topics.load_topics(session=session)
    if any(known.get(code) is None for code in codes):
        raise NotFound


async def put_topics(session: AsyncSession, goal_id: int, codes: Collection[str]) -> None:
    """Let a goal be about these topics and no others."""
    await session.execute(delete(_topics).where(_topics.c.goal_id == goal_id))
    if codes:
        await session.execute(insert(_topics), [{"goal_id": goal_id, "topic": code} for code in codes])


async def topics_of(session: AsyncSession, goal_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The codes of the topics of some goals, in the order of the city's list; of those without any, none."""
    asked = select(_topics.c.goal_id, _topics.c.topic).where(_topics.c.goal_id.in_(goal_ids))
    found: dict[int, list[str]] = {}
    for goal_id, code in (await session.execute(asked)).all():
        found.setdefault(goal_id, []).append(code)
    order = {topic.code: at for at, topic in enumerate((await topics.load_topics(session=session)).all)}
    return {goal_id: tuple(sorted(codes, key=lambda code: order.get(code, 0))) for goal_id, codes in found.items()}


async def load(session: AsyncSession, goal_id: int, *, is_locked: bool = False) -> Goal:
    """The row as it is now, whoever asks; locked, nobody else changes it until this transaction ends.

    Raises:
        NotFound: there is none.
    """
    lock: Any = _LOCK if is_locked else None
    goal = await session.get(Goal, goal_id, populate_existing=True, with_for_update=lock)
    if goal is None:
        raise NotFound
    return goal


def may_plan(actor: Actor, goal: Goal) -> bool:
    """Whether they may say what a goal is."""
    return goal.bot_id == actor.bot_id and actor.rights.may(Action.PLAN, goal.area_id)


def may_pursue(actor: Actor, goal: Goal) -> bool:
    """Whether they may say how far a goal has come: nobody may while residents do not know of it."""
    may = actor.rights.may(Action.PURSUE, goal.area_id)
    return may and goal.bot_id == actor.bot_id and goal.published_at is not None


async def goal_for(actor: Actor, goal_id: int, *, is_locked: bool = False) -> Goal:
    """A goal, for whoever says what it is or how far it has come; an unpublished one, for the former.

    Raises:
        NotFound: there is none, or it is not for them.
    """
    goal = await load(actor.session, goal_id, is_locked=is_locked)
    if not may_plan(actor, goal) and not may_pursue(actor, goal):
        raise NotFound
    return goal


async def versioned(actor: Actor, goal_id: int, version: int) -> Goal:
    """As `goal_for`, for a button that was drawn for a version; nobody else changes it until this turn ends.

    Raises:
        NotFound: as there.
        GoalChanged: the goal is another one by now.
    """
    goal = await goal_for(actor, goal_id, is_locked=True)
    if goal.version != version:
        raise GoalChanged
    return goal


async def planned(actor: Actor, goal_id: int, version: int) -> Goal:
    """As `versioned`, for whoever says what the goal is."""
    goal = await versioned(actor, goal_id, version)
    if not may_plan(actor, goal):
        raise NotFound
    return goal


async def change_row(session: AsyncSession, goal: Goal, values: dict[str, Any], now: datetime) -> None:
    """Change columns of a goal that nobody else changed since it was read; `goal` shows them afterwards.

    Raises:
        GoalChanged: somebody did.
    """
    done = await session.execute(
        update(_goals)
        .where(_g.id == goal.id, _g.version == goal.version)
        .values(**values, updated_at=now, version=goal.version + 1)
        .returning(_g.id)
    )
    if done.first() is None:
        raise GoalChanged
    await session.refresh(goal)


async def note(actor: Actor, action: str, goal_id: int, change: tuple[Any, Any] = (None, None)) -> None:
    """Put on record what somebody did to a goal."""
    on = ("goal", goal_id)
    await audit.write(session=actor.session, by=actor.by, action=action, on=on, now=actor.now, change=change)
