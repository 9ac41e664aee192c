"""Choosing what a role is handed out as, or becomes: role, area, end. It ends in an invitation or a changed office."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, ConversationHandler, MessageHandler

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import build_dialogue, close_dialogue, keep, open_dialogue
from handlers.keyboards import View
from handlers.messages import message_of, words_of
from handlers.owner.keeping import owner_of, set_menus
from handlers.views import area as area_views
from handlers.views import invitation as invitation_views
from handlers.views import role as role_views
from handlers.views import role_choice as views
from handlers.views.general import old_button_toast
from models.area_tree import AreaTree, Place, name_key
from models.errors import NotFound
from models.role import Held, Role
from models.services import areas, grant_changes, grants, invitations
from models.term import years_later
from models.typed_day import UnknownDayError, day_ends, read_day

NAME = "office"


class Step(StrEnum):
    """Where the dialogue stands; stored by name."""

    ROLE = "role"
    AREA = "area"
    TERM = "term"


async def invite(update: Update, context: Context) -> Step:
    """«Invite»: which role?"""
    await _owner(context)
    version = _go(context, Step.ROLE, {})
    context.edit_pressed(update, views.role_question(version=version, tr=context.tr))
    return Step.ROLE


async def change_end(update: Update, context: Context) -> Any:
    """«Change the end» on an office's card."""
    held = await _pressed_office(update, context)
    if held is None:
        return ConversationHandler.END
    version = _go(context, Step.TERM, {"grant": held.grant_id})
    context.edit_pressed(update, views.term_question(version=version, tr=context.tr))
    return Step.TERM


async def change_area(update: Update, context: Context) -> Any:
    """«Change the area» on an office's card."""
    held = await _pressed_office(update, context)
    if held is None:
        return ConversationHandler.END
    version = _go(context, Step.AREA, {"grant": held.grant_id})
    context.edit_pressed(update, views.area_asked(await _tree(context), 0, 0, version=version, tr=context.tr))
    return Step.AREA


async def _pressed_office(update: Update, context: Context) -> Held | None:
    await _owner(context)
    try:
        return await grants.current(
            session=context.turn.session, grant_id=context.pressed(update).id, now=context.turn.now
        )
    except NotFound:
        _show_gone(update, context)
        return None


async def press(update: Update, context: Context) -> Any:
    """A button of these questions; of an older one: nothing happens, and the way to begin anew is shown."""
    await _owner(context)
    pressed, state = context.pressed(update), context.turn.dialogues.get(NAME)
    if state is None or state.version != pressed.version:
        context.toast(old_button_toast(context.tr))
        context.edit_pressed(update, views.choice_left(context.tr))
        return Step(state.step) if state is not None and state.is_active else ConversationHandler.END
    if pressed.action == "later":
        context.edit_pressed(update, views.choice_left(context.tr))
        return ConversationHandler.END
    if pressed.action == "role" and state.step == Step.ROLE:
        return await _choose_role(update, context, pressed.id)
    if pressed.action == "term" and state.step == Step.TERM:
        return await _choose_term(update, context, pressed.id)
    if state.step == Step.AREA:
        return await _press_area(update, context)
    _show_gone(update, context)
    return ConversationHandler.END


async def _choose_role(update: Update, context: Context, number: int) -> Any:
    roles = list(Role)
    if not 0 <= number < len(roles):
        _show_gone(update, context)
        return ConversationHandler.END
    version = _go(context, Step.AREA, {"role": roles[number].value})
    context.edit_pressed(update, views.area_asked(await _tree(context), 0, 0, version=version, tr=context.tr))
    return Step.AREA


async def _press_area(update: Update, context: Context) -> Any:
    pressed, tree = context.pressed(update), await _tree(context)
    if pressed.action == "whole":
        return await _take_area(update, context, None)
    if pressed.action == "choose" and pressed.id in tree.places:
        return await _take_area(update, context, pressed.id)
    data = context.turn.dialogues[NAME].data
    if pressed.action == "back" and "grant" not in data:
        version = _go(context, Step.ROLE, {})
        context.edit_pressed(update, views.role_question(version=version, tr=context.tr))
        return Step.ROLE
    if pressed.action == "back":
        context.edit_pressed(update, views.choice_left(context.tr))
        return ConversationHandler.END
    parent, page = area_views.opened(tree, pressed)
    version = _go(context, Step.AREA, data)
    context.edit_pressed(update, views.area_asked(tree, parent, page, version=version, tr=context.tr))
    return Step.AREA


async def find_area(update: Update, context: Context) -> Any:
    """A typed name, of any level and in any spelling."""
    await _owner(context)
    words, tree, state = words_of(message_of(update)), await _tree(context), context.turn.dialogues[NAME]
    found = _named(tree, words)
    if len(found) == 1 and tree.is_named(found[0], words):
        return await _take_area(None, context, found[0].id)
    version = _go(context, Step.AREA, state.data)
    if found:
        context.reply(views.area_meant(tree, found, version=version, tr=context.tr))
    else:
        context.reply(views.area_unknown(words, version=version, tr=context.tr))
    return Step.AREA


def _named(tree: AreaTree, words: str) -> list[Place]:
    exact = [place for place in tree.places.values() if place.key == name_key(words)]
    return exact[: area_views.PAGE] or tree.find(words)


async def _take_area(update: Update | None, context: Context, area_id: int | None) -> Any:
    data = context.turn.dialogues[NAME].data
    if "grant" in data:
        return await _changed(update, context, {"area_id": area_id})
    version = _go(context, Step.TERM, {**data, "area": area_id})
    _say(update, context, views.term_question(version=version, tr=context.tr))
    return Step.TERM


async def read_term(update: Update, context: Context) -> Any:
    """A typed last day, in any digits and in either calendar."""
    await _owner(context)
    words, state = words_of(message_of(update)), context.turn.dialogues[NAME]
    try:
        day = read_day(words)
    except UnknownDayError:
        version = _go(context, Step.TERM, state.data)
        context.reply(views.term_unknown(words, version=version, tr=context.tr))
        return Step.TERM
    ends_at = day_ends(day, context.city.zone)
    if ends_at <= context.turn.now:
        version = _go(context, Step.TERM, state.data)
        context.reply(views.term_past(version=version, tr=context.tr))
        return Step.TERM
    return await _end_with(None, context, ends_at)


async def _choose_term(update: Update, context: Context, years: int) -> Any:
    if years not in {0, *views.TERMS}:
        _show_gone(update, context)
        return ConversationHandler.END
    last_day = years_later(_today(context), years)
    return await _end_with(update, context, day_ends(last_day, context.city.zone) if years else None)


def _today(context: Context) -> date:
    return context.turn.now.astimezone(context.city.zone).date()


async def _end_with(update: Update | None, context: Context, ends_at: datetime | None) -> Any:
    data = context.turn.dialogues[NAME].data
    if "grant" in data:
        return await _changed(update, context, {"ends_at": ends_at})
    offer, payload = await invitations.invite(
        await _owner(context), role=Role(data["role"]), area_id=data["area"], grant_ends_at=ends_at
    )
    link = f"https://t.me/{context.turn.bot_username}?start={payload}"
    view = invitation_views.invitation_link(
        offer, link, tree=await _tree(context), zone=context.city.zone, tr=context.tr
    )
    _say(update, context, view, slot=invitations.slot_of(offer.id))
    return ConversationHandler.END


async def _changed(update: Update | None, context: Context, change: dict[str, Any]) -> int:
    keeper, grant_id = await _owner(context), context.turn.dialogues[NAME].data["grant"]
    try:
        if "area_id" in change:
            held = await grant_changes.change_area(keeper, grant_id, change["area_id"])
        else:
            held = await grant_changes.change_end(keeper, grant_id, change["ends_at"])
    except NotFound:
        _show_gone(update, context)
        return ConversationHandler.END
    context.turn.rights = None  # it may have been their own
    context.turn.has_deliveries = True
    card = role_views.role_card(held, back=0, tree=await _tree(context), zone=context.city.zone, tr=context.tr)
    _say(update, context, card)
    await set_menus(context, held.person_id)
    return ConversationHandler.END


async def leave(_: Update, context: Context) -> int:
    """/cancel in the middle of it."""
    context.reply(views.choice_left(context.tr))
    return ConversationHandler.END


async def _owner(context: Context) -> Any:
    """Whoever wrote; who is no owner any more, is led out of here.

    Raises:
        NotFound: for everybody but owners it is not there.
    """
    try:
        return await owner_of(context)
    except NotFound:
        close_dialogue(context.turn, NAME)
        raise


def _go(context: Context, step: Step, data: dict[str, Any]) -> int:
    """Stand at a step with these choices; return the version that its buttons carry."""
    state = open_dialogue(context.turn, NAME, step)
    keep(state, data)
    return state.version


def _say(update: Update | None, context: Context, view: View, *, slot: str | None = None) -> None:
    if update is None:
        context.reply(view, slot=slot)
    else:
        context.edit_pressed(update, view, slot=slot)


def _show_gone(update: Update | None, context: Context) -> None:
    if update is not None:
        context.toast(old_button_toast(context.tr))
    close_dialogue(context.turn, NAME)
    _say(update, context, views.choice_left(context.tr))


async def _tree(context: Context) -> AreaTree:
    return await areas.load_tree(session=context.turn.session)


def build() -> ConversationHandler[Any]:
    """The dialogue: «invite» or a change on a card begins it; the last answer, «not now» or /cancel ends it."""
    begin = [
        CallbackQueryHandler(invite, pattern(role_views.NOUN, "invite")),
        CallbackQueryHandler(change_end, pattern(role_views.NOUN, "end")),
        CallbackQueryHandler(change_area, pattern(role_views.NOUN, "area")),
    ]
    buttons = CallbackQueryHandler(press, pattern(views.NOUN))
    return build_dialogue(
        name=NAME,
        steps=Step,
        resume=Step.ROLE,
        entry_points=[*begin, buttons],
        states={
            Step.ROLE: [],
            Step.AREA: [MessageHandler(guards.TEXT, find_area)],
            Step.TERM: [MessageHandler(guards.TEXT, read_term)],
        },
        fallbacks=[*begin, buttons, CommandHandler("cancel", leave, guards.IN_PRIVATE)],
    )
