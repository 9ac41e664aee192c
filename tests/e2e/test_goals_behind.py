"""What lies behind a goal's card: its reports, what residents wrote, decisions, photos, its link."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import insert, update

from models.database import table_of
from models.goal import Goal, GoalMeeting, GoalResolution, GoalUpdate
from models.submission import Status, Submission, Visibility
from tests.e2e.goal_city import LAMPS, NOW, goal, measured, photo_of, report, reports, stands_behind, unpublished
from tests.e2e.harness import running_bot
from tests.e2e.office import settled
from tests.e2e.resident import bare, code_in
from tests.e2e.resolution_town import TITLE, author, base36, chooses, decides, forges, meeting, member

OTHER_BOT = 99


async def test_the_history(sqlite_url: str) -> None:
    """The newest three on the card; all of them behind a button, page by page, each with its value and bar."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        lamps = await measured(town)
        await reports(town, lamps, 6)
        await report(town, lamps, "هجده چراغ روشن است.", date(2026, 11, 20), value=18.0)
        await maryam.says_and_sees("/goals", "▓▓▓▓▓▓▓▓▓░ ۹۰٪")
        await town.quiet()
        card = await maryam.taps_and_sees(maryam.last.labels[0], "تازه‌ترین گزارش‌ها", "هجده چراغ روشن است.")
        assert [f"گزارش {n}" in bare(card.text) for n in (4, 5, 6)] == [False, True, True]
        await town.quiet()
        first = await maryam.taps_and_sees("همهٔ گزارش‌ها", "همهٔ گزارش‌های این هدف", "۹۰٪ انجام شده (۱۸ چراغ)")
        assert "▫️ ۲۹ آبان: هجده چراغ روشن است." in bare(first.text)
        assert bare(first.text).index("گزارش 6") < bare(first.text).index("گزارش 5")
        await town.quiet()
        last = await maryam.taps_and_sees("بعدی ›", "گزارش 1")
        assert "بعدی ›" not in last.labels
        await town.quiet()
        await maryam.taps_and_sees("بازگشت", "🎯")
        await town.quiet()
        await maryam.taps_and_sees("بازگشت به فهرست", "هدف‌های شهر")
        assert card.id == maryam.last.id


async def test_corrected_and_removed_reports(sqlite_url: str) -> None:
    """What was corrected is struck out in the history and counts for nothing; what was removed is nowhere."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        lamps = await measured(town)
        wrong = await report(town, lamps, "نوزده چراغ", value=19.0)
        await report(town, lamps, "نه چراغ", value=9.0, corrects_id=wrong)
        await report(town, lamps, "اشتباهی", value=1.0, removed_at=NOW, told_at=None)
        await maryam.says_and_sees("/goals", "۴۵٪")
        await town.quiet()
        card = await maryam.taps_and_sees(maryam.last.labels[0], "نه چراغ")
        assert "نوزده چراغ" not in bare(card.text)
        await town.quiet()
        shown = await maryam.taps_and_sees("همهٔ گزارش‌ها", "نوزده چراغ (بعداً اصلاح شد)")
        assert "اشتباهی" not in bare(shown.text)


async def test_what_moved_it(sqlite_url: str) -> None:
    """A report names the resolution or the submission that moved the goal."""
    async with running_bot(sqlite_url) as town:
        maryam, one = await author(town)
        decided = await decides(await member(town))
        lamps = await goal(town)
        await report(town, lamps, "قرارداد بسته شد.", resolution_id=decided.id)
        await report(town, lamps, "چراغ کوچه روشن شد.", submission_id=one.id, stated=30)
        await maryam.says_and_sees("/goals", "▓▓▓░░░░░░░ ۳۰٪")
        await town.quiet()
        await maryam.taps_and_sees(maryam.last.labels[0], "🎯")
        await town.quiet()
        shown = await maryam.taps_and_sees("همهٔ گزارش‌ها", f"به‌خاطر: {TITLE}", "به‌خاطر: درخواست شهروندی")
        assert code_in(shown) == one.code


async def test_what_residents_wrote(sqlite_url: str) -> None:
    """Public ones with code, kind and status, masked; neither hidden ones nor those that were withdrawn."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        lamps = await goal(town)
        for words in ("زنگ بزنید ۰۹۱۲۳۴۵۶۷۸۹، چراغ سوخته است", "این پنهان است", "این پس گرفته شد"):
            await maryam.registers(words)
            await town.quiet()
        shown_one, hidden, gone = (one.id or 0 for one in town.rows(Submission))
        for one in (shown_one, hidden, gone):
            await stands_behind(town, lamps, one)
        of = table_of(Submission)
        await town.change(update(of).where(of.c.id == hidden).values(visibility=Visibility.STAFF_ONLY.value))
        await town.change(update(of).where(of.c.id == gone).values(status=Status.WITHDRAWN.value))
        await maryam.says_and_sees("/goals", LAMPS)
        await town.quiet()
        await maryam.taps_and_sees(maryam.last.labels[0], "۱ درخواست از شهروندان")
        await town.quiet()
        found = await maryam.taps_and_sees("درخواست‌ها (۱)", "درخواست‌های شهروندان", "چراغ سوخته است", "ثبت‌شده")
        assert "•••" in found.text
        assert not any(words in bare(found.text) for words in ("۰۹۱۲", "پنهان", "پس گرفته", "مریم"))
        await town.quiet()
        await maryam.taps_and_sees("بازگشت", "🎯")
        await town.change(update(of).values(visibility=Visibility.STAFF_ONLY.value))
        await forges(maryam, f"1:goal:behind:{base36(lamps)}:5")
        assert "هنوز درخواستی به این هدف پیوند نخورده" in bare(maryam.last.text)


async def test_decisions_and_meetings(sqlite_url: str) -> None:
    """Named on the card, and opened from behind it; what is not public is not named."""
    async with running_bot(sqlite_url) as town:
        sara = await member(town)
        decided = await decides(sara)
        meeting_id, _ = await meeting(town, sara)
        maryam = await settled(town, "مریم")
        lamps, both = await goal(town), {"goal_id": 1, "created_at": NOW}
        await town.change(insert(table_of(GoalResolution)).values(resolution_id=decided.id, **both))
        await town.change(insert(table_of(GoalMeeting)).values(meeting_id=meeting_id, **both))
        await maryam.says_and_sees("/goals", LAMPS)
        await town.quiet()
        await maryam.taps_and_sees(maryam.last.labels[0], "مصوبه‌ها و جلسه‌ها", f"{TITLE} (", "جلسهٔ هفتگی (")
        await chooses(maryam, "مصوبه و جلسه (۲)")
        assert maryam.last.labels == ["۱. مصوبه", "۲. جلسه", "بازگشت"]
        await maryam.taps_and_sees("۱. مصوبه", TITLE, "دستگاه مسئول")
        await town.quiet()
        await maryam.taps_and_sees("۲. جلسه", "جلسهٔ هفتگی")
        await town.quiet()
        await town.change(update(table_of(Goal)).values(published_at=None))
        await forges(maryam, f"1:goal:ties:{base36(lamps)}:0")
        assert "این هدف پیدا نشد" in bare(maryam.last.text)


async def test_photos_and_documents(sqlite_url: str) -> None:
    """Those of all reports that hold, through the bot that took them; the way back stands below them."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        lamps = await goal(town)
        sara = town.person("سارا")
        await report(town, lamps, "یک", photo=photo_of(sara.phone.send_photo()))
        await report(town, lamps, "دو", photo=photo_of(sara.phone.send_photo()))
        await town.quiet()
        await maryam.says_and_sees("/goals", LAMPS)
        await town.quiet()
        await maryam.taps_and_sees(maryam.last.labels[0], "🎯")
        await town.quiet()
        shown = await maryam.taps_and_sees("عکس‌ها و پیوست‌ها", f"عکس‌ها و پیوست‌های گزارش‌های «{LAMPS}»")
        await town.quiet()
        assert len(town.playground.calls_of("sendMediaGroup")) == 1
        assert shown.labels == ["بازگشت به هدف"]
        await maryam.taps_and_sees("بازگشت به هدف", "🎯")
        await town.change(update(table_of(GoalUpdate)).values(bot_id=OTHER_BOT))
        await forges(maryam, f"1:goal:files:{base36(lamps)}:0")
        assert "دیگر در دسترس نیستند" in bare(maryam.last.text)


async def test_the_whole_text(sqlite_url: str) -> None:
    """A long description is cut on the card, and whole behind a button."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        await goal(town, description="کلمه " * 300 + "پایان")
        await maryam.says_and_sees("/goals", LAMPS)
        await town.quiet()
        card = await maryam.taps_and_sees(maryam.last.labels[0], "🎯")
        assert "پایان" not in bare(card.text)
        await town.quiet()
        await maryam.taps_and_sees("متن کامل", "پایان")
        await town.quiet()
        await maryam.taps_and_sees("بازگشت", "وضعیت: ")


async def test_handing_it_on(sqlite_url: str) -> None:
    """A message whose buttons are addresses, with a link that opens the goal for whoever gets it."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        lamps = await measured(town)
        await report(town, lamps, "ده چراغ", value=10.0)
        await maryam.says_and_sees("/goals", LAMPS)
        await town.quiet()
        await maryam.taps_and_sees(maryam.last.labels[0], "🎯")
        await town.quiet()
        await maryam.taps("به همسایه‌ها نشان بده")
        await maryam.sees_toast("این پیام را برای همسایه‌هایتان بفرستید")
        handed = await maryam.sees(LAMPS, "▓▓▓▓▓░░░░░ ۵۰٪", "?start=goal_")
        addresses = [button.url or "" for row in handed.buttons for button in row]
        assert all(address.startswith("https://t.me/") for address in addresses)
        sent = parse_qs(urlsplit(addresses[0]).query)
        assert sent["url"] == [addresses[1]]
        assert LAMPS in bare(sent["text"][0])
        reza = await settled(town, "رضا")
        payload = parse_qs(urlsplit(addresses[1]).query)["start"][0]
        await reza.says_and_sees(f"/start {payload}", f"🎯 {LAMPS}", "۵۰٪ انجام شده")
        await reza.says_and_sees(addresses[1], f"🎯 {LAMPS}", "سنجه")


async def test_a_newcomer_with_a_link(sqlite_url: str) -> None:
    """Whoever was never here sees the goal, and is greeted below it."""
    async with running_bot(sqlite_url) as town:
        await settled(town, "مریم")
        lamps = await goal(town)
        reza = town.person("رضا")
        await reza.says_and_sees(f"/start goal_{base36(lamps)}", "محلهٔ شما کدام است؟")
        await town.quiet()
        assert reza.heard(f"🎯 {LAMPS}")
        await reza.says_and_sees("گلسار", "محلهٔ گلسار یادداشت شد")


async def test_links_to_nothing(sqlite_url: str) -> None:
    """Made-up links, and those of goals that are not published, say so and lead to the list."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        hidden = await unpublished(town)
        for made_up in (base36(hidden), "0", "zzzzzzzzzzzz", "zzzzzzzzzzzzzzz", "!", ""):
            shown = await maryam.says_and_sees(f"/start goal_{made_up}", "این هدف پیدا نشد")
            assert shown.labels == ["همهٔ هدف‌ها"]
            await town.quiet()
        await maryam.taps_and_sees("همهٔ هدف‌ها", "هنوز هدفی منتشر نشده است")


async def test_a_link_while_a_draft_is_open(sqlite_url: str) -> None:
    """The draft stays, and its card moves below the goal's."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        lamps = await goal(town)
        await maryam.says_and_sees("چراغ کوچه سوخته است", "پیش‌نویس شما:")
        await maryam.says(f"/start goal_{base36(lamps)}")
        await town.quiet()
        assert maryam.heard(f"🎯 {LAMPS}")
        maryam.check_card_is_last()
