"""Which updates a handler takes at all: new messages of a private chat, unless it says otherwise."""

from collections.abc import Callable, Coroutine
from typing import Any, override

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


class When(BaseHandler[Update, Context, None]):
    """Takes the updates that a condition names, where PTB's own handlers cannot tell them."""

    def __init__(
        self, condition: Callable[[Update], bool], callback: Callable[[Update, Context], Coroutine[Any, Any, None]]
    ) -> None:
        super().__init__(callback)
        self._condition = condition

    @override
    def check_update(self, update: object) -> bool:
        return isinstance(update, Update) and self._condition(update)


def is_from_nobody(_: Update) -> bool:
    """Whether nobody is there whom we could answer in private: in a group, or without a person."""
    return current_turn().known is None


def presses_nothing(update: Update) -> bool:
    """Whether it is a press without data, which PTB gives to whatever handler of buttons comes first."""
    return update.callback_query is not None and not update.callback_query.data
