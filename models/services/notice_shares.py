"""How readers have answered a notice's question so far, told to each who answers.

Counting a hundred thousand answers takes a sixth of a second, in which nobody else is served: of many, a count is kept
for a while.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select

from models.database import AsyncSession, table_of
from models.notice import NoticeAnswer

EXACT_BELOW = 2_000  # answers: counted anew each time
_A_SECOND = 5_000  # so many more answers keep their count for a second more
_MOST_KEPT = 100  # notices
_a = table_of(NoticeAnswer).c


@dataclass(frozen=True)
class _Count:
    """How many gave each answer at a moment of the process's own clock."""

    choices: tuple[int, ...]
    at: float

    @property
    def is_fresh(self) -> bool:
        total = sum(self.choices)
        return total >= EXACT_BELOW and time.monotonic() - self.at < total / _A_SECOND


_kept: WeakKeyDictionary[Engine, dict[int, _Count]] = WeakKeyDictionary()


async def shares(*, session: AsyncSession, notice_id: int, offered: int) -> Sequence[int]:
    """How many people gave each answer; of many thousands, as it was some seconds ago.

    Args:
        session: the caller's transaction.
        notice_id: whose question.
        offered: how many answers it has.
    """
    kept = _kept.setdefault(session.get_bind().engine, {})
    known = kept.get(notice_id)
    if known is not None and known.is_fresh and len(known.choices) == offered:
        return known.choices
    counted = await _count(session, notice_id, offered)
    kept.pop(notice_id, None)
    kept[notice_id] = _Count(counted, time.monotonic())
    if len(kept) > _MOST_KEPT:
        del kept[next(iter(kept))]
    return counted


async def _count(session: AsyncSession, notice_id: int, offered: int) -> tuple[int, ...]:
    rows = await session.execute(
        select(_a.choice, func.count()).where(_a.notice_id == notice_id, _a.choice.is_not(None)).group_by(_a.choice)
    )
    found: dict[int, int] = {row[0]: row[1] for row in rows}
    return tuple(found.get(number, 0) for number in range(offered))
