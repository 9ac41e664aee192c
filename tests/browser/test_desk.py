import os
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from tests.bot.playground.samples import png
from tests.browser.conftest import looking_at
from tests.browser.demo import running_demo
from tests.browser.steps import attach, chat_of, confirm, said, tap, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

CODE = re.compile("[۰-۹]{4}-[۰-۹]{6}-[۰-۹]")
SENTENCE = "چراغ کوچه خاموشه شبا نمیشه رد شد"
QUESTION, REPLY = "کدام کوچه و نزدیک چه پلاکی؟", "کوچهٔ لاله، روبه‌روی پلاک ۱۲"
ANSWER, STILL_WRONG = "فردا لامپ را عوض می‌کنیم.", "هنوز تاریک است"
RESIDENT, SECRETARIAT, MANAGER = "مریم", "زهرا (دبیرخانه)", "منصور (شهردار منطقهٔ ۱)"
LOOK_INTO = os.environ.get("LOOK_INTO")  # a folder for pictures of the page, for whoever wants to look at it


async def look(page: Page, name: str, people: Sequence[str] = (RESIDENT, SECRETARIAT)) -> None:
    """The chats stand beside each other, nothing in them is wider than they are; keeps a picture if one is wanted."""
    for person in people:
        await expect(chat_of(page, person)).to_be_visible()
        log = chat_of(page, person).locator(".log")
        assert await log.evaluate("list => list.scrollWidth - list.clientWidth") == 0
    assert await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    if LOOK_INTO is not None:
        await page.screenshot(path=Path(LOOK_INTO) / f"{name}.png")


async def seat(page: Page, *people: str) -> list[Locator]:
    """Brings the chats of these people into view; on a desk three stand beside each other."""
    for person in people:
        await page.get_by_role("navigation").get_by_role("button", name=person).click()
        await expect(chat_of(page, person)).to_be_visible()
    chats = [chat_of(page, person) for person in people]
    if len(chats) < await page.locator(".chat:visible").count():
        await page.get_by_role("button", name="بستن گفت‌وگوی حسین").click()
    return chats


async def register(chat: Locator) -> str:
    """A lamp of her neighbourhood is reported; gives the code as the screen has it."""
    await write(chat, "/start")
    await expect(said(chat, "محلهٔ شما کدام است؟")).to_be_visible()
    await write(chat, "گلسار")
    await tap(chat, "گلسار، منطقهٔ ۱")
    await expect(said(chat, "یادداشت شد")).to_be_visible()
    await write(chat, SENTENCE)
    await expect(said(chat, "پیش‌نویس شما")).to_contain_text(SENTENCE)
    await tap(chat, "ثبت")
    registered = said(chat, "کد رهگیری")
    await expect(registered).to_be_visible()
    found = CODE.search(await registered.inner_text())
    assert found is not None
    return found[0]


async def ask(desk: Locator, code: str) -> None:
    """/desk, the code, and a question to the author."""
    await write(desk, "/desk")
    await expect(said(desk, "میز کار")).to_contain_text("تازه:")
    await write(desk, code)
    await expect(said(desk, "📄")).to_contain_text(SENTENCE)
    await tap(desk, "پرسش از نویسنده")
    await write(desk, QUESTION)
    await expect(said(desk, "پرسش فرستاده شد")).to_be_visible()


async def reply(page: Page, chat: Locator) -> None:
    """The question comes by itself; it is answered with a photo and words."""
    await expect(said(chat, QUESTION)).to_be_visible()
    await tap(chat, "پاسخ می‌دهم")
    await expect(said(chat, "پرسش دربارهٔ")).to_be_visible()
    await attach(page, chat, "عکس و ویدئو", ("کوچه.png", "image/png", png(160, 120)))
    await confirm(page, "فرستادن")
    await expect(said(chat, "هنوز فرستاده نشده")).to_contain_text("۱ عکس")
    await write(chat, REPLY)
    await expect(said(chat, "پاسخ شما در پروندهٔ")).to_be_visible()


async def answer_and_close(desk: Locator, code: str) -> None:
    """The reply comes to whoever asked; they answer in public, and say that it is done."""
    await expect(said(desk, REPLY).last).to_be_visible()
    await write(desk, code)
    card = said(desk, "📄").last
    await expect(card).to_contain_text(REPLY)
    await tap(desk, "پاسخ")
    await write(desk, ANSWER)
    await expect(said(desk, "پاسخ ثبت شد").last).to_be_visible()
    await tap(desk, "وضعیت")
    await tap(desk, "انجام‌شده")
    await tap(desk, "بدون یادداشت")
    await expect(said(desk, "وضعیت «انجام‌شده» شد")).to_be_visible()


async def say_not_solved(chat: Locator) -> None:
    """The author hears of answer and status in one message, and says «حل نشد» with a word about it."""
    await expect(said(chat, ANSWER)).to_contain_text("انجام‌شده")
    await tap(chat, "حل نشد")
    await expect(said(chat, "دوباره باز شد")).to_be_visible()
    await write(chat, STILL_WRONG)
    await expect(said(chat, "هر تغییری")).to_be_visible()


async def test_a_resident_and_the_desk_beside_each_other(browser: Browser, tmp_path: Path) -> None:
    """A question, its reply, an answer, «انجام‌شده», «حل نشد»: each comes to the other's chat, to the reopening."""
    async with running_demo(tmp_path) as address:
        context = await browser.new_context(viewport={"width": 1280, "height": 900})
        async with looking_at(address, context) as page:
            resident, desk = await seat(page, RESIDENT, SECRETARIAT)
            code = await register(resident)
            await ask(desk, code)
            await look(page, "1-asked")
            await reply(page, resident)
            await look(page, "2-replied")
            await answer_and_close(desk, code)
            await look(page, "3-done")
            await say_not_solved(resident)
            await write(desk, code)
            await expect(said(desk, "📄").last).to_contain_text("بازگشایی‌شده")
            await expect(said(desk, "📄").last).to_contain_text(STILL_WRONG)
            await look(page, "4-reopened")
            *_, manager = await seat(page, RESIDENT, SECRETARIAT, MANAGER)
            await expect(said(manager, code)).to_contain_text("حل نشد")
            await look(page, "5-told", (RESIDENT, SECRETARIAT, MANAGER))
