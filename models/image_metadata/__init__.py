"""Removing from pictures and films where (and by whom) they were taken, without touching a pixel.

What happens to each format:

- JPEG, PNG, WebP, GIF: only what a decoder needs for the picture is kept, ICC profiles among it. Exif, XMP, IPTC,
  comments, maker notes, thumbnails, unknown blocks and whatever is glued to the end are left out. Of Exif the
  orientation stays, in a block of our own.
- HEIC, HEIF, AVIF, MP4, MOV, 3GP: every offset in them counts from the file's beginning, so nothing is moved: Exif
  and XMP items, and the boxes that hold a film's descriptions (among them its place), are overwritten where they are.
- TIFF, and the camera formats built on it (DNG, NEF, CR2 …): the GPS table, XMP, IPTC, maker notes and comments are
  overwritten where they are.

What is not done: timed position tracks inside films of action cameras, BigTIFF, JPEG XL, and the text of PDF and office
files. Files of other formats are left as they are.

The bytes are anybody's. A part that cannot be followed is left out of the formats of the first kind (a decoder could
not follow it either), and left as it is in the others; nothing raises, and time grows with the file's size, not with
its square.
"""

from collections.abc import Callable

from models.image_metadata import boxes, gif, jpeg, png, tiff, webp
from models.image_metadata.pieces import Piece, Source, joined

_FIRST_BOXES = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"pnot"})  # films of before 2001 have no ftyp


def pieces_of(data: Source) -> list[Piece] | None:
    """What the cleaned file consists of: ranges of the original, and bytes of our own between them.

    Args:
        data: the whole file, in memory or mapped.

    Returns:
        None where nothing has to change.
    """
    cleaner = _cleaner_of(data[:12])
    if cleaner is None:
        return None
    pieces = cleaner(data)
    return None if pieces == [slice(0, len(data))] else pieces


def _cleaner_of(head: bytes) -> Callable[[Source], list[Piece]] | None:
    """By the file's first bytes: names and types are whatever a sender says."""
    if head[4:8] in _FIRST_BOXES:
        return boxes.pieces_of
    if head[:4] == b"RIFF":
        return webp.pieces_of if head[8:] == b"WEBP" else None
    return next((cleaner for start, cleaner in _STARTS.items() if head.startswith(start)), None)


_STARTS: dict[bytes, Callable[[Source], list[Piece]]] = {
    b"\xff\xd8\xff": jpeg.pieces_of,
    png.SIGNATURE: png.pieces_of,
    b"GIF87a": gif.pieces_of,
    b"GIF89a": gif.pieces_of,
    b"II*\0": tiff.pieces_of,
    b"MM\0*": tiff.pieces_of,
}


def strip_position(data: bytes) -> bytes:
    """The file without position and other metadata; the same bytes where it holds none, or is no picture we know."""
    pieces = pieces_of(data)
    return data if pieces is None else joined(data, pieces)


__all__ = ["Piece", "Source", "pieces_of", "strip_position"]
