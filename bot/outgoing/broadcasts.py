"""The sender to many: freezes audiences, claims copies that are due, sends them, mends what was sent.

The tables are the truth. What this process holds is claimed on disk; at a stop it is put back, after a crash the next
holder of the office takes it up.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.alerts import Alerts
from bot.database_watch import DatabaseWatch
from bot.log import get_logger
from bot.outgoing.broadcast_book import BroadcastBook
from bot.outgoing.courier import Courier
from bot.outgoing.crew import PAGE, Crew, Rota
from bot.outgoing.freezer import Freezer
from bot.outgoing.ledger import Ledger
from bot.outgoing.lookout import keep_looking
from bot.outgoing.sweeper import Sweeper
from bot.outgoing.templates import BroadcastNotifier, Templates
from bot.outgoing.way import Way
from models.broadcast import Broadcast, BroadcastState
from models.database import Database
from models.services import broadcast_claims, broadcast_sending, broadcasts
from models.services.broadcast_sending import Ended

log = get_logger(__name__)
DROPPED_AT_ONCE = 1_000  # copies of a stopped broadcast in one transaction
_LOOK_EVERY = 30.0  # seconds; a nudge is quicker
_GATHER = 0.005  # seconds in which many nudges are one look


class BroadcastSender:
    """Sends to many. Only the holder of the bot's lock runs it.

    `unwritten` are ends that this process knows and could not write before it lost the office.
    """

    def __init__(
        self,
        *,
        database: Database,
        way: Way,
        watch: DatabaseWatch,
        alerts: Alerts,
        notifier: BroadcastNotifier,
        bot_id: int,
        zone: ZoneInfo,
        unwritten: list[Ended],
    ) -> None:
        self._database, self._way, self._watch, self._alerts = database, way, watch, alerts
        self._bot_id, self._zone, self._unwritten = bot_id, zone, unwritten
        templates = Templates(database=database, notifier=notifier)
        self._ledger = Ledger(
            database=database, watch=watch, alerts=alerts, bot_id=bot_id, unwritten=unwritten, on_over=self.nudge
        )
        self._book = BroadcastBook(ledger=self._ledger, templates=templates, zone=zone, on_refused=self._refused)
        courier = Courier(way=way, watch=watch, alerts=alerts, book=self._book)
        self._crew = Crew(courier=courier, on_room=self.nudge)
        self._freezer = Freezer(database=database, watch=watch, zone=zone, on_range=self.nudge)
        self._sweeper = Sweeper(
            database=database, alerts=alerts, way=way, templates=templates, ledger=self._ledger, on_room=self.nudge
        )
        self._refusals: dict[int, str] = {}
        self._nudged = asyncio.Event()

    def nudge(self) -> None:
        """There may be something to tell. Costs nothing: many nudges are one look at the tables."""
        self._nudged.set()

    def _refused(self, broadcast_id: int, reason: str) -> None:
        self._refusals[broadcast_id] = reason
        self.nudge()

    async def take_over(self) -> None:
        """Write what this process still knows, then take up what another left: before `run`, with the lock held."""
        now = datetime.now(UTC)
        async with self._database.transaction() as session:
            pause = await broadcast_sending.told_to_wait(session=session, bot_id=self._bot_id, now=now)
            await broadcast_sending.settle(session=session, ends=self._unwritten, now=now)
            again, lost = await broadcast_sending.take_over(session=session, bot_id=self._bot_id, now=now)
        self._unwritten.clear()
        if pause is not None:
            self._way.limiter.pause((pause - now).total_seconds())
        if again or lost:
            log.warning("copies_taken_over", tried_again=again, uncertain=lost)

    async def reload(self) -> None:
        """The database was away: a claim may be on disk of which nobody was told."""
        async with self._database.transaction() as session:
            await broadcast_claims.put_back_unheld(session=session, bot_id=self._bot_id, held=self._crew.held)
        self.nudge()

    async def run(self) -> None:
        """Send until cancelled."""
        async with asyncio.TaskGroup() as together:
            together.create_task(self._freezer.run())
            together.create_task(keep_looking(self._look, nudged=self._nudged, watch=self._watch, gather=_GATHER))

    async def _look(self) -> float:
        """See to everything at work; return for how many seconds there is nothing to look for, unless nudged."""
        if self._crew.is_stopping:
            return _LOOK_EVERY
        await self._pause_refused()
        async with self._database.transaction() as session:
            at_work = await broadcasts.at_work(session=session, bot_id=self._bot_id)
        self._book.note(at_work)
        self._freezer.note(at_work)
        await self._recall([one for one in at_work if one.state != BroadcastState.SENDING])
        for one in at_work:
            if one.state == BroadcastState.STOPPING:
                await self._drop(one)
        pause = await self._claim([one for one in at_work if one.state == BroadcastState.SENDING])
        await self._sweeper.look(at_work)
        await self._finish(at_work)
        return pause

    async def _pause_refused(self) -> None:
        for broadcast_id, reason in list(self._refusals.items()):
            async with self._database.transaction() as session:
                await broadcasts.pause(session=session, broadcast_id=broadcast_id)
            log.error("broadcast_paused", broadcast_id=broadcast_id, reason=reason)
            self._alerts.add("broadcast_paused", f"broadcast {broadcast_id} was paused, it is refused: {reason}")
            del self._refusals[broadcast_id]
            self._book.forget_refusals(broadcast_id)

    async def _recall(self, resting: Sequence[Broadcast]) -> None:
        """Put back what is claimed of those that are not sent any more, as far as no request has begun."""
        recalled = self._crew.recall({one.id or 0 for one in resting})
        if recalled:
            async with self._database.transaction() as session:
                await broadcast_claims.put_back(session=session, ids=recalled)

    async def _drop(self, broadcast: Broadcast) -> None:
        has_more = True
        while has_more:
            async with self._database.transaction() as session:
                has_more = await broadcast_sending.drop_next(
                    session=session, broadcast_id=broadcast.id or 0, now=datetime.now(UTC), size=DROPPED_AT_ONCE
                )

    async def _claim(self, sending: Sequence[Broadcast]) -> float:
        """Claim what there is room for, what is urgent first; return after how many seconds to look again."""
        urgent = [one for one in sending if one.is_urgent]
        others = [one for one in sending if not one.is_urgent]
        return min(await self._claim_for(self._crew.urgent, urgent), await self._claim_for(self._crew.others, others))

    async def _claim_for(self, rota: Rota, some: Sequence[Broadcast]) -> float:
        """A like share of the room for each of them."""
        now = datetime.now(UTC)
        if not some or rota.room < PAGE // 2:
            return _LOOK_EVERY  # whoever makes room says so
        share = max(rota.room // len(some), 1)
        async with self._database.transaction() as session:
            claimed = [
                await broadcast_claims.claim(session=session, broadcast=one, now=now, zone=self._zone, limit=share)
                for one in some
            ]
            due = [await broadcast_claims.next_due(session=session, broadcast_id=one.id or 0) for one in some]
        for copies in claimed:
            rota.add(copies)
        self._crew.start()
        if rota.room < PAGE // 2:
            return _LOOK_EVERY
        soonest = min((at for at in due if at is not None), default=now + timedelta(seconds=_LOOK_EVERY))
        return min(max((soonest - now).total_seconds(), _GATHER), _LOOK_EVERY)

    async def _finish(self, at_work: Sequence[Broadcast]) -> None:
        for one in at_work:
            if not self._may_be_over(one):
                continue
            async with self._database.transaction() as session:
                became = await broadcast_sending.finish(
                    session=session, broadcast_id=one.id or 0, now=datetime.now(UTC)
                )
            if became is not None:
                log.info("broadcast_went_on", broadcast_id=one.id, state=became.value)
                self.nudge()

    def _may_be_over(self, one: Broadcast) -> bool:
        if one.state == BroadcastState.MENDING:
            return self._sweeper.is_idle
        return one.state == BroadcastState.STOPPING or (one.frozen_at is not None and one.settled >= one.total)

    async def stop(self, grace: float) -> None:
        """Give the calls under way so many seconds to end; what has not begun is put back by `put_back_held`."""
        await self._sweeper.stop()
        await self._crew.stop(grace)
        if grace:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ledger.flush(), grace)
        await self._ledger.close()

    async def put_back_held(self) -> None:
        """Let what was claimed and has not begun wait again, for the next start. To be called after `stop`."""
        async with self._database.transaction() as session:
            await broadcast_sending.settle(session=session, ends=self._unwritten, now=datetime.now(UTC))
            await broadcast_claims.put_back_unheld(session=session, bot_id=self._bot_id, held=())
        self._unwritten.clear()
