"""Everything that can go wrong on the way, and what is known afterwards: not sent, or unknown."""

import asyncio
import gc
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Callable, Coroutine

import pytest
from pydantic import SecretStr

from bot.outgoing import wire
from bot.outgoing.api import ApiClient
from bot.outgoing.errors import ApiError, CallFailed, NotSent, PoolExhausted, Unknown
from tests.bot.outgoing.proxies import Handler, hang_up, listening, say_nothing, socks5
from tests.bot.outgoing.raw_server import Act, RawServer, answer, raw, reset, silence

TOKEN = "42:playground-secret"  # noqa: S105 - opens nothing
PASSWORD = "hard-to-guess"  # noqa: S105 - opens nothing


@pytest.fixture
async def server() -> AsyncIterator[RawServer]:
    """A server of our own on loopback."""
    async with RawServer() as server:
        yield server


@pytest.fixture
async def client_of() -> AsyncIterator[Callable[..., ApiClient]]:
    """Makes clients that are closed after the test."""
    clients: list[ApiClient] = []

    def make(base_url: str, *, proxy: str | None = None, connections: int = 4) -> ApiClient:
        clients.append(ApiClient(base_url=base_url, token=SecretStr(TOKEN), proxy=proxy, connections=connections))
        return clients[-1]

    yield make
    for client in clients:
        await client.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _failure(client: ApiClient, **options: float) -> CallFailed:
    """Makes a call that must fail."""
    return await _failure_of(client.call("sendMessage", {"chat_id": 1, "text": "سلام"}, **options))


async def _exchange(
    client: ApiClient,
    *,
    timeout: float = 5,  # noqa: ASYNC109 - handed on
    connect: float = 5,
    pool: float = 5,
) -> tuple[int, bytes]:
    address = wire.Address("sendMessage", f"http://messenger.invalid/bot{TOKEN}/sendMessage")
    return await client.wire.exchange(address, None, timeout=timeout, connect=connect, pool=pool)


async def _failure_of(call: Coroutine[object, object, object]) -> CallFailed:
    """Awaits a call that must fail; whatever is shown of the failure, no secret is in it."""
    with pytest.raises(CallFailed) as caught:
        await call
    failure = caught.value
    ours = traceback.TracebackException.from_exception(failure, capture_locals=True)
    while "bot/outgoing" not in ours.stack[0].filename or "tests" in ours.stack[0].filename:
        ours.stack.pop(0)
    for shown in ("".join(ours.format()), str(failure), repr(failure), repr(failure.args)):
        assert TOKEN not in shown
        assert PASSWORD not in shown
    assert failure.__context__ is None
    assert failure.method == "sendMessage"
    return failure


async def test_refused(client_of: Callable[..., ApiClient]) -> None:
    """Nobody listens: nothing was sent."""
    failure = await _failure(client_of(f"http://127.0.0.1:{_free_port()}"))
    assert type(failure) is NotSent
    assert not failure.timed_out


async def test_unknown_name(client_of: Callable[..., ApiClient], monkeypatch: pytest.MonkeyPatch) -> None:
    """The name cannot be resolved: nothing was sent."""

    async def no_such_name(*_args: object, **_options: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", no_such_name)
    assert type(await _failure(client_of("http://messenger.invalid"))) is NotSent


async def test_no_tls(server: RawServer, client_of: Callable[..., ApiClient]) -> None:
    """The other side does not speak TLS: nothing was sent."""
    server.acts.append(raw(b"no TLS here"))
    failure = await _failure(client_of(server.base_url.replace("http:", "https:")), timeout=2)
    assert type(failure) is NotSent


@pytest.mark.parametrize("limit", ["connect", "timeout"])
async def test_connect_timeout(client_of: Callable[..., ApiClient], limit: str) -> None:
    """Whichever clock runs out while connecting: nothing was sent."""
    async with listening(say_nothing) as port:
        client = client_of("http://messenger.invalid", proxy=f"socks5://127.0.0.1:{port}")
        failure = await _failure_of(_exchange(client, **{limit: 0.05}))
    assert type(failure) is NotSent
    assert failure.timed_out


async def test_pool_exhausted(server: RawServer, client_of: Callable[..., ApiClient]) -> None:
    """Every connection is busy for too long: nothing was sent, and the next call finds a free one."""
    client = client_of(server.base_url, connections=1)
    server.acts.append(silence)
    busy = asyncio.create_task(client.call("getUpdates", {"timeout": 50}))
    await asyncio.sleep(0.02)
    failure = await _failure_of(_exchange(client, pool=0.05))
    assert type(failure) is PoolExhausted
    assert failure.timed_out
    busy.cancel()
    with pytest.raises(asyncio.CancelledError):
        await busy
    assert await client.call("getMe", {}) is True


@pytest.mark.parametrize(
    "act",
    [
        raw(b""),
        reset,
        raw(b'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"ok": true'),
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz"),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Encoding: gzip\r\n\r\nabc"),
        raw(b"SSH-2.0-OpenSSH_9.9\r\n"),
    ],
    ids=["closed", "reset", "half", "bad chunk", "bad gzip", "no HTTP"],
)
async def test_unknown(server: RawServer, client_of: Callable[..., ApiClient], act: Act) -> None:
    """The request went out and no whole answer came back: unknown, and the client goes on working."""
    client = client_of(server.base_url)
    server.acts.append(act)
    failure = await _failure(client)
    assert type(failure) is Unknown
    assert not failure.timed_out
    assert len(server.requests) == 1
    assert await client.call("getMe", {}) is True


async def test_read_timeout(server: RawServer, client_of: Callable[..., ApiClient]) -> None:
    """No answer in time: unknown."""
    server.acts.append(silence)
    failure = await _failure(client_of(server.base_url), timeout=0.05)
    assert type(failure) is Unknown
    assert failure.timed_out


async def test_idle_connection_closed(server: RawServer, client_of: Callable[..., ApiClient]) -> None:
    """A connection that the server closed while it was idle is not used again."""
    client = client_of(server.base_url)
    for _ in range(3):
        await client.call("getMe", {})
        server.hang_up()
        await asyncio.sleep(0.02)
    assert server.connections == 3


async def test_connection_closed_under_the_request(server: RawServer, client_of: Callable[..., ApiClient]) -> None:
    """Closed just when the request was written: nobody can tell, and it is not sent a second time."""
    client = client_of(server.base_url)
    await client.call("getMe", {})
    server.acts.append(reset)
    assert type(await _failure(client)) is Unknown
    assert len(server.requests) == 2


@pytest.mark.parametrize("head", ["Content-Length: 5000", "Transfer-Encoding: chunked"])
async def test_huge_answer(
    server: RawServer, client_of: Callable[..., ApiClient], monkeypatch: pytest.MonkeyPatch, head: str
) -> None:
    """An answer without end does not fill the memory."""
    monkeypatch.setattr(wire, "MAX_ANSWER_BYTES", 1_000)
    body = b"1388\r\n" + b" " * 5_000 + b"\r\n0\r\n\r\n" if "chunked" in head else b" " * 5_000
    client = client_of(server.base_url)
    server.acts.append(raw(f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + body, close=False))
    assert type(await _failure(client)) is Unknown
    assert await client.call("getMe", {}) is True


async def test_no_redirect(server: RawServer, client_of: Callable[..., ApiClient]) -> None:
    """A redirect is not followed: it would carry the token to somebody else."""
    async with RawServer() as stranger:
        server.acts.append(answer(b"", status=307, headers=f"Location: {stranger.base_url}/here\r\n"))
        failure = await _failure(client_of(server.base_url))
        assert isinstance(failure, Unknown)
        assert stranger.requests == []


async def test_cancelled(server: RawServer, client_of: Callable[..., ApiClient]) -> None:
    """Cancelling a call cancels it, and frees its place."""
    client = client_of(server.base_url, connections=1)
    for _ in range(3):
        server.acts.append(silence)
        call = asyncio.create_task(client.call("sendMessage", {}))
        await asyncio.sleep(0.02)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
    assert await client.call("getMe", {}) is True


async def test_many_at_once(server: RawServer, client_of: Callable[..., ApiClient]) -> None:
    """More calls than connections wait for a free one; never are more open than allowed."""
    client = client_of(server.base_url, connections=4)
    assert await asyncio.gather(*(client.call("getMe", {}) for _ in range(50))) == [True] * 50
    assert server.connections == 4


async def test_closed(server: RawServer, client_of: Callable[..., ApiClient]) -> None:
    """After closing, calls end as not sent; a call under way as unknown; closing twice does no harm."""
    client = client_of(server.base_url)
    server.acts.append(silence)
    call = asyncio.create_task(client.call("sendMessage", {}))
    await asyncio.sleep(0.02)
    await client.close()
    with pytest.raises(Unknown):
        await call
    assert type(await _failure(client)) is NotSent
    await client.close()
    gc.collect()  # an unclosed session would warn here


async def test_http_proxy(server: RawServer, client_of: Callable[..., ApiClient]) -> None:
    """Through an HTTP proxy the proxy gets the whole address, and its password as a header."""
    proxy = server.base_url.replace("//", f"//user:{PASSWORD}@")
    assert await client_of("http://messenger.invalid", proxy=proxy).call("getMe", {}) is True
    (request,) = server.requests
    assert request.target == f"http://messenger.invalid/bot{TOKEN}/getMe"
    assert request.headers["proxy-authorization"].startswith("Basic ")


async def test_http_proxy_refuses(server: RawServer, client_of: Callable[..., ApiClient]) -> None:
    """A proxy that refuses to connect (wrong password, forbidden host): nothing was sent."""
    server.acts.append(answer(b"", status=407))
    proxy = server.base_url.replace("//", f"//user:{PASSWORD}@")
    failure = await _failure(client_of("https://messenger.invalid", proxy=proxy))
    assert type(failure) is NotSent
    assert server.requests[0].verb == "CONNECT"


async def test_proxy_away(client_of: Callable[..., ApiClient]) -> None:
    """No proxy where one should be: nothing was sent."""
    for kind in ("http", "socks5"):
        proxy = f"{kind}://user:{PASSWORD}@127.0.0.1:{_free_port()}"
        assert type(await _failure(client_of("http://messenger.invalid", proxy=proxy))) is NotSent


async def test_socks_proxy_without_port(client_of: Callable[..., ApiClient], monkeypatch: pytest.MonkeyPatch) -> None:
    """A SOCKS proxy whose address names no port is looked for at the usual one."""
    async with listening(socks5(5, [])) as port:
        monkeypatch.setattr(wire, "SOCKS_PORT", port)
        failure = await _failure(client_of("http://messenger.invalid", proxy="socks5://127.0.0.1"))
        assert failure.reason == "ProxyError before the request began"


async def test_socks_password(server: RawServer, client_of: Callable[..., ApiClient]) -> None:
    """User and password reach the SOCKS proxy as they were meant, percent signs decoded."""
    seen: list[str] = []
    async with listening(socks5(0, seen, password="p@ss")) as port:  # noqa: S106 - opens nothing
        base_url = f"http://messenger.invalid:{server.port}"
        client = client_of(base_url, proxy=f"socks5://user:p%40ss@127.0.0.1:{port}")
        assert await client.call("getMe", {}) is True
        await client.close()
        wrong = client_of(base_url, proxy=f"socks5://user:{PASSWORD}@127.0.0.1:{port}")
        assert type(await _failure(wrong)) is NotSent


@pytest.mark.parametrize("kind", ["socks5", "socks5h"])
async def test_socks_proxy(server: RawServer, client_of: Callable[..., ApiClient], kind: str) -> None:
    """Through a SOCKS proxy the proxy resolves the name, which at home may be poisoned."""
    seen: list[str] = []
    async with listening(socks5(0, seen)) as port:
        client = client_of(f"http://messenger.invalid:{server.port}", proxy=f"{kind}://127.0.0.1:{port}")
        assert await client.call("getMe", {}) is True
        assert await client.call("getMe", {}) is True
    assert seen == ["messenger.invalid"]
    server.acts.append(silence)
    await client.close()


@pytest.mark.parametrize("handler", [socks5(2, []), socks5(5, []), hang_up], ids=["rule", "refused", "hangs up"])
async def test_socks_proxy_refuses(client_of: Callable[..., ApiClient], handler: Handler) -> None:
    """A SOCKS proxy that refuses or hangs up: nothing was sent."""
    async with listening(handler) as port:
        client = client_of("http://messenger.invalid", proxy=f"socks5://user:{PASSWORD}@127.0.0.1:{port}")
        assert type(await _failure(client)) is NotSent


async def test_token_in_logs(
    server: RawServer, client_of: Callable[..., ApiClient], caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing that the libraries log on the way, down to DEBUG, holds the token."""
    caplog.set_level(logging.DEBUG)
    asyncio.get_running_loop().set_debug(True)
    client = client_of(server.base_url)
    await client.call("getMe", {})
    for act in (raw(b""), reset, raw(b"SSH-2.0\r\n"), silence):
        server.acts.append(act)
        await _failure(client, timeout=0.1)
    await _failure(client_of(f"http://127.0.0.1:{_free_port()}"))
    assert TOKEN not in caplog.text


def test_tree_of_failures() -> None:
    """Only NotSent may be tried again, and what the API refused is one of those."""
    assert issubclass(ApiError, NotSent)
    assert issubclass(PoolExhausted, NotSent)
    assert not issubclass(Unknown, NotSent)
