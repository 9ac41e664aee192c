import asyncio
from pathlib import Path

import pytest

from models.media import Media, MediaState
from models.submission import Submission
from tests.e2e.harness import Town, running_bot
from tests.e2e.resident import bare

_VOICE = b"OggS a voice from the street"


async def _stored(town: Town, count: int) -> list[Media]:
    """The media rows, once as many as that are stored."""
    async with asyncio.timeout(30):
        while True:
            rows = town.rows(Media)
            if len(rows) == count and all(row.state != MediaState.WAITING.value for row in rows):
                return list(rows)
            await asyncio.sleep(0.02)


def _file_of(media_dir: Path, row: Media) -> bytes:
    (path,) = [path for path in media_dir.rglob(f"{row.sha256}*") if path.is_file()]
    return path.read_bytes()


@pytest.mark.parametrize("what", ["photo", "voice", "document", "video"])
async def test_one_file_is_enough(sqlite_url: str, tmp_path: Path, what: str) -> None:
    """A photo, a voice message, a file or a film without a word is a submission; what was sent lies in MEDIA_DIR."""
    named = {"photo": "۱ عکس", "voice": "۱ پیام صوتی", "document": "۱ فایل", "video": "۱ ویدئو"}
    async with running_bot(sqlite_url, city=(), media_dir=tmp_path) as town:
        maryam = town.person("مریم")
        match what:
            case "photo":
                maryam.phone.send_photo()
            case "voice":
                maryam.phone.send_voice(_VOICE)
            case "document":
                maryam.phone.send_document("نامه".encode(), "نامه.txt")
            case _:
                maryam.phone.send_video()
        card = await maryam.sees("پیش‌نویس شما:", f"پیوست: {named[what]}")
        assert ("ممکن است صدایتان شناخته شود" in card.text) == (what == "voice")
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        (row,) = await _stored(town, 1)
        assert (row.kind, row.state, row.submission_id) == (what, MediaState.STORED.value, town.submission.id)
        assert town.submission.text == ""
        assert _file_of(tmp_path, row)
        if what == "voice":
            assert _file_of(tmp_path, row) == _VOICE


async def test_a_photo_with_words_below(database_url: str, tmp_path: Path) -> None:
    """The words below a photo are the text of the submission that it belongs to."""
    async with running_bot(database_url, city=(), media_dir=tmp_path) as town:
        maryam = town.person("مریم")
        maryam.phone.send_photo(caption="چراغ کوچه سوخته است")
        await maryam.sees("«چراغ کوچه سوخته است»", "پیوست: ۱ عکس")
        await town.quiet()
        maryam.check_card_is_last()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert town.submission.text == "چراغ کوچه سوخته است"
        assert [row.kind for row in await _stored(town, 1)] == ["photo"]


async def test_messages_a_voice_a_photo_and_a_pin_are_one_submission(database_url: str, tmp_path: Path) -> None:
    """Three messages, a voice, a photo and a pin: one card below them all, one submission with all of it."""
    async with running_bot(database_url, media_dir=tmp_path) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        await maryam.says("سلام خسته نباشید", "چراغ کوچه سوخته است", "لطفاً درستش کنید")
        maryam.phone.send_voice(_VOICE)
        maryam.phone.send_photo()
        maryam.phone.send_location(36.65, 51.42)
        await maryam.sees("پیوست: ۱ پیام صوتی، ۱ عکس، موقعیت", "لطفاً درستش کنید»")
        await town.quiet()
        maryam.check_card_is_last()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        made = town.submission
        assert made.text == "سلام خسته نباشید\nچراغ کوچه سوخته است\nلطفاً درستش کنید"
        assert (made.latitude, made.longitude) == (36.65, 51.42)
        assert made.topic == "lighting"
        rows = await _stored(town, 2)
        assert [(row.kind, row.state) for row in rows] == [("voice", "stored"), ("photo", "stored")]
        assert _file_of(tmp_path, rows[0]) == _VOICE


async def test_a_pin_alone_and_the_newest_pin(sqlite_url: str, tmp_path: Path) -> None:
    """A pin begins a draft; a second one takes its place; a named place counts as a pin."""
    async with running_bot(sqlite_url, city=(), media_dir=tmp_path) as town:
        maryam = town.person("مریم")
        maryam.phone.send_location(36.6, 51.4)
        await maryam.sees("پیش‌نویس شما:", "پیوست: موقعیت")
        spot = {"latitude": 36.7, "longitude": 51.5}
        maryam.phone.say({"venue": {"location": spot, "title": "بوستان", "address": "لاله"}, "location": spot})
        await maryam.sees("پیوست: موقعیت")
        await town.quiet()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert (town.submission.latitude, town.submission.longitude) == (36.7, 51.5)
        assert town.rows(Media) == []


async def test_an_album_is_answered_once(sqlite_url: str, tmp_path: Path) -> None:
    """Five photos of one album are one card, sent once, wherever in the album the words stand; a second album joins."""
    async with running_bot(sqlite_url, city=(), media_dir=tmp_path) as town:
        maryam = town.person("مریم")
        album = maryam.phone.new_album()
        for number in range(5):
            maryam.phone.send_photo(album=album, caption="چراغ کوچه سوخته است" if number == 1 else None)
        await maryam.sees("پیوست: ۵ عکس")
        await town.quiet()
        assert "چراغ کوچه سوخته است" in maryam.check_card_is_last().text
        assert len(town.playground.calls_of("sendMessage")) == 1
        album = maryam.phone.new_album()
        for _ in range(3):
            maryam.phone.send_photo(album=album)
        await maryam.sees("پیوست: ۸ عکس")
        await town.quiet()
        maryam.check_card_is_last()
        assert len(town.playground.calls_of("sendMessage")) == 2


async def test_late_parts_of_an_album_join_what_was_registered(database_url: str, tmp_path: Path) -> None:
    """Photos of an album that come after «ثبت» belong to the submission; nobody is asked, no second draft begins."""
    async with running_bot(database_url, city=(), media_dir=tmp_path) as town:
        maryam = town.person("مریم")
        album = maryam.phone.new_album()
        maryam.phone.send_photo(b"one", album=album, caption="چراغ کوچه سوخته است")
        await maryam.sees("پیوست: ۱ عکس")
        await town.quiet()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        maryam.phone.send_photo(b"two", album=album)
        maryam.phone.send_photo(b"three", album=album)
        rows = await _stored(town, 3)
        await town.quiet()
        assert {row.submission_id for row in rows} == {town.submission.id}
        assert maryam.live_cards == []
        assert len(town.rows(Submission)) == 1


async def test_a_file_that_is_too_large(sqlite_url: str, tmp_path: Path) -> None:
    """More than the messenger gives bots is said kindly; the submission is made all the same, and the row says why."""
    async with running_bot(sqlite_url, city=(), media_dir=tmp_path) as town:
        maryam = town.person("مریم")
        shape = {"width": 640, "height": 480, "duration": 60, "mime_type": "video/mp4"}
        large = {"file_id": "large", "file_unique_id": "l", "file_size": 25_000_000, **shape}
        maryam.phone.say({"video": large, "caption": "چراغ کوچه سوخته است"})
        await maryam.sees("۲۰ مگابایت", "پیوست: ۱ ویدئو", "«چراغ کوچه سوخته است»")
        await town.quiet()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        (row,) = await _stored(town, 1)
        assert row.state == MediaState.TOO_LARGE.value
        assert town.submission.text == "چراغ کوچه سوخته است"


async def test_removing_the_attachments(sqlite_url: str, tmp_path: Path) -> None:
    """«حذف پیوست‌ها» leaves the words alone; where there are none, the draft is put away and can be brought back."""
    async with running_bot(sqlite_url, city=(), media_dir=tmp_path) as town:
        maryam, hossein = town.person("مریم"), town.person("حسین")
        maryam.phone.send_photo(caption="چراغ کوچه سوخته است")
        maryam.phone.send_location(36.65, 51.42)
        await maryam.sees("پیوست: ۱ عکس، موقعیت")
        await town.quiet()
        await maryam.taps_and_sees("ویرایش", "چه چیزی را تغییر بدهم؟")
        card = await maryam.taps_and_sees("حذف پیوست‌ها", "«چراغ کوچه سوخته است»")
        assert "پیوست" not in bare(card.text)
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert town.submission.latitude is None
        assert town.rows(Media) == []
        hossein.phone.send_photo()
        await hossein.sees("پیوست: ۱ عکس")
        await hossein.taps_and_sees("ویرایش", "چه چیزی را تغییر بدهم؟")
        await hossein.taps_and_sees("حذف پیوست‌ها", "پیش‌نویس کنار گذاشته شد")
        await hossein.taps_and_sees("برگرداندن پیش‌نویس", "پیوست: ۱ عکس")


async def test_what_is_wrong_with_a_file_costs_only_that(database_url: str, tmp_path: Path) -> None:
    """A size, a length or a name of the wrong sort is left out, the file is kept; a file nobody can ask for is not."""
    async with running_bot(database_url, city=(), media_dir=tmp_path) as town:
        maryam = town.person("مریم")
        known = maryam.phone.state.files.add(_VOICE, kind="voice", name="voice.oga", mime_type="audio/ogg").api
        wrong = {"file_size": "much", "duration": 2**40, "mime_type": 7}
        maryam.phone.say({"voice": {**known, **wrong}})
        await maryam.sees("پیوست: ۱ پیام صوتی")
        maryam.phone.say({"document": {**known, "file_id": ""}, "caption": "چراغ کوچه سوخته است"})
        await maryam.sees("«چراغ کوچه سوخته است»", "پیوست: ۱ پیام صوتی")
        await town.quiet()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        (row,) = await _stored(town, 1)
        assert (row.state, row.size, row.duration, row.mime_type) == ("stored", None, None, None)
