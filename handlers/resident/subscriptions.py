"""/subscriptions: what somebody hears of, when, and from where. Its buttons change the presser's own choices only."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from handlers import guards
from handlers.callback_data import ButtonData, pattern
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.keyboards import View
from handlers.resident.subscribing import standing_of
from handlers.views import subscription as views
from handlers.views.general import old_button_toast
from models.errors import NotFound
from models.quiet_hours import QUIET_CHOICES
from models.services import areas, digests, subscriptions
from models.subscription import Digest, NewsKind


async def show(_: Update, context: Context) -> None:
    """After /subscriptions: the card."""
    context.reply(views.subscription_card(await standing_of(context), context.tr))


async def press(update: Update, context: Context) -> None:
    """A button of the card: the present card's does its work, an older one's shows how things stand."""
    pressed = context.pressed(update)
    if pressed.version != (await standing_of(context)).version:
        context.toast(old_button_toast(context.tr))
        screen: _Screen = views.subscription_card
    else:
        screen = await _do(context, pressed)
    context.edit_pressed(update, screen(await standing_of(context), context.tr))


type _Screen = Callable[[views.Standing, Any], View]


async def _do(context: Context, pressed: ButtonData) -> _Screen:
    """Change what the button says, and tell which screen comes next."""
    if pressed.action in set(NewsKind):
        return await _switch(context, pressed)
    if pressed.action.startswith(views.DIGEST):
        return await _choose_digest(context, pressed)
    if pressed.action in _CHANGES:
        return await _CHANGES[pressed.action](context, pressed)
    return _SCREENS.get(pressed.action, views.subscription_card)


async def _switch(context: Context, pressed: ButtonData) -> _Screen:
    turn, kind = context.turn, NewsKind(pressed.action)
    await subscriptions.switch(
        session=turn.session, person_id=context.person.id, kind=kind, is_on=pressed.id == 1, now=turn.now
    )
    return views.subscription_card


async def _choose_digest(context: Context, pressed: ButtonData) -> _Screen:
    turn, chosen = context.turn, pressed.action.removeprefix(views.DIGEST)
    if chosen not in set(Digest):
        raise NotFound
    turn.has_deliveries = await digests.choose(
        session=turn.session,
        bot_id=turn.bot_id,
        person_id=context.person.id,
        digest=Digest(chosen),
        now=turn.now,
        zone=context.city.zone,
    )
    return views.subscription_card


async def _choose_quiet(context: Context, pressed: ButtonData) -> _Screen:
    turn = context.turn
    if not 0 <= pressed.id < len(QUIET_CHOICES):
        raise NotFound
    await subscriptions.choose_quiet(
        session=turn.session, person_id=context.person.id, quiet=QUIET_CHOICES[pressed.id], now=turn.now
    )
    return views.subscription_card


async def _drop(context: Context, pressed: ButtonData) -> _Screen:
    turn = context.turn
    await subscriptions.unfollow(session=turn.session, person_id=context.person.id, area_id=pressed.id, now=turn.now)
    place = (await areas.load_tree(session=turn.session)).places.get(pressed.id)
    if place is not None:
        context.toast(views.unfollowed_toast(place, context.tr))
    return views.followed_areas


_CHANGES: dict[str, Callable[[Context, ButtonData], Awaitable[_Screen]]] = {
    views.HOURS: _choose_quiet,
    "drop": _drop,
}
_SCREENS: dict[str, _Screen] = {
    "digest": views.digest_choice,
    "quiet": views.quiet_choice,
    "areas": views.followed_areas,
}


async def keep_old_home(update: Update, context: Context) -> None:
    """«Yes»: the neighbourhood that somebody moved away from is followed."""
    turn, area_id = context.turn, context.pressed(update).id
    await subscriptions.follow(session=turn.session, person=context.person, area_id=area_id, now=turn.now)
    place = (await areas.load_tree(session=turn.session)).places[area_id]
    is_home = context.person.area_id == area_id
    view = views.moved_back(place, context.tr) if is_home else views.old_home_followed(place, context.tr)
    context.edit_pressed(update, view)


async def leave_old_home(update: Update, context: Context) -> None:
    """«No»: nothing is followed. Whoever said yes before, or moved back, is told how things stand."""
    area_id = context.pressed(update).id
    place = (await areas.load_tree(session=context.turn.session)).places.get(area_id)
    if place is None:
        raise NotFound
    session, person = context.turn.session, context.person
    if person.area_id == area_id:
        context.edit_pressed(update, views.moved_back(place, context.tr))
        return
    if area_id in await subscriptions.followed(session=session, person_id=person.id):
        await subscriptions.unfollow(session=session, person_id=person.id, area_id=area_id, now=context.turn.now)
    context.edit_pressed(update, views.old_home_left(place, context.tr))


def build() -> Handlers:
    """The command, the card's buttons, and those of the question after moving house."""
    return [
        CommandHandler("subscriptions", show, guards.IN_PRIVATE),
        CallbackQueryHandler(keep_old_home, pattern(views.NOUN, views.STAY)),
        CallbackQueryHandler(leave_old_home, pattern(views.NOUN, views.LEAVE)),
        CallbackQueryHandler(press, pattern(views.NOUN)),
    ]
