"""Our own copies of files: one folder, every file named by the hash of its content, whole or not there."""

import errno
import hashlib
import mmap
import os
import re
import secrets
import shutil
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path

from models.file_extension import extension_of
from models.image_metadata import pieces_of
from models.image_metadata.pieces import chunks

RESERVE = 64 * 1024 * 1024
"""Bytes that stay free on the disk: the database, which may lie on it, matters more than one more photo."""

_ARRIVING = ".arriving"
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Stored:
    """A file of ours; `size` in bytes, after position metadata was removed."""

    sha256: str
    size: int


class StoredFiles:
    """The files under MEDIA_DIR. Everything here may block for as long as the disk takes: call it in a thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path_of(self, sha256: str) -> Path | None:
        """Where the file with this content lies; None where we have none."""
        if not _SHA256.fullmatch(sha256):
            return None
        return next((self._folder / sha256[:2]).glob(f"{sha256}*"), None)

    def holds(self, sha256: str, size: int | None) -> bool:
        """Whether the file is there, and as long as it should be."""
        found = self.path_of(sha256)
        return found is not None and size in {None, found.stat().st_size}

    def missing(self, files: Iterable[tuple[str, int | None]]) -> set[str]:
        """Those of the files (hash, size in bytes) that are not there, or are not whole."""
        shelves: dict[str, dict[str, Path]] = {}
        missing = set()
        for sha256, size in files:
            shelf = sha256[:2]
            if shelf not in shelves:
                shelves[shelf] = {path.name[:64]: path for path in (self._folder / shelf).glob("*")}
            found = shelves[shelf].get(sha256)
            if found is None or size not in {None, found.stat().st_size}:
                missing.add(sha256)
        return missing

    def has_room_for(self, size: int) -> bool:
        """Whether the disk holds so many bytes more and still has `RESERVE`.

        Raises:
            OSError: the folder cannot be made or looked at.
        """
        _make(self._folder)
        return shutil.disk_usage(self._folder).free >= size + RESERVE

    def open_arriving(self, owner: int) -> "ArrivingFile":
        """A new file, not among the stored ones until it is kept. `owner` is whose leftovers it would be."""
        return ArrivingFile(self._folder, self._arriving(owner))

    def clear_arriving(self, owner: int) -> int:
        """Remove what a killed process of this owner left half-done; return how many files that were.

        Raises:
            OSError: they cannot be removed.
        """
        leftovers = list(self._arriving(owner).glob("*"))
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
        return len(leftovers)

    def _arriving(self, owner: int) -> Path:
        return self._folder / _ARRIVING / str(owner)


class ArrivingFile:
    """A file that is still coming in. End it with `keep` or `discard`."""

    def __init__(self, store: Path, folder: Path) -> None:
        self._store, self._folder = store, folder
        self._path = folder / secrets.token_hex(8)
        self._file: BufferedWriter | None = None
        self._is_ended = False
        self._hash = hashlib.sha256()
        # Whoever is cancelled discards the file while a thread may still write to it: a number closed under it
        # could meanwhile be another file's.
        self._lock = threading.Lock()
        self.size = 0

    def write(self, piece: bytes) -> None:
        """Add bytes.

        Raises:
            OSError: the disk is full, or refuses.
        """
        with self._lock:
            self._open().write(piece)
            self._hash.update(piece)
            self.size += len(piece)

    def _open(self) -> BufferedWriter:
        if self._is_ended:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        if self._file is None:
            _make(self._store)
            _make(self._folder)
            self._file = os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        return self._file

    def keep(self, mime_type: str | None) -> Stored:
        """Clean the file, put it on the disk for good and give it its name; the same content twice is one file.

        Args:
            mime_type: what the sender says of it; decides the ending where the content leaves it open.

        Raises:
            OSError: the disk is full, or refuses; nothing is stored then.
        """
        with self._lock:
            self._open().flush()
            cleaned = self._cleaned()
            if cleaned is None:
                return self._put_away(mime_type)
        self.discard()
        try:
            return cleaned._put_away(mime_type)  # noqa: SLF001  (another of our own kind)
        finally:
            cleaned.discard()

    def _put_away(self, mime_type: str | None) -> Stored:
        file = self._open()
        file.flush()
        os.fsync(file.fileno())
        file.close()
        sha256 = self._hash.hexdigest()
        shelf = self._store / sha256[:2]
        if not shelf.is_dir():
            shelf.mkdir(mode=0o700, exist_ok=True)
            _sync(self._store)
        # A file of that name is replaced by the same bytes: should the disk have spoilt it, it is whole again.
        known = next(shelf.glob(f"{sha256}*"), None)
        with self._path.open("rb") as head:
            name = sha256 + extension_of(head.read(64), mime_type)
        self._path.replace(known or shelf / name)
        _sync(shelf)
        return Stored(sha256, self.size)

    def discard(self) -> None:
        """Leave no trace. What was kept already stays."""
        with self._lock:
            self._is_ended = True
            if self._file is None:
                return
            try:
                self._file.close()  # writes what it still has, and may find the disk full
            finally:
                self._path.unlink(missing_ok=True)

    def _cleaned(self) -> "ArrivingFile | None":
        """A second file without the first one's metadata; None where there is none to remove."""
        if self.size == 0:
            return None
        with self._path.open("rb") as original, mmap.mmap(original.fileno(), 0, access=mmap.ACCESS_READ) as data:
            pieces = pieces_of(data)
            if pieces is None:
                return None
            cleaned = ArrivingFile(self._store, self._folder)
            try:
                for chunk in chunks(data, pieces):
                    cleaned.write(chunk)
            except BaseException:
                cleaned.discard()
                raise
            return cleaned


def _make(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # what residents send is nobody else's on this machine


def _sync(folder: Path) -> None:
    """Put a folder's list of names on the disk: without it a renamed file may be nameless after a power cut."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
