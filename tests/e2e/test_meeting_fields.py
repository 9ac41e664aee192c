from models.meeting import MeetingKind, MeetingState
from tests.e2e.harness import running_bot
from tests.e2e.meeting_stage import (
    ABOVE,
    PLACE,
    YES,
    announces,
    begins,
    drafts,
    facts_of,
    meeting_of,
    presses,
    typed,
    workday,
    writes,
)
from tests.e2e.notice_stage import council
from tests.e2e.notice_town import Timers, timers
from tests.e2e.notice_town import council as town_with_council
from tests.e2e.resident import bare

__all__ = ["timers"]


async def test_capacity(sqlite_url: str) -> None:
    """Nothing, less than nothing, words and too many are refused with a sentence; then it takes a number, and none."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        await drafts(sara)
        await presses(sara, "ظرفیت")
        for words in ("۰", "-۵", "۱۰۰۰۰۰۱", "۹" * 30):
            assert "دست‌کم یک نفر" in bare((await writes(sara, words)).text)
        for words in ("سی نفر", "؟", "خیلی"):
            assert "عدد نیست" in bare((await writes(sara, words)).text)
        card = await writes(sara, "۳۰ نفر")
        assert "ظرفیت: ۳۰ نفر" in bare(card.text)
        assert meeting_of(town).capacity == 30
        await presses(sara, "ظرفیت", "بدون سقف")
        assert meeting_of(town).capacity is None


async def test_fewer_places_than_people(sqlite_url: str, timers: Timers) -> None:
    """Nobody loses a place: fewer of them than people who come are refused; one more lets in who waited, and tells."""
    async with town_with_council(sqlite_url, timers) as there:
        sara, town = there.sara, there.town
        await drafts(sara, typed(workday(town)))
        await presses(sara, "ظرفیت")
        await writes(sara, "۱")
        await announces(sara)
        await there.maryam.sees("جلسهٔ شورا")
        await town.quiet()
        data = there.maryam.data_of("می‌آیم")
        await there.maryam.taps("می‌آیم")
        await town.quiet()
        there.ali.phone.press(data=data, message_id=there.ali.last.id)
        await town.quiet()
        await there.ali.says_and_sees("/meeting", "جلسه‌های شورا")
        await town.quiet()
        await presses(there.ali, next(one for one in there.ali.last.labels if "جلسهٔ شورا" in one))
        assert "۱ نفر می‌آید · ۱ نفر در نوبت" in bare(there.ali.last.text)
        await presses(there.ali, "چه کسانی می‌آیند (۱)")
        assert "می‌آیند:\n۱. مریم\nدر نوبت:\n۱. علی" in bare(there.ali.last.text)
        await presses(there.ali, "بازگشت", "تغییر‌های دیگر", "ظرفیت")
        await writes(there.ali, "۲")
        assert "۲ نفر می‌آیند" in bare(there.ali.heard("اعلام‌شده")[-1].text)
        await presses(there.ali, "تغییر‌های دیگر", "ظرفیت")
        refused = await writes(there.ali, "۱")
        assert meeting_of(town).capacity == 2
        assert "بازگشت" in refused.labels


async def test_link(sqlite_url: str) -> None:
    """An address is taken with or without https; what is none is refused; a link alone is place enough."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        await begins(sara)
        await presses(sara, "پیوند آنلاین")
        for words in ("اسکای‌روم", "http://localhost", "ftp://example.org"):
            wrong = await writes(sara, words)
            assert "بازگشت" in wrong.labels
            assert facts_of(town).link is None
        await writes(sara, "example.org/golsar")
        assert facts_of(town).link == "https://example.org/golsar"
        await writes(sara, typed(workday(town)))
        card = await presses(sara, YES)
        assert ABOVE in bare(card.text)
        await presses(sara, "پیوند آنلاین", "بدون پیوند")
        assert facts_of(town).link is None
        assert "کجا؟" in bare(sara.last.text)


async def test_place(sqlite_url: str) -> None:
    """A pin, words, or both; the one does not take the other away; «without a place» takes both."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        await drafts(sara)
        await presses(sara, "محل")
        sara.phone.send_location(36.6, 51.4)
        await town.quiet()
        facts = facts_of(town)
        assert facts.location is not None
        assert (facts.place, facts.location.latitude) == (PLACE, 36.6)
        sara.phone.send_location(36.7, 51.5)  # while the card stands: a pin is its place
        await town.quiet()
        assert facts_of(town).location != facts.location
        await presses(sara, "محل")
        sara.phone.send_sticker()
        await town.quiet()
        assert "لطفاً بنویسید" in bare(sara.last.text)
        too_long = await writes(sara, "ب" * 201)
        assert "بازگشت" in too_long.labels
        assert facts_of(town).place == PLACE
        await presses(sara, "بازگشت", "محل", "بدون محل")
        assert (facts_of(town).place, facts_of(town).location) == (None, None)


async def test_title_and_kind(sqlite_url: str) -> None:
    """A title that nobody chose follows the kind; one that was written stays."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        await drafts(sara)
        await presses(sara, "نوع", "فوق‌العاده")
        assert facts_of(town).title == "جلسهٔ فوق‌العادهٔ شورای محلهٔ گلسار"
        assert "نوع: فوق‌العاده" in bare(sara.last.text)
        await presses(sara, "عنوان")
        too_long = await writes(sara, "ب" * 121)
        assert "بازگشت" in too_long.labels
        await writes(sara, "جلسهٔ آب")
        await presses(sara, "نوع", "عادی")
        assert (meeting_of(town).kind, facts_of(town).title) == (MeetingKind.ORDINARY, "جلسهٔ آب")


async def test_a_course(sqlite_url: str, timers: Timers) -> None:
    """Sessions are added, moved and taken away one by one, each time in words first; then it is announced."""
    async with town_with_council(sqlite_url, timers) as there:
        sara, town, day = there.sara, there.town, workday(there.town)
        await begins(sara)
        await presses(sara, "نوع", "کلاس آموزشی")
        assert facts_of(town).title == "کلاس آموزشی محلهٔ گلسار"
        await writes(sara, typed(day, "ساعت ۱۶ تا ۱۸"))
        listed = await presses(sara, YES)
        assert "جلسه‌های کلاس" in bare(listed.text)
        await presses(sara, "یکی دیگر، هفتهٔ بعد", YES)
        await presses(sara, "افزودن جلسه")
        await writes(sara, typed(workday(town, 30), "ساعت ۱۰ تا ۱۲"))
        listed = await presses(sara, YES)
        assert len(facts_of(town).sessions) == 3
        assert "۳." in bare(listed.text)
        await presses(sara, next(label for label in listed.labels if label.startswith("۲.")))
        await presses(sara, "تغییر زمان آن")
        clash = await writes(sara, typed(day, "ساعت ۱۷"))
        assert "وقت دیگر" not in clash.labels
        assert len(facts_of(town).sessions) == 3
        await writes(sara, typed(workday(town, 15), "ساعت ۱۶"))
        await presses(sara, YES)
        second = facts_of(town).sessions[1]
        assert second.starts_at.astimezone(town.settings.city.zone).date() == workday(town, 15).date()
        assert second.minutes == 120
        await presses(sara, next(label for label in sara.last.labels if label.startswith("۳.")), "حذف این جلسه")
        assert len(facts_of(town).sessions) == 2
        await presses(sara, "بازگشت")
        await writes(sara, PLACE)
        refused = await presses(sara, "نوع", "عادی")
        assert "جلسه‌های کلاس" in bare(refused.text)
        assert meeting_of(town).kind == MeetingKind.COURSE
        await presses(sara, "بازگشت")
        await announces(sara)
        await there.maryam.sees("کلاس آموزشی محلهٔ گلسار")
        await town.quiet()
        assert meeting_of(town).state == MeetingState.ANNOUNCED
