"""Files by the stream: whole or an error, and nobody reads the token."""

import asyncio
import traceback
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest
from pydantic import SecretStr

from bot.outgoing.api import ApiClient
from bot.outgoing.errors import ApiError, CallFailed, NotSent, Unknown
from tests.bot.outgoing.raw_server import RawServer, answer, raw, reset, silence

TOKEN = "42:playground-secret"  # noqa: S105 - opens nothing
_HALF = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it"


@pytest.fixture
async def server() -> AsyncIterator[RawServer]:
    """A server of our own on loopback."""
    async with RawServer() as server:
        yield server


@pytest.fixture
async def client(server: RawServer) -> AsyncIterator[ApiClient]:
    """A client with two connections."""
    client = ApiClient(base_url=server.base_url, token=SecretStr(TOKEN), connections=2)
    yield client
    await client.close()


async def fetch(client: ApiClient, path: str = "photos/file 1.jpg", *, idle: float = 5.0) -> bytes:
    """The whole file."""
    async with aclosing(client.download(path, idle=idle)) as pieces:
        return b"".join([piece async for piece in pieces])


async def failure(client: ApiClient, *, idle: float = 5.0) -> CallFailed:
    """What a download that must fail fails with; its traceback shows no token."""
    with pytest.raises(CallFailed) as caught:
        await fetch(client, idle=idle)
    assert "playground-secret" not in "".join(traceback.format_exception(caught.value))
    return caught.value


async def test_a_file_comes_whole(server: RawServer, client: ApiClient) -> None:
    """The path is asked for below /file/bot…/, and megabytes come as they are."""
    content = bytes(range(256)) * 8192
    server.acts.append(answer(content))
    assert await fetch(client) == content
    [request] = server.requests
    assert (request.verb, request.target) == ("GET", f"/file/bot{TOKEN}/photos/file%201.jpg")


async def test_half_a_file_is_none(server: RawServer, client: ApiClient) -> None:
    """A connection that ends early, resets or falls silent in the middle gives an error, not a shorter file."""
    server.acts.append(raw(_HALF))
    assert isinstance(await failure(client), Unknown)
    server.acts.append(raw(_HALF, close=False))
    stalled = await failure(client, idle=0.2)
    assert isinstance(stalled, Unknown)
    assert stalled.timed_out
    server.acts.append(silence)
    assert (await failure(client, idle=0.2)).timed_out
    server.acts += [reset, reset]
    assert isinstance(await failure(client), Unknown)


async def test_a_refusal_is_the_apis_word(server: RawServer, client: ApiClient) -> None:
    """The API's 404 is an ApiError; a page of the server before it, or a redirect, is Unknown with its status."""
    server.acts.append(answer({"ok": False, "error_code": 404, "description": "Not Found"}, status=404))
    refused = await failure(client)
    assert isinstance(refused, ApiError)
    assert (refused.code, refused.description) == (404, "Not Found")
    for status in (302, 502):
        server.acts.append(answer(b"<html>", status=status, headers="Location: http://127.0.0.1:1/\r\n"))
        unclear = await failure(client)
        assert isinstance(unclear, Unknown)
        assert unclear.status == status
    assert len(server.requests) == 3


async def test_connections_are_given_back(server: RawServer, client: ApiClient) -> None:
    """However a download ends (left early, failed, cancelled), its place among the connections is free again."""
    for _ in range(3):
        server.acts.append(raw(_HALF, close=False))
        async with aclosing(client.download("x")) as pieces:
            assert await anext(pieces) == b"half of it"
        server.acts.append(raw(_HALF))
        await failure(client)
        server.acts.append(silence)
        waiting = asyncio.create_task(fetch(client))
        await asyncio.sleep(0.05)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    assert await client.call("getMe", {}) is True
    await client.close()
    assert isinstance(await failure(client), NotSent)
