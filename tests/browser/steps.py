"""What the tests do on the page, in the words of somebody who looks at it."""

from playwright.async_api import Locator, Page


async def add_person(page: Page, name: str, language: str = "فارسی") -> Locator:
    """Adds a person through the form (the welcome's or the dialog's) and gives their chat."""
    await page.locator(".welcome, .add-person:visible").first.wait_for()
    if await page.locator(".welcome").count() == 0:
        await page.get_by_role("button", name="نفر تازه").click()
    form = page.locator(".person-form")
    await form.get_by_label("نام", exact=True).fill(name)
    await form.get_by_text(language).click()
    await (
        form.get_by_role("button", name="شروع گفت‌وگو").or_(form.get_by_role("button", name="افزودن")).click()
    )
    await form.wait_for(state="detached")
    return chat_of(page, name)


def chat_of(page: Page, name: str) -> Locator:
    """The column of one person."""
    return page.get_by_role("region", name=f"گفت‌وگوی {name}")


async def write(chat: Locator, text: str) -> None:
    """Types a message and sends it with Enter."""
    field = chat.get_by_role("textbox")
    await field.fill(text)
    await field.press("Enter")


def said(chat: Locator, text: str, by: str = "bot") -> Locator:
    """Messages of the bot (or the person) that contain a text."""
    return chat.locator(f".message.{by}", has_text=text)
