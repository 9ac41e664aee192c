"""The one thing of Exif that a picture needs: which side is up."""

import struct

from models.image_metadata.pieces import Source

EXIF = b"Exif\0\0"
_ORIENTATION, _SHORT = 0x0112, 3
_UPRIGHT = 1


def orientation_of(exif: Source) -> int:
    """The orientation (1 to 8, as the Exif standard counts) that an Exif block names; 1 where it names none.

    Args:
        exif: the block, with or without the `Exif` mark before it.
    """
    start = len(EXIF) if exif[: len(EXIF)] == EXIF else 0
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[start : start + 4])
    if order is None or len(exif) < start + 8:
        return _UPRIGHT
    table = start + struct.unpack_from(order + "I", exif, start + 4)[0]
    if table + 2 > len(exif):
        return _UPRIGHT
    count = struct.unpack_from(order + "H", exif, table)[0]
    for entry in range(table + 2, min(table + 2 + 12 * count, len(exif) - 11), 12):
        tag, kind, _, value = struct.unpack_from(order + "HHIH", exif, entry)
        if tag == _ORIENTATION and kind == _SHORT:
            return value if 1 <= value <= 8 else _UPRIGHT
    return _UPRIGHT


def exif_of(orientation: int) -> bytes:
    """An Exif block (without the `Exif` mark) that says nothing but this; empty for an upright picture."""
    if orientation == _UPRIGHT:
        return b""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, _SHORT, 1, orientation, 0, 0)
