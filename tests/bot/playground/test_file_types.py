import pytest

from bot.playground.file_types import ANYTHING, picture_size, type_by_content, type_by_name
from tests.bot.playground.samples import jpeg_head, png


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("درخواست‌ها.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("گزارش.PDF", "application/pdf"),
        ("voice.oga", "audio/ogg"),
        ("بی‌پسوند", ANYTHING),
    ],
)
def test_a_name_tells_the_type(name: str, kind: str) -> None:
    """The same type on every machine, whatever its own tables say."""
    assert type_by_name(name) == kind


def test_pictures_have_a_size() -> None:
    """JPEG (behind other segments), PNG and GIF tell their size; what is broken or no picture tells none."""
    assert picture_size(jpeg_head(1280, 960)) == (1280, 960)
    assert picture_size(png(3, 2)) == (3, 2)
    assert picture_size(b"GIF89a\x07\x00\x05\x00") == (7, 5)
    for broken in (b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", jpeg_head(5, 5)[:12], b"%PDF-1.7"):
        assert picture_size(broken) is None


def test_first_bytes_tell_pictures_sound_and_film() -> None:
    """Content is recognised whatever the file is called; anything else is not guessed."""
    assert type_by_content(png(1, 1)) == "image/png"
    assert type_by_content(b"OggS...") == "audio/ogg"
    assert type_by_content(b"....ftypmp42") == "video/mp4"
    assert type_by_content(b"....ftypM4A ") == "audio/mp4"
    assert type_by_content(b"<html>") is None
