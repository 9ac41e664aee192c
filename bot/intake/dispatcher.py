"""One worker a lane: many lanes at once, strict order within each, and nothing lost whatever happens."""

import asyncio
import traceback
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.alerts import Alerts
from bot.database_watch import DatabaseWatch
from bot.errors import UnreadableUpdate
from bot.intake.turns import Ran, TurnRunner
from bot.log import get_logger
from models.database import Database, is_database_trouble
from models.services import inbox
from models.services.inbox import AlreadyFinishedError, Claimed

log = get_logger(__name__)
_IN_FLIGHT = 32  # updates claimed at once: one durable mark serves them all
_PAGE = 5000
_CRASHES_ALLOWED = 2  # crashes with the same update alone in flight, after which it is set aside
_SUSPECTS_WAIT = 5.0  # seconds after a start: a machine that is killed again and again must not seem to be its fault


class Dispatcher:
    """Claims waiting updates, runs each in a task of its own, and hands on what committed turns want said."""

    def __init__(
        self,
        *,
        database: Database,
        runner: TurnRunner,
        watch: DatabaseWatch,
        alerts: Alerts,
        on_ran: Callable[[Ran], None],
    ) -> None:
        self._database = database
        self._runner = runner
        self._watch = watch
        self._alerts = alerts
        self._on_ran = on_ran
        self._lanes: dict[int, deque[int]] = {}
        self._ready: deque[int] = deque()
        self._running: dict[int, asyncio.Task[None]] = {}
        self._queued: set[int] = set()
        self._wake = asyncio.Event()
        self._suspects: list[tuple[int, int]] = []
        self._may_start = asyncio.Event()
        self._may_start.set()
        self._is_stopping = False
        self._apologised: dict[int, float] = {}

    @property
    def backlog(self) -> int:
        """How many updates wait or run."""
        return len(self._queued)

    def add(self, rows: list[tuple[int, int]]) -> None:
        """Take on stored updates: (inbox id, lane), oldest first. One that is known already is not taken twice."""
        for inbox_id, lane in rows:
            if inbox_id in self._queued:
                continue
            self._queued.add(inbox_id)
            waiting = self._lanes.get(lane)
            if waiting is None:
                self._lanes[lane] = deque((inbox_id,))
                if lane not in self._running and not any(lane == held for _, held in self._suspects):
                    self._ready.append(lane)
            else:
                waiting.append(inbox_id)
        self._wake.set()

    async def recover(self, *, after_crash: bool) -> None:
        """At a start: what was in flight before runs first, one at a time; then everything else is taken on.

        Args:
            after_crash: whether it was in flight in a process that died; False where this one had lost the database.
        """
        bot_id = self._runner.bot_id
        async with self._database.transaction() as session:
            survivors = await inbox.in_flight_at_crash(session=session, bot_id=bot_id, counts=after_crash)
            await inbox.release(session=session, bot_id=bot_id)
        if survivors:
            log.warning("updates_in_flight_at_crash", count=len(survivors))
        for inbox_id, lane, crashes in survivors:
            if 0 < crashes < _CRASHES_ALLOWED:
                self._suspects.append((inbox_id, lane))
            else:
                await self._claim_and_work(inbox_id, crashes)
        await self.reload()

    async def _claim_and_work(self, inbox_id: int, crashes: int = 0) -> None:
        async with self._database.transaction() as session:
            claimed = await inbox.claim(session=session, ids=[inbox_id], now=datetime.now(UTC))
        if inbox_id not in claimed:
            return
        if crashes >= _CRASHES_ALLOWED:
            await self._set_aside(claimed[inbox_id], f"the program died {crashes} times while it ran alone")
            return
        if not await self._run(claimed[inbox_id]):
            log.warning("survivor_waits_for_database", inbox_id=inbox_id)

    async def _run_suspects(self) -> None:
        """Run what was alone in flight at a crash: alone again, so that another crash tells, and after the others.

        Its first run in a fresh process would take longest, and whatever else kills the program would hit it there.
        """
        await asyncio.sleep(_SUSPECTS_WAIT)
        self._may_start.clear()
        while self._suspects:
            try:
                if self._running:
                    await asyncio.wait(list(self._running.values()))
                await self._claim_and_work(self._suspects[0][0])
            except Exception as error:
                if not is_database_trouble(error):
                    raise
                self._watch.report(error)
                await self._watch.wait()
                continue
            _, lane = self._suspects.pop(0)
            if lane in self._lanes:
                self._ready.append(lane)
        self._may_start.set()
        self._wake.set()

    async def reload(self) -> None:
        """Take on whatever the inbox holds unfinished that is not known here."""
        after = 0
        while True:
            async with self._database.transaction() as session:
                rows = await inbox.unfinished(session=session, bot_id=self._runner.bot_id, after=after, limit=_PAGE)
            self.add(rows)
            if len(rows) < _PAGE:
                return
            after = rows[-1][0]

    async def run(self) -> None:
        """Work until cancelled or told to stop."""
        async with asyncio.TaskGroup() as tasks:  # what breaks one breaks both, and is heard of
            tasks.create_task(self._run_suspects())
            await self._run_ready()

    async def _run_ready(self) -> None:
        while not self._is_stopping:
            await self._wake.wait()
            self._wake.clear()
            await self._watch.wait()
            await self._may_start.wait()
            # Half of the places are filled at a time, so that one mark in the database serves many updates.
            while self._ready and len(self._running) <= _IN_FLIGHT // 2 and self._may_go_on():
                try:
                    await self._start_some()
                except Exception as error:
                    if not is_database_trouble(error):
                        raise
                    self._watch.report(error)
                    await self._watch.wait()

    def _may_go_on(self) -> bool:
        return self._may_start.is_set() and not self._is_stopping

    async def _start_some(self) -> None:
        room = min(_IN_FLIGHT - len(self._running), len(self._ready))
        lanes = [self._ready.popleft() for _ in range(room)]
        heads = {lane: self._lanes[lane][0] for lane in lanes}
        try:
            async with self._database.transaction() as session:
                claimed = await inbox.claim(session=session, ids=list(heads.values()), now=datetime.now(UTC))
        except BaseException:
            self._ready.extendleft(reversed(lanes))
            raise
        for lane, inbox_id in heads.items():
            self._running[lane] = asyncio.create_task(self._work(lane, inbox_id, claimed.get(inbox_id)))

    async def _work(self, lane: int, inbox_id: int, claimed: Claimed | None) -> None:
        is_done = claimed is None  # then another process, or a commit whose answer was lost, has finished it
        try:
            if claimed is not None:
                is_done = await self._run(claimed)
        finally:
            self._leave(lane, inbox_id, is_done=is_done)

    def _leave(self, lane: int, inbox_id: int, *, is_done: bool) -> None:
        self._running.pop(lane, None)
        waiting = self._lanes[lane]
        if is_done:
            waiting.popleft()
            self._queued.discard(inbox_id)
        if waiting:
            self._ready.append(lane)
        else:
            del self._lanes[lane]
        self._wake.set()

    async def _run(self, claimed: Claimed) -> bool:
        """Run one update; False when the database was away, so that it has to run again."""
        try:
            try:
                self._on_ran(await self._try_twice(claimed))
            except AlreadyFinishedError:
                log.warning("update_finished_elsewhere", inbox_id=claimed.id)
            except Exception as error:
                if is_database_trouble(error):
                    raise
                await self._set_aside(claimed, _summary(error))
        except Exception as error:
            if not is_database_trouble(error):
                raise
            self._watch.report(error)
            await self._watch.wait()
            return False
        return True

    async def _try_twice(self, claimed: Claimed) -> Ran:
        try:
            return await self._runner.run(claimed)
        except (UnreadableUpdate, AlreadyFinishedError):
            raise
        except Exception as error:
            if is_database_trouble(error):
                raise
            log.warning("turn_failed_once", inbox_id=claimed.id, exc_info=error)
        return await self._runner.run(claimed)

    async def _set_aside(self, claimed: Claimed, reason: str) -> None:
        log.error("update_set_aside", inbox_id=claimed.id, reason=reason[:500])
        self._alerts.add("set_aside", f"update {claimed.id}: {reason[:300]}")
        now, lane = asyncio.get_running_loop().time(), claimed.lane
        may_apologise = now - self._apologised.get(lane, -60.0) >= 60.0  # an apology must not become a flood
        ran = await self._runner.set_aside(claimed, reason, apologise=may_apologise)
        if ran.waiting:  # somebody was there to be told
            if len(self._apologised) > 10_000:
                self._apologised.clear()
            self._apologised[lane] = now
        self._on_ran(ran)

    async def stop(self, seconds: float) -> None:
        """Start nothing new and let the turns in flight end; one that takes longer is undone, to run again."""
        self._is_stopping = True
        self._wake.set()
        running = list(self._running.values())
        if running:
            _, late = await asyncio.wait(running, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def release(self) -> None:
        """Note that nothing is in flight any more: the next start is not one after a crash."""
        async with self._database.transaction() as session:
            await inbox.release(session=session, bot_id=self._runner.bot_id)


def _summary(error: Exception) -> str:
    """The error's kind and place. Not its words: they may be a resident's, and logs and alerts are read by others."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "nowhere"
    return f"{type(error).__name__} in {place}"
