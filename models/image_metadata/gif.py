"""GIF (89a): blocks, each a chain of sub-blocks of at most 255 bytes."""

from models.image_metadata.pieces import Kept, Piece, Source, Unfollowable

_IMAGE, _EXTENSION, _END = 0x2C, 0x21, 0x3B
_TEXT, _CONTROL, _APPLICATION = 0x01, 0xF9, 0xFF
_APPLICATIONS = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"})  # how often to repeat; colours
_SCREEN, _IMAGE_HEADER = 13, 10


def pieces_of(data: Source) -> list[Piece]:
    """Pictures and how they move, up to the end mark; comments, XMP and other programs' blocks are left out."""
    kept = Kept()
    try:
        _follow(data, kept)
    except Unfollowable:
        return kept.pieces
    return kept.pieces


def _follow(data: Source, kept: Kept) -> None:
    position = _after_colours(data, 10, _SCREEN)
    kept.keep(0, min(position, len(data)))
    while position < len(data):
        start, block = position, data[position]
        if block == _END:
            kept.keep(start, start + 1)
            return
        if block == _IMAGE:
            position = _after_chain(data, _after_colours(data, start + 9, start + _IMAGE_HEADER) + 1)
        elif block == _EXTENSION:
            position = _after_chain(data, start + 2)
        else:
            return
        if block == _IMAGE or _is_wanted(data, start):
            kept.keep(start, position)


def _is_wanted(data: Source, start: int) -> bool:
    label = data[start + 1 : start + 2]
    if label == bytes([_APPLICATION]):
        return data[start + 3 : start + 14] in _APPLICATIONS
    return label in {bytes([_TEXT]), bytes([_CONTROL])}


def _after_colours(data: Source, flags: int, start: int) -> int:
    """Where the colour table ends that a block's flags announce."""
    packed = data[flags] if flags < len(data) else 0
    return start + (3 << ((packed & 7) + 1) if packed & 0x80 else 0)


def _after_chain(data: Source, position: int) -> int:
    while position < len(data) and data[position]:
        position += data[position] + 1
    return min(position + 1, len(data))
