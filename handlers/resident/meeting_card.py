"""A meeting as the person who wrote sees it: read anew in each turn, drawn with their own answer."""

from typing import Any

from handlers.context import Context
from handlers.keyboards import View
from handlers.views import meeting_resident as views
from handlers.views.meeting_resident import Seen
from handlers.views.notice_office import office_name
from models.meeting import Answer, Meeting
from models.role import Action
from models.services import areas, meeting_reading, rsvps
from models.services.meeting_readers import Reader, meeting_for_reader


async def reader_of(context: Context) -> Reader:
    """Whoever wrote, with the rights of their offices."""
    turn = context.turn
    return Reader(turn.session, context.person.id, turn.now, await context.rights())


async def seen(context: Context, meeting_id: int) -> Seen:
    """The meeting as it stands, for somebody who may see it.

    Raises:
        NotFound: as `meeting_for_reader`.
    """
    return await seen_of(context, await meeting_for_reader(await reader_of(context), meeting_id))


async def seen_of(context: Context, meeting: Meeting) -> Seen:
    """A meeting that they may see, as it stands."""
    session, meeting_id = context.turn.session, meeting.id or 0
    who: dict[str, Any] = {"session": session, "meeting_id": meeting_id, "person_id": context.person.id}
    answer = await rsvps.of(**who)
    return Seen(
        await meeting_reading.shown(session=session, meeting=meeting),
        office_name(meeting.area_id, await areas.load_tree(session=session), context.city, context.tr),
        context.city.zone,
        context.turn.now,
        answer,
        await rsvps.turn_of(**who) if answer is Answer.WAITING else None,
    )


async def card(context: Context, meeting_id: int) -> View:
    """Its card.

    Raises:
        NotFound: as `meeting_for_reader`.
    """
    return views.meeting_card(await seen(context, meeting_id), context.tr)


async def say_refused(context: Context) -> None:
    """A press that leads nowhere: below a preview, or to what is not there for them."""
    is_preview = (await context.rights()).may_somewhere(Action.MEET)
    context.toast(views.preview_toast(context.tr) if is_preview else views.gone_toast(context.tr))
