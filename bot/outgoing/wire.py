"""HTTP to the Bot API's server: one pool of kept-alive connections, and an honest word on what failed.

Whether a failed request may have been carried out is decided by one fact and not by aiohttp's tree of
exceptions: had it been handed to a connection? `_Request.send` is called exactly then.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientPayloadError,
    ClientRequest,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    FormData,
    TCPConnector,
    hdrs,
)
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError, ProxyType
from yarl import URL

from bot.outgoing.errors import CallFailed, NotSent, PoolExhausted, Unknown

if TYPE_CHECKING:
    from aiohttp.connector import Connection
    from aiohttp.payload import Payload

CONNECT_SECONDS = 10.0
"""How long resolving, connecting and TLS may take together, whatever the request's own limit."""

POOL_SECONDS = 10.0
"""How long a call waits for a free connection."""

KEEP_ALIVE_SECONDS = 30.0
"""An idle connection older than this is not used again: well below the 75 s after which nginx, and so
api.telegram.org, closes it; a request written into a closing connection ends as `Unknown`."""

SOCKS_PORT = 1080
"""Where a SOCKS proxy listens whose address names no port."""

MAX_ANSWER_BYTES = 64 * 1024 * 1024
"""An answer longer than this is not read to its end; getFile serves at most 20 MB."""

_FAILURES = (
    ClientError,
    OSError,  # TimeoutError is one
    EOFError,  # a proxy that hangs up in its greeting
    ValueError,  # an address or a certificate that cannot be used
    ProxyError,
    ProxyConnectionError,
    ProxyTimeoutError,
)


class Address:
    """Where a method lives. The URL holds the token, so this shows itself without it, in tracebacks too."""

    __slots__ = ("method", "url")

    def __init__(self, method: str, url: str) -> None:
        self.method = method
        self.url = URL(url)

    def __repr__(self) -> str:
        return f"Address({self.method!r})"


class _Attempt:
    __slots__ = ("begun",)

    def __init__(self) -> None:
        self.begun = False


_attempt: ContextVar[_Attempt] = ContextVar("attempt")


class _Request(ClientRequest):
    """Notes the moment from which on the server may have heard of the request.

    A proxy's CONNECT is a plain ClientRequest of aiohttp's own and does not count.
    """

    async def send(self, conn: "Connection") -> ClientResponse:
        _attempt.get().begun = True
        return await super().send(conn)


@lru_cache(maxsize=64)
def _limits(total: float | None, connect: float | None) -> ClientTimeout:
    return ClientTimeout(total=total, connect=connect, sock_connect=connect)


class Wire:
    """At most `connections` requests at once, each on a connection of its own, kept alive between them."""

    def __init__(self, *, proxy: str | None = None, connections: int = 128) -> None:
        self._proxy = proxy
        self._slots = asyncio.Semaphore(connections)
        self._session: ClientSession | None = None
        self._closed = False

    async def exchange(
        self,
        address: Address,
        body: "Payload | FormData | None",
        *,
        verb: str = hdrs.METH_POST,
        timeout: float | None,  # noqa: ASYNC109 - each call has its own; aiohttp's timer is the cheapest
        connect: float | None = CONNECT_SECONDS,
        pool: float | None = POOL_SECONDS,
    ) -> tuple[int, bytes]:
        """Sends one request and reads the whole answer.

        Redirects are not followed: they would show the token to somebody else.

        Args:
            address: Where to.
            body: What to send.
            verb: HTTP's method.
            timeout: Seconds from the free connection to the answer's last byte; None waits for ever.
            connect: Seconds for resolving, connecting and TLS.
            pool: Seconds to wait for a free connection.

        Returns:
            HTTP status and body.

        Raises:
            NotSent: No byte of the request left.
            Unknown: It left, and no whole answer came.
        """
        if self._closed:
            raise NotSent(address.method, "the client is closed")
        await self._take_slot(address.method, pool)
        attempt = _Attempt()
        _attempt.set(attempt)
        try:
            return await self._send_and_read(verb, address, body, _limits(timeout, connect))
        except _FAILURES as error:
            failure = _describe(address.method, error, begun=attempt.begun)
        finally:
            self._slots.release()
        # Not inside `except`: the library's error shows the address and must not hang on as context.
        raise failure

    async def stream(self, address: Address, *, idle: float, total: float) -> AsyncGenerator[bytes]:
        """Fetches a file piece by piece, as it comes. To be closed (`contextlib.aclosing`) where it is left early.

        Args:
            address: Where from.
            idle: Seconds without a byte after which it is given up.
            total: Seconds the whole file may take.

        Yields:
            Some bytes at a time, never none.

        Raises:
            NotSent: No byte of the request left.
            Unknown: No whole file came. With a `status`, the server answered with something else, in `answer`.
        """
        if self._closed:
            raise NotSent(address.method, "the client is closed")
        await self._take_slot(address.method, POOL_SECONDS)
        attempt = _Attempt()
        _attempt.set(attempt)
        limits = ClientTimeout(total=total, sock_connect=CONNECT_SECONDS, sock_read=idle)
        failure: CallFailed
        try:
            session = self._open_session()
            async with session.get(address.url, timeout=limits, allow_redirects=False) as response:
                if response.status == 200:
                    async for piece in response.content.iter_any():
                        yield piece
                    return
                reason = f"HTTP {response.status} instead of a file"
                failure = Unknown(address.method, reason, status=response.status, answer=await _read(response))
        except _FAILURES as error:
            failure = _describe(address.method, error, begun=attempt.begun)
        finally:
            self._slots.release()
        raise failure

    async def _send_and_read(
        self, verb: str, address: Address, body: "Payload | FormData | None", limits: ClientTimeout
    ) -> tuple[int, bytes]:
        session = self._open_session()
        response = await session.request(verb, address.url, data=body, timeout=limits, allow_redirects=False)
        return response.status, await _read(response)

    async def close(self) -> None:
        """Closes every connection; requests in flight end as `Unknown`, later ones as `NotSent`."""
        self._closed = True
        if self._session is not None:
            await self._session.close()

    async def _take_slot(self, method: str, seconds: float | None) -> None:
        if not self._slots.locked():
            await self._slots.acquire()
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._slots.acquire()
                return
        raise PoolExhausted(method, seconds or 0.0)

    def _open_session(self) -> ClientSession:
        if self._session is None:
            self._session = open_session(self._proxy)
        return self._session


def open_session(proxy: str | None) -> ClientSession:
    """A session whose connector never makes anybody wait: `Wire` counts, so that it can say who waited."""
    connector: TCPConnector
    if proxy is not None and proxy.startswith("socks5"):
        connector, proxy = _socks_connector(URL(proxy)), None
    else:
        connector = TCPConnector(limit=0, keepalive_timeout=KEEP_ALIVE_SECONDS)
    return ClientSession(
        connector=connector,
        cookie_jar=DummyCookieJar(),
        headers={hdrs.USER_AGENT: "mahalleyar"},
        proxy=proxy,
        request_class=_Request,
        skip_auto_headers=(hdrs.ACCEPT, hdrs.ACCEPT_ENCODING),
    )


def _socks_connector(proxy: URL) -> TCPConnector:
    """The proxy resolves names: where the messenger is filtered, its name is poisoned too."""
    connector: TCPConnector = ProxyConnector(
        host=proxy.host or "",
        port=proxy.port or SOCKS_PORT,
        proxy_type=ProxyType.SOCKS5,
        username=proxy.user,
        password=proxy.password,
        rdns=True,
        limit=0,
        keepalive_timeout=KEEP_ALIVE_SECONDS,
    )
    return connector


async def _read(response: ClientResponse) -> bytes:
    length = response.content_length
    if length is not None and length <= MAX_ANSWER_BYTES and hdrs.CONTENT_ENCODING not in response.headers:
        return await response.read()
    answer = bytearray()
    async with response:  # closes the connection where the answer is not read to its end
        async for piece in response.content.iter_any():
            answer += piece
            if len(answer) > MAX_ANSWER_BYTES:
                response.close()
                raise ClientPayloadError(f"an answer of more than {MAX_ANSWER_BYTES} bytes")
    return bytes(answer)


def _describe(method: str, error: Exception, *, begun: bool) -> CallFailed:
    """Our word for the library's error, in a text that cannot hold an address or a password."""
    timed_out = isinstance(error, TimeoutError | ProxyTimeoutError)
    reason = type(error).__name__
    if isinstance(error, ClientConnectorError):
        reason += f" ({error.os_error.strerror or type(error.os_error).__name__})"
    elif isinstance(error, OSError) and error.strerror:
        reason += f" ({error.strerror})"
    if begun:
        return Unknown(method, f"{reason} after the request had begun", timed_out=timed_out)
    return NotSent(method, f"{reason} before the request began", timed_out=timed_out)
