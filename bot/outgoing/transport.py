"""python-telegram-bot's requests over our own client: its Bot uses the same connections as the senders."""

from typing import TYPE_CHECKING

from aiohttp import FormData, hdrs
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.outgoing.api import ApiClient, json_body
from bot.outgoing.errors import CallFailed, PoolExhausted
from bot.outgoing.wire import CONNECT_SECONDS, POOL_SECONDS, Address

if TYPE_CHECKING:
    from aiohttp.payload import Payload
    from telegram._utils.types import ODVInput

READ_SECONDS = 20.0
MEDIA_WRITE_SECONDS = 60.0
"""Added to the read timeout while files are uploaded: 50 MB on a slow line."""


class AiohttpRequest(BaseRequest):
    """Lets `telegram.Bot` speak through an `ApiClient`; several may share one.

    Errors arrive as PTB's own request makes them, `TimedOut` ("Pool timeout" where nothing was sent) and
    `NetworkError`, with our `NotSent` or `Unknown` as their cause. The client belongs to whoever made it:
    `shutdown` does not close it.
    """

    __slots__ = ("_addresses", "_client", "_open")

    def __init__(self, client: ApiClient) -> None:
        self._client = client
        self._addresses: dict[str, Address] = {}
        self._open = True

    @property
    def read_timeout(self) -> float:
        """Seconds an answer may take unless the call says otherwise."""
        return READ_SECONDS

    async def initialize(self) -> None:
        """Nothing to prepare: the client connects when it is first used."""
        self._open = True

    async def shutdown(self) -> None:
        """Refuses further requests; the client stays open."""
        self._open = False

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: "ODVInput[float]" = BaseRequest.DEFAULT_NONE,
        write_timeout: "ODVInput[float]" = BaseRequest.DEFAULT_NONE,
        connect_timeout: "ODVInput[float]" = BaseRequest.DEFAULT_NONE,
        pool_timeout: "ODVInput[float]" = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Sends one request for PTB's Bot.

        Returns:
            HTTP status and body.

        Raises:
            TimedOut: Waiting for a connection, for connecting, or for the answer took too long.
            NetworkError: Any other failure on the way.
        """
        if not self._open:
            raise RuntimeError("This AiohttpRequest is not initialized!")
        body = _body(request_data)
        answer_seconds = _seconds(read_timeout, READ_SECONDS)
        if answer_seconds is not None and isinstance(body, FormData):
            answer_seconds += _seconds(write_timeout, MEDIA_WRITE_SECONDS) or MEDIA_WRITE_SECONDS
        try:
            return await self._client.wire.exchange(
                self._address(url, method),
                body,
                verb=method,
                timeout=answer_seconds,
                connect=_seconds(connect_timeout, CONNECT_SECONDS),
                pool=_seconds(pool_timeout, POOL_SECONDS),
            )
        except CallFailed as failure:
            raise _as_telegram_error(failure) from failure

    def _address(self, url: str, verb: str) -> Address:
        address = self._addresses.get(url)
        if address is None:
            address = Address(url.rpartition("/")[2], url)
            if verb == hdrs.METH_POST:  # the API's methods are few; a file's address is used once
                self._addresses[url] = address
        return address


def _seconds(given: "ODVInput[float]", default: float) -> float | None:
    return default if isinstance(given, DefaultValue) else given


def _body(request_data: RequestData | None) -> "Payload | FormData | None":
    if request_data is None:
        return None
    if not request_data.contains_files:
        return json_body(request_data.parameters)
    form = FormData(quote_fields=False)
    for name, text in request_data.json_parameters.items():
        form.add_field(name, text)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


def _as_telegram_error(failure: CallFailed) -> NetworkError:
    if isinstance(failure, PoolExhausted):
        return TimedOut(f"Pool timeout: {failure.reason}. Request was *not* sent to Telegram.")
    if failure.timed_out:
        return TimedOut(f"Timed out: {failure.reason}")
    return NetworkError(failure.reason)
