"""The items of a HEIF file (ISO 23008-12): which kinds there are, and where the bytes of each lie."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.image_metadata.pieces import Source

_IN_FILE, _IN_META = 0, 1


@dataclass(frozen=True)
class Place:
    """A range of bytes that belongs to an item: counted from the file's beginning, or inside the `idat` box."""

    item: int
    offset: int
    length: int
    is_in_meta: bool


@dataclass
class _Cursor:
    data: Source
    position: int
    end: int

    def take(self, size: int) -> int:
        """The next unsigned number of so many bytes; 0 behind the end, where `is_over` becomes true."""
        start, self.position = self.position, self.position + size
        return 0 if self.is_over else int.from_bytes(self.data[start : self.position])

    @property
    def is_over(self) -> bool:
        return self.position > self.end


def kinds(data: Source, start: int, end: int) -> dict[int, bytes]:
    """Item numbers and their four-letter kinds, from the content of an `iinf` box."""
    cursor = _Cursor(data, start, end)
    version = cursor.take(1)
    cursor.take(3)
    count = cursor.take(2 if version == 0 else 4)
    found: dict[int, bytes] = {}
    for _ in range(count):
        entry = cursor.position
        size = cursor.take(4)
        cursor.take(4)  # "infe"
        entry_version = cursor.take(1)
        cursor.take(3)
        item = cursor.take(4 if entry_version > 2 else 2)
        cursor.take(2)  # protection
        if cursor.is_over or size < 8:
            break
        found[item] = data[cursor.position : cursor.position + 4]
        cursor.position = entry + size
    return found


def places(data: Source, start: int, end: int) -> Iterator[Place]:
    """Where items lie, from the content of an `iloc` box. What lies inside another item is not among them."""
    cursor = _Cursor(data, start, end)
    version = cursor.take(1)
    cursor.take(3)
    sizes = cursor.take(2)
    offset_size, length_size, base_size, index_size = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    wide = 4 if version == 2 else 2
    for _ in range(cursor.take(wide)):
        item = cursor.take(wide)
        method = cursor.take(2) & 15 if version in {1, 2} else _IN_FILE
        cursor.take(2)  # which file: this one
        base = cursor.take(base_size)
        for _ in range(cursor.take(2)):
            cursor.take(index_size if version in {1, 2} else 0)
            offset, length = cursor.take(offset_size), cursor.take(length_size)
            if cursor.is_over:
                return
            if method in {_IN_FILE, _IN_META} and length:
                yield Place(item, base + offset, length, method == _IN_META)
        if cursor.is_over:
            return
