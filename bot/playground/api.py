"""The Bot API over HTTP: from a request to a method's answer."""

import inspect
import json
import time
from typing import Any

from aiohttp import web

from bot.playground import (
    methods_chats,
    methods_media,
    methods_messages,
    methods_profile,
    methods_reactions,
    methods_updates,
)
from bot.playground.calls import Call, CallLog
from bot.playground.errors import RefusedError
from bot.playground.faults import Fault, Faults, strike_after, strike_before
from bot.playground.flood import FloodControl
from bot.playground.parameters import check, read_request
from bot.playground.registry import METHOD_TABLE, RawJson
from bot.playground.schema import BY_LOWER_NAME
from bot.playground.state import State

MODULES = (
    methods_updates,
    methods_messages,
    methods_media,
    methods_reactions,
    methods_chats,
    methods_profile,
)
"""Imported so that their methods stand in the table."""


class Api:
    """Answers ``/bot{token}/{method}`` and ``/file/bot{token}/{path}``."""

    def __init__(self, state: State, faults: Faults, flood: FloodControl) -> None:
        self.state = state
        self.faults = faults
        self.flood = flood
        self.log = CallLog()

    def add_routes(self, application: web.Application) -> None:
        """Puts both addresses into the server."""
        application.router.add_route("*", "/bot{token}/{method}", self.answer)
        application.router.add_get("/file/bot{token}/{path:.+}", self.download)

    async def answer(self, request: web.Request) -> web.Response:
        """Carries one call out, or refuses it as the real server does."""
        try:
            method = self._method(request)
            call = Call(method, {}, time.monotonic())
            self.log.calls.append(call)
            return await self._carry_out(call, request)
        except RefusedError as failure:
            return _refusal(failure)

    async def download(self, request: web.Request) -> web.Response:
        """Gives a file away to whoever has the token."""
        file = self.state.files.by_path(request.match_info["path"])
        if request.match_info["token"] != self.state.token:
            return _refusal(RefusedError(401, "Unauthorized"))
        if file is None:
            return _refusal(RefusedError(404, "Not Found"))
        fault = self.faults.take("file", None)
        try:
            response = await strike_before(fault, request) if fault else None
        except RefusedError as failure:
            return _refusal(failure)
        return response or web.Response(body=file.content, content_type="application/octet-stream")

    def _method(self, request: web.Request) -> str:
        if request.match_info["token"] != self.state.token:
            raise RefusedError(401, "Unauthorized")
        method = BY_LOWER_NAME.get(request.match_info["method"].lower())
        if method is None or method not in METHOD_TABLE:
            self.log.report_unknown_method(request.match_info["method"])
            raise RefusedError(404, "Not Found")
        return method

    async def _carry_out(self, call: Call, request: web.Request) -> web.Response:
        try:
            raw = await read_request(request)
            call.parameters = raw.values
            call.parameters = check(call.method, raw, self.log.report_unknown_parameter)
            chat_id = call.parameters.get("chat_id")
            fault = self.faults.take(call.method, chat_id)
            if fault is not None and fault.is_before:
                call.outcome = fault.kind.name
                response = await strike_before(fault, request)
                if response is not None:
                    return response
            self.flood.check(call.method, chat_id)
            return await self._run(call, request, fault)
        except RefusedError as failure:
            call.outcome = failure.description
            raise

    async def _run(self, call: Call, request: web.Request, fault: Fault | None) -> web.Response:
        result = METHOD_TABLE[call.method](self.state, call.parameters)
        if inspect.isawaitable(result):
            result = await result
        call.outcome = "ok"
        body = b'{"ok":true,"result":' + _json(result) + b"}"
        if not isinstance(result, RawJson):
            call.result = result
        if fault is not None and not fault.is_before:
            call.outcome = fault.kind.name
            return await strike_after(fault, request, body)
        return web.Response(body=body, content_type="application/json")


def _json(result: Any) -> bytes:
    return bytes(result) if isinstance(result, RawJson) else json.dumps(result).encode()


def _refusal(failure: RefusedError) -> web.Response:
    return web.json_response(failure.body, status=failure.code)
