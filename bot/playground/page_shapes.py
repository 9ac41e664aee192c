"""People and messages as the chat page gets them."""

from datetime import UTC, datetime
from typing import Any

from bot.playground.files import path_of
from bot.playground.messages import Button, Message
from bot.playground.person import Person


def person_json(person: Person) -> dict[str, Any]:
    """Returns a person with the whole chat, as the page shows it."""
    return {
        "id": person.id,
        "name": person.name,
        "language": person.language_code,
        "blocked": person.blocked,
        "messages": [message_json(message) for message in person.messages],
        "reply_keyboard": person.reply_keyboard,
        "commands": person.commands,
    }


def message_json(message: Message) -> dict[str, Any]:
    """Returns one message, as the page shows it; the date is ISO 8601 in UTC, a photo has a ``file_url``."""
    shape: dict[str, Any] = {
        "id": message.id,
        "sender": message.sender,
        "kind": message.kind,
        "text": message.text or message.emoji,
        "html": message.html or message.emoji,
        "date": datetime.fromtimestamp(message.date, UTC).isoformat(),
        "edited": message.edited,
        "inline_keyboard": [[_button_json(button) for button in row] for row in message.buttons],
    }
    if message.photo_id:
        shape["file_url"] = f"/page/files/{path_of(message.photo_id)}"
    return shape


def _button_json(button: Button) -> dict[str, str]:
    values = {
        "text": button.text,
        "data": button.data,
        "url": button.url,
        "copy_text": button.copy_text,
        "style": button.style,
    }
    return {name: value for name, value in values.items() if value is not None}
