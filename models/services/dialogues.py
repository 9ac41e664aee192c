"""Dialogues: reading a person's rows at the start of a turn, writing the changed ones at its end."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import col, insert, select, update

from models.database import AsyncSession, rows_touched
from models.dialogue import Dialogue


@dataclass
class DialogueState:
    """A dialogue within a turn. `version` is what the row will hold when this turn commits a change."""

    name: str
    step: str
    is_active: bool
    data: dict[str, Any] = field(default_factory=dict)
    version: int = 1
    row_id: int | None = None
    is_changed: bool = False
    updated_at: datetime | None = None


async def load(*, session: AsyncSession, bot_id: int, chat_id: int, person_id: int) -> dict[str, DialogueState]:
    """Every dialogue of a person in a chat, by name."""
    row = Dialogue
    rows = await session.execute(
        select(  # type: ignore[call-overload]  # sqlmodel's overloads end at four columns
            row.name, row.step, row.is_active, row.data, row.version, row.id, row.updated_at
        ).where(row.bot_id == bot_id, row.chat_id == chat_id, row.person_id == person_id)
    )
    return {
        name: DialogueState(name, step, is_active, data, version, row_id, False, updated_at)
        for name, step, is_active, data, version, row_id, updated_at in rows
    }


async def save(
    *,
    session: AsyncSession,
    bot_id: int,
    chat_id: int,
    person_id: int,
    states: Iterable[DialogueState],
    now: datetime,
) -> None:
    """Write what changed. A row that was written by somebody else meanwhile makes this turn fail and run again."""
    for state in states:
        if not state.is_changed:
            continue
        values = {
            "step": state.step,
            "is_active": state.is_active,
            "data": state.data,
            "version": state.version,
            "updated_at": now,
        }
        if state.row_id is None:
            place = {"bot_id": bot_id, "chat_id": chat_id, "person_id": person_id, "name": state.name}
            await session.execute(insert(Dialogue).values(**place, **values))
            continue
        written = await session.execute(
            update(Dialogue)
            .where(col(Dialogue.id) == state.row_id, col(Dialogue.version) == state.version - 1)
            .values(**values)
        )
        if rows_touched(written) != 1:
            raise DialogueMovedError(state.name)


class DialogueMovedError(RuntimeError):
    """Another turn wrote this dialogue at the same time; this one starts over."""
