"""PNG (ISO 15948): chunks of length, name, content and checksum."""

import struct
import zlib

from models.image_metadata.orientation import exif_of, orientation_of
from models.image_metadata.pieces import Kept, Piece, Source, Unfollowable

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FRAME = 12  # bytes of a chunk beside its content
_KEPT = frozenset({
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS",
    b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs", b"sPLT",
    b"acTL", b"fcTL", b"fdAT",  # moving pictures
    b"CgBI",  # Apple's own; without it their pictures cannot be decoded
})  # fmt: skip


def pieces_of(data: Source) -> list[Piece]:
    """What a decoder needs, up to the end chunk."""
    kept = Kept()
    try:
        _follow(data, kept)
    except Unfollowable:
        return kept.pieces
    return kept.pieces


def _follow(data: Source, kept: Kept) -> None:
    kept.keep(0, len(SIGNATURE))
    position = len(SIGNATURE)
    while position + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, position)
        end = position + _FRAME + length
        if not name.isalpha():
            return
        if name in _KEPT:
            kept.keep(position, min(end, len(data)))
        elif name == b"eXIf" and end <= len(data):
            exif = exif_of(orientation_of(data[position + 8 : end - 4]))
            if exif:
                kept.put(_chunk(name, exif))
        if name == b"IEND":
            return
        position = end


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
