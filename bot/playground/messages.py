"""Messages of a chat, as they are now: an edit puts a new value in the old one's place."""

from dataclasses import dataclass
from typing import Any, Literal

from bot.playground.rendering import to_html

Keyboard = list[list[str]]

_KINDS = (
    "text", "photo", "document", "voice", "audio", "video", "video_note", "animation", "sticker", "location",
    "venue", "contact", "dice", "poll",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Button:
    """A button below a message of the bot."""

    text: str
    data: str | None = None
    url: str | None = None
    copy_text: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    Attributes:
        api: The message as the Bot API shows it to the bot; not to be changed.
        sender: Who wrote it.
        reply_keyboard: The keyboard that came with it, as labels; [] where it took the keyboard away.
        change: The playground's counter when this value came to be; later changes have higher numbers.
        locked: It came with something else than an inline keyboard, so the API lets nobody edit it.
    """

    api: dict[str, Any]
    sender: Literal["bot", "person"]
    change: int
    reply_keyboard: Keyboard | None = None
    locked: bool = False

    @property
    def id(self) -> int:
        """The message id, growing within a chat."""
        return int(self.api["message_id"])

    @property
    def kind(self) -> str:
        """What it carries: "text", "photo", "sticker" …."""
        return next((kind for kind in _KINDS if kind in self.api), "service")

    @property
    def text(self) -> str:
        """Its text or caption, without markup; "" if it has none."""
        return str(self.api.get("text") or self.api.get("caption") or "")

    @property
    def entities(self) -> list[dict[str, Any]]:
        """Entities of the text or caption; offsets and lengths in UTF-16 units."""
        return list(self.api.get("entities") or self.api.get("caption_entities") or [])

    @property
    def html(self) -> str:
        """The text as safe HTML for a page."""
        return to_html(self.text, self.entities)

    @property
    def emoji(self) -> str:
        """The emoji of a sticker, else ""."""
        return str(self.api.get("sticker", {}).get("emoji", ""))

    @property
    def photo_id(self) -> str | None:
        """The file id of a photo in its largest size."""
        return self.api["photo"][-1]["file_id"] if "photo" in self.api else None

    @property
    def date(self) -> int:
        """When it was sent, in Unix seconds."""
        return int(self.api["date"])

    @property
    def edited(self) -> bool:
        """Whether it was changed after it was sent."""
        return "edit_date" in self.api

    @property
    def buttons(self) -> list[list[Button]]:
        """The inline keyboard, row by row."""
        rows = self.api.get("reply_markup", {}).get("inline_keyboard", [])
        return [[_button(button) for button in row] for row in rows]

    @property
    def labels(self) -> list[str]:
        """The labels of all its inline buttons, in reading order."""
        return [button.text for row in self.buttons for button in row]

    def __str__(self) -> str:
        """One block of a transcript."""
        mark = "👤" if self.sender == "person" else "🤖"
        shown = self.text or self.emoji or f"({self.kind})"
        lines = [f"{mark} #{self.id}{' (edited)' if self.edited else ''} {shown}"]
        lines += ["   " + " ".join(f"[ {button.text} ]" for button in row) for row in self.buttons]
        if self.reply_keyboard:
            lines += ["   ⌨ " + " ".join(f"[ {label} ]" for label in row) for row in self.reply_keyboard]
        return "\n".join(lines)


def _button(button: dict[str, Any]) -> Button:
    return Button(
        text=button["text"],
        data=button.get("callback_data"),
        url=button.get("url"),
        copy_text=button.get("copy_text", {}).get("text"),
        style=button.get("style"),
    )
