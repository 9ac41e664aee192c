"""A tracking code, typed anywhere by its author, opens its card; any other text goes its way."""

from telegram import Update
from telegram.ext import ApplicationHandlerStop, MessageHandler

from handlers import guards
from handlers.context import Context
from handlers.dialogue import Handlers
from handlers.messages import message_of
from handlers.resident import drafting
from handlers.resident.cards import submission_card
from models.services import access
from models.tracking_code import parse_tracking_code

_LONGEST = 80  # letters of a code with its name and every blank and isolate that a copy may bring along


async def find(update: Update, context: Context) -> None:
    """Show the submission that the whole message names, if it is the writer's own.

    Raises:
        ApplicationHandlerStop: the card was shown; no dialogue takes the code for words.
    """
    text = message_of(update).text or ""
    code = parse_tracking_code(text) if len(text) <= _LONGEST else None
    if code is None or context.turn.known is None:
        return
    submission = await access.own_submission_by_code(
        session=context.turn.session, person_id=context.person.id or 0, code=code
    )
    if submission is None:
        return
    context.reply(await submission_card(context, submission, page=0))
    await drafting.keep_below(context)
    raise ApplicationHandlerStop


def build() -> Handlers:
    """Asked before every dialogue."""
    return [MessageHandler(guards.TEXT, find)]
