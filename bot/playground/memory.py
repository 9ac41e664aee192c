"""A playground's memory in a file: people, messages, files and ids, for a demo that goes on tomorrow."""

import base64
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.playground.files import StoredFile
from bot.playground.messages import Message
from bot.playground.person import Person
from bot.playground.state import State

_FORMAT = 1


def save(state: State, path: Path) -> None:
    """Writes people, their chats and the bot's menus; groups, waiting updates and open presses are left out.

    The file is replaced in one step: after a crash it is the old one or the new one.
    """
    memory = {
        "format": _FORMAT,
        "bot_id": state.bot_id,
        "next_update_id": state.updates.next_id,
        "next_message_id": state.next_message_id(),
        "people": [_person(person) for person in state.people.values()],
        "commands": [[*key, commands] for key, commands in state.commands.items()],
        "files": [_file(file) for file in state.files.all],
    }
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(json.dumps(memory), encoding="ascii")
    beside.replace(path)


def load(state: State, path: Path) -> None:
    """Puts what ``save`` wrote into a fresh state.

    Raises:
        OSError: The file cannot be read.
        ValueError: It is not a file of ``save``, or one of another bot.
    """
    memory = json.loads(path.read_text(encoding="ascii"))
    if not isinstance(memory, dict) or memory.get("format") != _FORMAT or memory["bot_id"] != state.bot_id:
        raise ValueError(f"{path} is not the memory of this playground")
    state.updates.skip(memory["next_update_id"])
    state.skip_message_ids(memory["next_message_id"])
    for scope, language, commands in memory["commands"]:
        state.commands[scope, language] = commands
    for file in memory["files"]:
        state.files.restore(StoredFile(**{**file, "content": base64.b64decode(file["content"])}))
    for remembered in memory["people"]:
        _restore_person(state, remembered)


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "language_code": person.language_code,
        "username": person.user.get("username"),
        "blocked": person.blocked,
        "reply_keyboard": person.reply_keyboard,
        "keyboard_keys": person.keyboard_keys,
        "messages": [asdict(message) for message in person.messages],
    }


def _restore_person(state: State, remembered: dict[str, Any]) -> None:
    person = state.add_person(
        remembered["name"],
        language_code=remembered["language_code"],
        username=remembered["username"],
        person_id=remembered["id"],
    )
    person.blocked = remembered["blocked"]
    person.reply_keyboard = remembered["reply_keyboard"]
    person.keyboard_keys = remembered["keyboard_keys"]
    for message in remembered["messages"]:
        message["change"] = state.next_change()
        person.put(Message(**message))


def _file(file: StoredFile) -> dict[str, str]:
    return {
        "file_id": file.file_id,
        "unique_id": file.unique_id,
        "path": file.path,
        "name": file.name,
        "mime_type": file.mime_type,
        "content": base64.b64encode(file.content).decode(),
    }
