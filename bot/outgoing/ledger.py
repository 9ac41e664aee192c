"""The ledger of what is told to many: beginnings and ends that come together are one transaction.

A request starts only once that it starts is on disk; how it ended follows with the next group, at the latest with the
one in which its worker begins another. So at most what is in flight is ever unknown to the disk.
"""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.alerts import Alerts
from bot.database_watch import DatabaseWatch
from bot.log import get_logger
from models.broadcast import BroadcastState
from models.database import AsyncSession, Database, is_database_trouble
from models.delivery import DeliveryState
from models.services import broadcast_claims, broadcast_mending, broadcast_sending, broadcasts, people
from models.services.broadcast_claims import Copy
from models.services.broadcast_mending import Mended
from models.services.broadcast_sending import Ended, Standing
from models.services.delivery_sending import NotYet

log = get_logger(__name__)
GROUP = 48  # beginnings that are written at once: half of what is in flight, so that the other half goes on meanwhile
_GATHER = 0.002  # seconds in which fewer are gathered; a request takes tens of milliseconds

type Begun = Standing | DeliveryState
"""A standing: the request may start, if it shows that revision. A state: it may not, and that became of it."""


@dataclass(eq=False)
class _Start:
    copy: Copy
    revision: int
    begun: asyncio.Future[Begun]


@dataclass(eq=False)
class _Change:
    mended: Mended
    noted: asyncio.Future[None]


@dataclass
class _Group:
    """What is written in one transaction."""

    ends: list[Ended] = field(default_factory=list)
    tries: list[tuple[NotYet, DeliveryState]] = field(default_factory=list)
    closed: list[tuple[int, int]] = field(default_factory=list)
    moved: list[tuple[int, int]] = field(default_factory=list)
    starts: list[_Start] = field(default_factory=list)
    changes: list[_Change] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.ends or self.tries or self.closed or self.moved or self.starts or self.changes)

    def apart(self) -> list["_Group"]:
        """Each of its entries alone."""
        return [
            *(_Group(ends=[one]) for one in self.ends),
            *(_Group(tries=[one]) for one in self.tries),
            *(_Group(closed=[one]) for one in self.closed),
            *(_Group(moved=[one]) for one in self.moved),
            *(_Group(starts=[one]) for one in self.starts),
            *(_Group(changes=[one]) for one in self.changes),
        ]

    def fail(self, error: Exception) -> None:
        """Tell whoever waits for it."""
        waiting: list[asyncio.Future[Any]] = [one.begun for one in self.starts]
        waiting += [one.noted for one in self.changes]
        for one in waiting:
            if not one.done():
                one.set_exception(error)


class Ledger:
    """Writes groups as soon as there is something to write.

    `on_over` hears when the counters of a broadcast add up. `unwritten` are ends that could not be written before the
    office was lost: they are written when it is taken again.
    """

    def __init__(
        self,
        *,
        database: Database,
        watch: DatabaseWatch,
        alerts: Alerts,
        bot_id: int,
        unwritten: list[Ended],
        on_over: Callable[[], None],
    ) -> None:
        self._database, self._watch, self._alerts = database, watch, alerts
        self._bot_id = bot_id
        self._next = _Group(ends=unwritten)
        self._writer: asyncio.Task[None] | None = None
        self._on_over = on_over
        self._many = asyncio.Event()

    async def begin(self, copy: Copy, revision: int) -> Begun:
        """Note that a request starts which shows this revision; return when it is on disk, or when it may not start."""
        start = _Start(copy, revision, asyncio.get_running_loop().create_future())
        self._next.starts.append(start)
        self._wake()
        if len(self._next.starts) >= GROUP:
            self._many.set()
        return await start.begun

    def end(self, ended: Ended) -> None:
        """Note what became of a copy."""
        self._next.ends.append(ended)
        self._wake()

    def give_up(self, tried: NotYet, state: DeliveryState) -> None:
        """Note a try that ended nothing: the copy waits again, or is kept claimed."""
        self._next.tries.append((tried, state))
        self._wake()

    def close_chat(self, person_id: int, chat_id: int) -> None:
        """Note that somebody's chat refuses this bot."""
        self._next.closed.append((person_id, chat_id))
        self._wake()

    def move_chat(self, chat_id: int, to: int) -> None:
        """Note that a group has become another one."""
        self._next.moved.append((chat_id, to))
        self._wake()

    async def mend(self, mended: Mended) -> None:
        """Note what became of a copy that was to be changed; return when it is on disk."""
        change = _Change(mended, asyncio.get_running_loop().create_future())
        self._next.changes.append(change)
        self._wake()
        await change.noted

    async def flush(self) -> None:
        """Return when everything that was noted is on disk."""
        while self._writer is not None and not self._writer.done():
            await asyncio.shield(self._writer)

    async def close(self) -> None:
        """Write nothing more; ends that are not on disk stay in `unwritten`."""
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)

    def _wake(self) -> None:
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_all())

    async def _write_all(self) -> None:
        while self._next:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._many.wait(), _GATHER)
            group, ends = self._take()
            await self._write(group)
            del self._next.ends[:ends]

    def _take(self) -> tuple[_Group, int]:
        """What there is to write; the ends stay in `unwritten` until they are on disk, whatever comes between."""
        self._many.clear()
        taken, self._next = self._next, _Group(ends=self._next.ends)
        taken.ends = list(taken.ends)
        taken.starts = [one for one in taken.starts if not one.begun.done()]  # whoever asked was cancelled
        return taken, len(taken.ends)

    async def _write(self, group: _Group) -> None:
        """Write a group; while the database is away, wait and try again."""
        while True:
            try:
                await self._write_once(group)
            except Exception as error:  # noqa: BLE001  (logged, and raised to whoever waits, where it is not trouble)
                if not is_database_trouble(error):
                    return await self._write_apart(group, error)
                self._watch.report(error)
                await self._watch.wait()
                continue
            return None

    async def _write_apart(self, group: _Group, error: Exception) -> None:
        """One of them cannot be written, and nobody knows which: the others are."""
        alone = group.apart()
        if len(alone) > 1:
            for one in alone:
                await self._write(one)
            return
        log.error("ledger_failed", exc_info=error)
        self._alerts.add("ledger_failed", f"a step of a broadcast could not be written: {type(error).__name__}")
        group.fail(error)

    async def _write_once(self, group: _Group) -> None:
        now, told = datetime.now(UTC), {one.broadcast_id for one in group.ends}
        concerned = told | {one.copy.broadcast_id for one in group.starts}
        concerned |= {one.mended.broadcast_id for one in group.changes}
        async with self._database.transaction() as session:
            if len(concerned) > 1:  # else nobody can wait for it who holds what it waits for
                await broadcasts.lock(session=session, ids=concerned)
            await broadcast_sending.settle(session=session, ends=group.ends, now=now)
            await self._give_up(session, group.tries)
            await people.close_chats(session=session, bot_id=self._bot_id, chats=group.closed, now=now)
            for chat_id, to in group.moved:
                await people.move_chat(session=session, bot_id=self._bot_id, chat_id=chat_id, to=to)
            ends = [one.mended for one in group.changes]
            await broadcast_mending.note_mended(session=session, ends=ends)
            begun = await _begin(session, group.starts, now)
            over = [await broadcast_sending.adds_up(session=session, broadcast_id=one) for one in told]
        for start, became in begun:
            if not start.begun.done():
                start.begun.set_result(became)
        for change in group.changes:
            if not change.noted.done():
                change.noted.set_result(None)
        if any(over):
            self._on_over()

    async def _give_up(self, session: AsyncSession, tries: Sequence[tuple[NotYet, DeliveryState]]) -> None:
        for state in (DeliveryState.CLAIMED, DeliveryState.WAITING):
            tried = [one for one, became in tries if became is state]
            await broadcast_sending.give_up(session=session, tried=tried, state=state)


async def _begin(session: AsyncSession, starts: Sequence[_Start], now: datetime) -> list[tuple[_Start, Begun]]:
    """Let start what may, as the broadcasts stand in this transaction."""
    ids = dict.fromkeys(start.copy.broadcast_id for start in starts)
    stands = {one: await broadcast_sending.standing_of(session=session, broadcast_id=one) for one in ids}
    begun: list[tuple[_Start, Begun]] = []
    for broadcast_id, standing in stands.items():
        mine = [start for start in starts if start.copy.broadcast_id == broadcast_id]
        verdicts = [(start, _verdict(start.copy, standing)) for start in mine]
        fit = [start for start, refused in verdicts if refused is None and start.revision == standing.revision]
        ours = await broadcast_sending.begin_sending(
            session=session, ids=[start.copy.id for start in fit], revision=standing.revision
        )
        begun += [(one, standing if one.copy.id in ours else DeliveryState.DROPPED) for one in fit]
        begun += [(one, standing) for one, refused in verdicts if refused is None and one not in fit]
        begun += [(one, refused) for one, refused in verdicts if refused is not None]
    if refused := [(one.copy, became) for one, became in begun if became in _REFUSED]:
        await _turn_away(session, refused, now)
    return begun


_REFUSED = frozenset({DeliveryState.WAITING, DeliveryState.DROPPED, DeliveryState.SENT})


def _verdict(copy: Copy, standing: Standing) -> DeliveryState | None:
    """What becomes of a copy that may not be sent; None for one that may. What was begun, an album, is finished."""
    has_begun = bool(copy.message_ids)
    if standing.is_withdrawn:
        return DeliveryState.SENT if has_begun else DeliveryState.DROPPED  # so that what left is taken back
    if standing.state is BroadcastState.STOPPING and not has_begun:
        return DeliveryState.DROPPED
    if standing.state is BroadcastState.PAUSED and not has_begun:
        return DeliveryState.WAITING
    return None


async def _turn_away(session: AsyncSession, refused: Sequence[tuple[Copy, Begun]], now: datetime) -> None:
    waiting = [copy.id for copy, became in refused if became is DeliveryState.WAITING]
    await broadcast_claims.put_back(session=session, ids=waiting)
    ends = [
        Ended(copy.id, became, copy.message_ids, broadcast_id=copy.broadcast_id)
        for copy, became in refused
        if isinstance(became, DeliveryState) and became is not DeliveryState.WAITING
    ]
    await broadcast_sending.settle(session=session, ends=ends, now=now)
