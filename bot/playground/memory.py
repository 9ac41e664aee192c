"""A playground's memory on disk: people, groups, messages, files and ids, for a demo that goes on tomorrow."""

import base64
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.playground.chats import Chat
from bot.playground.files import StoredFile, content_name
from bot.playground.groups import Group
from bot.playground.messages import Message
from bot.playground.person import Person
from bot.playground.state import State

_FORMAT = 2
_READ = (1, 2)  # the first had no groups, and its files stood in it as base64


def save(state: State, path: Path) -> None:
    """Writes people, groups, their chats and the bot's menus; waiting updates and open presses are left out.

    The file is replaced in one step: after a crash it is the old one or the new one. What was attached lies in a
    folder beside it (``chats.files`` for ``chats.json``), each content once, written when it is new.
    """
    folder = _folder(path)
    memory = {
        "format": _FORMAT,
        "bot_id": state.bot_id,
        "next_update_id": state.updates.next_id,
        "next_message_id": state.next_message_id(),
        "people": [_person(person) for person in state.people.values()],
        "groups": [_group(group) for group in state.groups],
        "commands": [[*key, commands] for key, commands in state.commands.items()],
        "files": [_file(file, folder) for file in state.files.all],
    }
    _replace(path, json.dumps(memory).encode("ascii"))


def load(state: State, path: Path) -> None:
    """Puts what ``save`` wrote into a fresh state.

    Raises:
        OSError: The file, or one that was attached, cannot be read.
        ValueError: It is not a file of ``save``, or one of another bot.
    """
    memory = json.loads(path.read_text(encoding="ascii"))
    if not isinstance(memory, dict) or memory.get("format") not in _READ or memory["bot_id"] != state.bot_id:
        raise ValueError(f"{path} is not the memory of this playground")
    state.updates.skip(memory["next_update_id"])
    state.skip_message_ids(memory["next_message_id"])
    for scope, language, commands in memory["commands"]:
        state.commands[scope, language] = commands
    for file in memory["files"]:
        state.files.restore(_restored_file(file, _folder(path)))
    for remembered in memory["people"]:
        _restore_person(state, remembered)
    for remembered in memory.get("groups", []):
        _restore_group(state, remembered)


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "language_code": person.language_code,
        "username": person.user.get("username"),
        "blocked": person.blocked,
        **_chat(person),
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "id": group.id,
        "title": group.title,
        "members": list(group.members),
        "has_bot": group.has_bot,
        "last_id": group.last_id,
        **_chat(group),
    }


def _chat(chat: Chat) -> dict[str, Any]:
    return {
        "reply_keyboard": chat.reply_keyboard,
        "keyboard_keys": chat.keyboard_keys,
        "messages": [asdict(message) for message in chat.messages],
    }


def _restore_person(state: State, remembered: dict[str, Any]) -> None:
    person = state.add_person(
        remembered["name"],
        language_code=remembered["language_code"],
        username=remembered["username"],
        person_id=remembered["id"],
    )
    person.blocked = remembered["blocked"]
    _restore_chat(person, remembered)


def _restore_group(state: State, remembered: dict[str, Any]) -> None:
    members = [state.people[person_id] for person_id in remembered["members"]]
    group = state.add_group(remembered["title"], members, group_id=remembered["id"], has_bot=remembered["has_bot"])
    group.last_id = remembered["last_id"]
    _restore_chat(group, remembered)


def _restore_chat(chat: Chat, remembered: dict[str, Any]) -> None:
    chat.reply_keyboard = remembered["reply_keyboard"]
    chat.keyboard_keys = remembered["keyboard_keys"]
    for message in remembered["messages"]:
        message["change"] = chat.state.next_change()
        if "photo" in message["api"]:
            chat.state.files.remember_photo(message["api"]["photo"])
        chat.put(Message(**message))


def _file(file: StoredFile, folder: Path) -> dict[str, str]:
    content = folder / file.content_name
    if not content.exists():
        folder.mkdir(exist_ok=True)
        _replace(content, file.content)
    return {
        "file_id": file.file_id,
        "unique_id": file.unique_id,
        "path": file.path,
        "name": file.name,
        "mime_type": file.mime_type,
        "content_name": file.content_name,
    }


def _restored_file(file: dict[str, str], folder: Path) -> StoredFile:
    if "content" in file:
        content = base64.b64decode(file.pop("content"))
        return StoredFile(**file, content_name=content_name(content), content=content)
    return StoredFile(**file, content=(folder / file["content_name"]).read_bytes())


def _folder(path: Path) -> Path:
    return path.with_suffix(".files")


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)
