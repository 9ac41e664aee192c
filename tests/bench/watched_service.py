"""`mahalleyar run` with a watch on its event loop and its memory, for the benches.

Run as `python -m tests.bench.watched_service REPORT`. SIGUSR1: count from now on. SIGUSR2: write one JSON object to the
file: `stall` in seconds, `memory` in bytes, the peak of what was resident above what was so at the first signal.
"""

import asyncio
import json
import re
import signal
import sys
from pathlib import Path

from bot.cli.run import prepare_logging, stop_at_signals
from bot.service import Service
from bot.settings import load_settings
from tests.bench.stalls import StallWatch

_SELF = Path("/proc/self")


class MemoryWatch:
    """The peak of resident memory, as Linux counts it."""

    def __init__(self) -> None:
        self._before = _kilobytes("VmRSS")

    def start_over(self) -> None:
        """Count from now on. Source: proc_pid_clear_refs(5), "reset the peak resident set size"."""
        (_SELF / "clear_refs").write_text("5")
        self._before = _kilobytes("VmRSS")

    @property
    def grown(self) -> int:
        """Bytes by which the peak lies above the beginning."""
        return (_kilobytes("VmHWM") - self._before) * 1024


def _kilobytes(name: str) -> int:
    found = re.search(rf"{name}:\s+(\d+) kB", (_SELF / "status").read_text())
    return int(found[1]) if found else 0


async def _serve(report: Path) -> None:
    service = Service(load_settings(needs_token=True))
    stop_at_signals(service)
    async with StallWatch() as stalls:
        memory = MemoryWatch()

        def start_over() -> None:
            stalls.start_over()
            memory.start_over()

        def tell() -> None:
            new = report.with_suffix(".new")
            new.write_text(json.dumps({"stall": stalls.longest, "memory": memory.grown}))
            new.replace(report)  # whole, as soon as it is there

        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGUSR1, start_over)
        loop.add_signal_handler(signal.SIGUSR2, tell)
        await service.run()


if __name__ == "__main__":
    prepare_logging(load_settings(needs_token=True))
    asyncio.run(_serve(Path(sys.argv[1])))
