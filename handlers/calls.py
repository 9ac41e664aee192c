"""A message with the files that belong to it, as the calls that show both: one where the messenger can, else several.

Files go by the id under which the messenger keeps them. Several are sent before the words, so that the buttons stand
last; a single photo carries the words as its caption.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from handlers.keyboards import CAPTION_LIMIT, View, shown_length
from models.media import MediaKind

_ALBUM = 10  # the most files of one album: https://core.telegram.org/bots/api#sendmediagroup
_ALBUM_OF = {
    MediaKind.PHOTO: "pictures",
    MediaKind.VIDEO: "pictures",
    MediaKind.DOCUMENT: "documents",
    MediaKind.AUDIO: "sounds",
}  # what may stand together
METHODS = {
    MediaKind.PHOTO: "sendPhoto",
    MediaKind.VOICE: "sendVoice",
    MediaKind.AUDIO: "sendAudio",
    MediaKind.VIDEO: "sendVideo",
    MediaKind.VIDEO_NOTE: "sendVideoNote",
    MediaKind.ANIMATION: "sendAnimation",
    MediaKind.DOCUMENT: "sendDocument",
}


@dataclass(frozen=True)
class File:
    """A file that the messenger holds for this bot."""

    kind: MediaKind
    file_id: str


@dataclass(frozen=True)
class Call:
    """One call of the API, without its chat. `messages` is how many messages it makes."""

    method: str
    parameters: dict[str, Any]
    messages: int = 1
    has_files: bool = False
    is_last: bool = False


class Sendable(Protocol):
    """Whatever can be sent call by call."""

    def call_after(self, sent: int, *, without_files: bool = False) -> Call:
        """The call to make once so many messages of it have left."""


@dataclass(frozen=True)
class Message:
    """What is shown: words with buttons, and files."""

    view: View
    files: Sequence[File] = ()

    def call_after(self, sent: int, *, without_files: bool = False) -> Call:
        """The call to make next.

        Args:
            sent: how many messages of it have left.
            without_files: the messenger refused one of them; the words are what matters.
        """
        words = Call("sendMessage", self.view.to_parameters(), is_last=True)
        if without_files or not self.files:
            return words
        if len(self.files) == 1 and self.files[0].kind is MediaKind.PHOTO and self._fits_caption():
            return self._captioned(self.files[0])
        for call in file_calls(self.files):
            if sent < call.messages:
                return call
            sent -= call.messages
        return words

    def _fits_caption(self) -> bool:
        return self.view.menu is None and shown_length(self.view.text) <= CAPTION_LIMIT

    def _captioned(self, photo: File) -> Call:
        words = self.view.to_parameters()
        parameters = {
            "photo": photo.file_id,
            "caption": words["text"],
            "parse_mode": words["parse_mode"],
            "reply_markup": words["reply_markup"],
        }
        return Call("sendPhoto", parameters, has_files=True, is_last=True)


def file_calls(files: Sequence[File]) -> Iterator[Call]:
    """The calls that show files in their order, without words: albums where several may stand in one."""
    for group in _groups(files):
        if len(group) == 1:
            kind = group[0].kind
            yield Call(METHODS[kind], {kind.value: group[0].file_id}, has_files=True)
        else:
            media = [{"type": one.kind.value, "media": one.file_id} for one in group]
            yield Call("sendMediaGroup", {"media": media}, len(group), has_files=True)


def _groups(files: Sequence[File]) -> list[list[File]]:
    """The files in their order, those that may stand in one album together."""
    groups: list[list[File]] = []
    for file in files:
        album = _ALBUM_OF.get(file.kind)
        fitting = (g for g in groups if album and _ALBUM_OF.get(g[0].kind) == album and len(g) < _ALBUM)
        group = next(fitting, None)
        if group is None:
            groups.append([file])
        else:
            group.append(file)
    return groups
