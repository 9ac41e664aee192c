"""/goals in the chat: everybody finds goals, opens one, and follows it."""

from sqlalchemy import insert, update

from models.database import table_of
from models.goal import Goal, GoalFollow, GoalStatus, GoalTopic
from models.role import Role
from models.subscription import Subscription
from models.topic import Topic
from tests.e2e.goal_city import LAMPS, NOW, PARK, goal, measured, report, unpublished
from tests.e2e.harness import Town, running_bot
from tests.e2e.office import area_id, hire, person_id, settled
from tests.e2e.resident import bare
from tests.e2e.resolution_town import base36, chooses, forges


async def test_nothing_yet(sqlite_url: str) -> None:
    """A sentence that says so and what can be done, and no filters of nothing."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        shown = await maryam.says_and_sees("/goals", "هنوز هدفی منتشر نشده است", "همین‌جا بنویسید")
        assert shown.labels == []


async def test_from_the_list_to_following(database_url: str) -> None:
    """A goal is found with its bar, opened, followed with one press, marked in the list, and unfollowed."""
    async with running_bot(database_url) as town:
        maryam = await settled(town, "مریم")
        lamps = await measured(town, owner_body="شرکت توزیع برق")
        await report(town, lamps, "دوازده چراغ نصب شد.", value=12.0)
        await goal(town, PARK, status=GoalStatus.PLANNED.value)
        listed = await maryam.says_and_sees("/goals", LAMPS, "▓▓▓▓▓▓░░░░ ۶۰٪، در حال انجام", f"۲. {PARK}")
        assert "برنامه‌ریزی‌شده" in bare(listed.text)
        await town.quiet()
        card = await maryam.taps_and_sees(listed.labels[0], f"🎯 {LAMPS}", "هدف شمارهٔ ۱، ایزدشهر", "۶۰٪ انجام شده")
        assert "سنجه: از ۰ چراغ به ۲۰ چراغ؛ اکنون ۱۲ چراغ" in bare(card.text)
        assert "دوازده چراغ نصب شد." in bare(card.text)
        assert "دستگاه مسئول: شرکت توزیع برق" in bare(card.text)
        await town.quiet()
        await maryam.taps("دنبال کردن")
        await maryam.sees_toast("از این پس این هدف را دنبال می‌کنید")
        await town.quiet()
        assert "✓ این هدف را دنبال می‌کنید" in bare(maryam.last.text)
        assert [one.person_id for one in town.rows(GoalFollow)] == [person_id(town, maryam)]
        await maryam.taps_and_sees("بازگشت به فهرست", LAMPS, "✓ دنبال می‌کنید")
        await town.quiet()
        await maryam.taps_and_sees(listed.labels[0], "۱ نفر دنبال می‌کند")
        await town.quiet()
        await maryam.taps("دیگر دنبال نمی‌کنم")
        await maryam.sees_toast("دیگر این هدف را دنبال نمی‌کنید")
        await town.quiet()
        assert town.rows(GoalFollow) == []
        assert card.id == maryam.last.id, "the list and the card stay one message"


async def test_following_twice(sqlite_url: str) -> None:
    """The same button pressed again and again is one following; unfollowing likewise."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        number = base36(await goal(town))
        await maryam.says_and_sees("/goals", LAMPS)
        for _ in range(3):
            await forges(maryam, f"1:goal:follow:{number}:0")
        assert len(town.rows(GoalFollow)) == 1
        for _ in range(3):
            await forges(maryam, f"1:goal:unfollow:{number}:0")
        assert town.rows(GoalFollow) == []
        assert "دنبال کردن" in maryam.last.labels


async def test_following_with_news_switched_off(sqlite_url: str) -> None:
    """Whoever switched news of goals off is told so where they follow one, and how to switch them on."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        await goal(town)
        row = {"person_id": person_id(town, maryam), "goals": False, "updated_at": NOW}
        await town.change(insert(table_of(Subscription)).values(row))
        await maryam.says_and_sees("/goals", LAMPS)
        await town.quiet()
        await maryam.taps_and_sees(maryam.last.labels[0], "🎯")
        await town.quiet()
        await maryam.taps("دنبال کردن")
        await maryam.sees_toast("خبر هدف‌ها برای شما خاموش است")
        await town.quiet()
        assert "با /subscriptions روشن می‌شود" in bare(maryam.last.text)


async def _seven(town: Town) -> None:
    """Seven of the city, one of Golsar, one of Bagh-e Shah."""
    for number in range(1, 8):
        await goal(town, f"کار {number}")
    await goal(town, LAMPS, where=area_id(town, "گلسار"), owner_body="شرکت توزیع برق")
    await goal(town, "آسفالت خیابان یاس", where=area_id(town, "باغ شاه"), status=GoalStatus.PAUSED.value)


async def test_pages_and_the_way_back(sqlite_url: str) -> None:
    """Five a page, the city's first; a card leads back to the page it was opened from."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        await _seven(town)
        first = await maryam.says_and_sees("/goals", "هدف‌های شهر و محله‌ها", "۵. کار 5")
        assert "کار 6" not in bare(first.text)
        await town.quiet()
        await maryam.taps_and_sees("بعدی ›", "۸. روشن شدن", "محلهٔ گلسار")
        await town.quiet()
        await maryam.taps_and_sees("۶. کار 6", "🎯 کار 6")
        await town.quiet()
        back = await maryam.taps_and_sees("بازگشت به فهرست", "۶. کار 6", "۹. آسفالت")
        assert "‹ قبلی" in back.labels
        assert "بعدی ›" not in back.labels
        await town.quiet()
        await town.change(update(table_of(Goal)).where(table_of(Goal).c.number > 2).values(published_at=None))
        await maryam.taps_and_sees("‹ قبلی", "۱. کار 1", "۴. آسفالت")
        assert first.id == maryam.last.id


async def test_where(sqlite_url: str) -> None:
    """One's own neighbourhood first, then what lies above; an area alone; with how many each has."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        await _seven(town)
        await maryam.says_and_sees("/goals", "هدف‌های شهر")
        await chooses(maryam, "کجا")
        assert {"ایزدشهر (۷)", "گلسار (۱)", "باغ شاه (۱)", "محلهٔ من", "✓ همه‌جا"} <= set(maryam.last.labels)
        await maryam.taps_and_sees("محلهٔ من", "۸ هدف پیدا شد", "گلسار، با بالادست", f"۱. {LAMPS}", "۲. کار 1")
        await chooses(maryam, "✓ کجا", "فقط همین‌جا")
        assert "۱ هدف پیدا شد" in bare(maryam.last.text)
        assert "فقط گلسار" in bare(maryam.last.text)
        await chooses(maryam, "✓ کجا", "باغ شاه (۱)")
        assert "آسفالت خیابان یاس" in bare(maryam.last.text)
        await maryam.taps_and_sees("نمایش همه", "۵. کار 5")


async def test_status_and_topic(sqlite_url: str) -> None:
    """By where a goal stands; by its topic, with those below it, of which only used ones are offered."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        await _seven(town)
        child = next(one for one in town.rows(Topic) if one.parent_code is not None)
        parent = town.row(Topic, Topic.code == child.parent_code)
        await town.change(insert(table_of(GoalTopic)).values(goal_id=3, topic=parent.code))
        await town.change(insert(table_of(GoalTopic)).values(goal_id=4, topic=child.code))
        await maryam.says_and_sees("/goals", "هدف‌های شهر")
        await chooses(maryam, "وضعیت", "متوقف‌شده")
        assert "۱ هدف پیدا شد\nوضعیت: متوقف‌شده" in bare(maryam.last.text)
        await chooses(maryam, "✓ وضعیت", "محقق‌شده")
        assert "چیزی با این مشخصات پیدا نشد" in bare(maryam.last.text)
        await chooses(maryam, "نمایش همه", "موضوع")
        assert set(maryam.last.labels) == {"✓ هر موضوعی", parent.names["fa"], child.names["fa"], "بازگشت"}
        await maryam.taps_and_sees(parent.names["fa"], "۲ هدف پیدا شد", "کار 3", "کار 4")
        await chooses(maryam, "✓ موضوع", child.names["fa"])
        assert "۱ هدف پیدا شد" in bare(maryam.last.text)
        await maryam.taps_and_sees("۱. کار 4", f"هدف شمارهٔ ۴، ایزدشهر · {child.names['fa']}")


async def test_what_i_follow(sqlite_url: str) -> None:
    """Nothing at first, with what to do; then what was followed, and no other."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        await _seven(town)
        await maryam.says_and_sees("/goals", "هدف‌های شهر")
        await chooses(maryam, "دنبال‌شده‌ها")
        assert "هنوز هدفی را دنبال نمی‌کنید" in bare(maryam.last.text)
        await chooses(maryam, "نمایش همه", "۲. کار 2", "دنبال کردن", "بازگشت به فهرست", "دنبال‌شده‌ها")
        assert "هدف‌هایی که دنبال می‌کنید" in bare(maryam.last.text)
        assert "۱. کار 2" in bare(maryam.last.text)
        assert "کار 1" not in bare(maryam.last.text)
        await maryam.taps_and_sees("✓ دنبال‌شده‌ها", "کار 1")


async def test_by_words(sqlite_url: str) -> None:
    """Words in any spelling, the number, behind the command too; forgotten with a tap; no draft comes of them."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        await _seven(town)
        await maryam.says_and_sees("/goals", "هدف‌های شهر")
        await town.quiet()
        await maryam.taps_and_sees("جست‌وجو", "دنبال چه می‌گردید؟", "شمارهٔ هدف")
        await maryam.says_and_sees("اسفالت  ياس", "۱ هدف پیدا شد", "با «اسفالت ياس»", "آسفالت خیابان یاس")
        await town.quiet()
        await chooses(maryam, "✓ جست‌وجو", "بدون جست‌وجو")
        assert "هدف‌های شهر" in bare(maryam.last.text)
        await maryam.says_and_sees("/goals ۷", "۱ هدف پیدا شد", "کار 7")
        await maryam.says_and_sees("/goals توزیع برق گلسار", "۱ هدف پیدا شد", LAMPS)
        await maryam.says_and_sees("/goals پل هوایی", "چیزی با این مشخصات پیدا نشد")
        await town.quiet()
        await maryam.taps_and_sees("جست‌وجو" if "جست‌وجو" in maryam.last.labels else "✓ جست‌وجو", "دنبال چه می‌گردید؟")
        maryam.phone.say({"sticker": {"file_id": "s", "file_unique_id": "s", "emoji": "👍"}})
        await maryam.sees("لطفاً")
        await maryam.says_and_sees("/cancel", "چیزی با این مشخصات پیدا نشد")
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")


async def test_what_is_not_published(sqlite_url: str) -> None:
    """Residents do not find it, by no list and no button; who plans there sees it marked, and edits it."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        hidden = await unpublished(town)
        await maryam.says_and_sees("/goals", "هنوز هدفی منتشر نشده است")
        for action in ("open", "show", "follow", "unfollow", "history", "behind", "ties", "whole", "share", "files"):
            await forges(maryam, f"1:goal:{action}:{base36(hidden)}:0")
            assert "این هدف پیدا نشد" in bare(maryam.last.text), action
        assert town.rows(GoalFollow) == []
        zahra = await hire(town, "زهرا", Role.SECRETARIAT, None)
        listed = await zahra.says_and_sees("/goals", PARK, "هنوز منتشر نشده")
        assert {"هدف تازه", "خواندن از متن"} <= set(listed.labels)
        await town.quiet()
        card = await zahra.taps_and_sees(listed.labels[0], "فقط دبیرخانه آن را می‌بیند")
        assert "ویرایش هدف" in card.labels
        assert "دنبال کردن" not in card.labels
        await forges(zahra, f"1:goal:follow:{base36(hidden)}:0")
        assert town.rows(GoalFollow) == []


async def test_buttons_by_right(sqlite_url: str) -> None:
    """A council member reports on their own area's goal; the secretariat plans everywhere; residents do neither."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        own, other = await goal(town, where=area_id(town, "گلسار")), await goal(town, PARK)
        sara = await hire(town, "سارا", Role.COUNCIL, area_id(town, "گلسار"))
        zahra = await hire(town, "زهرا", Role.SECRETARIAT, None)
        reporting, planning = {"گزارش پیشرفت", "اصلاح گزارش‌ها"}, {"ویرایش هدف", "پیوند درخواست‌ها", "فراخوان ایده"}
        seen = {}
        for who in (maryam, sara, zahra):
            for number in (own, other):
                await who.says_and_sees("/goals", LAMPS)
                await forges(who, f"1:goal:open:{base36(number)}:0")
                seen[who.id, number] = set(who.last.labels) & (reporting | planning)
        assert seen[maryam.id, own] == seen[maryam.id, other] == seen[sara.id, other] == set()
        assert seen[sara.id, own] == reporting
        assert seen[zahra.id, own] == seen[zahra.id, other] == reporting | planning


async def test_a_dropped_goal_through_an_old_button(sqlite_url: str) -> None:
    """It is still there to be read, and says that it was dropped."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        await goal(town)
        await maryam.says_and_sees("/goals", LAMPS)
        await town.quiet()
        await town.change(update(table_of(Goal)).values(status=GoalStatus.DROPPED.value))
        await maryam.taps_and_sees(maryam.last.labels[0], "وضعیت: کنار گذاشته‌شده", "گزارش‌هایش همین‌جا می‌ماند")


async def test_made_up_buttons(sqlite_url: str) -> None:
    """Pages, areas, topics, statuses and ids that nobody drew: an answer each time, and nothing breaks."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        await goal(town)
        await maryam.says_and_sees("/goals", LAMPS)
        card = ("open", "show", "follow", "unfollow", "history", "behind", "ties", "whole", "share", "files")
        lists = ("page", "area", "topic", "status", "areas", "mine")
        for number in ("-1", "0", "zzzzzzzzzzzz", "-zzzzzzzzzzzz", "1", "zz"):
            for action in card:
                await forges(maryam, f"1:goal:{action}:{number}:zzzzzzz")
            for action in lists:
                await forges(maryam, f"1:goals:{action}:{number}:zzzzzzz")
        for action in ("own", "around", "wordless", "reset", "statuses", "topics", "list", "search"):
            await forges(maryam, f"1:goals:{action}:0:0")
        await maryam.says_and_sees("روشن", "۱ هدف پیدا شد")


async def test_in_english(sqlite_url: str) -> None:
    """Whoever reads English is told in English."""
    async with running_bot(sqlite_url) as town:
        john = town.person("John", language="en")
        await john.says_and_sees("/help", "How to use me", "/goals")
        await report(town, await measured(town), "Twelve lamps are up.", value=12.0)
        listed = await john.says_and_sees("/goals", LAMPS, "▓▓▓▓▓▓░░░░ 60%, under way")
        await town.quiet()
        await john.taps_and_sees(listed.labels[0], "Goal 1 of ایزدشهر", "60% done", "Twelve lamps are up.")
