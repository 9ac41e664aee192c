"""The draft of a submission: what a dialogue keeps between two messages of a resident."""

import unicodedata
from dataclasses import dataclass, field, replace
from typing import Any, Self

from models.errors import EmptyText, TextTooLong
from models.submission import Kind

# Ten of the messenger's longest messages: more than any resident writes, less than what fills a disk by a flood.
TEXT_LIMIT = 40_960


@dataclass(frozen=True)
class Part:
    """One message of the resident; its id finds it again when it is edited."""

    message_id: int
    text: str


@dataclass(frozen=True)
class Draft:
    """An unconfirmed submission. `id` is the inbox row that began it and becomes the submission's `draft_id`."""

    id: int
    kind: Kind = Kind.REPORT
    area_id: int | None = None
    parts: tuple[Part, ...] = field(default=())

    @property
    def text(self) -> str:
        """All parts, in the order they came, a line break between."""
        return "\n".join(part.text for part in self.parts)

    def joined(self, message_id: int, text: str) -> "Draft":
        """The draft with one message more (a message that is already in it changes nothing).

        Raises:
            EmptyText: the message holds nothing but blanks.
            TextTooLong: the draft would pass `TEXT_LIMIT`; it stays as it was.
        """
        if any(part.message_id == message_id for part in self.parts):
            return self
        return self._with_parts((*self.parts, Part(message_id, _checked(text))))

    def edited(self, message_id: int, text: str) -> "Draft":
        """The draft after the resident edited one of its messages. Raises as `joined` does."""
        changed = _checked(text)
        return self._with_parts(
            tuple(Part(message_id, changed) if part.message_id == message_id else part for part in self.parts)
        )

    def holds(self, message_id: int) -> bool:
        """Whether that message is part of the draft."""
        return any(part.message_id == message_id for part in self.parts)

    def _with_parts(self, parts: tuple[Part, ...]) -> "Draft":
        changed = replace(self, parts=parts)
        if len(changed.text) > TEXT_LIMIT:
            raise TextTooLong(TEXT_LIMIT)
        return changed

    def to_data(self) -> dict[str, Any]:
        """As JSON, for the dialogue's row."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "area_id": self.area_id,
            "parts": [[part.message_id, part.text] for part in self.parts],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """From the dialogue's row."""
        return cls(
            id=data["id"],
            kind=Kind(data["kind"]),
            area_id=data["area_id"],
            parts=tuple(Part(message_id, text) for message_id, text in data["parts"]),
        )


def _checked(text: str) -> str:
    if not any(_is_visible(letter) for letter in text):
        raise EmptyText
    return text


def _is_visible(letter: str) -> bool:
    # Letters, digits, punctuation, symbols: not blanks, controls, joiners or marks on nothing, nor the blanks that
    # Unicode calls letters or symbols.
    return unicodedata.category(letter)[0] in "LNPS" and letter not in "\u115f\u1160\u2800\u3164\uffa0"
