from models.broadcast import BroadcastState
from models.delivery import DeliveryState
from models.notice import NoticeState
from tests.e2e.notice_town import TEXT, Timers, council, timers
from tests.e2e.resident import bare

__all__ = ["timers"]
NEW = "آب فردا از ۱۰ قطع است."


async def test_an_amendment_arrives_as_an_edit(database_url: str, timers: Timers) -> None:
    """The new words are shown before they go out; then they stand where the old ones stood, marked as amended."""
    async with council(database_url, timers) as there:
        await there.sends(there.sara)
        copy = await there.maryam.sees(TEXT)
        await there.sara.sees("فرستاده شد:", "۱ رسید")
        await there.town.quiet()
        await there.sara.taps_and_sees("اصلاح", "متن تازهٔ اطلاعیه را کامل بنویسید")
        await there.sara.says_and_sees(NEW, "برای ۱ نفر این‌طور دیده می‌شود")
        assert there.got(there.maryam, NEW) == 0
        await there.town.quiet()
        await there.sara.chooses("اصلاح شود")
        changed = await there.maryam.phone.wait_for(lambda message: NEW in bare(message.text))
        assert changed.id == copy.id
        assert "اصلاح" in bare(changed.text)
        await there.town.quiet()
        assert there.got(there.maryam) == 0
        assert there.broadcast.state == BroadcastState.DONE


async def test_words_that_do_not_fit_are_said_to(sqlite_url: str, timers: Timers) -> None:
    """Too many letters, or none: it is said what is wrong, and the next message is taken."""
    async with council(sqlite_url, timers) as there:
        await there.sends(there.sara)
        await there.sara.sees("فرستاده شد:", "۱ رسید")
        await there.town.quiet()
        await there.sara.taps_and_sees("اصلاح", "متن تازهٔ اطلاعیه")
        await there.sara.says_and_sees("آب " * 1360, "لطفاً دوباره بنویسید")
        await there.sara.says_and_sees(NEW, "برای ۱ نفر این‌طور دیده می‌شود")
        await there.town.quiet()
        await there.sara.taps_and_sees("بازگشت", "چیزی عوض نشد")
        await there.town.quiet()
        assert there.got(there.maryam) == 1


async def test_withdrawing_deletes_it(database_url: str, timers: Timers) -> None:
    """Asked once; then it is gone from the chat, its buttons count nothing any more, and its card says so."""
    async with council(database_url, timers) as there:
        await there.sends(there.sara)
        await there.maryam.sees(TEXT)
        await there.sara.sees("فرستاده شد:", "۱ رسید")
        await there.town.quiet()
        await there.sara.taps_and_sees("لغو اطلاعیه", "۱ نفر پاک شود؟")
        await there.sara.chooses("بله، لغو شود")
        await there.sara.sees("لغو شد.")
        await there.town.quiet()
        assert there.got(there.maryam) == 0
        assert there.notice.state == NoticeState.WITHDRAWN
        assert set(there.told().values()) == {DeliveryState.WITHDRAWN}


async def test_an_amendment_of_what_was_approved_needs_a_yes(sqlite_url: str, timers: Timers) -> None:
    """The old words stay until a colleague has agreed to the new ones."""
    async with council(sqlite_url, timers, approval_above=0) as there:
        await there.sends(there.sara)
        await there.ali.sees("به همین صورت درست است؟")
        await there.town.quiet()
        await there.ali.taps_and_sees("تأیید", "تأیید کردید")
        await there.maryam.sees(TEXT)
        await there.sara.sees("فرستاده شد:", "۱ رسید")
        await there.town.quiet()
        await there.sara.taps_and_sees("اصلاح", "متن تازهٔ اطلاعیه")
        await there.sara.says_and_sees(NEW, "برای ۱ نفر این‌طور دیده می‌شود", "یک نفر دیگر هم باید تأیید کند")
        await there.town.quiet()
        await there.sara.taps_and_sees("فرستادن برای تأیید", "تا آن وقت متن قبلی می‌ماند")
        await there.ali.sees("می‌خواهد این اطلاعیهٔ محلهٔ گلسار را اصلاح کند")
        await there.town.quiet()
        assert there.got(there.maryam, NEW) == 0
        await there.sara.taps_and_sees("دیدن اطلاعیه", "متن دیگری برای آن منتظر تأیید علی است")
        await there.town.quiet()
        await there.ali.taps_and_sees("تأیید", "تأیید کردید")
        await there.maryam.phone.wait_for(lambda message: NEW in bare(message.text))
        await there.sara.sees("✅ اصلاحیهٔ شما تأیید شد")


async def test_the_words_below_a_photo(sqlite_url: str, timers: Timers) -> None:
    """A photo's words are amended below it, another photo takes its place, and it is deleted like any other message."""
    async with council(sqlite_url, timers) as there:
        there.sara.phone.send_photo(b"one", caption="جدول خاموشی‌ها")
        await there.sara.sees("پیش‌نویس شما:")
        await there.town.quiet()
        await there.sara.chooses("اطلاعیه برای گلسار", "فرستادن به ۱ نفر")
        copy = await there.maryam.sees("جدول خاموشی‌ها")
        file = copy.api["photo"][-1]["file_unique_id"]
        await there.sara.sees("فرستاده شد:", "۱ رسید")
        await there.town.quiet()
        await there.sara.taps_and_sees("اصلاح", "متن تازهٔ اطلاعیه")
        await there.town.quiet()
        there.sara.phone.send_photo(b"another", caption="جدول تازهٔ خاموشی‌ها")
        await there.sara.sees("برای ۱ نفر این‌طور دیده می‌شود")
        await there.town.quiet()
        await there.sara.chooses("اصلاح شود")
        changed = await there.maryam.phone.wait_for(lambda message: "جدول تازهٔ" in bare(message.text))
        assert changed.id == copy.id
        await there.town.quiet()
        assert changed.api["photo"][-1]["file_unique_id"] != file
        await there.sara.says_and_sees("/notices", "جدول تازهٔ خاموشی‌ها")
        await there.town.quiet()
        await there.sara.chooses("جدول تازهٔ خاموشی‌ها", "لغو اطلاعیه", "بله، لغو شود")
        await there.sara.sees("لغو شد.")
        await there.town.quiet()
        assert there.got(there.maryam, "جدول") == 0


async def test_what_cannot_be_deleted_says_so(sqlite_url: str, timers: Timers) -> None:
    """After two days the messenger deletes nothing: a line takes the notice's place, and its sender hears how often."""
    async with council(sqlite_url, timers) as there:
        await there.sends(there.sara)
        copy = await there.maryam.sees(TEXT)
        await there.sara.sees("فرستاده شد:", "۱ رسید")
        await there.town.quiet()
        copy.api["date"] -= 3 * 24 * 3600
        await there.sara.chooses("لغو اطلاعیه", "بله، لغو شود")
        await there.sara.sees("از گفت‌وگوی ۱ نفر پاک نشد")
        await there.town.quiet()
        assert there.got(there.maryam) == 0
        assert there.maryam.heard("لغو شد")
