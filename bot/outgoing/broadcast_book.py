"""The book of what is told to many: templates for words, the ledger for what becomes of each copy."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import override
from zoneinfo import ZoneInfo

from bot.outgoing.courier import Book, End, Trip
from bot.outgoing.ledger import Ledger
from bot.outgoing.limiter import Lane
from bot.outgoing.mending import without_markup
from bot.outgoing.templates import Kept, Templates, Told
from handlers.calls import Call
from models.broadcast import Broadcast, BroadcastState
from models.delivery import DeliveryState
from models.services.broadcast_claims import Copy, wakes_at
from models.services.broadcast_sending import Ended, Standing
from models.services.delivery_sending import NotYet

REFUSALS = 20
"""So many copies that fail one after another in the same way are the notice's fault: the rest is not tried."""

_NIGHT_KEPT = 10.0  # seconds for which it is not asked again who sleeps


class BroadcastBook(Book[Copy]):
    """Writes through the ledger; whatever is one sentence for everybody is made once.

    `on_refused` hears of a broadcast that the messenger refuses again and again, and why.
    """

    def __init__(
        self, *, ledger: Ledger, templates: Templates, zone: ZoneInfo, on_refused: Callable[[int, str], None]
    ) -> None:
        self._ledger, self._templates, self._zone = ledger, templates, zone
        self._on_refused = on_refused
        self._standings: dict[int, Standing] = {}
        self._kept: dict[tuple[int, int, str], Kept] = {}
        self._plain: set[tuple[int, int]] = set()
        self._nights: dict[str | None, tuple[datetime, datetime | None]] = {}
        self._refusals: dict[int, tuple[str, int]] = {}

    def note(self, broadcasts: Sequence[Broadcast]) -> None:
        """Remember how those at work stand; the ledger knows it for sure."""
        self._standings = {
            one.id or 0: Standing(BroadcastState(one.state), one.revision, one.is_withdrawn) for one in broadcasts
        }
        self._kept = {key: kept for key, kept in self._kept.items() if key[0] in self._standings}

    def forget_refusals(self, broadcast_id: int) -> None:
        """It was paused for them: going on begins anew."""
        self._refusals.pop(broadcast_id, None)

    @override
    def lane_of(self, due: Copy) -> Lane:
        # Every worker may hold a copy that waits for the limiter: what is urgent must not stand behind them there.
        return Lane.BULK if due.quiet is not None else Lane.PERSONAL

    @override
    def waits_until(self, *, due: Copy, now: datetime) -> datetime | None:
        looked_at, until = self._nights.get(due.quiet, (None, None))
        if looked_at is None or not 0 <= (now - looked_at).total_seconds() < _NIGHT_KEPT:
            until = wakes_at(due.quiet, now, self._zone)
            self._nights[due.quiet] = (now, until)
        return until

    @override
    async def begin(self, trip: Trip[Copy]) -> Call | DeliveryState:
        copy = trip.due
        if self._refusals.get(copy.broadcast_id, _NO_REFUSAL)[1] >= REFUSALS:
            await self.put_back(copy, NotYet(copy.id, copy.due_at, None, copy.message_ids))
            return DeliveryState.WAITING
        standing = self._standings[copy.broadcast_id]
        while True:
            call = await self._words(trip, standing)
            if call is None:
                await self.end(copy, End(DeliveryState.DROPPED, copy.message_ids))
                return DeliveryState.DROPPED
            begun = await self._ledger.begin(copy, standing.revision)
            if isinstance(begun, DeliveryState):
                return begun
            if begun.revision == standing.revision:
                return call
            standing = self._standings[copy.broadcast_id] = begun  # amended a moment ago: nothing has started

    async def _words(self, trip: Trip[Copy], standing: Standing) -> Call | None:
        copy, sent = trip.due, len(trip.due.message_ids)
        key = (copy.broadcast_id, standing.revision, copy.language)
        if (kept := self._kept.get(key)) is None:
            told = Told(copy.kind, copy.source_id, copy.occurrence, standing.revision)
            kept = self._kept[key] = await self._templates.of(told, copy.language)
        call = kept.call_after(sent, without_files=trip.without_files)
        if call is None:
            message = await self._templates.message(copy, datetime.now(UTC))
            return None if message is None else message.call_after(sent, without_files=trip.without_files)
        return self._without_markup(trip, standing.revision, call)

    def _without_markup(self, trip: Trip[Copy], revision: int, call: Call) -> Call:
        """What the messenger could not read for one it cannot read for anybody."""
        key = (trip.due.broadcast_id, revision)
        if trip.is_plain:
            self._plain.add(key)
        if key not in self._plain or trip.is_plain:
            return call
        _, plain = without_markup(call.method, call.parameters)
        return Call(call.method, plain, call.messages, call.has_files, call.is_last)

    @override
    async def keep(self, due: Copy, tried: NotYet) -> None:
        self._ledger.give_up(tried, DeliveryState.CLAIMED)

    @override
    async def put_back(self, due: Copy, tried: NotYet) -> None:
        self._ledger.give_up(tried, DeliveryState.WAITING)

    @override
    async def move(self, *, chat_id: int, to: int) -> None:
        self._ledger.move_chat(chat_id, to)

    @override
    async def end(self, due: Copy, end: End) -> None:
        if end.closed_chat is not None:
            self._ledger.close_chat(due.person_id, end.closed_chat)
        self._ledger.end(Ended(due.id, end.state, end.message_ids, end.error, due.broadcast_id))
        if end.state is DeliveryState.SENT:
            self._refusals.pop(due.broadcast_id, None)
        elif end.state is DeliveryState.FAILED:
            self._count_refusal(due.broadcast_id, end.error or "")

    def _count_refusal(self, broadcast_id: int, reason: str) -> None:
        before, times = self._refusals.get(broadcast_id, _NO_REFUSAL)
        times = times + 1 if reason == before else 1
        self._refusals[broadcast_id] = (reason, times)
        if times == REFUSALS:
            self._on_refused(broadcast_id, reason)


_NO_REFUSAL = ("", 0)
