from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from models.broadcast import Broadcast
from models.database import table_of
from models.notice import Notice, NoticeState
from models.role import Grant
from tests.e2e.notice_town import TEXT, Timers, council, labels_of, timers
from tests.e2e.office import person_id
from tests.e2e.resident import bare

__all__ = ["timers"]


async def test_each_lies_in_its_tab(sqlite_url: str, timers: Timers) -> None:
    """Drafts, what waits, what is scheduled and what was sent, each with its number; a draft goes on where it was."""
    async with council(sqlite_url, timers, delay=3600) as there:
        for words in ("آب قطع است.", "برق قطع است."):
            await there.composes(there.sara, words)
            await there.sara.chooses("انصراف")
        await there.sends(there.sara, "گاز قطع است.")
        first = await there.sara.says_and_sees("/notices", "اطلاعیه‌ها", "«گاز قطع است.»", "زمان‌بندی‌شده")
        assert "پیش‌نویس‌ها (۲)" in first.labels
        assert "✓ زمان‌بندی‌شده (۱)" in first.labels
        await there.town.quiet()
        await there.sara.taps_and_sees("فرستاده‌شده (۰)", "هنوز اطلاعیه‌ای فرستاده نشده است")
        await there.town.quiet()
        await there.sara.taps_and_sees("پیش‌نویس‌ها (۲)", "«آب قطع است.»", "«برق قطع است.»")
        await there.town.quiet()
        await there.sara.taps_and_sees("آب قطع است.", "پیش‌نویس", "از طرف: محلهٔ گلسار", "برای: گلسار")
        await there.town.quiet()
        await there.sara.chooses("ادامه")
        assert "فرستادن به ۱ نفر" in labels_of(there.sara)
        await there.ali.says_and_sees("/notices", "«گاز قطع است.»", "زمان‌بندی‌شده")
        await there.town.quiet()
        assert "پیش‌نویس‌ها (۰)" in labels_of(there.ali)
        await there.ali.taps_and_sees("گاز قطع است.", "فرستنده: سارا", "زمان:")
        await there.town.quiet()
        await there.ali.chooses("نفرست")
        await there.sara.sees("علی پیش از ارسال جلوی اطلاعیهٔ شما را گرفت")


async def test_many_of_them_have_pages(sqlite_url: str, timers: Timers) -> None:
    """Six a page; a page that is not there any more is the last one."""
    async with council(sqlite_url, timers) as there:
        for number in range(8):
            await there.composes(there.sara, f"اطلاعیهٔ شمارهٔ {number} دربارهٔ آب")
            await there.sara.chooses("انصراف")
        listed = await there.sara.says_and_sees("/notices", "پیش‌نویس")
        await there.town.quiet()
        assert sum(label.startswith("اطلاعیهٔ شمارهٔ") for label in listed.labels) == 6
        await there.sara.taps_and_sees("بعدی ›", "شمارهٔ 0")
        there.sara.phone.press(data="1:notices:tab_drafts:zzz:0", message_id=listed.id)
        await there.town.quiet()
        assert "شمارهٔ 0" in bare(there.sara.last.text)


async def test_of_somebody_who_is_not_in_office_any_more(database_url: str, timers: Timers) -> None:
    """Their scheduled notice is held; a colleague is told, takes it over and sends it."""
    async with council(database_url, timers, delay=3600) as there:
        await there.sends(there.sara)
        grants = table_of(Grant)
        sara = person_id(there.town, there.sara)
        await there.change(
            update(grants)
            .where(grants.c.person_id == sara)
            .values(ends_at=datetime.now(UTC), settled_at=datetime.now(UTC))
        )
        await there.ali.sees("دورهٔ کارش تمام شده است", "منتظر شماست")
        await there.town.quiet()
        assert there.notice.state == NoticeState.HELD
        assert there.town.rows(Broadcast) == []
        message, data = there.ali.data_on_card("برعهده می‌گیرم")
        await there.ali.taps_and_sees("برعهده می‌گیرم", "پیش‌نویس")
        await there.town.quiet()
        assert there.notice.holder_id == person_id(there.town, there.ali)
        there.ali.phone.press(data=data, message_id=message)
        await there.ali.sees_toast("این دکمه قدیمی بود")
        await there.town.quiet()
        await there.ali.chooses("ادامه", "زمان‌بندی برای ۱ نفر")
        assert there.notice.state == NoticeState.SCHEDULED
        await there.sara.says_and_sees("/notices", "این فرمان را نمی‌شناسم")


async def test_one_that_comes_again(sqlite_url: str, timers: Timers) -> None:
    """Sent once and scheduled anew: its card has the result so far, and «do not send» ends the repeating."""
    async with council(sqlite_url, timers, delay=3600) as there:
        await there.sends(there.sara)
        now = datetime.now(UTC)
        weekly = {"repeats": "weekly", "repeats_until": now + timedelta(days=60), "starts_at": now}
        await there.change(update(table_of(Notice)).values(**weekly))
        await there.maryam.sees(TEXT)
        await there.sara.sees("فرستاده شد:", "۱ رسید")
        await there.town.quiet()
        card = await there.sara.taps_and_sees("وضعیت اطلاعیه", "زمان:", "هر هفته")
        assert card.labels[:3] == ["نفرست", "نتیجه تا الان", "اصلاح"]
        await there.town.quiet()
        await there.sara.taps_and_sees("نتیجه تا الان", "فرستاده شد:", "۱ رسید")
        await there.town.quiet()
        await there.sara.taps_and_sees("وضعیت اطلاعیه", "هر هفته")
        await there.town.quiet()
        await there.sara.chooses("نفرست")
        assert (there.notice.state, there.notice.repeats) == (NoticeState.SENT, None)


async def test_amend_that_one(sqlite_url: str, timers: Timers) -> None:
    """One like it went a few days ago: its words take that one's place, and the draft goes."""
    async with council(sqlite_url, timers) as there:
        await there.sends(there.sara, "فردا از ساعت ۸ تا ۱۴ آب محله قطع است")
        copy = await there.maryam.sees("از ساعت ۸ تا ۱۴")
        await there.sara.sees("فرستاده شد:", "۱ رسید")
        await there.town.quiet()
        await there.sends(there.sara, "فردا از ساعت ۹ تا ۱۴ آب محله قطع است")
        await there.sara.taps_and_sees("اصلاح همان", "برای ۱ نفر این‌طور دیده می‌شود")
        await there.town.quiet()
        await there.sara.chooses("اصلاح شود")
        changed = await there.maryam.phone.wait_for(lambda message: "از ساعت ۹ تا ۱۴" in bare(message.text))
        assert changed.id == copy.id
        await there.town.quiet()
        states = [notice.state for notice in there.town.rows(Notice)]
        assert states == [NoticeState.SENT, NoticeState.DISCARDED]


async def test_another_time(sqlite_url: str, timers: Timers) -> None:
    """A scheduled one gets another time from its card: it is a draft until it is sent anew."""
    async with council(sqlite_url, timers, delay=3600) as there:
        await there.sends(there.sara)
        await there.sara.says_and_sees("/notices", "زمان‌بندی‌شده")
        await there.town.quiet()
        await there.sara.taps_and_sees(TEXT, "وضعیت: زمان‌بندی‌شده")
        await there.town.quiet()
        message, data = there.sara.data_on_card("تغییر")
        await there.sara.taps_and_sees("تغییر", "در بالاست")
        await there.sara.sees_toast("دوباره پیش‌نویس است")
        await there.town.quiet()
        assert there.notice.state == NoticeState.DRAFT
        there.sara.phone.press(data=data, message_id=message)
        await there.sara.sees_toast("این دکمه قدیمی بود")
        await there.town.quiet()
        await there.sara.chooses("زمان‌بندی")
