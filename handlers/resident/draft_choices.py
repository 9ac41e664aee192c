"""Choosing the draft's place and topic from their trees. Part of the draft's dialogue."""

from dataclasses import replace

from telegram import Update

from handlers.context import Context
from handlers.resident import drafting
from handlers.resident.draft_presses import show_in_place
from handlers.resident.drafting import Step
from handlers.views import area as area_views
from handlers.views import draft as views
from models.draft import Draft


async def press_place(update: Update, context: Context, draft: Draft) -> Step:
    """A button of the list of places: choose one, go down or up the tree, or back to the card."""
    pressed, tree = context.pressed(update), await drafting.tree(context)
    if pressed.action == "choose" and tree.is_choosable(pressed.id):
        return await show_in_place(update, context, replace(draft, area_id=pressed.id, needs_placing=False))
    if pressed.action not in {"open", "page"}:
        return await show_in_place(update, context, draft)
    version = drafting.save(context, draft, Step.AREA)
    parent, page = area_views.opened(tree, pressed)
    view = area_views.area_list(tree, parent, page, noun=views.PLACE, version=version, tr=context.tr)
    context.edit_pressed(update, view, slot=views.draft_slot(draft))
    return Step.AREA


async def press_topic(update: Update, context: Context, draft: Draft) -> Step:
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
