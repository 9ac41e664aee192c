"""The card of a meeting, in whatever state it is; drawn wherever it is asked for."""

from typing import Any

from telegram import Update

from handlers.context import Context
from handlers.council import meeting_composing as composing


async def show_card(context: Context, meeting_id: int, update: Update | None = None) -> Any:
    """The card, in place of what was pressed, or below everything else.

    Raises:
        NotFound: there is none, or it is not for them.
    """
    work = await composing.load(context, meeting_id)
    return await composing.show_in_place(update, context, work)
