"""TIFF 6.0 and the camera formats built on it: tables of entries, found by offsets from the file's beginning."""

import struct
from dataclasses import dataclass, field

from models.image_metadata.pieces import Overlay, Piece, Source, Unfollowable

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}  # bytes by type
_GPS = 0x8825
_TABLES = frozenset({330, 0x8769})  # further pictures, Exif
_PRIVATE = frozenset({
    700,  # XMP
    33723, 34377,  # IPTC, Photoshop
    0x927C, 0x9286,  # maker note, user comment
    0xC634,  # DNG: what the maker wishes to keep
    270, 315, 316, 33432,  # description, artist, host, copyright
    0xA430, 0xA431, 0xA435,  # owner and serial numbers
})  # fmt: skip
_MOST_TABLES, _MOST_ENTRIES, _MOST_POINTERS = 256, 4096, 64


@dataclass
class _Walk:
    data: Source
    order: str
    overlay: Overlay
    seen: set[int] = field(default_factory=set)
    waiting: list[int] = field(default_factory=list)

    def number(self, kind: str, position: int) -> int:
        """An unsigned number; 0 where the file ends before it."""
        if position + struct.calcsize(kind) > len(self.data):
            return 0
        value: int = struct.unpack_from(self.order + kind, self.data, position)[0]
        return value


def pieces_of(data: Source) -> list[Piece]:
    """The file with everything overwritten that tells where and by whom; what it tells of the picture stays."""
    overlay = Overlay()
    walk = _Walk(data, "<" if data[:2] == b"II" else ">", overlay)
    walk.waiting.append(walk.number("I", 4))
    try:
        while walk.waiting and len(walk.seen) < _MOST_TABLES:
            _follow(walk, walk.waiting.pop())
    except Unfollowable:
        return overlay.pieces(len(data))
    return overlay.pieces(len(data))


def _follow(walk: _Walk, table: int) -> None:
    if table in walk.seen or not 8 <= table < len(walk.data) - 1:
        return
    walk.seen.add(table)
    count = min(walk.number("H", table), _MOST_ENTRIES)
    for entry in range(table + 2, table + 2 + 12 * count, 12):
        tag = walk.number("H", entry)
        if tag == _GPS:
            _blank_table(walk, walk.number("I", entry + 8))
        elif tag in _PRIVATE:
            walk.overlay.blank(*_value(walk, entry))
        elif tag in _TABLES:
            start, end = _value(walk, entry)
            walk.waiting += [walk.number("I", at) for at in range(start, min(end, start + 4 * _MOST_POINTERS), 4)]
    walk.waiting.append(walk.number("I", table + 2 + 12 * count))


def _value(walk: _Walk, entry: int) -> tuple[int, int]:
    """Where an entry's value lies: in the entry itself when it has at most four bytes."""
    size = _SIZES.get(walk.number("H", entry + 2), 1) * walk.number("I", entry + 4)
    start = entry + 8 if size <= 4 else walk.number("I", entry + 8)
    return start, min(start + size, len(walk.data))


def _blank_table(walk: _Walk, table: int) -> None:
    """An empty table stays where the GPS table was: the entry that points to it remains true."""
    if table in walk.seen or not 8 <= table < len(walk.data) - 1:
        return
    walk.seen.add(table)
    count = min(walk.number("H", table), _MOST_ENTRIES)
    for entry in range(table + 2, table + 2 + 12 * count, 12):
        start, end = _value(walk, entry)
        if start != entry + 8:
            walk.overlay.blank(start, end)
    walk.overlay.blank(table, table + 2 + 12 * count + 4)
