"""Answers: recording them with their turn, reading back what waits, settling what was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, insert, select, update

from models.answer import Answer, AnswerState
from models.database import AsyncSession, rows_touched, table_of
from models.prepared import PreparedInsert

_answer = table_of(Answer).c


@dataclass(frozen=True)
class Draft:
    """An answer as a turn thought of it: one call, with the slot its message lives in."""

    chat_id: int
    method: str
    parameters: dict[str, Any]
    slot: str | None = None


@dataclass(frozen=True)
class Waiting:
    """An answer on disk that has not been sent yet."""

    id: int
    chat_id: int
    method: str
    parameters: dict[str, Any]
    slot: str | None
    inbox_id: int | None


@dataclass(frozen=True)
class Settled:
    """What became of a waiting answer."""

    id: int
    state: AnswerState
    message_id: int | None = None
    error: str | None = None


_RECORD = PreparedInsert(insert(table_of(Answer)).returning(_answer.id))


async def record(
    *, session: AsyncSession, bot_id: int, inbox_id: int | None, drafts: Sequence[Draft], now: datetime
) -> list[Waiting]:
    """Write a turn's answers, in their order."""
    if not drafts:
        return []
    rows = [
        {
            "bot_id": bot_id,
            "inbox_id": inbox_id,
            "position": position,
            "chat_id": draft.chat_id,
            "slot": draft.slot,
            "method": draft.method,
            "parameters": draft.parameters,
            "state": AnswerState.WAITING.value,
            "attempts": 0,
            "created_at": now,
        }
        for position, draft in enumerate(drafts)
    ]
    ids = [(await session.run(_RECORD, row)).value() for row in rows]
    return [
        Waiting(answer_id, draft.chat_id, draft.method, draft.parameters, draft.slot, inbox_id)
        for answer_id, draft in zip(ids, drafts, strict=True)
    ]


async def waiting(*, session: AsyncSession, bot_id: int, after: int, limit: int) -> list[Waiting]:
    """Answers that still have to leave, oldest first: what a restart takes up."""
    rows = await session.execute(
        select(_answer.id, _answer.chat_id, _answer.method, _answer.parameters, _answer.slot, _answer.inbox_id)
        .where(_answer.bot_id == bot_id, _answer.state == AnswerState.WAITING.value, _answer.id > after)
        .order_by(_answer.id)
        .limit(limit)
    )
    return [Waiting(*found) for found in rows]


_SETTLE = (
    update(table_of(Answer))
    .where(_answer.id == bindparam("answer"), _answer.state == AnswerState.WAITING.value)
    .values(
        state=bindparam("became"),
        message_id=bindparam("message"),
        error=bindparam("reason"),
        attempts=_answer.attempts + 1,
        settled_at=bindparam("now"),
    )
)


async def settle(*, session: AsyncSession, settled: Sequence[Settled], now: datetime) -> None:
    """Note what became of answers; one that is settled already stays as it is."""
    if not settled:
        return
    rows = [
        {
            "answer": one.id,
            "became": one.state.value,
            "message": one.message_id,
            "reason": one.error,
            "now": now,
        }
        for one in settled
    ]
    connection = await session.connection()  # the session's own bulk update wants ORM keys; this is a plain one
    await connection.execute(_SETTLE, rows)


_SLOT_MESSAGES = (
    select(_answer.inbox_id, _answer.message_id)
    .where(
        _answer.bot_id == bindparam("bot"),
        _answer.chat_id == bindparam("chat"),
        _answer.slot == bindparam("slot"),
        _answer.message_id.is_not(None),
        _answer.id < bindparam("before"),
    )
    .order_by(_answer.id.desc())
    .limit(2)
)


async def slot_messages(
    *, session: AsyncSession, bot_id: int, chat_id: int, slot: str, before: int
) -> list[tuple[int | None, int]]:
    """The last two (inbox id, message id) that a slot was shown as before the answer of that id, the newest last."""
    rows = await session.execute(_SLOT_MESSAGES, {"bot": bot_id, "chat": chat_id, "slot": slot, "before": before})
    return [(row[0], row[1]) for row in rows][::-1]


async def forget_words(*, session: AsyncSession, before: datetime) -> int:
    """Empty what was settled before a moment: of a slot's newest only the message's id stays. Returns how many."""
    old = (_answer.settled_at < before, _answer.parameters != {})
    return rows_touched(await session.execute(update(table_of(Answer)).where(*old).values(parameters={})))


async def clear_settled(*, session: AsyncSession, before: datetime, limit: int) -> int:
    """Delete answers settled before a moment, save the newest of each slot; return how many went."""
    later = table_of(Answer).alias("later").c
    is_newest_of_slot = (
        _answer.slot.is_not(None)
        & _answer.message_id.is_not(None)
        & ~exists(
            select(later.id).where(
                later.bot_id == _answer.bot_id,
                later.chat_id == _answer.chat_id,
                later.slot == _answer.slot,
                later.message_id.is_not(None),  # one that was never shown is not what the slot is
                later.id > _answer.id,
            )
        )
    )
    old = (
        select(_answer.id)
        .where(_answer.settled_at < before, ~is_newest_of_slot)
        .order_by(_answer.settled_at)
        .limit(limit)
    )
    return rows_touched(await session.execute(delete(table_of(Answer)).where(_answer.id.in_(old))))
