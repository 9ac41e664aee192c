"""People, groups and messages as the chat page gets them."""

from datetime import UTC, datetime
from typing import Any

from bot.playground.chats import Chat
from bot.playground.files import path_of
from bot.playground.groups import Group
from bot.playground.messages import Button, Message
from bot.playground.person import Person

_FILES = ("voice", "audio", "video", "video_note", "animation", "document")
_FILE_FIELDS = ("file_name", "file_size", "mime_type", "duration", "width", "height")


def chat_json(chat: Chat) -> dict[str, Any]:
    """Returns a private chat or a group, as the page shows it."""
    return group_json(chat) if isinstance(chat, Group) else person_json(chat)  # type: ignore[arg-type]  # no third kind


def person_json(person: Person) -> dict[str, Any]:
    """Returns a person with the whole chat, as the page shows it.

    ``special_keys`` are the keys of the reply keyboard that send a "location" or "contact", by label.
    """
    return {
        "id": person.id,
        "name": person.name,
        "language": person.language_code,
        "blocked": person.blocked,
        "messages": [message_json(message) for message in person.messages],
        "reply_keyboard": person.reply_keyboard,
        "special_keys": person.special_keys(),
        "commands": person.commands,
    }


def group_json(group: Group) -> dict[str, Any]:
    """Returns a group with everything that was said in it, as the page shows it."""
    return {
        "id": group.id,
        "name": group.title,
        "members": [{"id": member.id, "name": member.name} for member in group.members.values()],
        "has_bot": group.has_bot,
        "messages": [message_json(message) for message in group.messages],
        "commands": group.state.group_commands(group),
    }


def message_json(message: Message) -> dict[str, Any]:
    """Returns one message, as the page shows it; the date is ISO 8601 in UTC.

    What it carries stands beside the text: ``file_url`` and what is known of the file, ``location``, ``contact``,
    ``album`` (shared by the messages of an album), ``author`` (a person's messages in a group), ``forwarded_from``
    (whose it was), ``answers`` (the words it refers to), ``event`` (what happened, for messages that nobody wrote).
    """
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
    return shape | _carried(message.api) | _around(message)


def _carried(api: dict[str, Any]) -> dict[str, Any]:
    media = api["photo"][-1] if "photo" in api else next((api[kind] for kind in _FILES if kind in api), None)
    carried = {name: media[name] for name in _FILE_FIELDS if name in media} if media else {}
    if media:
        carried["file_url"] = f"/page/files/{path_of(media['file_id'])}"
    if "location" in api:
        carried["location"] = api["location"]
    if "contact" in api:
        carried["contact"] = {"name": api["contact"]["first_name"], "phone_number": api["contact"]["phone_number"]}
    return carried


def _around(message: Message) -> dict[str, Any]:
    around: dict[str, Any] = {}
    if "media_group_id" in message.api:
        around["album"] = message.api["media_group_id"]
    if message.api["chat"]["type"] != "private" and message.sender == "person":
        around["author"] = {"id": message.api["from"]["id"], "name": message.api["from"]["first_name"]}
    if original := message.api.get("reply_to_message"):
        around["answers"] = original.get("text") or original.get("caption") or "…"
    if origin := message.api.get("forward_origin"):
        around["forwarded_from"] = origin["sender_user"]["first_name"]
    if "new_chat_members" in message.api:
        around["event"] = "bot_joined"
    return around


def _button_json(button: Button) -> dict[str, str]:
    values = {
        "text": button.text,
        "data": button.data,
        "url": button.url,
        "copy_text": button.copy_text,
        "style": button.style,
    }
    return {name: value for name, value in values.items() if value is not None}
