"""Rounds: all reports on goals that are due are told together, to each follower those that concern them, once.

A round is one broadcast. Who gets a copy of it is frozen like any audience; what the copy says is looked up when it
leaves. Who has news gathered gets no copy: their digest tells the round.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, insert, or_, select, update
from sqlmodel import col

from models.city import City
from models.database import AsyncSession, table_of
from models.delivery import Delivery, DeliveryKind
from models.goal import Goal, GoalFollow, GoalRound, GoalSubmission, GoalUpdate
from models.goal_told import GoalTold
from models.services import broadcasts, digests, goal_readers, goal_updates, goal_values, subscriptions
from models.submission import Status, Submission

TOLD = "told"  # the occurrence of a round's broadcast
_JUST_AFTER = timedelta(microseconds=1)

_updates, _rounds = table_of(GoalUpdate), table_of(GoalRound)
_u, _d = _updates.c, table_of(Delivery).c
_follow, _link, _own = table_of(GoalFollow).c, table_of(GoalSubmission).c, table_of(Submission).c


async def tell_due(*, session: AsyncSession, bot_id: int, city: City, now: datetime) -> int:
    """Begin a round with every report that is due, if there is any; return how many those are.

    Each is in one round, however often it is called. What another report took the place of before it was told is not
    told: it counts as told with that one.

    Args:
        session: the caller's transaction.
        bot_id: whose reports, and through which they are told.
        city: at its hour of the day they are told.
        now: aware.
    """
    await _follow_clock(session, bot_id, city, now)
    waits = (_u.bot_id == bot_id, _u.told_at.is_(None), _u.removed_at.is_(None))
    due = select(_u.id, _u.goal_id).where(*waits, _u.tell_at <= now, goal_values.valid())
    rows = (await session.execute(due.order_by(_u.id).with_for_update(of=_updates))).all()
    if not rows:
        return 0
    begun_at = await _beginning(session, now)
    made = insert(_rounds).values(bot_id=bot_id, begun_at=begun_at).returning(_rounds.c.id)
    round_id: int = (await session.execute(made)).scalar_one()
    ids = [row.id for row in rows]
    told = update(_updates).where(_u.id.in_([*ids, *await _replaced(session, ids)]), _u.told_at.is_(None))
    await session.execute(told.values(round_id=round_id, told_at=begun_at))
    await broadcasts.start(
        session=session,
        bot_id=bot_id,
        kind=DeliveryKind.GOAL_NEWS,
        source_id=round_id,
        occurrence=TOLD,
        audience=goal_updates.audience_of({row.goal_id for row in rows}),
        is_urgent=False,
        revision=0,
        now=begun_at,
    )
    return len(ids)


async def _follow_clock(session: AsyncSession, bot_id: int, city: City, now: datetime) -> None:
    """What was made while the clock was ahead is told at the next hour, and not once the clock shows that again."""
    at = goal_updates.told_at(city, now)
    waits = (_u.bot_id == bot_id, _u.told_at.is_(None), _u.removed_at.is_(None))
    await session.execute(update(_updates).where(*waits, _u.made_at > now, _u.tell_at > at).values(tell_at=at))


async def _beginning(session: AsyncSession, now: datetime) -> datetime:
    """Now; or after the newest digest and round, if the clock was set back since: digests to come have to tell it."""
    digest = select(_d.created_at).where(_d.kind == DeliveryKind.DIGEST.value, _d.source_id == 0)
    before = select(_rounds.c.begun_at).order_by(_rounds.c.id.desc())
    begun_at = now
    for newest in (digest.order_by(_d.id.desc()), before):
        last: datetime | None = (await session.execute(newest.limit(1))).scalar_one_or_none()
        begun_at = begun_at if last is None else max(begun_at, last + _JUST_AFTER)
    return begun_at


async def _replaced(session: AsyncSession, ids: Collection[int]) -> list[int]:
    """Those that these took the place of, and that nobody was told of."""
    found: list[int] = []
    newer = list(ids)
    while newer:
        before = select(_u.corrects_id).where(_u.id.in_(newer), _u.corrects_id.is_not(None))
        untold = select(_u.id).where(_u.id.in_(before), _u.told_at.is_(None)).order_by(_u.id)
        newer = list((await session.execute(untold.with_for_update())).scalars())
        found += newer
    return found


async def round_for(*, session: AsyncSession, round_id: int, person_id: int, today: date) -> list[GoalTold]:
    """What a copy of a round tells somebody, as it stands now; empty where nothing of it is theirs any more.

    Args:
        session: the caller's transaction.
        round_id: which.
        person_id: whose copy it is.
        today: of the city's calendar.
    """
    if not (await subscriptions.of(session=session, person_id=person_id)).goals:
        return []
    if round_id in await in_digests(session=session, person_id=person_id):
        return []  # they had news gathered when it began, and no more when they were given a copy
    return await told_of(session=session, round_ids=[round_id], person_id=person_id, today=today)


async def in_digests(*, session: AsyncSession, person_id: int, without: int = 0) -> set[int]:
    """The rounds that somebody's digests told, without those of one delivery."""
    rows = await session.execute(select(_d.id, _d.kind, _d.content).where(_d.person_id == person_id))
    told = [row.content for row in rows if row.kind == DeliveryKind.DIGEST.value and row.id != without]
    return {round_id for content in told for round_id in digests.rounds_in(content) or ()}


async def told_of(*, session: AsyncSession, round_ids: Sequence[int], person_id: int, today: date) -> list[GoalTold]:
    """All of some rounds that is somebody's, goal by goal in the order of their lists.

    What was corrected and told so meanwhile is left out: the correction says it.
    """
    rows = list((await session.execute(_theirs(round_ids, person_id))).scalars())
    if not rows:
        return []
    corrections = await _corrections(session, rows, round_ids)
    shown = {one.id: one for one in await goal_readers.updates_shown(session=session, rows=rows)}
    at, in_round = {row.id: row.told_at for row in rows}, {row.id: row.round_id or 0 for row in rows}
    told = []
    for goal in await _goals(session, sorted({row.goal_id for row in rows}), person_id, today):
        ids = [row.id or 0 for row in rows if row.goal_id == goal.id]
        newest = max(moment for one in ids if (moment := at[one]) is not None)
        updates, rounds = tuple(shown[one] for one in ids), frozenset(in_round[one] for one in ids)
        told.append(GoalTold(goal, updates, newest, corrections & set(ids), rounds))
    return told


def _theirs(round_ids: Sequence[int], person_id: int) -> Select[Any]:
    newer = _updates.alias()
    replaced = exists().where(newer.c.corrects_id == _u.id, newer.c.removed_at.is_(None), newer.c.round_id.is_not(None))
    rows = select(GoalUpdate).where(
        _u.round_id.in_(round_ids), _u.removed_at.is_(None), ~replaced.correlate(_updates), _concerns(person_id)
    )
    return rows.order_by(_u.on_day, _u.id).execution_options(populate_existing=True)


def _concerns(person_id: int) -> ColumnElement[bool]:
    followed = select(_follow.goal_id).where(_follow.person_id == person_id)
    behind = and_(_own.id == _link.submission_id, _own.person_id == person_id, _own.status != Status.WITHDRAWN.value)
    return or_(_u.goal_id.in_(followed), _u.goal_id.in_(select(_link.goal_id).where(behind)))


async def _corrections(session: AsyncSession, rows: Sequence[GoalUpdate], round_ids: Collection[int]) -> frozenset[int]:
    """Which of these take the place of one that was told in another round, be it over several others."""
    found: set[int] = set()
    for row in rows:
        before = row.corrects_id
        while before is not None and row.id not in found:
            asked = select(_u.corrects_id, _u.round_id).where(_u.id == before)
            older = (await session.execute(asked)).one()
            if older.round_id is not None and older.round_id not in round_ids:
                found.add(row.id or 0)
            before = older.corrects_id
    return frozenset(found)


async def _goals(session: AsyncSession, ids: Sequence[int], person_id: int, today: date) -> Sequence[Any]:
    rows = select(Goal).where(col(Goal.id).in_(ids), col(Goal.published_at).is_not(None))
    rows = rows.order_by(col(Goal.area_id), col(Goal.position), col(Goal.id)).execution_options(populate_existing=True)
    goals = list((await session.execute(rows)).scalars())
    return await goal_readers.shown(session=session, goals=goals, today=today, person_id=person_id)


async def rounds_between(*, session: AsyncSession, bot_id: int, since: datetime, until: datetime) -> list[int]:
    """The rounds that began after a moment, up to another (both aware)."""
    began = (_rounds.c.bot_id == bot_id, _rounds.c.begun_at > since, _rounds.c.begun_at <= until)
    return list((await session.execute(select(_rounds.c.id).where(*began).order_by(_rounds.c.id))).scalars())


async def copied(*, session: AsyncSession, round_ids: Sequence[int], person_id: int) -> set[int]:
    """Those of some rounds of which somebody was given a copy of their own: that one tells them."""
    copies = (_d.kind == DeliveryKind.GOAL_NEWS.value, _d.source_id.in_(round_ids), _d.occurrence == TOLD)
    return set((await session.execute(select(_d.source_id).where(*copies, _d.person_id == person_id))).scalars())


async def hold(*, session: AsyncSession, round_ids: Sequence[int]) -> None:
    """Give nobody a copy of these rounds until the transaction ends: `goal_people.hold` waits for it."""
    rows = select(_rounds.c.id).where(_rounds.c.id.in_(round_ids)).order_by(_rounds.c.id)
    await session.execute(rows.with_for_update(read=True))
