"""Updates as no messenger should send them: valid ones with something wrong in them, the same ones at every run."""

import copy
import random
from collections.abc import Iterator
from typing import Any

_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 2**31, 2**63, -(2**63), 2**64, 10**300, float("inf"), float("nan"), "", "x", "\x00",
    "\ud800", "م" * 5000, "1" * 400, [], {}, [None], [[]], {"id": None}, {"": ""}, [1, "x", None],
    {"id": "x", "type": 7},
)  # fmt: skip
_STRANGE_KINDS = ("poll_answer", "hologram", "inline_query", "message_reaction", "chat_boost", "business_message", "")


def valid_updates(user: dict[str, Any], chat: dict[str, Any]) -> list[dict[str, Any]]:
    """One of each kind that a person's chat brings."""
    message = {"message_id": 900_001, "date": 1_790_000_000, "chat": chat, "from": user}
    command = {**message, "text": "/start", "entities": [{"type": "bot_command", "offset": 0, "length": 6}]}
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 90, "height": 60, "file_size": 900}]
    file = {
        "file_id": "c",
        "file_unique_id": "d",
        "file_size": 900,
        "mime_type": "x/y",
        "file_name": "x",
        "duration": 3,
    }
    shape = {"width": 90, "height": 60}
    sticker = {
        "file_id": "a", "file_unique_id": "b", "width": 512, "height": 512, "is_animated": False, "is_video": False,
        "type": "regular",
    }  # fmt: skip
    press = {"id": "1", "from": user, "chat_instance": "1", "data": "1:draft:confirm:1:1"}
    member = {"user": {"id": 42, "is_bot": True, "first_name": "b"}, "status": "member"}
    reply = {**message, "text": "بله", "reply_to_message": message}
    return [
        {"message": {**message, "text": "چراغ کوچه سوخته است و شب‌ها تاریک است"}},
        {"message": command},
        {"message": {**message, "photo": photo, "caption": "عکس", "media_group_id": "7"}},
        {"message": {**message, "voice": file}},
        {"message": {**message, "video": {**file, **shape}}},
        {"message": {**message, "document": file, "caption": "نامه"}},
        {"message": {**message, "sticker": sticker}},
        {"message": {**message, "contact": {"phone_number": "1", "first_name": "x"}}},
        {"message": {**message, "location": {"latitude": 36.6, "longitude": 51.4}}},
        {"message": reply},
        {"edited_message": {**message, "text": "ویرایش", "edit_date": 1_790_000_001}},
        {"callback_query": {**press, "message": {**message, "text": "x"}}},
        {
            "my_chat_member": {
                "chat": chat, "from": user, "date": 1, "old_chat_member": member, "new_chat_member": member,
            }
        },
    ]  # fmt: skip


def malformed_updates(valid: list[dict[str, Any]], count: int, seed: int = 1405) -> Iterator[dict[str, Any]]:
    """So many updates with one to four things wrong in each."""
    chance = random.Random(seed)
    for _ in range(count):
        update = copy.deepcopy(chance.choice(valid))
        for _ in range(chance.randint(1, 4)):
            _spoil(update, chance)
        yield update


def _spoil(update: dict[str, Any], chance: random.Random) -> None:
    places = list(_places(update))
    if not places:
        return
    holder, key = chance.choice(places)
    match chance.randrange(6):
        case 0 if isinstance(holder, dict):
            holder.pop(key)
        case 1 if isinstance(holder, dict):
            holder[chance.choice(_STRANGE_KINDS)] = holder.pop(key)
        case 2 if isinstance(holder, dict):
            holder[f"added_{chance.randrange(9)}"] = copy.deepcopy(chance.choice(_VALUES))
        case 3:
            holder[key] = _nested(holder[key], chance.randint(1, 200))
        case _:
            holder[key] = copy.deepcopy(chance.choice(_VALUES))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in an update: (the dict or list, the key)."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in list(inner):
        yield value, key
        yield from _places(child)


def _nested(value: Any, depth: int) -> Any:
    for level in range(depth):
        value = [value] if level % 2 else {"x": value}
    return value
