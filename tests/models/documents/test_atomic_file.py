import os
import stat
from pathlib import Path

import pytest

from models.documents.atomic_file import replacing


def test_the_old_file_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    """A writer that fails half-way leaves the older file as it was, and nothing beside it."""
    target = tmp_path / "list.csv"
    target.write_bytes(b"old")

    def write_half() -> None:
        with replacing(target) as new:
            new.write(b"half")
            raise LookupError

    with pytest.raises(LookupError):
        write_half()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_the_new_file_takes_its_place(tmp_path: Path) -> None:
    """When the block ends well the target is the new file, with the rights the old one had."""
    target = tmp_path / "list.csv"
    target.write_bytes(b"old")
    target.chmod(0o640)
    with replacing(target) as new:
        new.write(b"new")
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_a_new_file_follows_the_umask(tmp_path: Path) -> None:
    """A file that was not there gets the rights any new file gets."""
    mask = os.umask(0o027)
    try:
        with replacing(tmp_path / "new") as new:
            new.write(b"x")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Writing through a link replaces what it points to."""
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    with replacing(link) as new:
        new.write(b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("missing/list.csv", FileNotFoundError),
        (".", IsADirectoryError),
        ("file/list.csv", NotADirectoryError),
    ],
)
def test_an_unwritable_target_is_named(tmp_path: Path, place: str, error: type[OSError]) -> None:
    """Where nothing can be written the error names the target that was asked for; nothing is left behind."""
    (tmp_path / "file").write_bytes(b"")
    target = tmp_path / place
    with pytest.raises(error) as raised, replacing(target):
        pytest.fail("the block ran")
    assert raised.value.filename == str(target)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
