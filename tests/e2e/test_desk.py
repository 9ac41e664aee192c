from sqlalchemy import update

from models.area import Level
from models.audit import Audit
from models.database import table_of
from models.entry import Claim
from models.role import Role
from models.submission import Submission
from tests.e2e.harness import running_bot
from tests.e2e.office import DESK, area_id, hire, settled
from tests.e2e.resident import bare

UNKNOWN = "این فرمان را نمی‌شناسم"
NOT_FOUND = "پیدا نشد"


async def test_nobody_without_an_office_has_a_desk(database_url: str) -> None:
    """For a resident /desk is a command like any unknown one, and its buttons find nothing."""
    async with running_bot(database_url) as town:
        maryam = await settled(town, "مریم")
        await maryam.registers("چراغ کوچهٔ لاله سوخته است")
        hossein = await settled(town, "حسین")
        answer = await hossein.says_and_sees("/desk", UNKNOWN)
        same = await hossein.says_and_sees("/nothing", UNKNOWN)
        assert answer.text == same.text
        submission = town.submission
        for noun, action, number in (
            ("desk", "home", 0), ("desk", "open", submission.id), ("desk", "tray_new", 0), ("desk", "begin", 0),
            ("desk", "three", 0), ("desk", "next", 1), ("desk", "filter", 0), ("desk", "kind_report", 0),
            ("desk_area", "open", 0), ("walk_in", "begin", 0), ("case", "take", submission.id),
            ("case", "answer", submission.id), ("case", "more", submission.id), ("case", "name", submission.id),
            ("case", "to_done", submission.id), ("case", "place", submission.id),
            ("case", "kind_thanks", submission.id),
        ):  # fmt: skip
            hossein.phone.press(data=f"1:{noun}:{action}:{number}:{submission.version}", message_id=answer.id)
            await hossein.sees(NOT_FOUND)
        await town.quiet()
        assert town.rows(Claim) == []
        assert not hossein.heard("چراغ کوچهٔ لاله")


async def test_the_overview_counts_what_lies_in_each_tray(database_url: str) -> None:
    """/desk says how much is new, waits, is reopened, has no place or is mine, and names the oldest."""
    async with running_bot(database_url) as town:
        maryam = await settled(town, "مریم")
        first = await maryam.registers("چراغ کوچهٔ لاله سوخته است")
        await maryam.registers("آسفالت خیابان کنده شده است")
        zahra = await hire(town, "زهرا", Role.SECRETARIAT, None)
        shown = await zahra.says_and_sees("/desk", DESK, "تازه: ۲", "بازگشایی‌شده: ۰", "همهٔ بازها: ۲", "قدیمی‌ترین:")
        assert first in bare(shown.text).translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
        assert {"بعدی", "تازه (۲)", "سه تا پشت سر هم", "فیلتر", "ثبت مراجعه / تلفن"} <= set(shown.labels)
        listed = await zahra.taps_and_sees("تازه (۲)", "چراغ کوچهٔ لاله", "آسفالت خیابان", "محلهٔ گلسار")
        assert listed.id == shown.id
        card = await zahra.taps_and_sees(listed.labels[0], "📄", "ثبت‌شده", "منطقهٔ ۱ › گلسار", "«چراغ کوچهٔ لاله")
        assert "مریم" not in bare(card.text)
        assert "در دست می‌گیرم" in card.labels
        await zahra.taps_and_sees("در دست می‌گیرم", "الان در دست شماست")
        await zahra.says_and_sees("/desk", "در دست من: ۱")
        await zahra.taps_and_sees("در دست من (۱)", "چراغ کوچهٔ لاله")


async def test_next_hands_out_the_longest_waiting_that_nobody_works_on(database_url: str) -> None:
    """«بعدی» opens and holds the oldest; a colleague gets the one after it; what was only looked at is let go."""
    async with running_bot(database_url) as town:
        maryam = await settled(town, "مریم")
        for text in ("یک: چراغ سوخته است", "دو: آسفالت کنده شده", "سه: جوی پر شده است"):
            await maryam.registers(text)
        zahra = await hire(town, "زهرا", Role.SECRETARIAT, None)
        ali = await hire(town, "علی", Role.SECRETARIAT, None)
        await zahra.opens_desk()
        await zahra.taps_and_sees("بعدی", "یک: چراغ", "الان در دست شماست")
        await ali.opens_desk()
        await ali.taps_and_sees("بعدی", "دو: آسفالت")
        await zahra.taps_and_sees("بعدی", "سه: جوی")
        assert {claim.submission_id for claim in town.rows(Claim)} == {2, 3}
        await ali.taps_and_sees("بعدی", "یک: چراغ")
        await ali.taps_and_sees("بعدی", "فعلاً همین بود")
        await town.quiet()
        told = [(row.action.removeprefix("submission."), row.object_id) for row in town.rows(Audit)]
        assert told == [
            ("claim", 1), ("claim", 2), ("release", 1), ("claim", 3), ("release", 2), ("claim", 1), ("release", 1),
        ]  # fmt: skip


async def test_two_people_never_work_on_one(database_url: str) -> None:
    """Whoever comes second is told that a colleague works on it, and can do nothing to it."""
    async with running_bot(database_url) as town:
        maryam = await settled(town, "مریم")
        await maryam.registers("چراغ کوچه سوخته است")
        zahra, ali = [await hire(town, name, Role.SECRETARIAT, None) for name in ("زهرا", "علی")]
        await zahra.opens(town.submission)
        await ali.opens(town.submission)
        await zahra.taps_and_sees("در دست می‌گیرم", "الان در دست شماست")
        for label in ("در دست می‌گیرم", "پاسخ", "یادداشت داخلی", "پرسش از نویسنده"):
            await ali.taps_and_sees(label, "یکی از همکاران روی این درخواست کار می‌کند")
        await ali.opens(town.submission)
        assert "در دست یکی از همکاران" in ali.card
        await ali.opens_desk()
        listed = await ali.taps_and_sees("تازه (۱)", "محلهٔ گلسار · ثبت‌شده · در دست همکار")
        await zahra.opens_desk()
        own = await zahra.taps_and_sees("تازه (۱)", "محلهٔ گلسار · ثبت‌شده")
        assert "در دست همکار" not in bare(own.text)
        await zahra.taps_and_sees(own.labels[0], "الان در دست شماست")
        await zahra.taps_and_sees("رها می‌کنم", "ثبت‌شده")
        await ali.taps_and_sees(listed.labels[0], "📄")
        await ali.taps_and_sees("در دست می‌گیرم", "الان در دست شماست")
        await town.quiet()
        actions = [row.action for row in town.rows(Audit)]
        assert actions == ["submission.claim", "submission.release", "submission.claim"]


async def test_somebody_sees_their_areas_only(database_url: str) -> None:
    """A council member of one neighbourhood finds nothing of another: no count, no list, no card, no code."""
    async with running_bot(database_url) as town:
        maryam = await settled(town, "مریم", "گلسار")
        hossein = await settled(town, "حسین", "باغ شاه")
        await maryam.registers("چراغ گلسار سوخته است")
        await hossein.registers("نیمکت باغ شاه شکسته است")
        golsar, bagh = town.rows(Submission)
        sara = await hire(town, "سارا", Role.COUNCIL, area_id(town, "گلسار"))
        await sara.says_and_sees("/desk", "تازه: ۱")
        answer = await sara.taps_and_sees("تازه (۱)", "چراغ گلسار")
        assert "باغ شاه" not in bare(answer.text)
        for data in (f"1:desk:open:{bagh.id}:0", f"1:case:take:{bagh.id}:1", f"1:case:answer:{bagh.id}:1"):
            sara.phone.press(data=data, message_id=answer.id)
            await sara.sees(NOT_FOUND)
        await sara.says_and_sees(bagh.code, "پیش‌نویس شما:")
        await sara.taps_and_sees("انصراف", "کنار گذاشته شد")
        await sara.opens(golsar)
        assert "چراغ گلسار" in sara.card


async def test_a_complaint_is_hidden_from_the_body_it_is_about(database_url: str) -> None:
    """A complaint about a district's council is in no count, list, card or code of its people; those above have it."""
    async with running_bot(database_url) as town:
        maryam = await settled(town, "مریم")
        await maryam.registers("عضو شورا با ما بد رفتار کرد")
        district = area_id(town, "منطقهٔ ۱", Level.DISTRICT)
        await town.change(
            update(table_of(Submission)).values(
                kind="complaint", visibility="staff_only", about="council", about_area_id=area_id(town, "گلسار")
            )
        )
        complaint = town.submission
        manager = await hire(town, "منصور", Role.MANAGER, district)
        member = await hire(town, "سارا", Role.COUNCIL, area_id(town, "گلسار"))
        await manager.says_and_sees("/desk", "تازه: ۱")
        answer = await member.says_and_sees("/desk", "تازه: ۰", "همهٔ بازها: ۰")
        for action in ("take", "answer", "more", "files", "to_done", "name", "kinds", "whole"):
            member.phone.press(data=f"1:case:{action}:{complaint.id}:{complaint.version}", message_id=answer.id)
            await member.sees(NOT_FOUND)
        member.phone.press(data=f"1:desk:open:{complaint.id}:0", message_id=answer.id)
        await member.sees(NOT_FOUND)
        await member.says_and_sees(complaint.code, "پیش‌نویس شما:")
        assert not member.heard("بد رفتار کرد")
        await manager.opens(complaint)
        assert "دربارهٔ عضو شورا" in manager.card


async def test_filters_narrow_the_desk(database_url: str) -> None:
    """By area with all below it, by kind, by topic; counts, lists and «next» follow, and everything comes back."""
    async with running_bot(database_url) as town:
        maryam = await settled(town, "مریم", "گلسار")
        await maryam.registers("چراغ گلسار سوخته است")
        hossein = await settled(town, "حسین", "علی‌آباد")
        await hossein.registers("از پاکبان محله تشکر می‌کنم، خدا قوت")
        zahra = await hire(town, "زهرا", Role.SECRETARIAT, None)
        await zahra.says_and_sees("/desk", "تازه: ۲")
        await zahra.taps_and_sees("فیلتر", "همهٔ محدودهٔ شما")
        await zahra.taps_and_sees("محدوده", "کدام محدوده؟")
        await zahra.taps_and_sees("منطقهٔ ۲", "کدام محدوده؟")
        await zahra.taps_and_sees("همهٔ منطقهٔ ۲", "نمایش: منطقهٔ ۲", "تازه: ۱")
        await zahra.taps_and_sees("بعدی", "از پاکبان محله")
        await zahra.opens_desk()
        await zahra.taps_and_sees("فیلتر (روشن)", "منطقهٔ ۲")
        await zahra.taps_and_sees("نمایش همه", "تازه: ۲")
        await zahra.chooses("فیلتر", "نوع")
        await zahra.taps_and_sees("تقدیر و تشکر", "تازه: ۱")
        await zahra.chooses("فیلتر (روشن)", "موضوع")
        await zahra.taps_and_sees("روشنایی معابر", "تازه: ۰")


async def test_filters_offer_own_areas_only(sqlite_url: str) -> None:
    """The list of areas to look at holds one's own; a made-up one is not looked at."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم", "علی‌آباد")
        await maryam.registers("چراغ علی‌آباد سوخته است")
        manager = await hire(town, "منصور", Role.MANAGER, area_id(town, "منطقهٔ ۱", Level.DISTRICT))
        await manager.opens_desk()
        await manager.chooses("فیلتر")
        listed = await manager.taps_and_sees("محدوده", "کدام محدوده؟")
        assert {"گلسار", "باغ شاه", "ساحلی"} <= set(listed.labels)
        assert "منطقهٔ ۲" not in listed.labels
        foreign = area_id(town, "علی‌آباد")
        manager.phone.press(data=f"1:desk_area:choose:{foreign}:0", message_id=listed.id)
        await town.quiet()
        await manager.says_and_sees("/desk", "تازه: ۰")


async def test_three_in_a_row(database_url: str) -> None:
    """«سه تا پشت سر هم» hands out three: after one is through the next comes by itself, and the end is said."""
    async with running_bot(database_url) as town:
        maryam = await settled(town, "مریم")
        for text in ("یک: چراغ سوخته است", "دو: آسفالت کنده شده", "سه: جوی پر شده است", "چهار: نیمکت شکسته"):
            await maryam.registers(text)
        zahra = await hire(town, "زهرا", Role.SECRETARIAT, None)
        await zahra.opens_desk()
        await zahra.taps_and_sees("سه تا پشت سر هم", "یک: چراغ")
        await zahra.chooses("وضعیت", "در حال بررسی")
        await zahra.taps_and_sees("بدون یادداشت", "دو: آسفالت")
        await zahra.chooses("پرسش از نویسنده")
        await zahra.says("کدام خیابان؟")
        await zahra.sees("سه: جوی")
        await zahra.chooses("یادداشت داخلی")
        await zahra.says_and_sees("با منطقه هماهنگ شود", "یادداشت در پرونده ثبت شد", "سه: جوی")
        await zahra.chooses("وضعیت", "ارجاع‌شده")
        await zahra.says_and_sees("به ادارهٔ آب فرستادیم", "هر سه انجام شد")
        assert [one.status for one in town.rows(Submission)] == [
            "under_review", "needs_info", "referred", "registered",
        ]  # fmt: skip
