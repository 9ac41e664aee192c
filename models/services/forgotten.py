"""Drafts that nobody registered: finding those to remind of, once, and those to delete."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update

from models.database import AsyncSession, rows_touched, table_of
from models.dialogue import Dialogue
from models.person import Account, Contact, Person

REMIND_AFTER = timedelta(days=1)
DELETE_AFTER = timedelta(days=30)
ENDED = "ended"

_dialogue = table_of(Dialogue).c
_person = table_of(Person).c
_account = table_of(Account).c
_contact = table_of(Contact).c


@dataclass(frozen=True)
class Forgotten:
    """A draft that waits for more than a day: where its author is reached, and what the row holds."""

    row_id: int
    name: str
    chat_id: int
    language: str
    data: dict[str, Any]
    version: int


async def to_remind(
    *, session: AsyncSession, bot_id: int, steps: Mapping[str, Sequence[str]], now: datetime, limit: int
) -> list[Forgotten]:
    """Dialogues that hold words nobody registered, untouched for a day, not reminded of, whose author can be reached.

    Args:
        session: the caller's transaction.
        bot_id: whose dialogues.
        steps: the names of such dialogues, and at which steps they hold something.
        now: aware.
        limit: as many at most.
    """
    rows = await session.execute(
        select(_dialogue.id, _dialogue.name, _dialogue.chat_id, _person.language, _dialogue.data, _dialogue.version)
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
            or_(*((_dialogue.name == name) & _dialogue.step.in_(held) for name, held in steps.items())),
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


async def delete_old(*, session: AsyncSession, now: datetime) -> int:
    """Empty every dialogue that nobody touched for thirty days, drafts among them; return how many there were."""
    emptied = await session.execute(
        update(table_of(Dialogue))
        .where(
            _dialogue.step != ENDED,
            _dialogue.updated_at <= now - DELETE_AFTER,
        )
        .values(data={}, step=ENDED, is_active=False, version=_dialogue.version + 1, updated_at=now)
    )
    return rows_touched(emptied)
