"""The published schema of what the playground implements: methods, parameters, nested objects (Bot API 10.0).

A word is ``name:kind``; ``!`` marks what is required. Kinds: int, float, bool, str, chat (int or @username),
file (an upload, a file id or an address), Anything, or the name of an object below; ``[]`` is an array of it.
Source: core.telegram.org/bots/api.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter of a method or field of an object."""

    kind: str
    required: bool
    array: int = 0


def _fields(text: str) -> dict[str, Field]:
    fields = {}
    for word in text.split():
        name, kind = word.split(":")
        array = kind.count("[]")
        fields[name.rstrip("!")] = Field(kind.replace("[]", ""), name.endswith("!"), array)
    return fields


_THREAD = "business_connection_id:str message_thread_id:int direct_messages_topic_id:int"
_SEND_ALBUM = (
    f"chat_id!:chat {_THREAD} disable_notification:bool protect_content:bool allow_paid_broadcast:bool "
    "message_effect_id:str reply_parameters:ReplyParameters reply_to_message_id:int allow_sending_without_reply:bool"
)
_SEND = f"{_SEND_ALBUM} suggested_post_parameters:Anything reply_markup:ReplyMarkup"
_CAPTION = "caption:str parse_mode:str caption_entities:MessageEntity[] show_caption_above_media:bool"
_EDIT = "business_connection_id:str chat_id:chat message_id:int inline_message_id:str reply_markup:InlineKeyboardMarkup"

METHODS: dict[str, dict[str, Field]] = {
    name: _fields(text)
    for name, text in {
        "getMe": "",
        "getUpdates": "offset:int limit:int timeout:int allowed_updates:str[]",
        "setWebhook": "url!:str certificate:file ip_address:str max_connections:int allowed_updates:str[] "
        "drop_pending_updates:bool secret_token:str",
        "deleteWebhook": "drop_pending_updates:bool",
        "getWebhookInfo": "",
        "sendMessage": f"{_SEND} text!:str parse_mode:str entities:MessageEntity[] "
        "link_preview_options:LinkPreviewOptions disable_web_page_preview:bool",
        "sendPhoto": f"{_SEND} photo!:file {_CAPTION} has_spoiler:bool",
        "sendDocument": f"{_SEND} document!:file thumbnail:file {_CAPTION} disable_content_type_detection:bool",
        "sendVoice": f"{_SEND} voice!:file {_CAPTION} duration:int",
        "sendVideo": f"{_SEND} video!:file duration:int width:int height:int thumbnail:file cover:file "
        f"start_timestamp:int {_CAPTION} has_spoiler:bool supports_streaming:bool",
        "sendAudio": f"{_SEND} audio!:file {_CAPTION} duration:int performer:str title:str thumbnail:file",
        "sendVideoNote": f"{_SEND} video_note!:file duration:int length:int thumbnail:file",
        "sendAnimation": f"{_SEND} animation!:file duration:int width:int height:int thumbnail:file {_CAPTION} "
        "has_spoiler:bool",
        "sendLocation": f"{_SEND} latitude!:float longitude!:float horizontal_accuracy:float live_period:int "
        "heading:int proximity_alert_radius:int",
        "sendMediaGroup": f"{_SEND_ALBUM} media!:InputMedia[]",
        "copyMessage": f"{_SEND} from_chat_id!:chat message_id!:int video_start_timestamp:int {_CAPTION}",
        "sendChatAction": "business_connection_id:str chat_id!:chat message_thread_id:int action!:str",
        "setMessageReaction": "chat_id!:chat message_id!:int reaction:ReactionType[] is_big:bool",
        "pinChatMessage": "business_connection_id:str chat_id!:chat message_id!:int disable_notification:bool",
        "unpinChatMessage": "business_connection_id:str chat_id!:chat message_id:int",
        "editMessageText": f"{_EDIT} text!:str parse_mode:str entities:MessageEntity[] "
        "link_preview_options:LinkPreviewOptions disable_web_page_preview:bool",
        "editMessageCaption": f"{_EDIT} {_CAPTION}",
        "editMessageMedia": f"{_EDIT} media!:InputMedia",
        "editMessageReplyMarkup": _EDIT,
        "deleteMessage": "chat_id!:chat message_id!:int",
        "deleteMessages": "chat_id!:chat message_ids!:int[]",
        "answerCallbackQuery": "callback_query_id!:str text:str show_alert:bool url:str cache_time:int",
        "setMyCommands": "commands!:BotCommand[] scope:BotCommandScope language_code:str",
        "deleteMyCommands": "scope:BotCommandScope language_code:str",
        "getMyCommands": "scope:BotCommandScope language_code:str",
        "setMyName": "name:str language_code:str",
        "getMyName": "language_code:str",
        "setMyDescription": "description:str language_code:str",
        "getMyDescription": "language_code:str",
        "setMyShortDescription": "short_description:str language_code:str",
        "getMyShortDescription": "language_code:str",
        "getFile": "file_id!:str",
        "getChat": "chat_id!:chat",
        "getChatMember": "chat_id!:chat user_id!:int",
        "getChatMemberCount": "chat_id!:chat",
        "leaveChat": "chat_id!:chat",
    }.items()
}

OBJECTS: dict[str, dict[str, Field]] = {
    name: _fields(text)
    for name, text in {
        "MessageEntity": "type!:str offset!:int length!:int url:str user:User language:str "
        "custom_emoji_id:str unix_time:int date_time_format:str",
        "User": "id!:int is_bot:bool first_name:str last_name:str username:str language_code:str is_premium:bool",
        "ReplyParameters": "message_id:int chat_id:chat allow_sending_without_reply:bool quote:str "
        "quote_parse_mode:str quote_entities:MessageEntity[] quote_position:int checklist_task_id:int "
        "poll_option_id:str",
        "LinkPreviewOptions": "is_disabled:bool url:str prefer_small_media:bool prefer_large_media:bool "
        "show_above_text:bool",
        "BotCommand": "command!:str description!:str",
        "BotCommandScope": "type!:str chat_id:chat user_id:int",
        "ReactionType": "type!:str emoji:str custom_emoji_id:str",
        "InputMedia": "type!:str media!:str thumbnail:str caption:str parse_mode:str "
        "caption_entities:MessageEntity[] show_caption_above_media:bool has_spoiler:bool width:int "
        "height:int duration:int supports_streaming:bool cover:str start_timestamp:int performer:str "
        "title:str disable_content_type_detection:bool",
        "InlineKeyboardMarkup": "inline_keyboard!:InlineKeyboardButton[][]",
        "InlineKeyboardButton": "text!:str icon_custom_emoji_id:str style:str url:str callback_data:str "
        "web_app:Anything login_url:Anything switch_inline_query:str switch_inline_query_current_chat:str "
        "switch_inline_query_chosen_chat:Anything copy_text:CopyTextButton callback_game:Anything pay:bool",
        "CopyTextButton": "text!:str",
        "ReplyKeyboardMarkup": "keyboard!:KeyboardButton[][] is_persistent:bool resize_keyboard:bool "
        "one_time_keyboard:bool input_field_placeholder:str selective:bool",
        "KeyboardButton": "text!:str icon_custom_emoji_id:str style:str request_users:Anything "
        "request_chat:Anything request_managed_bot:Anything request_contact:bool request_location:bool "
        "request_poll:Anything web_app:Anything",
        "ReplyKeyboardRemove": "remove_keyboard!:bool selective:bool",
        "ForceReply": "force_reply!:bool input_field_placeholder:str selective:bool",
    }.items()
}

BY_LOWER_NAME = {name.lower(): name for name in METHODS}
"""Method names are case-insensitive on the real server."""
