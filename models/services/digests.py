"""Digests: news gathered in one message, once a day or a week, for those who want it so.

What a digest tells is looked up when it leaves; a delivery of the kind DIGEST only says from when until when. Its
occurrence is the day on which it was due, so that nobody gets two of one day, whoever restarts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, or_, select, update

from models.broadcast import Broadcast
from models.database import AsyncSession, table_of, upsert
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.prepared import Prepared
from models.quiet_hours import FRIDAY, QuietHours
from models.services import audience, broadcasts, deliveries, subscriptions
from models.services.deliveries import About
from models.subscription import Digest, Subscription

EVENING, FRIDAY_MORNING = time(18), time(10)  # of the city's clock: the daily one, the weekly one
RANGE = 500  # people's ids looked at in one transaction, so that nobody waits for it
_LOOKS_BACK = timedelta(hours=1)  # at the first one: what was on its way when news began to be gathered is in it, too
_WITHOUT_A_START = timedelta(days=7)
_JUST_BEFORE = timedelta(microseconds=1)
_NEVER = subscriptions.NEVER
_EVERY = {Digest.DAILY: timedelta(days=1), Digest.WEEKLY: timedelta(days=7)}
_TOLD_LATER = (
    DeliveryKind.NOTICE,
    DeliveryKind.MEETING,
    DeliveryKind.MEETING_CHANGE,
    DeliveryKind.MINUTES,
    DeliveryKind.GOAL_NEWS,
)
_GATHERED = [kind.value for kind in _TOLD_LATER]

_subscription, _delivery = table_of(Subscription), table_of(Delivery)
_s, _b = _subscription.c, table_of(Broadcast).c


def last_due(digest: Digest, now: datetime, zone: ZoneInfo) -> datetime:
    """When a daily or weekly digest was last due (aware, in the city's zone), `now` (aware) included."""
    local = now.astimezone(zone)
    clock = EVENING if digest is Digest.DAILY else FRIDAY_MORNING
    back = 0 if digest is Digest.DAILY else (local.weekday() - FRIDAY) % 7
    due = datetime.combine(local.date() - timedelta(days=back), clock, zone)
    return due if due <= local else datetime.combine(due.date() - _EVERY[digest], clock, zone)


def next_due(digest: Digest, after: datetime, zone: ZoneInfo) -> datetime:
    """When a daily or weekly digest is due for the first time after a moment (both aware; in the city's zone)."""
    last = last_due(digest, after, zone)
    return datetime.combine(last.date() + _EVERY[digest], last.time(), zone)


@dataclass(frozen=True)
class Put:
    """How many digests were put; `reached` is the last person's id looked at, None once everybody was."""

    count: int
    reached: int | None


async def put_range(
    *, session: AsyncSession, bot_id: int, digest: Digest, after: int, now: datetime, zone: ZoneInfo
) -> Put:
    """Put what was last due for those of the next people who want such digests and did not get it.

    However often it is called, each of them is told once; of several that were missed, the newest tells of all that
    happened since the last one. Where there was no news at all, nothing is put.

    Args:
        session: the caller's transaction.
        bot_id: the bot that tells it; whom it does not reach is left out.
        digest: daily or weekly.
        after: the id of the person after whom to go on; 0 at the beginning.
        now: aware.
        zone: of the city.
    """
    newest, end = await _newest(session, bot_id), await _last_person(session)
    if newest is None or after >= end:
        return Put(0, None)
    due, reached = last_due(digest, now, zone), after + RANGE
    chosen = select(_s.person_id, _s.digested_at, _s.quiet).select_from(audience.recipients)
    found = await session.execute(
        chosen.where(
            _s.person_id > after,
            _s.person_id <= reached,
            _s.digest == digest.value,
            or_(_s.digested_at.is_(None), (_s.digested_at < due) & (_s.digested_at < newest)),
            audience.is_reached(bot_id),
        )
    )
    rows, put = found.all(), list[int]()
    if rows:
        occurrence = due.date().isoformat()
        made = [_row(bot_id, occurrence, row, now, zone) for row in rows]
        insert = upsert(session.get_bind().dialect.name)(_delivery).on_conflict_do_nothing()
        put = list((await session.execute(insert.returning(_delivery.c.person_id), made)).scalars())
        # Who had one of that day already, weekly and daily on a Friday, is told of what came since by their next one.
        await session.execute(update(_subscription).where(_s.person_id.in_(put)).values(digested_at=now))
    return Put(len(put), reached if reached < end else None)


async def _newest(session: AsyncSession, bot_id: int) -> datetime | None:
    asked = select(func.max(_b.started_at)).where(_b.bot_id == bot_id, _b.kind.in_(_GATHERED))
    found: datetime | None = (await session.execute(asked)).scalar_one()
    return found


async def _last_person(session: AsyncSession) -> int:
    last: int = (await session.execute(select(func.coalesce(func.max(_s.person_id), 0)))).scalar_one()
    return last


def _row(bot_id: int, occurrence: str, row: Any, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    due_at = QuietHours.of(row.quiet, zone).next_allowed(now)
    return {
        "bot_id": bot_id,
        "kind": DeliveryKind.DIGEST.value,
        "source_id": 0,
        "occurrence": occurrence,
        "person_id": row.person_id,
        "state": DeliveryState.WAITING.value,
        "content": content(row.digested_at or now - _WITHOUT_A_START, now),
        "revision": 0,
        "message_ids": [],
        "due_at": due_at,
        "next_try_at": due_at,
        "attempts": 0,
        "created_at": now,
    }


def content(since: datetime, until: datetime) -> dict[str, Any]:
    """What a digest's delivery keeps: it tells of what happened after `since`, up to `until` (both aware)."""
    return {"since": since.isoformat(), "until": until.isoformat()}


def window(content: dict[str, Any]) -> tuple[datetime, datetime]:
    """(since, until) of a digest's delivery, both aware."""
    return datetime.fromisoformat(content["since"]), datetime.fromisoformat(content["until"])


def rounds_in(content: dict[str, Any]) -> tuple[int, ...] | None:
    """The rounds of goals that a digest told; None as long as it has not left."""
    return tuple(content["rounds"]) if "rounds" in content else None


async def note_rounds(
    *, session: AsyncSession, delivery_id: int, content: dict[str, Any], rounds: Collection[int]
) -> None:
    """Put on record which rounds of goals a digest tells, in the transaction in which it begins to leave."""
    told = {**content, "rounds": sorted(rounds)}
    await session.execute(update(_delivery).where(_delivery.c.id == delivery_id).values(content=told))


async def choose(
    *, session: AsyncSession, bot_id: int, person_id: int, digest: Digest, now: datetime, zone: ZoneInfo
) -> bool:
    """Have news gathered, or no more. What was gathered until then is told at once, so that none of it is lost.

    Args:
        session: the caller's transaction.
        bot_id: the bot that tells it, where it can reach them.
        person_id: whose choice.
        digest: how often from now on.
        now: aware.
        zone: of the city.

    Returns:
        Whether a last digest was put.
    """
    before = await subscriptions.of(session=session, person_id=person_id)
    until = max(now, await _newest(session, bot_id) or now)  # later, where the clock was set back
    since = None
    if before.digest == Digest.OFF and digest is not Digest.OFF:
        since = max(await _start(session, bot_id, digest, now, zone), before.digested_at or _NEVER)
    elif before.digest != Digest.OFF and digest is Digest.OFF:
        since = until
    await subscriptions.choose_digest(session=session, person_id=person_id, digest=digest, since=since, now=now)
    if before.digest == Digest.OFF or digest is not Digest.OFF:
        return False
    return await deliveries.put(
        session=session,
        bot_id=bot_id,
        person_id=person_id,
        about=About(DeliveryKind.DIGEST, 0, f"until {now.isoformat()}"),
        content=content(before.digested_at or now - _WITHOUT_A_START, until),
        due_at=await subscriptions.due_at(session=session, person_id=person_id, now=now, zone=zone),
        now=now,
    )


async def _start(session: AsyncSession, bot_id: int, digest: Digest, now: datetime, zone: ZoneInfo) -> datetime:
    """From when the first digest tells: what is being told and has not come to them yet is in it, however old it is."""
    begun = [
        one.started_at - _JUST_BEFORE
        for one in await broadcasts.at_work(session=session, bot_id=bot_id)
        if one.kind in _GATHERED and one.frozen_at is None
    ]
    return min([max(now - _LOOKS_BACK, last_due(digest, now, zone)), *begun])


@dataclass(frozen=True)
class OwnDigest:
    """A digest that somebody got, for turning its pages."""

    since: datetime
    until: datetime
    rounds: tuple[int, ...] | None = None  # of goals, that it told; None where it left before these were noted


async def own(*, session: AsyncSession, person_id: int, delivery_id: int) -> OwnDigest | None:
    """One of somebody's own digests; None where there is none of that id, or it is another's."""
    found = (await session.run(_OWN, {"delivery": delivery_id, "person": person_id})).first()
    return None if found is None else OwnDigest(*window(found[0]), rounds_in(found[0]))


_OWN = Prepared(
    select(_delivery.c.content).where(
        _delivery.c.id == bindparam("delivery"),
        _delivery.c.person_id == bindparam("person"),
        _delivery.c.kind == DeliveryKind.DIGEST.value,
    )
)
