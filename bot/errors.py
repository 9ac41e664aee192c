"""What becomes of an exception in a handler: a sentence for a DomainError, a failed turn for everything else."""

from telegram.ext import ApplicationHandlerStop

from handlers.context import Context
from handlers.views.errors import error_view
from models.errors import DomainError


class UnreadableUpdate(Exception):  # noqa: N818  (named by what happened)
    """The update is not of a shape that the messenger documents; running it again would not help."""


async def note_failure(_: object, context: Context) -> None:
    """PTB calls this with `context.error`, and then goes on with later handlers: those keep an open draft in sight.

    Raises:
        ApplicationHandlerStop: the turn has failed, nothing more may be done in it.
    """
    turn, error = context.turn, context.error
    if not isinstance(error, DomainError):
        turn.failure = error
        raise ApplicationHandlerStop
    turn.answers.clear()
    context.reply(error_view(error, context.tr))
