"""Photos, voices, videos and files as the API describes them in messages."""

from typing import Any

from bot.playground.file_types import picture_size, type_by_name
from bot.playground.files import Files, StoredFile

_BOXES = (90, 320, 800, 1280)
"""Pixels of the squares that a photo's sizes fit into, as the real server makes them."""
_UNREADABLE = (1280, 960)


def photo_sizes(files: Files, content: bytes) -> list[dict[str, Any]]:
    """Keeps a photo and returns its ``PhotoSize`` objects, the smallest first, each a file of its own.

    Width and height are those a real server would give. The bytes are the same in every size: nothing is scaled.
    """
    width, height = picture_size(content) or _UNREADABLE
    longest = max(width, height)
    boxes = [*[box for box in _BOXES if box < longest][:3], min(longest, _BOXES[-1])]
    sizes = [_photo_size(files, content, width, height, box) for box in boxes]
    files.remember_photo(sizes)
    return sizes


def audio_like(file: StoredFile, duration: int) -> dict[str, Any]:
    """Returns a ``Voice`` object, or most of an ``Audio`` object; ``duration`` in seconds."""
    return {"duration": duration, "mime_type": file.mime_type, **file.api}


def audio(file: StoredFile, duration: int) -> dict[str, Any]:
    """Returns an ``Audio`` object."""
    return {**audio_like(file, duration), "file_name": file.name}


def video(file: StoredFile, *, duration: int, width: int, height: int) -> dict[str, Any]:
    """Returns a ``Video`` object; ``duration`` in seconds, the rest in pixels."""
    return {"duration": duration, "width": width, "height": height, **document(file)}


def document(file: StoredFile) -> dict[str, Any]:
    """Returns a ``Document`` object."""
    return {"file_name": file.name, "mime_type": file.mime_type, **file.api}


def keep_file(files: Files, content: bytes, *, kind: str, name: str, mime_type: str = "") -> StoredFile:
    """Keeps a file; its type is the one its name promises, else the one that is given."""
    return files.add(content, kind=kind, name=name, mime_type=type_by_name(name, mime_type))


def _photo_size(files: Files, content: bytes, width: int, height: int, box: int) -> dict[str, Any]:
    file = files.add(content, kind="photo", name="photo.jpg", mime_type="image/jpeg", variant=str(box))
    scale = box / max(width, height)
    return {**file.api, "width": max(1, round(width * scale)), "height": max(1, round(height * scale))}
