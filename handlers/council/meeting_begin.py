"""How a meeting begins: in the name of one's only office, or of the one that is chosen; with the usual facts."""

from datetime import timedelta
from typing import Any

from telegram import Update

from handlers.context import Context
from handlers.council import meeting_composing as composing
from handlers.council import meeting_time, meeting_titles
from handlers.council.acting import actor_of
from handlers.council.meeting_composing import Step
from handlers.secretariat import aside
from handlers.views import meeting_office_list as views
from models.errors import NotFound
from models.meeting import Meeting, MeetingKind
from models.role import Action
from models.services import meeting_defaults, meetings
from models.services.actor import Actor

_UNTOUCHED = timedelta(minutes=30)  # in which a draft that nobody changed is meant when a new one is wanted


async def new(update: Update | None, context: Context, words: str = "") -> Any:
    """«New meeting»: the card of a draft, or first of which area it is. `words` were typed after /meeting."""
    actor = await actor_of(context)
    offices = await meetings.office_areas(actor)
    aside.put_aside(context)
    if not offices:
        context.reply(views.no_area(context.tr))
        return None
    if len(offices) == 1:
        return await _begin(context, actor, offices[0], words)
    composing.begin_anew(context, Step.AREA, words=words or None)
    view = views.areas_asked(offices, await composing.tree_of(context), context.tr)
    if update is None:
        context.reply(view)
    else:
        context.edit_pressed(update, view)
    return Step.AREA


async def press_new(update: Update, context: Context) -> Any:
    """The button of the list."""
    return await new(update, context)


async def press_area(update: Update, context: Context) -> Any:
    """Of this area."""
    actor, area_id = await actor_of(context), context.pressed(update).id
    if not actor.rights.may(Action.MEET, area_id):
        raise NotFound
    words = composing.noted(context, "words") or ""
    context.take_buttons(update)
    aside.put_aside(context)
    return await _begin(context, actor, area_id, words)


async def _begin(context: Context, actor: Actor, area_id: int, words: str) -> Any:
    work = composing.opened(actor, await _draft(context, actor, area_id))
    composing.begin_anew(context, Step.CARD, id=work.id)
    if words:
        return await meeting_time.take_words(context, work, words)
    return await composing.show(context, work)


async def _draft(context: Context, actor: Actor, area_id: int) -> Meeting:
    """A new draft, with the facts of the last meeting there; or the one that was begun a moment ago and left alone."""
    drafts, _ = await meetings.page(actor, meetings.Tab.DRAFTS, offset=0, limit=1)
    for one in drafts:
        if one.area_id == area_id and one.version == 1 and actor.now - one.created_at < _UNTOUCHED:
            return one
    title = await meeting_titles.usual_title(context, area_id, MeetingKind.ORDINARY)
    facts = await meeting_defaults.usual_facts(actor, area_id, title=title)
    return await meetings.create(actor, area_id=area_id, kind=MeetingKind.ORDINARY, facts=facts)
