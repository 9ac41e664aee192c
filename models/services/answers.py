"""Answers: recording them with their turn, reading back what waits, settling what was sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, delete, exists, insert, select, update

from models.answer import Answer, AnswerState
from models.database import AsyncSession, rows_touched


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
    result = await session.execute(insert(Answer).values(rows).returning(col(Answer.id)))
    ids = sorted(row[0] for row in result)
    return [
        Waiting(answer_id, draft.chat_id, draft.method, draft.parameters, draft.slot, inbox_id)
        for answer_id, draft in zip(ids, drafts, strict=True)
    ]


async def waiting(*, session: AsyncSession, bot_id: int, after: int, limit: int) -> list[Waiting]:
    """Answers that still have to leave, oldest first: what a restart takes up."""
    row = Answer
    rows = await session.execute(
        select(  # type: ignore[call-overload]  # sqlmodel's overloads end at four columns
            row.id, row.chat_id, row.method, row.parameters, row.slot, row.inbox_id
        )
        .where(row.bot_id == bot_id, row.state == AnswerState.WAITING.value, col(row.id) > after)
        .order_by(row.id)
        .limit(limit)
    )
    return [Waiting(*found) for found in rows]


async def settle(*, session: AsyncSession, settled: Sequence[Settled], now: datetime) -> None:
    """Note what became of answers; one that is settled already stays as it is."""
    for one in settled:
        await session.execute(
            update(Answer)
            .where(col(Answer.id) == one.id, col(Answer.state) == AnswerState.WAITING.value)
            .values(
                state=one.state.value,
                message_id=one.message_id,
                error=one.error,
                attempts=col(Answer.attempts) + 1,
                settled_at=now,
            )
        )


async def slot_messages(
    *, session: AsyncSession, bot_id: int, chat_id: int, slot: str, before: int
) -> list[tuple[int | None, int]]:
    """The last two (inbox id, message id) that a slot was shown as before the answer of that id, the newest last."""
    rows = await session.execute(
        select(col(Answer.inbox_id), col(Answer.message_id))
        .where(
            Answer.bot_id == bot_id,
            Answer.chat_id == chat_id,
            Answer.slot == slot,
            col(Answer.message_id).is_not(None),
            col(Answer.id) < before,
        )
        .order_by(col(Answer.id).desc())
        .limit(2)
    )
    return [(row[0], row[1]) for row in rows][::-1]


async def clear_settled(*, session: AsyncSession, before: datetime, limit: int) -> int:
    """Delete answers settled before a moment, save the newest of each slot; return how many went."""
    later = Answer.__table__.alias("later")  # type: ignore[attr-defined]  # sqlmodel does not declare __table__
    is_newest_of_slot = (col(Answer.slot).is_not(None)) & ~exists(
        select(later.c.id).where(
            later.c.bot_id == Answer.bot_id,
            later.c.chat_id == Answer.chat_id,
            later.c.slot == Answer.slot,
            later.c.id > Answer.id,
        )
    )
    old = select(col(Answer.id)).where(col(Answer.settled_at) < before, ~is_newest_of_slot).limit(limit)
    gone = await session.execute(delete(Answer).where(col(Answer.id).in_(old)))
    return rows_touched(gone)
