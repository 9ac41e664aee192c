"""Photos, files, voices, videos, places, albums and copies."""

import random
from typing import Any

from bot.playground.editing import change, editable
from bot.playground.errors import RefusedError, bad_request
from bot.playground.files import MAX_UPLOAD, StoredFile
from bot.playground.media import audio, audio_like, document, keep_file, photo_sizes, video
from bot.playground.opus import seconds
from bot.playground.parameters import ATTACHED, Parameters, Upload
from bot.playground.registry import method
from bot.playground.sending import read_caption, send
from bot.playground.state import State

_NOT_COPIED = frozenset({
    "message_id", "from", "chat", "date", "edit_date", "reply_to_message", "reply_markup", "media_group_id",
    "caption", "caption_entities",
})  # fmt: skip
_TYPES = {
    "photo": "Photo", "voice": "VoiceNote", "audio": "Audio", "video": "Video", "document": "Document",
    "sticker": "Sticker",
}  # fmt: skip
_ALBUM_KINDS = frozenset({"photo", "video", "document", "audio"})
_ALONE_IN_ALBUMS = frozenset({"document", "audio"})
_CHANGEABLE = _ALBUM_KINDS | {"animation"}
_CARRIED = (*sorted(_CHANGEABLE), "caption", "caption_entities", "text", "entities", "link_preview_options")


@method("sendPhoto")
def send_photo(state: State, parameters: Parameters) -> dict[str, Any]:
    """Sends a photo."""
    return _send_media(state, parameters, "photo")


@method("sendDocument")
def send_document(state: State, parameters: Parameters) -> dict[str, Any]:
    """Sends a file."""
    return _send_media(state, parameters, "document")


@method("sendVoice")
def send_voice(state: State, parameters: Parameters) -> dict[str, Any]:
    """Sends a voice message."""
    return _send_media(state, parameters, "voice")


@method("sendVideo")
def send_video(state: State, parameters: Parameters) -> dict[str, Any]:
    """Sends a video."""
    return _send_media(state, parameters, "video")


@method("sendAudio")
def send_audio(state: State, parameters: Parameters) -> dict[str, Any]:
    """Sends a sound."""
    return _send_media(state, parameters, "audio")


@method("sendVideoNote")
def send_video_note(state: State, parameters: Parameters) -> dict[str, Any]:
    """Sends a round video."""
    return _send_media(state, parameters, "video_note")


@method("sendAnimation")
def send_animation(state: State, parameters: Parameters) -> dict[str, Any]:
    """Sends a moving picture."""
    return _send_media(state, parameters, "animation")


@method("sendLocation")
def send_location(state: State, parameters: Parameters) -> dict[str, Any]:
    """Sends a place."""
    latitude, longitude = parameters["latitude"], parameters["longitude"]
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad_request("wrong location specified")
    return send(state, parameters, {"location": {"latitude": latitude, "longitude": longitude}}).api


@method("sendMediaGroup")
def send_media_group(state: State, parameters: Parameters) -> list[dict[str, Any]]:
    """Sends an album of 2 to 10 photos, videos or files."""
    items = parameters["media"]
    if not 2 <= len(items) <= 10:
        raise bad_request("there must be 2 to 10 items in the album")  # wording differs between server versions
    kinds = {item["type"] for item in items}
    if len(kinds) > 1 and (alone := kinds & _ALONE_IN_ALBUMS):  # core.telegram.org/bots/api#sendmediagroup
        raise bad_request(f"{min(alone)} can't be mixed with other media types")
    contents = [_input_media(state, parameters, item, _ALBUM_KINDS) for item in items]
    album = str(random.randint(10**16, 10**17))  # noqa: S311  # an id like the real server's, no secret
    return [send(state, parameters, {**content, "media_group_id": album}).api for content in contents]


@method("editMessageMedia")
def edit_message_media(state: State, parameters: Parameters) -> dict[str, Any]:
    """Gives a message of the bot another photo, video, file, sound or moving picture; a text may become one too.

    Caption and keyboard are those of the call; in an album only kinds that may stand there together
    (core.telegram.org/bots/api#editmessagemedia).
    """
    chat, message = editable(state, parameters)
    new = parameters["media"]["type"]
    if message.kind not in _CHANGEABLE | {"text"}:
        raise bad_request("there is no media in the message to edit")
    is_in_album = "media_group_id" in message.api
    if is_in_album and new != message.kind and {new, message.kind} & (_ALONE_IN_ALBUMS | {"animation"}):
        raise bad_request("can't change media type in the album")
    content = _input_media(state, parameters, parameters["media"], _CHANGEABLE)
    return change(state, chat, message, parameters, content, _CARRIED)


@method("copyMessage")
def copy_message(state: State, parameters: Parameters) -> dict[str, int]:
    """Sends a message again as the bot's own; a caption that is given replaces the old one."""
    source = state.chat(parameters["from_chat_id"])
    message = source.messages_by_id.get(parameters["message_id"])
    if message is None:
        raise bad_request("message to copy not found")
    content = {name: value for name, value in message.api.items() if name not in _NOT_COPIED}
    if "caption" in parameters:
        content.update(read_caption(state, parameters))
    else:
        content.update({k: message.api[k] for k in ("caption", "caption_entities") if k in message.api})
    return {"message_id": send(state, parameters, content).id}


def _send_media(state: State, parameters: Parameters, kind: str) -> dict[str, Any]:
    state.chat(parameters["chat_id"]).check_reachable()
    caption = read_caption(state, parameters)
    return send(state, parameters, {kind: _media(state, parameters[kind], kind, parameters), **caption}).api


def _input_media(state: State, parameters: Parameters, item: dict[str, Any], kinds: frozenset[str]) -> dict[str, Any]:
    kind = item["type"]
    if kind not in kinds:
        raise bad_request("can't use the media of the specified type in the album")
    media: str | Upload = item["media"]
    if isinstance(media, str) and media.startswith(ATTACHED):
        attached = parameters.get(media)
        if attached is None:
            raise bad_request("attached file not found")
        media = attached
    return {kind: _media(state, media, kind, item), **read_caption(state, item)}


def _media(state: State, source: str | Upload, kind: str, given: dict[str, Any]) -> Any:
    """Returns the media object of a file that a call uploads, or names by its id."""
    file = _file(state, source, kind)
    if kind == "photo":
        return state.files.photos.get(file.file_id) or photo_sizes(state.files, file.content)
    duration = given.get("duration", 0)
    match kind:
        case "voice":
            return audio_like(file, duration or seconds(file.content) or 0)
        case "audio":
            return audio(file, duration)
        case "video" | "animation":
            return video(file, duration=duration, width=given.get("width", 0), height=given.get("height", 0))
        case "video_note":
            return {"duration": duration, "length": given.get("length", 0), **file.api}
    return document(file)


def _file(state: State, source: str | Upload, kind: str) -> StoredFile:
    """Returns the file that a call uploads, or names by its id.

    Raises:
        RefusedError: 400 or 413 for a file that is empty, too big or not there.
    """
    if isinstance(source, str):
        known = state.files.by_id(source)
        if known is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if (known.kind == "photo") != (kind == "photo"):
            raise bad_request(f"can't use file of type {_TYPES[known.kind]} as {_TYPES[kind]}")
        return known
    if not source.content:
        raise bad_request("file must be non-empty")
    if len(source.content) > MAX_UPLOAD:
        raise RefusedError(413, "Request Entity Too Large")
    return keep_file(state.files, source.content, kind=kind, name=source.name, mime_type=source.mime_type)
