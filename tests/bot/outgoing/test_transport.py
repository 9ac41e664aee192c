"""A real telegram.Bot over our transport, against a server of our own."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bot.outgoing.api import ApiClient
from bot.outgoing.errors import NotSent, PoolExhausted, Unknown
from bot.outgoing.transport import AiohttpRequest
from tests.bot.outgoing.raw_server import RawServer, answer, raw, silence

TOKEN = "42:playground-secret"  # noqa: S105 - opens nothing
ME = {"id": 42, "is_bot": True, "first_name": "محله‌یار", "username": "mahalleyar_bot"}
SENT = {
    "message_id": 5,
    "date": 1_790_000_000,
    "chat": {"id": 7_000_000_001, "type": "private"},
    "text": "سلام",
}


@pytest.fixture
async def server() -> AsyncIterator[RawServer]:
    """A server of our own on loopback."""
    async with RawServer() as server:
        yield server


@pytest.fixture
async def client(server: RawServer) -> AsyncIterator[ApiClient]:
    """A client with a single connection."""
    client = ApiClient(base_url=server.base_url, token=SecretStr(TOKEN), connections=1)
    yield client
    await client.close()


@pytest.fixture
async def bot(server: RawServer, client: ApiClient) -> AsyncIterator[Bot]:
    """A Bot whose two requests share that client."""
    server.acts.append(answer({"ok": True, "result": ME}))
    bot = Bot(
        TOKEN,
        base_url=f"{server.base_url}/bot",
        base_file_url=f"{server.base_url}/file/bot",
        request=AiohttpRequest(client),
        get_updates_request=AiohttpRequest(client),
    )
    async with bot:
        server.requests.clear()
        yield bot


async def test_send_message(server: RawServer, bot: Bot) -> None:
    """A message goes out as JSON with its keyboard, and PTB reads the answer."""
    server.acts.append(answer({"ok": True, "result": SENT}))
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("ثبت", callback_data="1:save")]])
    message = await bot.send_message(7_000_000_001, "سلام", reply_markup=keyboard)
    assert (message.message_id, message.date) == (5, datetime.fromtimestamp(1_790_000_000, UTC))
    (request,) = server.requests
    assert (request.verb, request.target) == ("POST", f"/bot{TOKEN}/sendMessage")
    assert request.parameters == {
        "chat_id": 7_000_000_001,
        "text": "سلام",
        "reply_markup": {"inline_keyboard": [[{"text": "ثبت", "callback_data": "1:save"}]]},
    }


async def test_files(server: RawServer, bot: Bot) -> None:
    """Files, also several in one album, go out as multipart."""
    server.acts.append(answer({"ok": True, "result": [SENT, SENT]}))
    media = [InputMediaDocument(b"first file", filename="یک.txt"), InputMediaDocument(b"second file")]
    assert len(await bot.send_media_group(1, media)) == 2
    (request,) = server.requests
    assert request.headers["content-type"].startswith("multipart/form-data")
    assert b"first file" in request.body
    assert b"second file" in request.body
    assert b"attach://" in request.body


async def test_download(server: RawServer, bot: Bot) -> None:
    """A file is fetched from /file/bot{token}/, byte for byte."""
    server.acts.append(answer({"ok": True, "result": {"file_id": "a", "file_unique_id": "b", "file_path": "d/1"}}))
    server.acts.append(answer(b"\x00\xff\r\n\x00"))
    file = await bot.get_file("a")
    assert bytes(await file.download_as_bytearray()) == b"\x00\xff\r\n\x00"
    assert (server.requests[-1].verb, server.requests[-1].target) == ("GET", f"/file/bot{TOKEN}/d/1")


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, {"description": "Bad Request: message is not modified"}, BadRequest),
        (400, {"description": "upgraded", "parameters": {"migrate_to_chat_id": -1001}}, ChatMigrated),
        (401, {"description": "Unauthorized"}, InvalidToken),
        (403, {"description": "Forbidden: bot was blocked by the user"}, Forbidden),
        (429, {"description": "Too Many Requests", "parameters": {"retry_after": 3}}, RetryAfter),
        (502, {"description": "Bad Gateway"}, NetworkError),
    ],
)
async def test_errors_of_the_api(
    server: RawServer, bot: Bot, status: int, body: dict[str, object], error: type[Exception]
) -> None:
    """What the API refuses arrives as PTB's own error."""
    server.acts.append(answer({"ok": False, "error_code": status} | body, status=status))
    with pytest.raises(error) as caught:
        await bot.send_message(1, "سلام")
    assert type(caught.value) is error


async def test_read_timeout(server: RawServer, bot: Bot) -> None:
    """No answer in time is TimedOut, with Unknown as its cause."""
    server.acts.append(silence)
    with pytest.raises(TimedOut) as caught:
        await bot.send_message(1, "سلام", read_timeout=0.05)
    assert type(caught.value.__cause__) is Unknown
    assert "Pool timeout" not in str(caught.value)


async def test_pool_timeout(server: RawServer, bot: Bot, client: ApiClient) -> None:
    """No free connection is TimedOut and says "Pool timeout": nothing was sent."""
    await client.wire._slots.acquire()
    with pytest.raises(TimedOut, match=r"^Pool timeout") as caught:
        await bot.send_message(1, "سلام", pool_timeout=0.01)
    client.wire._slots.release()
    assert type(caught.value.__cause__) is PoolExhausted
    assert server.requests == []


async def test_network_error(server: RawServer, bot: Bot, client: ApiClient) -> None:
    """Any other failure on the way is NetworkError, and says whether anything was sent, never the token."""
    server.acts.append(raw(b""))
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(1, "سلام")
    assert type(caught.value) is NetworkError
    assert type(caught.value.__cause__) is Unknown
    assert TOKEN not in repr(caught.value)
    await client.close()
    with pytest.raises(NetworkError) as closed:
        await bot.send_message(1, "سلام")
    assert type(closed.value.__cause__) is NotSent


async def test_long_poll(server: RawServer, bot: Bot) -> None:
    """PTB's long poll gets time for the poll and its answer."""
    server.acts.append(answer({"ok": True, "result": []}))
    assert await bot.get_updates(timeout=50) == ()
    assert server.requests[0].parameters["timeout"] == 50


async def test_shutdown(server: RawServer, bot: Bot, client: ApiClient) -> None:
    """Shutting the Bot down leaves the client to its owner, and the Bot can be started again."""
    await bot.shutdown()
    with pytest.raises(NetworkError, match="not initialized"):
        await bot.send_message(1, "سلام")
    assert await client.call("getMe", {}) is True
    server.acts.append(answer({"ok": True, "result": ME}))
    await bot.initialize()
    server.acts.append(answer({"ok": True, "result": SENT}))
    assert await bot.send_message(1, "سلام")
