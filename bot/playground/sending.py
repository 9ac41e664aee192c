"""What all methods that put a message into a chat share."""

from typing import Any

from bot.playground.chats import Chat
from bot.playground.entities import read_formatted
from bot.playground.errors import bad_request
from bot.playground.keyboards import check_inline, check_reply
from bot.playground.messages import Keyboard, Message
from bot.playground.parameters import Parameters
from bot.playground.state import State
from bot.playground.texts import MAX_CAPTION, MAX_TEXT, utf16_length


def read_text(state: State, parameters: Parameters) -> dict[str, Any]:
    """Returns ``text`` and ``entities`` of a message.

    Raises:
        RefusedError: 400 for an empty or too long text or bad markup.
    """
    if not parameters["text"]:
        raise bad_request("message text is empty")
    text, entities = read_formatted(parameters["text"], parameters.get("parse_mode"), parameters.get("entities"))
    if not text:
        raise bad_request("text must be non-empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    entities = _with_known_users(state, entities)
    return {"text": text, "entities": entities} if entities else {"text": text}


def read_caption(state: State, parameters: Parameters) -> dict[str, Any]:
    """Returns ``caption`` and ``caption_entities``, or nothing where there is no caption.

    Raises:
        RefusedError: 400 for a too long caption or bad markup.
    """
    text, entities = read_formatted(
        parameters.get("caption", ""), parameters.get("parse_mode"), parameters.get("caption_entities")
    )
    if utf16_length(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    caption: dict[str, Any] = {"caption": text} if text else {}
    if entities := _with_known_users(state, entities):
        caption["caption_entities"] = entities
    return caption


def send(state: State, parameters: Parameters, content: dict[str, Any]) -> Message:
    """Puts a message of the bot into the chat of the call, with its keyboard and what it replies to.

    Raises:
        RefusedError: 400 or 403 for an unknown chat, a block, a bad keyboard, a missing original.
    """
    chat = state.chat(parameters["chat_id"])
    chat.check_reachable()
    markup = parameters.get("reply_markup")
    keyboard: Keyboard | None = None
    if markup and "inline_keyboard" in markup:
        inline = check_inline(markup)
        if inline["inline_keyboard"]:
            content["reply_markup"] = inline
    elif markup:
        keyboard = _set_reply_keyboard(chat, markup)
    if parameters.get("protect_content"):
        content["has_protected_content"] = True
    message = chat.add_from_bot(
        content,
        reply_to=_original(chat, parameters),
        reply_keyboard=keyboard,
        locked=markup is not None and "inline_keyboard" not in markup,
    )
    if keyboard is not None:
        chat.tell("keyboard", reply_keyboard=chat.reply_keyboard)
    return message


def present(chat: Chat, message_id: int, complaint: str) -> int:
    """Returns the message id if the message is in the chat.

    Raises:
        RefusedError: 400 with the complaint, if not.
    """
    if message_id not in chat.messages_by_id:
        raise bad_request(complaint)
    return message_id


def preview_of(parameters: Parameters) -> dict[str, Any]:
    """Returns ``link_preview_options`` as a message shows them."""
    options = parameters.get("link_preview_options")
    if parameters.get("disable_web_page_preview"):
        options = {"is_disabled": True}
    return {"link_preview_options": options} if options else {}


def _with_known_users(state: State, entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Gives mentions of users the whole user; mentions of people the bot never met are dropped."""
    kept = []
    for entity in entities:
        if entity["type"] != "text_mention":
            kept.append(entity)
        elif person := state.people.get(entity.get("user", {}).get("id")):
            kept.append({**entity, "user": person.user})
    return kept


def _set_reply_keyboard(chat: Chat, markup: dict[str, Any]) -> Keyboard | None:
    if "keyboard" in markup:
        chat.reply_keyboard, chat.keyboard_keys = check_reply(markup)
        return chat.reply_keyboard
    if "remove_keyboard" in markup:
        if markup["remove_keyboard"] is not True:
            raise bad_request("can't parse reply markup: remove_keyboard must be True")
        chat.reply_keyboard, chat.keyboard_keys = None, {}
        return []
    return None


def _original(chat: Chat, parameters: Parameters) -> int | None:
    """Returns the id of the message that is replied to, or None.

    Raises:
        RefusedError: 400 where it is not there and the call does not allow that.
    """
    reply = parameters.get("reply_parameters") or {
        "message_id": parameters.get("reply_to_message_id"),
        "allow_sending_without_reply": parameters.get("allow_sending_without_reply", False),
    }
    message_id: int | None = reply.get("message_id")
    if message_id is None or message_id in chat.messages_by_id:
        return message_id
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")
