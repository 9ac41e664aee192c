"""What is pressed on a goal's card: following it, its reports, what stands behind it, handing it on."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from telegram import Update
from telegram.ext import CallbackQueryHandler

from handlers.callback_data import pattern
from handlers.calls import File, file_calls
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.keyboards import View
from handlers.resident import goal_card as cards
from handlers.resident.goal_start import link_of
from handlers.views import goal_behind, goal_steps
from handlers.views import goal_card as views
from handlers.views.goal_parts import Shown
from handlers.views.goal_standing import CARD, Way
from models.errors import NotFound
from models.services import areas, goal_files, goal_follows, goal_links, goal_readers, goal_ties

_SHARE = "https://t.me/share/url?"  # https://core.telegram.org/api/links#share-links
_MOST_FILES = 30  # of the newest reports: three albums
_MOST_TIES = 100  # of each, resolutions and meetings: the newest


async def open_card(update: Update, context: Context) -> None:
    """From anywhere else: below everything."""
    found = await _found(update, context)
    context.reply(views.goal_gone(context.tr) if found is None else views.goal_card(found, context.tr))


async def show_card(update: Update, context: Context) -> None:
    """One of the list, or the way back to it: in place."""
    await _show(update, context, _card)


async def _card(context: Context, shown: Shown) -> View:
    return views.goal_card(shown, context.tr)


async def show_history(update: Update, context: Context) -> None:
    """A page of its reports."""
    await _show(update, context, _history)


async def show_behind(update: Update, context: Context) -> None:
    """A page of what residents wrote about it."""
    await _show(update, context, _behind)


async def show_ties(update: Update, context: Context) -> None:
    """Its resolutions and meetings."""
    await _show(update, context, _ties)


async def show_whole(update: Update, context: Context) -> None:
    """What its card leaves out."""
    await _show(update, context, _whole)


async def _whole(context: Context, shown: Shown) -> View:
    return views.whole_text(shown, context.tr)


type _Draw = Callable[[Context, Shown], Awaitable[View]]


async def _show(update: Update, context: Context, draw: _Draw) -> None:
    """Something of the goal in place of what was pressed; a goal that is not there any more says so."""
    found = await _found(update, context)
    context.edit_pressed(update, views.goal_gone(context.tr) if found is None else await draw(context, found))


async def _found(update: Update, context: Context) -> Shown | None:
    pressed = context.pressed(update)
    return await cards.shown_if_any(context, pressed.id, Way.of(pressed))


async def _history(context: Context, shown: Shown) -> View:
    session, way = context.turn.session, shown.way
    steps, total = await goal_readers.updates(
        session=session,
        goal_id=shown.id,
        offset=way.inner * goal_steps.PAGE,
        limit=goal_steps.PAGE,
        with_corrected=True,
    )
    if not steps and total:
        return await _history(context, shown.turned_to((total - 1) // goal_steps.PAGE))
    tree = await areas.load_tree(session=session)
    told: dict[str, Any] = {"tree": tree, "today": shown.today, "zone": shown.zone, "tr": context.tr}
    return goal_steps.history(shown.goal, steps, total, way, **told)


async def _behind(context: Context, shown: Shown) -> View:
    found, total = await goal_links.behind(
        session=context.turn.session,
        goal_id=shown.id,
        offset=shown.way.inner * goal_behind.PAGE,
        limit=goal_behind.PAGE,
    )
    if not found and total:
        return await _behind(context, shown.turned_to((total - 1) // goal_behind.PAGE))
    return goal_behind.submissions_behind(shown, found, total, context.tr)


async def _ties(context: Context, shown: Shown) -> View:
    session, first = context.turn.session, shown.way.inner * goal_behind.TIES
    resolutions = await goal_ties.resolutions_of(session=session, goal_id=shown.id, limit=_MOST_TIES)
    meetings = await goal_ties.meetings_of(session=session, goal_id=shown.id, limit=_MOST_TIES)
    found: list[goal_behind.Tie] = [*resolutions, *meetings]
    if found and not found[first:]:
        return await _ties(context, shown.turned_to((len(found) - 1) // goal_behind.TIES))
    tree = await areas.load_tree(session=session)
    return goal_behind.ties_shown(shown, found[first : first + goal_behind.TIES], len(found), tree, context.tr)


async def follow(update: Update, context: Context) -> None:
    """«Follow»: its news come to them from now on."""
    await _turn_following(update, context, is_on=True)


async def unfollow(update: Update, context: Context) -> None:
    """They do not follow it any more."""
    await _turn_following(update, context, is_on=False)


async def _turn_following(update: Update, context: Context, *, is_on: bool) -> None:
    session, goal_id, person_id = context.turn.session, context.pressed(update).id, context.person.id
    try:
        if is_on:
            await goal_follows.follow(session=session, goal_id=goal_id, person_id=person_id, now=context.turn.now)
        else:
            await goal_follows.unfollow(session=session, goal_id=goal_id, person_id=person_id)
    except NotFound:
        context.edit_pressed(update, views.goal_gone(context.tr))
        return
    found = await _found(update, context)
    context.edit_pressed(update, views.goal_gone(context.tr) if found is None else views.goal_card(found, context.tr))
    if found is not None and is_on:
        context.toast(views.followed_toast(context.tr, is_mute=found.is_mute))
    elif found is not None:
        context.toast(views.unfollowed_toast(context.tr))


async def share(update: Update, context: Context) -> None:
    """A message to hand on, with the link that opens the goal."""
    found = await _found(update, context)
    if found is None or not found.goal.is_published:
        context.reply(views.goal_gone(context.tr))
        return
    link = link_of(context.turn.bot_username, found.id)
    address = _SHARE + urlencode({"url": link, "text": views.share_words(found, context.tr)})
    context.reply(views.share_message(found, link, address, context.tr))
    context.toast(views.share_toast(context.tr))


async def send_files(update: Update, context: Context) -> None:
    """The photos and files of its newest reports, as far as this bot can show them; the way back below them."""
    found = await _found(update, context)
    if found is None:
        context.reply(views.goal_gone(context.tr))
        return
    items = await goal_files.files_of(
        session=context.turn.session, goal_id=found.id, bot_id=context.turn.bot_id, limit=_MOST_FILES
    )
    for call in file_calls([File(item.kind, item.file_id) for item in items]):
        context.send(call.method, call.parameters)
    context.reply(goal_behind.files_shown(found, context.tr, is_any=bool(items)))


def build() -> Handlers:
    """The buttons of a card, and of what lies behind it."""
    pressed: dict[str, Any] = {
        "open": open_card,
        "show": show_card,
        "history": show_history,
        "behind": show_behind,
        "ties": show_ties,
        "whole": show_whole,
        "follow": follow,
        "unfollow": unfollow,
        "share": share,
        "files": send_files,
    }
    return [CallbackQueryHandler(step, pattern(CARD, action)) for action, step in pressed.items()]
