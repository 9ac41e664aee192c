import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from locales import translator
from tests.browser.conftest import looking_at
from tests.browser.demo import running_demo
from tests.browser.steps import look, open_chats, said, tap, write
from tests.browser.time_passes import time_passes
from tests.daytime import daytime_zone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SARA, NARGES, BAHRAM = "سارا (شورای گلسار)", "نرگس (ساکن گلسار)", "بهرام (پیگیر گلسار)"
TITLE, PLACE, MONEY = "جلسهٔ روشنایی کوچه‌ها", "سرای محله، خیابان لاله", "گزارش مالی سرای محله"
LAMP = "چراغ کوچهٔ لاله سه شب است خاموش است و رد شدن سخت شده."
DECIDED, BODY, DONE = "شش چراغ تازه در کوچهٔ لاله نصب شود.", "شرکت توزیع برق", "هر شش چراغ نصب و روشن شد."
READ_OUT = "گزارش خوانده شد."
CODE = re.compile("[۰-۹]{4}-[۰-۹]{6}-[۰-۹]")
DOOR = re.compile(r"start=(meet_\w+)")
SOON = 30_000  # milliseconds: what a timer of the bot's has to notice first


def button(chat: Locator, label: str | re.Pattern[str]) -> Locator:
    """The newest button whose label has these words."""
    return chat.locator(".inline-button", has_text=label).last


def day_ahead(days: int) -> str:
    """So many days ahead, as somebody types it: «۱۹ آذر ۱۴۰۵»."""
    zone = daytime_zone()
    return translator("fa").date(datetime.now(zone) + timedelta(days=days), zone, year=True)


async def registers(narges: Locator) -> str:
    """A lamp of her street is out; gives the code as the screen has it."""
    await write(narges, LAMP)
    await expect(said(narges, "پیش‌نویس شما")).to_contain_text(LAMP)
    await tap(narges, "ثبت")
    registered = said(narges, "کد رهگیری")
    await expect(registered).to_be_visible()
    found = CODE.search(await registered.inner_text())
    assert found is not None
    return found[0]


async def calls(sara: Locator) -> None:
    """A new meeting gets its time, place and title, whatever the usual ones are; each typed."""
    await write(sara, "/meeting")
    await tap(sara, "جلسهٔ جدید")
    await tap(sara, "زمان")
    await expect(said(sara, "جلسه چه وقت است؟")).to_be_visible()
    await write(sara, f"{day_ahead(6)} ساعت ۱۷ تا ۱۸:۳۰")
    await expect(said(sara, "درست است؟")).to_contain_text("ساعت ۱۷ تا")
    await tap(sara, "بله، درست است")
    await tap(sara, "محل")
    await expect(said(sara, "کجا").last).to_be_visible()
    await write(sara, PLACE)
    await expect(said(sara, PLACE)).not_to_have_count(0)
    await tap(sara, "عنوان")
    await expect(said(sara, "عنوان").last).to_be_visible()
    await write(sara, TITLE)
    await expect(said(sara, TITLE).last).to_contain_text(PLACE)


async def fills_agenda(sara: Locator, code: str) -> None:
    """Her submission, found by its code among those that wait, and an item in words."""
    await tap(sara, "دستور جلسه")
    await button(sara, "درخواست‌ها (").click()
    waiting = said(sara, "کدام درخواست‌ها")
    while code not in await waiting.inner_text():
        before = await waiting.inner_text()
        await tap(sara, "بعدی ›")
        await expect(waiting).not_to_have_text(before)
    number = re.search(rf"([۰-۹]+)\. \W*{code}", await waiting.inner_text())
    assert number is not None
    await tap(sara, f"☐ {number[1]}")
    await button(sara, "به دستور").click()
    await expect(said(sara, "۱ درخواست اضافه شد")).to_contain_text(LAMP)
    await button(sara, "نوشتن بند").click()
    await expect(said(sara, "هر سطر پیام یک بند می‌شود")).to_be_visible()
    await write(sara, MONEY)
    await expect(said(sara, MONEY)).not_to_have_count(0)
    await tap(sara, "‹ جلسه")
    await expect(said(sara, "در بالاست").last).to_be_visible()


async def announces(sara: Locator) -> None:
    """One tap; where something speaks against the day, one more."""
    await button(sara, re.compile("^اعلام به")).click()
    anyway, leaves = button(sara, "بااین‌حال اعلام کن"), said(sara, "ثانیهٔ دیگر اعلام می‌شود")
    await expect(anyway.or_(leaves)).to_be_visible()
    if await anyway.is_visible():
        await anyway.click()
    await expect(leaves).to_be_visible()


async def opens_meeting(sara: Locator) -> None:
    """From the list, whatever else stands there."""
    await write(sara, "/meeting")
    await button(sara, TITLE).click()
    await expect(said(sara, TITLE).last).to_contain_text("رئیس جلسه")


async def moves(sara: Locator) -> None:
    """To tomorrow at seven; how many hear of it is said before anybody does."""
    await tap(sara, "تغییر زمان")
    await expect(said(sara, "جلسه چه وقت است؟").last).to_contain_text("الان:")
    await write(sara, f"{day_ahead(1)} ساعت ۱۹")
    await expect(said(sara, "زمان عوض شد.")).to_contain_text("۲ نفر که خبر داشتند")
    await tap(sara, "بله، تغییر بده و خبر بده")


async def door_of(sara: Locator) -> str:
    """What the link behind the picture at the door carries."""
    await tap(sara, "کد حضور")
    picture = said(sara, "این تصویر را چاپ کنید")
    await expect(picture.locator("img")).to_be_visible()
    found = DOOR.search(await picture.inner_text())
    assert found is not None
    return found[1]


async def writes_minutes(sara: Locator) -> None:
    """From the message that it is over: a resolution comes of the first item, words are said of the second."""
    await tap(sara, "نوشتن صورت‌جلسه")
    book = said(sara, "صورت‌جلسهٔ شمارهٔ").last
    await expect(book).to_contain_text("غایبان")
    await tap(sara, "۱")
    await expect(said(sara, "بند ۱").last).to_contain_text(LAMP)
    await write(sara, DECIDED)
    await expect(said(sara, "تصمیم:").last).to_contain_text(DECIDED)
    await tap(sara, "ثبت پیشنهاد شورای محله")
    await resolves(sara)
    await tap(sara, "بازگشت به صورت‌جلسه")
    await expect(said(sara, "صورت‌جلسهٔ شمارهٔ").last).to_contain_text("تصویب شد")
    await tap(sara, "۲")
    await expect(said(sara, "بند ۲").last).to_contain_text(MONEY)
    await write(sara, READ_OUT)
    await expect(said(sara, "تصمیم:").last).to_contain_text(READ_OUT)
    await tap(sara, "‹ صورت‌جلسه")


async def resolves(sara: Locator) -> None:
    """The words of the decision are taken; whose work it is, until when and how it was voted is asked."""
    await expect(said(sara, "دستگاه مسئول اجرا کدام است؟")).to_be_visible()
    await write(sara, BODY)
    await expect(said(sara, "تا کی باید انجام شود؟")).to_be_visible()
    await tap(sara, "یک ماه دیگر")
    await tap(sara, "بله، همین روز")
    await expect(said(sara, "رأی‌گیری چطور بود؟")).to_be_visible()
    await write(sara, "۴ موافق، ۱ مخالف")
    await expect(said(sara, "همراه صورت‌جلسه منتشر می‌شود")).to_contain_text("۴ موافق، ۱ مخالف")
    await tap(sara, "ثبت مصوبه")
    await expect(said(sara, "ثبت شد: پیشنهاد شورای محلهٔ گلسار")).to_contain_text(DECIDED)


async def publishes(sara: Locator) -> None:
    """What people will read is shown first."""
    await tap(sara, "پیش‌نمایش")
    await expect(said(sara, "مردم آن را این‌طور می‌بینند.")).to_be_visible()
    await tap(sara, "انتشار برای ۲ نفر")
    await expect(said(sara, "صورت‌جلسه منتشر شد").last).to_be_visible()


async def finishes(sara: Locator) -> None:
    """The resolution is done; a sentence says how."""
    await write(sara, "/resolutions")
    await expect(said(sara, "تصمیم‌های شوراها").last).to_contain_text(DECIDED)
    found = said(sara, "تصمیم‌های شوراها").last
    number = re.search(rf"([۰-۹]+)\. [^«]*«\W*{DECIDED}", await found.inner_text())
    assert number is not None
    await button(sara, re.compile(rf"^{number[1]}\. ")).click()
    await tap(sara, "ثبت پیگیری")
    await tap(sara, "انجام شد")
    await expect(said(sara, "چه شده است؟")).to_be_visible()
    await write(sara, DONE)
    await expect(said(sara, "▫️").last).to_contain_text(DONE)


async def downloads_paper(page: Page, reader: Locator) -> None:
    """The minutes come as a paper, from the message in which they are read."""
    await said(reader, "صورت‌جلسهٔ شمارهٔ").get_by_role("button", name="نسخهٔ چاپی (PDF)").last.click()
    link = reader.get_by_role("link", name=re.compile(r"minutes.*\.pdf"))
    await expect(link).to_be_visible(timeout=SOON)
    async with page.expect_download() as waiting:
        await link.click()
    assert (await (await waiting.value).path()).read_bytes().startswith(b"%PDF-")


async def test_a_meeting_from_its_call_to_what_came_of_it(browser: Browser, tmp_path: Path) -> None:
    """Called, answered, moved, reminded of, checked in to, put on record; and its resolution carried out."""
    async with running_demo(tmp_path) as address:
        context = await browser.new_context(viewport={"width": 1400, "height": 900})
        async with looking_at(address, context) as page:
            sara, narges, bahram = await open_chats(page, SARA, NARGES, BAHRAM)
            code = await registers(narges)
            await calls(sara)
            await fills_agenda(sara, code)
            await look(page, "meeting-1-draft")
            await announces(sara)
            for reader, label in ((narges, "می‌آیم"), (bahram, "شاید")):
                await expect(said(reader, TITLE).last).to_contain_text(LAMP, timeout=SOON)
                await tap(reader, label)
                await expect(button(reader, f"✓ {label}")).to_be_visible()
            await expect(said(narges, code).last).to_contain_text("در دستور جلسه")
            await look(page, "meeting-2-announced")
            await opens_meeting(sara)
            await expect(said(sara, TITLE).last).to_contain_text("۱ نفر می‌آید · ۱ نفر شاید بیاید")
            await moves(sara)
            for reader in (narges, bahram):
                await expect(said(reader, "زمان عوض شد.")).to_contain_text("زمان پیشین:", timeout=SOON)
                await expect(said(reader, "تغییر در")).to_contain_text("ساعت ۱۹", timeout=SOON)
            await look(page, "meeting-3-moved")
            await time_passes(tmp_path, TITLE, until=timedelta(minutes=50))
            for reader, answer in ((narges, "گفته‌اید که می‌آیید"), (bahram, "گفته‌اید که شاید بیایید")):
                await expect(said(reader, "دیگر شروع می‌شود")).to_contain_text(answer, timeout=SOON)
                await expect(said(reader, "زمان عوض شد.")).to_have_count(1)
            await look(page, "meeting-4-reminded")
            await opens_meeting(sara)
            door = await door_of(sara)
            for person, part in ((sara, "عضو شورا"), (narges, "مهمان جلسه"), (bahram, "مهمان جلسه")):
                await write(person, f"/start {door}")
                await expect(said(person, "در فهرست حاضران است")).to_contain_text(part)
            await look(page, "meeting-5-there")
            await time_passes(tmp_path, TITLE, until=-timedelta(minutes=95))
            await expect(said(sara, "جلسه تمام شد")).to_contain_text(TITLE, timeout=SOON)
            await writes_minutes(sara)
            await publishes(sara)
            for reader in (narges, bahram):
                read = said(reader, "صورت‌جلسهٔ شمارهٔ")
                await expect(read).to_contain_text(DECIDED, timeout=SOON)
                await expect(read).to_contain_text("۲ مهمان")
                await expect(read).not_to_contain_text(NARGES)
            await expect(said(narges, code).last).to_contain_text("تصویب‌شده")
            await look(page, "meeting-6-minutes")
            await downloads_paper(page, bahram)
            await finishes(sara)
            await expect(said(narges, DONE)).to_contain_text("درست شد؟", timeout=SOON)
            await look(page, "meeting-7-done")
            await tap(narges, "حل شد")
            await expect(button(narges, "حل نشد")).to_have_count(0)
            await look(page, "meeting-8-solved")
