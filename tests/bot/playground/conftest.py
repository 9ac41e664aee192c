from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.playground import Playground
from tests.bot.playground.caller import Caller, HandClock


@pytest.fixture
def clock() -> HandClock:
    """A clock that stands still until it is turned."""
    return HandClock()


@pytest.fixture
async def playground(clock: HandClock) -> AsyncIterator[Playground]:
    """A playground on a free port."""
    async with Playground(clock=clock) as running:
        yield running


@pytest.fixture
async def api(playground: Playground) -> AsyncIterator[Caller]:
    """A bot's side of the API."""
    async with aiohttp.ClientSession() as session:
        yield Caller(session, playground)
