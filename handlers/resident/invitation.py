"""/start with an invitation's link: whoever opens it takes the office that it hands out."""

from telegram import Update
from telegram.ext import ApplicationHandlerStop, CommandHandler

from handlers import guards
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.owner.keeping import keeper_of
from handlers.resident import commands, drafting
from handlers.views.errors import error_view
from handlers.views.invitation import role_taken
from models.errors import InvitationOver
from models.services import areas, invitations


async def take(_: Update, context: Context) -> None:
    """Take the office and say what it is good for; where there is none to take, the ordinary greeting follows.

    Raises:
        ApplicationHandlerStop: the office was taken; nobody is greeted twice.
    """
    payload = context.args[0] if context.args else ""
    if not payload.startswith(invitations.PAYLOAD) or context.turn.known is None:
        return
    try:
        held = await invitations.accept(await keeper_of(context), payload)
    except InvitationOver as error:
        context.reply(error_view(error, context.tr))
        return
    context.turn.rights = None  # there is more to them now
    context.turn.has_deliveries = True
    tree = await areas.load_tree(session=context.turn.session)
    rights = await context.rights()
    context.reply(role_taken(held, rights, tree=tree, zone=context.city.zone, tr=context.tr))
    await commands.give(context)
    await drafting.keep_below(context)
    raise ApplicationHandlerStop


def build() -> Handlers:
    """Asked before every dialogue: the ordinary /start is none of its concern."""
    return [CommandHandler("start", take, guards.IN_PRIVATE)]
