"""/roles: who holds which office, and which invitations are open; taking one of them back."""

from typing import Any

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from handlers import guards
from handlers.callback_data import pattern
from handlers.context import Context
from handlers.dialogue import Handlers, close_dialogue
from handlers.keyboards import View
from handlers.owner import roles_change
from handlers.owner.keeping import owner_of, set_menus
from handlers.views import invitation as invitation_views
from handlers.views import role as views
from handlers.views.general import old_button_toast
from models.errors import NotFound
from models.role import Role
from models.services import areas, grant_changes, grants, invitations

_LAST_PAGE = 1_000_000  # a button can be made up: its page must not grow past what a database counts to


async def show_list(_: Update, context: Context) -> None:
    """After /roles: the first page of everybody; whatever was being chosen is put away."""
    await owner_of(context)
    close_dialogue(context.turn, roles_change.NAME)
    context.reply(await _list(context, None, 0))


async def turn_page(update: Update, context: Context) -> None:
    """Another page, or only one role."""
    await owner_of(context)
    context.edit_pressed(update, await _list(context, *views.listed(context.pressed(update).id)))


async def _list(context: Context, role: Role | None, page: int) -> View:
    session, now = context.turn.session, context.turn.now
    page = min(max(page, 0), _LAST_PAGE)
    held, total = await grants.list_current(
        session=session, now=now, offset=page * views.PAGE, limit=views.PAGE, role=role
    )
    if not held and page:  # the list grew shorter since that button was drawn
        return await _list(context, role, max(total - 1, 0) // views.PAGE)
    _, open_ones = await invitations.list_open(session=session, now=now, offset=0, limit=1)
    shown = views.Shown(await grants.count_current(session=session, now=now), role, page, open_ones)
    tree = await areas.load_tree(session=session)
    return views.roles_list(held, shown, tree=tree, zone=context.city.zone, tr=context.tr)


async def show_card(update: Update, context: Context) -> None:
    """One office, with what can be changed about it."""
    await owner_of(context)
    pressed = context.pressed(update)
    try:
        held = await grants.current(session=context.turn.session, grant_id=pressed.id, now=context.turn.now)
    except NotFound:
        await _show_as_it_is(update, context)
        return
    tree = await areas.load_tree(session=context.turn.session)
    view = views.role_card(held, back=pressed.version, tree=tree, zone=context.city.zone, tr=context.tr)
    context.edit_pressed(update, view)


async def ask_to_revoke(update: Update, context: Context) -> None:
    """«Take the role back»: asked once more, in the card's place."""
    await owner_of(context)
    pressed = context.pressed(update)
    try:
        held = await grants.current(session=context.turn.session, grant_id=pressed.id, now=context.turn.now)
    except NotFound:
        await _show_as_it_is(update, context)
        return
    tree = await areas.load_tree(session=context.turn.session)
    context.edit_pressed(update, views.revoke_question(held, back=pressed.version, tree=tree, tr=context.tr))


async def revoke(update: Update, context: Context) -> None:
    """Take it back; its holder is told, and loses the commands of the role."""
    keeper = await owner_of(context)
    try:
        was = await grant_changes.revoke(keeper, context.pressed(update).id)
    except NotFound:
        await _show_as_it_is(update, context)
        return
    context.turn.rights = None  # it may have been their own
    context.turn.has_deliveries = True
    tree = await areas.load_tree(session=context.turn.session)
    context.edit_pressed(update, views.role_revoked(was, tree, context.tr))
    await set_menus(context, was.person_id)


async def show_invitations(update: Update, context: Context) -> None:
    """The links that nobody has used yet."""
    await owner_of(context)
    context.edit_pressed(update, await _invitations(context, context.pressed(update).id))


async def _invitations(context: Context, page: int) -> View:
    session, now, size = context.turn.session, context.turn.now, invitation_views.PAGE
    page = min(max(page, 0), _LAST_PAGE)
    offers, total = await invitations.list_open(session=session, now=now, offset=page * size, limit=size)
    if not offers and page:
        return await _invitations(context, max(total - 1, 0) // size)
    tree = await areas.load_tree(session=session)
    return invitation_views.open_invitations(offers, total, page, tree=tree, zone=context.city.zone, tr=context.tr)


async def withdraw(update: Update, context: Context) -> None:
    """Take a link back before anybody uses it."""
    keeper = await owner_of(context)
    try:
        await invitations.revoke(keeper, context.pressed(update).id)
    except NotFound:
        await _show_as_it_is(update, context)
        return
    context.edit_pressed(update, invitation_views.invitation_withdrawn(context.tr))


async def _show_as_it_is(update: Update, context: Context) -> None:
    """What the button was about is not there any more: the list, as it is now."""
    context.toast(old_button_toast(context.tr))
    context.edit_pressed(update, await _list(context, None, 0))


def build() -> Handlers:
    """The command and the buttons of list, card and invitations."""
    pressed: dict[str, Any] = {
        "page": turn_page,
        "open": show_card,
        "revoke": ask_to_revoke,
        "revoked": revoke,
        "invitations": show_invitations,
        "withdraw": withdraw,
    }
    return [
        CommandHandler("roles", show_list, guards.IN_PRIVATE),
        *(CallbackQueryHandler(step, pattern(views.NOUN, action)) for action, step in pressed.items()),
    ]
