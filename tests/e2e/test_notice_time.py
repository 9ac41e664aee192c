from datetime import UTC, datetime, timedelta

from locales.dates import jalali_day
from models.notice import Notice, NoticeState
from tests.e2e.harness import Town, running_bot
from tests.e2e.notice_stage import composes, council, is_card, neighbours, notice_of, presses
from tests.e2e.resident import bare


def _local(town: Town, notice: Notice) -> datetime:
    assert notice.starts_at is not None
    return notice.starts_at.astimezone(town.settings.city.zone)


async def test_a_quick_choice(database_url: str) -> None:
    """Tomorrow at nine is one tap; the card says when, and «send» schedules it; until then it can be stopped."""
    async with running_bot(database_url) as town:
        await neighbours(town, 1)
        sara = await council(town)
        await composes(sara)
        card = await presses(sara, "زمان‌بندی", "فردا ۹ صبح")
        assert is_card(card)
        assert "زمان: " in bare(card.text)
        tomorrow = datetime.now(town.settings.city.zone).date() + timedelta(days=1)
        assert _local(town, notice_of(town)) == datetime(
            tomorrow.year, tomorrow.month, tomorrow.day, 9, tzinfo=town.settings.city.zone
        )
        left = await presses(sara, "زمان‌بندی برای ۲ نفر")
        assert "تا آن موقع می‌توانید جلوی ارسال را بگیرید" in bare(left.text)
        assert notice_of(town).state == NoticeState.SCHEDULED
        await presses(sara, "نفرست")
        assert notice_of(town).state == NoticeState.DRAFT
        assert _local(town, notice_of(town)).hour == 9


async def test_day_hour_and_minute(sqlite_url: str) -> None:
    """A month further on, a day, an hour and a quarter of it: five taps, each with a way back."""
    async with running_bot(sqlite_url) as town:
        await neighbours(town, 1)
        sara = await council(town)
        await composes(sara)
        month = await presses(sara, "زمان‌بندی")
        assert "چه وقت فرستاده شود؟" in bare(month.text)
        further = next(label for label in month.labels if label.endswith("←"))
        await presses(sara, further)
        hours = await presses(sara, next(label for label in sara.last.labels if label.rstrip("*") == "۱۵"))
        assert "چه ساعتی از ۱۵" in bare(hours.text)
        quarters = await presses(sara, "۱۷")
        assert quarters.labels[-1] == "بازگشت"
        await presses(sara, "۱۷:۳۰")
        local = _local(town, notice_of(town))
        assert (jalali_day(local.date()).day, local.hour, local.minute) == (15, 17, 30)
        assert is_card(sara.last)
        await presses(sara, "تغییر زمان", "بدون زمان‌بندی")
        assert notice_of(town).starts_at is None


async def test_a_typed_moment(database_url: str) -> None:
    """A day and an hour are understood as they are written; a past one and what is none are refused with a sentence."""
    async with running_bot(database_url) as town:
        await neighbours(town, 1)
        sara = await council(town)
        await composes(sara)
        await presses(sara, "زمان‌بندی")
        await sara.says_and_sees("یک وقتی", "روز و ساعت را در آن پیدا نکردم")
        await sara.says_and_sees("۱۴۰۰/۱/۱ ساعت ۱۰", "این زمان")
        await sara.says_and_sees("۱۹ آذر ساعت ۱۷", "زمان: ")
        await town.quiet()
        local = _local(town, notice_of(town))
        assert (jalali_day(local.date())[1:], local.hour) == ((9, 19), 17)
        assert is_card(sara.last)


async def test_again_and_again(sqlite_url: str) -> None:
    """Weekly or monthly until a day, once more only once; the card says so."""
    async with running_bot(sqlite_url) as town:
        await neighbours(town, 1)
        sara = await council(town)
        await composes(sara)
        await presses(sara, "زمان‌بندی", "فردا ۹ صبح", "تغییر زمان", "هفتگی")
        assert "تا چه روزی تکرار شود؟" in bare(sara.last.text)
        await sara.says_and_sees("همیشه", "روزی در آن پیدا نکردم")
        await sara.says_and_sees("۱۳۹۹/۱/۱", "این زمان")
        far = datetime.now(UTC).date() + timedelta(days=60)
        jalali = jalali_day(far)
        await sara.says_and_sees(f"{jalali.year}/{jalali.month}/{jalali.day}", "هر هفته تا")
        await town.quiet()
        notice = notice_of(town)
        assert notice.repeats == "weekly"
        assert notice.repeats_until is not None
        assert notice.repeats_until.astimezone(town.settings.city.zone).date() == far
        await presses(sara, "تغییر زمان")
        assert "✓ هفتگی" in sara.last.labels
        await presses(sara, "ماهانه")
        last = next(label for label in reversed(sara.last.labels) if label.strip("[]*").isdigit())
        await presses(sara, last)
        assert notice_of(town).repeats == "monthly"
        await presses(sara, "تغییر زمان", "یک بار")
        assert notice_of(town).repeats is None
        assert _local(town, notice_of(town)).hour == 9


async def test_forged_and_old_moments(sqlite_url: str) -> None:
    """A moment that nobody offered, or of a calendar drawn before, sets nothing; a past one is refused."""
    async with running_bot(sqlite_url) as town:
        sara = await council(town)
        await composes(sara)
        await presses(sara, "زمان‌بندی")
        data = sara.data_of("فردا ۹ صبح")
        version = data.rpartition(":")[2]
        for action, number in (("minute", "zzzzzzzzzzzz"), ("minute", "1"), ("minute", "-5")):
            sara.phone.press(data=f"1:notice_time:{action}:{number}:{version}", message_id=sara.last.id)
            await town.quiet()
            assert "این زمان گذشته است" in bare(sara.last.text)
        for action in ("month", "day", "hour"):
            sara.phone.press(data=f"1:notice_time:{action}:-zzz:{version}", message_id=sara.last.id)
            await town.quiet()
            assert "چه وقت فرستاده شود؟" in bare(sara.last.text)
        assert notice_of(town).starts_at is None
        await presses(sara, "بازگشت", "تنظیمات بیشتر", "خواندم")
        sara.phone.press(data=data, message_id=sara.last.id)
        await sara.sees_toast("این دکمه")
        await town.quiet()
        assert notice_of(town).starts_at is None
        assert is_card(sara.last)
