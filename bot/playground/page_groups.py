"""Groups on the chat page: founding one, and what its members do there."""

from typing import Any

from aiohttp import web

from bot.playground.errors import PageError
from bot.playground.groups import Group
from bot.playground.page_requests import (
    GROUP,
    group_of,
    integer_of,
    person_of,
    read_body,
    text_of,
    with_sentences,
)
from bot.playground.page_shapes import group_json, message_json
from bot.playground.person import Person
from bot.playground.state import State


class PageGroups:
    """Answers ``/page/groups`` and what is below it."""

    def __init__(self, state: State) -> None:
        self.state = state

    def add_routes(self, application: web.Application) -> None:
        """Puts the addresses into the server."""
        router = application.router
        router.add_post("/page/groups", with_sentences(self.found))
        router.add_post(f"{GROUP}/send", with_sentences(self.send))
        router.add_post(f"{GROUP}/press", with_sentences(self.press))
        router.add_post(f"{GROUP}/bot", with_sentences(self.invite))

    async def found(self, request: web.Request) -> Any:
        """Founds a group: ``title``, and ``members`` as ids; the first of them brings the bot in."""
        body = await read_body(request)
        title, ids = text_of(body, "title").strip(), body.get("members")
        if not title or len(title) > 128:
            raise PageError("A group needs a title.", "نام گروه ۱ تا ۱۲۸ حرف است.")
        if not isinstance(ids, list) or not ids:
            raise PageError("A group needs members.", "دست‌کم یک نفر را برای گروه انتخاب کنید.")
        members = [person_of(self.state, integer_of({"member": one}, "member")) for one in ids]
        group = self.state.add_group(title, members, has_bot=False)
        group.add_bot(members[0])
        return group_json(group)

    async def send(self, request: web.Request) -> Any:
        """A member writes: ``person_id`` and ``text``."""
        group, person, body = await self._asked(request)
        return message_json(group.send(person, text_of(body, "text")))

    async def press(self, request: web.Request) -> Any:
        """A member presses an inline button: ``person_id``, ``message_id`` and ``data``."""
        group, person, body = await self._asked(request)
        group.check_member(person)
        group.press_data(person, integer_of(body, "message_id"), text_of(body, "data"))
        return {"ok": True}

    async def invite(self, request: web.Request) -> Any:
        """A member brings the bot in or removes it: ``person_id`` and ``has_bot``."""
        group, person, body = await self._asked(request)
        group.check_member(person)
        (group.add_bot if body.get("has_bot") else group.remove_bot)(person)
        return group_json(group)

    async def _asked(self, request: web.Request) -> tuple[Group, Person, dict[str, Any]]:
        group, body = group_of(self.state, int(request.match_info["group_id"])), await read_body(request)
        return group, person_of(self.state, integer_of(body, "person_id")), body
