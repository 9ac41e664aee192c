"""Messages and updates of every kind, as the messenger would show them."""

from typing import Any

from bot.playground.media import audio, audio_like, document, keep_file, photo_sizes, video
from bot.playground.person import Person
from tests.e2e.fuzz_updates import ATTACHMENTS

_CLOSED = {"id": "1", "question": "چراغ؟", "options": [], "total_voter_count": 0, "is_closed": False,
           "is_anonymous": True, "type": "regular", "allows_multiple_answers": False, "allows_revoting": False,
           "members_only": False}  # fmt: skip
_PIN = {"latitude": 36.65, "longitude": 51.42}


def content_of(kind: str, phone: Person) -> dict[str, Any]:
    """A message of this kind, as the messenger would show it."""
    files = phone.state.files
    if kind in ATTACHMENTS:
        sent_as = "document" if kind == "large document" else kind
        file = keep_file(files, f"{kind} of {phone.id}".encode(), kind=sent_as, name=f"{sent_as}.bin")
        shape = video(file, duration=5, width=640, height=480)
        sent: dict[str, dict[str, Any]] = {
            "photo": {"photo": photo_sizes(files, b"\xff\xd8\xff\xe0 a picture")},
            "voice": {"voice": audio_like(file, 3)},
            "video": {"video": shape},
            "video_note": {"video_note": {**file.api, "length": 240, "duration": 5}},
            "audio": {"audio": audio(file, 3)},
            "document": {"document": document(file)},
            "large document": {"document": {**document(file), "file_size": 30 * 1024 * 1024}},
            "animation": {"animation": shape, "document": document(file)},
        }
        return sent[kind]
    chat = {"id": -1001, "type": "channel", "title": "x"}
    flags = {"is_animated": False, "is_video": False, "type": "regular", "width": 512, "height": 512}
    others: dict[str, dict[str, Any]] = {
        "sticker": {"sticker": {"file_id": "a", "file_unique_id": "b", "emoji": "🙂", **flags}},
        "location": {"location": _PIN},
        "venue": {"venue": {"location": _PIN, "title": "بوستان", "address": "لاله"}, "location": _PIN},
        "contact": {"contact": {"phone_number": "+989120000000", "first_name": "x"}},
        "poll": {"poll": _CLOSED},
        "dice": {"dice": {"emoji": "🎲", "value": 3}},
        "story": {"story": {"chat": chat, "id": 1}},
        "new_chat_title": {"new_chat_title": "x"},
    }
    return others.get(kind, {kind: {"file_id": "x"}})


def unasked(kind: str, phone: Person, now: int) -> dict[str, Any]:
    """An update of a kind that is not in `allowed_updates`."""
    user, channel = phone.user, {"id": -1001, "type": "channel", "title": "x"}
    message = {"message_id": 5, "date": now, "text": "سلام"}
    boost = {"boost_id": "x", "add_date": now, "expiration_date": now, "source": {"source": "premium", "user": user}}
    reaction = [{"type": "emoji", "emoji": "👍"}]
    updates: dict[str, dict[str, Any]] = {
        "inline_query": {"inline_query": {"id": "1", "from": user, "query": "چراغ", "offset": ""}},
        "poll": {"poll": _CLOSED},
        "poll_answer": {"poll_answer": {"poll_id": "1", "user": user, "option_ids": [0], "option_persistent_ids": []}},
        "message_reaction": {
            "message_reaction": {
                "chat": phone.api, "message_id": 1, "user": user, "date": now, "old_reaction": [],
                "new_reaction": reaction,
            }
        },
        "chat_join_request": {
            "chat_join_request": {"chat": channel, "from": user, "user_chat_id": phone.id, "date": now}
        },
        "channel_post": {"channel_post": {**message, "chat": channel}},
        "edited_channel_post": {"edited_channel_post": {**message, "chat": channel, "edit_date": now}},
        "business_message": {
            "business_message": {**message, "chat": phone.api, "from": user, "business_connection_id": "x"}
        },
        "chosen_inline_result": {"chosen_inline_result": {"result_id": "1", "from": user, "query": ""}},
        "chat_boost": {"chat_boost": {"chat": channel, "boost": boost}},
        "nothing": {},
    }  # fmt: skip
    return updates.get(kind, {kind: {"x": 1}})
