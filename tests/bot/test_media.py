import asyncio
import io
from dataclasses import replace
from pathlib import Path

from PIL import Image
from sqlmodel import func, select

from bot.playground import Playground
from bot.playground.faults import FaultKind
from models.database import Database
from models.media import MAX_FILE_BYTES, Media, MediaState
from tests.bot.media_office import BOT, Office, all_are, office_of, until


def photo() -> bytes:
    """A photo that tells where it was taken."""
    into = io.BytesIO()
    Image.new("RGB", (64, 64), "green").save(into, "JPEG", comment=b"36.56,52.67")
    return into.getvalue()


async def test_files_are_fetched_and_cleaned(office: Office) -> None:
    """Photos (also those sent as files), voices and documents lie under their hashes, photos without place."""
    files = [
        office.send(photo()),
        office.send(b"OggS voice", name="voice.oga", mime_type="audio/ogg"),
        office.send(b"%PDF-1.7", name="نامه.pdf"),
        office.send(bytes(range(256)) * 4096),
    ]
    await office.attach(*files)
    await until(lambda: all_are(office, MediaState.STORED))
    rows = await office.rows()
    contents = [office.stored(row.sha256) for row in rows]
    assert [row.stored_size for row in rows] == [len(content) for content in contents]
    assert contents[1:] == [file.content for file in files[1:]]
    assert b"36.56" not in contents[0]
    assert Image.open(io.BytesIO(contents[0])).tobytes() == Image.open(io.BytesIO(photo())).tobytes()
    assert sorted(path.suffix for path in office.files()) == [".bin", ".jpg", ".ogg", ".pdf"]


async def test_at_most_four_come_at_once(office: Office) -> None:
    """Twelve files are fetched, never more than four at the same time, and the same content is stored once."""
    office.playground.faults.add(FaultKind.SLOW, method="file", delay=0.1, times=None)
    most = 0
    files = [office.send(b"same for all") for _ in range(12)]
    await office.attach(*files)

    async def done() -> bool:
        nonlocal most
        calls = len(office.playground.calls_of("getFile"))
        most = max(most, calls - (await office.states()).count(MediaState.STORED))
        return await all_are(office, MediaState.STORED)

    await until(done)
    assert most <= 4 + 1  # a finished one may be marked between the two looks
    assert len(office.files()) == 1


async def test_what_is_too_large_is_said_at_once(office: Office) -> None:
    """A file above 20 MB is not asked for when its size is known, and found too large when it is not."""
    huge = office.send(bytes(MAX_FILE_BYTES + 1))
    await office.attach(huge, size=MAX_FILE_BYTES + 1)
    assert await office.states() == [MediaState.TOO_LARGE]
    assert not office.playground.calls_of("getFile")
    await office.attach(huge, office.send(bytes(MAX_FILE_BYTES + 2)))  # the second one's size is not known
    await until(lambda: all_are(office, MediaState.TOO_LARGE))
    assert len(office.playground.calls_of("getFile")) == 1


async def test_a_liar_about_its_size_is_stopped(office: Office) -> None:
    """A file that turns out longer than 20 MB while it comes is given up there, and nothing of it is kept."""
    file = office.send(b"small, it says")
    office.playground.state.files._by_path[file.path] = replace(file, content=bytes(MAX_FILE_BYTES + 1_000_000))
    await office.attach(file)
    await until(lambda: all_are(office, MediaState.TOO_LARGE))
    assert office.files() == []


async def test_another_bots_files_are_gone(office: Office) -> None:
    """A file id that this token does not know is gone at once."""
    stranger = replace(office.send(b"x"), file_id="PGdocument-900-of_another_token-bin", unique_id="Uother")
    await office.attach(stranger)
    await until(lambda: all_are(office, MediaState.GONE))
    [row] = await office.rows()
    assert row.error == "refused: 400 Bad Request: invalid file_id"


async def test_missing_files_come_again(office: Office) -> None:
    """What disappeared from MEDIA_DIR is fetched anew; what only was away is not."""
    files = [office.send(b"lost"), office.send(b"moved away"), office.send(b"stays")]
    await office.attach(*files)
    await until(lambda: all_are(office, MediaState.STORED))
    assert await office.downloader.check_store() == 0
    lost, moved, _ = [next(office.folder.glob(f"*/{row.sha256}*")) for row in await office.rows()]
    lost.unlink()
    elsewhere = office.folder.parent / moved.name
    moved.rename(elsewhere)
    await office.playground.stop_listening()
    assert await office.downloader.check_store() == 2
    assert sorted(await office.states()) == [MediaState.STORED, MediaState.WAITING, MediaState.WAITING]
    elsewhere.rename(moved)
    await office.downloader.check_store()
    assert sorted(await office.states()) == [MediaState.STORED, MediaState.STORED, MediaState.WAITING]
    await office.playground.resume_listening()
    await office.turn_clock()
    await until(lambda: all_are(office, MediaState.STORED))
    assert lost.read_bytes() == b"lost"


async def test_leftovers_of_a_killed_process_go(playground: Playground, database: Database, tmp_path: Path) -> None:
    """Half files that a kill left are removed at the next start."""
    leftover = tmp_path / "media" / ".arriving" / str(BOT) / "0123456789abcdef"
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(b"half")

    async def is_gone() -> bool:
        return not leftover.exists()

    async with office_of(playground, database, tmp_path / "media"):
        await until(is_gone)


async def test_a_large_photo_holds_nobody_up(office: Office) -> None:
    """While photos of many megabytes are hashed and cleaned, the loop goes on answering."""
    into = io.BytesIO()
    Image.effect_noise((2600, 2600), 90).save(into, "JPEG", quality=100, comment=b"36.56,52.67")
    assert len(into.getvalue()) > 5_000_000
    files = [office.send(into.getvalue() + bytes([number])) for number in range(4)]
    waits: list[float] = []

    async def feel() -> None:
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(0.005)
            waits.append(loop.time() - before)

    feeling = asyncio.create_task(feel())
    await office.attach(*files)
    await until(lambda: all_are(office, MediaState.STORED))
    feeling.cancel()
    assert len(office.files()) == 1  # what was glued behind them made the difference
    assert sorted(waits)[int(len(waits) * 0.95)] < 0.1


async def test_nothing_is_fetched_twice_by_many_nudges(office: Office) -> None:
    """However often it is nudged, every file is asked for once."""
    await office.attach(*(office.send(bytes([number]) * 10) for number in range(20)))
    for _ in range(50):
        office.downloader.nudge()
        await asyncio.sleep(0.01)
    await until(lambda: all_are(office, MediaState.STORED))
    assert len(office.playground.calls_of("getFile")) == 20
    async with office.database.transaction() as session:
        assert (await session.exec(select(func.sum(Media.attempts)))).one() == 0
