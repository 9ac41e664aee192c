"""Saying the same in another way: which call to make instead of one that the API refused."""

import html
import re
from typing import Any

from bot.outgoing.errors import ApiError

EDIT_ONLY = "edit_only"
"""A parameter of ours, which never leaves: what cannot be edited is let be, not sent as a new message."""

_TAG = re.compile(r"<[^<>]*>")
_NOT_EDITABLE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not",
    "message caption is too long",
)


def without_markup(method: str, parameters: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The same call in plain text."""
    words: dict[str, Any] = {
        k: html.unescape(_TAG.sub("", str(parameters[k]))) for k in ("text", "caption") if k in parameters
    }
    return method, {k: v for k, v in parameters.items() if k != "parse_mode"} | words


def is_markup_refused(parameters: dict[str, Any], error: ApiError) -> bool:
    """Whether the API could not read the HTML of a call."""
    return "can't parse entities" in error.description.lower() and "parse_mode" in parameters


def is_not_editable(method: str, error: ApiError) -> bool:
    """Whether the message that a call means cannot be changed any more."""
    said = error.description.lower()
    return method in {"editMessageText", "editMessageCaption"} and any(reason in said for reason in _NOT_EDITABLE)


def is_gone(method: str, error: ApiError) -> bool:
    """Whether what a call would do is done already: the message says that, or is not there any more."""
    said = error.description.lower()
    return "message is not modified" in said or (method == "deleteMessage" and "message to delete not found" in said)


def is_undeletable(method: str, error: ApiError) -> bool:
    """Whether the messenger does not let go of a message any more: https://core.telegram.org/bots/api#deletemessage."""
    return method == "deleteMessage" and "message can't be deleted" in error.description.lower()


def is_chat_closed(error: ApiError) -> bool:
    """Whether the chat is not there for this bot any more."""
    said = error.description.lower()
    return error.code == 403 or "chat not found" in said or "user is deactivated" in said


def mended(
    method: str, parameters: dict[str, Any], error: ApiError, *, edit_only: bool
) -> tuple[str, dict[str, Any]] | None:
    """The call that says the same in a way the API may accept; None when there is no such way."""
    if is_markup_refused(parameters, error):
        return without_markup(method, parameters)
    if method == "editMessageText" and "there is no text in the message to edit" in error.description.lower():
        return "editMessageCaption", _renamed(parameters, "text", "caption", leaving_out={"link_preview_options"})
    if is_not_editable(method, error) and not edit_only:
        return "sendMessage", _renamed(parameters, "caption", "text", leaving_out={"message_id"})
    return None


def _renamed(parameters: dict[str, Any], old: str, new: str, *, leaving_out: set[str]) -> dict[str, Any]:
    return {new if k == old else k: v for k, v in parameters.items() if k not in leaving_out}
