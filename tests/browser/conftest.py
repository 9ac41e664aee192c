"""Debian's chromium, one for the whole run, and a playground with an echo bot for every test.

Tests here carry ``pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]``:
the browser lives on the session's event loop.
A missing chromium fails them: whoever asked for ``-m browser`` wants to know.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect

from bot.playground import Playground
from tests.browser.echo_bot import EchoBot

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",  # a microphone that beeps
    "--use-fake-ui-for-media-stream",  # and somebody who allows it
]
TOKEN = "42:playground"  # noqa: S105  # opens nothing but the playground
expect.set_options(timeout=10_000)  # milliseconds; the machine may be busy


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Where Debian's chromium is."""
    if not CHROMIUM.exists():
        pytest.fail(f"{CHROMIUM} is missing: apt-get install chromium fonts-noto-core")
    return CHROMIUM


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: Path) -> AsyncIterator[Browser]:
    """The one browser of the run; every test has pages of its own in it."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def playground() -> AsyncIterator[Playground]:
    """A messenger of our own on a free port of loopback, with nobody in it."""
    running = Playground(token=TOKEN, bot_name="محله‌یار", bot_username="mahalleyar_bot")
    await running.start(host="127.0.0.1", port=0)
    yield running
    await running.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def echo_bot(playground: Playground) -> AsyncIterator[EchoBot]:
    """The echo bot, at work."""
    async with aiohttp.ClientSession() as session:
        bot = EchoBot(session, f"{playground.base_url}/bot{TOKEN}")
        work = asyncio.create_task(bot.run())
        yield bot
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work


@asynccontextmanager
async def looking_at(address: str, context: BrowserContext) -> AsyncIterator[Page]:
    """Opens the page; a failure of a script in it fails the test."""
    failures: list[str] = []
    page = await context.new_page()
    page.on("pageerror", lambda failure: failures.append(str(failure)))
    await page.goto(address)
    yield page
    await context.close()
    assert failures == []


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, playground: Playground) -> AsyncIterator[Page]:
    """The chat page as a desk sees it."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    async with looking_at(playground.base_url, context) as shown:
        yield shown


@pytest_asyncio.fixture(loop_scope="session")
async def phone(browser: Browser, playground: Playground) -> AsyncIterator[Page]:
    """The chat page on a narrow phone with a touch screen."""
    context = await browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    async with looking_at(playground.base_url, context) as shown:
        yield shown
