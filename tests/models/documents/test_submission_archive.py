import hashlib
import zipfile
from pathlib import Path

import pytest

from locales import translator
from models.documents.submission_archive import MISSING_LIST, attachment_name, stored_file, writing_archive
from models.documents.submission_row import Attachment
from tests.models.documents.submission_rows import BARE, row

FA = translator("fa")


def store(media_dir: Path, content: bytes, ending: str = "") -> str:
    """Put a file where media are kept; return its hash."""
    sha256 = hashlib.sha256(content).hexdigest()
    place = media_dir / sha256[:2] / f"{sha256}{ending}"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return sha256


def archive_of(tmp_path: Path, *attachments: Attachment) -> tuple[zipfile.ZipFile, int, int]:
    """The zip of one submission with these attachments, and how many files are in it and not in it."""
    target = tmp_path / "export.zip"
    with writing_archive(target, tmp_path / "media", tr=FA) as archive:
        assert list(archive.adding([row(attachments=attachments), BARE])) == [row(attachments=attachments), BARE]
    return zipfile.ZipFile(target), archive.files, archive.missing


@pytest.mark.parametrize("ending", ["", ".jpg"])
def test_files_have_the_submissions_name(tmp_path: Path, ending: str) -> None:
    """A file lies in the folder of its tracking code, byte for byte, whatever ending our copy has."""
    content = bytes(range(256)) * 5000
    sha256 = store(tmp_path / "media", content, ending)
    zipped, files, missing = archive_of(tmp_path, Attachment("photo", "1405-1-2/1-photo.jpg", "stored", sha256))
    with zipped:
        assert zipped.namelist() == ["1405-1-2/1-photo.jpg"]
        assert zipped.read("1405-1-2/1-photo.jpg") == content
        assert zipped.testzip() is None
    assert (files, missing) == (1, 0)


def test_what_is_missing_is_listed(tmp_path: Path) -> None:
    """A file that is not among ours is named in the zip, with the reason, and stops nothing."""
    lost = Attachment("photo", "a/1-photo.jpg", "stored", "ab" * 32)
    waiting = Attachment("voice", "a/2-voice.ogg", "waiting")
    large = Attachment("video", "a/3-video.mp4", "too_large")
    strange = Attachment("photo", "a/4-photo.jpg", "stored", "../../etc/passwd")
    zipped, files, missing = archive_of(tmp_path, lost, waiting, large, strange)
    with zipped:
        listed = zipped.read(MISSING_LIST).decode("utf-8-sig").splitlines()
    assert listed == [
        "a/1-photo.jpg: دیگر در دسترس نیست",
        "a/2-voice.ogg: هنوز دریافت نشده",
        "a/3-video.mp4: بزرگ‌تر از حد دریافت",
        "a/4-photo.jpg: دیگر در دسترس نیست",
    ]
    assert (files, missing) == (0, 4)


def test_a_failing_export_leaves_no_zip(tmp_path: Path) -> None:
    """When the list fails, no half zip is left, and an older one stays."""
    target = tmp_path / "export.zip"
    target.write_bytes(b"older")

    def fail() -> None:
        with writing_archive(target, tmp_path / "media", tr=FA):
            raise LookupError("gone")

    with pytest.raises(LookupError, match="gone"):
        fail()
    assert target.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("kind", "file_name", "mime_type", "name"),
    [
        ("photo", None, None, "c/2-photo.jpg"),
        ("voice", None, "audio/ogg", "c/2-voice.ogg"),
        ("document", "نامهٔ مریم.PDF", None, "c/2-document.pdf"),
        ("document", "x.tar.gz", "application/gzip", "c/2-document.gz"),
        ("document", "x.<script>", "application/pdf", "c/2-document.pdf"),
        ("document", "x./../y", None, "c/2-document"),
        ("document", None, "no/such-type", "c/2-document"),
        ("video_note", None, None, "c/2-video_note.mp4"),
    ],
)
def test_names_tell_nothing_of_the_sender(kind: str, file_name: str | None, mime_type: str | None, name: str) -> None:
    """Of the sender's own name for a file only a harmless ending is kept."""
    assert attachment_name("c", 2, kind=kind, file_name=file_name, mime_type=mime_type) == name


def test_a_hash_is_no_path(tmp_path: Path) -> None:
    """Nothing but a hash finds a file."""
    (tmp_path / "aa").mkdir()
    (tmp_path / "aa" / "secret").write_text("x")
    assert stored_file(tmp_path, "aa/secret") is None
    assert stored_file(tmp_path, "*") is None
