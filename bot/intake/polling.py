"""Fetching updates: stored and committed first, acknowledged only then."""

import asyncio
import json
import random
import re
from datetime import UTC, datetime
from typing import Any

from bot.alerts import Alerts
from bot.database_watch import DatabaseWatch
from bot.intake.arrival import ALLOWED_UPDATES, callback_id_of, is_group_talk, parse_arrival
from bot.intake.dispatcher import Dispatcher
from bot.log import get_logger
from bot.outgoing.api import ApiClient
from bot.outgoing.callbacks import CallbackAnswers
from bot.outgoing.errors import ApiError, CallFailed, Unknown
from models.database import Database, is_database_trouble
from models.services import inbox
from models.services.inbox import Arrival

log = get_logger(__name__)
LONG_POLL = 25  # seconds the server may keep us waiting for news
_BATCH = 100  # the most getUpdates gives
_UPDATE_ID = re.compile(rb'"update_id"\s*:\s*(\d{1,18})')
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0  # seconds between two tries while the network is away


class Poller:
    """Long-polls getUpdates for ever: a network that is away for hours is waited for, never given up."""

    def __init__(
        self,
        *,
        client: ApiClient,
        database: Database,
        dispatcher: Dispatcher,
        callbacks: CallbackAnswers,
        watch: DatabaseWatch,
        alerts: Alerts,
        bot_id: int,
    ) -> None:
        self._client = client
        self._database = database
        self._dispatcher = dispatcher
        self._callbacks = callbacks
        self._watch = watch
        self._alerts = alerts
        self._bot_id = bot_id
        self._offset: int | None = None
        self._pause = _FIRST_PAUSE
        self._said: str | None = None
        self._limit = _BATCH

    async def run(self) -> None:
        """Poll until cancelled."""
        while True:
            await self._watch.wait()
            try:
                raws = await self._fetch()
            except CallFailed as error:
                await self._pass_unreadable(error)
                await self._back_off(error)
                continue
            self._recovered()
            if raws:
                await self._take(raws)

    async def _fetch(self) -> list[Any]:
        parameters = {
            "offset": self._offset,
            "limit": self._limit,
            "timeout": LONG_POLL,
            "allowed_updates": list(ALLOWED_UPDATES),
        }
        found = await self._client.call("getUpdates", parameters, timeout=15.0)
        if not isinstance(found, list):
            raise CallFailed("getUpdates", "the answer is not a list of updates")
        self._limit = _BATCH
        return found

    async def _pass_unreadable(self, error: CallFailed) -> None:
        """After an answer that is no JSON: fetch one update at a time, and set the one aside that cannot be read."""
        if not isinstance(error, Unknown) or error.status != 200 or not error.answer:
            return
        if self._limit > 1:
            self._limit = 1
            return
        found = _UPDATE_ID.search(error.answer)
        if found is None:
            return
        update_id = int(found[1])
        log.error("update_unreadable", update_id=update_id)
        payload = json.dumps(error.answer.decode("utf-8", "replace"))
        self._dispatcher.add(await self._store_surely([Arrival(update_id, 0, payload)]))
        self._offset = update_id + 1

    async def _take(self, raws: list[Any]) -> None:
        arrivals = []
        for raw in raws:
            arrival = parse_arrival(raw)
            if arrival is None:
                log.error("update_without_id")
                self._alerts.add("update_without_id", "an update without a usable id")
            else:
                arrivals.append((arrival, raw))
        if not arrivals:  # nothing can be acknowledged: asking again at once would only spin
            await asyncio.sleep(_FIRST_PAUSE)
            return
        kept = [arrival for arrival, raw in arrivals if not is_group_talk(raw)]
        self._dispatcher.add(await self._store_surely(kept))
        for _, raw in arrivals:
            callback_id = callback_id_of(raw)
            if callback_id is not None:
                self._callbacks.expect(callback_id)
        # In the order given, not by the largest: after a quiet week the messenger begins anew at a random number.
        self._offset = arrivals[-1][0].update_id + 1

    async def _store_surely(self, arrivals: list[Arrival]) -> list[tuple[int, int]]:
        while arrivals:
            try:
                return await self._store(arrivals)
            except Exception as error:
                if is_database_trouble(error):
                    self._watch.report(error)
                    await self._watch.wait()
                    continue
                log.exception("batch_not_stored", count=len(arrivals))
                if len(arrivals) == 1:
                    self._alerts.add("update_not_stored", f"update {arrivals[0].update_id} could not be stored")
                    return []
            rows = []
            for arrival in arrivals:  # row by row: one that the database refuses must not take the others along
                rows += await self._store_surely([arrival])
            return rows
        return []

    async def _store(self, arrivals: list[Arrival]) -> list[tuple[int, int]]:
        async with self._database.transaction() as session:
            return await inbox.store(session=session, bot_id=self._bot_id, arrivals=arrivals, now=datetime.now(UTC))

    async def _back_off(self, error: CallFailed) -> None:
        self._say(error)
        pause = self._pause
        if isinstance(error, ApiError) and error.retry_after is not None:
            pause = error.retry_after
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)
        await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311  (spreads load, hides nothing)

    def _say(self, error: CallFailed) -> None:
        sentence = _SENTENCES.get(error.code) if isinstance(error, ApiError) else None
        text = sentence or f"the messenger cannot be reached ({error.reason}); trying again until it can"
        if text != self._said:  # said once, not at every try of a long night
            log.warning("polling_paused", reason=text)
            self._said = text

    def _recovered(self) -> None:
        self._pause = _FIRST_PAUSE
        if self._said is not None:
            log.info("polling_goes_on")
            self._said = None


_SENTENCES = {
    401: "the messenger refuses BOT_TOKEN (401): was it revoked? Trying again in case it is mended",
    404: "the messenger does not know BOT_TOKEN (404): check BOT_TOKEN and BOT_API_URL",
    409: "another program polls with the same BOT_TOKEN (409), or a webhook is set: stop the other one",
}
