"""Sending one delivery: each step is on disk before and after its request, so that nobody is told anything twice.

What is written, and in which words it is told, is its book's: one for what is told to one person, one for what is told
to many.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from bot.alerts import Alerts
from bot.database_watch import DatabaseWatch
from bot.log import get_logger
from bot.outgoing.api import Addressed
from bot.outgoing.errors import ApiError, CallFailed, Unknown
from bot.outgoing.limiter import Lane
from bot.outgoing.mending import is_chat_closed, is_markup_refused, without_markup
from bot.outgoing.templates import SharedCall
from bot.outgoing.way import Way
from handlers.calls import Call
from models.database import is_database_trouble
from models.delivery import DeliveryState
from models.services.delivery_sending import Due, NotYet

log = get_logger(__name__)
_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 900.0  # seconds until one that the API's server failed on is tried again


@dataclass(frozen=True)
class Trip[D: Due]:
    """A delivery on its way, and what the API taught about it."""

    due: D
    chat_id: int
    is_plain: bool = False
    without_files: bool = False
    has_moved: bool = False


@dataclass(frozen=True)
class End:
    """What became of a delivery, and what left of it; `closed_chat` is the chat that was found to refuse this bot."""

    state: DeliveryState
    message_ids: Sequence[int]
    error: str | None = None
    closed_chat: int | None = None


class Book[D: Due](Protocol):
    """Who knows what a delivery says, and writes down what becomes of it."""

    def lane_of(self, due: D) -> Lane:
        """Before whom it leaves."""

    def waits_until(self, *, due: D, now: datetime) -> datetime | None:
        """When it may leave, if it came too late to leave now; else None."""

    async def begin(self, trip: Trip[D]) -> Call | DeliveryState:
        """The call to make, once it is on disk that it starts; a state where there is nothing to start."""

    async def keep(self, due: D, tried: NotYet) -> None:
        """It has not ended, and is tried again at once."""

    async def put_back(self, due: D, tried: NotYet) -> None:
        """It waits again."""

    async def move(self, *, chat_id: int, to: int) -> None:
        """A group has become another one."""

    async def end(self, due: D, end: End) -> None:
        """It has ended."""


class Courier[D: Due]:
    """Sends deliveries one by one. What becomes of each is a state on disk."""

    def __init__(self, *, way: Way, watch: DatabaseWatch, alerts: Alerts, book: Book[D]) -> None:
        self._way, self._watch, self._alerts, self._book = way, watch, alerts, book
        self.under_way: set[int] = set()
        """Deliveries whose request begins or has begun: to be let finish before anything stops."""

    async def deliver(self, due: D) -> DeliveryState:
        """Send it, for as long as it takes; return what became of it (WAITING: it is tried again later)."""
        if due.chat_id is None:
            return await self._end(due, DeliveryState.BLOCKED, error="no chat with this bot")
        at: Trip[D] | DeliveryState = Trip(due, due.chat_id)
        while isinstance(at, Trip):
            at = await self._patiently(at)
        return at

    async def _patiently(self, trip: Trip[D]) -> Trip[D] | DeliveryState:
        try:
            return await self._step(trip)
        except Exception as error:
            if not is_database_trouble(error):
                log.exception("delivery_failed", delivery_id=trip.due.id, kind=trip.due.kind.value)
                self._alerts.add("delivery_failed", f"delivery {trip.due.id}: {type(error).__name__}")
                return await self._end(trip.due, DeliveryState.FAILED, error=f"{type(error).__name__}: {error}")
            self._watch.report(error)
            await self._watch.wait()
            return trip

    async def _step(self, trip: Trip[D]) -> Trip[D] | DeliveryState:
        """Make its next call, once it may leave."""
        await self._way.open()
        await self._way.limiter.acquire(self._book.lane_of(trip.due), trip.chat_id)
        if (until := self._book.waits_until(due=trip.due, now=datetime.now(UTC))) is not None:
            return await self._put_back(trip.due, until, None)
        self.under_way.add(trip.due.id)
        try:
            call = await self._book.begin(trip)
            return call if isinstance(call, DeliveryState) else await self._call(trip, _plain(trip, call))
        finally:
            self.under_way.discard(trip.due.id)

    async def _call(self, trip: Trip[D], call: Call) -> Trip[D] | DeliveryState:
        try:
            result = await self._way.client.call(call.method, _addressed(call, trip.chat_id))
        except ApiError as error:
            return await self._refused(trip, call, error)
        except Unknown as error:
            self._way.is_cut(error)
            log.warning("delivery_uncertain", delivery_id=trip.due.id, reason=error.reason)
            return await self._end(trip.due, DeliveryState.UNCERTAIN, error=str(error))
        except CallFailed as error:
            self._way.is_cut(error)
            return await self._again(trip, str(error))
        self._way.line.works()
        message_ids = [*trip.due.message_ids, *_ids_of(result)]
        if call.is_last:
            await self._book.end(trip.due, End(DeliveryState.SENT, message_ids))
            return DeliveryState.SENT
        return await self._again(replace(trip, due=replace(trip.due, message_ids=message_ids)), None)

    async def _refused(self, trip: Trip[D], call: Call, error: ApiError) -> Trip[D] | DeliveryState:
        if self._way.is_cut(error):
            return await self._put_back(trip.due, _after_pause(trip.due), str(error))
        if error.code == 429:
            return await self._wait_as_told(trip, error)
        if is_chat_closed(error):
            return await self._end(trip.due, DeliveryState.BLOCKED, error=str(error), closed_chat=trip.chat_id)
        if error.migrate_to_chat_id is not None and not trip.has_moved:
            return await self._moved(trip, error.migrate_to_chat_id, str(error))
        return await self._refused_as_it_is(trip, call, error)

    async def _refused_as_it_is(self, trip: Trip[D], call: Call, error: ApiError) -> Trip[D] | DeliveryState:
        """The API will not show this; perhaps it will in another way."""
        log.error("delivery_refused", delivery_id=trip.due.id, method=call.method, reason=error.description)
        self._alerts.add("delivery_refused", f"delivery {trip.due.id} ({call.method}): {error.description}")
        if is_markup_refused(call.parameters, error):
            return await self._again(replace(trip, is_plain=True), str(error))
        if call.has_files:
            return await self._again(replace(trip, without_files=True), str(error))
        return await self._end(trip.due, DeliveryState.FAILED, error=str(error))

    async def _wait_as_told(self, trip: Trip[D], error: ApiError) -> Trip[D]:
        until = datetime.now(UTC) + timedelta(seconds=self._way.wait_as_told(error, trip.chat_id))
        tried = NotYet(trip.due.id, until, str(error), trip.due.message_ids, is_burnt=False)
        await self._book.keep(trip.due, tried)
        return trip

    async def _moved(self, trip: Trip[D], chat_id: int, error: str) -> Trip[D]:
        await self._book.move(chat_id=trip.chat_id, to=chat_id)
        return await self._again(replace(trip, chat_id=chat_id, has_moved=True), error)

    async def _again(self, trip: Trip[D], error: str | None) -> Trip[D]:
        """Go on with it at once; until then a crash finds it claimed, with what has left of it."""
        await self._book.keep(trip.due, NotYet(trip.due.id, trip.due.due_at, error, trip.due.message_ids))
        return trip

    async def _put_back(self, due: D, until: datetime, error: str | None) -> DeliveryState:
        await self._book.put_back(due, NotYet(due.id, until, error, due.message_ids))
        return DeliveryState.WAITING

    async def refuse(self, due: D) -> None:
        """Its chat was just found closed: it need not be tried."""
        await self._end(due, DeliveryState.BLOCKED, error="the chat refuses this bot")

    async def _end(
        self, due: D, state: DeliveryState, *, error: str | None = None, closed_chat: int | None = None
    ) -> DeliveryState:
        await self._book.end(due, End(state, due.message_ids, error, closed_chat))
        return state


def _after_pause(due: Due) -> datetime:
    pause = min(_FIRST_PAUSE * 2 ** min(due.attempts, 20), _LONGEST_PAUSE)
    pause *= random.uniform(1.0, 1.2)  # noqa: S311  (spreads load, hides nothing)
    return datetime.now(UTC) + timedelta(seconds=pause)


def _addressed(call: Call, chat_id: int) -> dict[str, object]:
    """Its parameters; what is said to many is the same object each time, and written as JSON once."""
    if isinstance(call, SharedCall):
        return Addressed(chat_id, call.parameters, call.written)
    return {"chat_id": chat_id, **call.parameters}


def _plain(trip: Trip[Any], call: Call) -> Call:
    return replace(call, parameters=without_markup(call.method, call.parameters)[1]) if trip.is_plain else call


def _ids_of(result: Any) -> list[int]:
    """The ids of the messages that a call made."""
    made = result if isinstance(result, list) else [result]
    return [one["message_id"] for one in made if isinstance(one, dict) and isinstance(one.get("message_id"), int)]
