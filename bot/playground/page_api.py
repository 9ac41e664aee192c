"""What the chat page asks for and is told; JSON over HTTP, and server-sent events."""

import asyncio
import json
from dataclasses import asdict
from typing import Any

from aiohttp import web

from bot.playground.errors import PageError
from bot.playground.events import Event
from bot.playground.forwarding import forward
from bot.playground.messages import Message
from bot.playground.page_requests import PERSON, integer_of, person_of, read_body, text_of, with_sentences
from bot.playground.page_shapes import chat_json, group_json, message_json, person_json
from bot.playground.person import Person
from bot.playground.state import State

_KEEP_ALIVE = 15.0  # seconds between comments on a quiet event stream, so that proxies and browsers keep it open


class PageApi:
    """Answers ``/page/…``; errors are 400 with ``{"error": "a Persian sentence", "detail": "an English one"}``."""

    def __init__(self, state: State) -> None:
        self.state = state

    def add_routes(self, application: web.Application) -> None:
        """Puts the page's addresses into the server."""
        router = application.router
        router.add_get("/page/state", self.show_state)
        router.add_get("/page/events", self.stream_events)
        router.add_post("/page/people", with_sentences(self.add_person))
        router.add_post(f"{PERSON}/send", with_sentences(self.send))
        router.add_post(f"{PERSON}/press", with_sentences(self.press))
        router.add_post(f"{PERSON}/edit", with_sentences(self.edit))
        router.add_post(f"{PERSON}/forward", with_sentences(self.forward))
        router.add_post(f"{PERSON}/block", with_sentences(self.block))

    async def show_state(self, _: web.Request) -> web.Response:
        """The bot and everybody with their chats."""
        people = [person_json(person) for person in self.state.people.values()]
        bot = {
            "id": self.state.bot_id,
            "name": self.state.bot["first_name"],
            "username": self.state.bot_username,
        }
        groups = [group_json(group) for group in self.state.groups]
        places = [asdict(place) for place in self.state.places]
        return web.json_response({"bot": bot, "people": people, "groups": groups, "places": places})

    async def stream_events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events until the page closes."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        with self.state.events.listen() as events:
            await response.prepare(request)
            await response.write(b": connected\n\n")
            while not self.state.closing:
                await response.write(await self._next_event(events))
        return response

    async def add_person(self, request: web.Request) -> Any:
        """Adds somebody."""
        body = await read_body(request)
        name, language = text_of(body, "name").strip(), body.get("language") or "fa"
        if not name or len(name) > 64:
            raise PageError("A person needs a name of 1 to 64 letters.", "نام ۱ تا ۶۴ حرف است.")
        if not isinstance(language, str):
            raise PageError("A language is a short code such as fa.")
        return person_json(self.state.add_person(name, language_code=language))

    async def send(self, request: web.Request) -> Any:
        """Sends a text or a sticker; ``reply_to`` is the message that a text answers, if it answers one."""
        person, body = self._person(request), await read_body(request)
        if "sticker" in body:
            return message_json(person.send_sticker(text_of(body, "sticker")))
        text = text_of(body, "text")
        if text in person.special_keys():
            person.press(text)
            return message_json(person.messages[-1])
        answered = integer_of(body, "reply_to") if body.get("reply_to") is not None else None
        return message_json(person.send(text, reply_to=answered))

    async def press(self, request: web.Request) -> Any:
        """Presses an inline button by its data."""
        person, body = self._person(request), await read_body(request)
        person.press(data=text_of(body, "data"), message_id=integer_of(body, "message_id"))
        return {"ok": True}

    async def edit(self, request: web.Request) -> Any:
        """Changes a message of the person's own."""
        person, body = self._person(request), await read_body(request)
        return message_json(person.edit(integer_of(body, "message_id"), text_of(body, "text")))

    async def forward(self, request: web.Request) -> Any:
        """Sends on a message of any chat: ``from`` is the chat's id."""
        person, body = self._person(request), await read_body(request)
        source = self.state.chats.get(integer_of(body, "from"))
        if source is None:
            raise PageError("There is no such chat.", "این گفت‌وگو دیگر در این آزمایش نیست.")
        return message_json(forward(person, source, integer_of(body, "message_id")))

    async def block(self, request: web.Request) -> Any:
        """Blocks or unblocks the bot."""
        person, body = self._person(request), await read_body(request)
        if body.get("blocked"):
            person.block()
        else:
            person.unblock()
        return person_json(person)

    def _person(self, request: web.Request) -> Person:
        return person_of(self.state, int(request.match_info["person_id"]))

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
        chat = self.state.chats[event["person_id"]]
        if event["type"] in ("person", "group"):
            event = {**event, event["type"]: chat_json(chat)}
        if event["type"] == "keyboard" and isinstance(chat, Person):
            event = {**event, "special_keys": chat.special_keys()}
        return event
