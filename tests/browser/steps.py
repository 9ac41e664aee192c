"""What the tests do on the page, in the words of somebody who looks at it."""

import os
from pathlib import Path

from playwright.async_api import FilePayload, Locator, Page, expect

LOOK_INTO = os.environ.get("LOOK_INTO")  # a folder for pictures of the page, for whoever wants to look at it


async def add_person(page: Page, name: str, language: str = "فارسی") -> Locator:
    """Adds a person through the form (the welcome's or the dialog's) and gives their chat."""
    await page.locator(".welcome, .add-person:visible").first.wait_for()
    if await page.locator(".welcome").count() == 0:
        await page.get_by_role("button", name="نفر تازه").click()
    form = page.locator(".person-form")
    await form.get_by_label("نام", exact=True).fill(name)
    await form.get_by_text(language).click()
    await form.get_by_role("button", name="شروع گفت‌وگو").or_(form.get_by_role("button", name="افزودن")).click()
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


async def tap(chat: Locator, label: str) -> None:
    """Presses the newest button of exactly this label."""
    await chat.locator(".inline-button").get_by_text(label, exact=True).last.click()


def said(chat: Locator, text: str, by: str = "bot") -> Locator:
    """Messages of the bot (or the person) that contain a text."""
    return chat.locator(f".message.{by}", has_text=text)


async def attach(page: Page, chat: Locator, entry: str, *files: tuple[str, str, bytes]) -> None:
    """Chooses an entry of the clip's menu and gives it files: name, MIME type, content."""
    await chat.get_by_role("button", name="پیوست").click()
    async with page.expect_file_chooser() as waiting:
        await chat.get_by_role("menuitem", name=entry, exact=True).click()
    chooser = await waiting.value
    chosen: list[FilePayload] = [{"name": name, "mimeType": kind, "buffer": content} for name, kind, content in files]
    await chooser.set_files(chosen)


async def confirm(page: Page, title: str, caption: str = "") -> None:
    """Fills in the caption of a dialog, if any, sends it and waits until it is gone."""
    dialog = page.get_by_role("dialog", name=title, exact=True)
    if caption:
        await dialog.get_by_role("textbox", name="توضیح").fill(caption)
    await dialog.get_by_role("button", name="فرستادن").click()
    await dialog.wait_for(state="detached")


async def open_chat(page: Page, person: str) -> Locator:
    """Brings somebody's chat into view; the names in the list stand before what was said last."""
    entry = page.get_by_role("navigation").locator(".someone", has=page.get_by_text(person, exact=True))
    await entry.click()
    await expect(chat_of(page, person)).to_be_visible()
    return chat_of(page, person)


async def open_chats(page: Page, *people: str) -> list[Locator]:
    """Brings these chats into view, three beside each other on a desk."""
    return [await open_chat(page, person) for person in people]


async def look(page: Page, name: str) -> None:
    """Nothing in the chats is wider than they are; keeps a picture if one is wanted."""
    for log in await page.locator(".chat:visible .log").all():
        assert await log.evaluate("list => list.scrollWidth - list.clientWidth") == 0
    if LOOK_INTO is not None:
        await page.screenshot(path=Path(LOOK_INTO) / f"{name}.png")
