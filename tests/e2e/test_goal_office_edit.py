"""Saying what a goal is, in the chat: a title begins it, a card changes everything, nothing is seen before its time."""

from datetime import date

from models.audit import Audit
from models.goal import Goal, GoalStatus, GoalTopic
from models.role import Role
from tests.e2e.goal_office_town import TITLE, clerk, goal, presses
from tests.e2e.harness import running_bot
from tests.e2e.office import area_id, hire, settled
from tests.e2e.resident import bare
from tests.e2e.resolution_town import base36

CARD = "دبیرخانه آن را نمی‌بیند"


async def test_from_a_title_to_everybody(database_url: str) -> None:
    """A title, a measure in three answers, a day in words, a budget: then one press, and residents read it."""
    async with running_bot(database_url) as town:
        maryam, zahra = await settled(town, "مریم"), await clerk(town)
        await presses(zahra, "1:gedit:new:0:0")
        await zahra.sees("هدف تازه برای ایزدشهر", "می‌خواهیم به چه برسیم؟")
        await zahra.says_and_sees(TITLE, CARD)
        await maryam.says_and_sees("/goals", "هنوز هدفی منتشر نشده است")
        await town.quiet()
        await zahra.taps_and_sees("سنجه", "با چه واحدی")
        await zahra.says_and_sees("کیلومتر", "از چند کیلومتر")
        await zahra.says_and_sees("۰", "باید به چند کیلومتر برسد؟")
        await zahra.says_and_sees("۲۰", CARD)
        await town.quiet()
        await zahra.taps_and_sees("مهلت", "تا کی باید به آن برسیم؟")
        await zahra.says_and_sees("۲۹ اسفند ۱۴۰۹", "مهلت: پنجشنبه ۲۹ اسفند ۱۴۰۹", "درست است؟")
        await zahra.says_and_sees("بله", CARD)
        await town.quiet()
        await zahra.taps_and_sees("بودجه", "تخصیص یافته")
        await zahra.says_and_sees("۱۲ میلیارد تومان", "چه مبلغی هزینه شده")
        await zahra.says_and_sees("۳۰ میلیارد ریال", "بودجهٔ کدام سال")
        await zahra.says_and_sees("۱۴۰۵", CARD)
        await town.quiet()
        preview = next(one for one in reversed(zahra.messages) if "🎯" in one.text)
        assert all(part in bare(preview.text) for part in (TITLE, "۲۰ کیلومتر", "۱۴۰۹", "۱۲ میلیارد تومان"))
        assert preview.labels == []
        await zahra.taps_and_sees("انتشار", "منتشر شد")
        await maryam.says_and_sees("/goals", TITLE)
        one = town.row(Goal)
        assert (one.unit, one.baseline, one.target, one.due_on) == ("کیلومتر", 0.0, 20.0, date(2031, 3, 20))
        assert (one.budget_allotted, one.budget_spent, one.budget_year) == (12 * 10**9, 3 * 10**9, 1405)
        assert [row.action for row in town.rows(Audit) if row.action == "goal.publish"] == ["goal.publish"]


async def test_what_cannot_be_is_said_and_nothing_lost(sqlite_url: str) -> None:
    """A number as a unit, words as a number, an end at the beginning, money without currency, a sticker."""
    async with running_bot(sqlite_url) as town:
        zahra = await clerk(town)
        await goal(town, where="ایزدشهر", is_public=False, unit=None, baseline=None, target=None)
        await presses(zahra, "1:gedit:open:1:0")
        await zahra.taps_and_sees("سنجه", "با چه واحدی")
        await zahra.says_and_sees("۲۰", "«۲۰» عدد است")
        await zahra.says_and_sees("چراغ", "از چند چراغ")
        await zahra.says_and_sees("خیلی", "عددی در آن نیست")
        zahra.phone.send_photo()
        await zahra.sees("این‌جا فقط نوشته")
        await zahra.says_and_sees("۵", "باید به چند چراغ برسد؟")
        await zahra.says_and_sees("۵", "نقطهٔ آغاز")
        await town.restart()
        await zahra.says_and_sees("۴۰ چراغ", CARD)
        await town.quiet()
        await zahra.taps_and_sees("بودجه", "تخصیص یافته")
        await zahra.says_and_sees("۱۲ میلیارد", "تومان یا ریال؟")
        await zahra.says_and_sees("۱۲ میلیارد تومان", "هزینه شده")
        await town.quiet()
        await zahra.taps_and_sees("معلوم نیست", "کدام سال")
        await zahra.says_and_sees("پارسال", "سالی در آن پیدا نکردم")
        await zahra.says_and_sees("۱۴۰۵", CARD)
        one = town.row(Goal)
        assert (one.unit, one.baseline, one.target) == ("چراغ", 5.0, 40.0)
        assert (one.budget_allotted, one.budget_spent, one.budget_year) == (12 * 10**9, None, 1405)


async def test_odd_things_are_asked_back(sqlite_url: str) -> None:
    """A due day that is over, more spent than allotted, another unit under old values: kept only if it is meant."""
    async with running_bot(sqlite_url) as town:
        zahra = await clerk(town)
        await goal(town, where="ایزدشهر", is_public=False, value=4.0)
        await presses(zahra, "1:gedit:open:1:0")
        await zahra.taps_and_sees("مهلت", "تا کی")
        await zahra.says_and_sees("۱۴۰۰/۱/۱", "یکشنبه ۱ فروردین ۱۴۰۰", "⚠️", "همین ثبت شود؟")
        await town.quiet()
        await zahra.taps_and_sees("عوض کنم", "تا کی")
        await zahra.says_and_sees("۱۴۰۰/۱/۲", "⚠️", "همین ثبت شود؟")
        await town.quiet()
        await zahra.taps_and_sees("ثبت شود", CARD)
        assert town.row(Goal).due_on == date(2021, 3, 22)
        await town.quiet()
        await zahra.chooses("مهلت", "بدون مهلت", "بودجه")
        await zahra.says_and_sees("۲ میلیون تومان", "هزینه شده")
        await zahra.says_and_sees("۳ میلیون تومان", "کدام سال")
        await zahra.says_and_sees("۱۴۰۵", "۳ میلیون تومان", "⚠️", "همین ثبت شود؟")
        await town.quiet()
        await zahra.taps_and_sees("ثبت شود", CARD)
        await town.quiet()
        await zahra.taps_and_sees("سنجه", "از ۰ کیلومتر تا ۲۰ کیلومتر")
        await zahra.says_and_sees("متر", "نقطهٔ آغاز")
        await town.quiet()
        await zahra.chooses("همان ۰ متر", "همان ۲۰ متر")
        await zahra.sees("⚠️", "همین ثبت شود؟")
        await zahra.taps_and_sees("ثبت شود", CARD)
        one = town.row(Goal)
        assert (one.due_on, one.budget_spent, one.unit, one.target) == (None, 3 * 10**6, "متر", 20.0)


async def test_the_other_fields(sqlite_url: str) -> None:
    """Title, description, body, number, topics, area, status, place in the list: each with a press, each taken back."""
    async with running_bot(sqlite_url) as town:
        zahra = await clerk(town)
        await goal(town, where="ایزدشهر")
        number = base36(await goal(town, where="ایزدشهر", is_public=False, title="دوم"))
        await presses(zahra, f"1:gedit:open:{number}:0")
        for label, words in (("عنوان", "بوستان تازه"), ("توضیح", "برای همه"), ("دستگاه مسئول", "سازمان پارک‌ها")):
            await zahra.taps(label)
            await town.quiet()
            await zahra.says_and_sees(words, CARD)
            await town.quiet()
        await zahra.chooses("شماره")
        await zahra.says_and_sees("۱", "شمارهٔ ۱")
        await zahra.says_and_sees("۷", CARD)
        await town.quiet()
        await zahra.chooses("موضوع‌ها", "روشنایی معابر", "بازگشت", "وضعیت", "برنامه‌ریزی‌شده", "بالاتر در فهرست")
        await zahra.chooses("محدوده")
        await zahra.says_and_sees("جایی که نیست", "جایی به این نام پیدا نکردم")
        await zahra.says_and_sees("گلسار", CARD)
        one = town.rows(Goal)[1]
        assert (one.title, one.description, one.owner_body) == ("بوستان تازه", "برای همه", "سازمان پارک‌ها")
        assert (one.number, one.status, one.area_id) == (7, GoalStatus.PLANNED, area_id(town, "گلسار"))
        assert town.row(GoalTopic).goal_id == one.id
        assert town.rows(Goal)[0].position == 2
        await town.quiet()
        await zahra.chooses("توضیح", "بدون توضیح", "دستگاه مسئول", "بدون دستگاه مسئول", "سنجه", "بدون سنجه")
        one = town.rows(Goal)[1]
        assert (one.description, one.owner_body, one.unit, one.target) == ("", "", None, None)
        await zahra.chooses("حذف پیش‌نویس", "بله، حذف شود")
        assert len(town.rows(Goal)) == 1


async def test_two_of_the_office_at_once(sqlite_url: str) -> None:
    """What was typed on an older card is not taken unasked: one sees that somebody changed it, and decides."""
    async with running_bot(sqlite_url) as town:
        zahra, nima = await clerk(town), await clerk(town, "نیما")
        await goal(town, where="ایزدشهر", is_public=False)
        for one in (zahra, nima):
            await presses(one, "1:gedit:open:1:0")
            await one.chooses("عنوان")
        await zahra.says_and_sees("عنوان زهرا", CARD)
        await nima.says_and_sees("عنوان نیما", "تغییر کرده است")
        assert town.row(Goal).title == "عنوان زهرا"
        await town.quiet()
        await nima.taps_and_sees("نوشتهٔ من ثبت شود", CARD)
        assert town.row(Goal).title == "عنوان نیما"
        await town.quiet()
        await zahra.taps("انتشار")
        await zahra.sees_toast("این دکمه")
        await town.quiet()
        assert town.row(Goal).published_at is None
        await zahra.taps_and_sees("انتشار", "منتشر شد")


async def test_of_which_area_a_new_one_is(sqlite_url: str) -> None:
    """The first of theirs, or another one, chosen or typed before its title; given up, nothing is left."""
    async with running_bot(sqlite_url) as town:
        both = area_id(town, "گلسار"), area_id(town, "باغ شاه")
        zahra = await hire(town, "زهرا", Role.SECRETARIAT, *both)
        await presses(zahra, "1:gedit:new:0:0")
        await zahra.sees("هدف تازه برای محلهٔ گلسار")
        await zahra.taps_and_sees("برای محدودهٔ دیگر", "هدف کدام محدوده است؟")
        await town.quiet()
        await zahra.taps_and_sees("باغ شاه", "هدف تازه برای محلهٔ باغ شاه")
        await town.quiet()
        await zahra.taps_and_sees("برای محدودهٔ دیگر", "هدف کدام محدوده است؟")
        await zahra.says_and_sees("گلسار", "هدف تازه برای محلهٔ گلسار")
        await zahra.says_and_sees("ب" * 201, "۲۰۰ حرف")
        await town.quiet()
        await zahra.taps_and_sees("انصراف", "هدفی ساخته نشد")
        assert town.rows(Goal) == []
