"""What a person sends besides text."""

import random
from typing import Any

from bot.playground.chats import Chat
from bot.playground.entities import find_entities
from bot.playground.media import audio, audio_like, document, keep_file, photo_sizes, video
from bot.playground.messages import Message

_PICTURE = b"\xff\xd8\xff\xe0 a picture of the playground"


class Uploads(Chat):
    """The sending half of a person's phone that is not text."""

    name: str
    user: dict[str, Any]

    def say(self, content: dict[str, Any], *, reply_to: int | None = None) -> Message:
        """Sends a message with any content."""
        raise NotImplementedError

    def send_sticker(self, emoji: str = "🙂") -> Message:
        """Sends a sticker."""
        file = self.state.files.add(emoji.encode(), kind="sticker", name="sticker.webp", mime_type="image/webp")
        flags = {"is_animated": False, "is_video": False, "type": "regular"}
        sticker = {**file.api, **flags, "width": 512, "height": 512, "emoji": emoji, "set_name": "playground"}
        return self.say({"sticker": sticker})

    def send_photo(self, content: bytes = _PICTURE, *, caption: str | None = None, album: str | None = None) -> Message:
        """Sends a photo; those with the same ``album`` arrive as one album (several updates, one id)."""
        return self.say(_captioned({"photo": photo_sizes(self.state.files, content)}, caption, album))

    def send_voice(self, content: bytes = b"OggS playground", *, duration: int = 3, name: str = "voice.oga") -> Message:
        """Sends a voice message of so many seconds."""
        file = keep_file(self.state.files, content, kind="voice", name=name)
        return self.say({"voice": audio_like(file, duration)})

    def send_audio(
        self, content: bytes, name: str, *, duration: int = 0, caption: str | None = None, album: str | None = None
    ) -> Message:
        """Sends a sound that is no voice message, such as music."""
        file = keep_file(self.state.files, content, kind="audio", name=name)
        return self.say(_captioned({"audio": audio(file, duration)}, caption, album))

    def send_video(
        self,
        content: bytes = b"....ftypmp42",
        name: str = "video.mp4",
        *,
        duration: int = 5,
        size: tuple[int, int] = (640, 480),
        caption: str | None = None,
        album: str | None = None,
    ) -> Message:
        """Sends a video of so many seconds and of this width and height in pixels."""
        file = keep_file(self.state.files, content, kind="video", name=name, mime_type="video/mp4")
        shape = video(file, duration=duration, width=size[0], height=size[1])
        return self.say(_captioned({"video": shape}, caption, album))

    def send_document(
        self,
        content: bytes,
        name: str,
        *,
        mime_type: str = "",
        caption: str | None = None,
        album: str | None = None,
    ) -> Message:
        """Sends a file under a name."""
        file = keep_file(self.state.files, content, kind="document", name=name, mime_type=mime_type)
        return self.say(_captioned({"document": document(file)}, caption, album))

    def send_location(self, latitude: float, longitude: float) -> Message:
        """Sends a place, in degrees (WGS 84)."""
        return self.say({"location": {"latitude": latitude, "longitude": longitude}})

    def send_contact(self, phone_number: str = "+989120000000") -> Message:
        """Sends the person's own telephone number."""
        return self.say(
            {"contact": {"phone_number": phone_number, "first_name": self.name, "user_id": self.user["id"]}}
        )

    def new_album(self) -> str:
        """Returns an id for an album."""
        return str(random.randint(10**16, 10**17))  # noqa: S311  # an id like the real server's, no secret


def _captioned(content: dict[str, Any], caption: str | None, album: str | None) -> dict[str, Any]:
    if album:
        content["media_group_id"] = album
    if caption:
        content["caption"] = caption
        entities = find_entities(caption)
        if entities:
            content["caption_entities"] = entities
    return content
