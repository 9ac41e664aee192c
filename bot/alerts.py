"""Alerts: the owners hear of what went wrong, in one message for many of the same, never in a flood."""

from collections import Counter
from datetime import UTC, datetime

from bot.log import get_logger
from handlers.views.errors import owner_alert
from locales import translator
from models.database import Database
from models.services import answers, people
from models.services.answers import Waiting

log = get_logger(__name__)


class Alerts:
    """Gathers what owners should look at; `flush` is called by a timer and writes at most one message a kind."""

    def __init__(self, *, database: Database, platform: str, bot_id: int, owner_ids: tuple[int, ...]) -> None:
        self._database = database
        self._platform = platform
        self._bot_id = bot_id
        self._owner_ids = owner_ids
        self._counts: Counter[str] = Counter()
        self._latest: dict[str, str] = {}

    def add(self, kind: str, summary: str) -> None:
        """Note one happening. `summary` is for owners: it names no resident and quotes nobody."""
        self._counts[kind] += 1
        self._latest[kind] = summary

    async def flush(self) -> list[Waiting]:
        """Write what gathered as answers to the owners; return them for sending."""
        if not self._counts:
            return []
        counts, latest = self._counts, self._latest
        self._counts, self._latest = Counter(), {}
        try:
            return await self._write(counts, latest)
        except Exception:
            self._counts.update(counts)  # the database is away: said once it is back
            self._latest = {**latest, **self._latest}
            raise

    async def _write(self, counts: Counter[str], latest: dict[str, str]) -> list[Waiting]:
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
