"""What our handlers read of an update, and nothing else: for updates with a part that PTB cannot read.

The messenger's API grows, and a server may speak an older or a newer version of it than PTB does: a poll with a field
missing must not keep its sender from being answered.
"""

from typing import Any

_MESSAGE_KEPT = (
    "message_id",
    "date",
    "edit_date",
    "chat",
    "from",
    "media_group_id",
    "text",
    "entities",
    "caption",
    "caption_entities",
)
_PRESS_KEPT = ("id", "from", "chat_instance", "data")
_CHAT_KEPT = ("id", "type", "title", "username", "first_name", "last_name")
_USER_KEPT = ("id", "is_bot", "first_name", "last_name", "username", "language_code")


def essence_of(raw: Any) -> Any:
    """A copy of an update that holds only what is needed to answer it; what is no message or press stays as it is."""
    if not isinstance(raw, dict):
        return raw
    press = raw.get("callback_query")
    if isinstance(press, dict):
        kept = _only(press, _PRESS_KEPT)
        if isinstance(press.get("message"), dict):
            kept["message"] = _message(press["message"])
        return {"update_id": raw.get("update_id"), "callback_query": kept}
    for kind in ("message", "edited_message"):
        if isinstance(raw.get(kind), dict):
            return {"update_id": raw.get("update_id"), kind: _message(raw[kind])}
    return raw


def _message(message: dict[str, Any]) -> dict[str, Any]:
    return _only(message, _MESSAGE_KEPT)


def _only(holder: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    kept = {name: holder[name] for name in names if name in holder}
    for name, inner in (("chat", _CHAT_KEPT), ("from", _USER_KEPT)):
        if isinstance(kept.get(name), dict):
            kept[name] = _only(kept[name], inner)
    return kept
