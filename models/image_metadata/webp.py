"""WebP (RFC 9649): RIFF chunks; the frames of a moving picture hold chunks themselves."""

import struct
from collections.abc import Iterator

from models.image_metadata.orientation import exif_of, orientation_of
from models.image_metadata.pieces import Kept, Piece, Source, Unfollowable

_KEPT = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ICCP", b"ANIM"})
_HEADER, _CHUNK_HEADER, _FRAME_HEADER = 12, 8, 16
_HAS_EXIF, _HAS_XMP = 0x08, 0x04


def pieces_of(data: Source) -> list[Piece]:
    """What a decoder needs, within the length that the file itself names."""
    length = struct.unpack_from("<I", data, 4)[0]
    end = min(len(data), 8 + length)
    kept = Kept()
    kept.keep(0, _HEADER)
    try:
        _take(data, _HEADER, end, kept, _exif(data, end))
    except Unfollowable:
        length = end - 8  # what follows is left out
    missing = max(8 + length - end, 0)  # a file that breaks off stays as much too short as it was
    header = struct.pack("<4sI4s", b"RIFF", min(kept.size - 8 + missing, 0xFFFFFFFF), b"WEBP")
    first = kept.pieces[0]
    if header != data[:_HEADER] and isinstance(first, slice):
        kept.pieces[:1] = [header, slice(_HEADER, first.stop)] if first.stop > _HEADER else [header]
    return kept.pieces


def _chunks(data: Source, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of each chunk, its padding included; the last one may break off at `end`."""
    while start + _CHUNK_HEADER <= end:
        name, length = struct.unpack_from("<4sI", data, start)
        following = start + _CHUNK_HEADER + length + length % 2
        yield name, start, min(following, end)
        start = following


def _exif(data: Source, end: int) -> bytes:
    for name, start, stop in _chunks(data, _HEADER, end):
        if name == b"EXIF":
            return exif_of(orientation_of(data[start + _CHUNK_HEADER : stop]))
    return b""


def _take(data: Source, start: int, end: int, kept: Kept, exif: bytes) -> None:
    for name, begin, stop in _chunks(data, start, end):
        if name in _KEPT:
            kept.keep(begin, stop)
        elif name == b"VP8X":
            _take_features(data, begin, stop, kept, has_exif=bool(exif))
        elif name == b"ANMF":
            _take_frame(data, begin, stop, kept)
        elif name == b"EXIF" and exif:
            kept.put(struct.pack("<4sI", name, len(exif)) + exif)
            exif = b""


def _take_features(data: Source, start: int, end: int, kept: Kept, *, has_exif: bool) -> None:
    flags = start + _CHUNK_HEADER
    if flags >= end:
        return
    wanted = data[flags] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if has_exif else 0)
    if wanted == data[flags]:
        kept.keep(start, end)
    else:
        kept.keep(start, flags)
        kept.put(bytes([wanted]))
        kept.keep(flags + 1, end)


def _take_frame(data: Source, start: int, end: int, kept: Kept) -> None:
    body = start + _CHUNK_HEADER + _FRAME_HEADER
    inner = Kept()
    if not _is_nested(data, body, end):
        _take(data, body, end, inner, b"")
    if body + inner.size >= end:
        kept.keep(start, end)
        return
    kept.put(struct.pack("<4sI", b"ANMF", _FRAME_HEADER + inner.size) + data[start + _CHUNK_HEADER : body])
    kept.extend(inner.pieces)


def _is_nested(data: Source, start: int, end: int) -> bool:
    """Frames hold no frames; one that does is nobody's picture, and following it could go deep."""
    return any(name in {b"ANMF", b"VP8X"} for name, _, _ in _chunks(data, start, end))
