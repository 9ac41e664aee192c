"""Voices: from what a browser records (Opus in WebM) to what the messenger carries (Opus in Ogg), and their length.

Sources: RFC 3533 (Ogg), RFC 7845 (Opus in Ogg), RFC 6716 §3.1 (an Opus packet's first byte), RFC 9559 (Matroska).
"""

from collections.abc import Iterator

RATE = 48_000
"""Opus counts time in 48,000ths of a second, whatever was recorded."""
_SILK_FRAMES = (480, 960, 1920, 2880)  # samples: 10, 20, 40, 60 ms
_CELT_FRAMES = (120, 240, 480, 960)  # samples: 2.5, 5, 10, 20 ms
# Segment, Cluster, Tracks, TrackEntry, BlockGroup
_CONTAINERS = frozenset({0x18538067, 0x1F43B675, 0x1654AE6B, 0xAE, 0xA0})
_BLOCKS = frozenset({0xA3, 0xA1})  # SimpleBlock, Block
_CODEC_PRIVATE = 0x63A2
_POLYNOMIAL = 0x04C11DB7
_HEADER = 27  # bytes of an Ogg page before its table of segments
_PACKETS_A_PAGE = 20  # a page names at most 255 segments of 255 bytes


class NoOpusError(ValueError):
    """The bytes hold no Opus sound that can be read."""


def webm_to_ogg(content: bytes) -> bytes:
    """Returns the Opus sound of a WebM file as an Ogg file.

    Raises:
        NoOpusError: There is none.
    """
    head, packets = b"", []
    for name, body in _elements(content):
        if name == _CODEC_PRIVATE and body.startswith(b"OpusHead"):
            head = body
        elif name in _BLOCKS and len(body) > 4:
            packets.append(body[4:])  # one byte of track, two of time, one of flags
    if not head or not packets:
        raise NoOpusError
    return b"".join(_pages(head, packets))


def seconds(content: bytes) -> int | None:
    """Returns how long an Ogg file sounds, rounded, at least 1; None where that cannot be read."""
    last = content.rfind(b"OggS")
    head = content.find(b"OpusHead")
    if last < 0 or head < 0 or len(content) < last + _HEADER:
        return None
    skipped = int.from_bytes(content[head + 10 : head + 12], "little")
    samples = int.from_bytes(content[last + 6 : last + 14], "little", signed=True) - skipped
    return max(1, round(samples / RATE))


def _elements(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Walks through the elements that matter; containers are entered, so that unknown sizes do no harm."""
    place = 0
    while place < len(content):
        name, place = _number(content, place, keeps_mark=True)
        size, place = _number(content, place, keeps_mark=False)
        if name in _CONTAINERS:
            continue
        yield name, content[place : place + size]
        place += size


def _number(content: bytes, place: int, *, keeps_mark: bool) -> tuple[int, int]:
    first = content[place] if place < len(content) else 0
    length = 9 - first.bit_length()
    if length > 8:
        raise NoOpusError
    value = int.from_bytes(content[place : place + length])
    return value if keeps_mark else value & ~(1 << 7 * length), place + length


def _pages(head: bytes, packets: list[bytes]) -> Iterator[bytes]:
    tags = b"OpusTags" + (10).to_bytes(4, "little") + b"playground" + bytes(4)
    yield _page(0, 0, [head], first=True)
    yield _page(1, 0, [tags])
    samples = 0
    for number, start in enumerate(range(0, len(packets), _PACKETS_A_PAGE), 2):
        some = packets[start : start + _PACKETS_A_PAGE]
        samples += sum(_samples(packet) for packet in some)
        yield _page(number, samples, some, last=start + _PACKETS_A_PAGE >= len(packets))


def _page(number: int, samples: int, packets: list[bytes], *, first: bool = False, last: bool = False) -> bytes:
    table = b"".join(b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255]) for packet in packets)
    if len(table) > 255:
        raise NoOpusError
    flags = bytes([0, first * 2 + last * 4])
    before = b"OggS" + flags + samples.to_bytes(8, "little") + b"play" + number.to_bytes(4, "little")
    after = bytes([len(table)]) + table + b"".join(packets)
    return before + _checksum(before + bytes(4) + after).to_bytes(4, "little") + after


def _samples(packet: bytes) -> int:
    configuration, frames = packet[0] >> 3, packet[0] & 3
    count = packet[1] & 63 if frames == 3 and len(packet) > 1 else (1, 2, 2, 1)[frames]
    if configuration < 12:
        return _SILK_FRAMES[configuration % 4] * count
    if configuration < 16:
        return _SILK_FRAMES[configuration % 2] * count
    return _CELT_FRAMES[configuration % 4] * count


def _row(byte: int) -> int:
    value = byte << 24
    for _ in range(8):
        value = (value << 1) ^ (_POLYNOMIAL if value & 0x80000000 else 0)
    return value & 0xFFFFFFFF


_ROWS = [_row(byte) for byte in range(256)]


def _checksum(page: bytes) -> int:
    value = 0
    for byte in page:
        value = (value << 8) & 0xFFFFFFFF ^ _ROWS[value >> 24 ^ byte]
    return value
