"""Goals from a published text in the chat: pasted, looked at line by line, decided, published."""

import pytest
from sqlalchemy import update

from bot.playground.faults import FaultKind
from models.area import Level
from models.audit import Audit
from models.database import table_of
from models.goal import Goal, GoalImport, ImportState
from models.job import Job, JobState
from models.role import Grant, Role
from tests.e2e.harness import Town, running_bot
from tests.e2e.office import Staff, area_id, hire, settled
from tests.e2e.resident import bare
from tests.e2e.resolution_town import forges
from tests.models.goal_texts import IZADSHAHR

SHORT = """مقدمه‌ای دربارهٔ شهر
۱- توسعهٔ فضای سبز محله

2. ساماندهی دست‌فروشان بازار روز

این جمله شماره ندارد

٣) بازسازی سرای محله برای همهٔ سالمندان"""


async def clerk(town: Town) -> Staff:
    """Somebody of the whole city's secretariat."""
    return await hire(town, "زهرا", Role.SECRETARIAT, area_id(town, "ایزدشهر", Level.CITY))


async def begins(staff: Staff) -> None:
    """/goals, «read from a text», the whole city."""
    await staff.says_and_sees("/goals", "هدف")
    await staff.town.quiet()
    await staff.taps("خواندن از متن")
    await staff.sees("متن، هدف‌های کجاست؟")
    await staff.town.quiet()
    await staff.taps_and_sees("ایزدشهر", "هدف‌های ایزدشهر", "بچسبانید")
    await staff.town.quiet()


async def pastes(staff: Staff, *texts: str) -> None:
    """The text in one or several messages, and «that was all»."""
    for text in texts:
        await staff.says_and_sees(text, "اگر همین بود دکمه را بزنید")
        await staff.town.quiet()
    await staff.taps("همین بود")
    await staff.sees("خوانده شد")
    await staff.town.quiet()


async def test_pasted_decided_and_published(sqlite_url: str) -> None:
    """A text is pasted, a line without a number joined, another reworded; then all are public, with their source."""
    async with running_bot(sqlite_url) as town:
        zahra = await clerk(town)
        await begins(zahra)
        await pastes(zahra, SHORT)
        shown = bare(zahra.last.text)
        assert "ایزدشهر: ۳ هدف خوانده شد" in shown
        assert "۱ سطر هنوز تصمیم می‌خواهد" in shown
        assert "انتشار ۳ هدف" not in zahra.last.labels
        await zahra.taps_and_sees("تصمیم بعدی", "سطری بی‌شماره، پس از هدف ۲", "این جمله شماره ندارد")
        await town.quiet()
        await zahra.taps_and_sees("ادامهٔ هدف ۲ است", "تصمیمی نمانده است")
        await town.quiet()
        await zahra.taps_and_sees("۱", "هدف ۱", "توسعهٔ فضای سبز محله")
        await town.quiet()
        await zahra.taps_and_sees("بازنویسی", "متنش چه باشد؟")
        await town.quiet()
        await zahra.says_and_sees("توسعهٔ فضای سبز در هر محله", "تصمیمی نمانده است", "در هر محله")
        await town.quiet()
        assert town.rows(Goal) == []
        await zahra.taps_and_sees("انتشار ۳ هدف", "۳ هدف ایزدشهر ثبت و منتشر شد")
        await town.quiet()
        rows = town.rows(Goal)
        assert [(one.number, one.title) for one in rows] == [
            (1, "توسعهٔ فضای سبز در هر محله"),
            (2, "ساماندهی دست‌فروشان بازار روز"),
            (3, "بازسازی سرای محله برای همهٔ سالمندان"),
        ]
        assert all(one.published_at is not None and "برگرفته از متن منتشرشده" in one.description for one in rows)
        assert "این جمله شماره ندارد" in rows[1].description
        assert town.row(GoalImport).state == ImportState.DONE
        assert town.row(Audit, Audit.action == "goal.import").after["goals"] == 3
        await zahra.taps("هدف‌ها")
        await zahra.sees("توسعهٔ فضای سبز در هر محله")


async def presses(staff: Staff, label: str, *parts: str) -> None:
    """A button, and what it shows; then all is quiet."""
    await staff.taps_and_sees(label, *parts)
    await staff.town.quiet()


async def test_the_city_s_own_text_in_two_messages(sqlite_url: str) -> None:
    """Twenty goals on pages of eight lines at most; the stray and the double are shown, split and left out."""
    text = IZADSHAHR.read_text(encoding="utf-8")
    cut = text.index("\n\n8-")
    async with running_bot(sqlite_url) as town:
        zahra = await clerk(town)
        await begins(zahra)
        await pastes(zahra, text[:cut], text[cut:].strip())
        assert "ایزدشهر: ۲۰ هدف خوانده شد · صفحهٔ ۱ از ۵" in bare(zahra.last.text)
        assert len(zahra.last.text.splitlines()) <= 8
        for page in range(2, 6):
            await presses(zahra, "بعدی ›", f"صفحهٔ {'۰۱۲۳۴۵'[page]} از ۵")
            assert len(zahra.last.text.splitlines()) <= 8
        assert "شبیه ۴" in bare(zahra.last.text)
        await presses(zahra, "دیدن هدف شبیه", "هدف ۲۰", "هدف ۴ تقریباً همین را می‌گوید")
        await presses(zahra, "حذف", "۱۹ هدف خوانده شد", "✗")
        await presses(zahra, "متن پیش از فهرست", "خوانده نمی‌شود", "در عصرحاضر")
        await presses(zahra, "بازگشت", "صفحهٔ ۱ از ۵")
        await presses(zahra, "۴", "هدف ۴", "ارتقاء ایمنی")
        await presses(zahra, "دو قسمت کردن", "قسمت دوم از کجا")
        await zahra.says_and_sees("چنین چیزی نیست", "این کلمه‌ها را در آن پیدا نکردم")
        await town.quiet()
        await zahra.says_and_sees("حفظ هویت تاریخی", "۲۰ هدف خوانده شد")
        await town.quiet()
        await presses(zahra, "تصمیم بعدی", "سطری بی‌شماره")
        await presses(zahra, "هدف جداگانه است", "۲۱ هدف خوانده شد", "تصمیمی نمانده است")
        await presses(zahra, "انتشار ۲۱ هدف", "۲۱ هدف ایزدشهر ثبت و منتشر شد")
        rows = town.rows(Goal)
        assert sorted(one.number for one in rows) == [*range(1, 20), 20, 21]
        assert [one.title for one in rows][3:6] == [
            "ارتقاء ایمنی و استحکام محیط سکونت و استراحت، کار و فعالیت و گذران اوقات فراغت منطقه",
            "حفظ هویت تاریخی-فرهنگی منطقه (ساماندهی بافت های با ارزش منطقه)",
            "ساماندهی آبهای روان و قابل استفاده در سطح منطقه",
        ]


async def test_a_file(sqlite_url: str) -> None:
    """A text file is fetched beside the turns, read, and comes as a preview; the goals name it."""
    async with running_bot(sqlite_url) as town:
        zahra = await clerk(town)
        await begins(zahra)
        zahra.phone.send_document(IZADSHAHR.read_bytes(), "اهداف.txt")
        await zahra.sees("۲۰ هدف خوانده شد")
        await town.quiet()
        await presses(zahra, "تصمیم بعدی", "سطری بی‌شماره، پس از هدف ۴")
        await presses(zahra, "ادامهٔ هدف ۴ است", "تصمیمی نمانده است")
        await presses(zahra, "انتشار ۲۰ هدف", "ثبت و منتشر شد")
        assert len(town.rows(Goal)) == 20
        assert all("«اهداف.txt»" in one.description for one in town.rows(Goal))
        assert town.row(Job).state == JobState.DONE


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        ("۱- هدف سبز\n".encode() * 600_000, "goals.txt", "این فایل"),
        (b"%PDF-1.4", "goals.txt", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "goals.txt", "نوشته‌ای نیست که بشود خواند"),
        ("\n".join(f"{number}. هدف شهر" for number in range(1, 501)).encode(), "goals.txt", "۲۰۰"),
        (b"PK", "goals.docx", "Word"),
        (b" ", "goals.txt", "نوشته‌ای در آن نیست"),
    ],
    ids=["10 MB", "pdf", "picture", "500 lines", "word", "nothing"],
)
async def test_bad_files(sqlite_url: str, content: bytes, name: str, words: str) -> None:
    """One clear sentence each; what was pasted before is still gathered, and nothing is stored."""
    async with running_bot(sqlite_url) as town:
        zahra = await clerk(town)
        await begins(zahra)
        await zahra.says_and_sees("۱- توسعه\n۲- هنر", "اگر همین بود دکمه را بزنید")
        await town.quiet()
        zahra.phone.send_document(content, name)
        await zahra.sees(words)
        await town.quiet()
        assert town.rows(Goal) == []
        assert len(town.row(GoalImport).entries) == 1
        await zahra.says("همین بود")
        await zahra.sees("۲ هدف خوانده شد")


async def test_a_picture_and_a_sticker(sqlite_url: str) -> None:
    """Neither is a text: said, and the text is still awaited."""
    async with running_bot(sqlite_url) as town:
        zahra = await clerk(town)
        await begins(zahra)
        zahra.phone.say({"sticker": {"file_id": "s", "file_unique_id": "s", "emoji": "👍"}})
        await zahra.sees("این متنی نیست که بتوانم بخوانم")
        await town.quiet()
        photo = {"file_id": "p", "file_unique_id": "p", "width": 9, "height": 9, "file_size": 9}
        zahra.phone.say({"photo": [photo]})
        await zahra.sees("متن")
        await town.quiet()
        await pastes(zahra, SHORT)


async def test_the_telephone_is_put_away(sqlite_url: str) -> None:
    """The bot is started anew between the messages and between decisions; something else is done; nothing is lost."""
    async with running_bot(sqlite_url) as town:
        zahra = await clerk(town)
        await begins(zahra)
        first, second = SHORT.split("\n\n", 1)
        await zahra.says_and_sees(first, "۱ پیام")
        await town.restart()
        await zahra.says_and_sees(second, "۲ پیام")
        await town.quiet()
        await zahra.says_and_sees("/desk", "میز کار")
        await town.quiet()
        await zahra.says_and_sees("/goals", "هدف")
        await town.quiet()
        await zahra.taps_and_sees("خواندن از متن", "هنوز ثبت نشده است")
        await town.quiet()
        await presses(zahra, "ادامه", "۲ پیام")
        await presses(zahra, "همین بود", "۳ هدف خوانده شد")
        await presses(zahra, "؟", "سطری بی‌شماره")
        await presses(zahra, "حذف", "تصمیمی نمانده است")
        await town.restart()
        await zahra.says_and_sees("/cancel", "تصمیم‌هایتان سر جایش است")
        await town.quiet()
        await presses(zahra, "ادامه", "تصمیمی نمانده است")
        await presses(zahra, "انتشار ۳ هدف", "ثبت و منتشر شد")
        assert len(town.rows(Goal)) == 3


async def test_pressed_twice_and_old_buttons(sqlite_url: str) -> None:
    """«Publish» pressed again publishes nothing more; a button of how it was before shows how it is."""
    async with running_bot(sqlite_url) as town:
        zahra = await clerk(town)
        await begins(zahra)
        await pastes(zahra, SHORT)
        message, old = zahra.data_on_card("؟")
        await presses(zahra, "؟", "سطری بی‌شماره")
        await presses(zahra, "حذف", "تصمیمی نمانده است")
        zahra.phone.press(data=old, message_id=message)
        await zahra.sees("تصمیمی نمانده است")
        await town.quiet()
        message, publish = zahra.data_on_card("انتشار ۳ هدف")
        for _ in range(3):
            zahra.phone.press(data=publish, message_id=message)
        await zahra.sees("ثبت و منتشر شد")
        await town.quiet()
        assert len(town.rows(Goal)) == 3


async def test_two_secretaries(sqlite_url: str) -> None:
    """Both read the same text; who is later hears that the numbers are taken, and gives new ones or leaves them out."""
    async with running_bot(sqlite_url) as town:
        zahra, amir = await clerk(town), await hire(town, "امیر", Role.SECRETARIAT, None)
        for one in (zahra, amir):
            await begins(one)
            await pastes(one, "۱- توسعهٔ شهر\n۲- هنر همگانی")
        await presses(zahra, "انتشار ۲ هدف", "ثبت و منتشر شد")
        await presses(amir, "انتشار ۲ هدف", "تصمیم", "شماره تکراری است")
        assert len(town.rows(Goal)) == 2
        await presses(amir, "شماره‌های تکراری", "۲ هدف شماره‌هایی دارند که پیش‌تر به هدف‌های دیگر داده شده")
        await presses(amir, "شمارهٔ تازه بگیرند", "تصمیمی نمانده است", "شمارهٔ تازه")
        await presses(amir, "انتشار ۲ هدف", "ثبت و منتشر شد")
        assert [one.number for one in town.rows(Goal)] == [1, 2, 3, 4]


async def test_no_numbers_at_all(sqlite_url: str) -> None:
    """Said so; every line is decided, all at once if somebody wants."""
    async with running_bot(sqlite_url) as town:
        zahra = await clerk(town)
        await begins(zahra)
        await pastes(zahra, "توسعهٔ شهر\nهنر همگانی\nورزش همگانی")
        assert "هیچ سطری با شماره شروع نمی‌شود" in bare(zahra.last.text)
        assert "۳ سطر هنوز تصمیم می‌خواهد" in bare(zahra.last.text)
        await presses(zahra, "همهٔ سطر‌های بی‌شماره", "۳ سطر شماره ندارد")
        assert "ادامهٔ هدف‌های پیش از خودشان" not in zahra.last.labels
        await presses(zahra, "هر کدام یک هدف", "تصمیمی نمانده است")
        await presses(zahra, "انتشار ۳ هدف", "ثبت و منتشر شد")
        assert [one.number for one in town.rows(Goal)] == [1, 2, 3]


async def test_let_go_of(sqlite_url: str) -> None:
    """«Discard» asks first; then nothing of it was stored, and another text can be read."""
    async with running_bot(sqlite_url) as town:
        zahra = await clerk(town)
        await begins(zahra)
        await pastes(zahra, SHORT)
        await presses(zahra, "انصراف", "این متن کنار گذاشته شود؟")
        await presses(zahra, "بله، کنار بگذار", "چیزی از آن ثبت نشد")
        assert town.row(GoalImport).state == ImportState.DISCARDED
        await presses(zahra, "خواندن متنی دیگر", "متن، هدف‌های کجاست؟")
        await zahra.says_and_sees("گلسار", "هدف‌های گلسار")
        await town.quiet()
        await pastes(zahra, "۱- هنر\n۲- ورزش")
        await presses(zahra, "انتشار ۲ هدف", "۲ هدف گلسار ثبت و منتشر شد")
        assert {one.area_id for one in town.rows(Goal)} == {area_id(town, "گلسار")}


async def test_whoever_may_not(sqlite_url: str) -> None:
    """A resident and a member of a council find nothing behind the buttons; one whose office ended stores nothing."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        council = await hire(town, "سارا", Role.COUNCIL, area_id(town, "گلسار"))
        for one in (maryam, council):
            for action in ("begin", "area", "publish", "go_on", "read", "line", "drop_yes"):
                await forges(one, f"1:gimport:{action}:1:1")
        assert town.rows(GoalImport) == []
        zahra = await clerk(town)
        await begins(zahra)
        await pastes(zahra, "۱- هنر\n۲- ورزش")
        await town.change(update(table_of(Grant)).values(revoked_at=table_of(Grant).c.starts_at))
        await zahra.taps("انتشار ۲ هدف")
        await town.quiet()
        assert town.rows(Goal) == []
        assert town.row(GoalImport).state == ImportState.OPEN


async def test_made_up_buttons(sqlite_url: str) -> None:
    """Numbers of lines, pages and places that nobody drew: an answer each time, and nothing breaks."""
    async with running_bot(sqlite_url) as town:
        zahra = await clerk(town)
        await begins(zahra)
        await pastes(zahra, SHORT)
        stamp = zahra.data_of("تصمیم بعدی").rsplit(":", 1)[1]
        for action in ("line", "page", "join", "own", "back", "settle", "split", "reword", "cut", "renumber", "area"):
            for number in ("-1", "0", "zzzz", "zzzzzzzzzzzz"):
                await forges(zahra, f"1:gimport:{action}:{number}:{stamp}")
        await forges(zahra, "1:gimport:publish:0:0")
        assert town.rows(Goal) == []
        await zahra.says_and_sees("سلام", "")


async def test_in_english(sqlite_url: str) -> None:
    """Whoever reads English is told in English."""
    async with running_bot(sqlite_url) as town:
        staff = await hire(town, "Zahra", Role.SECRETARIAT, None, language="en")
        await staff.says_and_sees("/goals", "goal")
        await town.quiet()
        await staff.taps_and_sees("Read from a text", "Whose goals")
        await town.quiet()
        await staff.taps_and_sees("ایزدشهر", "Goals of")
        await town.quiet()
        await staff.says_and_sees(SHORT, "1 message so far")
        await town.quiet()
        await staff.taps_and_sees("That was all", "3 goals read", "1 line is undecided")


async def test_the_network_fails_under_a_file(sqlite_url: str) -> None:
    """The messenger is asked again; what it will never give is said, and the text is still awaited."""
    async with running_bot(sqlite_url) as town:
        zahra = await clerk(town)
        await begins(zahra)
        town.playground.faults.add(FaultKind.ERROR, method="getFile", code=502, description="Bad Gateway", times=1)
        zahra.phone.send_document("۱- هنر\n۲- ورزش".encode(), "goals.txt")
        await zahra.sees("۲ هدف خوانده شد")
        await town.quiet()
        await presses(zahra, "انصراف", "این متن کنار گذاشته شود؟")
        await presses(zahra, "بله، کنار بگذار", "چیزی از آن ثبت نشد")
        await begins(zahra)
        town.playground.faults.add(FaultKind.ERROR, method="getFile", code=400, description="Bad Request: no", times=1)
        zahra.phone.send_document("۱- هنر\n۲- ورزش".encode(), "goals.txt")
        await zahra.sees("فایل از پیام‌رسان گرفته نشد")
        await town.quiet()
        await pastes(zahra, SHORT)
        assert town.rows(Goal) == []
