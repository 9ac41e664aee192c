"""Goals: who may say what they are and where, beginning one, changing it, and making it public.

Each step checks the right anew, changes the row only if nobody else did meanwhile (`version`), and is one row of the
audit trail. Numbers and places in the list are given out under a lock on the area's row, which is taken before any
goal's: two who begin goals in one moment take turns.
"""

from typing import Any, Final

from sqlalchemy import delete, func, insert, select, update

from models.database import AsyncSession, table_of
from models.errors import BadGoalFact, GoalChanged, GoalUnready, NotFound
from models.goal import Goal, GoalMeeting, GoalResolution, GoalStatus, GoalSubmission, GoalTopic, GoalUpdate
from models.goal_facts import GoalValues, check_measure, checked, search_key_of
from models.role import Action
from models.services import areas
from models.services.actor import Actor
from models.services.goal_rows import (
    change_row,
    goal_for,
    load,
    lock_area,
    may_plan,
    may_pursue,
    must_be_topics,
    note,
    planned,
    put_topics,
    taken_numbers,
    topics_of,
    versioned,
)

__all__ = [
    "change",
    "change_row",
    "create",
    "create_row",
    "discard",
    "goal_for",
    "load",
    "lock_area",
    "may_plan",
    "may_pursue",
    "move",
    "note",
    "office_areas",
    "planned",
    "publish",
    "taken_numbers",
    "topics_of",
    "versioned",
]

_goals = table_of(Goal)
_g = _goals.c
_WORDS: Final = ("title", "description", "owner_body")


async def office_areas(actor: Actor, action: Action = Action.PLAN) -> list[int]:
    """The areas for whose goals they may do it, the whole city's first; each once, by their offices' age."""
    held = [office.area_id for office in actor.rights.offices if office.allows(action)]
    found = [area_id for area_id in held if area_id is not None]
    if actor.rights.is_owner or None in held:
        tree = await areas.load_tree(session=actor.session)
        found = [*(place.id for place in tree.children.get(None, [])), *found]
    return list(dict.fromkeys(found))


async def create(
    actor: Actor, *, area_id: int, title: str, values: GoalValues | None = None, number: int | None = None
) -> Goal:
    """Begin a goal of an area, which residents do not see until it is published.

    Args:
        actor: somebody who says what the goals there are.
        area_id: whose goal; the city's is the root of the tree.
        title: what is to be reached.
        values: what is known of it besides.
        number: that of its publication; None: the next one of the area.

    Raises:
        NotFound: the area or a topic is not there, or it is not for them.
        GoalUnready, BadGoalFact: as `models.goal_facts.checked`; the number is taken (`number_taken`).
    """
    await _must_plan(actor, area_id)
    await lock_area(actor.session, area_id)
    said: GoalValues = {**(values or {}), "title": title}
    goal = await create_row(actor, area_id=area_id, values=said, number=number)
    await note(actor, "goal.create", goal.id or 0, (None, {"area_id": area_id, "title": goal.title}))
    return goal


async def _must_plan(actor: Actor, area_id: int) -> None:
    tree = await areas.load_tree(session=actor.session)
    if area_id not in tree.places or not actor.rights.may(Action.PLAN, area_id):
        raise NotFound


async def create_row(
    actor: Actor, *, area_id: int, values: GoalValues, number: int | None = None, is_published: bool = False
) -> Goal:
    """Put a goal on record at the end of its area's list; the area is locked, and the right looked at. No audit row.

    Raises:
        NotFound, GoalUnready, BadGoalFact: as `create`.
    """
    said = checked(values if number is None else {**values, "number": number})
    check_measure(said.get("baseline"), said.get("target"))
    if said.get("number") is not None:
        await _must_be_free(actor.session, area_id, said["number"])
    await must_be_topics(actor.session, said.get("topics", ()))
    last = await actor.session.execute(select(func.max(_g.number), func.max(_g.position)).where(_g.area_id == area_id))
    last_number, last_position = last.one()
    row = {
        "status": GoalStatus.ACTIVE.value,
        "description": "",
        "owner_body": "",
        "number": (last_number or 0) + 1,
        **_columns(said),
        "bot_id": actor.bot_id,
        "area_id": area_id,
        "position": (last_position or 0) + 1,
        "status_at": actor.now,
        "published_at": actor.now if is_published else None,
        "made_by": actor.person_id or None,
        "created_at": actor.now,
        "updated_at": actor.now,
        "version": 1,
    }
    row["search_key"] = search_key_of(*(row[name] for name in _WORDS))
    made = await actor.session.execute(insert(_goals).values(row).returning(_g.id))
    goal_id: int = made.scalar_one()
    await put_topics(actor.session, goal_id, said.get("topics", ()))
    return await load(actor.session, goal_id)


def _columns(said: GoalValues) -> dict[str, Any]:
    """What is said of a goal, as its row holds it."""
    found: dict[str, Any] = {name: value for name, value in said.items() if name not in {"topics", "area_id"}}
    if "status" in found:
        found["status"] = GoalStatus(found["status"]).value
    return found


async def _must_be_free(session: AsyncSession, area_id: int, number: int) -> None:
    taken = select(_g.id).where(_g.area_id == area_id, _g.number == number)
    if (await session.execute(taken)).first() is not None:
        raise BadGoalFact("number_taken", number)


async def change(actor: Actor, goal_id: int, version: int, changes: GoalValues) -> Goal:
    """Say something else of a goal.

    Args:
        actor: somebody who says what it is; in both areas, where it gets another one.
        goal_id: which.
        version: the row's, as it was shown.
        changes: what is said of it now; what is not in there stays. Its status as long as nobody may read it only.

    Raises:
        NotFound: there is none, it is not theirs, or an area or a topic is not there.
        GoalChanged: it is another one by now, or it was published, and reports move its status.
        GoalUnready, BadGoalFact: as `models.goal_facts.checked`; the number is taken, or the measure ends where it
            begins.
    """
    said = checked(changes)
    area_id = await _lock_places(actor, goal_id, said)
    goal = await planned(actor, goal_id, version)
    values = _columns(said)
    if "status" in values and values["status"] != goal.status:
        if goal.published_at is not None:
            raise GoalChanged
        values["status_at"] = actor.now
    check_measure(values.get("baseline", goal.baseline), values.get("target", goal.target))
    if area_id is not None and area_id != goal.area_id:
        values |= await _moved_to(actor, goal, area_id, said.get("number"))
    elif said.get("number", goal.number) != goal.number:
        await _must_be_free(actor.session, goal.area_id, said["number"])
    await must_be_topics(actor.session, said.get("topics", ()))
    before, after = await _difference(actor.session, goal, values, said)
    if not after:
        return goal
    if "topics" in said:
        await put_topics(actor.session, goal_id, said["topics"])
    told = [values.get(name, getattr(goal, name)) for name in _WORDS]
    await change_row(actor.session, goal, {**values, "search_key": search_key_of(*told)}, actor.now)
    await note(actor, "goal.change", goal_id, (before, after))
    return goal


async def _lock_places(actor: Actor, goal_id: int, said: GoalValues) -> int | None:
    """Lock what a change of number or area needs, before the goal itself; return the area that it is to get."""
    area_id = said.get("area_id")
    if area_id is None and "number" not in said:
        return None
    goal = await goal_for(actor, goal_id)
    if area_id is not None:
        await _must_plan(actor, area_id)
    await lock_area(actor.session, *{goal.area_id, area_id or goal.area_id})
    return area_id


async def _moved_to(actor: Actor, goal: Goal, area_id: int, number: int | None) -> dict[str, Any]:
    """The columns of a goal that becomes another area's: its number if it is free there, at the end of the list."""
    taken = await taken_numbers(actor.session, area_id)
    if number is not None and number in taken:
        raise BadGoalFact("number_taken", number)
    kept = number or goal.number
    last = await actor.session.execute(select(func.max(_g.position)).where(_g.area_id == area_id))
    free = kept if kept not in taken else max(taken) + 1
    return {"area_id": area_id, "number": free, "position": (last.scalar_one() or 0) + 1}


async def _difference(
    session: AsyncSession, goal: Goal, values: dict[str, Any], said: GoalValues
) -> tuple[dict[str, Any], dict[str, Any]]:
    """(as it was, as it is now) of what changes, as JSON."""
    was = {name: getattr(goal, name) for name in values if name != "status_at"}
    now = {name: value for name, value in values.items() if name != "status_at"}
    if "topics" in said:
        goal_id = goal.id or 0
        was["topics"] = list((await topics_of(session, [goal_id])).get(goal_id, ()))
        now["topics"] = list(said["topics"])
        if sorted(was["topics"]) == sorted(now["topics"]):
            now["topics"] = was["topics"]
    names = [name for name in now if was[name] != now[name]]
    return {name: _json(was[name]) for name in names}, {name: _json(now[name]) for name in names}


def _json(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


async def publish(actor: Actor, goal_id: int, version: int) -> Goal:
    """Let everybody read a goal from now on.

    Raises:
        NotFound, GoalChanged: as `planned`; GoalChanged too where it is public already.
        GoalUnready: it has no title.
    """
    goal = await planned(actor, goal_id, version)
    if goal.published_at is not None:
        raise GoalChanged
    if not goal.title:
        raise GoalUnready(("title",))
    await change_row(actor.session, goal, {"published_at": actor.now, "status_at": actor.now}, actor.now)
    await note(actor, "goal.publish", goal_id, (None, {"number": goal.number}))
    return goal


async def discard(actor: Actor, goal_id: int, version: int) -> None:
    """Take back a goal that nobody could read yet: it is gone, and its number is free again.

    Raises:
        NotFound, GoalChanged: as `planned`; GoalChanged too where it is public.
    """
    goal = await planned(actor, goal_id, version)
    has_reports = await actor.session.execute(select(table_of(GoalUpdate).c.id).where(_of(GoalUpdate, goal_id)))
    if goal.published_at is not None or has_reports.first() is not None:
        raise GoalChanged
    for ties in (GoalTopic, GoalResolution, GoalMeeting, GoalSubmission):
        await actor.session.execute(delete(table_of(ties)).where(_of(ties, goal_id)))
    before = {"area_id": goal.area_id, "number": goal.number, "title": goal.title}
    await actor.session.execute(delete(_goals).where(_g.id == goal_id))
    actor.session.expunge(goal)
    await note(actor, "goal.discard", goal_id, (before, None))


def _of(ties: type[Any], goal_id: int) -> Any:
    return table_of(ties).c.goal_id == goal_id


async def move(actor: Actor, goal_id: int, version: int, *, up: bool) -> Goal:
    """Let a goal change places with the one before it in its area's list, or (`up` False) the one after it.

    Raises:
        NotFound, GoalChanged: as `planned`. At an end of the list it stays where it is.
    """
    area_id = (await goal_for(actor, goal_id)).area_id
    await lock_area(actor.session, area_id)
    goal = await planned(actor, goal_id, version)
    beside = _g.position < goal.position if up else _g.position > goal.position
    order = _g.position.desc() if up else _g.position
    other = select(_g.id, _g.position).where(_g.area_id == goal.area_id, beside).order_by(order).limit(1)
    found = (await actor.session.execute(other)).first()
    if found is None:
        return goal
    before = goal.position
    await actor.session.execute(update(_goals).where(_g.id == found[0]).values(position=before))
    await change_row(actor.session, goal, {"position": found[1]}, actor.now)
    await note(actor, "goal.move", goal_id, ({"position": before}, {"position": goal.position}))
    return goal
