import asyncio
from collections.abc import AsyncIterator
from email.message import Message
from email.parser import BytesParser

import pytest
from pydantic import SecretStr
from telegram import InputFile

from bot.outgoing.api import ApiClient
from bot.outgoing.errors import ApiError, Unknown
from tests.bot.outgoing.raw_server import RawServer, Received, answer

TOKEN = "42:playground-secret"  # noqa: S105 - opens nothing


@pytest.fixture
async def server() -> AsyncIterator[RawServer]:
    """A server of our own on loopback."""
    async with RawServer() as server:
        yield server


@pytest.fixture
async def client(server: RawServer) -> AsyncIterator[ApiClient]:
    """A client of that server."""
    client = ApiClient(base_url=server.base_url + "/", token=SecretStr(TOKEN))
    yield client
    await client.close()


def _parts(request: Received) -> dict[str, Message]:
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    message: Message = BytesParser().parsebytes(head + request.body)
    assert message.is_multipart()
    return {str(part.get_param("name", header="content-disposition")): part for part in list(message.walk())[1:]}


async def test_call(server: RawServer, client: ApiClient) -> None:
    """A call is one POST of UTF-8 JSON to {base}/bot{token}/{method}, without the values that are None."""
    server.acts.append(answer({"ok": True, "result": {"message_id": 5}}))
    sent = await client.call("sendMessage", {"chat_id": 7_000_000_001, "text": "سلام", "reply_markup": None})
    assert sent == {"message_id": 5}
    (request,) = server.requests
    assert (request.verb, request.target) == ("POST", f"/bot{TOKEN}/sendMessage")
    assert request.headers["content-type"] == "application/json"
    assert request.body == '{"chat_id":7000000001,"text":"سلام"}'.encode()


@pytest.mark.parametrize("file", [None, ("a.txt", b"a")], ids=["JSON", "multipart"])
async def test_unpaired_surrogate(client: ApiClient, file: object) -> None:
    """A text that is no Unicode at all is sent all the same; the API says what it thinks of it."""
    assert await client.call("sendDocument", {"caption": "سلام\ud800", "document": file}) is True


@pytest.mark.parametrize("result", [True, False, None, 0, [], "text"])
async def test_any_result(server: RawServer, client: ApiClient, result: object) -> None:
    """Whatever `result` holds is given back, also what Python calls false."""
    server.acts.append(answer({"ok": True, "result": result}))
    assert await client.call("getMe", {}) == result


async def test_connections_are_kept(server: RawServer, client: ApiClient) -> None:
    """Calls one after the other share one connection."""
    for _ in range(5):
        await client.call("getMe", {})
    assert server.connections == 1


@pytest.mark.parametrize(
    "file", [InputFile(b"\x89PNG", filename="نقشه.png"), ("نقشه.png", b"\x89PNG")], ids=["InputFile", "tuple"]
)
async def test_files(server: RawServer, client: ApiClient, file: object) -> None:
    """With a file the call is multipart: the file under its name, everything else as text or JSON."""
    await client.call(
        "sendDocument", {"chat_id": 1, "caption": "گزارش", "reply_markup": {"remove": True}, "document": file}
    )
    parts = _parts(server.requests[0])
    assert parts["document"].get_payload(decode=True) == b"\x89PNG"
    assert "نقشه.png".encode() in server.requests[0].body
    assert parts["chat_id"].get_payload() == "1"
    assert parts["caption"].get_payload(decode=True) == "گزارش".encode()
    assert parts["reply_markup"].get_payload() == '{"remove":true}'


async def test_too_many_requests(server: RawServer, client: ApiClient) -> None:
    """A 429 is an ApiError with the seconds to wait: nothing was carried out."""
    error = {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests",
        "parameters": {"retry_after": 7},
    }
    server.acts.append(answer(error, status=429))
    with pytest.raises(ApiError) as caught:
        await client.call("sendMessage", {})
    assert (caught.value.method, caught.value.code, caught.value.retry_after) == ("sendMessage", 429, 7.0)
    assert str(caught.value) == "sendMessage: 429 Too Many Requests"


async def test_group_that_moved(server: RawServer, client: ApiClient) -> None:
    """When a group has become a supergroup the error names its new id."""
    error = {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": -1_001_234_567_890},
    }
    server.acts.append(answer(error, status=400))
    with pytest.raises(ApiError) as caught:
        await client.call("sendMessage", {})
    assert caught.value.migrate_to_chat_id == -1_001_234_567_890
    assert caught.value.retry_after is None


async def test_error_of_the_api_with_any_status(server: RawServer, client: ApiClient) -> None:
    """An error body of the API counts as such with status 500 too, and when its fields are odd."""
    server.acts.append(answer({"ok": False, "error_code": "?", "parameters": [1]}, status=500))
    with pytest.raises(ApiError) as caught:
        await client.call("sendMessage", {})
    assert (caught.value.code, caught.value.description) == (500, "")


@pytest.mark.parametrize("status", [413, 429])
async def test_refused_by_the_web_server(server: RawServer, client: ApiClient, status: int) -> None:
    """Too large, or too many, said by the web server alone: the API never saw the call."""
    server.acts.append(answer(b"<html>no</html>", status=status))
    with pytest.raises(ApiError) as caught:
        await client.call("sendMessage", {})
    assert caught.value.code == status


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (502, b"<html>Bad Gateway</html>"),
        (302, b""),
        (403, b"<html>blocked by the provider</html>"),
        (200, b"<html>log in to the hotel</html>"),
        (200, b""),
        (200, b"[1]"),
        (200, b"null"),
        (200, b'{"result": 1}'),
        (200, b'{"ok": "yes", "result": 1}'),
        (200, b'{"ok": true}'),
        (500, b'{"ok": true, "result": 1}'),
        (200, b"\xff\xfe"),
        (200, b"[" * 100_000),
    ],
)
async def test_no_answer_of_the_api(server: RawServer, client: ApiClient, status: int, body: bytes) -> None:
    """What is no answer of the API leaves open whether the call was carried out."""
    server.acts.append(answer(body, status=status, headers="Location: http://127.0.0.1:1/\r\n"))
    with pytest.raises(Unknown) as caught:
        await client.call("sendMessage", {})
    assert caught.value.status == status


async def test_token_in_a_description(server: RawServer, client: ApiClient) -> None:
    """A server that repeats the path in its error does not bring the token into our logs."""
    server.acts.append(answer({"ok": False, "description": f"no /bot{TOKEN}/getMe here"}, status=404))
    with pytest.raises(ApiError) as caught:
        await client.call("getMe", {})
    assert TOKEN not in repr(caught.value)
    assert caught.value.description == "no /bot…/getMe here"


async def test_long_poll(server: RawServer, client: ApiClient) -> None:
    """A long poll may take its own timeout and the call's on top of it."""

    async def late(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.3)
        await answer({"ok": True, "result": []})(writer)

    server.acts.append(late)
    assert await client.call("getUpdates", {"timeout": 1}, timeout=0.1) == []
