"""The Bot API as one function: `call(method, parameters)` gives the result or says what became of it."""

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any
from urllib.parse import quote

from aiohttp import FormData
from aiohttp.payload import BytesPayload
from pydantic import SecretStr
from telegram import InputFile

from bot.outgoing.errors import ApiError, CallFailed, Unknown
from bot.outgoing.wire import Address, Wire

_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, check_circular=False).encode


class ApiClient:
    """One session to one Bot API server with one token; everything this process sends goes through it.

    Args:
        base_url: Without a slash at its end, such as `https://api.telegram.org`.
        token: Stays out of every error's text.
        proxy: `http://…`, `https://…` or `socks5://…`, user and password in it if needed; None for none.
        connections: How many calls may be under way at once; a long poll is one of them.
    """

    def __init__(self, *, base_url: str, token: SecretStr, proxy: str | None = None, connections: int = 128) -> None:
        self.wire = Wire(proxy=proxy, connections=connections)
        self._prefix = SecretStr(f"{base_url.rstrip('/')}/bot{token.get_secret_value()}/")
        self._file_prefix = SecretStr(f"{base_url.rstrip('/')}/file/bot{token.get_secret_value()}/")
        self._token = token
        self._addresses: dict[str, Address] = {}

    async def call(self, method: str, parameters: Mapping[str, object], *, timeout: float = 20.0) -> Any:  # noqa: ASYNC109 - each call has its own
        """Calls one method and waits for its result.

        Args:
            method: Such as `sendMessage`.
            parameters: JSON values; None means "left out". A file is an `InputFile` or `(name, bytes)`.
            timeout: Seconds from the free connection to the whole answer. A long poll's own `timeout`
                parameter is added to it.

        Returns:
            `result` of the answer.

        Raises:
            NotSent: Nothing was carried out (`ApiError`: the API said no).
            Unknown: It may have been carried out.
        """
        if method == "getUpdates":
            timeout += _long_poll_seconds(parameters)
        status, answer = await self.wire.exchange(self._address(method), body_of(parameters), timeout=timeout)
        outcome = _decode(answer)
        # The status is looked at last: most answers are good ones.
        if outcome.get("ok") is True and "result" in outcome and status < 300:
            return outcome["result"]
        raise self._failure(method, status, outcome, answer)

    async def download(self, file_path: str, *, idle: float = 30.0, total: float = 1800.0) -> AsyncGenerator[bytes]:
        """Fetches a file whose path `getFile` gave, piece by piece. To be closed where it is left early.

        Args:
            file_path: As `getFile` gave it, at most an hour ago.
            idle: Seconds without a byte after which it is given up.
            total: Seconds the whole file may take: 20 MB at 12 kB/s come in half an hour.

        Yields:
            Some bytes at a time, never none.

        Raises:
            NotSent: Nothing was asked (`ApiError`: the API said no; 404 where the file is not there).
            Unknown: No whole file came.
        """
        address = Address("file", self._file_prefix.get_secret_value() + quote(file_path.lstrip("/")))
        try:
            async with aclosing(self.wire.stream(address, idle=idle, total=total)) as pieces:
                async for piece in pieces:
                    yield piece
        except Unknown as error:
            if error.status is None:
                raise
            raise self._failure("file", error.status, _decode(error.answer), error.answer) from None

    async def close(self) -> None:
        """Closes all connections. The client cannot be used afterwards."""
        await self.wire.close()

    def _address(self, method: str) -> Address:
        address = self._addresses.get(method)
        if address is None:
            address = self._addresses[method] = Address(method, self._prefix.get_secret_value() + method)
        return address

    def _failure(self, method: str, status: int, outcome: dict[str, Any], answer: bytes) -> CallFailed:
        if outcome.get("ok") is False:
            return _api_error(method, status, outcome, token=self._token.get_secret_value())
        if status in _REFUSALS:
            return ApiError(method, status, _REFUSALS[status])
        return Unknown(method, f"HTTP {status} without an answer of the API", status=status, answer=answer)


# Said by the web server in front of the API; the API itself never saw the call.
_REFUSALS = {413: "Request Entity Too Large", 429: "Too Many Requests"}


class Addressed(dict[str, object]):
    """The parameters of a call to one chat, of which the others are written as JSON once for everybody."""

    def __init__(self, chat_id: int, parameters: Mapping[str, object], written: bytes) -> None:
        super().__init__(parameters, chat_id=chat_id)
        self._chat_id, self._written = chat_id, written

    def body(self) -> BytesPayload:
        """As `json_body`."""
        return BytesPayload(b'{"chat_id":%d,%b' % (self._chat_id, self._written), content_type="application/json")


def written(parameters: Mapping[str, object]) -> bytes:
    """Parameters, of which there is at least one, as JSON without the opening brace: what `Addressed` takes."""
    return _json({name: value for name, value in parameters.items() if value is not None})[1:]


def body_of(parameters: Mapping[str, object]) -> BytesPayload | FormData:
    """The request's body: JSON, or multipart as soon as one of the values is a file."""
    if isinstance(parameters, Addressed):
        return parameters.body()
    given = {name: value for name, value in parameters.items() if value is not None}
    if any(isinstance(value, InputFile | tuple) for value in given.values()):
        return _multipart(given)
    return json_body(given)


def json_body(parameters: Mapping[str, object]) -> BytesPayload:
    """JSON in UTF-8: for Persian less than half of what ASCII escapes take, in the same time (measured)."""
    return BytesPayload(_json(parameters), content_type="application/json")


def _json(parameters: Mapping[str, object]) -> bytes:
    try:
        return _encode(parameters).encode()
    except UnicodeEncodeError:  # an unpaired surrogate: as an escape it is the API's to judge
        return json.dumps(parameters).encode()


def _multipart(parameters: Mapping[str, object]) -> FormData:
    form = FormData(quote_fields=False)
    for name, value in parameters.items():
        if isinstance(value, InputFile):
            filename, content, kind = value.field_tuple
            form.add_field(name, content, filename=filename, content_type=kind)
        elif isinstance(value, tuple):
            filename, content = value
            form.add_field(name, content, filename=filename, content_type="application/octet-stream")
        else:
            text = value if isinstance(value, str) else _encode(value)
            form.add_field(name, text.encode(errors="replace").decode())  # no unpaired surrogates
    return form


def _long_poll_seconds(parameters: Mapping[str, object]) -> float:
    seconds = parameters.get("timeout")
    return float(seconds) if isinstance(seconds, int | float) else 0.0


def _decode(answer: bytes) -> dict[str, Any]:
    """The answer as a JSON object; what is none becomes an empty one, which is neither ok nor an error."""
    try:
        outcome = json.loads(answer)
    except (ValueError, RecursionError):  # no JSON, no UTF-8, or nested beyond reason
        return {}
    return outcome if isinstance(outcome, dict) else {}


def _api_error(method: str, status: int, outcome: dict[str, Any], *, token: str) -> ApiError:
    code, details = outcome.get("error_code"), outcome.get("parameters")
    details = details if isinstance(details, dict) else {}
    retry_after, new_chat = details.get("retry_after"), details.get("migrate_to_chat_id")
    return ApiError(
        method,
        code if isinstance(code, int) else status,
        str(outcome.get("description", "")).replace(token, "…"),
        retry_after=float(retry_after) if isinstance(retry_after, int | float) else None,
        migrate_to_chat_id=new_chat if isinstance(new_chat, int) else None,
    )
