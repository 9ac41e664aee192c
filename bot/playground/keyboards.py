"""Checks of keyboards that go beyond their shape, with the complaints of the real server."""

from typing import Any

from bot.playground.errors import bad_request
from bot.playground.links import checked_link
from bot.playground.messages import Keyboard
from bot.playground.texts import utf16_length

MAX_BUTTONS = 100
"""Inline buttons of one message; more than that the server calls too long."""
MAX_DATA = 64
"""Bytes of callback_data (core.telegram.org/bots/api#inlinekeyboardbutton)."""
MAX_COPY_TEXT = 256
"""Characters of a copy_text button."""
_STYLES = frozenset({"danger", "success", "primary"})
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay",
)  # fmt: skip


def check_inline(markup: dict[str, Any]) -> dict[str, Any]:
    """Returns an inline keyboard as the message will hold it, without empty rows.

    Raises:
        RefusedError: 400 for buttons the server refuses.
    """
    rows = [[_inline_button(button) for button in row] for row in markup["inline_keyboard"] if row]
    if sum(len(row) for row in rows) > MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows}


def check_reply(markup: dict[str, Any]) -> tuple[Keyboard, dict[str, dict[str, Any]]]:
    """Returns a reply keyboard as rows of labels, and its keys by label.

    Raises:
        RefusedError: 400 for keys without a label or with an unknown style.
    """
    keys: dict[str, dict[str, Any]] = {}
    labels: Keyboard = []
    for row in markup["keyboard"]:
        for key in row:
            if not key["text"].strip():
                raise bad_request("can't parse keyboard button: keyboard button text must be non-empty")
            _check_style(key)
            keys[key["text"]] = key
        if row:
            labels.append([key["text"] for key in row])
    if len(keys) > 3 * MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    if not labels:
        raise bad_request("reply keyboard is empty")
    return labels, keys


def _inline_button(button: dict[str, Any]) -> dict[str, Any]:
    if not button["text"].strip():
        raise bad_request("can't parse inline keyboard button: inline keyboard button text must be non-empty")
    actions = [action for action in _ACTIONS if action in button]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"can't parse inline keyboard button: only one of {', '.join(actions)} may be used")
    _check_style(button)
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode("utf-8", "replace")) <= MAX_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "copy_text" in button and not 1 <= utf16_length(button["copy_text"]["text"]) <= MAX_COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if "url" in button:
        return {**button, "url": _button_link(button["url"])}
    return button


def _button_link(url: str) -> str:
    if not url:
        raise bad_request("BUTTON_URL_INVALID")
    checked = url if url.startswith("tg://") else checked_link(url)
    if not checked:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return checked


def _check_style(button: dict[str, Any]) -> None:
    if "style" in button and button["style"] not in _STYLES:
        raise bad_request("invalid button style specified")
