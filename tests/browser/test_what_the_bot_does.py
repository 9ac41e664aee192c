import pytest
from playwright.async_api import Page, expect

from bot.playground import Playground
from tests.browser.echo_bot import EchoBot
from tests.browser.steps import add_person, said, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_commands(page: Page, echo_bot: EchoBot) -> None:
    """The menu holds the bot's commands, and a command inside a message is sent when pressed."""
    await echo_bot.call("setMyCommands", commands=[{"command": "my", "description": "درخواست‌های من"}])
    chat = await add_person(page, "مریم")
    await chat.get_by_role("button", name="فرمان‌های ربات").click()
    await chat.get_by_role("menuitem", name="/my").click()
    await expect(said(chat, "تکرار: /my")).to_have_count(1)
    await write(chat, "/start")
    await chat.get_by_role("button", name="/help").click()
    await expect(said(chat, "/help", by="person")).to_have_count(1)


async def test_typing_and_deletion(page: Page, playground: Playground, echo_bot: EchoBot) -> None:
    """The page shows that the bot writes, until it has written; and what the bot deletes is gone."""
    chat = await add_person(page, "مریم")
    (person,) = playground.people
    await echo_bot.call("sendChatAction", chat_id=person.id, action="typing")
    await expect(chat.get_by_text("در حال نوشتن…")).to_be_visible()
    sent = await echo_bot.say(person.id, "اشتباه شد")
    await expect(said(chat, "اشتباه شد")).to_be_visible()
    await expect(chat.get_by_text("در حال نوشتن…")).to_be_hidden()
    await echo_bot.call("deleteMessage", chat_id=person.id, message_id=sent["message_id"])
    await expect(chat.locator(".message, .day")).to_have_count(0)
    await expect(chat.get_by_text("یک پیام بنویسید")).to_be_visible()


async def test_markup_of_the_bot(page: Page, playground: Playground, echo_bot: EchoBot) -> None:
    """The bot's markup looks like markup; a spoiler opens with a key, a link into this chat stays in it."""
    chat = await add_person(page, "مریم")
    (person,) = playground.people
    link = "<a href='https://t.me/mahalleyar_bot?start=area_7'>همین گفت‌وگو</a>"
    await echo_bot.say(person.id, f"<b>مهم</b> {link} <tg-spoiler>راز</tg-spoiler>", parse_mode="HTML")
    await expect(said(chat, "مهم").locator("b")).to_have_text("مهم")
    await chat.get_by_role("button", name="متن پنهان").press("Enter")
    await expect(said(chat, "مهم").locator(".spoiler")).to_have_class("spoiler seen")
    await chat.get_by_role("link", name="همین گفت‌وگو").click()
    await expect(said(chat, "/start area_7", by="person")).to_have_count(1)
