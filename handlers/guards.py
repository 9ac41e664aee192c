"""Which updates a handler takes at all: new messages of a private chat, unless it says otherwise."""

from collections.abc import Callable, Coroutine
from typing import Any, override

from telegram import Message, Update
from telegram.ext import BaseHandler, filters

from handlers.context import Context
from handlers.turn import current_turn
from handlers.views.menu import menu_action

IN_PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE  # edits have a handler of their own


class _MenuKey(filters.MessageFilter):
    """A key of the keyboard below the chat, in any language; of one action only, where it is named."""

    def __init__(self, action: str | None = None) -> None:
        super().__init__()
        self._action = action

    @override
    def filter(self, message: Message) -> bool:
        pressed = menu_action(message.text) if message.text else None
        return pressed is not None and self._action in {None, pressed}


def menu_key(action: str) -> filters.BaseFilter:
    """A press of one key of the menu."""
    return IN_PRIVATE & _MenuKey(action)


TEXT = IN_PRIVATE & filters.TEXT & ~filters.COMMAND & ~_MenuKey()
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
