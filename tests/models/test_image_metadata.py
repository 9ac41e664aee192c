import io
import mmap
import struct
from pathlib import Path

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from models.image_metadata import pieces_of, strip_position
from models.image_metadata.pieces import joined

PLACE = b"36.5601,52.6789"
_GPS_TABLE, _ORIENTATION, _MAKER, _DESCRIPTION = 0x8825, 0x0112, 0x927C, 0x010E
_XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + PLACE + b"</x:xmpmeta>"


def picture(mode: str = "RGB", size: tuple[int, int] = (48, 32)) -> Image.Image:
    """A picture with something in every corner."""
    made = Image.effect_mandelbrot(size, (-2, -1.2, 1, 1.2), 40).convert(mode)
    made.putpixel((0, 0), tuple([200] * len(made.getbands())) if len(made.getbands()) > 1 else 200)
    return made


def exif(orientation: int = 6) -> Image.Exif:
    """What a telephone writes: orientation, place, maker note, description."""
    block = Image.Exif()
    block[_ORIENTATION] = orientation
    block[_DESCRIPTION] = PLACE.decode()
    block.get_ifd(_GPS_TABLE).update(
        {1: "N", 2: (36.0, 33.0, 36.36), 3: "E", 4: (52.0, 40.0, 44.0), 29: PLACE.decode()}
    )
    block.get_ifd(0x8769)[_MAKER] = PLACE
    return block


def saved(kind: str, *, orientation: int = 6, **options: object) -> bytes:
    """A picture with all the metadata its format takes."""
    into = io.BytesIO()
    picture().save(into, kind, exif=exif(orientation), **options)
    return into.getvalue()


def pixels(data: bytes) -> list[bytes]:
    """The pixels of every frame."""
    shown = Image.open(io.BytesIO(data))
    frames = []
    for number in range(getattr(shown, "n_frames", 1)):
        shown.seek(number)
        frames.append(shown.convert("RGBA").tobytes())
    return frames


def rhythm(data: bytes) -> list[tuple[object, object]]:
    """How often a moving picture repeats, and how long each frame stays."""
    shown = Image.open(io.BytesIO(data))
    frames = []
    for number in range(getattr(shown, "n_frames", 1)):
        shown.seek(number)
        frames.append((shown.info.get("loop"), shown.info.get("duration")))
    assert len(frames) == 3
    return frames


def assert_clean(data: bytes) -> bytes:
    """Clean it; no place is left, the pixels are the same, and cleaning again changes nothing."""
    cleaned = strip_position(data)
    assert PLACE in data
    assert PLACE not in cleaned
    assert pixels(cleaned) == pixels(data)
    block = Image.open(io.BytesIO(cleaned)).getexif()
    assert not block.get_ifd(_GPS_TABLE)
    assert strip_position(cleaned) == cleaned
    return cleaned


def comment_segment(marker: int, content: bytes) -> bytes:
    """A JPEG segment."""
    return struct.pack(">BBH", 0xFF, marker, 2 + len(content)) + content


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_photo_keeps_its_pixels_and_which_side_is_up(orientation: int, progressive: bool) -> None:
    """JPEG: place, maker note, XMP, comment and thumbnail go, orientation, colours and pixels stay."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = saved("JPEG", orientation=orientation, progressive=progressive, xmp=_XMP, comment=PLACE, icc_profile=profile)
    cleaned = assert_clean(data)
    shown = Image.open(io.BytesIO(cleaned))
    kept = dict(shown.getexif())
    assert kept == ({} if orientation == 1 else {_ORIENTATION: orientation})
    assert shown.info["icc_profile"] == profile
    assert not {"xmp", "comment"} & set(shown.info)


def test_a_photo_in_print_colours_keeps_them() -> None:
    """JPEG: the Adobe segment, which says what the four numbers of a CMYK pixel mean, stays."""
    into = io.BytesIO()
    picture("CMYK").save(into, "JPEG", comment=PLACE)
    assert b"Adobe" in assert_clean(into.getvalue())


def test_what_is_glued_behind_a_photo_goes() -> None:
    """JPEG: a second picture or a film behind the first one's end, as motion photos have, goes with its place."""
    photo = saved("JPEG")
    tail = b"\0\0\0\x18ftypmp42" + PLACE + saved("JPEG")
    assert strip_position(photo + tail) == strip_position(photo)


def test_segments_between_scans_and_thumbnails_go() -> None:
    """JPEG: metadata between two scans, Photoshop's block, JFIF's own thumbnail and JFXX are found as well."""
    photo = saved("JPEG", progressive=True)
    second_scan = photo.index(b"\xff\xda", photo.index(b"\xff\xda") + 2)
    thumbnail = b"JFIF\0\1\1\0\0\1\0\1\2\2" + (PLACE * 2)[:12]
    data = (
        photo[:2]
        + comment_segment(0xE0, thumbnail)
        + comment_segment(0xE0, b"JFXX\0\x10" + PLACE)
        + comment_segment(0xED, b"Photoshop 3.0\0" + PLACE)
        + photo[2:second_scan]
        + comment_segment(0xFE, PLACE)
        + comment_segment(0xE5, PLACE)
        + photo[second_scan:]
    )
    assert strip_position(data).count(b"JFIF") == 2
    assert_clean(data)


def test_a_photo_that_breaks_off_shows_what_it_showed() -> None:
    """JPEG: cut in the middle of its pixels it keeps all it has of them; cut inside Exif nothing of that is left."""
    photo = saved("JPEG")
    cut = photo[: len(photo) - 100]
    assert strip_position(cut) == strip_position(photo)[:-100]
    inside = photo[: photo.index(PLACE) + len(PLACE)]
    assert PLACE not in strip_position(inside)


def test_a_photo_that_is_none_stays_as_it_is() -> None:
    """Bytes that only begin like a photo, and the playground's picture, are not touched."""
    for data in (b"\xff\xd8\xff\xe0 a picture of the playground", b"\xff", b"", b"RIFF", b"....ftypmp42"):
        assert strip_position(data) == data
        assert pieces_of(data) is None


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "I;16"])
def test_a_png_keeps_its_pixels(mode: str) -> None:
    """PNG: texts, XMP and Exif go, palette and transparency stay."""
    texts = PngInfo()
    texts.add_text("GPS", PLACE.decode())
    texts.add_itxt("XML:com.adobe.xmp", _XMP.decode())
    texts.add_text("packed", "x" * 500, zip=True)
    into = io.BytesIO()
    picture("L" if mode == "I;16" else mode).convert(mode).save(into, "PNG", pnginfo=texts, exif=exif(), dpi=(72, 72))
    shown = Image.open(io.BytesIO(assert_clean(into.getvalue() + PLACE)))
    assert dict(shown.getexif()) == {_ORIENTATION: 6}
    assert set(shown.info) - {"transparency"} == {"dpi", "exif"}


def test_moving_pictures_go_on_moving() -> None:
    """PNG, WebP and GIF with several frames keep every frame, its time, and how often they repeat."""
    frames = [picture(), picture().rotate(90), picture().rotate(180)]
    for kind, options in (
        ("PNG", {"exif": exif()}),
        ("WEBP", {"exif": exif(), "xmp": _XMP}),
        ("GIF", {"comment": PLACE}),
    ):
        into = io.BytesIO()
        frames[0].save(into, kind, save_all=True, append_images=frames[1:], duration=70, loop=3, **options)
        assert rhythm(assert_clean(into.getvalue())) == rhythm(into.getvalue())


@pytest.mark.parametrize("lossless", [True, False])
@pytest.mark.parametrize("orientation", [1, 8])
def test_a_webp_keeps_its_pixels(lossless: bool, orientation: int) -> None:
    """WebP: Exif and XMP go, the flags and the length in its header say so, colours stay."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = saved("WEBP", lossless=lossless, orientation=orientation, xmp=_XMP, icc_profile=profile)
    cleaned = assert_clean(data + PLACE)
    assert struct.unpack_from("<I", cleaned, 4)[0] == len(cleaned) - 8
    assert cleaned[20] == 0x20 | (0x08 if orientation == 8 else 0)
    shown = Image.open(io.BytesIO(cleaned))
    assert shown.getexif().get(_ORIENTATION, 1) == orientation
    assert shown.info["icc_profile"] == profile


def test_a_gif_keeps_its_pixels() -> None:
    """GIF: comments and other programs' blocks, XMP among them, go."""
    into = io.BytesIO()
    picture("P").save(into, "GIF", comment=PLACE)
    plain = into.getvalue()
    xmp = b"\x21\xff\x0bXMP DataXMP" + _XMP + b"\x01" + bytes(range(255, -1, -1)) + b"\0"
    image = plain.index(b"\x2c\0\0\0\0")
    assert_clean(plain[:image] + xmp + plain[image:] + PLACE)


@pytest.mark.parametrize("compression", ["raw", "tiff_lzw"])
def test_a_tiff_keeps_its_pixels(compression: str) -> None:
    """TIFF: the GPS table is emptied where it is, XMP, maker note and description are blanked, pixels stay."""
    data = saved("TIFF", compression=compression, tiffinfo={700: _XMP})
    cleaned = strip_position(data)
    assert len(cleaned) == len(data)
    assert_clean(data)


def test_a_picture_of_an_iphone_keeps_its_pixels() -> None:
    """HEIF's family, here AVIF: Exif and XMP are emptied where they are, nothing else moves."""
    data = saved("AVIF", xmp=_XMP)
    cleaned = strip_position(data)
    assert len(cleaned) == len(data)
    assert_clean(data)


def box(name: bytes, content: bytes) -> bytes:
    """A box of an ISO base media file."""
    return struct.pack(">I4s", 8 + len(content), name) + content


def test_a_film_forgets_its_place() -> None:
    """MP4 and MOV: place and other descriptions of the film and of its tracks become free space, all offsets hold."""
    place = box(b"udta", box(b"\xa9xyz", b"\0\x0f\0\0" + PLACE))
    track = box(b"trak", box(b"tkhd", bytes(84)) + place + box(b"mdia", b"media"))
    frames = box(b"mdat", b"frames")
    film = box(b"ftyp", b"mp42") + box(b"moov", box(b"mvhd", bytes(100)) + track + place + box(b"meta", PLACE)) + frames
    cleaned = strip_position(film + box(b"uuid", bytes(16) + PLACE))
    assert PLACE not in cleaned
    assert cleaned.index(frames) == film.index(frames)
    assert cleaned.count(b"free") == 4
    assert b"mvhd" in cleaned
    assert b"media" in cleaned


def test_other_files_are_not_touched() -> None:
    """Voices, texts, archives and office files stay byte for byte."""
    for data in (b"OggS" + PLACE, PLACE, b"PK\x03\x04" + PLACE, b"%PDF-1.7" + PLACE, b"RIFF\0\0\0\0WAVE" + PLACE):
        assert strip_position(data) == data


def test_a_mapped_file_is_cleaned_like_bytes(tmp_path: Path) -> None:
    """A file on the disk is cleaned without reading it into memory, with the same result."""
    for kind in ("JPEG", "PNG", "WEBP", "TIFF", "AVIF"):
        data = saved(kind)
        file = tmp_path / kind
        file.write_bytes(data)
        with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
            pieces = pieces_of(mapped)
            assert pieces is not None
            assert joined(mapped, pieces) == strip_position(data)


@pytest.mark.parametrize(("version", "is_in_meta"), [(0, False), (1, False), (1, True), (2, False), (2, True)])
def test_pictures_of_every_telephone_forget_their_place(version: int, is_in_meta: bool) -> None:
    """HEIC: Exif is found by every way its table can name its place; the picture's bytes do not move."""
    place, frame = b"\0\0\0\0MM\0*" + PLACE * 3, b"the picture"
    wide = ">I" if version == 2 else ">H"

    def item(number: int, offset: int, length: int) -> bytes:
        method = struct.pack(">H", int(is_in_meta and number == 2)) if version else b""
        return struct.pack(wide, number) + method + struct.pack(">HHII", 0, 1, offset, length)

    def made(start: int) -> bytes:
        kinds = b"".join(
            box(b"infe", b"\2\0\0\0" + struct.pack(">HH", number, 0) + kind + b"\0")
            for number, kind in ((1, b"hvc1"), (2, b"Exif"))
        )
        places = item(1, start, len(frame)) + item(2, 0 if is_in_meta else start + len(frame), len(place))
        location = bytes([version, 0, 0, 0, 0x44, 0]) + struct.pack(wide, 2) + places
        boxes = box(b"iinf", b"\0\0\0\0\0\2" + kinds) + box(b"iloc", location)
        head = box(b"ftyp", b"heic") + box(b"meta", bytes(4) + boxes + (box(b"idat", place) if is_in_meta else b""))
        return head + box(b"mdat", frame + (b"" if is_in_meta else place))

    data = made(made(0).index(frame))
    cleaned = strip_position(data)
    assert PLACE not in cleaned
    assert len(cleaned) == len(data)
    assert cleaned.index(frame) == data.index(frame)
    assert b"\0\0\0\0MM\0*" in cleaned
