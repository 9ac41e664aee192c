"""Dialogues: reading a person's rows at the start of a turn, writing the changed ones at its end."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, bindparam, case, insert, select, update

from models.database import AsyncSession, table_of
from models.dialogue import Dialogue
from models.prepared import Prepared, PreparedInsert


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
    is_begun_anew: bool = False  # what its author was reminded of is not what it holds now


_dialogue = table_of(Dialogue).c
_LOAD = Prepared(
    select(
        _dialogue.name,
        _dialogue.step,
        _dialogue.is_active,
        _dialogue.data,
        _dialogue.version,
        _dialogue.id,
        _dialogue.updated_at,
    ).where(
        _dialogue.bot_id == bindparam("bot"),
        _dialogue.chat_id == bindparam("chat"),
        _dialogue.person_id == bindparam("person"),
    )
)
_INSERT = PreparedInsert(insert(table_of(Dialogue)))
_UPDATE = Prepared(
    update(table_of(Dialogue))
    .where(_dialogue.id == bindparam("row"), _dialogue.version == bindparam("was"))
    .values(
        {name: bindparam(f"new_{name}") for name in ("step", "is_active", "data", "version", "updated_at")}
        | {"reminded_at": case((bindparam("is_begun_anew", type_=Boolean), None), else_=_dialogue.reminded_at)}
    )
)


async def load(*, session: AsyncSession, bot_id: int, chat_id: int, person_id: int) -> dict[str, DialogueState]:
    """Every dialogue of a person in a chat, by name."""
    rows = await session.run(_LOAD, {"bot": bot_id, "chat": chat_id, "person": person_id})
    return {
        name: DialogueState(name, step, is_active, data, version, row_id, False, updated_at)
        for name, step, is_active, data, version, row_id, updated_at in rows.all
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
            await session.run(_INSERT, {**place, **values})
            continue
        new = {f"new_{name}": value for name, value in values.items()}
        key = {"row": state.row_id, "was": state.version - 1, "is_begun_anew": state.is_begun_anew}
        written = await session.run(_UPDATE, {**key, **new})
        if written.rowcount != 1:
            raise DialogueMovedError(state.name)


class DialogueMovedError(RuntimeError):
    """Another turn wrote this dialogue at the same time; this one starts over."""
