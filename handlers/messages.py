"""What a step reads from a message."""

from datetime import timedelta
from typing import Any

from telegram import Message, Update

from handlers.markup import html_of
from models.draft import Location, Part
from models.media import MediaItem, MediaKind
from models.types import storable

_INTEGER, _BIG_INTEGER = 2**31 - 1, 2**63 - 1  # the largest numbers that the columns hold


def message_of(update: Update) -> Message:
    """The new message of an update.

    Raises:
        LookupError: there is none (a filter let the wrong update through), or its id is none that could be stored.
    """
    if update.message is None:
        raise LookupError("an update without a message")
    if _counted(update.message.message_id, _BIG_INTEGER) is None:
        raise LookupError("a message without a usable id")
    return update.message


def words_of(message: Message) -> str:
    """The text of a message, or the caption below its attachment, as a database keeps it; empty when it has neither."""
    return storable(message.text or message.caption or "")


def is_attachment(message: Message) -> bool:
    """Whether it brings a file or a pin that can be registered."""
    return media_of(message) is not None or location_of(message) is not None


def part_of(message: Message) -> Part:
    """The message as a part of a draft: its words, its file, its pin, and the album it belongs to."""
    return Part(
        message_id=message.message_id,
        text=words_of(message),
        media=media_of(message),
        location=location_of(message),
        album=_written(message.media_group_id),
        html=html_of(message),
    )


def location_of(message: Message) -> Location | None:
    """The pin of a message, or of the place it names; None for one that is nowhere on earth."""
    pin = message.location or (message.venue.location if message.venue is not None else None)
    if pin is None or not (_is_within(pin.latitude, 90) and _is_within(pin.longitude, 180)):
        return None
    return Location(float(pin.latitude), float(pin.longitude))


def media_of(message: Message) -> MediaItem | None:
    """The file of a message; of a photo's sizes the largest."""
    if message.photo:
        return _item(message, MediaKind.PHOTO, message.photo[-1])
    for kind in (
        MediaKind.VOICE,
        MediaKind.AUDIO,
        MediaKind.VIDEO,
        MediaKind.VIDEO_NOTE,
        MediaKind.ANIMATION,  # before document: an animation comes as both
        MediaKind.DOCUMENT,
    ):
        file = getattr(message, kind.value)
        if file is not None:
            return _item(message, kind, file)
    return None


def _item(message: Message, kind: MediaKind, file: Any) -> MediaItem | None:
    file_id, unique_id = _written(file.file_id), _written(file.file_unique_id)
    if file_id is None or unique_id is None:
        return None  # nobody can ever ask for it
    return MediaItem(
        message_id=message.message_id,
        kind=kind,
        file_id=file_id,
        file_unique_id=unique_id,
        file_name=_written(getattr(file, "file_name", None)),
        mime_type=_written(getattr(file, "mime_type", None)),
        duration=_counted(_seconds(getattr(file, "duration", None)), _INTEGER),
        size=_counted(file.file_size, _BIG_INTEGER),
    )


# PTB checks no types: whatever a server, or somebody in its place, puts into a field arrives here as it is, and what
# comes with a file (name, size, length) is never worth losing the file for.


def _written(value: object) -> str | None:
    """A text as a database keeps it; None for anything else, and for an empty one."""
    return storable(value) or None if isinstance(value, str) else None


def _counted(value: object, largest: int) -> int | None:
    """A whole number that fits the column; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= largest else None


def _is_within(degrees: object, limit: int) -> bool:
    if isinstance(degrees, bool) or not isinstance(degrees, (int, float)):
        return False
    return -limit <= degrees <= limit  # false for what is not a number, too


def _seconds(duration: object) -> object:
    """PTB gives a timedelta where it was told to, else a number."""
    return int(duration.total_seconds()) if isinstance(duration, timedelta) else duration
