"""Leadership: announcing which process serves a bot."""

from datetime import datetime

from models.database import AsyncSession
from models.leadership import Leadership


async def take(*, session: AsyncSession, bot_id: int, holder: str, now: datetime) -> int:
    """Note the new holder; return its epoch. The lock was taken before: this row only informs and counts."""
    row = await session.get(Leadership, bot_id, with_for_update=True)
    if row is None:
        row = Leadership(bot_id=bot_id, epoch=0, holder=holder, since=now)
    row.epoch, row.holder, row.since = row.epoch + 1, holder, now
    session.add(row)
    await session.flush()
    return row.epoch
