"""Broadcasts: starting one, freezing its audience range by range, and what its sender may do with it meanwhile.

The states and the rows are the truth; `models.services.broadcast_sending` is what the process that sends them calls.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Insert, case, func, literal, literal_column, select, update
from sqlmodel import col

from models.audience import Audience
from models.broadcast import Broadcast, BroadcastState
from models.database import AsyncSession, rows_touched, table_of, upsert
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.person import Person
from models.services import areas, goal_people, meeting_people
from models.services import audience as audiences
from models.types import JsonText, UtcDateTime

RANGE = 2_000  # ids of people looked at in one transaction: about 15 ms of SQLite in the loop
_broadcast, _delivery, _person = table_of(Broadcast), table_of(Delivery), table_of(Person)
_b, _c = _broadcast.c, _delivery.c
_FREEZES = frozenset({BroadcastState.SENDING.value, BroadcastState.PAUSED.value})


async def start(  # noqa: PLR0913  (each is a column of its own)
    *,
    session: AsyncSession,
    bot_id: int,
    kind: DeliveryKind,
    source_id: int,
    occurrence: str,
    audience: Audience,
    is_urgent: bool,
    revision: int,
    now: datetime,
) -> int | None:
    """Tell something to many, from now on. Freezing its audience is the sender's work.

    Args:
        session: the caller's transaction.
        bot_id: through which bot.
        kind: what it tells.
        source_id: the id of what it is about.
        occurrence: tells repeats of one source apart.
        audience: whom it is for.
        is_urgent: whether it passes quiet hours and digests.
        revision: which revision of the source to tell.
        now: aware.

    Returns:
        The broadcast's id; None where that occurrence is on record already.
    """
    values = {
        "bot_id": bot_id,
        "kind": kind.value,
        "source_id": source_id,
        "occurrence": occurrence,
        "audience": audience.to_data(),
        "is_urgent": is_urgent,
        "state": BroadcastState.SENDING.value,
        "revision": revision,
        "is_withdrawn": False,
        "started_at": now,
        **dict.fromkeys(("cursor", "total", "sent", "blocked", "failed", "uncertain", "dropped"), 0),
        **dict.fromkeys(("mended", "unmended"), 0),
    }
    made = upsert(session.get_bind().dialect.name)(_broadcast).values(values).on_conflict_do_nothing()
    found: int | None = (await session.execute(made.returning(_b.id))).scalar_one_or_none()
    return found


async def freeze_next(
    *, session: AsyncSession, broadcast_id: int, now: datetime, zone: ZoneInfo, size: int = RANGE
) -> bool:
    """Put the next people of a broadcast's audience on record, each with one waiting delivery.

    Cursor, total and rows are one transaction, so that a crash at any moment repeats and loses nobody.

    Args:
        session: the caller's transaction.
        broadcast_id: whose audience.
        now: aware; who may be told at this moment is due at once, others when their quiet hours end.
        zone: of the city, by whose clock it is night.
        size: how many ids of people are looked at.

    Returns:
        Whether there is more to freeze.
    """
    asked = select(_broadcast).where(_b.id == broadcast_id).with_for_update(key_share=True)
    row = (await session.execute(asked)).one_or_none()
    if row is None or row.frozen_at is not None or row.state not in _FREEZES:
        return False
    end: int = row.cursor_end if row.cursor_end is not None else await _last_person(session)
    meant, tree = Audience.from_data(row.audience), await areas.load_tree(session=session)
    wanted = audiences.conditions(audience=meant, tree=tree, bot_id=row.bot_id, now=now, is_urgent=row.is_urgent)
    reached: int = min(row.cursor + size, end)
    looked_at = (_person.c.id > row.cursor) & (_person.c.id <= reached)
    if meant.concerned is not None:  # a few of a city: from one of them to the next
        if row.kind == DeliveryKind.GOAL_NEWS:
            await goal_people.hold(session=session, round_id=row.source_id)
        found_in = audiences.sources(meant, tree, now)
        reached, looked_at = await meeting_people.next_reached(session, found_in, after=row.cursor, upto=end, size=size)
    made = _copies(session, row, (looked_at, *wanted), now, zone)
    found = await session.execute(made, execution_options={"preserve_rowcount": True})  # else psycopg's is not kept
    cursor = {"cursor": reached, "cursor_end": end, "frozen_at": now if reached >= end else None}
    total = _b.total + max(rows_touched(found), 0)
    await session.execute(update(_broadcast).where(_b.id == broadcast_id).values(total=total, **cursor))
    return reached < end


async def _last_person(session: AsyncSession) -> int:
    last: int = (await session.execute(select(func.coalesce(func.max(_person.c.id), 0)))).scalar_one()
    return last


def _copies(
    session: AsyncSession, row: Any, wanted: Sequence[ColumnElement[bool]], now: datetime, zone: ZoneInfo
) -> Insert:
    """One INSERT … SELECT: a copy for each of these people who has none of this time yet."""
    due_at = audiences.due_case(start=now, zone=zone, is_urgent=row.is_urgent)
    values: dict[str, Any] = {
        "bot_id": literal(row.bot_id, _c.bot_id.type),
        "kind": literal(row.kind, _c.kind.type),
        "source_id": literal(row.source_id, _c.source_id.type),
        "occurrence": literal(row.occurrence, _c.occurrence.type),
        "person_id": _person.c.id,
        "broadcast_id": literal(row.id, _c.broadcast_id.type),
        "state": literal(DeliveryState.WAITING.value, _c.state.type),
        "content": literal({}, JsonText),
        "revision": literal(row.revision, _c.revision.type),
        "message_ids": literal([], JsonText),
        "due_at": due_at,
        "next_try_at": due_at,
        "attempts": literal(0, _c.attempts.type),
        "created_at": literal(now, UtcDateTime),
    }
    chosen = select(*values.values()).select_from(audiences.recipients)
    chosen = chosen.where(*wanted).order_by(_person.c.id)
    made: Insert = upsert(session.get_bind().dialect.name)(_delivery).from_select(list(values), chosen)
    return made.on_conflict_do_nothing()  # type: ignore[attr-defined, no-any-return]  # both databases' own insert knows it


async def add(
    *, session: AsyncSession, broadcast_id: int, person_ids: Collection[int], now: datetime, zone: ZoneInfo
) -> int:
    """Tell it to some more people, once each: who got it already, or cannot be reached, is left out.

    Args:
        session: the caller's transaction.
        broadcast_id: which one.
        person_ids: whom, whether its audience holds them or not.
        now: aware; who sleeps is told when their quiet hours end.
        zone: of the city, by whose clock it is night.

    Returns:
        How many are told by this; none where it was stopped or withdrawn.
    """
    asked = select(_broadcast).where(_b.id == broadcast_id).with_for_update(key_share=True)
    row = (await session.execute(asked)).one_or_none()
    if row is None or row.is_withdrawn or row.state in _ENDED_EARLY:
        return 0
    made = _copies(session, row, (_person.c.id.in_(person_ids), audiences.is_reached(row.bot_id)), now, zone)
    found = await session.execute(made, execution_options={"preserve_rowcount": True})
    if (added := max(rows_touched(found), 0)) == 0:
        return 0
    state = case((_b.state == BroadcastState.PAUSED.value, _b.state), else_=BroadcastState.SENDING.value)
    values = {"total": _b.total + added, "state": state, "finished_at": None, "told_at": None}
    await session.execute(update(_broadcast).where(_b.id == broadcast_id).values(values))
    return added


_ENDED_EARLY = frozenset({BroadcastState.STOPPING.value, BroadcastState.STOPPED.value})


async def widen(*, session: AsyncSession, broadcast_id: int, audience: Audience) -> bool:
    """Tell it to more people: all are asked anew, who has it is not told again. False where it was stopped."""
    where = (_b.state.not_in(sorted(_ENDED_EARLY)), _b.is_withdrawn.is_(False))
    again = dict.fromkeys(("cursor_end", "frozen_at", "finished_at", "told_at"))
    values = {"audience": audience.to_data(), "cursor": 0, **again}
    steps = dict.fromkeys((BroadcastState.DONE, BroadcastState.MENDING), BroadcastState.SENDING)
    return await _step(session, broadcast_id, steps, where=where, values=values)


async def pause(*, session: AsyncSession, broadcast_id: int) -> bool:
    """Let nothing more of it start; what is under way ends. False where it was not being sent."""
    return await _step(session, broadcast_id, {BroadcastState.SENDING: BroadcastState.PAUSED})


async def resume(*, session: AsyncSession, broadcast_id: int) -> bool:
    """Go on with one that was paused. False where it was not."""
    return await _step(session, broadcast_id, {BroadcastState.PAUSED: BroadcastState.SENDING})


async def stop(*, session: AsyncSession, broadcast_id: int) -> bool:
    """Tell nobody else; who waits is dropped by the sender. False where it was over already."""
    return await _step(session, broadcast_id, dict.fromkeys(_GOING_ON, BroadcastState.STOPPING))


async def raise_revision(*, session: AsyncSession, broadcast_id: int, revision: int) -> bool:
    """Have everybody shown a newer revision: who waits is told that one, what was sent is edited by the sender.

    Returns:
        False where it shows that revision, or a newer one, or was withdrawn.
    """
    where, values = (_b.revision < revision, _b.is_withdrawn.is_(False)), {"revision": revision}
    return await _step(session, broadcast_id, _MENDED_FROM, where=where, values=values | _UNMENDED)


async def withdraw(*, session: AsyncSession, broadcast_id: int) -> bool:
    """Take it back: who waits is not told, what was sent is deleted by the sender. False where it was asked before."""
    steps = dict.fromkeys(_GOING_ON, BroadcastState.STOPPING) | _MENDED_FROM
    where, values = (_b.is_withdrawn.is_(False),), {"is_withdrawn": True}
    return await _step(session, broadcast_id, steps, where=where, values=values | _UNMENDED)


_GOING_ON = (BroadcastState.SENDING, BroadcastState.PAUSED)
_UNMENDED = {"mended": 0, "unmended": 0}
_MENDED_FROM = dict.fromkeys((BroadcastState.DONE, BroadcastState.STOPPED), BroadcastState.MENDING)


async def _step(
    session: AsyncSession,
    broadcast_id: int,
    steps: Mapping[BroadcastState, BroadcastState],
    *,
    where: Sequence[ColumnElement[bool]] | None = None,
    values: Mapping[str, Any] | None = None,
) -> bool:
    """Take one state to the next; without further conditions, only from these states."""
    becomes = {before.value: after.value for before, after in steps.items()}
    conditions = [_b.state.in_(list(becomes))] if where is None else where
    done = await session.execute(
        update(_broadcast)
        .where(_b.id == broadcast_id, *conditions)
        .values(state=case(becomes, value=_b.state, else_=_b.state), **(values or {}))
    )
    return rows_touched(done) == 1


async def resend_uncertain(*, session: AsyncSession, broadcast_id: int, now: datetime) -> int:
    """Tell it again to those of whom nobody knows whether they were told; its sender wants that, nobody else may.

    Args:
        session: the caller's transaction.
        broadcast_id: which one.
        now: aware.

    Returns:
        How many people that is; none where it was withdrawn or is being stopped.
    """
    broadcast = await get(session=session, broadcast_id=broadcast_id)
    if broadcast is None or broadcast.is_withdrawn or broadcast.state == BroadcastState.STOPPING.value:
        return 0
    found = await session.execute(
        update(_delivery)
        .where(_c.broadcast_id == broadcast_id, _IS_UNCERTAIN)
        .values(state=DeliveryState.WAITING.value, next_try_at=now, settled_at=None, error=None)
    )
    if (again := max(rows_touched(found), 0)) == 0:
        return 0
    state = case((_b.state == BroadcastState.PAUSED.value, _b.state), else_=BroadcastState.SENDING.value)
    values = {"uncertain": _b.uncertain - again, "state": state, "finished_at": None, "told_at": None}
    await session.execute(update(_broadcast).where(_b.id == broadcast_id).values(values))
    return again


_IS_UNCERTAIN = _c.state == literal_column("'uncertain'")  # in the words of its index


async def of_source(*, session: AsyncSession, kind: DeliveryKind, source_id: int) -> list[Broadcast]:
    """Every time that something was told, the newest first."""
    asked = select(Broadcast).where(col(Broadcast.kind) == kind.value, col(Broadcast.source_id) == source_id)
    return list((await session.execute(asked.order_by(col(Broadcast.id).desc()))).scalars())


async def lock(*, session: AsyncSession, ids: Collection[int]) -> None:
    """Let nobody else change these until the transaction ends.

    Always in the order of their ids: two that change several of them at once wait for each other, and not for ever.
    """
    await session.execute(select(_b.id).where(_b.id.in_(sorted(ids))).order_by(_b.id).with_for_update(key_share=True))


async def at_work(*, session: AsyncSession, bot_id: int) -> list[Broadcast]:
    """What is being sent, stopped or mended by a bot, or paused; the oldest first."""
    asked = select(Broadcast).where(col(Broadcast.bot_id) == bot_id, _IS_AT_WORK).order_by(col(Broadcast.id))
    return list((await session.execute(asked)).scalars())


_IS_AT_WORK = _b.state.in_([literal_column(one) for one in ("'sending'", "'paused'", "'stopping'", "'mending'")])


async def get(*, session: AsyncSession, broadcast_id: int) -> Broadcast | None:
    """One broadcast as it stands on disk; None where there is none."""
    asked = select(Broadcast).where(col(Broadcast.id) == broadcast_id).execution_options(populate_existing=True)
    return (await session.execute(asked)).scalar_one_or_none()
