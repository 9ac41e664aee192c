"""The real demo, in a process of its own, for the tests that look at its page."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.daytime import daytime_zone


@asynccontextmanager
async def running_demo(folder: Path) -> AsyncIterator[str]:
    """`mahalleyar demo` as a newcomer starts it by day; gives the page's address, and looks how it ends."""
    demo = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--no-browser", "--port", "0", "--keep", str(folder)),
        env={**os.environ, "TIMEZONE": daytime_zone().key},
        stdout=asyncio.subprocess.PIPE,
    )
    assert demo.stdout is not None
    try:
        async with asyncio.timeout(60):
            line = (await demo.stdout.readline()).decode()
        yield line.rpartition(" ")[2].strip()
    finally:
        demo.terminate()
        rest = (await demo.stdout.read()).decode()
        assert await demo.wait() == 0
        assert "Stopped." in rest
