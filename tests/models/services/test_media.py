import json
from datetime import timedelta

import pytest

from models.database import AsyncSession, Database
from models.media import MAX_FILE_BYTES, Media, MediaItem, MediaKind, MediaState, MediaTrouble
from models.services import media, submissions
from models.services.media import Waiting
from tests.models.sample_rows import BOT, NOW, TEHRAN, draft, resident

HASH = "ab" * 32


def item(number: int = 1, *, kind: MediaKind = MediaKind.PHOTO, size: int | None = 1000) -> MediaItem:
    """A file that a resident sent."""
    return MediaItem(
        message_id=7_000_000_000 + number, kind=kind, file_id=f"F{number}", file_unique_id=f"U{number}", size=size
    )


async def submission(session: AsyncSession, number: int = 1) -> int:
    """The id of a submission on record."""
    person_id = await resident(session)
    made = await submissions.register(session=session, person_id=person_id, draft=draft(number), now=NOW, zone=TEHRAN)
    assert made.id is not None
    return made.id


async def attach(session: AsyncSession, submission_id: int, *items: MediaItem, bot: int = BOT) -> int:
    """Attach files now."""
    return await media.attach(session=session, submission_id=submission_id, bot_id=bot, items=items, now=NOW)


async def due(session: AsyncSession, *, minutes: int = 0, limit: int = 10, bot: int = BOT) -> list[Waiting]:
    """What is to be fetched in so many minutes."""
    return await media.due(session=session, bot_id=bot, now=NOW + timedelta(minutes=minutes), limit=limit)


async def only(session: AsyncSession) -> Media:
    """The one file there is."""
    session.expire_all()
    [row] = await media.list_of(session=session, submission_id=1)
    return row


def test_a_draft_remembers_files_as_json() -> None:
    """What is known of a file survives the dialogue's row, and what is not known is not made up."""
    whole = MediaItem(7_000_000_001, MediaKind.VOICE, "F", "U", "صدا.ogg", "audio/ogg", 12, 34_567)
    for one in (whole, item(), item(size=None)):
        assert MediaItem.from_data(json.loads(json.dumps(one.to_data()))) == one
    assert not item(size=MAX_FILE_BYTES).is_too_large
    assert item(size=MAX_FILE_BYTES + 1).is_too_large


async def test_files_are_attached_once_and_keep_their_order(session: AsyncSession) -> None:
    """The same files twice are the same files; later ones stand behind; two in one message are two."""
    own = await submission(session)
    first, second = item(1), item(2, kind=MediaKind.VOICE)
    same_message = MediaItem(first.message_id, MediaKind.PHOTO, "F9", "U9")
    assert await attach(session, own) == 0
    assert await attach(session, own, first, same_message, first) == 2
    assert await attach(session, own, first, second) == 1
    rows = await media.list_of(session=session, submission_id=own)
    assert [row.file_id for row in rows] == ["F1", "F9", "F2"]
    assert [row.state for row in rows] == [MediaState.WAITING] * 3
    assert await media.list_of(session=session, submission_id=own + 1) == []


async def test_what_is_too_large_is_never_asked_for(session: AsyncSession) -> None:
    """A file above 20 MB is noted as too large at once; one of unknown size waits."""
    own = await submission(session)
    await attach(session, own, item(1, size=MAX_FILE_BYTES + 1), item(2, size=None))
    assert [waiting.file_id for waiting in await due(session)] == ["F2"]
    counts = await media.count_by_state(session=session)
    assert counts == {
        MediaState.WAITING: 1, MediaState.STORED: 0, MediaState.TOO_LARGE: 1, MediaState.GONE: 0,
    }  # fmt: skip


async def test_the_longest_due_come_first(session: AsyncSession) -> None:
    """What waited longest is fetched first, only for its own bot, and never before its time."""
    own = await submission(session)
    assert await media.next_due_at(session=session, bot_id=BOT) is None
    await attach(session, own, item(1), item(2), item(3))
    await attach(session, own, item(4), bot=BOT + 1)
    [first, *_] = await due(session)
    later = NOW + timedelta(minutes=5)
    await media.postpone(
        session=session, media_id=first.id, until=later, attempts=3, trouble=MediaTrouble.REFUSED, reason="404: no"
    )
    assert [waiting.file_id for waiting in await due(session)] == ["F2", "F3"]
    again = (await due(session, minutes=5))[-1]
    assert (again.file_id, again.attempts, again.trouble) == ("F1", 3, MediaTrouble.REFUSED)
    assert len(await due(session, limit=1)) == 1
    assert await media.next_due_at(session=session, bot_id=BOT) == NOW


@pytest.mark.parametrize("state", [MediaState.STORED, MediaState.TOO_LARGE, MediaState.GONE])
async def test_what_is_settled_stays_settled(session: AsyncSession, state: MediaState) -> None:
    """A file has one end: whoever comes later with another changes nothing."""
    await attach(session, await submission(session), item())
    [waiting] = await due(session)

    async def store() -> None:
        await media.mark_stored(session=session, media_id=waiting.id, sha256=HASH, size=900, now=NOW)

    async def refuse() -> None:
        await media.mark_too_large(session=session, media_id=waiting.id)

    async def lose() -> None:
        await media.mark_gone(session=session, media_id=waiting.id, reason="400 invalid file_id")

    ends = {MediaState.STORED: store, MediaState.TOO_LARGE: refuse, MediaState.GONE: lose}
    await ends.pop(state)()
    for end in ends.values():
        await end()
    await media.postpone(
        session=session, media_id=waiting.id, until=NOW, attempts=1, trouble=MediaTrouble.AWAY, reason=""
    )
    row = await only(session)
    assert row.state == state
    assert (row.sha256, row.stored_size, row.stored_at) == (
        (HASH, 900, NOW) if state is MediaState.STORED else (None, None, None)
    )
    assert await due(session, minutes=60 * 24 * 365) == []


async def test_missing_files_are_fetched_again(session: AsyncSession) -> None:
    """A stored file that is missing waits again, knowing its hash; once it turns up it counts as stored."""
    await attach(session, await submission(session), item())
    [waiting] = await due(session)
    await media.mark_stored(session=session, media_id=waiting.id, sha256=HASH, size=900, now=NOW)
    [copy] = await media.copies(session=session, bot_id=BOT, after=0, limit=10)
    assert (copy.state, copy.sha256, copy.stored_size) == (MediaState.STORED, HASH, 900)
    assert await media.copies(session=session, bot_id=BOT, after=copy.id, limit=10) == []
    later = NOW + timedelta(days=1)
    await media.note_missing(session=session, media_ids=[copy.id], now=later)
    assert await due(session) == []
    [again] = await due(session, minutes=60 * 24)
    assert (again.sha256, again.attempts, again.trouble) == (HASH, 0, MediaTrouble.MISSING)
    await media.mark_gone(session=session, media_id=again.id, reason="its token is gone")
    await media.note_found(session=session, media_ids=[copy.id], now=later)
    row = await only(session)
    assert (row.state, row.stored_at, row.error) == (MediaState.STORED, later, None)


async def test_files_of_a_bot_that_is_no_more_are_given_up(session: AsyncSession) -> None:
    """Another bot's files wait for its process for a month; then its token is gone, and they with it."""
    await attach(session, await submission(session), item())
    for bot, days, given_up in ((BOT, 40, 0), (BOT + 1, 29, 0), (BOT + 1, 31, 1), (BOT + 1, 31, 0)):
        now = NOW + timedelta(days=days)
        assert await media.give_up_unclaimed(session=session, bot_id=bot, now=now) == given_up
    assert (await only(session)).state == MediaState.GONE


async def test_files_are_counted_by_kind(database: Database) -> None:
    """A list of submissions shows how many photos and voices each has, in one question."""
    async with database.transaction() as session:
        first, second, third = [await submission(session, number) for number in (1, 2, 3)]
        await attach(session, first, item(1, kind=MediaKind.VOICE), item(2), item(3))
        await attach(session, second, item(4))
        counts = await media.count_by_kind(session=session, submission_ids=[first, second, third])
    assert counts == {first: {MediaKind.VOICE: 1, MediaKind.PHOTO: 2}, second: {MediaKind.PHOTO: 1}}
    assert list(counts[first]) == [MediaKind.VOICE, MediaKind.PHOTO]
