"""What councils are told of resolutions: once a week, what is overdue."""

from datetime import date, timedelta

from bot.notifications.reader import Reader
from handlers.calls import Message
from handlers.views.overdue import LISTED, overdue_list
from handlers.views.resolution import Shown
from models.role import Action
from models.services import areas, resolution_lists

_WEEK = timedelta(days=7)


async def overdue(reader: Reader) -> Message | None:
    """What is overdue now of the areas it was put for; nothing where all of it was done meanwhile, or a week later."""
    today = reader.day_of(reader.now)
    if today >= date.fromisoformat(reader.due.occurrence) + _WEEK:
        return None
    rights = await reader.rights()
    area_ids = [one for one in reader.due.content["areas"] if rights.may(Action.PURSUE, one)]
    found, total = await resolution_lists.overdue(session=reader.session, area_ids=area_ids, today=today, limit=LISTED)
    if not total:
        return None
    tree = await areas.load_tree(session=reader.session)
    shown = [Shown(one, tree.places.get(one.area_id), today, is_overdue=True, zone=reader.city.zone) for one in found]
    return Message(overdue_list(shown, total, reader.tr))
