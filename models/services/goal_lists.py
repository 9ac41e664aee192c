"""Lists of goals: what narrows them, and a page of one, area by area and in the order that the office gave them."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, true

from models.area_tree import AreaTree
from models.database import AsyncSession, table_of
from models.goal import Goal, GoalFollow, GoalStatus, GoalTopic
from models.goal_shown import GoalShown
from models.rights import NOBODY, Rights
from models.role import Action
from models.services import areas, subscriptions, topics
from models.services.goal_showing import UNFINISHED, shown
from models.text import fold

_g, _t, _f = table_of(Goal).c, table_of(GoalTopic).c, table_of(GoalFollow).c
_MOST_WORDS: Final = 8  # of what somebody searches for: more narrow nothing
_NUMBER: Final = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True)
class GoalWish:
    """Which goals somebody wants to see; what is None or empty narrows nothing.

    `area_ids` are those of exactly these areas, in this order; `area_id` those of one area and of all below it. `topic`
    is a code, with those below it. `words` all have to be found, in its title, description, owner body or its area's
    name; a number finds that number, too. `mine` is a person: what they follow. `is_open`: neither reached nor dropped.
    """

    area_ids: tuple[int, ...] | None = None
    area_id: int | None = None
    topic: str | None = None
    status: GoalStatus | None = None
    words: str = ""
    mine: int | None = None
    is_open: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it asks for everything."""
        return self == GoalWish()

    def to_data(self) -> dict[str, Any]:
        """As JSON, without what narrows nothing."""
        data: dict[str, Any] = {
            "area": self.area_id,
            "topic": self.topic,
            "status": self.status.value if self.status is not None else None,
            "words": self.words,
            "mine": self.mine,
            "open": self.is_open,
        }
        if self.area_ids is not None:
            data["areas"] = list(self.area_ids) or [0]
        return {name: value for name, value in data.items() if value}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """From what `to_data` wrote; a status of another version of the program narrows nothing."""
        status = data.get("status")
        return cls(
            area_ids=tuple(data["areas"]) if data.get("areas") else None,
            area_id=data.get("area"),
            topic=data.get("topic"),
            status=GoalStatus(status) if status in set(GoalStatus) else None,
            words=data.get("words", ""),
            mine=data.get("mine"),
            is_open=bool(data.get("open")),
        )


async def near(*, session: AsyncSession, person_id: int) -> tuple[int, ...] | None:
    """The areas whose goals are somebody's own: their places and all above these, the nearest first; None: unknown."""
    return tuple(await subscriptions.areas_of(session=session, person_id=person_id)) or None


async def page(
    *,
    session: AsyncSession,
    wish: GoalWish,
    today: date,
    offset: int,
    limit: int,
    person_id: int | None = None,
    rights: Rights = NOBODY,
) -> tuple[list[GoalShown], int]:
    """A page of the goals that fit a wish, and how many there are: area by area from the whole city down, in order.

    Args:
        session: the caller's transaction.
        wish: what narrows it.
        today: of the city's calendar.
        offset: how many come before.
        limit: how many at most.
        person_id: who reads: what they follow is marked.
        rights: theirs; who says what the goals of an area are sees there what is not published yet.
    """
    tree = await areas.load_tree(session=session)
    wanted = and_(_readable(rights), *await _conditions(session, wish, tree))
    counted = select(_g.area_id, func.count()).where(wanted).group_by(_g.area_id)
    sizes = {row[0]: row[1] for row in (await session.execute(counted)).all()}
    found: list[Goal] = []
    skipped = offset
    for area_id in _in_order(sizes, wish, tree):
        if len(found) < limit and skipped < sizes[area_id]:
            rows = select(Goal).where(wanted, _g.area_id == area_id).order_by(_g.position, _g.id)
            rows = rows.offset(skipped).limit(limit - len(found)).execution_options(populate_existing=True)
            found += (await session.execute(rows)).scalars()
        skipped = max(skipped - sizes[area_id], 0)
    return await shown(session=session, goals=found, today=today, person_id=person_id), sum(sizes.values())


def _in_order(sizes: dict[int, int], wish: GoalWish, tree: AreaTree) -> list[int]:
    """The areas that have any: as they were asked for, else from the top of the tree, level by level."""
    asked = wish.area_ids
    if asked is None:
        asked = tuple(place.id for top in tree.children.get(None, []) for place in tree.with_all_below(top.id))
    return [area_id for area_id in dict.fromkeys((*asked, *sorted(sizes))) if area_id in sizes]


def _readable(rights: Rights) -> ColumnElement[bool]:
    reach = rights.reach(Action.PLAN)
    if reach is None:
        return true()
    is_published = _g.published_at.is_not(None)
    return or_(is_published, _g.area_id.in_(sorted(reach))) if reach else is_published


async def _conditions(session: AsyncSession, wish: GoalWish, tree: AreaTree) -> list[ColumnElement[bool]]:
    found = [_holds(word, tree) for word in fold(wish.words).split()[:_MOST_WORDS]]
    if wish.area_ids is not None:
        found.append(_g.area_id.in_(wish.area_ids))
    if wish.area_id is not None:
        found.append(_g.area_id.in_([place.id for place in tree.with_all_below(wish.area_id)]))
    if wish.status is not None:
        found.append(_g.status == wish.status.value)
    if wish.is_open:
        found.append(_g.status.in_(UNFINISHED))
    if wish.topic is not None:
        known = await topics.load_topics(session=session)
        codes = [wish.topic, *(one.code for one in known.below(wish.topic))]
        found.append(_g.id.in_(select(_t.goal_id).where(_t.topic.in_(codes))))
    if wish.mine is not None:
        found.append(_g.id.in_(select(_f.goal_id).where(_f.person_id == wish.mine)))
    return found


def _holds(word: str, tree: AreaTree) -> ColumnElement[bool]:
    """A word is part of what is said, or of the area's name; a number stands alone there, or is the goal's own."""
    if _NUMBER.fullmatch(word):
        alone = (literal(" ") + _g.search_key + " ").contains(f" {word} ")
        return or_(alone, _g.number == int(word))
    named = [place.id for place in tree.places.values() if word in place.key]
    return or_(_g.search_key.contains(word, autoescape=True), _g.area_id.in_(named))


async def used_topics(*, session: AsyncSession) -> list[str]:
    """The codes of the topics that any published goal has, the most used first."""
    used = select(_t.topic).join(table_of(Goal), _g.id == _t.goal_id).where(_g.published_at.is_not(None))
    return list((await session.execute(used.group_by(_t.topic).order_by(func.count().desc(), _t.topic))).scalars())


async def used_areas(*, session: AsyncSession) -> dict[int, int]:
    """How many published goals each area has; areas without any are left out."""
    counted = select(_g.area_id, func.count()).where(_g.published_at.is_not(None)).group_by(_g.area_id)
    return {row[0]: row[1] for row in (await session.execute(counted)).all()}
