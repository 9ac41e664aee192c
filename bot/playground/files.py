"""Files that were sent, by either side, kept in memory."""

import hashlib
import itertools
from dataclasses import dataclass
from typing import Any

MAX_DOWNLOAD = 20 * 1024 * 1024
"""Bytes of the largest file the real Bot API lets a bot download."""
MAX_UPLOAD = 50 * 1024 * 1024
"""Bytes of the largest file a bot may send."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file and the names the API knows it by; ``content_name`` is a name that its bytes alone decide."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime_type: str
    content_name: str
    content: bytes

    @property
    def kind(self) -> str:
        """What it was sent as: "photo", "document" …."""
        return self.file_id.removeprefix("PG").split("-")[0]

    @property
    def api(self) -> dict[str, object]:
        """The fields every file object of the API has."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


def path_of(file_id: str) -> str:
    """Returns the ``file_path`` of a file of this playground."""
    kind, number, _, suffix = file_id.removeprefix("PG").split("-")
    return f"{kind}s/file_{number}.{suffix}"


class Files:
    """All files, found by file id or path."""

    def __init__(self) -> None:
        self.photos: dict[str, list[dict[str, Any]]] = {}  # all sizes of a photo, by the file id of each
        self._numbers = itertools.count(1)
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(self, content: bytes, *, kind: str, name: str, mime_type: str, variant: str = "") -> StoredFile:
        """Keeps a file; ``kind`` ("photo", "document" …) becomes the folder in its path.

        Two files with the same content have one ``file_unique_id``, unless they are different variants of it.
        """
        number = next(self._numbers)
        unique = _digest(content, variant)
        extension = name.rpartition(".")[2]
        suffix = extension if extension.isascii() and extension.isalnum() else "bin"
        file_id = f"PG{kind}-{number}-{unique}-{suffix}"
        file = StoredFile(
            file_id=file_id,
            unique_id=f"U{unique}",
            path=path_of(file_id),
            name=name,
            mime_type=mime_type,
            content_name=content_name(content) if variant else unique,
            content=content,
        )
        self._by_id[file.file_id] = file
        self._by_path[file.path] = file
        return file

    def remember_photo(self, sizes: list[dict[str, Any]]) -> None:
        """Notes which sizes belong together, so that any of their ids sends the whole photo again."""
        for size in sizes:
            self.photos[size["file_id"]] = sizes

    def restore(self, file: StoredFile) -> None:
        """Keeps a file of an earlier playground under its old names."""
        self._numbers = itertools.count(max(next(self._numbers), int(file.file_id.split("-")[1]) + 1))
        self._by_id[file.file_id] = file
        self._by_path[file.path] = file

    @property
    def all(self) -> list[StoredFile]:
        """Every file, oldest first."""
        return list(self._by_id.values())

    def by_id(self, file_id: str) -> StoredFile | None:
        """Returns the file with this ``file_id``, or None."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        """Returns the file behind the ``file_path`` that getFile gave, or None."""
        return self._by_path.get(path)


def content_name(content: bytes) -> str:
    """Returns the name under which a content is kept on disk."""
    return _digest(content, "")


def _digest(content: bytes, variant: str) -> str:
    return hashlib.blake2b(content, digest_size=9, salt=variant.encode()).hexdigest()
