"""The agenda in the chat: typed, chosen, ordered, shown to the invited; by members alone, and by two at once."""

from sqlalchemy import update

from models.database import table_of
from models.dialogue import Dialogue
from models.meeting import AgendaItem
from models.role import Grant
from models.submission import Submission
from tests.e2e.sitting import BEGAN, base36, hall, words_of
from tests.models.sample_rows import NOW


async def test_typed_items(database_url: str) -> None:
    """Several lines are several items, and more may follow at once; each opens as a card of its own."""
    async with hall(database_url) as there:
        card = await there.opens(there.sara, "agenda")
        assert "هنوز بندی ندارد" in words_of(card)
        asked = await there.taps(there.sara, "نوشتن بند‌ها")
        assert "هر سطر پیام یک بند می‌شود" in words_of(asked)
        card = await there.writes(there.sara, "۱. روشنایی کوچه‌ها\n۲. زمین بازی")
        assert "۲ بند اضافه شد" in words_of(card)
        card = await there.writes(there.sara, "پرسش‌های شما")
        assert "۳. پرسش‌های شما" in words_of(card)
        assert there.texts() == ["روشنایی کوچه‌ها", "زمین بازی", "پرسش‌های شما"]
        item = await there.taps(there.sara, "۲")
        assert "زمین بازی" in words_of(item)
        assert "بند ۲" in words_of(item)


async def test_order_words_and_presenter(sqlite_url: str) -> None:
    """An item is moved, worded anew, given to somebody, and taken off."""
    async with hall(sqlite_url) as there:
        await there.opens(there.sara, "agenda")
        await there.taps(there.sara, "نوشتن بند‌ها")
        await there.writes(there.sara, "الف\nب\nپ")
        await there.taps(there.sara, "۳", "↑ بالاتر")
        assert there.texts() == ["الف", "پ", "ب"]
        await there.taps(there.sara, "⇈ اول فهرست")
        assert there.texts() == ["پ", "الف", "ب"]
        await there.taps(there.sara, "تغییر متن")
        await there.writes(there.sara, "زمین بازی")
        await there.taps(there.sara, "ارائه‌دهنده")
        card = await there.writes(there.sara, "زهرا احمدی")
        assert "ارائه‌دهنده: زهرا احمدی" in words_of(card)
        card = await there.taps(there.sara, "‹ دستور جلسه")
        assert "۱. زمین بازی (ارائه: زهرا احمدی)" in words_of(card)
        await there.taps(there.sara, "۱", "ارائه‌دهنده", "بدون ارائه‌دهنده", "برداشتن از دستور")
        assert there.texts() == ["الف", "ب"]
        assert there.items()[0].presenter is None


async def test_submissions_are_chosen(database_url: str) -> None:
    """Several are chosen at once from those that wait longest; their authors hear of the meeting and its day."""
    async with hall(database_url) as there:
        for words in ("کوچهٔ لاله تاریک است", "زمین بازی تاب ندارد", "جوی آب گرفته است"):
            await there.maryam.registers(words)
            await there.town.quiet()
        await there.opens(there.sara, "agenda")
        card = await there.taps(there.sara, "درخواست‌ها (۳)")
        assert words_of(card).index("کوچهٔ لاله") < words_of(card).index("جوی آب")
        card = await there.taps(there.sara, "☐ ۳", "☐ ۱")
        assert "☑ ۱." in words_of(card)
        card = await there.taps(there.sara, "افزودن ۲ مورد به دستور")
        assert "۲ درخواست اضافه شد" in words_of(card)
        assert there.texts() == ["جوی آب گرفته است", "کوچهٔ لاله تاریک است"]
        assert there.statuses() == ["on_agenda", "registered", "on_agenda"]
        await there.maryam.sees("در دستور جلسه")
        assert there.maryam.heard("جلسهٔ هفتگی شورا")
        await there.taps(there.sara, "۱", "برداشتن از دستور")
        assert there.statuses() == ["on_agenda", "registered", "under_review"]


async def test_chosen_over_pages(sqlite_url: str) -> None:
    """What was chosen stays chosen while pages are turned; what was pressed twice is not chosen."""
    async with hall(sqlite_url) as there:
        for number in range(8):
            await there.maryam.registers(f"درخواست شمارهٔ {number}")
            await there.town.quiet()
        await there.opens(there.sara, "agenda")
        await there.taps(there.sara, "درخواست‌ها (۸)", "☐ ۱", "☐ ۲", "☑ ۲", "بعدی ›", "☐ ۷", "‹ قبلی")
        assert "☑ ۱" in there.sara.last.labels
        await there.taps(there.sara, "افزودن ۲ مورد به دستور")
        assert there.texts() == ["درخواست شمارهٔ 0", "درخواست شمارهٔ 6"]


async def test_withdrawn_meanwhile(sqlite_url: str) -> None:
    """A submission that its author withdrew is left alone, and the agenda shows where it stands."""
    async with hall(sqlite_url) as there:
        await there.maryam.registers("کوچهٔ لاله تاریک است")
        await there.town.quiet()
        await there.opens(there.sara, "agenda")
        await there.taps(there.sara, "درخواست‌ها (۱)", "☐ ۱", "افزودن ۱ مورد به دستور")
        submissions = table_of(Submission)
        await there.town.change(update(submissions).values(status="withdrawn"))
        card = await there.opens(there.sara, "agenda")
        assert "اکنون: انصراف" in words_of(card)
        await there.taps(there.sara, "۱", "برداشتن از دستور")
        assert there.statuses() == ["withdrawn"]


async def test_chosen_and_gone(sqlite_url: str) -> None:
    """What moved on between choosing and putting is left out, and said so."""
    async with hall(sqlite_url) as there:
        await there.maryam.registers("کوچهٔ لاله تاریک است")
        await there.town.quiet()
        await there.opens(there.sara, "agenda")
        await there.taps(there.sara, "درخواست‌ها (۱)", "☐ ۱")
        await there.town.change(update(table_of(Submission)).values(status="done"))
        card = await there.taps(there.sara, "افزودن ۱ مورد به دستور")
        assert "۱ مورد اضافه نشد" in words_of(card)
        assert there.texts() == []


async def test_eighty_items(sqlite_url: str) -> None:
    """80 items come in one message, and every page of them can be looked at; more than 100 are refused whole."""
    async with hall(sqlite_url) as there:
        await there.opens(there.sara, "agenda")
        await there.taps(there.sara, "نوشتن بند‌ها")
        card = await there.writes(there.sara, "\n".join(f"بند شمارهٔ {number}" for number in range(80)))
        assert "۸۰ بند اضافه شد" in words_of(card)
        assert "۸۰" in card.labels
        refused = await there.writes(there.sara, "\n".join(f"باز {number}" for number in range(21)))
        assert "حداکثر ۱۰۰ بند" in words_of(refused)
        assert len(there.texts()) == 80
        await there.writes(there.sara, "یکی دیگر")
        assert len(there.texts()) == 81
        card = await there.taps(there.sara, "۸۱", "⇈ اول فهرست", "‹ دستور جلسه")
        assert "۱. یکی دیگر" in words_of(card)
        for _ in range(10):
            card = await there.taps(there.sara, "بعدی ›")
        assert card.labels[0] == "۸۱"


async def test_two_at_one_agenda(database_url: str) -> None:
    """A button that was drawn before a colleague changed the agenda changes nothing; typed items are never lost."""
    async with hall(database_url) as there:
        await there.opens(there.sara, "agenda")
        await there.taps(there.sara, "نوشتن بند‌ها")
        await there.writes(there.sara, "الف\nب")
        await there.taps(there.sara, "۲")
        await there.opens(there.ali, "agenda")
        await there.taps(there.ali, "نوشتن بند‌ها")
        await there.writes(there.ali, "پ")
        await there.sara.taps("برداشتن از دستور")
        await there.sara.sees_toast("دکمه")
        await there.town.quiet()
        assert there.texts() == ["الف", "ب", "پ"]
        await there.opens(there.sara, "agenda")
        await there.taps(there.sara, "نوشتن بند‌ها")
        await there.writes(there.ali, "ت")
        await there.writes(there.sara, "ث")
        assert there.texts() == ["الف", "ب", "پ", "ت", "ث"]


async def test_words_are_for_whom_asked(sqlite_url: str) -> None:
    """Once the agenda is shown again, what somebody writes is their own, and no item."""
    async with hall(sqlite_url) as there:
        await there.opens(there.sara, "agenda")
        await there.taps(there.sara, "نوشتن بند‌ها", "بازگشت")
        await there.sara.says_and_sees("کوچهٔ ما تاریک است", "پیش‌نویس شما:")
        assert there.texts() == []


async def test_cancel_and_stickers(sqlite_url: str) -> None:
    """A sticker is no item; /cancel leaves the agenda as it is."""
    async with hall(sqlite_url) as there:
        await there.opens(there.sara, "agenda")
        await there.taps(there.sara, "نوشتن بند‌ها")
        await there.writes(there.sara, "الف")
        there.sara.phone.send_sticker()
        await there.sara.sees("استیکر")
        await there.town.quiet()
        card = await there.writes(there.sara, "/cancel")
        assert "۱. الف" in words_of(card)
        await there.sara.says_and_sees("کوچهٔ ما تاریک است", "پیش‌نویس شما:")
        assert there.texts() == ["الف"]


async def test_not_for_residents(sqlite_url: str) -> None:
    """Whoever calls no meetings finds no agenda behind made-up buttons, and changes nothing."""
    async with hall(sqlite_url) as there:
        await there.opens(there.sara, "agenda")
        await there.taps(there.sara, "نوشتن بند‌ها")
        await there.writes(there.sara, "الف")
        item = base36(there.items()[0].id or 0)
        meeting = base36(there.meeting_id)
        for noun, action, number in [
            ("agenda", "open", meeting),
            ("agenda", "write", meeting),
            ("agenda", "publish", meeting),
            ("aitem", "remove", item),
            ("aitem", "presenter", item),
            ("apick", "list", meeting),
            ("apick", "put", meeting),
        ]:
            answer = await there.presses(there.maryam, f"1:{noun}:{action}:{number}:2")
            assert "پیدا نشد" in words_of(answer), (noun, action)
        await there.presses(there.maryam, f"1:apick:toggle:1:{meeting}")
        assert there.texts() == ["الف"]
        assert [row.name for row in there.town.rows(Dialogue) if row.name.startswith("agenda")] == ["agenda"]


async def test_shown_to_the_invited(sqlite_url: str) -> None:
    """«Show it to the invited» says so; the agenda is as it was."""
    async with hall(sqlite_url) as there:
        await there.opens(there.sara, "agenda")
        await there.taps(there.sara, "نوشتن بند‌ها")
        await there.writes(there.sara, "الف")
        await there.sara.taps("نمایش به دعوت‌شدگان")
        await there.sara.sees_toast("دعوت‌شدگان")
        await there.town.quiet()
        assert [one.text for one in there.town.rows(AgendaItem)] == ["الف"]


async def test_office_ended_meanwhile(sqlite_url: str) -> None:
    """Whose office ended while items were asked for writes a submission of their own: nothing typed is lost."""
    async with hall(sqlite_url, starts_in=BEGAN) as there:
        await there.opens(there.sara, "agenda")
        await there.taps(there.sara, "نوشتن بند‌ها")
        await there.opens(there.ali, "attend")
        await there.taps(there.ali, "نوشتن نام مهمان")
        await there.town.change(update(table_of(Grant)).values(revoked_at=NOW))
        await there.sara.says_and_sees("کوچهٔ ما تاریک است", "پیش‌نویس شما:")
        await there.ali.says_and_sees("/cancel", "چیزی")
        await there.ali.says_and_sees("جوی آب گرفته است", "پیش‌نویس شما:")
        assert there.texts() == []


async def test_settled_meanwhile(sqlite_url: str) -> None:
    """Items for a meeting that was cancelled meanwhile are refused in a sentence; the next words are one's own."""
    async with hall(sqlite_url) as there:
        await there.opens(there.sara, "agenda")
        await there.taps(there.sara, "نوشتن بند‌ها")
        await there.there.becomes(there.meeting_id, state="cancelled")
        await there.writes(there.sara, "الف")
        assert there.texts() == []
        await there.sara.says_and_sees("کوچهٔ ما تاریک است", "پیش‌نویس شما:")
