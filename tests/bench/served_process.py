"""A bot in a process of its own, as the benches start one, with what it costs."""

import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types

import bot

TOKEN = "42:playground"  # noqa: S105  (opens nothing)
_IDLE = 0.02  # of a core, below which a process has finished starting
_ROOT = Path(bot.__file__).parents[1]


def settings_for(base_url: str, database_url: str) -> dict[str, str]:
    """The settings of `mahalleyar run` with the rates lifted."""
    return {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": base_url,
        "DATABASE_URL": database_url,
        "SEND_RATE": "0",
        "CHAT_RATE": "0",
        "LOG_LEVEL": "WARNING",
    }


@contextlib.contextmanager
def running(*command: str, environment: Mapping[str, str]) -> Iterator[psutil.Process]:
    """Run a command from an empty folder, with this environment alone; it is killed afterwards."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    with tempfile.TemporaryDirectory(prefix="mahalleyar-bench-") as folder:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**kept, "PYTHONPATH": str(_ROOT), "MEDIA_DIR": f"{folder}/media", **environment},
            stdout=subprocess.DEVNULL,
        )
        try:
            yield psutil.Process(process.pid)
        finally:
            process.kill()
            process.wait()


def cpu_seconds(process: psutil.Process) -> float:
    """What it has used of the CPU so far."""
    times = process.cpu_times()
    return float(times.user + times.system)


def wait_until_idle(process: psutil.Process, *, longest: float = 20.0) -> None:
    """Wait until it has done what it does at its start (ours loads hazm), so that this is not counted.

    Raises:
        TimeoutError: it never rests.
    """
    deadline, before = time.monotonic() + longest, cpu_seconds(process)
    while time.monotonic() < deadline:
        time.sleep(0.5)
        now = cpu_seconds(process)
        if now - before < _IDLE * 0.5:
            return
        before = now
    raise TimeoutError("it did not finish starting")
