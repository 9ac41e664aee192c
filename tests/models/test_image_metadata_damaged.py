import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.image_metadata import pieces_of, strip_position
from models.image_metadata.pieces import PIECES, joined
from tests.models.test_image_metadata import PLACE, box, saved

_SAMPLES = [saved(kind) for kind in ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "AVIF")]
_SAMPLES.append(box(b"ftyp", b"mp42") + box(b"moov", box(b"trak", box(b"udta", PLACE)) + box(b"meta", PLACE)))


@settings(max_examples=600)
@given(st.sampled_from(_SAMPLES), st.data())
def test_damaged_pictures_break_nothing(sample: bytes, data: st.DataObject) -> None:
    """Whatever bytes of a picture are changed, inserted or cut off: no error, and cleaning twice is cleaning once."""
    damaged = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged)))
        length = data.draw(st.integers(0, 8))
        damaged[place : place + length] = data.draw(st.binary(max_size=8))
    end = data.draw(st.sampled_from([len(damaged), data.draw(st.integers(0, len(damaged)))]))
    cleaned = strip_position(bytes(damaged[:end]))
    assert strip_position(cleaned) == cleaned


_STARTS = [
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"RIFF\xff\xff\0\0WEBP",
    b"GIF89a",
    b"II*\0",
    b"MM\0*",
    b"\0\0\0\x08ftyp",
]
_PARTS = [
    *(b"\xff\xe1\0\x0aExif\0\0", b"\xff\xda\0\x04..", b"\xff\xd9", b"\xff\xe0\0\x20JFIF\0"),
    *(b"\0\0\0\x04eXIf", b"\0\0\0\x01IDAT", b"VP8X\x0a\0\0\0", b"ANMF\x20\0\0\0", b"EXIF\x08\0\0\0", b"VP8 \1\0\0\0"),
    *(b"\0\0\0\x10moov", b"\0\0\0\x10trak", b"\0\0\0\x0cudta", b"\0\0\0\x40meta\0\0\0\0", b"\0\0\0\1uuid"),
    *(b"\0\0\0\x18iloc\1\0\0\0\x44\0\0\1", b"\0\0\0\x20iinf\0\0\0\0\0\1", b"\0\0\0\x15infe\2\0\0\0\0\1\0\0Exif"),
    *(
        b"\x25\x88\x04\0\x01\0\0\0\x08\0\0\0",
        b"\x69\x87\x04\0\x01\0\0\0\x08\0\0\0",
        b",\0\0\0\0\1\0\1\0\x80",
        b"!\xff",
        b"!\xfe",
    ),
]


@settings(max_examples=600)
@given(st.sampled_from(_STARTS), st.lists(st.one_of(st.binary(max_size=12), st.sampled_from(_PARTS)), max_size=30))
def test_invented_pictures_break_nothing(start: bytes, parts: list[bytes]) -> None:
    """Bytes that nobody's camera wrote: no error, never longer by more than an orientation, and stable."""
    data = start + b"".join(parts)
    cleaned = strip_position(data)
    assert len(cleaned) <= len(data) + 64
    assert strip_position(cleaned) == cleaned


@pytest.mark.parametrize(
    "hostile",
    [
        b"\xff\xd8\xff\xdb\0\2" + b"\xff\xfe\0\2\xff\xdb\0\2" * 200_000,
        b"\xff\xd8" + b"\xff" * 3_000_000,
        b"\xff\xd8\xff\xda\0\2" + b"\xff" * 3_000_000 + b"\0",
        b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0IDATcrc.\0\0\0\0tEXtcrc." * 100_000,
        b"RIFF\xff\xff\xff\x7fWEBP" + b"VP8 \0\0\0\0junk\0\0\0\0" * 150_000,
        b"RIFF\xff\xff\xff\x7fWEBP" + b"ANMF\xff\xff\xff\x7f" * 200_000,
        b"GIF89a" + bytes(7) + b"\x21\xfe\1x\0" * 400_000,
        b"\0\0\0\x08ftyp" + b"\0\0\0\x08uuid" * 250_000,
        b"\0\0\0\x08ftyp" + b"\0\0\0\x08moov" * 250_000,
        b"II*\0\x08\0\0\0\xff\xff" + b"\xbc\x02\x01\0\xff\xff\x01\0\x08\0\0\0" * 65_535,
    ],
)
def test_hostile_pictures_cost_little(hostile: bytes) -> None:
    """Millions of tiny blocks, endless fill bytes and overlapping values take neither memory nor minutes."""
    pieces = pieces_of(hostile) or []
    assert len(pieces) <= PIECES + 1
    assert len(joined(hostile, pieces)) <= len(hostile)
