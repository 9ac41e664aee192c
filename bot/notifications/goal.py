"""What is told of goals: to each follower the reports of a round that concern them, as things stand when it leaves."""

from bot.notifications.reader import Reader
from handlers.calls import Message
from handlers.views.goal_news import goal_news
from models.services import areas, goal_rounds


async def news(reader: Reader) -> Message | None:
    """To a follower, or the author of a submission behind a goal; nothing where nothing of the round is theirs now."""
    today = reader.day_of(reader.now)
    told = await goal_rounds.round_for(
        session=reader.session,
        round_id=reader.due.source_id,
        person_id=reader.due.person_id,
        today=today,
    )
    if not told:
        return None
    tree = await areas.load_tree(session=reader.session)
    return goal_news(told, bot_id=reader.bot_id, tree=tree, today=today, zone=reader.city.zone, tr=reader.tr)
