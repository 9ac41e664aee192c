import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.async_api import Browser, Locator, Page, expect

from bot import playground as playground_package
from tests.bot.playground.samples import png
from tests.browser.conftest import looking_at
from tests.browser.demo import running_demo
from tests.browser.steps import attach, chat_of, confirm, said, tap, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

VOICE = Path(playground_package.__file__).parent / "page" / "samples" / "voice.oga"
MESSAGES = ("جوی کنار مدرسه گرفته", "هر بار بارون میاد آب میاد تو خونه‌ها", "لطفا یکی بیاد ببینه")
CODE = re.compile("[۰-۹]{4}-[۰-۹]{6}-[۰-۹]")
LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789")
CARD = "پیش‌نویس شما"


async def send_everything(page: Page, chat: Locator) -> None:
    """Three messages, a voice file and a photo, each taken into the one draft."""
    for message in MESSAGES:
        await write(chat, message)
        await expect(said(chat, CARD)).to_contain_text(message)
    await attach(page, chat, "فایل صوتی", ("صدا.oga", "audio/ogg", VOICE.read_bytes()))
    await expect(said(chat, CARD)).to_contain_text("۱ پیام صوتی")
    await attach(page, chat, "عکس و ویدئو", ("جوی.png", "image/png", png(160, 120)))
    await confirm(page, "فرستادن")
    await expect(said(chat, CARD)).to_contain_text("۱ پیام صوتی، ۱ عکس")
    await expect(said(chat, CARD)).to_have_count(1)
    await expect(said(chat, CARD)).to_contain_text("ممکن است صدایتان شناخته شود")


async def change_topic_and_place(chat: Locator) -> None:
    """Both by their buttons, down their trees."""
    await tap(chat, "تغییر موضوع")
    await tap(chat, "خدمات شهری")
    await tap(chat, "آب‌گرفتگی")
    await expect(said(chat, CARD)).to_contain_text("آب‌گرفتگی")
    await tap(chat, "انتخاب محله")
    await tap(chat, "منطقهٔ ۲")
    await tap(chat, "کوی معلم")
    await expect(said(chat, CARD)).to_contain_text("کوی معلم")


async def register(chat: Locator) -> str:
    """One tap; gives the tracking code as the screen has it."""
    await tap(chat, "ثبت")
    registered = said(chat, "کد رهگیری")
    await expect(registered).to_be_visible()
    await expect(said(chat, CARD)).to_have_count(0)
    found = CODE.search(await registered.inner_text())
    assert found is not None
    return found[0]


async def look_it_up(chat: Locator, code: str) -> None:
    """The code typed on another keyboard and without dashes opens the card; so does its short form."""
    year, serial, check = code.translate(LATIN).split("-")
    for number, typed in enumerate((f"{year}{serial}{check}", f"{int(serial)}-{check}"), start=1):
        await write(chat, typed)
        cards = said(chat, "وضعیت:")
        await expect(cards).to_have_count(number)
        await expect(cards.last).to_contain_text(code)
        await expect(cards.last).to_contain_text(MESSAGES[0])
        await expect(cards.last).to_contain_text("ثبت‌شده")


async def export(page: Page, folder: Path) -> Path:
    """/export to its end, in the owner's chat: the sheet comes down through the page."""
    await page.get_by_role("navigation").get_by_role("button", name="مدیر سامانه").click()
    chat = chat_of(page, "مدیر سامانه")
    await write(chat, "/export")
    await expect(said(chat, "کدام درخواست‌ها")).to_be_visible()
    await tap(chat, "با نام‌ها")
    await expect(chat.locator(".inline-button", has_text="✓ با نام‌ها")).to_be_visible()
    await tap(chat, "XLSX")
    link = chat.get_by_role("link", name=re.compile(r"دریافت .*\.xlsx"))
    await expect(link).to_be_visible(timeout=30_000)
    async with page.expect_download() as waiting:
        await link.click()
    await (await waiting.value).save_as(folder / "sheet.xlsx")
    return folder / "sheet.xlsx"


def row_of(sheet_file: Path, code: str) -> dict[str, str]:
    """The row of a submission by the headings of its columns; there is exactly one."""
    sheet = load_workbook(sheet_file).active
    assert sheet is not None
    assert sheet.sheet_view.rightToLeft
    heading, *rows = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    (row,) = (row for row in rows if code in row or code.translate(LATIN) in row)
    return dict(zip(heading, row, strict=True))


async def test_from_many_messages_to_the_office_s_sheet(browser: Browser, tmp_path: Path) -> None:
    """Messages, a voice and a photo become one submission, found by its code and in the owner's spreadsheet."""
    async with running_demo(tmp_path) as address:
        context = await browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        async with looking_at(address, context) as page:
            chat = chat_of(page, "مریم")
            await send_everything(page, chat)
            await change_topic_and_place(chat)
            code = await register(chat)
            await look_it_up(chat, code)
            row = row_of(await export(page, tmp_path), code)
    assert all(message in row["متن ارسالی"] for message in MESSAGES)
    assert row["پیوست‌ها"].splitlines()[0] == "1 پیام صوتی · 1 عکس"
    assert (row["موضوع"], row["محله"], row["منطقه"]) == ("خدمات شهری / آب‌گرفتگی", "کوی معلم", "منطقهٔ ۲")
    assert row["نوع"] == "گزارش مشکل"
    assert "مریم" in row["فرستنده"]
