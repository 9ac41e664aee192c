"""How a resolution begins: of an item of the minutes, alone, or one that is on record and not public yet."""

from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.council import resolution_making as making
from handlers.council.acting import actor_of
from handlers.council.resolution_making import NAME, Step
from handlers.council.resolution_shown import show_work
from handlers.dialogue import keep, open_dialogue
from handlers.messages import message_of, words_of
from handlers.views import resolution_office as views
from handlers.views.general import old_button_toast
from models.area_tree import AreaTree, name_key
from models.errors import NotFound
from models.resolution_draft import ResolutionDraft
from models.role import Action
from models.services import agenda, areas, meetings, resolutions
from models.services.actor import Actor


async def begin(update: Update, context: Context) -> Any:
    """«Resolution» on an item of the minutes (its id), or alone (0): what is begun already is not lost by it."""
    item_id = context.pressed(update).id
    actor = await actor_of(context)
    if item_id and await _show_made(context, item_id):
        return ConversationHandler.END
    begun = making.draft_of(context)
    if begun is not None and begun.is_begun and begun.item_id != (item_id or None):
        making.leave(context)
        context.reply(views.begun_already(await making.making_of(context, begun), item_id, context.tr))
        return ConversationHandler.END
    if begun is not None and begun.is_begun:
        return await making.show_next(None, context, begun)
    return await _begin(context, actor, item_id)


async def begin_anew(update: Update, context: Context) -> Any:
    """«Begin another one»: the one before goes."""
    return await _begin(context, await actor_of(context), context.pressed(update).id)


async def _show_made(context: Context, item_id: int) -> bool:
    """What came of an item already, in the place of a second one."""
    made = await resolutions.of_item(session=context.turn.session, item_id=item_id)
    if made is None:
        return False
    await show_work(None, context, made.id or 0)
    return True


async def _begin(context: Context, actor: Actor, item_id: int) -> Any:
    if item_id:
        return await making.show_next(None, context, await _of_item(context, actor, item_id))
    area_ids = [one for one in await meetings.office_areas(actor) if actor.rights.may(Action.MEET, one)]
    if len(area_ids) == 1 and not _reaches_more(actor, area_ids[0], await _tree(context)):
        making.begin(context, ResolutionDraft(area_ids[0]))
        return await making.show_next(None, context, ResolutionDraft(area_ids[0]))
    version = _ask_area(context)
    context.reply(views.area_asked(area_ids, await _tree(context), version, context.tr), slot=making.SLOT)
    return Step.AREA


def _ask_area(context: Context) -> int:
    """Nothing is begun before the area is known; what the buttons carry."""
    keep(open_dialogue(context.turn, NAME, Step.AREA), {"drawn": making.stamp(context)})
    return making.stamp(context)


async def _of_item(context: Context, actor: Actor, item_id: int) -> ResolutionDraft:
    """A draft with what the minutes say of the item.

    Raises:
        NotFound: there is none, or its meeting is not theirs.
    """
    meeting, item = await agenda.item_for(actor, item_id)
    draft = ResolutionDraft(meeting.area_id, item_id=item_id, text=(item.decision or "").strip())
    making.begin(context, draft)
    return draft


async def _tree(context: Context) -> AreaTree:
    return await areas.load_tree(session=context.turn.session)


def _reaches_more(actor: Actor, area_id: int, tree: AreaTree) -> bool:
    return bool(tree.below(area_id)) and actor.rights.may(Action.MEET, area_id)


async def choose_area(update: Update, context: Context) -> Any:
    """One of the areas that were offered."""
    pressed, state = context.pressed(update), making.state_of(context)
    if state is None or making.drawn_at(context) != pressed.version or state.step != Step.AREA:
        context.toast(old_button_toast(context.tr))
        return None if state is not None and state.is_active else ConversationHandler.END
    return await _in_area(update, context, pressed.id)


async def take_area(update: Update, context: Context) -> Any:
    """The name of an area, in any spelling: a neighbourhood, or what lies above it."""
    actor, tree = await actor_of(context), await _tree(context)
    words = words_of(message_of(update))
    theirs = tree.within(actor.rights.reach(Action.MEET))
    exact = [place.id for place in theirs.places.values() if place.key == name_key(words)]
    found = exact or [place.id for place in theirs.find(words)]
    if len(found) == 1:
        return await _in_area(None, context, found[0])
    version, tr = _ask_area(context), context.tr
    view = views.area_asked(found, tree, version, tr) if found else views.area_unknown(version, tr)
    context.move(making.SLOT, view)
    return Step.AREA


async def _in_area(update: Update | None, context: Context, area_id: int) -> Any:
    await making.actor_for(context, area_id)
    draft = ResolutionDraft(area_id)
    making.begin(context, draft)
    return await making.show_next(update, context, draft)


async def change(update: Update, context: Context) -> Any:
    """«Change it» on one that is not public yet: its card, filled in."""
    pressed, actor = context.pressed(update), await actor_of(context)
    resolution = await resolutions.resolution_for(actor, pressed.id)
    if not actor.rights.may(Action.MEET, resolution.area_id):
        raise NotFound
    if resolution.version != pressed.version or resolution.published_at is not None:
        context.toast(old_button_toast(context.tr))
        await show_work(update, context, pressed.id)
        return None if making.draft_of(context) is not None else ConversationHandler.END
    draft = ResolutionDraft.of(resolution)
    making.begin(context, draft)
    return await making.show_card(None, context, draft)


async def go_on(_: Update, context: Context) -> Any:
    """«Go on with it»: where it was left."""
    draft = making.draft_of(context)
    if draft is None:
        context.reply(views.nothing_begun(context.tr))
        return ConversationHandler.END
    await making.actor_for(context, draft.area_id)
    return await making.show_next(None, context, draft)
