"""ISO base media files (ISO 14496-12): HEIC, HEIF and AVIF pictures, MP4, MOV and 3GP films.

Offsets count from the file's beginning, so every box keeps its place and length: a box that is not wanted
becomes a `free` one, filled with zeros.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from models.image_metadata import items
from models.image_metadata.pieces import Overlay, Piece, Source, Unfollowable

_MOST_BOXES = 100_000
# A film's and a track's descriptions: name, maker, place (`©xyz`, `loci`, `com.apple.quicktime.location…`), XMP.
_DESCRIPTIONS = frozenset({b"udta", b"meta", b"uuid"})
_IN_META = frozenset({b"udta", b"uuid", b"xml ", b"bxml", b"ilst", b"keys"})


@dataclass(frozen=True)
class Box:
    """One box: from `start`, its content from `content`, up to `end`."""

    name: bytes
    start: int
    content: int
    end: int


def pieces_of(data: Source) -> list[Piece]:
    """The file with its descriptions, Exif and XMP overwritten where they are."""
    overlay = Overlay()
    try:
        for box in _boxes(data, 0, len(data)):
            if box.name == b"moov":
                _clean_film(data, box, overlay)
            elif box.name == b"meta":
                _clean_meta(data, box, overlay)
            elif box.name in {b"uuid", b"udta"}:
                _free(box, overlay)
    except Unfollowable:
        return overlay.pieces(len(data))
    return overlay.pieces(len(data))


def _clean_film(data: Source, film: Box, overlay: Overlay) -> None:
    for box in _boxes(data, film.content, film.end):
        if box.name in _DESCRIPTIONS:
            _free(box, overlay)
        elif box.name == b"trak":
            for inner in _boxes(data, box.content, box.end):
                if inner.name in _DESCRIPTIONS:
                    _free(inner, overlay)


def _clean_meta(data: Source, meta: Box, overlay: Overlay) -> None:
    """A picture's own `meta` box says where everything lies, and stays; what it tells beside that does not."""
    found: dict[bytes, Box] = {}
    # Behind version and flags, which QuickTime's own kind does not have: its first box stands in their place.
    start = meta.content if data[meta.content + 4 : meta.content + 8] == b"hdlr" else meta.content + 4
    for box in _boxes(data, start, meta.end):
        if box.name in _IN_META:
            _free(box, overlay)
        found.setdefault(box.name, box)
    if b"iinf" not in found or b"iloc" not in found:
        return
    kinds = items.kinds(data, found[b"iinf"].content, found[b"iinf"].end)
    own_data = found.get(b"idat")
    for place in items.places(data, found[b"iloc"].content, found[b"iloc"].end):
        head = _EMPTY.get(kinds.get(place.item, b""))
        if head is None:
            continue
        limit = len(data)
        start = place.offset
        if place.is_in_meta:
            start, limit = (own_data.content + start, own_data.end) if own_data else (limit, limit)
        overlay.blank(start, min(start + place.length, limit), head)


# What an emptied item holds: Exif without an entry (readers check its first bytes), XMP without a word.
_EMPTY = {b"Exif": b"\0\0\0\0" + struct.pack(">2sHIHI", b"MM", 42, 8, 0, 0), b"mime": b""}


def _free(box: Box, overlay: Overlay) -> None:
    overlay.blank(box.start + 4, box.start + 8, b"free")
    overlay.blank(box.content, box.end)


def _boxes(data: Source, start: int, end: int) -> Iterator[Box]:
    """The boxes side by side in a range; one that claims more than there is ends with the range, as the last.

    Raises:
        Unfollowable: there are more than any film has.
    """
    for _ in range(_MOST_BOXES):
        if start + 8 > end:
            return
        size, name = struct.unpack_from(">I4s", data, start)
        content = start + 8
        if size == 1 and start + 16 <= end:
            size, content = struct.unpack_from(">Q", data, start + 8)[0], start + 16
        following = end if size == 0 else start + size
        if following < content:
            return
        yield Box(name, start, content, min(following, end))
        start = following
    raise Unfollowable
