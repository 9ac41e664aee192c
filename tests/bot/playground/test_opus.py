from pathlib import Path

import pytest

from bot import playground
from bot.playground.opus import NoOpusError, seconds, webm_to_ogg
from tests.bot.playground.samples import webm

SAMPLE = Path(playground.__file__).parent / "page" / "samples" / "voice.oga"
TWENTY_MS = b"\x78"  # the first byte of a CELT packet of one 20 ms frame


def test_what_a_browser_records_becomes_ogg() -> None:
    """Every packet of the WebM stands in the Ogg, whose pages carry valid checksums and the running time."""
    packets = [TWENTY_MS + bytes([number % 256]) * (100 + 5 * (number % 40)) for number in range(150)]
    ogg = webm_to_ogg(webm(packets))
    assert ogg.startswith(b"OggS")
    assert b"OpusHead" in ogg[:60]
    assert all(packet in ogg for packet in packets)
    assert seconds(ogg) == 3
    for page in ogg.split(b"OggS")[1:]:
        assert _checksum(b"OggS" + page[:18] + bytes(4) + page[22:]) == int.from_bytes(page[18:22], "little")


def test_the_sample_voice_is_as_long_as_it_sounds() -> None:
    """The ready-made voice is Opus in Ogg of seven seconds."""
    assert seconds(SAMPLE.read_bytes()) == 7


@pytest.mark.parametrize(
    "broken", [b"", b"\x1aE\xdf\xa3", webm([]), webm([TWENTY_MS * 9], head=b"VorbisHd"), b"\0" * 99]
)
def test_other_bytes_are_no_opus(broken: bytes) -> None:
    """What holds no Opus is refused, and never loops."""
    with pytest.raises(NoOpusError):
        webm_to_ogg(broken)
    assert seconds(broken) is None


def _checksum(page: bytes) -> int:
    """RFC 3533's checksum, bit by bit: written anew to check the one with a table."""
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1) ^ (0x104C11DB7 if value & 0x80000000 else 0)
    return value
