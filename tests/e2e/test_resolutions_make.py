"""Putting a resolution on record in the chat: one thing at a time, every part changed, nothing lost."""

from datetime import date

from models.area import Level
from models.meeting import AgendaItem, Outcome
from models.resolution import Resolution, ResolutionStatus, ResolutionSubmission
from models.role import Role
from models.submission import Status, Submission
from tests.e2e.harness import running_bot
from tests.e2e.office import area_id, hire
from tests.e2e.resident import bare
from tests.e2e.resolution_town import (
    BODY,
    TEXT,
    TITLE,
    answers,
    author,
    base36,
    begins,
    decides,
    forges,
    meeting,
    member,
)


async def test_one_thing_at_a_time(database_url: str) -> None:
    """Text, body, day in words, votes; then a card with all of it, and a tap gives it its number."""
    async with running_bot(database_url) as town:
        sara = await member(town)
        await begins(sara)
        await sara.says_and_sees(TEXT, "دستگاه مسئول اجرا کدام است؟")
        await sara.says_and_sees(BODY, "تا کی باید انجام شود؟")
        await sara.says_and_sees("۱۴۱۰/۱/۲۰", "مهلت: چهارشنبه ۲۰ فروردین ۱۴۱۰", "درست است؟")
        await sara.says_and_sees("بله", "رأی‌گیری چطور بود؟")
        card = await sara.says_and_sees("۵ موافق ۱ مخالف ۱ ممتنع", TEXT, BODY, "۵ موافق، ۱ مخالف، ۱ ممتنع")
        assert "مهلت: چهارشنبه ۲۰ فروردین ۱۴۱۰" in bare(card.text)
        await town.quiet()
        await sara.taps_and_sees("ثبت مصوبه", f"ثبت شد: {TITLE}", "در نوبت اجرا")
        one = town.row(Resolution)
        assert (one.text, one.responsible, one.due_on) == (TEXT, BODY, date(2031, 4, 9))
        assert (one.votes_for, one.votes_against, one.votes_abstained) == (5, 1, 1)
        assert one.published_at is not None


async def test_whatever_cannot_be_read_is_asked_again(sqlite_url: str) -> None:
    """A sentence that says how, and what was said before is still there."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        await begins(sara)
        await sara.says_and_sees("آ" * 2501, "این متن ۲٬۵۰۱ حرف دارد و بیشتر از ۲٬۵۰۰ حرف نمی‌شود")
        sara.phone.say({"sticker": {"file_id": "s", "file_unique_id": "s", "emoji": "👍"}})
        await sara.sees("لطفاً")
        await sara.says_and_sees(TEXT, "دستگاه مسئول")
        await sara.says_and_sees("ش" * 201, "این متن ۲۰۱ حرف دارد")
        await sara.says_and_sees(BODY, "تا کی")
        await sara.says_and_sees("هر وقت شد", "در آن پیدا نکردم")
        await sara.says_and_sees("۱۴۰۰/۱/۱", "یکشنبه ۱ فروردین ۱۴۰۰", "این روز گذشته است")
        await sara.says_and_sees("ندارد", "رأی‌گیری چطور بود؟")
        await sara.says_and_sees("همه دست بلند کردند", "نتوانستم بخوانم", "۵ موافق، ۱ مخالف، ۱ ممتنع")
        await sara.says_and_sees("ندارد", TEXT, BODY)


async def test_a_day_from_the_calendar(sqlite_url: str) -> None:
    """Chosen with a tap, it is shown in words as well; another day, or none, is a tap away."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        await begins(sara)
        await sara.says_and_sees(TEXT, "دستگاه مسئول")
        await sara.says_and_sees(BODY, "تا کی")
        await town.quiet()
        await sara.taps_and_sees("یک ماه دیگر", "درست است؟")
        await town.quiet()
        await sara.taps_and_sees("روز دیگر", "تا کی باید انجام شود؟")
        await town.quiet()
        await sara.taps_and_sees("۳ ماه دیگر", "درست است؟")
        await town.quiet()
        await sara.taps_and_sees("بله، همین روز", "رأی‌گیری")
        await town.quiet()
        await sara.taps_and_sees("بدون شمارش رأی", "مهلت:")
        await town.quiet()
        await sara.chooses("مهلت", "بدون مهلت")
        assert "مهلت: —" in bare(sara.last.text)


async def test_without_text_or_body(sqlite_url: str) -> None:
    """What is missing is said in a sentence, nothing is lost, and it is added with a tap."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        await begins(sara)
        await sara.chooses("بازگشت")
        await sara.taps_and_sees("ثبت مصوبه", "متن مصوبه و دستگاه مسئول هنوز خالی است")
        await town.quiet()
        await sara.chooses("متن")
        await sara.says_and_sees(TEXT, "دستگاه مسئول:", TEXT)
        await town.quiet()
        await sara.taps_and_sees("ثبت مصوبه", "دستگاه مسئول معلوم نیست", TEXT)
        await town.quiet()
        assert town.rows(Resolution) == []
        await sara.chooses("دستگاه مسئول")
        await sara.says_and_sees(BODY, TEXT, BODY)
        await sara.says_and_sees("ثبت", f"ثبت شد: {TITLE}")


async def test_each_part_can_be_changed(sqlite_url: str) -> None:
    """From the card, one by one; the topic too."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        await begins(sara)
        await answers(sara, due="۱۴۱۰/۱/۲۰", votes="۵ موافق")
        await sara.chooses("متن")
        await sara.says_and_sees("آسفالت کوچهٔ یاس", "آسفالت کوچهٔ یاس", BODY)
        await town.quiet()
        await sara.chooses("رأی‌ها")
        await sara.says_and_sees("4-2-0", "۴ موافق، ۲ مخالف، ۰ ممتنع")
        await town.quiet()
        await sara.chooses("موضوع", "روشنایی معابر")
        assert "موضوع: روشنایی معابر" in bare(sara.last.text)
        await sara.taps_and_sees("ثبت مصوبه", "ثبت شد:", "آسفالت کوچهٔ یاس")
        one = town.row(Resolution)
        assert (one.votes_for, one.votes_against) == (4, 2)
        assert one.topic is not None


async def test_bodies_used_before_are_offered(sqlite_url: str) -> None:
    """A tap instead of typing."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        await decides(sara)
        await begins(sara)
        await sara.says_and_sees("هرس درخت‌ها", "از دستگاه‌های قبلی انتخاب کنید")
        await town.quiet()
        await sara.taps_and_sees(BODY, "تا کی")
        await town.quiet()
        await sara.chooses("بدون مهلت", "بدون شمارش رأی", "ثبت مصوبه")
        assert [(one.number, one.responsible) for one in town.rows(Resolution)] == [(1, BODY), (2, BODY)]


async def test_of_an_item_of_the_minutes(database_url: str) -> None:
    """Its text is what was decided, it answers the item's submission, and nobody reads it before the minutes."""
    async with running_bot(database_url) as town:
        _, sent = await author(town)
        sara = await member(town)
        meeting_id, item_id = await meeting(town, sara, submission=sent, decision="۱۲ چراغ نصب شود")
        await sara.says_and_sees("/help", "راهنما")
        await forges(sara, f"1:resolve:new:{base36(item_id)}:0")
        await sara.sees("دستگاه مسئول اجرا کدام است؟")
        await sara.says_and_sees(BODY, "تا کی")
        await town.quiet()
        await sara.chooses("بدون مهلت", "بدون شمارش رأی")
        assert "۱۲ چراغ نصب شود" in bare(sara.last.text)
        assert "۱ درخواست" in bare(sara.last.text)
        await sara.taps_and_sees("ثبت مصوبه", "هنوز منتشر نشده؛ همراه صورت‌جلسه")
        await town.quiet()
        one = town.row(Resolution)
        assert (one.meeting_id, one.item_id, one.published_at) == (meeting_id, item_id, None)
        assert town.row(ResolutionSubmission).submission_id == sent.id
        assert town.row(AgendaItem).outcome == Outcome.RESOLVED
        assert town.row(Submission).status == Status.REGISTERED
        await sara.says_and_sees("/resolutions", "هنوز مصوبه‌ای منتشر نشده")
        await forges(sara, f"1:resolve:new:{base36(item_id)}:0")
        await sara.sees("همراه صورت‌جلسه منتشر می‌شود", "۱۲ چراغ نصب شود")
        await town.quiet()
        await sara.chooses("ویرایش", "متن")
        await sara.says_and_sees("۱۵ چراغ نصب شود", "۱۵ چراغ نصب شود")
        await town.quiet()
        await sara.taps_and_sees("ثبت مصوبه", "ثبت شد:", "۱۵ چراغ نصب شود")
        await town.quiet()
        assert (town.row(Resolution).text, town.row(Resolution).version) == ("۱۵ چراغ نصب شود", 2)


async def test_what_it_answers_is_named_by_its_code(sqlite_url: str) -> None:
    """Made alone it answers the submissions whose codes were typed; the card says how many, and they are approved."""
    async with running_bot(sqlite_url) as town:
        maryam, sent = await author(town)
        sara = await member(town)
        await begins(sara)
        await answers(sara)
        await sara.chooses("درخواست‌ها")
        await sara.says_and_sees("1405-000999-1", "این کد نیست")
        await sara.says_and_sees(sent.code, "۱ درخواست")
        await town.quiet()
        await sara.taps_and_sees("ثبت مصوبه", "ثبت شد:")
        await maryam.sees("تصویب‌شده", TITLE, TEXT)
        assert town.row(Submission).status == Status.APPROVED
        await town.quiet()
        for reader in (maryam, sara):
            await reader.says_and_sees(sent.code, "📄", f"تصمیم: {TITLE}")
            await town.quiet()
            await reader.taps_and_sees("دیدن تصمیم شورا", f"دستگاه مسئول: {BODY}")
            await town.quiet()


async def test_put_aside_and_taken_up_again(sqlite_url: str) -> None:
    """Discarded, or left for something else: it is kept, and another one does not wipe it out unasked."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        await begins(sara)
        await sara.says_and_sees(TEXT, "دستگاه مسئول")
        await town.quiet()
        await sara.says_and_sees("/cancel", "کنار گذاشته شد")
        await town.quiet()
        _, item_id = await meeting(town, sara, decision="چیز دیگر")
        await forges(sara, f"1:resolve:new:{base36(item_id)}:0")
        await sara.sees("مصوبه‌ای را شروع کرده‌اید", TEXT)
        await town.quiet()
        await sara.taps_and_sees("ادامه", "دستگاه مسئول اجرا کدام است؟")
        await sara.says_and_sees(BODY, "تا کی")
        await town.quiet()
        await sara.chooses("بازگشت")
        assert TEXT in bare(sara.last.text)
        await sara.taps_and_sees("انصراف", "کنار گذاشته شد")
        await town.quiet()
        await forges(sara, f"1:resolve:new:{base36(item_id)}:0")
        await sara.taps_and_sees("شروع یکی دیگر", "دستگاه مسئول اجرا کدام است؟")
        await town.quiet()
        assert town.rows(Resolution) == []


async def test_whose_council_is_asked_where_there_are_several(sqlite_url: str) -> None:
    """Who reaches more than one area chooses, or writes the name."""
    async with running_bot(sqlite_url) as town:
        zahra = await hire(town, "زهرا", Role.SECRETARIAT, area_id(town, "منطقهٔ ۱", Level.DISTRICT))
        await zahra.says_and_sees("/resolutions", "شوراها")
        await town.quiet()
        await zahra.taps_and_sees("مصوبهٔ تازه", "تصمیم کدام شوراست؟")
        await zahra.says_and_sees("علی‌آباد", "در حوزهٔ شما جایی به این نام پیدا نکردم")
        await zahra.says_and_sees("گل‌سار", "چه تصویب شد؟")
        await answers(zahra)
        await zahra.taps_and_sees("ثبت مصوبه", "گلسار")
        await town.quiet()
        await zahra.says_and_sees("/resolutions", "شوراها")
        await town.quiet()
        await zahra.taps_and_sees("مصوبهٔ تازه", "تصمیم کدام شوراست؟")
        await town.quiet()
        await zahra.taps_and_sees("منطقهٔ ۱", "چه تصویب شد؟")
        await answers(zahra)
        await zahra.taps_and_sees("ثبت مصوبه", "مصوبهٔ شورای منطقهٔ ۱، شمارهٔ ۱")


async def test_the_citys_council(sqlite_url: str) -> None:
    """Its resolution waits for the review board."""
    async with running_bot(sqlite_url) as town:
        sara = await hire(town, "سارا", Role.COUNCIL, area_id(town, "ایزدشهر", Level.CITY))
        await sara.says_and_sees("/resolutions", "شوراها")
        await town.quiet()
        await sara.taps_and_sees("مصوبهٔ تازه", "تصمیم کدام شوراست؟")
        await town.quiet()
        await sara.taps_and_sees("ایزدشهر", "چه تصویب شد؟")
        await answers(sara)
        await sara.taps_and_sees("ثبت مصوبه", "در انتظار هیئت تطبیق", "هیئت تطبیق تا")
        assert town.row(Resolution).status == ResolutionStatus.AWAITING_REVIEW


async def test_an_older_cards_button(sqlite_url: str) -> None:
    """It changes nothing; how it stands now is shown. Two taps on «put on record» make one resolution."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        await begins(sara)
        await answers(sara)
        save = sara.data_on_card("ثبت مصوبه")
        await sara.chooses("متن")
        sara.phone.press(data=save[1], message_id=save[0])
        await sara.sees_toast("این دکمه قدیمی بود")
        await town.quiet()
        assert town.rows(Resolution) == []
        again = sara.data_on_card("ثبت مصوبه")
        for _ in range(2):
            sara.phone.press(data=again[1], message_id=again[0])
        await sara.sees("ثبت شد:")
        await town.quiet()
        assert len(town.rows(Resolution)) == 1


async def test_one_that_is_not_public_is_taken_back(sqlite_url: str) -> None:
    """Asked once more; then its item is undecided again."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        _, item_id = await meeting(town, sara, decision="۱۲ چراغ نصب شود")
        await forges(sara, f"1:resolve:new:{base36(item_id)}:0")
        await sara.says_and_sees(BODY, "تا کی")
        await town.quiet()
        await sara.chooses("بدون مهلت", "بدون شمارش رأی", "ثبت مصوبه")
        made = town.row(Resolution)
        await sara.taps_and_sees("حذف", f"{TITLE} حذف شود؟")
        await town.quiet()
        await sara.taps_and_sees("بازگشت", "هنوز منتشر نشده")
        await town.quiet()
        await sara.chooses("حذف")
        await sara.taps_and_sees("بله، حذف شود", "حذف شد و بند دستور دوباره بدون تصمیم است")
        await town.quiet()
        assert town.rows(Resolution) == []
        assert town.row(AgendaItem).outcome is None
        await forges(sara, f"1:resolve:removed:{base36(made.id or 0)}:1")
        await sara.sees("پیدا نشد")
