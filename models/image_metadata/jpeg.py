"""JPEG (ITU T.81): segments behind markers, then scans of entropy-coded data, in which 0xFF is followed by 0x00."""

import re
import struct

from models.image_metadata.orientation import EXIF, exif_of, orientation_of
from models.image_metadata.pieces import Kept, Piece, Source, Unfollowable

# Not a stuffed byte, not a fill byte, not a restart inside a scan.
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_START, _END, _SCAN, _TEMPORARY = 0xD8, 0xD9, 0xDA, 0x01
_APP0, _APP1, _APP2, _APP14, _APP15, _COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
# Frames, tables, restart interval, number of lines, hierarchical progression.
_PICTURE = frozenset(range(0xC0, 0xE0)) - {_START, _END} - {0xC8}
_JFIF_LENGTH = 16  # of the segment without a thumbnail, its two length bytes included


def pieces_of(data: Source) -> list[Piece]:
    """What a decoder needs, up to the end of the first picture: second pictures and films behind it are left out."""
    kept = Kept()
    try:
        _follow(data, kept)
    except Unfollowable:
        return kept.pieces
    return kept.pieces


def _follow(data: Source, kept: Kept) -> None:
    kept.keep(0, 2)
    position = 2
    while found := _MARKER.search(data, position):
        marker, start = data[found.end() - 1], found.start()
        position = found.end()
        if marker == _END:
            kept.keep(start, position)
            return
        if marker in {_START, _TEMPORARY}:
            continue
        length = int.from_bytes(data[position : position + 2])
        if length < 2:
            continue
        end = position + length
        if end > len(data):  # it breaks off here
            if not _APP1 <= marker <= _APP15 and marker != _COMMENT:
                kept.keep(start, len(data))
            return
        _take(data, marker, start, end, kept)
        position = end
        if marker == _SCAN:
            following = _MARKER.search(data, end)
            position = following.start() if following else len(data)
            kept.keep(end, position)


def _take(data: Source, marker: int, start: int, end: int, kept: Kept) -> None:
    """Keep a segment, keep what matters of it, or leave it out."""
    content = start + 4
    if marker == _APP0 and data[content : content + 5] == b"JFIF\0" and end - start >= _JFIF_LENGTH + 2:
        if end - start == _JFIF_LENGTH + 2:
            kept.keep(start, end)
        else:
            kept.put(b"\xff\xe0\x00\x10" + data[content : content + 12] + b"\0\0")  # without the thumbnail
    elif marker == _APP1 and data[content : content + len(EXIF)] == EXIF:
        exif = exif_of(orientation_of(data[content:end]))
        if exif:
            kept.put(struct.pack(">HH", 0xFFE1, 2 + len(EXIF) + len(exif)) + EXIF + exif)
    elif (
        marker in _PICTURE
        or (marker == _APP2 and data[content : content + 12] == b"ICC_PROFILE\0")
        or (marker == _APP14 and data[content : content + 5] == b"Adobe")  # which colours the numbers mean
    ):
        kept.keep(start, end)
