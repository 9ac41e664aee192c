import asyncio
import os
import re
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import looking_at
from tests.browser.demo import running_demo
from tests.browser.steps import chat_of, said, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
CODE = re.compile("[۰-۹]{4}-[۰-۹]{6}-[۰-۹]")
SENTENCE = "کوچمون خیلی تاریکه شبا نمیشه رد شد"


async def play_a_resident(page: Page) -> str:
    """From the first message to the tracking code, which it returns in the digits on the screen."""
    chat = chat_of(page, "مریم")
    await write(chat, "/start")
    await expect(said(chat, "محلهٔ شما کدام است؟")).to_be_visible()
    await write(chat, "ساحلي")
    await expect(said(chat, "یادداشت شد")).to_be_visible()
    await write(chat, SENTENCE)
    await expect(said(chat, "پیش‌نویس شما")).to_contain_text(SENTENCE)
    await chat.get_by_role("button", name="ثبت", exact=True).click()
    registered = said(chat, "کد رهگیری")
    await expect(registered).to_be_visible()
    found = CODE.search(await registered.inner_text())
    assert found is not None
    return found[0]


async def export(folder: Path, out: Path) -> None:
    """What the demo tells its user to type in another terminal."""
    exporting = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "export", "--out", str(out)),
        env={**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'mahalleyar.db'}"},
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert await exporting.wait() == 0


async def test_from_the_first_message_to_the_exported_sheet(browser: Browser, tmp_path: Path) -> None:
    """A newcomer writes a sentence, confirms it with one tap, gets a code and finds it in the exported sheet."""
    async with running_demo(tmp_path) as address:
        context = await browser.new_context(viewport={"width": 1280, "height": 800})
        async with looking_at(address, context) as page:
            code = await play_a_resident(page)
        await export(tmp_path, tmp_path / "sheet.xlsx")
    sheet = load_workbook(tmp_path / "sheet.xlsx").active
    assert sheet is not None
    cells = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    latin = code.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
    mine = [row for row in cells if code in row or latin in row]
    assert len(mine) == 1
    assert SENTENCE in mine[0]
    assert "ساحلی" in mine[0]
