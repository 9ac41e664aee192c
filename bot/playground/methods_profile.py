"""Command menus, and what the bot says about itself."""

import re
from typing import Any

from bot.playground.errors import bad_request
from bot.playground.parameters import Parameters
from bot.playground.registry import method
from bot.playground.state import State

MAX_COMMANDS = 100
_COMMAND = re.compile(r"/?[a-z0-9_]{1,32}\Z")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?\Z")
_PLAIN_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_CHAT_SCOPES = frozenset({"chat", "chat_administrators", "chat_member"})
_LIMITS = {"name": 64, "description": 512, "short_description": 120}  # characters, same page as the methods


@method("setMyCommands")
def set_my_commands(state: State, parameters: Parameters) -> bool:
    """Sets the menu of one scope and language; an empty list takes it away."""
    commands = [_command(command) for command in parameters["commands"]]
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    key = _key(state, parameters)
    if commands:
        state.commands[key] = commands
    else:
        state.commands.pop(key, None)
    state.tell_commands()
    return True


@method("deleteMyCommands")
def delete_my_commands(state: State, parameters: Parameters) -> bool:
    """Takes the menu of one scope and language away."""
    state.commands.pop(_key(state, parameters), None)
    state.tell_commands()
    return True


@method("getMyCommands")
def get_my_commands(state: State, parameters: Parameters) -> list[dict[str, str]]:
    """Returns the menu of exactly this scope and language; [] if none is set."""
    return state.commands.get(_key(state, parameters), [])


@method("setMyName")
def set_my_name(state: State, parameters: Parameters) -> bool:
    """Sets the bot's name in a language; "" takes it away."""
    changed = _set(state.profile.names, parameters, "name")
    state.bot["first_name"] = state.profile.names.get("", state.bot["first_name"])
    return changed


@method("getMyName")
def get_my_name(state: State, parameters: Parameters) -> dict[str, str]:
    """Returns the bot's name in a language, else the default one."""
    return _get(state.profile.names, parameters, "name")


@method("setMyDescription")
def set_my_description(state: State, parameters: Parameters) -> bool:
    """Sets what an empty chat with the bot shows."""
    return _set(state.profile.descriptions, parameters, "description")


@method("getMyDescription")
def get_my_description(state: State, parameters: Parameters) -> dict[str, str]:
    """Returns what an empty chat with the bot shows."""
    return _get(state.profile.descriptions, parameters, "description")


@method("setMyShortDescription")
def set_my_short_description(state: State, parameters: Parameters) -> bool:
    """Sets the sentence on the bot's profile page."""
    return _set(state.profile.short_descriptions, parameters, "short_description")


@method("getMyShortDescription")
def get_my_short_description(state: State, parameters: Parameters) -> dict[str, str]:
    """Returns the sentence on the bot's profile page."""
    return _get(state.profile.short_descriptions, parameters, "short_description")


def _command(given: dict[str, Any]) -> dict[str, str]:
    command = given["command"].lower()
    if not _COMMAND.match(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(given["description"].strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command.removeprefix("/"), "description": given["description"].strip()}


def _key(state: State, parameters: Parameters) -> tuple[str, str]:
    """Returns the scope as text and the language of a command menu."""
    language = _language(parameters)
    scope = parameters.get("scope") or {"type": "default"}
    kind = scope["type"]
    if kind in _PLAIN_SCOPES:
        return kind, language
    if kind not in _CHAT_SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    if "chat_id" not in scope or (kind == "chat_member" and "user_id" not in scope):
        raise bad_request("can't parse BotCommandScope: chat_id is empty")
    chat = state.chat(scope["chat_id"])
    member = f":{scope['user_id']}" if kind == "chat_member" else ""
    return f"{kind}:{chat.id}{member}", language


def _language(parameters: Parameters) -> str:
    language: str = parameters.get("language_code", "")
    if not _LANGUAGE.match(language):
        raise bad_request("invalid language code specified")
    return language


def _set(table: dict[str, str], parameters: Parameters, name: str) -> bool:
    language, value = _language(parameters), parameters.get(name, "")
    if len(value) > _LIMITS[name]:
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    if value:
        table[language] = value
    else:
        table.pop(language, None)
    return True


def _get(table: dict[str, str], parameters: Parameters, name: str) -> dict[str, str]:
    return {name: table.get(_language(parameters), table.get("", ""))}
