"""Chats, their members, and files to download."""

from typing import Any

from bot.playground.chats import Chat
from bot.playground.errors import bad_request
from bot.playground.files import MAX_DOWNLOAD
from bot.playground.groups import Group
from bot.playground.parameters import Parameters
from bot.playground.registry import method
from bot.playground.sending import present
from bot.playground.state import State

_GROUP_PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages",
    "can_manage_topics",
)  # fmt: skip


@method("getChat")
def get_chat(state: State, parameters: Parameters) -> dict[str, Any]:
    """Returns everything about a chat (``ChatFullInfo``)."""
    chat = state.chat(parameters["chat_id"])
    full: dict[str, Any] = {
        **chat.api,
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            True,
        ),
    }
    if isinstance(chat, Group):
        full["permissions"] = dict.fromkeys(_GROUP_PERMISSIONS, True)
    return full


@method("getChatMember")
def get_chat_member(state: State, parameters: Parameters) -> dict[str, Any]:
    """Returns somebody's standing in a chat."""
    chat, user_id = state.chat(parameters["chat_id"]), parameters["user_id"]
    if user_id == state.bot_id:
        return {"user": state.bot, "status": "member"}
    person = state.people.get(user_id)
    if person is None:
        raise bad_request("PARTICIPANT_ID_INVALID")
    is_in = user_id in chat.members if isinstance(chat, Group) else user_id == chat.id
    return {"user": person.user, "status": "member" if is_in else "left"}


@method("getChatMemberCount")
def get_chat_member_count(state: State, parameters: Parameters) -> int:
    """Returns how many are in a chat, the bot included."""
    chat = state.chat(parameters["chat_id"])
    return len(chat.members) + chat.has_bot if isinstance(chat, Group) else 2


@method("leaveChat")
def leave_chat(state: State, parameters: Parameters) -> bool:
    """The bot leaves a group."""
    chat = _group(state.chat(parameters["chat_id"]))
    chat.check_reachable()
    chat.has_bot = False
    return True


@method("getFile")
def get_file(state: State, parameters: Parameters) -> dict[str, Any]:
    """Returns where a file can be downloaded, up to 20 MB."""
    file = state.files.by_id(parameters["file_id"])
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.content) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {**file.api, "file_path": file.path}


def _group(chat: Chat) -> Group:
    if not isinstance(chat, Group):
        raise bad_request("chat member status can't be changed in private chats")
    return chat


@method("pinChatMessage")
def pin_chat_message(state: State, parameters: Parameters) -> bool:
    """Pins a message."""
    chat = state.chat(parameters["chat_id"])
    chat.check_reachable()
    chat.pinned.add(present(chat, parameters["message_id"], "message to pin not found"))
    return True


@method("unpinChatMessage")
def unpin_chat_message(state: State, parameters: Parameters) -> bool:
    """Unpins a message, the newest pinned one if none is named."""
    chat = state.chat(parameters["chat_id"])
    message_id = parameters.get("message_id", max(chat.pinned, default=0))
    if message_id not in chat.pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.discard(message_id)
    return True
