"""Drafts that nobody registered: finding those to remind of, once, and those to delete."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from models.database import AsyncSession, rows_touched, table_of
from models.dialogue import Dialogue
from models.person import Account, Contact, Person

REMIND_AFTER = timedelta(days=1)
DELETE_AFTER = timedelta(days=30)

_dialogue = table_of(Dialogue).c
_person = table_of(Person).c
_account = table_of(Account).c
_contact = table_of(Contact).c


@dataclass(frozen=True)
class Forgotten:
    """A draft that waits for more than a day: where its author is reached, and what the row holds."""

    row_id: int
    chat_id: int
    language: str
    data: dict[str, Any]
    version: int


async def to_remind(
    *, session: AsyncSession, bot_id: int, steps: Sequence[str], now: datetime, limit: int
) -> list[Forgotten]:
    """Drafts at one of these steps, untouched for a day, not reminded of yet, whose author can be reached."""
    rows = await session.execute(
        select(_dialogue.id, _dialogue.chat_id, _person.language, _dialogue.data, _dialogue.version)
        .join(table_of(Person), _person.id == _dialogue.person_id)
        .join(table_of(Account), _account.person_id == _person.id)
        .join(
            table_of(Contact),
            (_contact.account_id == _account.id)
            & (_contact.bot_id == _dialogue.bot_id)
            & (_contact.chat_id == _dialogue.chat_id),
        )
        .where(
            _dialogue.bot_id == bot_id,
            _dialogue.name == "draft",
            _dialogue.step.in_(steps),
            _dialogue.updated_at < now - REMIND_AFTER,
            _dialogue.updated_at > now - DELETE_AFTER,
            _dialogue.reminded_at.is_(None),
            _contact.blocked_at.is_(None),
        )
        .order_by(_dialogue.id)
        .limit(limit)
    )
    return [Forgotten(*row) for row in rows]


async def note_reminded(*, session: AsyncSession, forgotten: Sequence[Forgotten], now: datetime) -> None:
    """These were reminded of: it happens once a draft."""
    ids = [one.row_id for one in forgotten]
    await session.execute(update(table_of(Dialogue)).where(_dialogue.id.in_(ids)).values(reminded_at=now))


async def delete_old(*, session: AsyncSession, steps: Sequence[str], now: datetime) -> int:
    """Empty every draft at one of these steps that nobody touched for thirty days; return how many there were."""
    emptied = await session.execute(
        update(table_of(Dialogue))
        .where(
            _dialogue.name == "draft",
            _dialogue.step.in_(steps),
            _dialogue.updated_at <= now - DELETE_AFTER,
        )
        .values(data={}, step="ended", is_active=False, version=_dialogue.version + 1, updated_at=now)
    )
    return rows_touched(emptied)
