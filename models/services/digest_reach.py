"""Whom a digest is for, and which of what was told meanwhile was meant for them, though not told at once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.area_tree import AreaTree
from models.audience import Audience
from models.database import AsyncSession, table_of
from models.person import Person
from models.services import audience

_person = table_of(Person)


@dataclass(frozen=True)
class Asked:
    """Whose digest, by which bot, and of what time: after `since`, up to `until`. Both are aware.

    `now` is on the city's clock. Where it `leaves` in this transaction, the meetings in it are held as they are until
    that ends. `delivery_id` is the digest's own, and `rounds` are the rounds of goals that it told, once it left.
    """

    session: AsyncSession
    bot_id: int
    person_id: int
    since: datetime
    until: datetime
    now: datetime
    leaves: bool = False
    delivery_id: int = 0
    rounds: tuple[int, ...] | None = None


def may_concern(meant: Audience, tree: AreaTree, places: set[int]) -> bool:
    """Whether it is worth asking: most of a city's news are about places that somebody has nothing to do with."""
    if meant.role is not None or meant.goal_ids or not places.isdisjoint(meant.area_ids):
        return True
    return audience.reach_of(meant, tree) is None


async def is_meant(asked: Asked, meant: Audience, tree: AreaTree) -> bool:
    """Whether they belong to an audience now, though they have its news gathered."""
    wanted = audience.conditions(audience=meant, tree=tree, bot_id=asked.bot_id, now=asked.now, is_urgent=True)
    one = select(_person.c.id).select_from(audience.recipients).where(_person.c.id == asked.person_id, *wanted)
    return (await asked.session.execute(one)).first() is not None
