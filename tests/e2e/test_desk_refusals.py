from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from models.database import table_of
from models.entry import Claim
from models.role import Grant, Role
from models.submission import StatusEvent
from tests.e2e.harness import running_bot
from tests.e2e.office import actions_on, entries_of, hire, open_case, person_id, told_to_author


async def test_words_survive_a_refusal(database_url: str) -> None:
    """A colleague was quicker while somebody wrote: the words are kept, and «دوباره» sends them when that is over."""
    async with running_bot(database_url) as town:
        _, zahra = await open_case(town)
        ali = await hire(town, "علی", Role.SECRETARIAT, None)
        await zahra.taps_and_sees("پاسخ", "پاسخ را بنویسید")
        await town.quiet()
        soon = datetime.now(UTC) + timedelta(minutes=5)
        await town.change(update(table_of(Claim)).values(person_id=person_id(town, ali), ends_at=soon))
        await zahra.says_and_sees("فردا می‌آییم", "یکی از همکاران", "نوشتهٔ شما سر جایش است")
        assert entries_of(town) == []
        await zahra.taps_and_sees("دوباره", "یکی از همکاران")
        await town.change(update(table_of(Claim)).values(ends_at=datetime.now(UTC) - timedelta(minutes=1)))
        await town.quiet()
        await zahra.taps_and_sees("دوباره", "پاسخ ثبت شد", "«فردا می‌آییم»")
        assert entries_of(town) == [("answer", "فردا می‌آییم")]


async def test_a_question_to_somebody_who_withdrew_leaves_nothing(database_url: str) -> None:
    """The author withdrew while the question was written: nothing of it is in the file, and its words are not lost."""
    async with running_bot(database_url) as town:
        maryam, zahra = await open_case(town)
        await zahra.taps_and_sees("پرسش از نویسنده", "پرسش خود")
        await maryam.says_and_sees(town.submission.code, "وضعیت")
        await maryam.taps_and_sees("انصراف از درخواست", "؟")
        await maryam.taps_and_sees("بله، انصراف", "انصراف")
        await zahra.says_and_sees("کدام تیر؟", "وضعیت در این میان عوض شده", "نوشتهٔ شما سر جایش است")
        assert entries_of(town) == []
        assert actions_on(town) == []
        await zahra.taps_and_sees("بازگشت", "انصراف", "📄")


async def test_something_else_between(database_url: str) -> None:
    """Opening the desk ends the question that was asked; unsent photos wait, and can still be sent."""
    async with running_bot(database_url) as town:
        _, zahra = await open_case(town)
        await zahra.taps_and_sees("یادداشت داخلی", "فقط همکاران")
        await zahra.opens_desk()
        await zahra.says_and_sees("این را خودم دیدم", "پیش‌نویس شما:")
        await zahra.taps_and_sees("انصراف", "کنار گذاشته شد")
        await zahra.opens(town.submission)
        await zahra.taps_and_sees("پاسخ", "پاسخ را بنویسید")
        zahra.phone.send_photo(b"lamp")
        await zahra.sees("پیوست: ۱ عکس")
        await town.quiet()
        await zahra.says_and_sees("/desk", "هنوز فرستاده نشده و سر جایش است")
        await town.quiet()
        await zahra.taps_and_sees("بفرست", "پاسخ ثبت شد")
        assert entries_of(town) == [("answer", "")]


async def test_cancel_and_back(sqlite_url: str) -> None:
    """/cancel and «بازگشت» lead back to the card, and nothing was said."""
    async with running_bot(sqlite_url) as town:
        _, zahra = await open_case(town)
        for label in ("پاسخ", "یادداشت داخلی", "پرسش از نویسنده"):
            await zahra.chooses(label)
            await zahra.taps_and_sees("بازگشت", "📄", "چراغ کوچه")
            await zahra.chooses(label)
            await zahra.says_and_sees("/cancel", "📄", "چراغ کوچه")
            await town.quiet()
        assert entries_of(town) == []


async def test_an_old_card_does_nothing(database_url: str) -> None:
    """A button of a card drawn before a colleague changed the status opens a fresh card; replays change nothing."""
    async with running_bot(database_url) as town:
        _, zahra = await open_case(town)
        old = {label: zahra.data_on_card(label) for label in ("پاسخ", "وضعیت", "در دست می‌گیرم", "بیشتر")}
        await zahra.chooses("وضعیت", "در حال بررسی")
        plain = zahra.data_on_card("بدون یادداشت")
        await zahra.taps_and_sees("بدون یادداشت", "وضعیت «در حال بررسی» شد")
        await town.quiet()
        for _, data in (*old.values(), plain):
            zahra.phone.press(data=data, message_id=zahra.last.id)
            await zahra.sees("📄", "در حال بررسی")
            await zahra.sees_toast("این دکمه قدیمی بود")
            await town.quiet()
        assert len(town.rows(StatusEvent)) == 2


async def test_presses_at_once_are_one_move(sqlite_url: str) -> None:
    """However often «بدون یادداشت» is pressed at once, the history has one line more."""
    async with running_bot(sqlite_url) as town:
        _, zahra = await open_case(town)
        await zahra.chooses("وضعیت", "ارجاع‌شده")
        message, data = zahra.data_on_card("بدون یادداشت")
        for _ in range(4):
            zahra.phone.press(data=data, message_id=message)
        await town.quiet()
        assert [event.status_to for event in town.rows(StatusEvent)] == ["registered", "referred"]
        assert len(told_to_author(town)) == 1


async def test_forged_moves(sqlite_url: str) -> None:
    """A made-up status, one that comes from elsewhere, or another's submission: a sentence, and nothing changes."""
    async with running_bot(sqlite_url) as town:
        _, zahra = await open_case(town)
        made, message = town.submission, zahra.last.id
        for action in ("to_approved", "to_merged", "to_withdrawn", "to_needs_info", "to_reopened", "to_registered"):
            zahra.phone.press(data=f"1:case:{action}:{made.id}:{made.version}", message_id=message)
            await zahra.sees("به این مرحله نمی‌شود رفت")
        for data in ("1:case:answer:zzzz:1", "1:case:answer:-1:1", "1:desk:open:zzzzzzzzzzzz:0", "1:case:to_done:0:0"):
            zahra.phone.press(data=data, message_id=message)
            await zahra.sees("پیدا نشد")
        for data in ("1:case:to_nowhere:1:1", "1:desk:tray_nothing:1:0", "1:case:kind_nothing:1:1"):
            zahra.phone.press(data=data, message_id=message)
            await zahra.sees("این دکمه دیگر کار نمی‌کند")
        assert town.submission.version == made.version


async def test_rights_are_checked_at_every_press(database_url: str) -> None:
    """An office that ended meanwhile ends what its holder had open: the words come to nothing, and nothing is said."""
    async with running_bot(database_url) as town:
        _, zahra = await open_case(town)
        await zahra.taps_and_sees("پاسخ", "پاسخ را بنویسید")
        await town.quiet()
        await town.change(update(table_of(Grant)).values(ends_at=datetime.now(UTC)))
        await zahra.says_and_sees("فردا می‌آییم", "پیدا نشد")
        assert entries_of(town) == []
        await zahra.says_and_sees("/desk", "این فرمان را نمی‌شناسم")
