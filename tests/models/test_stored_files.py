import hashlib
import io
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from models.file_extension import extension_of
from models.stored_files import RESERVE, Stored, StoredFiles

OWNER = 42


def store_of(folder: Path) -> StoredFiles:
    """A store in a folder that nobody made yet."""
    return StoredFiles(folder / "deep" / "media")


def keep(store: StoredFiles, content: bytes, mime_type: str | None = None) -> Stored:
    """Store a file that comes in two pieces."""
    arriving = store.open_arriving(OWNER)
    arriving.write(content[:5])
    arriving.write(content[5:])
    stored = arriving.keep(mime_type)
    arriving.discard()
    return stored


def files_in(folder: Path) -> list[Path]:
    """Every file below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_found_by_its_hash(tmp_path: Path) -> None:
    """A file lies whole under the hash of its content, with an ending, for nobody else to read."""
    store = store_of(tmp_path)
    stored = keep(store, b"OggS voice", "audio/ogg")
    sha256 = hashlib.sha256(b"OggS voice").hexdigest()
    assert stored == Stored(sha256, 10)
    path = store.path_of(sha256)
    assert path == tmp_path / "deep" / "media" / sha256[:2] / f"{sha256}.ogg"
    assert path.read_bytes() == b"OggS voice"
    assert path.stat().st_mode & 0o077 == 0
    assert files_in(tmp_path) == [path]


def test_the_same_content_is_one_file(tmp_path: Path) -> None:
    """Sent twice, under whatever type, it is stored once; a copy that the disk spoilt is whole again."""
    store = store_of(tmp_path)
    first = keep(store, b"the same words", "text/plain")
    path = store.path_of(first.sha256)
    assert path is not None
    path.write_bytes(b"spoilt")
    assert keep(store, b"the same words", "text/csv") == first
    assert files_in(tmp_path) == [path]
    assert path.read_bytes() == b"the same words"


def test_a_photo_is_stored_without_its_place(tmp_path: Path) -> None:
    """What is hashed, counted and stored is the cleaned photo; the one with the place is nowhere."""
    into = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(into, "JPEG", comment=b"36.56,52.67")
    store = store_of(tmp_path)
    stored = keep(store, into.getvalue(), "application/octet-stream")
    [path] = files_in(tmp_path)
    content = path.read_bytes()
    assert b"36.56" not in content
    assert stored == Stored(hashlib.sha256(content).hexdigest(), len(content))
    assert path.suffix == ".jpg"


def test_an_empty_file_is_a_file(tmp_path: Path) -> None:
    """Nothing is stored as nothing."""
    store = store_of(tmp_path)
    assert keep(store, b"") == Stored(hashlib.sha256().hexdigest(), 0)


def test_a_discarded_file_leaves_no_trace(tmp_path: Path) -> None:
    """A file that was given up is gone, before its first byte and after, and takes nothing any more."""
    store = store_of(tmp_path)
    store.open_arriving(OWNER).discard()
    arriving = store.open_arriving(OWNER)
    arriving.write(b"half of it")
    arriving.discard()
    arriving.discard()
    with pytest.raises(FileNotFoundError):
        arriving.write(b"the other half")
    assert files_in(tmp_path) == []


def test_missing_and_spoilt_files_are_noticed(tmp_path: Path) -> None:
    """A stored file that is not there, or has another length, is missing; a name that is no hash is nobody's."""
    store = store_of(tmp_path)
    kept, cut = keep(store, b"first file"), keep(store, b"second file")
    path = store.path_of(cut.sha256)
    assert path is not None
    path.write_bytes(b"sec")
    never = "ab" * 32
    assert store.missing([(kept.sha256, 10), (cut.sha256, 11), (never, 4)]) == {cut.sha256, never}
    assert store.holds(kept.sha256, None)
    assert not store.holds(cut.sha256, 11)
    assert store.path_of("../../etc/passwd") is None


def test_room_is_kept_for_the_database(tmp_path: Path) -> None:
    """A file goes in only where the disk has its reserve beside it."""
    store = store_of(tmp_path)
    free = os.statvfs(tmp_path).f_bavail * os.statvfs(tmp_path).f_frsize
    assert store.has_room_for(1)
    assert not store.has_room_for(free - RESERVE // 2)


def test_a_full_disk_stores_nothing(tmp_path: Path) -> None:
    """Where a file cannot be written to its end, the caller hears of it and nothing is left."""
    store = store_of(tmp_path)
    arriving = store.open_arriving(OWNER)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
        with pytest.raises(OSError, match="large"):
            arriving.write(bytes(200_000))
        arriving.discard()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert files_in(tmp_path) == []


_HALF = """
import os, signal, sys
from pathlib import Path
from models.stored_files import StoredFiles
arriving = StoredFiles(Path(sys.argv[1])).open_arriving(42)
arriving.write(bytes(300_000))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_process_leaves_half_a_file_that_the_next_removes(tmp_path: Path) -> None:
    """After kill -9 nothing stands among the stored files; its owner removes the rest, and nobody else's."""
    assert subprocess.run([sys.executable, "-c", _HALF, tmp_path], check=False).returncode == -signal.SIGKILL
    store = StoredFiles(tmp_path)
    assert len(files_in(tmp_path)) == 1
    assert store.clear_arriving(OWNER + 1) == 0
    assert store.clear_arriving(OWNER) == 1
    assert files_in(tmp_path) == []
    assert store.clear_arriving(OWNER) == 0


@pytest.mark.parametrize(
    ("head", "mime_type", "ending"),
    [
        (b"\xff\xd8\xff\xe0", None, ".jpg"),
        (b"RIFF\0\0\0\0WEBP", "image/jpeg", ".webp"),
        (b"\0\0\0\x20ftypheic", None, ".heic"),
        (b"\0\0\0\x20ftypisom", None, ".mp4"),
        (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
        (b"MZ", "application/x-msdownload", ".bin"),
        (b"<script>", "text/html", ".bin"),
        (b"", None, ".bin"),
    ],
)
def test_endings_come_from_the_content(head: bytes, mime_type: str | None, ending: str) -> None:
    """A stored file opens as what it is, and a program or web page is never given an ending that runs it."""
    assert extension_of(head, mime_type) == ending
