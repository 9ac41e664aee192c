"""Forwarding: a person sends the bot a message that stands in some chat, with where it came from."""

from typing import Any

from bot.playground.chats import Chat
from bot.playground.errors import PageError
from bot.playground.messages import Message
from bot.playground.person import Person

_NOT_FORWARDED = frozenset({
    "message_id", "from", "chat", "date", "edit_date", "reply_to_message", "reply_markup", "media_group_id",
})  # fmt: skip


def forward(person: Person, source: Chat, message_id: int) -> Message:
    """Sends a message of any chat on to the bot, as an app does; buttons and replies stay behind.

    Args:
        person: Who forwards.
        source: The chat in which the message stands.
        message_id: The message.

    Raises:
        PageError: It is not there, is nobody's, or is protected.
    """
    original = source.messages_by_id.get(message_id)
    if original is None or original.kind == "service":
        raise PageError(f"Message {message_id} is not in that chat.", "این پیام دیگر در گفت‌وگو نیست.")
    if original.api.get("has_protected_content"):
        raise PageError("The message is protected.", "فرستندهٔ این پیام اجازهٔ هدایت نداده است.")
    content = {name: value for name, value in original.api.items() if name not in _NOT_FORWARDED}
    return person.say({"forward_origin": _origin(original), **content})


def _origin(original: Message) -> dict[str, Any]:
    """Where it first came from (core.telegram.org/bots/api#messageorigin): kept when it is forwarded once more."""
    known: dict[str, Any] | None = original.api.get("forward_origin")
    return known or {"type": "user", "sender_user": original.api["from"], "date": original.date}
