"""What the chat page asks for and is told; JSON over HTTP, and server-sent events."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.playground.errors import PageError
from bot.playground.events import Event
from bot.playground.messages import Message
from bot.playground.page_shapes import message_json, person_json
from bot.playground.person import Person
from bot.playground.state import State

PAGE = Path(__file__).parent / "page"
_KEEP_ALIVE = 15.0  # seconds between comments on a quiet event stream, so that proxies and browsers keep it open
_SHOWN = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
_PERSON = "/page/people/{person_id:[0-9]+}"

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PageApi:
    """Answers ``/``, ``/static/…`` and ``/page/…``; errors are 400 with ``{"error": "a sentence"}``."""

    def __init__(self, state: State) -> None:
        self.state = state

    def add_routes(self, application: web.Application) -> None:
        """Puts the page's addresses into the server."""
        router = application.router
        router.add_get("/", self.index)
        if PAGE.is_dir():
            router.add_static("/static", PAGE)
        router.add_get("/page/state", self.show_state)
        router.add_get("/page/events", self.stream_events)
        router.add_get("/page/files/{path:.+}", self.show_file)
        router.add_post("/page/people", _with_sentences(self.add_person))
        router.add_post(f"{_PERSON}/send", _with_sentences(self.send))
        router.add_post(f"{_PERSON}/press", _with_sentences(self.press))
        router.add_post(f"{_PERSON}/edit", _with_sentences(self.edit))
        router.add_post(f"{_PERSON}/block", _with_sentences(self.block))

    async def index(self, _: web.Request) -> web.StreamResponse:
        """The page itself."""
        return web.FileResponse(PAGE / "index.html", headers={"Cache-Control": "no-cache"})

    async def show_state(self, _: web.Request) -> web.Response:
        """The bot and everybody with their chats."""
        people = [person_json(person) for person in self.state.people.values()]
        bot = {
            "id": self.state.bot_id,
            "name": self.state.bot["first_name"],
            "username": self.state.bot_username,
        }
        return web.json_response({"bot": bot, "people": people})

    async def stream_events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events until the page closes."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        with self.state.events.listen() as events:
            await response.prepare(request)
            await response.write(b": connected\n\n")
            while not self.state.closing:
                await response.write(await self._next_event(events))
        return response

    async def show_file(self, request: web.Request) -> web.Response:
        """A picture of a chat; other kinds of file are downloaded, never shown as pages of this address."""
        file = self.state.files.by_path(request.match_info["path"])
        if file is None:
            raise web.HTTPNotFound
        shown = file.mime_type if file.mime_type in _SHOWN else "application/octet-stream"
        return web.Response(body=file.content, content_type=shown, headers={"X-Content-Type-Options": "nosniff"})

    async def add_person(self, request: web.Request) -> Any:
        """Adds somebody."""
        body = await _body(request)
        name, language = _text(body, "name").strip(), body.get("language") or "fa"
        if not name or len(name) > 64:
            raise PageError("A person needs a name of 1 to 64 letters.")
        if not isinstance(language, str):
            raise PageError("A language is a short code such as fa.")
        return person_json(self.state.add_person(name, language_code=language))

    async def send(self, request: web.Request) -> Any:
        """Sends a text or a sticker."""
        person, body = self._person(request), await _body(request)
        if "sticker" in body:
            return message_json(person.send_sticker(_text(body, "sticker")))
        text = _text(body, "text")
        if person.presses_key(text):
            person.press(text)
            return message_json(person.messages[-1])
        return message_json(person.send(text))

    async def press(self, request: web.Request) -> Any:
        """Presses an inline button by its data."""
        person, body = self._person(request), await _body(request)
        person.press(data=_text(body, "data"), message_id=_number(body, "message_id"))
        return {"ok": True}

    async def edit(self, request: web.Request) -> Any:
        """Changes a message of the person's own."""
        person, body = self._person(request), await _body(request)
        return message_json(person.edit(_number(body, "message_id"), _text(body, "text")))

    async def block(self, request: web.Request) -> Any:
        """Blocks or unblocks the bot."""
        person, body = self._person(request), await _body(request)
        if body.get("blocked"):
            person.block()
        else:
            person.unblock()
        return person_json(person)

    def _person(self, request: web.Request) -> Person:
        person = self.state.people.get(int(request.match_info["person_id"]))
        if person is None:
            raise PageError("There is no such person.")
        return person

    async def _next_event(self, events: asyncio.Queue[Event]) -> bytes:
        try:
            event = await asyncio.wait_for(events.get(), _KEEP_ALIVE)
        except TimeoutError:
            return b": still here\n\n"
        return f"data: {json.dumps(self._event_json(event))}\n\n".encode()

    def _event_json(self, event: Event) -> Event:
        message = event.get("message")
        if isinstance(message, Message):
            event = {**event, "message": message_json(message)}
        if event["type"] == "person":
            event = {**event, "person": person_json(self.state.people[event["person_id"]])}
        return event


def _with_sentences(action: Callable[[web.Request], Awaitable[Any]]) -> Handler:
    """Makes a handler that answers JSON, and 400 with the sentence where the action cannot be done."""

    async def handler(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response(await action(request))
        except PageError as error:
            return web.json_response({"error": str(error)}, status=400)

    return handler


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.read() or b"{}")
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise PageError("The request is not a JSON object.")
    return body


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise PageError(f"{name} is missing.")
    return value


def _number(body: dict[str, Any], name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise PageError(f"{name} is missing.")
    return value
