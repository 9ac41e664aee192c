"""What all calls of the chat page share: JSON in, JSON or a sentence out."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.playground.errors import PageError
from bot.playground.groups import Group
from bot.playground.person import Person
from bot.playground.state import State

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
PERSON = "/page/people/{person_id:[0-9]+}"
GROUP = "/page/groups/{group_id:-[0-9]+}"


def with_sentences(action: Callable[[web.Request], Awaitable[Any]]) -> Handler:
    """Makes a handler that answers JSON, and 400 with a Persian sentence where the action cannot be done."""

    async def handler(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response(await action(request))
        except PageError as error:
            return web.json_response({"error": error.persian, "detail": str(error)}, status=400)

    return handler


async def read_body(request: web.Request) -> dict[str, Any]:
    """Returns the JSON object that came.

    Raises:
        PageError: Something else came.
    """
    try:
        body = json.loads(await request.read() or b"{}")
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise PageError("The request is not a JSON object.")
    return body


def text_of(body: dict[str, Any], name: str) -> str:
    """Returns a text. Raises PageError if there is none."""
    value = body.get(name)
    if not isinstance(value, str):
        raise PageError(f"{name} is missing.")
    return value


def integer_of(body: dict[str, Any], name: str) -> int:
    """Returns a whole number. Raises PageError if there is none."""
    value = body.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise PageError(f"{name} is missing.")
    return value


def degrees_of(body: dict[str, Any], name: str) -> float:
    """Returns a number. Raises PageError if there is none."""
    value = body.get(name)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise PageError(f"{name} is missing.", "مختصات را کامل بنویسید.")
    return float(value)


def person_of(state: State, person_id: int) -> Person:
    """Returns somebody. Raises PageError if there is no such person."""
    person = state.people.get(person_id)
    if person is None:
        raise PageError("There is no such person.", "این شخص دیگر در این آزمایش نیست.")
    return person


def group_of(state: State, group_id: int) -> Group:
    """Returns a group. Raises PageError if there is no such group."""
    group = state.chats.get(group_id)
    if not isinstance(group, Group):
        raise PageError("There is no such group.", "این گروه دیگر در این آزمایش نیست.")
    return group
