import asyncio
from pathlib import Path

from sqlalchemy import update

from bot.playground.messages import Message
from models.audit import Audit
from models.database import table_of
from models.media import Media
from models.pseudonym import blur
from models.role import Role
from models.submission import Submission
from tests.e2e.harness import Town, running_bot
from tests.e2e.office import Staff, hire, settled
from tests.e2e.resident import Resident, bare


async def _send_all(maryam: Resident) -> None:
    for number in range(3):
        maryam.phone.send_photo(f"photo {number}".encode())
    maryam.phone.send_voice(b"OggS from the street")
    maryam.phone.send_document("نامه".encode(), "نامه.txt")
    maryam.phone.send_location(36.6512, 51.4234)
    await maryam.says("چراغ کوچه سوخته است")
    await maryam.sees("چراغ کوچه سوخته است", "موقعیت")
    await maryam.town.quiet()


async def _case(town: Town, *, is_anonymous: bool = False) -> Staff:
    maryam = await settled(town, "مریم احمدی")
    await _send_all(maryam)
    if is_anonymous:
        await maryam.taps_and_sees("ویرایش", "چه چیزی را تغییر بدهم؟")
        await maryam.taps_and_sees("بدون نام من", "نام شما")
        await town.quiet()
    await maryam.taps_and_sees("ثبت", "ثبت شد")
    zahra = await hire(town, "زهرا", Role.SECRETARIAT, None)
    await zahra.opens(town.submission)
    return zahra


def _shown(staff: Staff) -> list[Message]:
    return [one for one in staff.messages if one.sender == "bot" and one.kind in {"photo", "voice", "document"}]


def _content(town: Town, message: Message) -> bytes:
    files = town.playground.state.files
    found = message.api["photo"][-1] if message.kind == "photo" else message.api[message.kind]
    file = files.by_id(found["file_id"])
    assert file is not None
    return file.content


async def test_photos_are_shown_and_a_voice_is_played(database_url: str, tmp_path: Path) -> None:
    """«پیوست‌ها»: the photos as one album, the voice to be played, the file; each as it was sent."""
    async with running_bot(database_url, media_dir=tmp_path) as town:
        zahra = await _case(town)
        assert "پیوست: ۳ عکس، ۱ پیام صوتی، ۱ فایل، موقعیت" in zahra.card
        await zahra.chooses("پیوست‌ها")
        shown = _shown(zahra)
        assert [one.kind for one in shown] == ["photo", "photo", "photo", "voice", "document"]
        assert len({one.api["media_group_id"] for one in shown[:3]}) == 1
        assert [_content(town, one) for one in shown[:4]] == [
            b"photo 0", b"photo 1", b"photo 2", b"OggS from the street",
        ]  # fmt: skip


async def test_files_of_another_bot_come_from_our_own_copies(sqlite_url: str, tmp_path: Path) -> None:
    """A file that came through another bot is sent from MEDIA_DIR; one that we do not hold is said to be missing."""
    async with running_bot(sqlite_url, media_dir=tmp_path) as town:
        zahra = await _case(town)
        async with asyncio.timeout(30):
            while any(row.sha256 is None for row in town.rows(Media)):  # noqa: ASYNC110  (rows wake nobody)
                await asyncio.sleep(0.02)
        await town.change(update(table_of(Media)).values(bot_id=99, file_id="unknown here"))
        await town.change(
            update(table_of(Media)).where(table_of(Media).c.kind == "document").values(sha256=None, state="gone")
        )
        await zahra.chooses("پیوست‌ها")
        await zahra.sees("۱ فایل را نمی‌شود اینجا نشان داد")
        shown = _shown(zahra)
        assert [one.kind for one in shown] == ["photo", "photo", "photo", "voice"]
        assert [_content(town, one) for one in shown][-1] == b"OggS from the street"


async def test_the_pin_of_a_named_and_of_an_anonymous_author(sqlite_url: str, tmp_path: Path) -> None:
    """«روی نقشه» shows the pin; of an anonymous author only the middle of the field it lies in."""
    async with running_bot(sqlite_url, media_dir=tmp_path) as town:
        zahra = await _case(town)
        await zahra.taps("روی نقشه")
        seen = await zahra.phone.wait_for(lambda message: message.kind == "location")
        assert seen.api["location"] == {"latitude": 36.6512, "longitude": 51.4234}
        await town.change(update(table_of(Submission)).values(is_anonymous=True))
        await zahra.taps("روی نقشه")
        seen = await zahra.phone.wait_for(lambda message: message.kind == "location")
        assert (seen.api["location"]["latitude"], seen.api["location"]["longitude"]) == blur(36.6512, 51.4234)


async def test_the_name_of_the_sender_is_a_look_on_record(database_url: str, tmp_path: Path) -> None:
    """«نام فرستنده» says the name they show and nothing else; each look is an audit row."""
    async with running_bot(database_url, media_dir=tmp_path) as town:
        zahra = await _case(town)
        assert "مریم" not in zahra.card
        await zahra.chooses("بیشتر")
        named = await zahra.taps_and_sees("نام فرستنده", "مریم احمدی")
        assert str(town.rows(Submission)[0].person_id) not in bare(named.text).replace(town.submission.code, "")
        await town.quiet()
        assert [row.action for row in town.rows(Audit)] == ["identity.see"]


async def test_an_anonymous_author_has_no_name_anywhere(database_url: str, tmp_path: Path) -> None:
    """No button shows it, and a forged press finds nothing; nothing on the desk names them."""
    async with running_bot(database_url, media_dir=tmp_path) as town:
        zahra = await _case(town, is_anonymous=True)
        assert "بدون نام" in zahra.card
        more = await zahra.taps_and_sees("بیشتر", "چه کاری")
        assert "نام فرستنده" not in more.labels
        made = town.submission
        zahra.phone.press(data=f"1:case:name:{made.id}:{made.version}", message_id=more.id)
        await zahra.sees("پیدا نشد")
        await zahra.opens(made)
        await zahra.chooses("پیوست‌ها", "بیشتر", "پروندهٔ کامل")
        assert not zahra.heard("مریم")
        assert town.rows(Audit) == []


async def test_a_long_text_is_whole(database_url: str) -> None:
    """What does not fit on the card stands above it, every word, split over messages; the whole file has it all."""
    async with running_bot(database_url) as town:
        maryam = await settled(town, "مریم")
        words = [f"واژه{number}" for number in range(1500)]
        await maryam.registers("چراغ کوچه سوخته است")
        await town.change(update(table_of(Submission)).values(text=" ".join(words)))
        zahra = await hire(town, "زهرا", Role.SECRETARIAT, None)
        await zahra.opens(town.submission)
        read = " ".join(bare(one.text) for one in zahra.messages if "📄" not in one.text)
        assert all(f"{word}" in read for word in words)
        assert len(zahra.card) < 2500
        await zahra.chooses("یادداشت داخلی")
        await zahra.says_and_sees("الف " * 900, "یادداشت در پرونده ثبت شد")
        await town.quiet()
        await zahra.chooses("بیشتر")
        await zahra.taps_and_sees("پروندهٔ کامل", "▫️ ثبت‌شده")
        await town.quiet()
        assert "📄" in zahra.last.text
