"""Whom a notice is for: areas, and who of the people there. Part of the dialogue notice."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.context import Context
from handlers.council import composing
from handlers.council.composing import Open, Step
from handlers.dialogue import Handlers
from handlers.keyboards import View
from handlers.messages import message_of, words_of
from handlers.views import area as area_views
from handlers.views import notice_settings as views
from handlers.views.case_words import place_unknown
from handlers.views.general import old_button_toast
from handlers.views.notice import Composed
from locales import LANGUAGES, Translator
from models.area_tree import AreaTree, Place, name_key
from models.audience import Audience
from models.role import Role
from models.services import notice_changes, notices
from models.subscription import NewsKind

_MOST = 30  # areas of one notice


async def show_audience(update: Update | None, context: Context, work: Open) -> Step:
    """The screen of the audience."""
    composing.note(context, Step.CARD)
    made, tree = await composing.composed(context, work), await composing.tree_of(context)
    composing.put(update, context, work, views.audience_screen(made, tree, context.tr))
    return Step.CARD


async def press_choice(update: Update, context: Context, work: Open) -> Any:
    """A button of the audience's screens: open a list, choose from it, take an area away."""
    action = context.pressed(update).action
    if action in _SCREENS:
        composing.put(update, context, work, _SCREENS[action](await composing.composed(context, work), context.tr))
        return Step.CARD
    changed = _chosen(notices.audience_of(work.notice), action)
    if changed is None:
        return await show_audience(update, context, work)
    return await _change(update, context, work, changed)


_SCREENS: dict[str, Callable[[Composed, Translator], View]] = {
    "languages": views.languages_screen,
    "roles": views.roles_screen,
    "kinds": views.kinds_screen,
}


def _chosen(audience: Audience, action: str) -> Audience | None:
    """The audience after a press; None for a button that nobody drew."""
    kind, _, key = action.partition("_")
    if action == "whole":
        return replace(audience, area_ids=())
    if kind == "language" and key in {*LANGUAGES, views.ANY}:
        return replace(audience, language=None if key == views.ANY else key)
    if kind == "role" and key in {*Role, views.ANY}:
        return replace(audience, role=None if key == views.ANY else Role(key))
    if kind == "kind" and key in set(NewsKind):
        return replace(audience, kind=NewsKind(key))
    return None


async def _change(update: Update | None, context: Context, work: Open, audience: Audience) -> Step:
    notice = await notice_changes.change_audience(work.announcer, work.id, work.version, audience)
    return await show_audience(update, context, await composing.opened(work.announcer, notice))


async def press_area(update: Update, context: Context) -> Any:
    """A button of the list of areas: choose one, go down or up the tree, or back."""
    pressed, work, tree = context.pressed(update), await composing.current(context), await composing.tree_of(context)
    if work is None:
        context.toast(old_button_toast(context.tr))
        return None
    made = await composing.composed(context, work)
    if pressed.version != views.row_version(made):
        context.toast(old_button_toast(context.tr))
        return await composing.show(context, work)
    if pressed.action == "choose" and pressed.id in tree.places:
        return await _add(update, context, work, tree, pressed.id)
    audience = notices.audience_of(work.notice)
    if pressed.action == "drop" and pressed.id in audience.area_ids and len(audience.area_ids) > 1:
        kept = tuple(area_id for area_id in audience.area_ids if area_id != pressed.id)
        return await _change(update, context, work, replace(audience, area_ids=kept))
    if pressed.action not in {"open", "page"}:
        return await show_audience(update, context, work)
    composing.note(context, Step.AREA)
    composing.put(update, context, work, views.areas_screen(made, tree, *area_views.opened(tree, pressed), context.tr))
    return Step.AREA


async def _add(update: Update | None, context: Context, work: Open, tree: AreaTree, area_id: int) -> Step:
    """One area more: those below it need not be named any more, and one below another changes nothing."""
    audience = notices.audience_of(work.notice)
    below = {place.id for place in tree.with_all_below(area_id)}
    kept = tuple(one for one in audience.area_ids if one not in below)
    is_known = any(place.id in audience.area_ids for place in tree.line(area_id))
    if is_known or len(kept) >= _MOST:
        return await show_audience(update, context, work)
    return await _change(update, context, work, replace(audience, area_ids=(*kept, area_id)))


async def take_area(update: Update, context: Context) -> Any:
    """A typed name adds the area, of whatever level; of several that fit, which is asked."""
    work = await composing.typed_for(context)
    if work is None:
        return None
    words, tree = words_of(message_of(update)), await composing.tree_of(context)
    found = _named(tree, words) or tree.find(words)
    if len(found) == 1 and (tree.is_named(found[0], words) or found[0].key == name_key(words)):
        return await _add(None, context, work, tree, found[0].id)
    made = await composing.composed(context, work)
    view = views.area_meant(made, tree, found, context.tr)
    if not found:
        view = place_unknown(words, views.areas_screen(made, tree, 0, 0, context.tr), context.tr)
    composing.note(context, Step.AREA)
    composing.put(None, context, work, view)
    return Step.AREA


def _named(tree: AreaTree, words: str) -> list[Place]:
    """The places of any level that are called exactly so."""
    wanted = name_key(words)
    return [place for place in tree.places.values() if place.key == wanted][:6]


def buttons() -> Handlers:
    """The list of areas; the other buttons come by the settings."""
    return [CallbackQueryHandler(press_area, pattern(views.AREA))]
