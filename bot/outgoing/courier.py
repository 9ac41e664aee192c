"""Sending one delivery: each step is on disk before and after its request, so that nobody is told anything twice."""

import random
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from bot.alerts import Alerts
from bot.database_watch import DatabaseWatch
from bot.log import get_logger
from bot.outgoing.api import ApiClient
from bot.outgoing.errors import ApiError, CallFailed, Unknown
from bot.outgoing.limiter import Lane, Limiter
from bot.outgoing.line import Line
from bot.outgoing.mending import is_chat_closed, is_markup_refused, without_markup
from bot.outgoing.message import Call, Message
from models.database import AsyncSession, Database, is_database_trouble
from models.delivery import DeliveryState
from models.services import answers, delivery_sending, people
from models.services.delivery_sending import Due, NotYet, Settled

log = get_logger(__name__)
_FIRST_PAUSE, _LONGEST_PAUSE = 2.0, 900.0  # seconds until one that the API's server failed on is tried again


class Notifier(Protocol):
    """Who knows what a delivery says."""

    def waits_until(self, *, due: Due, now: datetime) -> datetime | None:
        """When it may leave, if it came too late to leave now; else None."""

    async def render(self, *, session: AsyncSession, due: Due, now: datetime) -> Message | None:
        """What to show; None when there is nothing left to say."""

    async def follow_up(self, *, session: AsyncSession, due: Due, now: datetime) -> list[answers.Draft]:
        """What to do to older messages, now that this one stands below them."""


@dataclass(frozen=True)
class Way:
    """The way to the messenger, which every sender of a process shares."""

    client: ApiClient
    limiter: Limiter
    line: Line


@dataclass(frozen=True)
class Trip:
    """A delivery on its way, and what the API taught about it."""

    due: Due
    chat_id: int
    is_plain: bool = False
    without_files: bool = False


class Courier:
    """Sends deliveries one by one. What becomes of each is a state on disk.

    `unwritten` are ends that could not be written before the office was lost: they are written when it is taken again.
    """

    def __init__(
        self,
        *,
        way: Way,
        database: Database,
        watch: DatabaseWatch,
        alerts: Alerts,
        notifier: Notifier,
        enqueue: Callable[[Iterable[answers.Waiting]], None],
        bot_id: int,
        unwritten: list[Settled],
    ) -> None:
        self._client, self._limiter, self._line = way.client, way.limiter, way.line
        self._database, self._watch, self._alerts = database, watch, alerts
        self._notifier, self._enqueue = notifier, enqueue
        self._bot_id = bot_id
        self._unwritten = unwritten
        self.under_way: set[int] = set()
        """Deliveries whose request begins or has begun: to be let finish before anything stops."""

    async def deliver(self, due: Due) -> DeliveryState:
        """Send it, for as long as it takes; return what became of it (WAITING: it is tried again later)."""
        if due.chat_id is None:
            return await self._end(due, DeliveryState.BLOCKED, error="no chat with this bot")
        at: Trip | DeliveryState = Trip(due, due.chat_id)
        while isinstance(at, Trip):
            at = await self._patiently(at)
        return at

    async def _patiently(self, trip: Trip) -> Trip | DeliveryState:
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

    async def _step(self, trip: Trip) -> Trip | DeliveryState:
        """Make its next call, once it may leave."""
        await self._wait_for_line()
        await self._limiter.acquire(Lane.BULK, trip.chat_id)
        if (until := self._notifier.waits_until(due=trip.due, now=datetime.now(UTC))) is not None:
            return await self._put_back(trip.due, until, None)
        self.under_way.add(trip.due.id)
        try:
            call = await self._begin(trip)
            return call if isinstance(call, DeliveryState) else await self._call(trip, call)
        finally:
            self.under_way.discard(trip.due.id)

    async def _wait_for_line(self) -> None:
        """A broken line is tried with a call that tells nobody anything: a message might be lost on it."""
        while await self._line.wait():
            try:
                await self._client.call("getMe", {}, timeout=10.0)
            except CallFailed as error:
                if isinstance(error, ApiError) and error.code == 429:
                    self._line.works()
                else:
                    self._line.broke(error, is_probe=True)
            except BaseException:
                self._line.abandon(is_probe=True)
                raise
            else:
                self._line.works()

    async def _begin(self, trip: Trip) -> Call | DeliveryState:
        """Put it into words as things stand now, and note that the request starts."""
        due, now = trip.due, datetime.now(UTC)
        async with self._database.transaction() as session:
            message = await self._notifier.render(session=session, due=due, now=now)
            if message is not None and await delivery_sending.begin_sending(session=session, delivery_id=due.id):
                return _plain(trip, message.call_after(len(due.message_ids), without_files=trip.without_files))
            # Nothing is left to say; of what left before that, the album, nobody needs to be told.
            dropped = Settled(due.id, DeliveryState.DROPPED, due.message_ids)
            await delivery_sending.settle(session=session, settled=dropped, now=now)
        return DeliveryState.DROPPED

    async def _call(self, trip: Trip, call: Call) -> Trip | DeliveryState:
        try:
            result = await self._client.call(call.method, {"chat_id": trip.chat_id, **call.parameters})
        except ApiError as error:
            return await self._refused(trip, call, error)
        except Unknown as error:
            self._line.broke(error, is_probe=False)
            log.warning("delivery_uncertain", delivery_id=trip.due.id, reason=error.reason)
            return await self._end(trip.due, DeliveryState.UNCERTAIN, error=str(error))
        except CallFailed as error:
            self._line.broke(error, is_probe=False)
            return await self._again(trip, str(error))
        self._line.works()
        left = replace(trip.due, message_ids=[*trip.due.message_ids, *_ids_of(result)])
        if call.is_last:
            return await self._end(left, DeliveryState.SENT)
        return await self._again(replace(trip, due=left), None)

    async def _refused(self, trip: Trip, call: Call, error: ApiError) -> Trip | DeliveryState:
        if error.code >= 500 or error.code in {401, 404}:
            self._line.broke(error, is_probe=False)
            return await self._put_back(trip.due, _after_pause(trip.due), str(error))
        self._line.works()
        if error.code == 429:
            return await self._wait_as_told(trip, error)
        if is_chat_closed(error):
            return await self._blocked(trip, str(error))
        log.error("delivery_refused", delivery_id=trip.due.id, method=call.method, reason=error.description)
        self._alerts.add("delivery_refused", f"delivery {trip.due.id} ({call.method}): {error.description}")
        if is_markup_refused(call.parameters, error):
            return await self._again(replace(trip, is_plain=True), str(error))
        if call.has_files:
            return await self._again(replace(trip, without_files=True), str(error))
        return await self._end(trip.due, DeliveryState.FAILED, error=str(error))

    async def _wait_as_told(self, trip: Trip, error: ApiError) -> Trip:
        seconds = error.retry_after or 1.0
        self._limiter.pause(seconds, chat_id=trip.chat_id if trip.chat_id < 0 else None)
        until = datetime.now(UTC) + timedelta(seconds=seconds)
        tried = NotYet(trip.due.id, until, str(error), trip.due.message_ids, is_burnt=False)
        await self._write(lambda session: delivery_sending.keep(session=session, tried=tried))
        return trip

    async def _again(self, trip: Trip, error: str | None) -> Trip:
        """Go on with it at once; until then a crash finds it claimed, with what has left of it."""
        tried = NotYet(trip.due.id, trip.due.due_at, error, trip.due.message_ids)
        await self._write(lambda session: delivery_sending.keep(session=session, tried=tried))
        return trip

    async def _put_back(self, due: Due, until: datetime, error: str | None) -> DeliveryState:
        tried = NotYet(due.id, until, error, due.message_ids)
        await self._write(lambda session: delivery_sending.put_back(session=session, tried=tried))
        return DeliveryState.WAITING

    async def _blocked(self, trip: Trip, error: str) -> DeliveryState:
        now = datetime.now(UTC)
        await self._write(
            lambda session: people.mark_blocked(session=session, bot_id=self._bot_id, chat_id=trip.chat_id, now=now)
        )
        return await self._end(trip.due, DeliveryState.BLOCKED, error=error)

    async def refuse(self, due: Due) -> None:
        """Its chat was just found closed: it need not be tried."""
        await self._end(due, DeliveryState.BLOCKED, error="the chat refuses this bot")

    async def _end(self, due: Due, state: DeliveryState, *, error: str | None = None) -> DeliveryState:
        """Write its end, and what it means for older messages in the same transaction."""
        settled, now = Settled(due.id, state, due.message_ids, error), datetime.now(UTC)
        self._unwritten.append(settled)

        async def write(session: AsyncSession) -> list[answers.Waiting]:
            if not await delivery_sending.settle(session=session, settled=settled, now=now):
                return []
            drafts = await self._notifier.follow_up(session=session, due=due, now=now)
            return await answers.record(session=session, bot_id=self._bot_id, inbox_id=None, drafts=drafts, now=now)

        try:
            self._enqueue(await self._write(write) if state is DeliveryState.SENT else await self._note(settled, now))
        except Exception:
            if state is not DeliveryState.SENT:
                raise
            log.exception("follow_up_failed", delivery_id=due.id)  # it was sent, whatever becomes of older ones
            self._alerts.add("follow_up_failed", f"delivery {due.id}: older messages stay as they are")
            await self._note(settled, now)
        self._unwritten.remove(settled)
        return state

    async def _note(self, settled: Settled, now: datetime) -> list[answers.Waiting]:
        await self._write(lambda session: delivery_sending.settle(session=session, settled=settled, now=now))
        return []

    async def _write[T](self, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
        """Write something; while the database is away, wait and try again."""
        while True:
            try:
                async with self._database.transaction() as session:
                    done = await work(session)
            except Exception as error:
                if not is_database_trouble(error):
                    raise
                self._watch.report(error)
                await self._watch.wait()
                continue
            return done


def _after_pause(due: Due) -> datetime:
    pause = min(_FIRST_PAUSE * 2 ** min(due.attempts, 20), _LONGEST_PAUSE)
    pause *= random.uniform(1.0, 1.2)  # noqa: S311  (spreads load, hides nothing)
    return datetime.now(UTC) + timedelta(seconds=pause)


def _plain(trip: Trip, call: Call) -> Call:
    return replace(call, parameters=without_markup(call.method, call.parameters)[1]) if trip.is_plain else call


def _ids_of(result: Any) -> list[int]:
    """The ids of the messages that a call made."""
    made = result if isinstance(result, list) else [result]
    return [one["message_id"] for one in made if isinstance(one, dict) and isinstance(one.get("message_id"), int)]
