"""/resolutions in the chat: everybody reads what was decided, narrows it and finds it by words."""

from sqlalchemy import insert, update

from models.database import table_of
from models.delivery import Delivery, DeliveryKind
from models.resolution import Resolution
from models.topic import Topic
from tests.e2e.harness import Town, running_bot
from tests.e2e.office import settled
from tests.e2e.resident import bare
from tests.e2e.resolution_town import BODY, TEXT, TITLE, base36, chooses, decides, forges, meeting, member, set_columns


async def test_nothing_yet(sqlite_url: str) -> None:
    """A sentence that says so, no filters of nothing, and a way on: to the meetings that are called."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        shown = await maryam.says_and_sees("/resolutions", "هنوز مصوبه‌ای منتشر نشده است")
        assert shown.labels == ["جلسه‌های پیش رو"]
        await town.quiet()
        await maryam.taps_and_sees("جلسه‌های پیش رو", "جلسه‌های پیش رو")


async def test_the_card(sqlite_url: str) -> None:
    """What was decided, where it stands, whose work it is, until when, the votes; and the way back to the list."""
    async with running_bot(sqlite_url) as town:
        await decides(await member(town), due="۱۴۱۰/۱/۲۰", votes="۵ موافق ۱ مخالف")
        maryam = await settled(town, "مریم")
        await maryam.says_and_sees("/resolutions", TITLE, f"«{TEXT}»", "تا چهارشنبه ۲۰ فروردین ۱۴۱۰")
        await town.quiet()
        card = await maryam.taps_and_sees("۱. گلسار، شمارهٔ ۱", TITLE, f"دستگاه مسئول: {BODY}", "۵ موافق، ۱ مخالف")
        assert "مهلت: چهارشنبه ۲۰ فروردین ۱۴۱۰" in bare(card.text)
        assert "مهلتش" not in bare(card.text)
        await town.quiet()
        await maryam.taps_and_sees("بازگشت به فهرست", "تصمیم‌های شوراها")


async def _seven(town: Town) -> None:
    """Seven of Golsar, one of Bagh-e Shah."""
    sara = await member(town)
    one = await decides(sara)
    row = {name: value for name, value in one.model_dump().items() if name != "id"}
    for number in range(2, 8):
        more = {"number": number, "text": f"کار {number}", "search_key": f"کار {number}"}
        await town.change(insert(table_of(Resolution)).values({**row, **more}))
    await decides(await member(town, "علی", "باغ شاه"), "آسفالت خیابان یاس", "شهرداری")


async def test_pages_and_filters(sqlite_url: str) -> None:
    """The newest first, five a page; by body, status and topic, with a way to show all again."""
    async with running_bot(sqlite_url) as town:
        await _seven(town)
        maryam = await settled(town, "مریم")
        first = await maryam.says_and_sees("/resolutions", "۱. پیشنهاد شورای محلهٔ باغ شاه", "کار 7")
        assert "۵. گلسار، شمارهٔ ۴" in first.labels
        await town.quiet()
        second = await maryam.taps_and_sees("قدیمی‌تر ›", "۸. پیشنهاد شورای محلهٔ گلسار، شمارهٔ ۱ سال")
        await town.quiet()
        await maryam.taps_and_sees("۸. گلسار، شمارهٔ ۱", BODY)
        await town.quiet()
        await maryam.taps_and_sees("بازگشت به فهرست", "۸. پیشنهاد شورای محلهٔ گلسار، شمارهٔ ۱ سال")
        await town.quiet()
        await chooses(maryam, "کدام شورا")
        assert {"گلسار (۷)", "باغ شاه (۱)", "محلهٔ من", "✓ همهٔ شهر"} <= set(maryam.last.labels)
        await maryam.taps_and_sees("باغ شاه (۱)", "۱ مصوبه پیدا شد", "باغ شاه، با شورا‌های بالادست و زیرمجموعه")
        await town.quiet()
        await chooses(maryam, "✓ کدام شورا", "فقط همین شورا")
        assert "فقط شورای باغ شاه" in bare(maryam.last.text)
        await chooses(maryam, "وضعیت", "انجام‌شده")
        assert "چیزی با این مشخصات پیدا نشد" in bare(maryam.last.text)
        await maryam.taps_and_sees("نمایش همه", "تصمیم‌های شوراها", "کار 7")
        await town.quiet()
        await chooses(maryam, "وضعیت", "مهلت‌گذشته")
        assert "وضعیت: مهلت‌گذشته" in bare(maryam.last.text)
        assert second.id == maryam.last.id, "the list stays one message"


async def test_by_topic(sqlite_url: str) -> None:
    """The topics that any of them has, and no others."""
    async with running_bot(sqlite_url) as town:
        await _seven(town)
        topic = next(one for one in town.rows(Topic) if one.parent_code is None)
        one = table_of(Resolution)
        await town.change(update(one).where(one.c.number == 7).values(topic=topic.code))
        maryam = await settled(town, "مریم")
        await maryam.says_and_sees("/resolutions", "شوراها")
        await chooses(maryam, "موضوع")
        name = topic.names["fa"]
        assert maryam.last.labels == ["✓ هر موضوعی", name, "بازگشت"]
        await maryam.taps_and_sees(name, "۱ مصوبه پیدا شد", f"موضوع: {name}", "کار 7")
        await chooses(maryam, "✓ موضوع", "هر موضوعی")
        assert "تصمیم‌های شوراها" in bare(maryam.last.text)


async def test_by_words(sqlite_url: str) -> None:
    """Several words in any spelling, Persian digits, the number; behind the command too; and forgotten with a tap."""
    async with running_bot(sqlite_url) as town:
        await _seven(town)
        maryam = await settled(town, "مریم")
        await maryam.says_and_sees("/resolutions", "شوراها")
        await town.quiet()
        await maryam.taps_and_sees("جست‌وجو", "دنبال چه می‌گردید؟")
        found = await maryam.says_and_sees("اسفالت  ياس", "۱ مصوبه پیدا شد", "با «اسفالت ياس»", "آسفالت خیابان یاس")
        assert "۲." not in bare(found.text)
        await town.quiet()
        await chooses(maryam, "✓ جست‌وجو", "بدون جست‌وجو")
        assert "تصمیم‌های شوراها" in bare(maryam.last.text)
        await maryam.says_and_sees("/resolutions ۷", "۱ مصوبه پیدا شد", "شمارهٔ ۷")
        await maryam.says_and_sees("/resolutions پل هوایی", "چیزی با این مشخصات پیدا نشد")
        await town.quiet()
        await maryam.taps_and_sees("نمایش همه", "کار 7")
        await town.quiet()
        await maryam.taps_and_sees("جست‌وجو", "دنبال چه می‌گردید؟")
        maryam.phone.say({"sticker": {"file_id": "s", "file_unique_id": "s", "emoji": "👍"}})
        await maryam.sees("لطفاً")
        await maryam.says_and_sees("/cancel", "تصمیم‌های شوراها")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")


async def test_of_a_meeting(sqlite_url: str) -> None:
    """The button below minutes shows what was decided there, once it is public."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        await decides(sara)
        meeting_id, _ = await meeting(town, sara)
        maryam = await settled(town, "مریم")
        await forges(maryam, f"1:resolution:of:{base36(meeting_id)}:0")
        await maryam.sees("این جلسه مصوبه‌ای نداشته")
        await set_columns(town, meeting_id=meeting_id)
        await forges(maryam, f"1:resolution:of:{base36(meeting_id)}:0")
        await maryam.sees("مصوبه‌های این جلسه", TITLE)
        await town.quiet()
        await maryam.taps_and_sees("۱. گلسار، شمارهٔ ۱", BODY)


async def test_made_up_buttons(sqlite_url: str) -> None:
    """Pages, areas, topics, statuses and ids that nobody drew: an answer each time, and nothing breaks."""
    async with running_bot(sqlite_url) as town:
        await decides(await member(town))
        maryam = await settled(town, "مریم")
        await maryam.says_and_sees("/resolutions", "شوراها")
        for action in ("page", "body", "topic", "status", "bodies", "show", "open", "history", "photos", "of"):
            for number in ("-1", "0", "zzzzzzzzzzzz", "zz"):
                await forges(maryam, f"1:resolution:{action}:{number}:zzzzzzz")
        for action in ("own", "around", "wordless", "reset", "statuses", "topics", "late", "list", "search"):
            await forges(maryam, f"1:resolution:{action}:0:0")
        await maryam.says_and_sees("چراغ", "۱ مصوبه پیدا شد")


async def test_in_english(sqlite_url: str) -> None:
    """Whoever reads English is told in English."""
    async with running_bot(sqlite_url) as town:
        await decides(await member(town))
        john = town.person("John", language="en")
        await john.says_and_sees("/help", "How to use me")
        await john.says_and_sees("/resolutions", "Proposal 1 of 1405 of the neighbourhood council of گلسار", "open")


async def test_the_weekly_list(sqlite_url: str) -> None:
    """What is overdue comes to the council once, with a button to each; residents read that its day has passed."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        await decides(sara, due="۱۴۰۰/۱/۱")
        await decides(sara, "هرس درخت‌ها", "شهرداری")
        await town.restart()
        await sara.sees("مهلت ۱ مصوبهٔ شورای شما گذشته است", TITLE, "روز دیرکرد")
        await town.restart()
        await town.quiet()
        told = [one for one in town.rows(Delivery) if one.kind == DeliveryKind.OVERDUE]
        assert len(told) == 1
        await sara.taps_and_sees("۱. گلسار، شمارهٔ ۱", "مهلتش گذشته است", "وضعیت: در نوبت اجرا")
        await town.quiet()
        await sara.taps_and_sees("همهٔ مهلت‌گذشته‌ها", "۱ مصوبه پیدا شد", "وضعیت: مهلت‌گذشته")
        maryam = await settled(town, "مریم")
        listed = await maryam.says_and_sees("/resolutions", "مهلتش گذشته است")
        assert "۲. گلسار، شمارهٔ ۱" in listed.labels
        await set_columns(town, due_on=None)
        await maryam.says_and_sees("/resolutions", "شوراها")
        assert "مهلتش گذشته است" not in bare(maryam.last.text)
