from datetime import datetime, timedelta

from locales.dates import jalali_day
from models.meeting import Meeting, MeetingState
from models.meeting_warnings import may_be_ramadan, sunset
from tests.e2e.harness import Town, running_bot
from tests.e2e.meeting_stage import (
    ABOVE,
    PLACE,
    YES,
    announce_label,
    announces,
    begins,
    drafts,
    facts_of,
    local_start,
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


def _next(town: Town, weekday: int) -> datetime:
    """Noon of the next such day of the week (as date.weekday() counts), by the city's clock; never today."""
    now = datetime.now(town.settings.city.zone).replace(hour=12, minute=0, second=0, microsecond=0)
    return now + timedelta(days=(weekday - now.weekday()) % 7 or 7)


async def test_by_the_calendar(sqlite_url: str) -> None:
    """A month further on, a day, an hour and a quarter of it; what was picked is shown in words before it is taken."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        await begins(sara)
        month = await presses(sara, "زمان")
        assert "جلسه چه وقت است؟" in bare(month.text)
        await presses(sara, next(label for label in month.labels if label.endswith("←")))
        hours = await presses(sara, next(label for label in sara.last.labels if label.rstrip("*") == "۱۵"))
        assert "چه ساعتی از" in bare(hours.text)
        asked = await presses(sara, "۱۷", "۱۷:۳۰")
        assert "۱۵" in bare(asked.text)
        assert "ساعت ۱۷:۳۰ تا ۱۹" in bare(asked.text)
        assert facts_of(town).sessions == ()
        await presses(sara, YES)
        local = local_start(town)
        assert (jalali_day(local.date()).day, local.hour, local.minute) == (15, 17, 30)


async def test_one_tap_for_the_usual_times(sqlite_url: str) -> None:
    """Tomorrow and Thursday at five are a tap each; «another time» leads back to the calendar."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        await begins(sara)
        await presses(sara, "زمان")
        thursday = next(label for label in sara.last.labels if label.startswith("پنجشنبه"))
        asked = await presses(sara, thursday)
        assert "درست است؟" in bare(asked.text)
        again = await presses(sara, "وقت دیگر")
        assert "جلسه چه وقت است؟" in bare(again.text)
        await presses(sara, thursday, YES)
        assert local_start(town).weekday() == 3


async def test_what_is_understood(database_url: str) -> None:
    """Weekdays, dates, tomorrow, spans: each is shown in words; what is none is asked again with examples."""
    async with running_bot(database_url) as town:
        sara = await council(town)
        await begins(sara)
        lost = await writes(sara, "یک وقتی")
        assert "روز و ساعت را در آن پیدا نکردم" in bare(lost.text)
        assert "پنجشنبه ساعت ۱۷" in bare(lost.text)
        thursday = _next(town, 3)
        asked = await writes(sara, "پنجشنبه ۱۷ تا ۱۸")
        assert "پنجشنبه" in bare(asked.text)
        assert "ساعت ۱۷ تا ۱۸" in bare(asked.text)
        asked = await writes(sara, "فردا ساعت ۵ عصر تا ۷")
        assert "ساعت ۱۷ تا ۱۹" in bare(asked.text)
        asked = await writes(sara, "نه")  # what stood there is forgotten
        assert facts_of(town).sessions == ()
        await writes(sara, "پنجشنبه ساعت ۱۷")
        await writes(sara, "بله")
        assert local_start(town).date() == thursday.date()
        past = await presses(sara, "زمان")
        past = await writes(sara, "۱۴۰۰/۱/۱ ساعت ۱۰")
        assert "گذشته است" in bare(past.text)
        assert local_start(town).date() == thursday.date()


async def test_half_a_moment(sqlite_url: str) -> None:
    """A day alone: its hours are offered; an hour alone: its days. What was said is kept."""
    async with running_bot(sqlite_url) as town:
        sara, day = await council(town), workday(town)
        await begins(sara)
        hours = await writes(sara, typed(day, ""))
        assert "چه ساعتی از" in bare(hours.text)
        asked = await writes(sara, "ساعت ۱۸ تا ۱۹:۳۰")
        assert "ساعت ۱۸ تا ۱۹:۳۰" in bare(asked.text)
        await presses(sara, YES)
        assert (local_start(town).date(), local_start(town).hour) == (day.date(), 18)
        await presses(sara, "حذف پیش‌نویس", "بله، حذف شود")
        await begins(sara)
        days = await writes(sara, "ساعت ۱۶")
        assert "چه روزی؟" in bare(days.text)
        await writes(sara, typed(day, ""))
        await presses(sara, YES)
        assert (local_start(town).date(), local_start(town).hour) == (day.date(), 16)


async def test_another_hour_of_the_same_day(sqlite_url: str) -> None:
    """Where a day is known, an hour alone changes the hour; and «how long» the length, typed or chosen."""
    async with running_bot(sqlite_url) as town:
        sara, day = await council(town), workday(town)
        await drafts(sara, typed(day))
        await presses(sara, "زمان")
        await writes(sara, "ساعت ۱۹")
        await presses(sara, YES)
        assert (local_start(town).date(), local_start(town).hour) == (day.date(), 19)
        await presses(sara, "مدت", "۲ ساعت")
        assert facts_of(town).sessions[0].minutes == 120
        await presses(sara, "مدت")
        wrong = await writes(sara, "خیلی")
        assert "پنج دقیقه" in bare(wrong.text)
        await writes(sara, "یک ساعت و ربع")
        assert facts_of(town).sessions[0].minutes == 75
        await presses(sara, "مدت")
        await writes(sara, "۹۰۰ دقیقه")
        assert facts_of(town).sessions[0].minutes == 75


async def test_a_day_off_is_warned_of(sqlite_url: str, timers: Timers) -> None:
    """A Friday is said to be one when it is chosen and before it is announced; «all the same» announces it."""
    async with town_with_council(sqlite_url, timers, delay=60) as there:
        sara, friday = there.sara, _next(there.town, 4)
        await begins(sara)
        asked = await writes(sara, typed(friday, "ساعت ۱۷"))
        assert "⚠️ جمعه" in bare(asked.text)
        await presses(sara, YES)
        await writes(sara, PLACE)
        warned = await presses(sara, announce_label(sara))
        assert "یک بار دیگر نگاه کنید" in bare(warned.text)
        assert meeting_of(there.town).state == MeetingState.DRAFT
        await presses(sara, "بازگشت")
        assert announce_label(sara)
        await presses(sara, announce_label(sara), "بااین‌حال اعلام کن")
        assert meeting_of(there.town).state == MeetingState.SCHEDULED


async def test_iftar_and_nowruz(sqlite_url: str) -> None:
    """A meeting at iftar in Ramadan and one in the days of Nowruz are warned of where the time is chosen."""
    async with running_bot(sqlite_url, timezone="Asia/Tehran") as town:
        sara, noon = await council(town), workday(town)
        days = [noon + timedelta(days=ahead) for ahead in range(400)]
        fast = next(day for day in days if may_be_ramadan(day.date()) and day.weekday() < 3)
        at = sunset(fast.date(), town.settings.city)
        assert at is not None
        await begins(sara)
        asked = await writes(sara, typed(fast, f"ساعت {at.hour}:{at.minute:02}"))
        assert "وقت افطار است" in bare(asked.text)
        new_year = next(day for day in days if jalali_day(day.date())[1:] == (1, 5))
        asked = await writes(sara, typed(new_year))
        assert "تعطیلات نوروز" in bare(asked.text)


async def test_two_at_the_same_time(sqlite_url: str, timers: Timers) -> None:
    """Another meeting of the same council at that time is named before it is taken, and before it is announced."""
    async with town_with_council(sqlite_url, timers, delay=60) as there:
        sara, day = there.sara, workday(there.town)
        await drafts(sara, typed(day))
        await announces(sara)
        await begins(sara)
        await presses(sara, "زمان")
        asked = await writes(sara, typed(day, "ساعت ۱۸"))
        assert "همین شورا در همان وقت جلسهٔ دیگری دارد" in bare(asked.text)
        await presses(sara, YES)
        if ABOVE not in bare(sara.last.text):
            await writes(sara, PLACE)
        warned = await presses(sara, announce_label(sara))
        assert "جلسهٔ دیگری دارد" in bare(warned.text)
        assert [one.state for one in there.town.rows(Meeting)] == ["scheduled", "draft"]


async def test_forged_and_old_moments(sqlite_url: str) -> None:
    """A moment that nobody offered, or of a calendar drawn before, sets nothing; and shows how it stands."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        await drafts(sara)
        before = facts_of(town)
        await presses(sara, "زمان")
        data = sara.data_of(next(label for label in sara.last.labels if label.startswith("پنجشنبه")))
        version = data.rpartition(":")[2]
        for action in ("minute", "month", "day", "hour"):
            for number in ("zzzzzzzzzzzz", "1", "-5"):
                sara.phone.press(data=f"1:mtime:{action}:{number}:{version}", message_id=sara.last.id)
                await town.quiet()
        await presses(sara, "بازگشت", "مدت", "۳ ساعت")
        sara.phone.press(data=data, message_id=sara.last.id)
        await sara.sees_toast("این دکمه")
        await town.quiet()
        assert facts_of(town).starts_at == before.starts_at
        assert ABOVE in bare(sara.last.text)
