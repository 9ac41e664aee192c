"""The real program in a process of its own, to be killed, stopped and started again."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import bot

TOKEN = "42:playground"  # noqa: S105  (the playground knows no other)
_POLL_SECONDS = 0.02


class BotProcess:
    """`python -m bot run` with settings from the environment alone.

    Args:
        folder: its working directory; its log is kept there over all its lives.
        api_url: the playground.
        database_url: as the setting.
        environment: settings beside those, or instead of them.
    """

    def __init__(
        self, folder: Path, *, api_url: str, database_url: str, environment: Mapping[str, str] | None = None
    ) -> None:
        self.folder = folder
        self.log = folder / "bot.log"
        self._process: asyncio.subprocess.Process | None = None
        self._read_from = 0
        self._environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ},
            "BOT_TOKEN": TOKEN,
            "BOT_PLATFORM": "playground",
            "BOT_API_URL": api_url,
            "DATABASE_URL": database_url,
            "MEDIA_DIR": str(folder / "media"),
            "SEND_RATE": "0",
            "CHAT_RATE": "0",
            "LOG_FORMAT": "json",
            **(environment or {}),
        }
        # The program of this very checkout, whatever else is installed.
        path = (self._environment.get("PYTHONPATH"), str(Path(bot.__file__).parents[1]))
        self._environment["PYTHONPATH"] = os.pathsep.join(filter(None, path))

    @property
    def pid(self) -> int:
        """The number of the running process."""
        return self._running().pid

    def _running(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise RuntimeError("the program was not started")
        return self._process

    async def start(self) -> None:
        """Start it; what it logs from now on is what `events` gives."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._read_from = log.tell()
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "bot", "run"),
                cwd=self.folder,
                env=self._environment,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=log,
            )

    async def kill(self) -> None:
        """End it with kill -9."""
        if self._running().returncode is None:
            self._running().kill()
        await self._running().wait()

    async def terminate(self, *, within: float) -> int:
        """Ask it to end, as a service manager does, and return its exit code.

        Raises:
            TimeoutError: it still runs after so many seconds.
        """
        self._running().send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self._running().wait(), within)

    @property
    def is_running(self) -> bool:
        """Whether it has neither ended nor been ended."""
        return self._process is not None and self._process.returncode is None

    def events(self) -> list[dict[str, Any]]:
        """What it logged since its last start, line by line; a line that is no JSON has the event "plain"."""
        with self.log.open("rb") as log:
            log.seek(self._read_from)
            lines = log.read().decode(errors="replace").splitlines()
        return [_parsed(line) for line in lines]

    def said(self, event: str) -> bool:
        """Whether it logged such an event since its last start."""
        return any(line["event"] == event for line in self.events())

    async def wait_for(self, event: str, *, within: float = 30.0) -> None:
        """Wait until it has logged such an event.

        Raises:
            AssertionError: it ended, or did not say so within that many seconds; the text shows its log.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while not self.said(event):
            assert self.is_running, f"it ended before it said {event}:\n{self.tail()}"
            assert loop.time() < deadline, f"it did not say {event} within {within:g} s:\n{self.tail()}"
            await asyncio.sleep(_POLL_SECONDS)

    def tail(self, lines: int = 40) -> str:
        """The end of its log."""
        return "\n".join(line[:400] for line in self.log.read_text(errors="replace").splitlines()[-lines:])

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.is_running:
            await self.kill()


def _parsed(line: str) -> dict[str, Any]:
    try:
        parsed = json.loads(line)
    except ValueError:
        return {"event": "plain", "text": line}
    return parsed if isinstance(parsed, dict) and "event" in parsed else {"event": "plain", "text": line}
