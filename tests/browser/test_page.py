import pytest
from playwright.async_api import Page, expect

from bot.playground import Playground
from tests.browser.echo_bot import EchoBot
from tests.browser.steps import add_person, chat_of, said, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.usefixtures("echo_bot")
async def test_phone_has_no_sideways_scroll(phone: Page) -> None:
    """At 360 pixels nothing is wider than the page, whatever was written, and every key takes a thumb."""
    chat = await add_person(phone, "مریم با نامی که روی هیچ تلفنی جا نمی‌شود")
    await write(chat, "/start")
    await write(chat, "x" * 600 + " https://example.org/" + "y" * 300)
    await expect(said(chat, "تکرار")).to_be_visible()
    assert await phone.evaluate("document.documentElement.scrollWidth") == 360
    assert await chat.locator(".log").evaluate("list => list.scrollWidth - list.clientWidth") == 0
    heights = await chat.locator(".inline-button, .reply-key, .icon-button").evaluate_all(
        "keys => keys.filter((key) => key.offsetParent).map((key) => key.offsetHeight)"
    )
    assert len(heights) > 8
    assert min(heights) >= 44


@pytest.mark.usefixtures("echo_bot")
async def test_keyboard_does_not_hide_the_newest_message(phone: Page) -> None:
    """When the bot's keyboard opens below a full chat, the message that came with it stays in view."""
    chat = await add_person(phone, "مریم")
    for number in range(6):
        await write(chat, f"پیام {number}")
        await expect(said(chat, f"تکرار: پیام {number}")).to_be_visible()
    await write(chat, "/start")
    await expect(chat.get_by_role("button", name="درخواست تازه")).to_be_visible()
    await expect(said(chat, "سلام. راهنما: /help")).to_be_in_viewport()
    await expect(chat.locator(".to-newest")).to_be_hidden()
    gap = await chat.locator(".log").evaluate("list => list.scrollHeight - list.scrollTop - list.clientHeight")
    assert gap < 2


@pytest.mark.usefixtures("echo_bot")
async def test_phone_switches_between_people(phone: Page) -> None:
    """On a phone one chat is in view, and the switcher brings the others with a count of what is new."""
    await add_person(phone, "مریم")
    await write(chat_of(phone, "مریم"), "سلام")
    await expect(said(chat_of(phone, "مریم"), "تکرار: سلام")).to_be_visible()
    await add_person(phone, "Sara", language="English")
    await expect(chat_of(phone, "Sara")).to_be_visible()
    await expect(chat_of(phone, "مریم")).to_be_hidden()
    await phone.get_by_role("navigation").get_by_role("button", name="مریم").click()
    await expect(said(chat_of(phone, "مریم"), "تکرار: سلام")).to_be_visible()
    await expect(chat_of(phone, "Sara")).to_be_hidden()


async def test_several_chats_side_by_side(page: Page, playground: Playground, echo_bot: EchoBot) -> None:
    """On a desk three chats stand side by side; a message for a fourth is counted beside the name."""
    for name in ("مریم", "رضا", "زهرا", "علی"):
        await add_person(page, name)
    await expect(page.locator(".chat:visible")).to_have_count(3)
    await expect(chat_of(page, "مریم")).to_be_hidden()
    await echo_bot.say(playground.people[0].id, "برای مریم")
    entry = page.get_by_role("navigation").get_by_role("button", name="مریم")
    await expect(entry).to_contain_text("۱")
    await entry.click()
    await expect(said(chat_of(page, "مریم"), "برای مریم")).to_be_visible()
    await page.reload()
    await expect(page.locator(".chat:visible")).to_have_count(3)
    await expect(said(chat_of(page, "مریم"), "برای مریم")).to_be_visible()


@pytest.mark.usefixtures("echo_bot")
async def test_markup_in_a_message_is_text(page: Page) -> None:
    """What somebody writes is shown letter by letter: no tag, no script, also in a name."""
    attack = "<img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>"
    chat = await add_person(page, "<b>مریم</b>")
    await write(chat, attack)
    await expect(said(chat, f"تکرار: {attack}")).to_have_count(1)
    await expect(said(chat, attack, by="person")).to_have_count(1)
    assert await page.locator("main img, main script, main h2 b").count() == 0
    assert "broken" not in await page.title()


async def test_stream_comes_back(page: Page, playground: Playground, echo_bot: EchoBot) -> None:
    """When the network was away the page says so, comes back by itself and shows what it missed."""
    chat = await add_person(page, "مریم")
    (person,) = playground.people
    await playground.stop_listening()
    await expect(page.get_by_text("ارتباط با برنامه قطع شد")).to_be_visible()
    person.send("در تاریکی")
    await playground.resume_listening()
    await expect(said(chat, "در تاریکی", by="person")).to_have_count(1)
    await expect(said(chat, "تکرار: در تاریکی")).to_have_count(1)
    await expect(page.get_by_text("ارتباط با برنامه قطع شد")).to_be_hidden()
    await echo_bot.say(person.id, "باز هم هستم")
    await expect(said(chat, "باز هم هستم")).to_be_visible()


async def test_moments_are_those_of_tehran(page: Page, playground: Playground, echo_bot: EchoBot) -> None:
    """A message carries the clock of Tehran in Persian digits, wherever the computer stands."""
    chat = await add_person(page, "مریم")
    (person,) = playground.people
    sent = await echo_bot.say(person.id, "ساعت چند است؟")
    minutes = (sent["date"] // 60 + 210) % 1440  # 3:30 ahead of UTC, no summer time since 2022
    clock = f"{minutes // 60:02}:{minutes % 60:02}".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    await expect(said(chat, "ساعت چند است؟").locator("time")).to_have_text(clock)
    await expect(chat.locator(".day")).to_have_text("امروز")


async def test_english_chat_is_left_to_right(page: Page, playground: Playground, echo_bot: EchoBot) -> None:
    """An English app's chat stands from left to right, each line in the direction of its own letters."""
    chat = await add_person(page, "Sara", language="English")
    (person,) = playground.people
    assert person.language_code == "en"
    await echo_bot.say(person.id, "Registered: \u20661405-000123-7\u2069.\nمحلهٔ گلسار")
    await expect(chat.get_by_role("log")).to_have_attribute("dir", "ltr")
    await expect(said(chat, "Registered").locator(".words")).to_have_css("unicode-bidi", "plaintext")
