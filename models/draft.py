"""The draft of a submission: what a dialogue keeps between two messages of a resident."""

import unicodedata
from dataclasses import dataclass, field, replace
from typing import Any, Self

from models.errors import EmptyText, TextTooLong, TooManyFiles
from models.media import MediaItem
from models.submission import About, Kind, Visibility

# Ten of the messenger's longest messages: more than any resident writes, less than what fills a disk by a flood.
TEXT_LIMIT = 40_960
FILE_LIMIT = 50  # files and pins


@dataclass(frozen=True)
class Location:
    """A pin: WGS 84, degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Part:
    """One message of the resident; its id finds it again when it is edited. An album's messages share `album`.

    `html` is its text with the messenger's markup, where it came with any.
    """

    message_id: int
    text: str = ""
    media: MediaItem | None = None
    location: Location | None = None
    album: str | None = None
    html: str | None = None

    def to_data(self) -> dict[str, Any]:
        """As JSON; what is not there is left out."""
        data: dict[str, Any] = {"message_id": self.message_id, "text": self.text}
        if self.html is not None:
            data["html"] = self.html
        if self.media is not None:
            data["media"] = self.media.to_data()
        if self.location is not None:
            data["location"] = [self.location.latitude, self.location.longitude]
        if self.album is not None:
            data["album"] = self.album
        return data

    @classmethod
    def from_data(cls, data: Any) -> Self:
        """From JSON, of this version or the first one's pairs."""
        if isinstance(data, list):
            return cls(data[0], data[1])
        location = data.get("location")
        return cls(
            message_id=data["message_id"],
            text=data["text"],
            media=MediaItem.from_data(data["media"]) if "media" in data else None,
            location=Location(*location) if location is not None else None,
            album=data.get("album"),
            html=data.get("html"),
        )


@dataclass(frozen=True)
class Draft:
    """An unconfirmed submission. `id` is the inbox row that began it and becomes the submission's `draft_id`.

    `kind`, `topic` and `about` (whom a complaint is about) are guesses until somebody chose them. `needs_placing`: its
    author found no neighbourhood that fits. `warned`: the emergency numbers were shown. `notice_id`: it replies to that
    notice.
    """

    id: int
    kind: Kind = Kind.REPORT
    kind_chosen: bool = False
    topic: str | None = None
    topic_chosen: bool = False
    about: About | None = None
    about_chosen: bool = False
    area_id: int | None = None
    needs_placing: bool = False
    is_anonymous: bool = False
    staff_only: bool = False
    warned: bool = False
    notice_id: int | None = None
    parts: tuple[Part, ...] = field(default=())

    @property
    def text(self) -> str:
        """The words of all parts, in the order they came, a line break between."""
        return "\n".join(part.text for part in self.parts if part.text)

    @property
    def media(self) -> list[MediaItem]:
        """Every attached file, in the order they came."""
        return [part.media for part in self.parts if part.media is not None]

    @property
    def location(self) -> Location | None:
        """The newest pin."""
        return next((part.location for part in reversed(self.parts) if part.location is not None), None)

    @property
    def visibility(self) -> Visibility:
        """Who may read it beside its author: a complaint is for the staff, whatever was chosen."""
        is_private = self.staff_only or self.kind is Kind.COMPLAINT
        return Visibility.STAFF_ONLY if is_private else Visibility.PUBLIC

    @property
    def complained_of(self) -> About | None:
        """Whom it is about, where it is a complaint; what was said of a draft of another kind does not count."""
        return self.about if self.kind is Kind.COMPLAINT else None

    def joined(
        self,
        message_id: int,
        text: str = "",
        *,
        media: MediaItem | None = None,
        location: Location | None = None,
        album: str | None = None,
        html: str | None = None,
    ) -> "Draft":
        """The draft with one message more (a message that is already in it changes nothing).

        Raises:
            EmptyText: the message holds no file and no pin, and nothing but blanks.
            TextTooLong: the draft would pass `TEXT_LIMIT`; it stays as it was.
            TooManyFiles: it would pass `FILE_LIMIT`.
        """
        if self.holds(message_id):
            return self
        if media is None and location is None:
            _check(text)
        elif sum(part.media is not None or part.location is not None for part in self.parts) >= FILE_LIMIT:
            raise TooManyFiles(FILE_LIMIT)
        return self._with_parts((*self.parts, Part(message_id, text, media, location, album, html)))

    def edited(self, message_id: int, text: str, *, media: MediaItem | None = None, html: str | None = None) -> "Draft":
        """The draft after the resident edited one of its messages: its words, or its file. Raises as `joined` does."""
        return self._with_parts(tuple(_edited(part, message_id, text, media, html) for part in self.parts))

    def without_attachments(self) -> "Draft":
        """The draft with its words alone; a message that was nothing but a file or a pin goes."""
        kept = (replace(part, media=None, location=None, album=None) for part in self.parts if part.text)
        return replace(self, parts=tuple(kept))

    def without_text(self) -> "Draft":
        """The draft with its files and pins alone, for its author to write the words anew."""
        kept = (
            replace(part, text="", html=None)
            for part in self.parts
            if part.media is not None or part.location is not None
        )
        return replace(self, parts=tuple(kept))

    def holds(self, message_id: int) -> bool:
        """Whether that message is part of the draft."""
        return any(part.message_id == message_id for part in self.parts)

    def holds_album(self, album: str | None) -> bool:
        """Whether another message of that album is part of the draft."""
        return album is not None and any(part.album == album for part in self.parts)

    def _with_parts(self, parts: tuple[Part, ...]) -> "Draft":
        changed = replace(self, parts=parts)
        if len(changed.text) > TEXT_LIMIT:
            raise TextTooLong(TEXT_LIMIT)
        return changed

    def to_data(self) -> dict[str, Any]:
        """As JSON, for the dialogue's row."""
        plain = {name: getattr(self, name) for name in _PLAIN}
        data = {"id": self.id, "kind": self.kind.value, **plain, "parts": [part.to_data() for part in self.parts]}
        return data if self.about is None else {**data, "about": self.about.value}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """From the dialogue's row; what an older version did not write has its default."""
        plain = {name: data[name] for name in _PLAIN if name in data}
        parts = tuple(Part.from_data(part) for part in data["parts"])
        about = About(data["about"]) if data.get("about") else None
        return cls(id=data["id"], kind=Kind(data["kind"]), about=about, parts=parts, **plain)


_PLAIN = (
    "kind_chosen",
    "topic",
    "topic_chosen",
    "about_chosen",
    "area_id",
    "needs_placing",
    "is_anonymous",
    "staff_only",
    "warned",
    "notice_id",
)


def _edited(part: Part, message_id: int, text: str, media: MediaItem | None, html: str | None) -> Part:
    if part.message_id != message_id:
        return part
    changed = replace(part, text=text, media=media or part.media, html=html)
    if changed.media is None and changed.location is None:
        _check(text)
    return changed


def has_words(text: str) -> bool:
    """Whether anybody would see something of the text: more than blanks, joiners and marks of direction."""
    return any(_is_visible(letter) for letter in text)


def _check(text: str) -> None:
    if not has_words(text):
        raise EmptyText


def _is_visible(letter: str) -> bool:
    # Letters, digits, punctuation, symbols: not blanks, controls, joiners or marks on nothing, nor the blanks that
    # Unicode calls letters or symbols.
    return unicodedata.category(letter)[0] in "LNPS" and letter not in "\u115f\u1160\u2800\u3164\uffa0"
