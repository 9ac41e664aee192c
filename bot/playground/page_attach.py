"""Attaching on the chat page: photos, voices, videos, files, albums and pins."""

from typing import Any

from aiohttp import BodyPartReader, web

from bot.playground.attaching import Attachment, attach, check_place
from bot.playground.errors import PageError
from bot.playground.files import MAX_UPLOAD
from bot.playground.page_requests import PERSON, degrees_of, person_of, read_body, with_sentences
from bot.playground.page_shapes import message_json
from bot.playground.state import State

_MAX_FIELD = 64 * 1024  # bytes; a caption has 1,024 letters
_MAX_FILES = 30
_MEASURES = ("duration", "width", "height")


class PageAttach:
    """Answers ``/page/people/{id}/attach`` and ``…/location``."""

    def __init__(self, state: State) -> None:
        self.state = state

    def add_routes(self, application: web.Application) -> None:
        """Puts the addresses into the server."""
        application.router.add_post(f"{PERSON}/attach", with_sentences(self.attach))
        application.router.add_post(f"{PERSON}/location", with_sentences(self.send_location))

    async def attach(self, request: web.Request) -> Any:
        """Sends the files of a multipart body; the answer has the messages they became.

        Fields: ``kind`` (see ``attaching.KINDS``), ``caption``, any number of files under any names, and per file in
        their order ``duration`` (seconds), ``width`` and ``height`` (pixels).
        """
        fields, files = await _read(request)
        person = person_of(self.state, int(request.match_info["person_id"]))
        measured = [_measured(fields, number) for number in range(len(files))]
        attached = [Attachment(name, content, *sizes) for (name, content), sizes in zip(files, measured, strict=True)]
        caption = fields.get("caption", [""])[0].strip()
        sent = attach(person, fields.get("kind", [""])[0], attached, caption or None)
        return {"messages": [message_json(message) for message in sent]}

    async def send_location(self, request: web.Request) -> Any:
        """Sends a pin: ``latitude`` and ``longitude`` in degrees (WGS 84)."""
        person = person_of(self.state, int(request.match_info["person_id"]))
        body = await read_body(request)
        latitude, longitude = degrees_of(body, "latitude"), degrees_of(body, "longitude")
        check_place(latitude, longitude)
        return message_json(person.send_location(latitude, longitude))


async def _read(request: web.Request) -> tuple[dict[str, list[str]], list[tuple[str, bytes]]]:
    """Reads a multipart body to its end, also where a part is too large: a browser reads no answer before."""
    if request.content_type != "multipart/form-data":
        raise PageError("The request is not multipart/form-data.")
    fields: dict[str, list[str]] = {}
    files: list[tuple[str, bytes]] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise PageError("The request is nested.")
        if part.filename is None:
            value = await _content(part, _MAX_FIELD)
            fields.setdefault(part.name or "", []).append(value.decode("utf-8", "replace"))
        elif len(files) < _MAX_FILES:
            files.append((part.filename or "file", await _content(part, MAX_UPLOAD)))
    return fields, files


async def _content(part: BodyPartReader, limit: int) -> bytes:
    """Returns a part's bytes, one more than the limit at most."""
    content = bytearray()
    while chunk := await part.read_chunk(256 * 1024):
        content += chunk[: limit + 1 - len(content)]
    return bytes(content)


def _measured(fields: dict[str, list[str]], number: int) -> tuple[int, ...]:
    return tuple(_measure(fields.get(name, [])[number : number + 1]) for name in _MEASURES)


def _measure(given: list[str]) -> int:
    try:
        return min(max(0, round(float(given[0]))), 10**6) if given else 0
    except (ValueError, OverflowError):  # a player that does not know says NaN or Infinity
        return 0
