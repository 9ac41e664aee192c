import re

from sqlalchemy import update

from models.broadcast import Broadcast, BroadcastState
from models.database import table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.notice import NoticeState
from tests.e2e.notice_town import Timers, council, timers
from tests.e2e.resident import bare

__all__ = ["timers"]


async def test_one_message_shows_how_far_it_is(sqlite_url: str, timers: Timers) -> None:
    """While people are told one message is edited; paused, nobody more is told; then it goes on and has a result."""
    async with council(sqlite_url, timers, send_rate=8) as there:
        await there.neighbours(20)
        await there.sends(there.sara, waits=False)
        shown = await there.sara.sees("٪", "رسید")
        assert re.search("[▓░]{10} [۰-۹]+٪", bare(shown.text)), bare(shown.text)
        assert shown.labels == ["توقف موقت", "لغو بقیهٔ ارسال"]
        await there.sara.taps_and_sees("توقف موقت", "موقتاً متوقف است")
        await there.sara.sees_toast("موقتاً متوقف شد")
        await there.town.quiet()
        sent = there.broadcast.sent
        assert sent < 21
        assert there.broadcast.state == BroadcastState.PAUSED
        await there.town.restart()
        await there.sara.taps("ادامه")
        await there.sara.sees_toast("ادامه پیدا کرد")
        result = await there.sara.sees("فرستاده شد:", "۲۱ رسید")
        assert "اصلاح" in result.labels
        await there.town.quiet()
        bars = [one for one in there.sara.messages if one.sender == "bot" and ("▓" in one.text or "░" in one.text)]
        assert bars == []
        assert set(there.told().values()) == {DeliveryState.SENT}


async def test_the_rest_is_cancelled(database_url: str, timers: Timers) -> None:
    """«Cancel the rest» is asked once; whoever was not told yet is not, and the result says how many that is."""
    async with council(database_url, timers, send_rate=8) as there:
        await there.neighbours(20)
        await there.sends(there.sara, waits=False)
        await there.sara.sees("٪", "رسید")
        await there.sara.taps_and_sees("لغو بقیهٔ ارسال", "نفری که مانده‌اند فرستاده نشود؟")
        await there.sara.taps("بله، بقیه لغو شود")
        await there.sara.sees("فرستاده شد:", "فرستاده نشد", "در میانهٔ راه متوقف شد")
        await there.town.quiet()
        counted = there.broadcast
        assert counted.state == BroadcastState.STOPPED
        assert counted.sent + counted.dropped == counted.total == 21
        assert counted.dropped > 0
        assert there.notice.state == NoticeState.STOPPED


async def test_a_button_of_what_is_over(sqlite_url: str, timers: Timers) -> None:
    """Pausing, going on and cancelling what is over changes nothing and says so."""
    async with council(sqlite_url, timers, send_rate=8) as there:
        await there.neighbours(12)
        await there.sends(there.sara, waits=False)
        shown = await there.sara.sees("٪", "رسید")
        number = there.broadcast.id
        await there.sara.sees("فرستاده شد:", "۱۳ رسید")
        await there.town.quiet()
        for action in ("pause", "resume", "stop", "stopped"):
            there.sara.phone.press(data=f"1:sending:{action}:{number}:0", message_id=shown.id)
            await there.sara.sees_toast("پیش‌تر تمام شده است")
        await there.town.quiet()
        assert there.broadcast.state == BroadcastState.DONE


async def test_the_uncertain_ones_are_told_again(sqlite_url: str, timers: Timers) -> None:
    """The result names those of whom nobody knows; «send again» tells them once more, and the result counts anew."""
    async with council(sqlite_url, timers) as there:
        await there.sends(there.sara)
        await there.sara.sees("فرستاده شد:", "۱ رسید")
        await there.town.quiet()
        copies, told = table_of(Delivery), table_of(Broadcast)
        await there.change(
            update(copies)
            .where(copies.c.kind == DeliveryKind.NOTICE.value)
            .values(state=DeliveryState.UNCERTAIN.value, message_ids=[])
        )
        await there.change(update(told).values(sent=0, uncertain=1))
        await there.sara.taps_and_sees("وضعیت اطلاعیه", "۱ نامعلوم", "معلوم نیست رسیده باشد")
        await there.sara.taps("به نامعلوم‌ها دوباره بفرست")
        await there.sara.sees_toast("برای ۱ نفر دوباره فرستاده می‌شود")
        await there.sara.sees("فرستاده شد:", "۱ رسید")
        await there.town.quiet()
        assert there.got(there.maryam) == 2
        assert there.broadcast.uncertain == 0
