"""What the buttons of a walk-in's card do. Part of the dialogue walk_in."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.resident import drafting
from handlers.secretariat import aside
from handlers.secretariat.walk_in_draft import (
    NAME,
    Step,
    answer,
    confirm,
    draft_of,
    own_areas,
    save,
    settle,
    show,
    state_of,
)
from handlers.views import area as area_views
from handlers.views import walk_in as views
from handlers.views.general import old_button_toast
from models.draft import Draft
from models.role import Action
from models.services import access
from models.submission import About, Kind

type _Action = Callable[[Update | None, Context, Draft], Awaitable[Any]]


async def press(update: Update, context: Context) -> Any:
    """The present card's button does its work, an older one's shows how things stand."""
    access.must(await context.rights(), Action.RECORD)
    pressed, state, draft = context.pressed(update), state_of(context), draft_of(context)
    if state is None or draft is None or state.version != pressed.version:
        context.toast(old_button_toast(context.tr))
        if draft is not None and draft.parts:
            return await show(None, context, draft)
        return None
    if pressed.noun == views.AREA:
        return await _press_area(update, context, draft)
    if pressed.noun == views.TOPIC:
        return await _press_topic(update, context, draft)
    return await ACTIONS[pressed.action](update, context, draft)


async def _press_area(update: Update, context: Context, draft: Draft) -> Any:
    pressed, tree = context.pressed(update), await own_areas(context)
    if pressed.action == "choose" and tree.is_choosable(pressed.id):
        return await settle(update, context, replace(draft, area_id=pressed.id))
    if pressed.action not in {"open", "page"}:
        return await show(update, context, draft, wants_registering=False)
    version = save(context, draft, Step.AREA)
    view = views.walk_in_areas(tree, *area_views.opened(tree, pressed), version=version, tr=context.tr)
    answer(update, context, draft, view)
    return Step.AREA


async def _press_topic(update: Update, context: Context, draft: Draft) -> Any:
    pressed, all_topics = context.pressed(update), await drafting.all_topics(context)
    topic = next((one for one in all_topics.all if one.position == pressed.id), None)
    if pressed.action == "choose" and topic is not None:
        return await show(update, context, replace(draft, topic=topic.code, topic_chosen=True))
    if pressed.action != "open":
        return await show(update, context, draft)
    version, parent = save(context, draft, Step.TEXT), None if topic is None else topic.code
    answer(update, context, draft, views.walk_in_topics(all_topics, parent, version=version, tr=context.tr))
    return Step.TEXT


async def _kinds(update: Update | None, context: Context, draft: Draft) -> Step:
    version = save(context, draft, Step.TEXT)
    answer(update, context, draft, views.walk_in_kinds(draft, version=version, tr=context.tr))
    return Step.TEXT


async def _contact(update: Update | None, context: Context, draft: Draft) -> Step:
    version = save(context, draft, Step.CONTACT)
    answer(update, context, draft, views.walk_in_contact(version=version, tr=context.tr))
    return Step.CONTACT


async def discard(update: Update | None, context: Context, draft: Draft) -> int:
    """Nothing is registered."""
    aside.end(context, NAME)
    answer(update, context, draft, views.walk_in_discarded(context.tr))
    return ConversationHandler.END


def _choose_kind(kind: Kind) -> _Action:
    async def choose(update: Update | None, context: Context, draft: Draft) -> Step:
        return await show(update, context, replace(draft, kind=kind, kind_chosen=True))

    return choose


async def _abouts(update: Update | None, context: Context, draft: Draft) -> Step:
    version = save(context, draft, Step.TEXT)
    answer(update, context, draft, views.walk_in_abouts(draft, version=version, tr=context.tr))
    return Step.TEXT


def _choose_about(about: About | None) -> _Action:
    async def choose(update: Update | None, context: Context, draft: Draft) -> Step:
        return await show(update, context, replace(draft, about=about, about_chosen=True))

    return choose


ACTIONS: dict[str, _Action] = {
    "confirm": confirm,
    "kinds": _kinds,
    "contact": _contact,
    "card": show,
    "discard": discard,
    **{views.OF_KIND + kind: _choose_kind(kind) for kind in Kind},
    "abouts": _abouts,
    views.OF_WHOM + views.NOBODY: _choose_about(None),
    **{views.OF_WHOM + about: _choose_about(about) for about in About},
}
