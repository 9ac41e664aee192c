"""The files that came with submissions, as a zip beside their list."""

import mimetypes
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from locales import Translator
from models.documents.atomic_file import replacing
from models.documents.labels import missing_label
from models.documents.submission_row import Attachment, SubmissionRow
from models.media import MediaKind, MediaState

MISSING_LIST: Final = "missing.txt"
_CHUNK: Final = 1 << 18
_EXTENSION: Final = re.compile(r"\.[a-z0-9]{1,8}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_TYPES: Final = mimetypes.MimeTypes()  # Python's own table: the machine's may say otherwise
# What the messenger makes of each kind where it names neither a file nor a type.
_USUAL: Final[Mapping[str, str]] = {
    MediaKind.PHOTO: ".jpg",
    MediaKind.VOICE: ".ogg",
    MediaKind.AUDIO: ".mp3",
    MediaKind.VIDEO: ".mp4",
    MediaKind.VIDEO_NOTE: ".mp4",
    MediaKind.ANIMATION: ".mp4",
}


def attachment_name(code: str, number: int, *, kind: str, file_name: str | None, mime_type: str | None) -> str:
    """Name a file in the archive: ``1405-000123-7/1-photo.jpg``. Its own name may tell who sent it, and is dropped."""
    extension = Path(file_name).suffix.lower() if file_name else ""
    if not _EXTENSION.fullmatch(extension):
        extension = _of_type(mime_type) or _USUAL.get(kind, "")
    return f"{code}/{number}-{kind}{extension}"


def _of_type(mime_type: str | None) -> str | None:
    if mime_type is None or mime_type == "audio/ogg":  # .oga, which nobody's player knows
        return None
    return _TYPES.guess_extension(mime_type)


def stored_file(media_dir: Path, sha256: str) -> Path | None:
    """Find our copy of a file by its hash, whatever ending it was stored with; None where it is not."""
    if not _SHA256.fullmatch(sha256):
        return None
    exact = media_dir / sha256[:2] / sha256
    if exact.is_file():
        return exact
    return next(exact.parent.glob(f"{sha256}.*"), None)


class Archive:
    """A zip that is being written. `files` and `missing` count what went in and what could not."""

    def __init__(self, zipped: zipfile.ZipFile, media_dir: Path, tr: Translator) -> None:
        self._zip = zipped
        self._media_dir = media_dir
        self._tr = tr
        self._lines: list[str] = []
        self.files = 0

    @property
    def missing(self) -> int:
        """How many files are not in the archive."""
        return len(self._lines)

    def adding(self, rows: Iterable[SubmissionRow]) -> Iterator[SubmissionRow]:
        """Hand the rows on, and put the files of each into the archive on the way."""
        for row in rows:
            for attachment in row.attachments:
                self._add(attachment)
            yield row

    def _add(self, attachment: Attachment) -> None:
        found = stored_file(self._media_dir, attachment.sha256) if attachment.sha256 else None
        if attachment.state != MediaState.STORED or found is None:
            self._lines.append(f"{attachment.name}: {missing_label(attachment.state, self._tr)}")
            return
        try:
            source = found.open("rb")
        except OSError as error:
            self._lines.append(f"{attachment.name}: {error.strerror}")
            return
        with source:
            entry = zipfile.ZipInfo.from_file(found, attachment.name, strict_timestamps=False)
            entry.external_attr = 0o644 << 16
            with self._zip.open(entry, "w") as into:
                shutil.copyfileobj(source, into, _CHUNK)
        self.files += 1

    def close(self) -> None:
        """Write the list of what is missing, if anything is."""
        if self._lines:
            text = "\ufeff" + "\r\n".join([*self._lines, ""])
            self._zip.writestr(MISSING_LIST, text.encode("utf-8", "replace"))


@contextmanager
def writing_archive(target: Path, media_dir: Path, *, tr: Translator) -> Iterator[Archive]:
    """Write a zip (zip64 where needed) that takes the target's place when the block ends well.

    Files are copied a piece at a time and not compressed: photos, voices and videos are already. What is not among
    ours is named in `MISSING_LIST`, with the reason.

    Raises:
        OSError: the target cannot be written; an older file there stays as it is.
    """
    with replacing(target) as binary, zipfile.ZipFile(binary, "w", zipfile.ZIP_STORED, allowZip64=True) as zipped:
        archive = Archive(zipped, media_dir, tr)
        yield archive
        archive.close()
