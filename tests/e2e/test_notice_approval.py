from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from models.audit import Audit
from models.database import table_of
from models.dialogue import Dialogue
from models.notice import NoticeRevision, NoticeState
from models.role import Role
from tests.daytime import night_zone
from tests.e2e.notice_town import TEXT, Timers, council, timers
from tests.e2e.office import area_id, person_id

__all__ = ["timers"]


async def test_another_member_approves(sqlite_url: str, timers: Timers) -> None:
    """Above the limit a colleague of the same council sees what readers will see, says yes, and it leaves."""
    async with council(sqlite_url, timers, delay=3600, approval_above=0) as there:
        town, sara, ali = there.town, there.sara, there.ali
        await there.sends(sara)
        assert there.notice.state == NoticeState.APPROVAL
        await town.quiet()
        card = await ali.sees(
            "سارا می‌خواهد این اطلاعیه را از طرف محلهٔ گلسار بفرستد", "برای: گلسار", "۱ نفر", "افراد زیادی"
        )
        assert card.labels == ["تأیید", "برگرداندن با توضیح"]
        assert there.got(ali) == 1
        assert card.id == ali.last.id
        await ali.says_and_sees("/notices", "منتظر تأیید")
        await town.quiet()
        await ali.taps_and_sees(TEXT, "سارا می‌خواهد این اطلاعیه را")
        assert there.got(ali) == 2 + 1  # the preview once more, and the list
        await town.quiet()
        await ali.taps_and_sees("تأیید", "تأیید کردید")
        await sara.sees("✅ اطلاعیهٔ شما تأیید شد")
        assert there.notice.state == NoticeState.SCHEDULED
        assert town.row(NoticeRevision).approved_by == person_id(town, ali)


async def test_it_is_returned_with_a_remark(sqlite_url: str, timers: Timers) -> None:
    """A colleague says what should be otherwise: its author reads that, and it is a draft again."""
    async with council(sqlite_url, timers, approval_above=0) as there:
        await there.sends(there.sara)
        await there.ali.sees("به همین صورت درست است؟")
        await there.town.quiet()
        await there.ali.taps_and_sees("برگرداندن با توضیح", "چه چیزی باید عوض شود؟")
        await there.ali.says_and_sees("ساعتش را هم بنویسید", "برگردانده شد")
        await there.sara.sees("اطلاعیهٔ شما با این توضیح برگشت: «ساعتش را هم بنویسید»")
        await there.town.quiet()
        assert there.notice.state == NoticeState.DRAFT
        assert there.told() == {}
        await there.sara.taps_and_sees("دیدن اطلاعیه", "با این توضیح برگشت: «ساعتش را هم بنویسید»", "پیش‌نویس")


async def test_a_remark_that_was_forgotten(sqlite_url: str, timers: Timers) -> None:
    """«Return» was pressed and nothing written for an hour: what comes then is a message like any other."""
    async with council(sqlite_url, timers, approval_above=0) as there:
        await there.sends(there.sara)
        await there.ali.sees("به همین صورت درست است؟")
        await there.town.quiet()
        await there.ali.taps_and_sees("برگرداندن با توضیح", "چه چیزی باید عوض شود؟")
        await there.town.quiet()
        await there.change(update(table_of(Dialogue)).values(updated_at=datetime.now(UTC) - timedelta(hours=2)))
        await there.ali.says_and_sees("چراغ کوچهٔ ما سوخته است", "پیش‌نویس شما:")
        await there.town.quiet()
        assert there.notice.state == NoticeState.APPROVAL
        await there.ali.chooses("تأیید")
        await there.maryam.sees(TEXT)


async def test_an_urgent_one_by_night(sqlite_url: str, timers: Timers) -> None:
    """Several are asked at once, by night too; the first yes counts, and it passes everybody's quiet hours."""
    async with council(sqlite_url, timers, delay=3600, timezone=night_zone().key) as there:
        kaveh = await there.member("کاوه", Role.MANAGER, there.district())
        await there.composes(there.sara)
        await there.sara.chooses("تنظیمات بیشتر", "فوری", "بازگشت", "فرستادن به ۱ نفر")
        await there.ali.sees("🔔 فوری است")
        await kaveh.sees("🔔 فوری است", "به همین صورت درست است؟")
        await there.town.quiet()
        assert there.told() == {}
        await kaveh.taps_and_sees("تأیید", "تأیید کردید؛ در راه است")
        await there.maryam.sees(TEXT)
        await there.town.quiet()
        await there.ali.taps_and_sees("تأیید", "پیش‌تر تصمیم گرفته شده است")
        await there.ali.sees_toast("پیش‌تر تصمیم گرفته شده است")
        assert there.town.row(NoticeRevision).approved_by == person_id(there.town, kaveh)


async def test_by_night_people_sleep(sqlite_url: str, timers: Timers) -> None:
    """A notice sent at night waits for the morning of whoever has quiet hours, and its sender sees that."""
    async with council(sqlite_url, timers, timezone=night_zone().key) as there:
        await there.sends(there.sara, waits=False)
        await there.sara.sees("۰٪", "ساعت سکوت است", "۰۸:۰۰")
        assert there.got(there.maryam) == 0
        await there.town.quiet()


async def test_whoever_may_not_approves_nothing(sqlite_url: str, timers: Timers) -> None:
    """Forged and replayed yes and no, of its author, a resident, another area's member, an expert: nothing happens."""
    async with council(sqlite_url, timers, approval_above=0) as there:
        town = there.town
        others = [
            await there.member("جمشید", Role.COUNCIL, area_id(town, "باغ شاه")),
            await there.member("فرهاد", Role.EXPERT, None),
        ]
        await there.sends(there.sara)
        await there.ali.sees("به همین صورت درست است؟")
        await town.quiet()
        number, before = there.notice.id, there.notice
        for person in (there.sara, there.maryam, *others):
            for action in ("approve", "return"):
                for revision in (1, 2, 0):
                    person.phone.press(data=f"1:approval:{action}:{number}:{revision}", message_id=person.last.id)
                    await person.sees("پیدا نشد")
                    await town.quiet()
        assert there.notice == before
        message, data = there.ali.data_on_card("تأیید")
        for forged in (data.replace(f":{number}:", ":zz:"), data[:-1] + "9"):
            there.ali.phone.press(data=forged, message_id=message)
            await there.ali.sees("پیدا نشد")
            await town.quiet()
        assert there.notice == before
        for _ in range(4):
            there.ali.phone.press(data=data, message_id=message)
        await there.maryam.sees(TEXT)
        await town.quiet()
        assert there.got(there.maryam) == 1
        assert [row.action for row in town.rows(Audit) if row.action == "notice.approve"] == ["notice.approve"]


async def test_a_yes_to_what_was_changed_since(sqlite_url: str, timers: Timers) -> None:
    """Its author took it back and sent it to be approved anew: the old question's yes is none."""
    async with council(sqlite_url, timers, approval_above=0) as there:
        await there.sends(there.sara)
        await there.ali.sees("به همین صورت درست است؟")
        await there.town.quiet()
        message, old = there.ali.data_on_card("تأیید")
        await there.sara.chooses("نفرست")
        await there.sara.chooses("فرستادن به ۱ نفر")
        await there.ali.sees("به همین صورت درست است؟")
        await there.town.quiet()
        there.ali.phone.press(data=old, message_id=message)
        await there.ali.sees_toast("پیش‌تر تصمیم گرفته شده است")
        await there.town.quiet()
        assert there.notice.state == NoticeState.APPROVAL
        await there.ali.taps("تأیید")
        await there.maryam.sees(TEXT)
