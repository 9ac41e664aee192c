import pytest
from playwright.async_api import Page, expect

from bot.playground import Playground
from tests.browser.echo_bot import EchoBot
from tests.browser.steps import add_person, said, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.usefixtures("echo_bot")
async def test_newcomer_is_answered(page: Page) -> None:
    """Somebody who opens the page, takes a name and writes a sentence sees the bot's answer."""
    await expect(page.get_by_text("هیچ پیامی بیرون نمی‌رود")).to_be_visible()
    chat = await add_person(page, "مریم")
    await expect(chat.get_by_text("یک پیام بنویسید؛ مثلاً:")).to_be_visible()
    await write(chat, "کوچه‌مان تاریک است")
    await expect(said(chat, "کوچه‌مان تاریک است", by="person")).to_have_count(1)
    await expect(said(chat, "تکرار: کوچه‌مان تاریک است")).to_be_visible()
    await expect(chat.get_by_role("textbox")).to_have_value("")


@pytest.mark.usefixtures("echo_bot")
async def test_shift_enter_is_a_new_line(page: Page) -> None:
    """Enter sends and Shift+Enter begins a new line."""
    chat = await add_person(page, "مریم")
    field = chat.get_by_role("textbox")
    await field.fill("یک")
    await field.press("Shift+Enter")
    await field.press_sequentially("دو")
    await field.press("Enter")
    await expect(said(chat, "تکرار: یک\nدو")).to_have_count(1)


@pytest.mark.usefixtures("echo_bot")
async def test_press_gives_toast_and_edit(page: Page) -> None:
    """A press on an inline button shows the bot's toast and the edited card, without its buttons."""
    chat = await add_person(page, "مریم")
    await write(chat, "سلام")
    await chat.get_by_role("button", name="ثبت", exact=True).click()
    await expect(chat.locator(".toast", has_text="ثبت شد")).to_be_visible()
    card = said(chat, "کد رهگیری: \u2066۱۴۰۵-۰۰۰۱۲۳-۷\u2069")
    await expect(card).to_contain_text("ویرایش‌شده")
    await expect(card.locator(".inline-button")).to_have_count(0)


@pytest.mark.usefixtures("echo_bot")
async def test_press_waits_until_answered(page: Page) -> None:
    """A pressed button turns until the bot answers, also when the answer says nothing."""
    chat = await add_person(page, "مریم")
    await write(chat, "سلام")
    button = chat.get_by_role("button", name="آرام")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    await expect(button).not_to_have_attribute("aria-busy", "true", timeout=5_000)
    await expect(chat.locator(".toast")).to_have_count(0)


@pytest.mark.usefixtures("echo_bot")
async def test_alert_waits_for_consent(page: Page) -> None:
    """An alert stays until somebody says «باشه»."""
    chat = await add_person(page, "مریم")
    await write(chat, "سلام")
    await chat.get_by_role("button", name="هشدار").click()
    alert = page.get_by_role("dialog", name="پیام ربات")
    await expect(alert).to_contain_text("مطمئن باشید")
    await alert.get_by_role("button", name="باشه").click()
    await expect(alert).to_have_count(0)


@pytest.mark.usefixtures("echo_bot")
async def test_copy_and_link_buttons(page: Page) -> None:
    """A copy button fills the clipboard and says so; a link button is a link that opens beside."""
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chat = await add_person(page, "مریم")
    await write(chat, "سلام")
    await chat.get_by_role("button", name="کپی کد").click()
    await expect(chat.locator(".toast")).to_be_visible()
    assert await page.evaluate("navigator.clipboard.readText()") == "۱۴۰۵-۰۰۰۱۲۳-۷"
    link = chat.get_by_role("link", name="سایت")
    await expect(link).to_have_attribute("href", "https://example.org/")
    await expect(link).to_have_attribute("target", "_blank")


@pytest.mark.usefixtures("echo_bot")
async def test_reply_keyboard(page: Page) -> None:
    """The bot's keyboard stands below the chat, sends its words, hides on demand, and goes with the bot."""
    chat = await add_person(page, "مریم")
    await chat.get_by_role("button", name="شروع با").click()
    key = chat.get_by_role("button", name="درخواست تازه")
    await key.click()
    await expect(said(chat, "درخواست تازه", by="person")).to_have_count(1)
    await expect(said(chat, "تکرار: درخواست تازه")).to_have_count(1)
    await chat.get_by_role("button", name="صفحه‌کلید ربات").click()
    await expect(key).to_be_hidden()
    await write(chat, "برو")
    await expect(chat.get_by_role("button", name="صفحه‌کلید ربات")).to_be_hidden()


@pytest.mark.usefixtures("echo_bot")
async def test_own_message_is_edited(page: Page, playground: Playground) -> None:
    """A person changes their own words, and the bot hears of it."""
    chat = await add_person(page, "مریم")
    await write(chat, "سلأم")
    await chat.get_by_role("button", name="ویرایش این پیام").click()
    await chat.get_by_role("textbox").fill("سلام")
    await chat.get_by_role("textbox").press("Enter")
    await expect(said(chat, "سلام", by="person")).to_contain_text("ویرایش‌شده")
    (person,) = playground.people
    assert [message.text for message in person.messages if message.sender == "person"] == ["سلام"]


async def test_block(page: Page, playground: Playground, echo_bot: EchoBot) -> None:
    """A person who blocks the bot is not reached any more (403) until they let it in again."""
    chat = await add_person(page, "مریم")
    await write(chat, "سلام")
    await expect(said(chat, "تکرار: سلام")).to_have_count(1)
    await chat.get_by_role("button", name="کارهای دیگر").click()
    await chat.get_by_role("menuitem", name="مسدود کردن ربات").click()
    await expect(chat.get_by_text("ربات را مسدود کرده‌اید.")).to_be_visible()
    (person,) = playground.people
    assert await echo_bot.say(person.id, "هستید؟") is None
    assert echo_bot.refusals == [403]
    await chat.get_by_role("button", name="رفع مسدودی").click()
    await expect(chat.get_by_role("textbox")).to_be_visible()
    assert await echo_bot.say(person.id, "خوش آمدید")
    await expect(said(chat, "خوش آمدید")).to_be_visible()
