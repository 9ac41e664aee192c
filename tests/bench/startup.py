"""From process start to the first answer, memory with hazm loaded, and how long `mahalleyar --help` takes."""

import asyncio
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.dialogue_server import dialogue_server
from tests.bench.harness import Bench, Ceiling, Contestant
from tests.bench.served_process import running, settings_for, wait_until_idle
from tests.crash.ledger import found_city

MOST_SECONDS, MOST_MEGABYTES, MOST_HELP = 5.0, 350.0, 0.5
_MAHALLEYAR = Path(sys.executable).with_name("mahalleyar")
_COMMAND = (str(_MAHALLEYAR),) if _MAHALLEYAR.exists() else (sys.executable, "-m", "bot")


class Start:
    """One start of the program with somebody waiting; remembers the memory it came to need."""

    def __init__(self) -> None:
        self._megabytes = 0.0

    async def seconds_to_first_answer(self) -> float:
        """From the spawn of `mahalleyar run` to the first message that a waiting /start gets."""
        with tempfile.TemporaryDirectory(prefix="mahalleyar-startup-") as folder:
            address = f"sqlite:///{folder}/mahalleyar.db"
            await found_city(address)
            return await asyncio.to_thread(self._start, address)

    def _start(self, address: str) -> float:
        with dialogue_server(people=1, submissions=1, expected={"sendMessage": 1}) as server:
            server.open()
            started = time.perf_counter()
            with running(*_COMMAND, "run", environment=settings_for(server.base_url, address)) as process:
                server.wait_until_served()
                seconds = time.perf_counter() - started
                wait_until_idle(process)  # hazm is loaded, and has normalised what was registered
                self._megabytes = process.memory_info().rss / 1024 / 1024
        return seconds

    def megabytes(self) -> float:
        """Resident memory of the process just started, everything loaded."""
        return self._megabytes


def help_seconds() -> float:
    """From start to end of `mahalleyar --help`."""
    started = time.perf_counter()
    subprocess.run([*_COMMAND, "--help"], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def build() -> Bench:
    """Names the ceilings of issue 2."""
    start = Start()
    return Bench(
        name="startup",
        title="Starting the program",
        contestants=(
            Contestant("first_answer", start.seconds_to_first_answer, "s", "spawn to the first sendMessage"),
            Contestant("memory", start.megabytes, "MB resident", "hazm loaded, after a submission"),
            Contestant("help", help_seconds, "s", "mahalleyar --help"),
        ),
        ceilings=(
            Ceiling("first_answer", MOST_SECONDS),
            Ceiling("memory", MOST_MEGABYTES),
            Ceiling("help", MOST_HELP),
        ),
        rounds=5,
        warm_up=False,
    )


if __name__ == "__main__":
    sys.exit(build().run())
