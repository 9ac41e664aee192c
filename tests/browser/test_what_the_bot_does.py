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


async def test_a_message_is_sent_on(page: Page, playground: Playground, echo_bot: EchoBot) -> None:
    """What stands in one chat is sent on from another; there it says whose it was, and the bot hears of that."""
    maryam, sara = await add_person(page, "مریم"), await add_person(page, "سارا")
    await write(maryam, "فردا آب قطع است")
    await expect(said(maryam, "تکرار: فردا آب قطع است")).to_be_visible()
    await said(maryam, "فردا آب قطع است", by="person").get_by_role("button", name="هدایت این پیام").click()
    dialog = page.get_by_role("dialog", name="هدایت پیام")
    await dialog.get_by_text("سارا").click()
    await dialog.get_by_role("button", name="هدایت", exact=True).click()
    await dialog.wait_for(state="detached")
    await expect(said(sara, "فردا آب قطع است", by="person")).to_contain_text("هدایت‌شده از مریم")
    await expect(said(sara, "تکرار: فردا آب قطع است")).to_be_visible()
    await expect(said(sara, "فردا", by="person").get_by_role("button", name="ویرایش این پیام")).to_have_count(0)
    origin = playground.people[1].messages[0].api["forward_origin"]
    assert origin["sender_user"]["first_name"] == "مریم"
    assert echo_bot.refusals == []


async def test_keys_of_a_row_run_from_left_to_right(page: Page, playground: Playground, echo_bot: EchoBot) -> None:
    """As in the messengers, whatever the language: a Persian calendar has to turn its own rows."""
    chat = await add_person(page, "مریم")
    (person,) = playground.people
    keys = [[{"text": label, "callback_data": label} for label in ("یک", "دو", "سه")]]
    await echo_bot.call("sendMessage", chat_id=person.id, text="؟", reply_markup={"inline_keyboard": keys})
    boxes = [await chat.get_by_role("button", name=label, exact=True).bounding_box() for label in ("یک", "دو", "سه")]
    places = [box["x"] for box in boxes if box is not None]
    assert len(places) == 3
    assert places == sorted(places)


async def test_a_message_is_answered(page: Page, playground: Playground, echo_bot: EchoBot) -> None:
    """What is written in answer to a message says so, to the bot and on the page; only the next one does."""
    chat = await add_person(page, "مریم")
    (person,) = playground.people
    sent = await echo_bot.say(person.id, "فردا آب قطع است")
    await said(chat, "فردا آب قطع است").get_by_role("button", name="پاسخ به این پیام").click()
    await expect(chat.get_by_text("در پاسخ به: فردا آب قطع است")).to_be_visible()
    await write(chat, "تا چه ساعتی؟")
    await expect(said(chat, "تا چه ساعتی؟", by="person").locator(".answers")).to_have_text("فردا آب قطع است")
    await expect(chat.get_by_text("در پاسخ به:")).to_be_hidden()
    await write(chat, "ممنون")
    await expect(said(chat, "ممنون", by="person").locator(".answers")).to_have_count(0)
    said_by_her = [message.api for message in person.messages if message.sender == "person"]
    assert sent is not None
    assert said_by_her[0]["reply_to_message"]["message_id"] == sent["message_id"]
    assert "reply_to_message" not in said_by_her[1]
