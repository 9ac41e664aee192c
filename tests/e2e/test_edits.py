from pathlib import Path

from models.media import Media
from tests.e2e.harness import running_bot
from tests.e2e.resident import bare


async def test_editing_a_part_of_the_draft(database_url: str) -> None:
    """The card follows an edited message, in its place; the record holds the last words."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        first = await maryam.says("چراغ کوچه سوحته است")
        await maryam.sees("پیش‌نویس شما:")
        await maryam.says_and_sees("لطفاً درست کنید", "لطفاً درست کنید")
        await town.quiet()
        card = maryam.check_card_is_last()
        maryam.phone.edit(first.id, "چراغ کوچه سوخته است")
        edited = await maryam.sees("«چراغ کوچه سوخته است", "لطفاً درست کنید»")
        assert edited.id == card.id
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert town.submission.text == "چراغ کوچه سوخته است\nلطفاً درست کنید"


async def test_the_old_card_of_an_edited_draft_is_old(sqlite_url: str) -> None:
    """A tap on what the card said before the edit registers nothing unseen."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        first = await maryam.says("چراغ کوچه سوحته است")
        card = await maryam.sees("پیش‌نویس شما:")
        data = maryam.data_of("ثبت")
        maryam.phone.edit(first.id, "نیمکت بوستان شکسته است")
        maryam.phone.press(data=data, message_id=card.id)
        await maryam.sees_toast("این دکمه قدیمی بود")
        await town.quiet()
        assert "نیمکت بوستان" in maryam.check_card_is_last().text


async def test_editing_what_is_registered(database_url: str) -> None:
    """The record stays, and its author is told so, with the code."""
    async with running_bot(database_url, city=()) as town:
        maryam = town.person("مریم")
        first = await maryam.says("چراغ کوچه سوخته است")
        await maryam.sees("پیش‌نویس شما:")
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        maryam.phone.edit(first.id, "چراغ کوچه درست شد")
        answer = await maryam.sees("پیامتان را ویرایش کردید، اما متن ثبت‌شدهٔ")
        year, serial, check = town.submission.code.split("-")
        assert f"{year}-{serial}-{check}".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) in bare(answer.text)
        assert town.submission.text == "چراغ کوچه سوخته است"


async def test_editing_anything_else_is_left_alone(sqlite_url: str) -> None:
    """An edited command, or an edit after the draft was put away, gets no answer and does no harm."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        command = await maryam.says("/help")
        await maryam.sees("راهنما")
        text = await maryam.says("چراغ کوچه سوخته است")
        await maryam.sees("پیش‌نویس شما:")
        await maryam.taps_and_sees("انصراف", "کنار گذاشته شد")
        before = len(maryam.messages)
        maryam.phone.edit(command.id, "/my")
        maryam.phone.edit(text.id, "چراغ کوچه سوخته بود")
        await town.quiet()
        assert len(maryam.messages) == before


async def test_editing_a_part_away(sqlite_url: str) -> None:
    """A part edited to something invisible is answered; the draft keeps what it had, below the answer."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        first = await maryam.says("چراغ کوچه سوخته است")
        await maryam.sees("پیش‌نویس شما:")
        maryam.phone.edit(first.id, "\u2800")
        await maryam.sees("این پیام متنی برای ثبت ندارد")
        await town.quiet()
        assert "چراغ کوچه سوخته است" in maryam.check_card_is_last().text


async def test_a_live_pin_is_no_edit(sqlite_url: str) -> None:
    """A live location that moves, before or after «ثبت», changes nothing and is answered with nothing."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        pin = maryam.phone.send_location(36.65, 51.42)
        await maryam.sees("پیوست: موقعیت")
        moved = {**pin.api, "location": {"latitude": 36.7, "longitude": 51.5}, "edit_date": maryam.phone.state.now()}
        town.playground.push_raw({"edited_message": moved})
        await town.quiet()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        before = len(maryam.messages)
        town.playground.push_raw({"edited_message": moved})
        await town.quiet()
        assert len(maryam.messages) == before
        assert town.submission.latitude == 36.65


async def test_a_photo_that_was_exchanged(sqlite_url: str, tmp_path: Path) -> None:
    """An edit that puts another photo in a message's place puts it into the draft."""
    async with running_bot(sqlite_url, city=(), media_dir=tmp_path) as town:
        maryam = town.person("مریم")
        first = maryam.phone.send_photo(b"the wrong one", caption="چراغ")
        await maryam.sees("پیوست: ۱ عکس")
        other = maryam.phone.state.files.add(b"the right one", kind="photo", name="x.jpg", mime_type="image/jpeg").api
        edited = {**first.api, "photo": [{**other, "width": 64, "height": 64}], "caption": "چراغ سوخته"}
        town.playground.push_raw({"edited_message": {**edited, "edit_date": maryam.phone.state.now()}})
        await maryam.sees("«چراغ سوخته»", "پیوست: ۱ عکس")
        await town.quiet()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        assert town.row(Media).file_id == other["file_id"]


async def test_danger_that_comes_with_an_edit(sqlite_url: str) -> None:
    """Words of danger edited into the draft are answered with the numbers, and the card is the newest message again."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        first = await maryam.says("در کوچهٔ ما")
        await maryam.sees("پیش‌نویس شما:")
        maryam.phone.edit(first.id, "در کوچهٔ ما بوی گاز پیچیده است")
        await maryam.sees("همین حالا زنگ بزنید")
        await town.quiet()
        assert "بوی گاز" in maryam.check_card_is_last().text
