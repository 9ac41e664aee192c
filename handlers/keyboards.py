"""Views and their buttons as plain data, and how they become the messenger's parameters."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from markupsafe import Markup

from handlers.callback_data import ButtonData
from locales.bidi import direct_lines

TEXT_LIMIT = 4096  # UTF-16 units after entities are parsed: https://core.telegram.org/bots/api#sendmessage
CAPTION_LIMIT = 1024  # the same, below a file: https://core.telegram.org/bots/api#sendphoto
TOAST_LIMIT = 200
_TAG = re.compile(r"<[^<>]*>")
_LOOSE = " ،؛,;:"  # what does not stand before an ellipsis


class Style(StrEnum):
    """A button's colour, where the messenger has colours."""

    PRIMARY = "primary"
    SUCCESS = "success"
    DANGER = "danger"


@dataclass(frozen=True)
class Button:
    """A labelled key: pressed (`data`), opened (`url`) or copied (`copy`)."""

    label: str
    data: ButtonData | None = None
    url: str | None = None
    copy: str | None = None
    style: Style | None = None

    def to_parameters(self) -> dict[str, Any]:
        """As an InlineKeyboardButton."""
        key: dict[str, Any] = {"text": self.label}
        if self.data is not None:
            key["callback_data"] = self.data.pack()
        if self.url is not None:
            key["url"] = self.url
        if self.copy is not None:
            key["copy_text"] = {"text": self.copy}
        if self.style is not None:
            key["style"] = self.style.value
        return key


type Rows = Sequence[Sequence[Button]]


type Menu = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class View:
    """One message: HTML for the messenger, and rows of buttons below it.

    A view with a `menu` (rows of labels) sets the keyboard below the chat instead. It is for new messages only: the
    messenger never edits a message that set a keyboard.
    """

    text: Markup
    rows: Rows = field(default=())
    menu: Menu | None = None

    def preceded_by(self, line: Markup) -> "View":
        """The same view under one line more."""
        return replace(self, text=Markup("\n\n").join((line, self.text)))

    def to_parameters(self) -> dict[str, Any]:
        """As parameters of sendMessage or editMessageText, without the chat."""
        return {
            "text": self._directed(),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "reply_markup": self._markup(),
        }

    def to_caption(self) -> dict[str, Any]:
        """As parameters of a file that is sent: the words stand below it."""
        written = {"caption": self._directed(), "parse_mode": "HTML"}
        return {**written, "reply_markup": self._markup()} if any(self.rows) else written

    def _directed(self) -> str:
        """The text with marks where a line needs them, unless these make it longer than a message or caption may be."""
        text = Markup(direct_lines(str(self.text)))  # noqa: S704 (marks alone are added to what was markup before)
        limit = CAPTION_LIMIT if shown_length(self.text) <= CAPTION_LIMIT else TEXT_LIMIT
        return str(text if shown_length(text) <= limit else self.text)

    def _markup(self) -> dict[str, Any]:
        if self.menu is not None:
            keys = [[{"text": label} for label in row] for row in self.menu]
            return {"keyboard": keys, "resize_keyboard": True}
        return {"inline_keyboard": [[button.to_parameters() for button in row] for row in self.rows if row]}


def in_pairs(buttons: Sequence[Button]) -> list[list[Button]]:
    """Two buttons a row: more do not fit old, narrow phones."""
    return [list(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]


def shown_length(text: Markup) -> int:
    """UTF-16 units of a text once its markup is read: what the messenger's limits count."""
    shown = html.unescape(_TAG.sub("", str(text)))
    return len(shown.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, limit: int) -> str:
    """At most `limit` UTF-16 units of a text, cut at a blank where one is near, with an ellipsis for the rest."""
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 <= limit:
        return text
    units = text.encode("utf-16-le", "surrogatepass")[: (limit - 1) * 2]
    cut = units.decode("utf-16-le", "ignore")
    blank = cut.rfind(" ", len(cut) - 30)
    return (cut[:blank] if blank > 0 else cut).rstrip().rstrip(_LOOSE) + "…"
