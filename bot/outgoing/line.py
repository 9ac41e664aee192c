"""The way to the API: while it is broken one call at a time tries it, all others wait for that one."""

import asyncio
import random

from bot.log import get_logger
from bot.outgoing.errors import CallFailed

log = get_logger(__name__)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0  # seconds between two probes


class Line:
    """Shared by every sender of a process. Whoever is let through must say `works`, `broke` or `abandon`."""

    def __init__(self) -> None:
        self._is_broken = False
        self._is_probed = False
        self._pause = _FIRST_PAUSE
        self._changed = asyncio.Event()

    async def wait(self) -> bool:
        """Return when a call may be made; True when that call is the probe of a broken line."""
        while self._is_broken:
            if self._is_probed:
                await self._changed.wait()
                continue
            self._is_probed = True
            try:
                await asyncio.sleep(self._pause * random.uniform(0.8, 1.2))  # noqa: S311  (spreads load, hides nothing)
            except BaseException:
                self.abandon(is_probe=True)
                raise
            return True
        return False

    def works(self) -> None:
        """The API answered, whatever it said: everybody may go on."""
        self._pause = _FIRST_PAUSE
        if self._is_broken:
            self._is_broken = self._is_probed = False
            log.info("sending_goes_on")
            self._tell()

    def broke(self, error: CallFailed, *, is_probe: bool) -> None:
        """A call did not get through. Only a probe's failure makes the pause longer."""
        if is_probe:
            self._pause = min(self._pause * 2, _LONGEST_PAUSE)
            self.abandon(is_probe=True)
        elif not self._is_broken:
            self._is_broken = True
            log.warning("sending_paused", reason=error.reason)
            self._tell()

    def abandon(self, *, is_probe: bool) -> None:
        """The call was not made after all; if it was to be the probe, somebody else makes it."""
        if is_probe:
            self._is_probed = False
            self._tell()

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
