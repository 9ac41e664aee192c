"""What is told of minutes: the same to everybody of one language, and whatever was put right since."""

from bot.notifications.reader import Reader
from bot.outgoing.templates import Template, Told
from handlers.views.minutes_message import MinutesMessage
from handlers.views.notice_office import office_name
from locales import Translator
from models.city import City
from models.database import AsyncSession
from models.errors import NotFound
from models.meeting import Meeting, MinutesState
from models.resolution_words import kind_words
from models.services import areas, minutes, minutes_reading


async def template(*, session: AsyncSession, told: Told, city: City, tr: Translator) -> Template | None:
    """What everybody of one language is shown."""
    return await shown_to(session=session, city=city, meeting_id=told.source_id, tr=tr)


async def opened(reader: Reader) -> MinutesMessage | None:
    """To one person: as they read now; nothing where they are not published."""
    written = await minutes.minutes_of(session=reader.session, meeting_id=reader.due.source_id)
    if written is None or written.state != MinutesState.PUBLISHED:
        return None
    return await shown_to(session=reader.session, city=reader.city, meeting_id=reader.due.source_id, tr=reader.tr)


async def shown_to(*, session: AsyncSession, city: City, meeting_id: int, tr: Translator) -> MinutesMessage | None:
    """The minutes of a meeting as readers of one language see them; None where there are none."""
    meeting = await session.get(Meeting, meeting_id, populate_existing=True)
    if meeting is None:
        return None
    try:
        shown = await minutes_reading.shown(session=session, meeting=meeting)
    except NotFound:
        return None
    tree = await areas.load_tree(session=session)
    place = office_name(meeting.area_id, tree, city, tr)
    return MinutesMessage(shown, place, kind_words(tree.places.get(meeting.area_id), tr), city.zone, tr)
