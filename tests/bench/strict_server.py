"""A messenger in a process of its own that enforces its limits (429) while residents press buttons and wait.

The limits are those of the playground's flood control: core.telegram.org/bots/faq#my-bot-is-hitting-limits. Whoever is
told something without having asked is counted once; of those who press, the time from the press until the first message
to them has come in.
"""

import asyncio
import contextlib
import json
import multiprocessing
import time
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from bot.playground.errors import RefusedError
from bot.playground.flood import COUNTED, FloodControl
from tests.request_stream import RequestStream, answer, chat_of, refusal

OVERALL = 30.0  # messages a second
FIRST_READER = 7_100_000_001  # those who press; everybody else is only told
_FIRST_UPDATE = 700_000_001
_BUTTONS = ("1:privacy:show:0:0", "1:mine:page:0:0")
_BOT = {"id": 42, "is_bot": True, "first_name": "محله‌یار", "username": "mahalleyar_bot"}


@dataclass(frozen=True)
class Report:
    """What came in. `seconds` are from the first message to the last of those who were told.

    Attributes:
        told: Messages to people who did not press.
        people: How many different ones.
        taken: All that counted against the limit in those seconds.
        refused: 429s.
        waits: Seconds that each press waited, sorted; `unanswered` presses are not in it.
    """

    told: int
    people: int
    taken: int
    seconds: float
    refused: int
    waits: list[float]
    unanswered: int

    @property
    def share(self) -> float:
        """Of the rate that is permitted, how much was used."""
        return (self.taken - 1) / (OVERALL * self.seconds) if self.seconds else 0.0

    @property
    def wait_p95(self) -> float:
        """Seconds in which 95 of 100 presses were answered; infinite where one never was."""
        if not self.waits or self.unanswered:
            return float("inf")
        return self.waits[int(len(self.waits) * 0.95)]


class _World:
    """Who was told, who presses, who waits."""

    def __init__(self, *, is_strict: bool) -> None:
        self._flood = FloodControl(clock=time.monotonic)
        if is_strict:
            self._flood.switch_on()
        self._told: Counter[int] = Counter()
        self._taken: deque[float] = deque()
        self._first = self._last = 0.0
        self._pressed: dict[int, float] = {}
        self._waits: list[float] = []
        self._updates: list[bytes] = []
        self._first_kept = _FIRST_UPDATE
        self._poll: tuple[asyncio.Transport, bytes] | None = None
        self._pressing: asyncio.Task[None] | None = None
        self.has_polled = asyncio.Event()

    def take(self, transport: asyncio.Transport, method: str, request: bytes) -> None:
        """Answer one call."""
        if method == "getUpdates":
            self._poll = (transport, request)
            self.has_polled.set()
            self._give_updates()
            return
        chat_id = chat_of(request)
        try:
            self._flood.check(method, chat_id)
        except RefusedError as error:
            retry_after = error.body["parameters"]["retry_after"]
            transport.write(refusal(429, error.description, retry_after=retry_after))
            return
        if method in COUNTED:
            self._note(chat_id)
        transport.write(self._result(method, chat_id))

    def _note(self, chat_id: int) -> None:
        now = time.monotonic()
        if not self._is_reader(chat_id):
            self._told[chat_id] += 1
            self._first, self._last = self._first or now, now
        elif chat_id in self._pressed:
            self._waits.append(now - self._pressed.pop(chat_id))
        self._taken.append(now)

    @staticmethod
    def _is_reader(chat_id: int) -> bool:
        return FIRST_READER <= chat_id < FIRST_READER + 100_000

    def _result(self, method: str, chat_id: int) -> bytes:
        if method == "getMe":
            return answer(_BOT | {"can_join_groups": True})
        if method not in COUNTED:
            return answer(True)
        chat = {"id": chat_id, "first_name": "مریم", "type": "private"}
        return answer(
            {
                "message_id": len(self._taken) + 1000,
                "from": _BOT,
                "chat": chat,
                "date": int(time.time()),
                "text": "اطلاعیه",
            }
        )

    def _give_updates(self) -> None:
        if self._poll is None:
            return
        transport, request = self._poll
        body = request[request.find(b"\r\n\r\n") + 4 :]
        offset = json.loads(body).get("offset") or 0
        while self._updates and self._first_kept < offset:
            self._updates.pop(0)
            self._first_kept += 1
        if self._updates:
            self._poll = None
            transport.write(answer([json.loads(update) for update in self._updates[:100]]))

    def press(self, people: int, rate: float) -> None:
        """Let so many residents press in turn from now on, `rate` presses a second; 0 ends it."""
        if self._pressing is not None:
            self._pressing.cancel()
        self._pressing = asyncio.create_task(self._press_on(people, rate)) if rate else None

    async def _press_on(self, people: int, rate: float) -> None:
        number = 0
        while True:
            chat_id = FIRST_READER + number % people
            if chat_id not in self._pressed:
                self._pressed[chat_id] = time.monotonic()
                number_of_update = self._first_kept + len(self._updates)
                self._updates.append(json.dumps(_press(number_of_update, chat_id, number)).encode())
                self._give_updates()
            number += 1
            await asyncio.sleep(1 / rate)

    def forget(self) -> None:
        """Count from now on."""
        self._told.clear()
        self._taken.clear()
        self._waits.clear()
        self._pressed.clear()
        self._first = self._last = 0.0
        self._flood.refused = 0

    def report(self) -> Report:
        """What came in since `forget`."""
        taken = sum(1 for moment in self._taken if self._first <= moment <= self._last)
        now = time.monotonic()
        return Report(
            told=self._told.total(),
            people=len(self._told),
            taken=taken,
            seconds=self._last - self._first,
            refused=self._flood.refused,
            waits=sorted(self._waits),
            unanswered=sum(1 for moment in self._pressed.values() if now - moment > 5),
        )


def _press(number: int, chat_id: int, press: int) -> dict[str, Any]:
    user = {"id": chat_id, "first_name": "مریم"}
    return {
        "update_id": number,
        "callback_query": {
            "id": str(10**9 + number),
            "from": {**user, "is_bot": False, "language_code": "fa"},
            "chat_instance": "1",
            "data": _BUTTONS[press % len(_BUTTONS)],
            "message": {
                "message_id": 5,
                "from": _BOT,
                "chat": {**user, "type": "private"},
                "date": int(time.time()),
                "text": "سلام",
            },
        },
    }


async def _serve(parent: Connection, *, is_strict: bool) -> None:
    world, loop = _World(is_strict=is_strict), asyncio.get_running_loop()
    server = await loop.create_server(lambda: RequestStream(world.take), "127.0.0.1", 0)
    parent.send(server.sockets[0].getsockname()[1])

    def obey() -> None:
        order, *values = parent.recv()
        if order == "press":
            world.press(*values)
        elif order == "forget":
            world.forget()
        elif order == "has_polled":
            parent.send(world.has_polled.is_set())
        else:
            parent.send(world.report())

    loop.add_reader(parent.fileno(), obey)
    await server.serve_forever()


def _run(parent: Connection, is_strict: bool) -> None:
    with contextlib.suppress(KeyboardInterrupt, EOFError):
        asyncio.run(_serve(parent, is_strict=is_strict))


class StrictServer:
    """The server as its parent sees it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.base_url = f"http://127.0.0.1:{self._receive()}"

    def _receive(self) -> Any:
        if not self._connection.poll(10):
            raise TimeoutError("no word from the bench's server")
        return self._connection.recv()

    def press(self, people: int, rate: float) -> None:
        """Let so many residents press in turn, `rate` presses a second; 0 ends it."""
        self._connection.send(("press", people, rate))

    def forget(self) -> None:
        """Count from now on."""
        self._connection.send(("forget",))

    def report(self) -> Report:
        """What came in."""
        self._connection.send(("report",))
        report: Report = self._receive()
        return report

    def wait_for_poll(self, seconds: float = 30.0) -> None:
        """Wait until somebody polls.

        Raises:
            TimeoutError: nobody does.
        """
        deadline = time.monotonic() + seconds
        while True:
            self._connection.send(("has_polled",))
            if self._receive():
                return
            if time.monotonic() > deadline:
                raise TimeoutError("nobody polled the bench's server")
            time.sleep(0.05)

    def wait_until_told(self, people: int, seconds: float) -> Report:
        """Wait until so many were told; return what came in.

        Raises:
            TimeoutError: they were not.
        """
        deadline = time.monotonic() + seconds
        while (report := self.report()).people < people:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{report.people} of {people} were told within {seconds:g} s: {report}")
            time.sleep(0.1)
        return report


@contextlib.contextmanager
def strict_server(*, is_strict: bool = True) -> Iterator[StrictServer]:
    """Run a server; without `is_strict` it lets everything pass."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_run, args=(there, is_strict), daemon=True)
    process.start()
    try:
        yield StrictServer(here)
    finally:
        process.terminate()
        process.join()
