"""A call for ideas over HTTP: opened, answered, closed, told, its result told; and what comes at the wrong moment."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from models.database import table_of
from models.delivery import Delivery, DeliveryKind
from models.goal import GoalCall, GoalSubmission
from models.notice import Notice
from models.submission import Submission
from tests.e2e.goal_office_town import TITLE, clerk, goal, presses
from tests.e2e.harness import Town, running_bot
from tests.e2e.office import Staff, settled
from tests.e2e.resident import Resident, bare
from tests.e2e.resolution_town import base36

QUESTION = "برای مسیر دوچرخه چه پیشنهادی دارید؟"
IDEA = "از میدان تا ساحل خط‌کشی کنید"
_calls = table_of(GoalCall)


async def opens(staff: Staff, goal_id: int) -> GoalCall:
    """The office asks for ideas until the day after tomorrow."""
    await presses(staff, f"1:gcall:goal:{base36(goal_id)}:0")
    await staff.taps_and_sees("باز کردن فراخوان", "از اهالی چه می‌پرسید؟", TITLE)
    await staff.town.quiet()
    await staff.says_and_sees(QUESTION, "فراخوان تا چه روزی باز باشد؟")
    await staff.town.quiet()
    await staff.says_and_sees("پس‌فردا", "اهالی این را می‌خوانند:", QUESTION, "آخرین روز:")
    await staff.town.quiet()
    await staff.taps("فرستادن فراخوان")
    await staff.town.quiet()
    return staff.town.rows(GoalCall)[-1]


async def ends(town: Town) -> None:
    """The last day of every call is over: the timer comes by in a moment."""
    await town.change(update(_calls).values(closes_at=datetime.now(UTC) - timedelta(seconds=1)))


async def answers(resident: Resident, words: str = IDEA) -> None:
    """«I have an idea», the idea, «register»."""
    await resident.taps_and_sees("ایده دارم", "ایده‌تان را بنویسید")
    await resident.town.quiet()
    await resident.says_and_sees(words, "پاسخ به فراخوان ایدهٔ", "پیشنهاد", words)
    await resident.town.quiet()
    await resident.taps_and_sees("ثبت", "کد رهگیری")
    await resident.town.quiet()


async def test_from_question_to_result(database_url: str) -> None:
    """Opened, answered by the button and by a reply, closed: who answered hears it, and the result, once each."""
    async with running_bot(database_url, notice_delay=0) as town:
        maryam, reza, ali = [await settled(town, name, where) for name, where in _PEOPLE]
        zahra = await clerk(town)
        goal_id = await goal(town, where="ایزدشهر")
        call = await opens(zahra, goal_id)
        await maryam.sees("فراخوان ایده", TITLE, QUESTION, "تا پایان")
        copy = await reza.sees("فراخوان ایده", QUESTION)
        await ali.sees(QUESTION)
        await answers(maryam)
        reza.phone.send("دوچرخهٔ کرایه‌ای بگذارید", reply_to=copy.id)
        await reza.sees("پاسخ به فراخوان ایدهٔ", "پیشنهاد")
        await town.quiet()
        await reza.taps_and_sees("ثبت", "کد رهگیری")
        await town.quiet()
        assert [(one.goal_id, one.call_id) for one in town.rows(GoalSubmission)] == [(goal_id, call.id)] * 2
        assert {one.kind for one in town.rows(Submission)} == {"proposal"}
        await presses(ali, f"1:gcall:open:{base36(call.id or 0)}:0")
        await ali.sees("۲ روز مانده است", "۲ ایده رسیده است")
        await ali.taps_and_sees("ایده‌های دیگران (۲)", IDEA, "دوچرخهٔ کرایه‌ای")
        await ends(town)
        for one in (maryam, reza):
            await one.sees("فراخوان ایده‌ای که پاسخ داده بودید بسته شد", "روی هم ۲ ایده رسید", "ثبت‌شده")
        await zahra.sees("یک فراخوان ایده بسته شد", "۲ ایده رسید")
        await town.quiet()
        await zahra.taps_and_sees("نوشتن نتیجه", "ایده‌ها به کجا رسید؟")
        await town.quiet()
        await zahra.says_and_sees("هر دو را اجرا می‌کنیم", "همهٔ پاسخ‌دهندگان این را می‌خوانند", "اجرا می‌کنیم")
        await town.quiet()
        await zahra.taps_and_sees("فرستادن برایشان", "هر دو را اجرا می‌کنیم", "۲ ایده رسید")
        for one in (maryam, reza):
            await one.sees("نتیجهٔ فراخوان ایده", "هر دو را اجرا می‌کنیم")
        await town.quiet()
        told = [one.occurrence for one in town.rows(Delivery) if one.kind == DeliveryKind.CALL_NEWS.value]
        assert sorted(told) == ["ask", "closed", "closed", "result", "result"]
        assert not ali.heard("بسته شد")


_PEOPLE = (("مریم", "گلسار"), ("رضا", "باغ شاه"), ("علی", "گلسار"))


async def test_what_is_registered_after_the_end_is_a_proposal(database_url: str) -> None:
    """Begun in time and confirmed too late: that is said, the draft stays, and one tap more registers it."""
    async with running_bot(database_url, notice_delay=0) as town:
        maryam, zahra = await settled(town, "مریم"), await clerk(town)
        await opens(zahra, await goal(town, where="ایزدشهر"))
        await maryam.sees(QUESTION)
        await maryam.taps_and_sees("ایده دارم", "ایده‌تان را بنویسید")
        await town.quiet()
        await maryam.says_and_sees(IDEA, "پاسخ به فراخوان ایدهٔ")
        await town.quiet()
        await ends(town)
        await zahra.sees("یک فراخوان ایده بسته شد", "ایده‌ای نرسید")
        await maryam.taps("ثبت")
        await town.quiet()
        assert maryam.heard("این فراخوان")
        card = maryam.check_card_is_last()
        assert IDEA in bare(card.text)
        assert "پاسخ به فراخوان" not in bare(card.text)
        await maryam.taps_and_sees("ثبت", "کد رهگیری")
        await town.quiet()
        assert [(one.kind, one.notice_id) for one in town.rows(Submission)] == [("proposal", None)]
        assert town.rows(GoalSubmission) == []


async def test_after_the_end_the_button_says_so(sqlite_url: str) -> None:
    """«I have an idea» and a reply after the end: it is over, and what was replied goes on as a proposal."""
    async with running_bot(sqlite_url, notice_delay=0) as town:
        maryam, zahra = await settled(town, "مریم"), await clerk(town)
        await opens(zahra, await goal(town, where="ایزدشهر"))
        copy = await maryam.sees(QUESTION)
        await ends(town)
        await zahra.sees("ایده‌ای نرسید")
        await maryam.taps_and_sees("ایده دارم", "این فراخوان")
        await town.quiet()
        maryam.phone.send(IDEA, reply_to=copy.id)
        card = await maryam.sees("پیش‌نویس شما:", IDEA)
        assert "پیشنهاد" in bare(card.text)
        await town.quiet()
        await maryam.taps_and_sees("ثبت", "کد رهگیری")
        await town.quiet()
        assert town.rows(GoalSubmission) == []


async def test_an_open_draft_may_be_the_idea(sqlite_url: str) -> None:
    """Pressed while a draft waits: it is asked whether that is the idea; nothing of it is lost either way."""
    async with running_bot(sqlite_url, notice_delay=0) as town:
        maryam, zahra = await settled(town, "مریم"), await clerk(town)
        await opens(zahra, await goal(town, where="ایزدشهر"))
        await maryam.sees(QUESTION)
        await town.quiet()
        button = maryam.data_of("ایده دارم")
        await maryam.says_and_sees(IDEA, "پیش‌نویس شما:")
        await town.quiet()
        maryam.phone.press(data=button, message_id=maryam.last.id)
        await maryam.sees("همان ایدهٔ شما برای این فراخوان است؟")
        await town.quiet()
        await maryam.taps_and_sees("بله، همین ایدهٔ من است", "پاسخ به فراخوان ایدهٔ", IDEA)
        await town.quiet()
        await maryam.taps_and_sees("ثبت", "کد رهگیری")
        await town.quiet()
        assert len(town.rows(GoalSubmission)) == 1


async def test_new_begins_something_else(sqlite_url: str) -> None:
    """After «I have an idea», «not now» or /new: what is written then answers no call."""
    async with running_bot(sqlite_url, notice_delay=0) as town:
        maryam, zahra = await settled(town, "مریم"), await clerk(town)
        await opens(zahra, await goal(town, where="ایزدشهر"))
        await maryam.sees(QUESTION)
        for last in ("فعلاً نه", "/new"):
            await maryam.taps_and_sees("ایده دارم", "ایده‌تان را بنویسید")
            await town.quiet()
            await (maryam.says(last) if last.startswith("/") else maryam.taps(last))
            await town.quiet()
            card = await maryam.says_and_sees("چراغ کوچه سوخته", "پیش‌نویس شما:")
            assert "پاسخ به فراخوان" not in bare(card.text)
            await town.quiet()
            await maryam.taps("انصراف")
            await town.quiet()


async def test_another_kind_is_no_answer(sqlite_url: str) -> None:
    """Its author makes a report of it: that is registered as one, about the notice, and stands behind no goal."""
    async with running_bot(sqlite_url, notice_delay=0) as town:
        maryam, zahra = await settled(town, "مریم"), await clerk(town)
        await opens(zahra, await goal(town, where="ایزدشهر"))
        await maryam.sees(QUESTION)
        await maryam.taps("ایده دارم")
        await town.quiet()
        await maryam.says_and_sees("مسیر دوچرخه پر از چاله است", "پاسخ به فراخوان ایدهٔ")
        for label in ("ویرایش", "تغییر نوع", "گزارش مشکل"):
            await town.quiet()
            await maryam.taps(label)
        await town.quiet()
        assert "پاسخ به فراخوان" not in bare(maryam.last.text)
        await maryam.taps_and_sees("ثبت", "کد رهگیری")
        await town.quiet()
        assert town.rows(GoalSubmission) == []


async def test_the_day_is_chosen_or_typed(sqlite_url: str) -> None:
    """What is no day, or has passed, gets a clear sentence; the calendar is a tap away; the question can be changed."""
    async with running_bot(sqlite_url, notice_delay=0) as town:
        zahra = await clerk(town)
        goal_id = await goal(town, where="ایزدشهر")
        await presses(zahra, f"1:gcall:goal:{base36(goal_id)}:0")
        await zahra.chooses("باز کردن فراخوان")
        await zahra.says_and_sees("؟" * 1501, "۱٬۵۰۰")
        await town.quiet()
        await zahra.says_and_sees(QUESTION, "فراخوان تا چه روزی باز باشد؟")
        await town.quiet()
        for words in ("نمی‌دانم", "دیروز", "۱۴۰۰/۰۱/۰۱"):
            await zahra.says_and_sees(words, "نتوانستم روزی از آن بخوانم")
            await town.quiet()
        await zahra.taps_and_sees("تقویم", "فراخوان تا چه روزی باز باشد؟")
        await town.quiet()
        await zahra.taps_and_sees("یک هفتهٔ دیگر", "اهالی این را می‌خوانند", "آخرین روز:")
        await town.quiet()
        await zahra.taps_and_sees("تغییر پرسش", "الان:")
        await town.quiet()
        await zahra.says_and_sees("کجا پارکینگ دوچرخه می‌خواهید؟", "اهالی این را می‌خوانند", "پارکینگ دوچرخه")
        await town.quiet()
        await zahra.taps_and_sees("انصراف", "چیزی از کسی پرسیده نشد")
        await town.quiet()
        assert town.rows(GoalCall) == []
        assert town.rows(Notice) == []


async def test_it_can_be_stopped_or_ended(sqlite_url: str) -> None:
    """«Do not send» stops its notice; ended before that left, nobody hears of it; a second call may begin."""
    async with running_bot(sqlite_url, notice_delay=3600) as town:
        maryam, zahra = await settled(town, "مریم"), await clerk(town)
        goal_id = await goal(town, where="ایزدشهر")
        await opens(zahra, goal_id)
        assert "نفرست" in zahra.last.labels
        await presses(zahra, f"1:gcall:goal:{base36(goal_id)}:0")
        await zahra.taps_and_sees("بستن همین حالا", "همین حالا بسته شود؟", "هنوز فرستاده نشده است")
        await town.quiet()
        await zahra.taps_and_sees("بله، بسته شود", "پیش از فرستادن لغو شد")
        await town.quiet()
        assert [(one.state, note.state) for one, note in zip(town.rows(GoalCall), town.rows(Notice), strict=True)] == [
            ("cancelled", "discarded")
        ]
        await opens(zahra, goal_id)
        assert not maryam.heard(QUESTION)


async def test_residents_cannot_open_or_close(sqlite_url: str) -> None:
    """Made-up buttons: of the office's for a resident, of calls that are not there, or that nobody knows of yet."""
    async with running_bot(sqlite_url, notice_delay=3600) as town:
        maryam, zahra = await settled(town, "مریم"), await clerk(town)
        goal_id = await goal(town, where="ایزدشهر")
        call = await opens(zahra, goal_id)
        number, notice = base36(call.id or 0), base36(call.notice_id)
        for data in (
            *(f"1:gcall:{action}:{number}:1" for action in ("close", "close_yes", "result", "tell", "open", "ideas")),
            *(f"1:gcall:{action}:{base36(goal_id)}:1" for action in ("goal", "new", "send", "question")),
            f"1:gcall:idea:{notice}:0",
            f"1:gcall:answer:{number}:0",
            f"1:gcall:join:{number}:1",
            "1:gcall:idea:zzzzz:0",
            "1:gcall:answer:zzzzz:0",
            "1:gcall:open:-1:0",
            f"1:gcall_day:day:{base36(738000)}:1",
            f"1:glink:goal:{base36(goal_id)}:0",
            f"1:glink:tie:{base36(goal_id)}:1",
            "1:glink:of:1:0",
        ):
            await presses(maryam, data)
        assert [one.state for one in town.rows(GoalCall)] == ["open"]
        assert town.rows(GoalSubmission) == []
        await maryam.says_and_sees("چراغ کوچه سوخته", "پیش‌نویس شما:")
        assert "پاسخ به فراخوان" not in bare(maryam.last.text)


async def test_links_from_both_sides(database_url: str) -> None:
    """What may belong to a goal is suggested, linked by a tap, its author told once; unlinking tells nobody."""
    async with running_bot(database_url) as town:
        maryam, zahra = await settled(town, "مریم"), await clerk(town)
        await maryam.registers("یه مسیر دوچرخه تا ساحل بکشید که بچه ها دوچرخه سوار شن")
        goal_id = await goal(town, where="ایزدشهر")
        await town.quiet()
        await presses(zahra, f"1:glink:goal:{base36(goal_id)}:0")
        await zahra.sees("درخواست‌های مردم دربارهٔ این هدف", "شاید این‌ها هم", "مسیر دوچرخه تا ساحل")
        await zahra.taps("پیوند الف")
        await maryam.sees("درخواست شما به هدف", "پیوند خورد", TITLE)
        await town.quiet()
        await zahra.taps_and_sees("✕ برداشتن پیوند ۱", "هنوز درخواستی به این هدف پیوند نخورده")
        await town.quiet()
        assert town.rows(GoalSubmission) == []
        await zahra.opens(town.submission)
        await zahra.taps_and_sees("هدف‌ها", "هنوز به هیچ هدفی پیوند ندارد", TITLE)
        await town.quiet()
        await zahra.taps_and_sees(f"پیوند {TITLE}", "به این هدف‌ها پیوند دارد")
        await town.quiet()
        await zahra.taps_and_sees("بازگشت", "📄")
        await town.quiet()
        assert len(maryam.heard("درخواست شما به هدف")) == 1
        assert len(town.rows(GoalSubmission)) == 1
