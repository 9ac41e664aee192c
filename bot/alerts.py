"""Alerts: the owners hear of what went wrong, in one message for many of the same, never in a flood."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.log import get_logger
from handlers.views.errors import owner_alert
from locales import translator
from models.database import Database
from models.services import answers, people
from models.services.answers import Waiting

log = get_logger(__name__)


_FIRST_SILENCE, _LONGEST_SILENCE = 30.0, 3600.0  # seconds a kind is not said again, growing while it goes on


class Alerts:
    """Gathers what owners should look at; `flush` is called by a timer and writes at most one message a kind."""

    def __init__(
        self,
        *,
        database: Database,
        platform: str,
        bot_id: int,
        owner_ids: tuple[int, ...],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._platform = platform
        self._bot_id = bot_id
        self._owner_ids = owner_ids
        self._clock = clock
        self._counts: Counter[str] = Counter()
        self._latest: dict[str, str] = {}
        self._silences: dict[str, _Silence] = {}

    def add(self, kind: str, summary: str) -> None:
        """Note one happening. `summary` is for owners: it names no resident and quotes nobody."""
        self._counts[kind] += 1
        self._latest[kind] = summary

    async def flush(self) -> list[Waiting]:
        """Write what gathered and is due as answers to the owners; return them for sending."""
        now = self._clock()
        due = {kind: number for kind, number in self._counts.items() if now >= self._silence(kind).ends_at}
        if not due:
            return []
        waiting = await self._write(due, self._latest)
        self._counts -= Counter(due)  # only now: what could not be written, the database being away, is said later
        for kind in due:
            self._silences[kind] = self._silence(kind).after(now)
        return waiting

    def _silence(self, kind: str) -> "_Silence":
        return self._silences.get(kind, _NONE)

    async def _write(self, counts: Mapping[str, int], latest: Mapping[str, str]) -> list[Waiting]:
        async with self._database.transaction() as session:
            owners = await people.chats_of_users(
                session=session, platform=self._platform, bot_id=self._bot_id, user_ids=self._owner_ids
            )
            drafts = [
                answers.Draft(
                    chat_id, "sendMessage", owner_alert(latest[kind], count, translator(language)).to_parameters()
                )
                for chat_id, language in owners
                for kind, count in counts.items()
            ]
            return await answers.record(
                session=session, bot_id=self._bot_id, inbox_id=None, drafts=drafts, now=datetime.now(UTC)
            )


@dataclass(frozen=True)
class _Silence:
    """After a kind was said: until when it is only counted (in the clock's seconds), and for how long that is."""

    ends_at: float
    seconds: float

    def after(self, now: float) -> "_Silence":
        """The next one: longer while the trouble goes on, the first again after a time without it."""
        goes_on = self.seconds and now - self.ends_at < self.seconds
        seconds = min(self.seconds * 3, _LONGEST_SILENCE) if goes_on else _FIRST_SILENCE
        return _Silence(now + seconds, seconds)


_NONE = _Silence(float("-inf"), 0.0)
