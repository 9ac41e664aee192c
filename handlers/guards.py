"""Which updates a handler takes at all: new messages of a private chat, unless it says otherwise."""

from typing import override

from telegram import Update
from telegram.ext import BaseHandler, filters

from handlers.context import Context
from handlers.turn import current_turn

IN_PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE  # edits have a handler of their own
TEXT = IN_PRIVATE & filters.TEXT & ~filters.COMMAND
COMMAND = IN_PRIVATE & filters.COMMAND
ANYTHING = IN_PRIVATE & ~filters.StatusUpdate.ALL
EDITED = filters.ChatType.PRIVATE & filters.UpdateType.EDITED_MESSAGE
IN_GROUP = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE


class FromNobody(BaseHandler[Update, Context, None]):
    """Takes every update that came from nobody we could answer in private: from a group, or without a person."""

    def __init__(self) -> None:
        super().__init__(_ignore)

    @override
    def check_update(self, update: object) -> bool:
        return current_turn().known is None


async def _ignore(_: Update, __: Context) -> None:
    """Nothing is said to nobody; the clock on a pressed button goes by itself."""
