"""What exports have given out already, so that the next one can be asked for what is new."""

import zlib
from datetime import datetime
from typing import Self

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.types import moment, own_key, words


class ExportMark(SQLModel, table=True):
    """What one purpose has been given. `purpose` is who asks, and the question: the filter in its canonical form.

    `given` is a packed `GivenOut`. A mark of exact ids, and not of the highest, because a submission that is moved
    into the question's area, topic or status later is new to whoever asks, whenever it was registered.
    """

    __tablename__ = "export_mark"
    __table_args__ = (UniqueConstraint("purpose"), {"sqlite_autoincrement": True})

    id: int | None = own_key()
    purpose: str = words()
    given: bytes = Field(sa_type=LargeBinary)
    made_at: datetime = moment()


class GivenOut:
    """A set of ids in one bit each: a million submissions are 125 KB, far less once packed."""

    def __init__(self, bits: bytes = b"") -> None:
        self._bits = bytearray(bits)

    def __contains__(self, number: int) -> bool:
        place, bit = divmod(number, 8)
        return place < len(self._bits) and bool(self._bits[place] >> bit & 1)

    def add(self, number: int) -> None:
        """Note an id (0 or more)."""
        place, bit = divmod(number, 8)
        if place >= len(self._bits):
            self._bits.extend(bytes(place + 1 - len(self._bits)))
        self._bits[place] |= 1 << bit

    def join(self, other: Self) -> None:
        """Note every id of the other set too."""
        if len(other._bits) > len(self._bits):
            self._bits.extend(bytes(len(other._bits) - len(self._bits)))
        for place, byte in enumerate(other._bits):
            self._bits[place] |= byte

    def pack(self) -> bytes:
        """The set as `ExportMark.given` keeps it."""
        return zlib.compress(bytes(self._bits))

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        """The set that was packed."""
        return cls(zlib.decompress(packed))
