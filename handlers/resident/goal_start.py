"""A goal's link: whoever opens it sees its card. Pasted as a message, it does the same."""

import re

from telegram import Update
from telegram.ext import ApplicationHandlerStop, CommandHandler, MessageHandler, filters

from handlers import guards
from handlers.callback_data import base36
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.messages import message_of
from handlers.resident import drafting, goal_card

PAYLOAD = "goal_"
_COMMAND = filters.Regex(rf"\A/start(?:@\w+)?\s+{PAYLOAD}")
_SHAPE = re.compile(rf"{PAYLOAD}([0-9a-z]{{1,12}})", re.ASCII)
_PASTED = re.compile(rf"\A\s*(?:https?://)?[\w./-]+\?start=({PAYLOAD}\w+)\s*\Z", re.ASCII)


def link_of(bot_username: str, goal_id: int) -> str:
    """The address that opens a goal."""
    return f"https://t.me/{bot_username}?start={PAYLOAD}{base36(goal_id)}"


async def take_start(_: Update, context: Context) -> None:
    """The link was opened: whoever is new here is greeted below the card.

    Raises:
        ApplicationHandlerStop: nobody is greeted who was greeted before.
    """
    if context.turn.known is None:
        return
    await _show(context, context.args[0] if context.args else "")
    if context.turn.known.is_new:
        return
    await drafting.keep_below(context)
    raise ApplicationHandlerStop


async def take_pasted(update: Update, context: Context) -> None:
    """The link was pasted, and is the whole message.

    Raises:
        ApplicationHandlerStop: it is no message for the council.
    """
    found = _PASTED.match(message_of(update).text or "")
    if context.turn.known is None or found is None:
        return
    await _show(context, found[1])
    await drafting.keep_below(context)
    raise ApplicationHandlerStop


async def _show(context: Context, payload: str) -> None:
    found = _SHAPE.fullmatch(payload)
    context.reply(await goal_card.card(context, int(found[1], 36) if found is not None else 0))


def build() -> Handlers:
    """Asked before every dialogue, and before invitations: any other /start is none of its concern."""
    return [
        CommandHandler("start", take_start, guards.IN_PRIVATE & _COMMAND),
        MessageHandler(guards.TEXT & filters.Regex(_PASTED), take_pasted),
    ]
