"""The cheapest Bot API that holds a conversation: residents' messages by getUpdates, canned answers to the rest.

It runs in a process of its own and is told when to hand out the messages; it reports how long it took until the
last answer to them had come in.
"""

import asyncio
import contextlib
import json
import multiprocessing
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from multiprocessing.connection import Connection
from typing import Any

from tests.request_stream import RequestStream, answer, response

BATCH = 100
FIRST_PERSON = 7_200_000_001
_FIRST_UPDATE = 500_000_001
_PLACES = ("ساحلی", "علی آباد", "کوی معلم", "چهارراه کارگر")
_OFFSET = re.compile(rb'offset"?[:=] *(\d+)')
_BOT = {"id": 42, "is_bot": True, "first_name": "محله‌یار", "username": "mahalleyar_bot"}
_SENT = {
    "message_id": 0,
    "from": _BOT,
    "chat": {"id": FIRST_PERSON, "first_name": "مریم", "type": "private"},
    "date": 1_790_000_000,
    "text": "پیش‌نویس شما: گزارش مشکل · روشنایی معابر",
}


def dialogue_updates(people: int, submissions: int) -> list[dict[str, Any]]:
    """Everybody's /start, neighbourhood, and submissions with their confirmations, interleaved, in order.

    From the second submission on, the bot asks whether the text belongs to the one before: it does not.
    """
    again = (word for number in range(1, submissions) for word in (number, "نه", "ثبت"))
    rows: list[str | int | None] = ["/start", None, 0, "ثبت", *again]
    updates: list[dict[str, Any]] = []
    for row in rows:
        for person in range(people):
            text = _PLACES[person % len(_PLACES)] if row is None else row
            if isinstance(text, int):
                text = f"چراغ کوچهٔ {person} سه هفته است که خاموش است؛ بار {text} است که می‌نویسم، لطفاً رسیدگی کنید"
            updates.append(_update(len(updates), FIRST_PERSON + person, text))
    return updates


def _update(number: int, person: int, text: str) -> dict[str, Any]:
    user = {"id": person, "first_name": f"شهروند {person}"}
    message: dict[str, Any] = {
        "message_id": number + 1,
        "from": {**user, "is_bot": False, "language_code": "fa"},
        "chat": {**user, "type": "private"},
        "date": int(time.time()),
        "text": text,
    }
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return {"update_id": _FIRST_UPDATE + number, "message": message}


class _World:
    """What is handed out, what came back, and who is told when it is done."""

    def __init__(self, people: int, submissions: int, expected: Mapping[str, int], parent: Connection) -> None:
        self._updates = [json.dumps(update).encode() for update in dialogue_updates(people, submissions)]
        self._missing = Counter(expected)
        self._parent = parent
        self._started = 0.0
        self._is_open = False
        self._poll: tuple[asyncio.Transport, bytes] | None = None
        self._message_id = 1_000_000
        self._true, self._me = answer(True), answer(_BOT | {"can_join_groups": True})

    def open(self) -> None:
        """Hand out the messages from now on."""
        self._is_open, self._started = True, time.perf_counter()
        if self._poll is not None:
            transport, request = self._poll
            self._give_updates(transport, request)

    def take(self, transport: asyncio.Transport, method: str, request: bytes) -> None:
        """Answer one call."""
        if method == "getUpdates":
            if self._poll is None and not self._is_open:
                self._parent.send("polled")
            self._poll = (transport, request)
            if self._is_open:
                self._give_updates(transport, request)
            return
        transport.write(self._result(method))
        if self._missing[method] > 0:
            self._missing[method] -= 1
            if not +self._missing:
                self._parent.send(time.perf_counter() - self._started)

    def _result(self, method: str) -> bytes:
        if method in {"sendMessage", "editMessageText"}:
            self._message_id += 1
            return answer({**_SENT, "message_id": self._message_id})
        return self._me if method == "getMe" else self._true

    def _give_updates(self, transport: asyncio.Transport, request: bytes) -> None:
        offset = _OFFSET.search(request)
        first = max(0, int(offset[1]) - _FIRST_UPDATE) if offset else 0
        batch = self._updates[first : first + BATCH]
        if batch:  # else the long poll stays open: there is no more news
            transport.write(response(200, b'{"ok":true,"result":[' + b",".join(batch) + b"]}"))


async def _serve(world: _World, parent: Connection) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: RequestStream(world.take), "127.0.0.1", 0)
    parent.send(server.sockets[0].getsockname()[1])

    def obey() -> None:
        parent.recv()  # there is one order only
        world.open()

    loop.add_reader(parent.fileno(), obey)
    await server.serve_forever()


def _run(people: int, submissions: int, expected: Mapping[str, int], parent: Connection) -> None:
    with contextlib.suppress(KeyboardInterrupt, EOFError):
        asyncio.run(_serve(_World(people, submissions, expected, parent), parent))


class DialogueServer:
    """The server as its parent sees it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.base_url = f"http://127.0.0.1:{self._receive(10)}"

    def _receive(self, seconds: float) -> Any:
        if not self._connection.poll(seconds):
            raise TimeoutError(f"no word from the bench's server for {seconds:g} s")
        return self._connection.recv()

    def wait_for_poll(self, seconds: float = 30.0) -> None:
        """Wait until somebody polls.

        Raises:
            TimeoutError: nobody does.
        """
        self._receive(seconds)

    def open(self) -> None:
        """Hand out the messages from now on, to whoever polls."""
        self._connection.send("open")

    def wait_until_served(self, seconds: float = 120.0) -> float:
        """Wait for the last of the expected calls; return how long it took since `open`.

        Raises:
            TimeoutError: some never came.
        """
        return float(self._receive(seconds))

    def seconds_to_serve(self) -> float:
        """Hand out the messages; return how long it took until the last answer to them came in.

        Raises:
            TimeoutError: some answers never came.
        """
        self.open()
        return self.wait_until_served()


@contextlib.contextmanager
def dialogue_server(*, people: int, submissions: int, expected: Mapping[str, int]) -> Iterator[DialogueServer]:
    """Run a server for one turn.

    Args:
        people: who writes.
        submissions: of each of them.
        expected: how many calls of which methods answer them all.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_run, args=(people, submissions, dict(expected), there), daemon=True)
    process.start()
    try:
        yield DialogueServer(here)
    finally:
        process.terminate()
        process.join()
