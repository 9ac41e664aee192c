"""Small files for these tests, made by hand."""

import struct
import zlib


def png(width: int, height: int, colour: tuple[int, int, int] = (90, 140, 90)) -> bytes:
    """Returns a picture of one colour."""
    rows = (b"\0" + bytes(colour) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def jpeg_head(width: int, height: int) -> bytes:
    """Returns the beginning of a JPEG: an application segment with a frame marker in it, tables, then the frame."""
    application = b"\xff\xe1\x00\x08\xff\xc0\x00\x00\x00\x00"
    tables = b"\xff\xc4\x00\x04\x00\x00"
    return b"\xff\xd8" + application + tables + b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + bytes(10)


def webm(packets: list[bytes], *, head: bytes = b"OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00") -> bytes:
    """Returns Opus packets as a browser records them: WebM with clusters of unknown size."""
    private = b"\x63\xa2" + _size(len(head)) + head
    entry = b"\xae" + _size(len(private)) + private
    tracks = b"\x16\x54\xae\x6b" + _size(len(entry)) + entry
    blocks = b"".join(b"\xa3" + _size(len(packet) + 4) + b"\x81\x00\x00\x80" + packet for packet in packets)
    unknown = b"\x01\xff\xff\xff\xff\xff\xff\xff"
    return b"\x1aE\xdf\xa3\x80" + b"\x18\x53\x80\x67" + unknown + tracks + b"\x1f\x43\xb6\x75" + unknown + blocks


def _size(length: int) -> bytes:
    return (length | 0x4000).to_bytes(2)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
