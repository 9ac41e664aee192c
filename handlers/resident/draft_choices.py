"""Choosing the draft's place and topic from their trees. Part of the draft's dialogue."""

from dataclasses import replace
from typing import Any

from telegram import Update

from handlers.context import Context
from handlers.resident import drafting
from handlers.resident.draft_presses import register, show_in_place, whole_city
from handlers.resident.drafting import Step
from handlers.views import area as area_views
from handlers.views import draft as views
from models.draft import Draft


async def press_place(update: Update, context: Context, draft: Draft) -> Any:
    """A button of the list of places: choose one, go down or up the tree, or back to the card."""
    pressed, tree = context.pressed(update), await drafting.tree(context)
    if pressed.action == "choose" and tree.is_choosable(pressed.id):
        return await settle_place(update, context, draft, pressed.id)
    if pressed.action in {"city", "unplaced"}:
        is_unplaced = pressed.action == "unplaced"
        return await show_in_place(update, context, replace(draft, area_id=whole_city(tree), needs_placing=is_unplaced))
    if pressed.action not in {"open", "page"}:
        return await show_in_place(update, context, draft)
    step = Step.PLACE if drafting.step_of(context) is Step.PLACE else Step.AREA
    version = drafting.save(context, draft, step)
    parent, page = area_views.opened(tree, pressed)
    if step is Step.PLACE and not parent:
        view = views.draft_place_needed(draft, tree, page=page, version=version, tr=context.tr)
    else:
        view = views.draft_places(tree, parent, page, version=version, tr=context.tr)
    context.edit_pressed(update, view, slot=views.draft_slot(draft))
    return step


async def settle_place(update: Update | None, context: Context, draft: Draft, area_id: int) -> Any:
    """The place was chosen or typed: the card shows it; where «register» was said before, that is done now."""
    placed = replace(draft, area_id=area_id, needs_placing=False)
    if drafting.step_of(context) is Step.PLACE:
        return await register(update, context, placed)
    return await show_in_place(update, context, placed)


async def press_topic(update: Update, context: Context, draft: Draft) -> Any:
    """A button of the topics: choose one, open one with others below it, or back to the card."""
    pressed, topics = context.pressed(update), await drafting.all_topics(context)
    topic = next((one for one in topics.all if one.position == pressed.id), None)
    if pressed.action == "choose" and topic is not None:
        return await show_in_place(update, context, replace(draft, topic=topic.code, topic_chosen=True))
    if pressed.action != "open":
        return await show_in_place(update, context, draft)
    version = drafting.save(context, draft, Step.TOPIC)
    parent = None if topic is None else topic.code
    view = views.draft_topics(topics, parent, version=version, tr=context.tr)
    context.edit_pressed(update, view, slot=views.draft_slot(draft))
    return Step.TOPIC
