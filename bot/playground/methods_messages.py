"""Sending, changing and deleting messages of text; answers to presses."""

from typing import Any

from bot.playground.editing import change, editable
from bot.playground.errors import bad_request
from bot.playground.messages import Message
from bot.playground.parameters import Parameters
from bot.playground.person import Toast
from bot.playground.registry import method
from bot.playground.sending import preview_of, read_caption, read_text, send
from bot.playground.state import State
from bot.playground.texts import utf16_length

MAX_AGE = 48 * 3600
"""Seconds after which a message can be deleted no more (core.telegram.org/bots/api#deletemessage)."""
MAX_TOAST = 200
"""Characters of an answer to a press."""
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "record_audio",
    "upload_audio", "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note",
})  # fmt: skip


@method("sendMessage")
def send_message(state: State, parameters: Parameters) -> dict[str, Any]:
    """Sends a text."""
    return send(state, parameters, {**read_text(state, parameters), **preview_of(parameters)}).api


@method("editMessageText")
def edit_message_text(state: State, parameters: Parameters) -> dict[str, Any]:
    """Gives a message of the bot another text and keyboard; a keyboard that is not sent again disappears."""
    chat, message = editable(state, parameters)
    content = {**read_text(state, parameters), **preview_of(parameters)}
    if "text" not in message.api:
        raise bad_request("there is no text in the message to edit")
    return change(state, chat, message, parameters, content, ("text", "entities", "link_preview_options"))


@method("editMessageCaption")
def edit_message_caption(state: State, parameters: Parameters) -> dict[str, Any]:
    """Gives a message of the bot another caption and keyboard."""
    chat, message = editable(state, parameters)
    content = read_caption(state, parameters)
    if "text" in message.api or message.kind in ("sticker", "location"):
        raise bad_request("there is no caption in the message to edit")
    return change(state, chat, message, parameters, content, ("caption", "caption_entities"))


@method("editMessageReplyMarkup")
def edit_message_reply_markup(state: State, parameters: Parameters) -> dict[str, Any]:
    """Gives a message of the bot another inline keyboard, or none."""
    chat, message = editable(state, parameters)
    return change(state, chat, message, parameters, {}, ())


@method("deleteMessage")
def delete_message(state: State, parameters: Parameters) -> bool:
    """Deletes one message, younger than 48 hours, for both sides."""
    chat = state.chat(parameters["chat_id"])
    message = chat.messages_by_id.get(parameters["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if not _deletable(state, message):
        raise bad_request("message can't be deleted for everyone")
    chat.remove(message.id)
    return True


@method("deleteMessages")
def delete_messages(state: State, parameters: Parameters) -> bool:
    """Deletes up to 100 messages; those that are not there or too old are skipped."""
    ids = parameters["message_ids"]
    if not 1 <= len(ids) <= 100:
        raise bad_request("there must be 1 to 100 message identifiers specified")
    chat = state.chat(parameters["chat_id"])
    for message_id in ids:
        message = chat.messages_by_id.get(message_id)
        if message is not None and _deletable(state, message):
            chat.remove(message_id)
    return True


@method("answerCallbackQuery")
def answer_callback_query(state: State, parameters: Parameters) -> bool:
    """Ends the waiting after a press, within 15 seconds, with or without a toast."""
    text = parameters.get("text", "")
    if utf16_length(text) > MAX_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    query_id = parameters["callback_query_id"]
    press = state.presses.get(query_id)
    if press is None or press.expires <= state.clock():
        raise bad_request(_TOO_OLD)
    toast = Toast(text, parameters.get("show_alert", False), query_id, press.message_id)
    press.person.take_answer(toast, press.chat)
    return True


@method("sendChatAction")
def send_chat_action(state: State, parameters: Parameters) -> bool:
    """Shows that the bot is at work."""
    chat = state.chat(parameters["chat_id"])
    chat.check_reachable()
    if parameters["action"] not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.typing = parameters["action"]
    chat.tell("typing", action=parameters["action"])
    return True


def _deletable(state: State, message: Message) -> bool:
    return state.clock() - message.date < MAX_AGE
