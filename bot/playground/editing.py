"""What all methods that change a message of the bot share."""

from dataclasses import replace
from typing import Any

from bot.playground.chats import Chat
from bot.playground.errors import bad_request
from bot.playground.keyboards import check_inline
from bot.playground.messages import Message
from bot.playground.parameters import Parameters
from bot.playground.state import State

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


def editable(state: State, parameters: Parameters) -> tuple[Chat, Message]:
    """Returns the message that a call wants to change.

    Raises:
        RefusedError: 400 where it is not there, not the bot's, or has a reply keyboard; 403 after a block.
    """
    if "chat_id" not in parameters:
        raise bad_request("chat_id is empty" if "inline_message_id" not in parameters else "MESSAGE_ID_INVALID")
    if not parameters.get("message_id"):
        raise bad_request("message identifier is not specified")
    chat = state.chat(parameters["chat_id"])
    chat.check_reachable()
    message = chat.messages_by_id.get(parameters["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender != "bot" or message.locked:
        raise bad_request("message can't be edited")
    return chat, message


def change(
    state: State,
    chat: Chat,
    message: Message,
    parameters: Parameters,
    content: dict[str, Any],
    replaced: tuple[str, ...],
) -> dict[str, Any]:
    """Puts new content and keyboard into a message, unless they are what it shows already."""
    api = {name: value for name, value in message.api.items() if name not in replaced}
    api.update(content)
    api.pop("reply_markup", None)
    markup = parameters.get("reply_markup")
    if markup and (inline := check_inline(markup))["inline_keyboard"]:
        api["reply_markup"] = inline
    if api == message.api:
        raise bad_request(_NOT_MODIFIED)
    api["edit_date"] = state.now()
    chat.put(replace(message, api=api, change=state.next_change()))
    return api
