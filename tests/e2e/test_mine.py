from pathlib import Path

from sqlmodel import col, update

from models.media import Media, MediaState
from tests.e2e.harness import running_bot
from tests.e2e.resident import bare, code_in


async def test_an_empty_list_says_what_to_do(sqlite_url: str) -> None:
    """/my with nothing sent is no dead end."""
    async with running_bot(sqlite_url) as town:
        await town.person("مریم").says_and_sees("/my", "هنوز چیزی ثبت نکرده‌اید", "همین‌جا بنویسید")


async def test_list_pages_and_card(database_url: str) -> None:
    """/my lists six a page, newest first; a card shows text, place and status, and leads back."""
    async with running_bot(database_url, city=(("neighbourhood", "گلسار", ""),)) as town:
        maryam = town.person("مریم")
        await maryam.settles("گلسار")
        codes = [await maryam.registers(f"پیام شمارهٔ {number} از کوچهٔ ما") for number in range(1, 9)]
        assert len(set(codes)) == 8
        first = await maryam.says_and_sees("/my", "درخواست‌های شما (۸)", "پیام شمارهٔ 8")
        assert "پیام شمارهٔ 2 " not in first.text
        assert first.labels[-1] == "قدیمی‌تر ›"
        second = await maryam.taps_and_sees("قدیمی‌تر ›", "پیام شمارهٔ 2", "پیام شمارهٔ 1")
        assert second.id == first.id
        assert second.labels[-1] == "‹ تازه‌تر"
        card = await maryam.taps_and_sees(second.labels[0], "پیام شمارهٔ 2", "وضعیت: ثبت‌شده", "محلهٔ گلسار")
        assert code_in(card) == codes[1]
        assert "▫️ ثبت‌شده" in card.text
        await maryam.taps_and_sees("همهٔ درخواست‌های من", "درخواست‌های شما (۸)")
        await maryam.taps_and_sees("‹ تازه‌تر", "پیام شمارهٔ 8")


async def test_following_from_the_confirmation(sqlite_url: str) -> None:
    """«پیگیری درخواست» below the code opens its card; the code can be copied as it is shown."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        code = await maryam.registers("نیمکت بوستان شکسته است")
        await maryam.taps("کپی کد رهگیری")
        assert maryam.phone.copied is not None
        assert maryam.phone.copied.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")) == code
        assert code_in(await maryam.taps_and_sees("پیگیری درخواست", "وضعیت: ثبت‌شده")) == code


async def test_somebody_elses_submission_is_not_found(database_url: str) -> None:
    """A made-up button shows nobody another's words: it says «not found», like an id that never was."""
    async with running_bot(database_url, city=()) as town:
        maryam, spy = town.person("مریم"), town.person("کنجکاو")
        await maryam.registers("راز من این است")
        answer = await spy.says_and_sees("/my", "هنوز چیزی ثبت نکرده‌اید")
        for data in (f"1:mine:open:{town.submission.id}:0", "1:mine:open:zzzzzzzzzzzz:0", "1:mine:open:-1:0"):
            spy.phone.press(data=data, message_id=answer.id)
            await spy.sees("پیدا نشد. با /my همهٔ درخواست‌هایتان را می‌بینید.")
        assert not any("راز" in bare(message.text) for message in spy.messages)


async def test_pages_that_do_not_exist(sqlite_url: str) -> None:
    """A page beyond the end, or made up, is the nearest there is."""
    async with running_bot(sqlite_url, city=()) as town:
        maryam = town.person("مریم")
        await maryam.registers("نیمکت بوستان شکسته است")
        answer = await maryam.says_and_sees("/my", "درخواست‌های شما (۱)")
        for page in ("9", "-9", "zzzzzzzzzzzz", "-zzzzzzzzzzzz"):
            maryam.phone.press(data=f"1:mine:page:{page}:0", message_id=answer.id)
            await town.quiet()
            assert "نیمکت بوستان شکسته است" in maryam.last.text
        assert maryam.last.id == answer.id


async def test_files_that_are_not_there(sqlite_url: str, tmp_path: Path) -> None:
    """A card says which files never came, being too large, or are gone, and what to do; not where it is at its end."""
    async with running_bot(sqlite_url, city=(), media_dir=tmp_path) as town:
        maryam = town.person("مریم")
        for _ in range(3):
            maryam.phone.send_photo()
        await maryam.sees("پیوست: ۳ عکس")
        await town.quiet()
        await maryam.taps_and_sees("ثبت", "ثبت شد")
        for number, state in ((1, MediaState.TOO_LARGE), (2, MediaState.GONE)):
            await town.change(update(Media).where(col(Media.id) == number).values(state=state.value))
        card = await maryam.taps_and_sees("پیگیری درخواست", "پیوست: ۳ عکس", "وضعیت:")
        told = ("۱ فایل بزرگ‌تر از ۲۰ مگابایت بود و به دست ما نرسید", "پیام‌رسان ۱ فایل را دیگر ندارد")
        assert all(words in bare(card.text) for words in told)
        assert "دوباره" in card.text
        await maryam.taps_and_sees("انصراف از درخواست", "؟")
        ended = await maryam.taps_and_sees("بله، انصراف", *told, "انصراف")
        assert "دوباره" not in ended.text
