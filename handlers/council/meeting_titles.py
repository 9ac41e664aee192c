"""What a meeting is called as long as nobody says otherwise, in the city's language."""

from handlers.context import Context
from handlers.council import meeting_composing as composing
from handlers.council.meeting_composing import Open
from handlers.keyboards import shortened
from handlers.views import meeting_office as views
from locales import translator
from models.area import Level
from models.meeting import MeetingKind
from models.text import fold

_NAME = 50  # letters of an area's name


async def usual_title(context: Context, area_id: int, kind: MeetingKind, *, is_weekly: bool = False) -> str:
    """«جلسهٔ شورای محلهٔ گلسار»."""
    tr = translator(context.city.default_language)
    place = (await composing.tree_of(context)).places.get(area_id)
    name = shortened(place.name if place is not None else context.city.name, _NAME)
    if place is not None and place.level is Level.NEIGHBOURHOOD and not fold(name).startswith(fold("محله")):
        name = tr.plain("{name} neighbourhood", name=name)
    elif place is not None and place.level is Level.CITY and not fold(name).startswith(fold("شهر")):
        name = tr.plain("the city of {name}", name=name)
    return views.usual_title(kind, name, tr, is_weekly=is_weekly)


async def is_usual(context: Context, work: Open) -> bool:
    """Whether nobody chose its title."""
    area_id = work.meeting.area_id
    titles = {await usual_title(context, area_id, kind) for kind in MeetingKind}
    titles.add(await usual_title(context, area_id, MeetingKind.ORDINARY, is_weekly=True))
    return not work.facts.title or work.facts.title in titles
