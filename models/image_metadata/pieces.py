"""A cleaned file as a list of pieces: ranges of the original and bytes of our own, so that nothing large is copied."""

from collections.abc import Iterable, Iterator
from mmap import mmap

Source = bytes | mmap
Piece = slice | bytes

PIECES = 20_000
"""More pieces than this has no honest picture: a hostile file of many tiny blocks must not fill the memory."""

_CHUNK = 1 << 20


class Unfollowable(Exception):  # noqa: N818  (named by what is the case)
    """The structure cannot be followed any further."""


class Kept:
    """Gathers pieces in their order; neighbouring ranges become one."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.size = 0

    def keep(self, start: int, end: int) -> None:
        """Take a range of the original over.

        Raises:
            Unfollowable: there would be more than `PIECES`.
        """
        if end <= start:
            return
        self.size += end - start
        last = self.pieces[-1] if self.pieces else None
        if isinstance(last, slice) and last.stop == start:
            self.pieces[-1] = slice(last.start, end)
        else:
            self._append(slice(start, end))

    def put(self, own: bytes) -> None:
        """Add bytes of our own. Raises as `keep` does."""
        self.size += len(own)
        self._append(own)

    def extend(self, pieces: Iterable[Piece]) -> None:
        """Add pieces that were gathered elsewhere. Raises as `keep` does."""
        for piece in pieces:
            if isinstance(piece, slice):
                self.keep(piece.start, piece.stop)
            else:
                self.put(piece)

    def _append(self, piece: Piece) -> None:
        if len(self.pieces) >= PIECES:
            raise Unfollowable
        self.pieces.append(piece)


class Overlay:
    """Gathers ranges that are overwritten where they are: with zeros, after bytes of our own."""

    def __init__(self) -> None:
        self._edits: list[tuple[int, int, bytes]] = []

    def blank(self, start: int, end: int, head: bytes = b"") -> None:
        """Overwrite a range; a head that is longer than the range is left out.

        Raises:
            Unfollowable: there would be more than `PIECES`.
        """
        if len(self._edits) >= PIECES // 2:
            raise Unfollowable
        if 0 <= start < end:
            self._edits.append((start, end, head if len(head) <= end - start else b""))

    def pieces(self, size: int) -> list[Piece]:
        """The whole file of `size` bytes with the edits made; where two overlap, the first one's head stays."""
        made: list[Piece] = []
        position = 0
        for begin, stop, head in sorted(self._edits):
            start, end = max(begin, position), min(stop, size)
            if end <= start:
                continue
            if start > position:
                made.append(slice(position, start))
            own = (head + bytes(stop - begin - len(head)))[: end - begin] if begin == start else bytes(end - start)
            made.append(own)
            position = end
        if position < size:
            made.append(slice(position, size))
        return made


def chunks(data: Source, pieces: Iterable[Piece]) -> Iterator[bytes]:
    """The pieces' bytes, at most 1 MB at a time."""
    for piece in pieces:
        if isinstance(piece, bytes):
            yield piece
            continue
        for start in range(piece.start, piece.stop, _CHUNK):
            yield data[start : min(start + _CHUNK, piece.stop)]


def joined(data: Source, pieces: Iterable[Piece]) -> bytes:
    """The pieces as one."""
    return b"".join(chunks(data, pieces))
