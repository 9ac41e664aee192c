"""The photos and documents of a goal's reports."""

from sqlalchemy import or_, select

from models.database import AsyncSession, table_of
from models.goal import GoalUpdate
from models.media import MediaItem
from models.services import goal_values

_u = table_of(GoalUpdate).c


async def files_of(*, session: AsyncSession, goal_id: int, bot_id: int, limit: int) -> list[MediaItem]:
    """What a bot can show of the files of the reports that hold, those of the newest reports first.

    Args:
        session: the caller's transaction.
        goal_id: of which goal; whether somebody may read it is the caller's to ask.
        bot_id: the bot through which they came: to any other one their ids say nothing.
        limit: how many at most.
    """
    has_file = or_(_u.photo.is_not(None), _u.document.is_not(None))
    of_it = (_u.goal_id == goal_id, _u.bot_id == bot_id, has_file, goal_values.valid())
    rows = await session.execute(
        select(_u.photo, _u.document).where(*of_it).order_by(*goal_values.newest_first()).limit(limit)
    )
    return [MediaItem.from_data(item) for row in rows for item in row if item is not None][:limit]
