import pytest
from playwright.async_api import Locator, Page, expect

from bot.playground import Playground
from tests.browser.echo_bot import EchoBot
from tests.browser.steps import add_person, chat_of, said, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def found_group(page: Page, title: str) -> Locator:
    """Founds a group of everybody and gives its column."""
    await page.get_by_role("button", name="گروه تازه").click()
    dialog = page.get_by_role("dialog", name="گروه تازه")
    await dialog.get_by_label("نام گروه").fill(title)
    await dialog.get_by_role("button", name="ساختن گروه").click()
    await dialog.wait_for(state="detached")
    return page.get_by_role("region", name=f"گروه {title}")


@pytest.mark.usefixtures("echo_bot")
async def test_members_speak_in_a_group(page: Page, playground: Playground) -> None:
    """A group is founded with members; each writes by their own name, and the bot answers what it hears."""
    await add_person(page, "مریم")
    await add_person(page, "حسین")
    group = await found_group(page, "همسایه‌ها")
    await expect(group.get_by_text("مریم ربات را به گروه آورد")).to_be_visible()
    await expect(group.get_by_text("مریم، حسین و محله‌یار")).to_be_visible()
    await group.get_by_label("از زبانِ").select_option("حسین")
    await write(group, "کسی هست؟")
    await write(group, "/my")
    await expect(said(group, "/my", by="person")).to_contain_text("حسین")
    await expect(said(group, "تکرار: /my")).to_have_count(1)
    await expect(said(group, "تکرار: کسی هست؟")).to_have_count(0)
    await group.get_by_role("button", name="ثبت", exact=True).last.click()
    await expect(group.locator(".toast", has_text="ثبت شد")).to_be_visible()
    await expect(group.get_by_role("button", name="پیوست")).to_be_hidden()
    talk = [message for message in playground.state.groups[0].messages if "text" in message.api]
    assert [one.api["from"]["first_name"] for one in talk if one.sender == "person"] == ["حسین"] * 2
    await page.reload()
    await expect(said(group, "کسی هست؟", by="person")).to_contain_text("حسین")


async def test_link_out_of_a_group(page: Page, playground: Playground, echo_bot: EchoBot) -> None:
    """The bot's link in a group opens the private chat of whoever pressed it, with /start and its payload."""
    await add_person(page, "مریم")
    group = await found_group(page, "همسایه‌ها")
    button = {"text": "گفت‌وگوی خصوصی", "url": "https://t.me/mahalleyar_bot?start=group"}
    await echo_bot.say(playground.state.groups[0].id, "این‌جا نه", reply_markup={"inline_keyboard": [[button]]})
    await group.get_by_role("link", name="گفت‌وگوی خصوصی").click()
    await expect(said(chat_of(page, "مریم"), "/start group", by="person")).to_have_count(1)


async def test_bot_is_removed_and_brought_back(page: Page, playground: Playground, echo_bot: EchoBot) -> None:
    """A member removes the bot, which gets 403 then, and brings it back."""
    await add_person(page, "مریم")
    group = await found_group(page, "همسایه‌ها")
    await group.get_by_role("button", name="کارهای دیگر").click()
    await group.get_by_role("menuitem", name="بیرون کردن ربات").click()
    await expect(group.get_by_text("مریم، بدون ربات")).to_be_visible()
    assert await echo_bot.say(playground.state.groups[0].id, "هستید؟") is None
    assert echo_bot.refusals == [403]
    await group.get_by_role("button", name="کارهای دیگر").click()
    await group.get_by_role("menuitem", name="آوردن ربات به گروه").click()
    await expect(group.get_by_text("مریم و محله‌یار")).to_be_visible()
    assert await echo_bot.say(playground.state.groups[0].id, "سلام")
    await expect(said(group, "سلام")).to_be_visible()
