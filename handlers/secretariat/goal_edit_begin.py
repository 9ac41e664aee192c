"""How a goal begins: its area is guessed, its title asked; then it is a draft that only the office sees."""

from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers.callback_data import ButtonData
from handlers.context import Context
from handlers.council.acting import actor_of
from handlers.keyboards import Button
from handlers.messages import message_of, words_of
from handlers.secretariat import goal_editing as editing
from handlers.secretariat.goal_editing import Open, Step
from handlers.views import goal_office_ask as ask
from handlers.views.errors import error_view
from handlers.views.general import old_button_toast
from handlers.views.goal_office import goal_slot
from handlers.views.notice_office import office_name
from models.area_tree import AreaTree, name_key
from models.errors import BadGoalFact, GoalUnready, NotFound
from models.role import Action
from models.services import areas, goals
from models.services.actor import Actor

_SLOT = "gedit.new"


async def begin(update: Update, context: Context) -> Any:
    """«New goal» on the list: of the area that the button names, else the first of theirs.

    Raises:
        NotFound: they say of no area what its goals are.
    """
    actor, wanted = await actor_of(context, Action.PLAN), context.pressed(update).id
    theirs = await goals.office_areas(actor)
    tree = await _tree(context)
    if wanted in tree.places and actor.rights.may(Action.PLAN, wanted):
        theirs = [wanted, *theirs]
    if not theirs:
        raise NotFound
    return await _ask_title(None, context, actor, theirs[0])


async def _tree(context: Context) -> AreaTree:
    return await areas.load_tree(session=context.turn.session)


async def _ask_title(update: Update | None, context: Context, actor: Actor, area_id: int) -> Step:
    editing.begin_anew(context, Step.NEW_TITLE, new=area_id)
    tree = await _tree(context)
    place = office_name(area_id, tree, context.city, context.tr)
    has_more = len(tree.within(actor.rights.reach(Action.PLAN)).places) > 1
    view = ask.new_title_asked(area_id, place, context.tr, has_more=has_more)
    if update is None:
        context.move(_SLOT, view)
    else:
        context.edit_pressed(update, view, slot=_SLOT)
    return Step.NEW_TITLE


async def take_title(update: Update, context: Context) -> Any:
    """The title of a new goal: it is on record from now on, and nobody outside sees it."""
    area_id, message = editing.noted(context, "new"), message_of(update)
    if area_id is None or editing.is_forgotten(context):
        return await editing.pass_on(context, message)
    actor = await actor_of(context, Action.PLAN)
    try:
        goal = await goals.create(actor, area_id=area_id, title=words_of(message))
    except (BadGoalFact, GoalUnready) as error:
        editing.note(context, Step.NEW_TITLE)
        context.move(_SLOT, ask.new_refused(error_view(error, context.tr).text, context.tr))
        return Step.NEW_TITLE
    return await editing.show(context, Open(actor, goal))


async def ask_new_area(update: Update, context: Context) -> Any:
    """«Of another area»."""
    actor, area_id = await actor_of(context, Action.PLAN), context.pressed(update).id
    editing.note(context, Step.NEW_AREA, new=area_id, id=None)
    view = ask.area_asked(await goals.office_areas(actor), await _tree(context), 0, _not_new(context), context.tr)
    context.edit_pressed(update, view, slot=_SLOT)
    return Step.NEW_AREA


def _not_new(context: Context) -> Button:
    return Button(context.tr.label("button", "Discard"), ButtonData("gedit", "not_new"))


async def ask_area(update: Update | None, context: Context, work: Open) -> Step:
    """«Area» of a goal."""
    editing.note(context, Step.AREA, seen=work.version)
    drawn = await editing.editing_of(context, work)
    found = await goals.office_areas(work.actor)
    back = drawn.back(context.tr)[0]
    view = ask.area_asked(found, await _tree(context), ask.row_version(drawn), back, context.tr)
    editing.put(update, context, work, view)
    return Step.AREA


async def press_area(update: Update, context: Context) -> Any:
    """One of the areas that were offered."""
    pressed = context.pressed(update)
    if editing.step_of(context) is Step.NEW_AREA:
        actor = await actor_of(context, Action.PLAN)
        return await _in_area(update, context, actor, pressed.id)
    work = await editing.current(context)
    if work is None or editing.step_of(context) is not Step.AREA or work.version != pressed.version:
        context.toast(old_button_toast(context.tr))
        return await editing.show(context, work) if work is not None else ConversationHandler.END
    return await _in_area(update, context, work.actor, pressed.id)


async def take_area(update: Update, context: Context) -> Any:
    """The name of an area, in any spelling."""
    if editing.is_forgotten(context):
        return await editing.pass_on(context, message_of(update))
    actor, words = await actor_of(context, Action.PLAN), words_of(message_of(update))
    tree = await _tree(context)
    theirs = tree.within(actor.rights.reach(Action.PLAN))
    exact = [place.id for place in theirs.places.values() if place.key == name_key(words)]
    found = exact or [place.id for place in theirs.find(words)]
    if len(found) == 1:
        return await _in_area(None, context, actor, found[0])
    return await _ask_again(context, found, tree)


async def _ask_again(context: Context, found: list[int], tree: AreaTree) -> Any:
    step, work = editing.step_of(context), await editing.current(context)
    back, version, slot = _not_new(context), 0, _SLOT
    if step is Step.AREA and work is not None:
        drawn = await editing.editing_of(context, work)
        back, version, slot = drawn.back(context.tr)[0], ask.row_version(drawn), goal_slot(work.id)
    editing.note(context, step)
    many = ask.area_asked(found, tree, version, back, context.tr)
    context.move(slot, many if found else ask.area_unknown(back, context.tr))
    return step


async def _in_area(update: Update | None, context: Context, actor: Actor, area_id: int) -> Any:
    if area_id not in (await _tree(context)).places or not actor.rights.may(Action.PLAN, area_id):
        raise NotFound
    if editing.step_of(context) is Step.NEW_AREA:
        return await _ask_title(update, context, actor, area_id)
    work = await editing.current(context)
    if work is None:
        raise NotFound
    return await editing.settle(update, context, work, {"area_id": area_id}, "area")


async def give_up(update: Update, context: Context) -> int:
    """«Discard» while its title is asked."""
    if editing.noted(context, "new") is not None:
        editing.begin_anew(context, Step.CARD)
        editing.leave(context)
    context.edit_pressed(update, ask.not_begun(context.tr), slot=_SLOT)
    return ConversationHandler.END
