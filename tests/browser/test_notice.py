from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser.conftest import looking_at
from tests.browser.demo import running_demo
from tests.browser.steps import look, open_chats, said, tap, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

WARNING = "آب رودخانه بالا آمده است؛ از پل گلسار رد نشوید."
AMENDED = "آب رودخانه پایین رفت؛ پل گلسار تا فردا بسته است."
WATER = "فردا از ساعت ۸ تا ۱۲ آب گلسار قطع است."
SARA, REZA = "سارا (شورای گلسار)", "رضا (شورای گلسار)"
NARGES, BAHRAM = "نرگس (ساکن گلسار)", "بهرام (پیگیر گلسار)"

OF_THE_SAMPLE = ("جلسهٔ هفتگی", "فراخوان ایده برای هدف", "زمین بازی باغ شاه گشایش یافت")


async def hears_of_the_sample(chat: Locator) -> None:
    """What everybody gets when the demo begins has come, each once, and nothing else: from here on it is counted.

    The invitation to the weekly meeting, the call for ideas, and the newest report on a goal.
    """
    for words in OF_THE_SAMPLE:
        await expect(said(chat, words)).to_have_count(1, timeout=40_000)
    await has_besides(chat, 0)


async def has_besides(chat: Locator, count: int) -> None:
    """So many messages of the bot's stand there besides those."""
    await expect(chat.locator(".message.bot")).to_have_count(len(OF_THE_SAMPLE) + count)


async def compose_urgent(sara: Locator) -> None:
    """A message becomes a notice for her neighbourhood; it is urgent, so somebody else has to agree."""
    await write(sara, WARNING)
    await tap(sara, "اطلاعیه برای گلسار")
    await expect(said(sara, "همان‌طور که خوانندگان می‌بینند")).to_contain_text("به ۲ نفر می‌رسد")
    await tap(sara, "تنظیمات بیشتر")
    await tap(sara, "فوری")
    await expect(sara.get_by_role("button", name="✓ فوری")).to_be_visible()
    await tap(sara, "بازگشت")
    await tap(sara, "فرستادن به ۲ نفر")
    await expect(said(sara, "یک نفر دیگر هم باید تأیید کند")).to_contain_text(REZA)


async def agree(reza: Locator, sentence: str) -> None:
    """The other member sees exactly what readers will see, and says yes."""
    await expect(said(reza, sentence).first).to_be_visible()
    await expect(said(reza, "به همین صورت درست است؟").last).to_contain_text("فوری است")
    await tap(reza, "تأیید")


async def amend(sara: Locator) -> None:
    """The result's card leads to another text; it is shown as readers will see it, and needs a yes of its own."""
    await tap(sara, "اصلاح")
    await expect(said(sara, "متن تازهٔ اطلاعیه")).to_be_visible()
    await write(sara, AMENDED)
    await expect(said(sara, AMENDED).first).to_contain_text("اصلاح‌شده در")
    await tap(sara, "فرستادن برای تأیید")


async def withdraw(sara: Locator) -> None:
    """From the list of what was sent, with a question in between."""
    await write(sara, "/notices")
    await sara.get_by_role("button", name="فرستاده‌شده (۱)").click()
    await expect(sara.get_by_role("button", name="✓ فرستاده‌شده (۱)")).to_be_visible()
    await tap(sara, AMENDED)
    await expect(sara.get_by_role("button", name="✓ فرستاده‌شده (۱)")).to_have_count(0)
    await tap(sara, "لغو اطلاعیه")
    await tap(sara, "بله، لغو شود")


async def answer(reader: Locator) -> None:
    """A reply to the notice becomes an opinion about it, with a code of its own."""
    await said(reader, WATER).get_by_role("button", name="پاسخ به این پیام").click()
    await write(reader, "کوچهٔ لاله هم قطع می‌شود؟")
    await expect(said(reader, "دربارهٔ اطلاعیهٔ")).to_contain_text("نظر")
    await tap(reader, "ثبت")
    await expect(said(reader, "کد رهگیری")).to_be_visible()


async def test_an_urgent_notice_from_the_first_word_to_its_withdrawal(browser: Browser, tmp_path: Path) -> None:
    """Composed, agreed to, in two residents' chats, amended there in place, and taken away again."""
    async with running_demo(tmp_path) as address:
        context = await browser.new_context(viewport={"width": 1400, "height": 900})
        async with looking_at(address, context) as page:
            sara, narges, bahram = await open_chats(page, SARA, NARGES, BAHRAM)
            for reader in (narges, bahram):
                await hears_of_the_sample(reader)
            await compose_urgent(sara)
            (reza,) = await open_chats(page, REZA)
            await look(page, "notice-1-asked")
            await agree(reza, WARNING)
            sara, narges, bahram = await open_chats(page, SARA, NARGES, BAHRAM)
            for reader in (narges, bahram):
                await expect(said(reader, WARNING)).to_have_count(1)
            await expect(said(sara, "۲ رسید").first).to_be_visible()
            await look(page, "notice-2-arrived")
            await amend(sara)
            (reza,) = await open_chats(page, REZA)
            await agree(reza, AMENDED)
            sara, narges, bahram = await open_chats(page, SARA, NARGES, BAHRAM)
            for reader in (narges, bahram):
                await expect(said(reader, AMENDED)).to_contain_text("اصلاح‌شده در")
                await expect(said(reader, WARNING)).to_have_count(0)
                await has_besides(reader, 1)
            await look(page, "notice-3-amended")
            await withdraw(sara)
            for reader in (narges, bahram):
                await has_besides(reader, 0)
            await expect(said(sara, "لغو شد.").last).to_be_visible()
            await look(page, "notice-4-withdrawn")


async def test_the_everyday_notice_takes_two_taps(browser: Browser, tmp_path: Path) -> None:
    """A message, «notice», «send»: for ten seconds, as it says, it can be stopped; then it comes, and is answered."""
    async with running_demo(tmp_path) as address:
        context = await browser.new_context(viewport={"width": 1400, "height": 900})
        async with looking_at(address, context) as page:
            sara, narges, bahram = await open_chats(page, SARA, NARGES, BAHRAM)
            await write(sara, WATER)
            await tap(sara, "اطلاعیه برای گلسار")
            await tap(sara, "فرستادن به ۲ نفر")
            await expect(said(sara, "تا ۱۰ ثانیه می‌توانید جلوی ارسال را بگیرید")).to_be_visible()
            await tap(sara, "نفرست")
            await expect(sara.get_by_role("button", name="فرستادن به ۲ نفر")).to_be_visible()
            await expect(said(narges, WATER)).to_have_count(0)
            await tap(sara, "فرستادن به ۲ نفر")
            for reader in (narges, bahram):
                await expect(said(reader, WATER)).to_be_visible(timeout=30_000)
            await expect(said(sara, "این اطلاعیه فرستاده شد.")).to_be_visible()
            await expect(sara.get_by_role("button", name="نفرست")).to_have_count(0)
            await look(page, "notice-5-two-taps")
            await answer(narges)
            await look(page, "notice-6-answered")
