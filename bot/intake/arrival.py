"""What can be said of an update before anybody trusts its shape: its id, its lane, whether it is kept at all."""

import json
from typing import Any, TypeGuard

from models.services.inbox import Arrival

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
_LARGEST = 2**63 - 1
_GROUPS = ("group", "supergroup", "channel")  # no set: what stands in the field may be unhashable


def parse_arrival(raw: object) -> Arrival | None:
    """The update as a row of the inbox; None for something without an id, which no API server sends."""
    if not isinstance(raw, dict):
        return None
    update_id = raw.get("update_id")
    if not is_id(update_id) or update_id < 0:
        return None
    return Arrival(update_id, lane_of(raw), _payload(raw))


def _payload(raw: dict[str, Any]) -> str:
    try:
        return json.dumps(raw, separators=(",", ":"))
    except (RecursionError, ValueError):  # nested beyond reason: what can be read of it is what there is to keep
        return json.dumps({"update_id": raw["update_id"]})


def is_id(value: object) -> TypeGuard[int]:
    """Whether it is a number that a database can hold as an id."""
    return isinstance(value, int) and not isinstance(value, bool) and -_LARGEST <= value <= _LARGEST


def lane_of(raw: Any) -> int:
    """The chat id, else the user id, else 0: updates of one lane run one after another."""
    for holder in _holders(raw):
        chat = holder.get("chat")
        if isinstance(chat, dict) and is_id(chat.get("id")):
            return int(chat["id"])
    for holder in _holders(raw):
        user = holder.get("from", holder.get("user"))
        if isinstance(user, dict) and is_id(user.get("id")):
            return int(user["id"])
    return 0


def private_chat_of(raw: Any) -> int | None:
    """The private chat an update came from; None for groups, channels and updates of no chat."""
    for holder in _holders(raw):
        chat = holder.get("chat")
        if isinstance(chat, dict) and chat.get("type") == "private" and is_id(chat.get("id")):
            return int(chat["id"])
    return None


def callback_id_of(raw: Any) -> str | None:
    """The id that a press is answered with; None for any other update."""
    query = raw.get("callback_query") if isinstance(raw, dict) else None
    found = query.get("id") if isinstance(query, dict) else None
    return found if isinstance(found, str) else None


def is_group_talk(raw: Any) -> bool:
    """Whether it is what people say to each other in a group: no command, no press, nothing that is for us."""
    if not isinstance(raw, dict):
        return False
    message = raw.get("message", raw.get("edited_message"))
    chat = message.get("chat") if isinstance(message, dict) else None
    if not isinstance(message, dict) or not isinstance(chat, dict) or chat.get("type") not in _GROUPS:
        return False
    text = message.get("text")
    return "edited_message" in raw or not (isinstance(text, str) and text.startswith("/"))


def _holders(raw: Any) -> list[dict[str, Any]]:
    """The objects of an update that may hold a chat or a user, the nearest first."""
    if not isinstance(raw, dict):
        return []
    inner = [value for key, value in raw.items() if key != "update_id" and isinstance(value, dict)]
    messages = [value["message"] for value in inner if isinstance(value.get("message"), dict)]
    return [*inner, *messages]
