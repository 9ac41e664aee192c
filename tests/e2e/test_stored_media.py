import asyncio
import hashlib
import io
from pathlib import Path

import pytest
from PIL import Image

from bot import media
from bot.playground import FaultKind
from models.media import Media, MediaState, MediaTrouble
from tests.e2e.harness import Town, running_bot
from tests.models.test_image_metadata import PLACE, pixels, saved


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "_PAUSES", dict.fromkeys(MediaTrouble, (0.05, 0.2)))


async def _stored(town: Town, count: int) -> list[Media]:
    async with asyncio.timeout(20):
        while True:
            rows = list(town.rows(Media))
            if len(rows) == count and {row.state for row in rows} == {MediaState.STORED.value}:
                return rows
            await asyncio.sleep(0.02)


def _content(media_dir: Path, row: Media) -> bytes:
    assert row.sha256 is not None
    (path,) = (media_dir / row.sha256[:2]).glob(f"{row.sha256}*")
    content = path.read_bytes()
    assert hashlib.sha256(content).hexdigest() == row.sha256
    return content


def _lies_in(media_dir: Path, row: Media) -> bool:
    return any(media_dir.rglob(f"{row.sha256}*"))


async def test_a_photo_sent_as_a_file_loses_its_place(database_url: str, tmp_path: Path) -> None:
    """A telephone's JPEG, sent as a file, lies under the hash of what is kept: all its pixels, and nowhere on earth."""
    taken = saved("JPEG")
    assert PLACE in taken
    async with running_bot(database_url, city=(), media_dir=tmp_path) as town:
        maryam = town.person("مریم")
        maryam.phone.send_document(taken, "IMG_2041.JPG")
        await maryam.sees("پیوست: ۱ فایل")
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        (row,) = await _stored(town, 1)
        kept = _content(tmp_path, row)
        assert PLACE not in kept
        assert not Image.open(io.BytesIO(kept)).getexif().get_ifd(0x8825)
        assert pixels(kept) == pixels(taken)
        assert row.file_name == "IMG_2041.JPG"


async def test_files_wait_for_an_outage_to_end(database_url: str, tmp_path: Path) -> None:
    """The messenger goes away with files still to come: afterwards all of them are there, also over a restart."""
    contents = [bytes([number]) * 50_000 for number in range(6)]
    async with running_bot(database_url, city=(), media_dir=tmp_path) as town:
        town.playground.faults.add(FaultKind.RESET, method="file", times=None)
        maryam = town.person("مریم")
        for content in contents:
            maryam.phone.send_document(content, "نامه.bin")
        await maryam.sees("پیوست: ۶ فایل")
        await town.quiet()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        await town.quiet()
        await town.playground.stop_listening()
        town.playground.faults.clear()
        await asyncio.sleep(0.3)
        assert {row.state for row in town.rows(Media)} == {MediaState.WAITING.value}
        await town.stop()
        await town.playground.resume_listening()
        await town.start()
        rows = await _stored(town, len(contents))
        assert sorted(_content(tmp_path, row) for row in rows) == sorted(contents)


async def test_a_file_that_went_missing_is_fetched_again(sqlite_url: str, tmp_path: Path) -> None:
    """Somebody lost a part of MEDIA_DIR: the next start fetches what is not there any more."""
    async with running_bot(sqlite_url, city=(), media_dir=tmp_path) as town:
        maryam = town.person("مریم")
        maryam.phone.send_voice(b"OggS a voice")
        await maryam.sees("پیوست: ۱ پیام صوتی")
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        (row,) = await _stored(town, 1)
        await town.stop()
        for path in (tmp_path / str(row.sha256)[:2]).glob("*"):
            path.unlink()
        await town.start()
        async with asyncio.timeout(20):
            while not _lies_in(tmp_path, row):  # noqa: ASYNC110  (files wake nobody)
                await asyncio.sleep(0.02)
        (again,) = await _stored(town, 1)
        assert _content(tmp_path, again) == b"OggS a voice"
