"""Audiences: whom a notice reaches, how many that is now, and when each of them may be told.

The conditions here are the one truth: the freezer asks them of a range of people, and counting asks them of everybody
who can be meant at all.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Engine,
    Select,
    and_,
    case,
    false,
    func,
    literal,
    or_,
    select,
    union,
)

from models.area_tree import AreaTree
from models.audience import Audience, Concerned
from models.database import AsyncSession, reading_engine, table_of
from models.person import Account, Contact, Person
from models.quiet_hours import QUIET_CHOICES, QuietHours
from models.role import Grant
from models.services import access, goal_people, meeting_people
from models.services.digest_readers import waits
from models.services.meeting_people import Source
from models.subscription import DEFAULT_QUIET, FollowedArea, Subscription
from models.types import UtcDateTime

EXACT_BELOW = 5000  # people among whom counting takes milliseconds: it is done in the caller's own transaction
_KEPT = 60.0  # seconds for which the count of more of them is given again
_SMALL_PART = 4  # of a city: a quarter of its areas is found by its areas, more by looking at everybody
_MOST_KEPT = 200  # counts; a city's areas times a few languages

_person, _account, _contact = table_of(Person), table_of(Account).c, table_of(Contact).c
_subscription, _followed, _grant = table_of(Subscription), table_of(FollowedArea).c, table_of(Grant).c

recipients = _person.outerjoin(_subscription, _subscription.c.person_id == _person.c.id)
"""What the conditions are about: everybody, with their choices where they made any. One row for each person."""


@dataclass(frozen=True)
class Size:
    """How many people are told at once, and how many read it in their next digest."""

    at_once: int = 0
    in_digest: int = 0

    @property
    def everybody(self) -> int:
        """All whom it reaches, sooner or later."""
        return self.at_once + self.in_digest


def reach_of(audience: Audience, tree: AreaTree) -> frozenset[int] | None:
    """Every area that an audience is about; None for the whole city, to which people without an area belong too."""
    roots = tree.children.get(None, [])
    if not audience.area_ids or (roots and all(place.id in audience.area_ids for place in roots)):
        return None
    return frozenset(place.id for area_id in audience.area_ids for place in tree.with_all_below(area_id))


def conditions(
    *, audience: Audience, tree: AreaTree, bot_id: int, now: datetime, is_urgent: bool
) -> tuple[ColumnElement[bool], ...]:
    """Who of `recipients` is told at once: the conditions of a WHERE, to be narrowed to a range of people's ids.

    Nobody appears twice, however many accounts they have; who does not want this kind of news, or blocked the bot, is
    left out. Who has news gathered in a digest is left out too, unless it is urgent or that digest would come too late.

    Args:
        audience: whom it is for.
        tree: the city's areas.
        bot_id: the bot that has to reach them.
        now: aware; when a role has to be held.
        is_urgent: whether it is told at once to those, too, who have their news gathered.
    """
    if audience.concerned is Concerned.FOLLOWING:
        following = (_wants(audience), goal_people.concerns(audience.goal_ids))
        return (is_reached(bot_id), *(following if is_urgent else (*following, ~waits(audience))))
    if audience.concerned is not None:
        return (is_reached(bot_id, is_of_few=True), meeting_people.concerns(audience, tree, now))
    wanted = _wanted(audience, reach_of(audience, tree), now)
    wanted = wanted if is_urgent else (*wanted, ~waits(audience))
    return (is_reached(bot_id), *_or_listed(audience, wanted))


def _or_listed(audience: Audience, wanted: tuple[ColumnElement[bool], ...]) -> tuple[ColumnElement[bool], ...]:
    """Whoever is on a meeting's own list is told of it at once, whatever they are subscribed to."""
    if audience.meeting_id is None:
        return wanted
    return (or_(meeting_people.is_listed(audience.meeting_id), and_(*wanted)),)


def _wanted(audience: Audience, reach: frozenset[int] | None, now: datetime) -> tuple[ColumnElement[bool], ...]:
    found: list[ColumnElement[bool]] = [_wants(audience)]
    if audience.language is not None:
        found.append(_person.c.language == audience.language)
    if audience.role is not None:
        found.append(_or_following(audience, _person.c.id.in_(_holders(audience, reach, now))))
    elif reach is not None:
        found.append(_or_following(audience, _lives_in_or_follows(reach)))
    return tuple(found)


def _wants(audience: Audience) -> ColumnElement[bool]:
    return _subscription.c[audience.kind.value].is_not(false())


def _or_following(audience: Audience, others: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whoever follows one of an audience's goals belongs to it, wherever they live."""
    return or_(others, goal_people.is_following(audience.goal_ids)) if audience.goal_ids else others


def sources(audience: Audience, tree: AreaTree, now: datetime) -> list[Source]:
    """Every row in which somebody stands whom it may concern, for an audience that says how (`concerned`)."""
    if audience.concerned is Concerned.FOLLOWING:
        return goal_people.sources(audience.goal_ids)
    return meeting_people.sources(audience, tree, now)


def is_reached(bot_id: int, *, is_of_few: bool = False) -> ColumnElement[bool]:
    """The condition that a bot reaches one of `recipients`, through whichever of their accounts.

    Where few of a city are asked about, it is looked up for each: PostgreSQL would read everybody's accounts before.
    """
    mine = select(_contact.id).join(table_of(Account), _account.id == _contact.account_id)
    open_chat = (_contact.bot_id == bot_id) & _contact.blocked_at.is_(None)
    found = mine.where(_account.person_id == _person.c.id, open_chat).correlate(_person)
    return (found.offset(0) if is_of_few else found).exists()  # which it does not turn into a join


def _holders(audience: Audience, reach: frozenset[int] | None, now: datetime) -> Select[Any]:
    """Who holds the role in one of the areas, wherever they live."""
    role = audience.role
    held = select(_grant.person_id).where(access.in_force(now), _grant.role == (role.value if role else None))
    return held if reach is None else held.where(_grant.area_id.in_(sorted(reach)))


def _lives_in_or_follows(reach: frozenset[int]) -> ColumnElement[bool]:
    # «+ 0»: nobody follows more than a handful, so these are looked through; by the key, SQLite would look for each of
    # the audience's areas instead, of which there may be hundreds.
    ids = sorted(reach)
    theirs = select(_followed.area_id).where(_followed.person_id == _person.c.id, (_followed.area_id + 0).in_(ids))
    return or_(_person.c.area_id.in_(ids), theirs.correlate(_person).exists())


def due_case(*, start: datetime, zone: ZoneInfo, is_urgent: bool = False) -> ColumnElement[datetime]:
    """When each of `recipients` may be told what starts at a moment: by their own quiet hours, or then if it is urgent.

    Args:
        start: aware.
        zone: the city's clock.
        is_urgent: whether it passes quiet hours.
    """
    at_start = literal(start, UtcDateTime)
    if is_urgent:
        return at_start
    due = {token: QuietHours.of(token, zone).next_allowed(start) for token in QUIET_CHOICES}
    later = {token: literal(moment, UtcDateTime) for token, moment in due.items() if moment != start}
    if not later:
        return at_start
    return case(later, value=func.coalesce(_subscription.c.quiet, DEFAULT_QUIET), else_=at_start)


async def size(
    *, session: AsyncSession, audience: Audience, tree: AreaTree, bot_id: int, now: datetime, is_urgent: bool
) -> Size:
    """How many people an audience is now.

    Exact where at most `EXACT_BELOW` people come into question. Above, it is counted in a thread, by a connection of
    its own (so what this transaction has not yet committed is not in it), and given again for a minute: no turn stalls
    the others, however many people there are.

    Args:
        session: the caller's transaction.
        audience: whom it is for.
        tree: the city's areas.
        bot_id: the bot that has to reach them.
        now: aware.
        is_urgent: whether it is told at once to those, too, who have their news gathered.
    """
    wanted = conditions(audience=audience, tree=tree, bot_id=bot_id, now=now, is_urgent=True)
    looked_at = _looked_at(audience, tree, now)
    if await _comes_into_question(session, looked_at) <= EXACT_BELOW:
        found = _size_of((await session.execute(_count(audience, wanted, looked_at))).one())
    else:
        is_small = audience.concerned is not None or _is_small(reach_of(audience, tree), tree)
        statement = _count(audience, wanted, looked_at if is_small else None)
        counts = _counts.setdefault(session.get_bind().engine, _Counts())
        found = await counts.of((audience, bot_id), session.get_bind().engine, statement)
    return Size(found.everybody) if is_urgent else found


def _is_small(reach: frozenset[int] | None, tree: AreaTree) -> bool:
    return reach is not None and len(reach) * _SMALL_PART < len(tree.places)


def _count(
    audience: Audience, wanted: Sequence[ColumnElement[bool]], looked_at: Sequence[Select[Any]] | None
) -> Select[Any]:
    """One statement that counts; `looked_at` is who comes into question, None for everybody."""
    gathering = case((_reads_later(audience), 1), else_=0)
    counted = select(func.count(), func.coalesce(func.sum(gathering), 0)).select_from(recipients).where(*wanted)
    if audience.role is not None:
        return counted
    if looked_at is None or (audience.concerned is None and not audience.area_ids):
        # In the order of the key; else SQLite takes the smallest index, and a million look-ups in no order: 8 s, not 1.
        return counted.where(_person.c.id > 0)
    return counted.where(_person.c.id.in_(union(*looked_at)))  # by their indexes, not by looking at everybody


def _reads_later(audience: Audience) -> ColumnElement[bool]:
    """Whether one of those whom it reaches is told in a digest."""
    if audience.concerned not in {None, Concerned.FOLLOWING}:
        return false()
    later = waits(audience)
    return later if audience.meeting_id is None else and_(later, ~meeting_people.is_listed(audience.meeting_id))


def _looked_at(audience: Audience, tree: AreaTree, now: datetime) -> list[Select[Any]]:
    """Who comes into question at all: a few indexes of people's ids."""
    if audience.concerned is not None:
        return [source.ids for source in sources(audience, tree, now)]
    reach, another = reach_of(audience, tree), _person.alias()
    following = [goal_people.followers(audience.goal_ids).ids] if audience.goal_ids else []
    if audience.role is not None:
        return [select(_grant.person_id), *following]
    if reach is None:
        return [select(another.c.id)]
    ids = sorted(reach)
    listed = [] if audience.meeting_id is None else [meeting_people.listed(audience.meeting_id).ids]
    return [
        select(another.c.id).where(another.c.area_id.in_(ids)),
        select(_followed.person_id).where(_followed.area_id.in_(ids)),
        *listed,
        *following,
    ]


async def _comes_into_question(session: AsyncSession, looked_at: Sequence[Select[Any]]) -> int:
    """How many rows counting has to look at; it is not counted beyond `EXACT_BELOW`."""
    found = 0
    for rows in looked_at:
        some = rows.limit(EXACT_BELOW + 1).subquery()
        found += (await session.execute(select(func.count()).select_from(some))).scalar_one()
    return found


def _size_of(row: Any) -> Size:
    everybody, gathered = int(row[0]), int(row[1])
    return Size(everybody - gathered, gathered)


@dataclass
class _Counts:
    """Counts of one database, each made once a minute at most; whoever asks meanwhile waits for the same one."""

    made: dict[Any, tuple[float, asyncio.Task[Size]]] = field(default_factory=dict)

    async def of(self, key: Any, engine: Engine, statement: Select[Any]) -> Size:
        begun_at, task = self.made.get(key, (0.0, None))
        if task is None or time.monotonic() - begun_at > _KEPT or _failed(task):
            task = asyncio.create_task(asyncio.to_thread(_count_apart, engine, statement))
            self.made = _newest(self.made) | {key: (time.monotonic(), task)}
        return await asyncio.shield(task)


def _newest(made: Mapping[Any, tuple[float, asyncio.Task[Size]]]) -> dict[Any, tuple[float, asyncio.Task[Size]]]:
    fresh = [(key, count) for key, count in made.items() if time.monotonic() - count[0] <= _KEPT]
    return dict(fresh[-_MOST_KEPT:])


def _failed(task: asyncio.Task[Size]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


def _count_apart(engine: Engine, statement: Select[Any]) -> Size:
    apart = reading_engine(engine.url)
    try:
        with apart.connect() as connection:
            return _size_of(connection.execute(statement).one())
    finally:
        apart.dispose()


_counts: WeakKeyDictionary[Engine, _Counts] = WeakKeyDictionary()
