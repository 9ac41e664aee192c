"""Databases, messenger and program of the crash tests."""

import random
import time
from collections.abc import AsyncIterator, Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from bot.playground import Playground
from tests.crash.bot_process import BotProcess
from tests.crash.ledger import Ledger, found_city
from tests.postgresql import PostgreSQLServer

_numbers = count(1)

type MakeBot = Callable[..., BotProcess]


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """The messenger, in this process."""
    async with Playground() as messenger:
        yield messenger


@pytest.fixture(scope="session")
def durable_server() -> Iterator[PostgreSQLServer]:
    """A server of these tests' own: they stop it in the middle of things, and what it committed must survive."""
    with PostgreSQLServer(is_durable=True) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each test runs on both databases."""
    return str(request.param)


@pytest.fixture
def address(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of an empty database of that kind."""
    if kind == "sqlite":
        return sqlite_address(tmp_path)
    server: PostgreSQLServer = request.getfixturevalue("durable_server")
    return server.create_database(f"city_{next(_numbers)}")


def sqlite_address(folder: Path) -> str:
    """A file in a folder of its own, so that the files beside it are the database's."""
    return f"sqlite:///{folder / 'city' / 'mahalleyar.db'}"


@pytest.fixture
async def ledger(address: str) -> AsyncIterator[Ledger]:
    """The database with its tables and the sample city, as seen from outside."""
    await found_city(address)
    reader = Ledger(address)
    yield reader
    reader.close()


@pytest.fixture
async def make_bot(playground: Playground, ledger: Ledger, tmp_path: Path) -> AsyncIterator[MakeBot]:
    """Make programs that serve the playground from the ledger's database; all are ended with the test."""
    made: list[BotProcess] = []

    def make(name: str = "bot", **environment: str) -> BotProcess:
        process = BotProcess(
            tmp_path / name, api_url=playground.base_url, database_url=ledger.url, environment=environment
        )
        made.append(process)
        return process

    yield make
    for process in made:
        if process.is_running:
            await process.kill()


@pytest.fixture
def moments() -> random.Random:
    """Random moments; a failing run shows the seed that they came from."""
    seed = time.time_ns() & 0xFFFFFF
    print(f"seed of the random moments: {seed}")  # noqa: T201  (pytest shows it when the test fails)
    return random.Random(seed)
