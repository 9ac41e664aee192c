"""What news does when somebody blocks the bot, has it gathered, or switched it off."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.outgoing import deliveries
from models.database import table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.person import Contact
from models.submission import Status
from models.subscription import Subscription
from tests.e2e.clerk import Clerk
from tests.e2e.notice_town import TEXT, Council, Timers, council, timers
from tests.e2e.office import person_id, settled
from tests.e2e.resident import Resident

__all__ = ["timers"]

CARD = "چه خبر‌هایی و چه وقت"
DIGEST = "خبر‌های تازهٔ محله‌های شما"
NEWS = (
    TEXT,
    "جشن نیمهٔ شعبان در بوستان لاله است",
    "کلاس شنای بانوان ثبت‌نام می‌کند",
    "آسفالت خیابان بهار هفتهٔ آینده آغاز می‌شود",
    "واکسن رایگان برای سالمندان",
    "بازارچهٔ خوداشتغالی جمعه‌ها باز است",
    "مسابقهٔ نقاشی کودکان در کتابخانه",
)
OTHER = "پس‌فردا جلسه داریم."


async def test_blocking_ends_the_news_and_unblocking_resumes_it(database_url: str, timers: Timers) -> None:
    """Who blocks the bot gets no notice and is not counted; who unblocks it gets the next ones."""
    async with council(database_url, timers) as there:
        await settled(there.town, "نیما")
        there.maryam.phone.block()
        await there.town.quiet()
        await _hears(there, TEXT)
        assert person_id(there.town, there.maryam) not in there.told()
        there.maryam.phone.unblock()
        await there.town.quiet()
        await there.sends(there.sara, OTHER)
        await there.maryam.sees(OTHER)
        assert there.got(there.maryam) == 0


async def test_a_refusal_ends_the_news_too(sqlite_url: str, timers: Timers) -> None:
    """A 403 that meets a notice ends the contact, though nobody said so before; a word from them brings it back."""
    async with council(sqlite_url, timers) as there:
        await settled(there.town, "نیما")
        there.maryam.phone.blocked = True
        await _hears(there, TEXT)
        assert there.told()[person_id(there.town, there.maryam)] == DeliveryState.BLOCKED
        assert there.town.row(Contact, Contact.chat_id == there.maryam.id).blocked_at is not None
        there.maryam.phone.blocked = False
        await there.maryam.says_and_sees("/help", "راهنما")
        await there.sends(there.sara, OTHER)
        await there.maryam.sees(OTHER)


async def _gathers(there: Council, resident: Resident, choice: str = "روزانه") -> None:
    """Chooses a digest; its next time has come since."""
    await resident.says_and_sees("/subscriptions", CARD)
    await there.town.quiet()
    await resident.taps_and_sees("خلاصه: خاموش", "خلاصهٔ خبر‌ها")
    await resident.taps_and_sees(choice, "یک‌جا در یک پیام")
    await there.town.quiet()
    chosen = table_of(Subscription)
    mine = chosen.c.person_id == person_id(there.town, resident)
    await there.change(update(chosen).where(mine).values(digested_at=datetime.now(UTC) - timedelta(days=8)))


async def _digests_are_due(there: Council) -> None:
    there.timers.schedules[-1].modify_job("digests", next_run_time=datetime.now(UTC))
    await asyncio.sleep(0.5)
    await there.town.quiet()


async def _hears(there: Council, *texts: str) -> None:
    """Sara announces these, one after the other."""
    for text in texts:
        await there.sends(there.sara, text)
        await there.sara.sees("فرستاده شد:", text[:20])
        await there.town.quiet()


async def test_a_digest_gathers_notices(database_url: str, timers: Timers) -> None:
    """Who wants news gathered gets one message with what was sent, opens it in full, and never the same twice."""
    async with council(database_url, timers) as there:
        await _gathers(there, there.maryam)
        await _hears(there, TEXT, OTHER)
        assert there.got(there.maryam) == 0
        await _digests_are_due(there)
        card = await there.maryam.sees(DIGEST, f"۱. {OTHER}", f"۲. {TEXT}")
        assert card.labels == ["دیدن شمارهٔ ۱", "دیدن شمارهٔ ۲"]
        await there.maryam.taps("دیدن شمارهٔ ۲")
        await there.maryam.sees(TEXT, "اطلاعیهٔ محلهٔ گلسار")
        await there.town.restart()
        await _digests_are_due(there)
        assert len(there.maryam.heard(DIGEST)) == 1


async def test_a_digest_of_nothing_is_not_sent(sqlite_url: str, timers: Timers) -> None:
    """Where everything was taken back since, the digest is dropped; somewhere else's news makes none either."""
    async with council(sqlite_url, timers) as there:
        await _gathers(there, there.reza, "هفتگی")
        await there.sends(there.sara)
        await there.maryam.sees(TEXT)
        await _digests_are_due(there)
        assert not there.reza.heard(DIGEST)
        told = there.town.row(Delivery, Delivery.kind == DeliveryKind.DIGEST.value)
        assert told.state == DeliveryState.DROPPED


async def test_switching_a_digest_off_tells_what_was_gathered(sqlite_url: str, timers: Timers) -> None:
    """Nothing is lost when somebody wants news one by one again: what was gathered comes at once."""
    async with council(sqlite_url, timers) as there:
        await _gathers(there, there.maryam)
        await there.sends(there.sara)
        await there.sara.sees("فرستاده شد:")
        await there.maryam.says_and_sees("/subscriptions", CARD)
        await there.town.quiet()
        await there.maryam.taps_and_sees("خلاصه: روزانه", "خلاصهٔ خبر‌ها")
        await there.maryam.taps("خاموش")
        await there.maryam.sees(DIGEST, f"۱. {TEXT}")


async def test_long_digests_have_pages(sqlite_url: str, timers: Timers) -> None:
    """More notices than one screen holds are on pages, newest first; nobody else turns them."""
    async with council(sqlite_url, timers) as there:
        await _gathers(there, there.maryam)
        await _hears(there, *NEWS)
        await _digests_are_due(there)
        card = await there.maryam.sees(DIGEST, f"۱. {NEWS[-1]}", "و ۱ خبر دیگر")
        assert all(len(row) <= 2 for row in card.buttons)
        data = there.maryam.data_of("قدیمی‌تر ›")
        there.reza.phone.press(data=data, message_id=there.reza.last.id)
        await there.reza.sees("پیدا نشد")
        await there.maryam.taps_and_sees("قدیمی‌تر ›", f"۷. {NEWS[0]}")
        await there.maryam.taps_and_sees("‹ تازه‌تر", NEWS[-1])


async def test_without_notices_none_comes(sqlite_url: str, timers: Timers) -> None:
    """Who switched notices off gets none; whoever sends one is told of those who do."""
    async with council(sqlite_url, timers) as there:
        nima = await settled(there.town, "نیما")
        await there.maryam.says_and_sees("/subscriptions", CARD)
        await there.town.quiet()
        await there.maryam.taps("✓ اطلاعیه‌ها")
        await there.town.quiet()
        await there.sends(there.sara)
        await nima.sees(TEXT)
        await there.town.quiet()
        assert there.got(there.maryam) == 0
        assert person_id(there.town, there.maryam) not in there.told()


async def test_without_ones_own_changes_questions_still_come(
    sqlite_url: str, timers: Timers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who switched their own submissions off is told of no change, but asked what the office wants to know."""
    monkeypatch.setattr(deliveries, "_LOOK_EVERY", 0.05)  # the clerk works beside the bot: nobody nudges its sender
    async with council(sqlite_url, timers) as there:
        await there.maryam.registers("چراغ کوچهٔ ما سوخته است")
        await there.maryam.says_and_sees("/subscriptions", CARD)
        await there.town.quiet()
        await there.maryam.taps("✓ درخواست‌های من")
        await there.town.quiet()
        clerk = Clerk(there.town, person_id(there.town, there.sara))
        async with there.timers.resting():
            await clerk.moves(there.town.submission, Status.IN_PROGRESS, "فردا چراغ نصب می‌شود.")
        await there.town.quiet()
        told = there.town.row(Delivery, Delivery.kind == DeliveryKind.CHANGE.value)
        assert told.state == DeliveryState.DROPPED
        async with there.timers.resting():
            await clerk.asks(there.town.submission, "کدام تیر چراغ؟")
        await there.maryam.sees("کدام تیر چراغ؟")
        assert not there.maryam.heard("فردا چراغ نصب می‌شود.")
