import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from locales import translator
from tests.bot.playground.samples import png
from tests.browser.conftest import looking_at
from tests.browser.demo import running_demo
from tests.browser.steps import attach, confirm, look, open_chats, said, tap, write
from tests.daytime import daytime_zone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ZAHRA, BAHRAM, NARGES = "زهرا (دبیرخانه)", "بهرام (پیگیر گلسار)", "نرگس (ساکن گلسار)"
PUBLISHED = """اهداف و راهبردها

از جمله هدف‌های شهر در راستای توسعه و پیشرفت به شرح زیر است:

21- توسعهٔ دوچرخه سواری در سطح شهر

۲۲. ساماندهي دست‌فروشان بازار روز با همکاری کسبه

این بازار روزهای دوشنبه برپا می‌شود

٢٣) بازسازی سرای محله ها برای همهٔ سالمندان

24- کاشت ده هزار نهال در حاشیهٔ رودخانه

25- ساماندهی دست‌فروشان بازار روز"""
STRAY = "این بازار روزهای دوشنبه برپا می‌شود"
WRONG = {"۲۱": "توسعهٔ دوچرخه سواری در سطح شهر", "۲۳": "بازسازی سرای محله ها برای همهٔ سالمندان"}
RIGHT = {"۲۱": "ساخت شبکهٔ مسیرهای دوچرخه در همهٔ شهر", "۲۳": "بازسازی سرای محله‌ها برای همهٔ سالمندان"}
TITLE, SENTENCE = RIGHT["۲۱"], "مسیر دوچرخهٔ کنار رودخانه باز شد."
ABOVE = "دنبال‌کنندگان همین پیام بالا را می‌گیرند"
SOON = 30_000  # milliseconds: what a timer of the bot's has to notice first
LOADED = "(img) => img.decode().then(() => [img.naturalWidth, img.naturalHeight])"
PAINTED = """async (img) => {
  await img.decode();
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: img.naturalWidth, height: img.naturalHeight });
  const brush = canvas.getContext("2d");
  brush.drawImage(img, 0, 0);
  const { data } = brush.getImageData(0, 0, canvas.width, canvas.height);
  const counts = new Map();
  for (let at = 0; at < data.length; at += 4) {
    const colour = (data[at] >> 4) * 256 + (data[at + 1] >> 4) * 16 + (data[at + 2] >> 4);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  return [canvas.width, canvas.height, counts.size, 1 - most / (canvas.width * canvas.height)];
}"""


def button(chat: Locator, label: str | re.Pattern[str]) -> Locator:
    """The newest button whose label has these words."""
    return chat.locator(".inline-button", has_text=label).last


async def lists(chat: Locator) -> None:
    """/goals, and its answer, whatever else came meanwhile."""
    answers = said(chat, "هدف‌های شهر و محله‌ها")
    before = await answers.count()
    await write(chat, "/goals")
    await expect(answers).to_have_count(before + 1)


async def begins_import(zahra: Locator) -> None:
    """Of the whole city, from /goals."""
    await lists(zahra)
    await tap(zahra, "خواندن از متن")
    await tap(zahra, "ایزدشهر")
    await expect(said(zahra, "بچسبانید").last).to_contain_text("هدف‌های")


async def pastes(zahra: Locator) -> None:
    """The published text; its preview names the stray line, and nothing can be published yet."""
    await write(zahra, PUBLISHED)
    await tap(zahra, "همین بود")
    preview = said(zahra, "هدف خوانده شد").last
    await expect(preview).to_contain_text("۵ هدف خوانده شد")
    await expect(preview).to_contain_text("بی‌شماره")
    await expect(preview).to_contain_text("۱ سطر هنوز تصمیم می‌خواهد")
    await expect(zahra.locator(".inline-button", has_text="انتشار")).to_have_count(0)


async def corrects(zahra: Locator, number: str) -> None:
    """Other words for one line; everything else stays as it is."""
    await tap(zahra, number)
    await expect(said(zahra, WRONG[number]).last).to_contain_text(f"هدف {number}")
    await tap(zahra, "بازنویسی")
    await expect(said(zahra, "متنش چه باشد؟").last).to_be_visible()
    await write(zahra, RIGHT[number])
    await expect(said(zahra, "هدف خوانده شد").last).to_contain_text(RIGHT[number])


async def decides(zahra: Locator) -> None:
    """The stray line goes on with the goal above it; the double, looked at, is left out."""
    await tap(zahra, "تصمیم بعدی")
    await expect(said(zahra, STRAY).last).to_contain_text("پس از هدف ۲۲")
    await tap(zahra, "ادامهٔ هدف ۲۲ است")
    await expect(said(zahra, "تصمیمی نمانده است").last).to_contain_text("شبیه ۲۵")
    await tap(zahra, "دیدن هدف شبیه")
    await expect(said(zahra, "تقریباً همین را می‌گوید").last).to_contain_text("هدف ۲۵")
    await tap(zahra, "بازگشت")
    await tap(zahra, "۲۵")
    await tap(zahra, "حذف")
    await expect(said(zahra, "هدف خوانده شد").last).to_contain_text("۴ هدف خوانده شد")


async def imports(zahra: Locator) -> None:
    """All that is left is published at once."""
    await tap(zahra, "انتشار ۴ هدف")
    await expect(said(zahra, "ثبت و منتشر شد")).to_contain_text("۴ هدف")
    await tap(zahra, "هدف‌ها")


async def finds(reader: Locator) -> Locator:
    """The goal's card, opened from what a search found."""
    await lists(reader)
    await tap(reader, "جست‌وجو")
    await expect(said(reader, "دنبال چه می‌گردید؟").last).to_be_visible()
    await write(reader, "دوچرخه")
    await expect(said(reader, "۱ هدف پیدا شد").last).to_contain_text(TITLE)
    await button(reader, "ساخت شبکهٔ").click()
    card = said(reader, "هدف شمارهٔ ۲۱").last
    await expect(card).to_contain_text(TITLE)
    return card


async def follows(reader: Locator) -> None:
    """One press, and the card says so."""
    await finds(reader)
    await tap(reader, "دنبال کردن")
    await expect(said(reader, "این هدف را دنبال می‌کنید").last).to_contain_text("۱ نفر دنبال می‌کند")


async def sets_measure(zahra: Locator) -> None:
    """From 4 to 20 kilometres, in three short answers."""
    await finds(zahra)
    await tap(zahra, "ویرایش هدف")
    await tap(zahra, "سنجه")
    await expect(said(zahra, "با چه واحدی سنجیده می‌شود؟").last).to_be_visible()
    await write(zahra, "کیلومتر")
    await expect(said(zahra, "نقطهٔ آغاز:").last).to_be_visible()
    await write(zahra, "۴")
    await expect(said(zahra, "باید به چند").last).to_be_visible()
    await write(zahra, "۲۰")
    await expect(said(zahra, "از ۴ کیلومتر به ۲۰ کیلومتر").last).to_be_visible()
    await tap(zahra, "بازگشت به هدف")


async def reports(page: Page, zahra: Locator) -> None:
    """A sentence, a value and a photo, put on record; then told at once, not at the hour of news."""
    await tap(zahra, "گزارش پیشرفت")
    await expect(said(zahra, "چه شد؟").last).to_be_visible()
    await write(zahra, SENTENCE)
    await expect(said(zahra, SENTENCE).last).to_be_visible()
    await tap(zahra, "مقدار")
    await expect(said(zahra, "اکنون چقدر است؟").last).to_be_visible()
    await write(zahra, "۱۲٫۵")
    await expect(said(zahra, "۵۳٪").last).to_contain_text("۱۲٫۵ کیلومتر")
    await tap(zahra, "عکس")
    await expect(said(zahra, "عکس را بفرستید").last).to_be_visible()
    await attach(page, zahra, "عکس و ویدئو", ("مسیر.png", "image/png", png(640, 420, (60, 120, 170))))
    await confirm(page, "فرستادن")
    preview = said(zahra, SENTENCE).filter(has=page.locator("img")).last
    await expect(preview).to_contain_text("۱۲٫۵ کیلومتر")
    await expect(preview.locator(f"xpath=following::article[contains(., '{ABOVE}')]")).to_be_visible()
    await tap(zahra, "ثبت")
    await expect(said(zahra, "ثبت شد.").last).to_contain_text("به ۱ دنبال‌کننده می‌رسد")
    await tap(zahra, "همین حالا بفرست")


async def painted(picture: Locator) -> tuple[int, int]:
    """A picture with something on it: its size in pixels."""
    await expect(picture).to_be_visible(timeout=SOON)
    width, height, colours, share = await picture.evaluate(PAINTED)
    assert colours > 12, "a plain ground and nothing on it"
    assert 0.02 < share < 0.9, "what is not ground"
    return int(width), int(height)


async def sees_chart(page: Page, reader: Locator) -> None:
    """From the news to the card, from the card its chart: as a picture 720 wide, and the same in words."""
    await tap(reader, "دیدن هدف")
    await expect(said(reader, "هدف شمارهٔ ۲۱").last).to_contain_text("اکنون ۱۲٫۵ کیلومتر")
    await button(reader, "نمودار").click()
    chart = said(reader, "هدف ۲۱").filter(has=page.locator("img")).last
    width, height = await painted(chart.locator("img"))
    assert width == 720
    assert 300 < height < 1000
    await tap(reader, "همین به‌صورت متن")
    await expect(said(reader, "آغاز: ۴ کیلومتر").last).to_contain_text("اکنون: ۱۲٫۵ کیلومتر")


async def sees_season(page: Page, reader: Locator) -> None:
    """What happened this season: one message with one picture."""
    await lists(reader)
    await tap(reader, "این فصل چه گذشت")
    day = translator("fa").date(datetime.now(UTC), daytime_zone(), year=True)
    season = said(reader, day.split()[-1]).filter(has=page.locator("img")).last
    width, height = await painted(season.locator("img"))
    assert width == 720
    assert 300 < height < 1600
    await expect(season).to_contain_text("هدف")


async def test_goals_from_a_published_text_to_a_follower_s_chart(browser: Browser, tmp_path: Path) -> None:
    """Pasted, corrected, published; followed; a report with value and photo arrives; its chart is painted."""
    async with running_demo(tmp_path) as address:
        context = await browser.new_context(viewport={"width": 1400, "height": 900})
        async with looking_at(address, context) as page:
            zahra, bahram, narges = await open_chats(page, ZAHRA, BAHRAM, NARGES)
            await begins_import(zahra)
            await pastes(zahra)
            await look(page, "goals-1-preview")
            for number in WRONG:
                await corrects(zahra, number)
            await decides(zahra)
            await look(page, "goals-2-decided")
            await imports(zahra)
            await follows(bahram)
            await look(page, "goals-3-followed")
            await sets_measure(zahra)
            await reports(page, zahra)
            news = said(bahram, SENTENCE).last
            await expect(news).to_contain_text("۱۲٫۵ کیلومتر", timeout=SOON)
            assert await news.locator("img").evaluate(LOADED) == [640, 420]
            await look(page, "goals-4-told")
            await sees_chart(page, bahram)
            await look(page, "goals-5-chart")
            await sees_season(page, narges)
            await expect(said(narges, SENTENCE)).to_have_count(0)  # she does not follow it
            await look(page, "goals-6-season")
