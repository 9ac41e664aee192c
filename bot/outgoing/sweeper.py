"""Mending what was told to many: copies that show what they should not any more are edited, or deleted.

To be edited or deleted twice is to be so once: nothing is noted before the call, and a crash repeats it.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from bot.alerts import Alerts
from bot.log import get_logger
from bot.outgoing.errors import ApiError, CallFailed
from bot.outgoing.ledger import Ledger
from bot.outgoing.limiter import Lane
from bot.outgoing.mending import is_chat_closed, is_gone, is_not_editable, is_undeletable, mended
from bot.outgoing.templates import Templates, Told
from bot.outgoing.way import Way
from handlers.calls import Call
from models.broadcast import Broadcast, BroadcastState
from models.database import Database
from models.delivery import DeliveryKind
from models.services import broadcast_mending
from models.services.broadcast_mending import Mended, Old

log = get_logger(__name__)
AT_ONCE = 32  # copies mended at the same time
PAGE = 128  # copies held at most
_TRIES = 8  # failures of the API's server at one call, each waited out, before that copy is let be


class Sweeper:
    """Mends copies of broadcasts that were amended or withdrawn, whatever else these are doing."""

    def __init__(
        self,
        *,
        database: Database,
        alerts: Alerts,
        way: Way,
        templates: Templates,
        ledger: Ledger,
        on_room: Callable[[], None],
    ) -> None:
        self._database, self._alerts, self._way = database, alerts, way
        self._templates, self._ledger, self._on_room = templates, ledger, on_room
        self._queue: deque[tuple[Broadcast, Old]] = deque()
        self._held: set[int] = set()
        self._workers: set[asyncio.Task[None]] = set()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being mended."""
        return not self._held

    async def look(self, broadcasts: Sequence[Broadcast]) -> None:
        """Take on copies of these that need mending, as many as there is room for."""
        held_back = _asked_for(broadcasts)
        async with self._database.transaction() as session:
            for broadcast in broadcasts:
                if broadcast.kind == DeliveryKind.MEETING and broadcast.source_id in held_back:
                    continue
                if (room := PAGE - len(self._held)) < PAGE // 2:
                    break
                found = await broadcast_mending.next_old(
                    session=session, broadcast=broadcast, held=self._held, limit=room
                )
                self._held |= {old.id for old in found}
                self._queue += [(broadcast, old) for old in found]
        while len(self._workers) < min(AT_ONCE, len(self._queue)):
            worker = asyncio.create_task(self._serve())
            self._workers.add(worker)
            worker.add_done_callback(self._workers.discard)

    async def stop(self) -> None:
        """Stop at once: whatever was not noted is mended again."""
        for worker in list(self._workers):
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        self._queue.clear()
        self._held.clear()

    async def _serve(self) -> None:
        while self._queue:
            broadcast, old = self._queue.popleft()
            try:
                is_mended = await self._mend_patiently(broadcast, old)
                ended = Mended(old.id, old.broadcast_id, broadcast.revision, broadcast.is_withdrawn, is_mended)
                await self._ledger.mend(ended)
            finally:
                self._held.discard(old.id)
            if not self._held or len(self._held) == PAGE // 2:
                self._on_room()

    async def _mend_patiently(self, broadcast: Broadcast, old: Old) -> bool:
        try:
            return await self._mend(broadcast, old)
        except _ChatClosedError:
            self._ledger.close_chat(old.person_id, old.chat_id or 0)
        except Exception as error:
            log.exception("mending_failed", delivery_id=old.id)
            self._alerts.add("mending_failed", f"delivery {old.id}: {type(error).__name__}")
        return False

    async def _mend(self, broadcast: Broadcast, old: Old) -> bool:
        """Change what one person sees; False where that was not possible."""
        told = Told(
            DeliveryKind(broadcast.kind),
            broadcast.source_id,
            broadcast.occurrence,
            broadcast.revision,
            broadcast.is_withdrawn,
            old.revision,
        )
        template = (await self._templates.of(told, old.language)).template
        if template is None or old.chat_id is None:
            return False
        if not broadcast.is_withdrawn:
            return await self._make_all(old, template.edit_calls(old.message_ids))
        if await self._make_all(old, template.delete_calls(old.message_ids)):
            return True
        await self._make_all(old, template.withdrawn_calls(old.message_ids))
        return False  # the words are gone; the message is not

    async def _make_all(self, old: Old, calls: Sequence[Call]) -> bool:
        done = [await self._make(old, call.method, call.parameters) for call in calls]
        return all(done) and bool(done)

    async def _make(self, old: Old, method: str, parameters: dict[str, Any]) -> bool:
        error = await self._call(old.chat_id or 0, method, parameters)
        if error is None or is_gone(method, error):
            return True
        if is_chat_closed(error):
            raise _ChatClosedError
        if (changed := mended(method, parameters, error, edit_only=True)) is not None:
            return await self._make(old, *changed)
        if not (is_not_editable(method, error) or is_undeletable(method, error)):
            log.warning("mending_refused", delivery_id=old.id, method=method, reason=error.description)
            self._alerts.add("mending_refused", f"delivery {old.id} ({method}): {error.description}")
        return False

    async def _call(self, chat_id: int, method: str, parameters: dict[str, Any]) -> ApiError | None:
        """Make a call, for as long as it takes; return how the API refused it."""
        failures = 0
        while True:
            await self._way.open()
            await self._way.limiter.acquire(Lane.BULK, chat_id)
            try:
                await self._way.client.call(method, {"chat_id": chat_id, **parameters})
            except ApiError as error:
                is_cut = self._way.is_cut(error)
                failures += is_cut
                if error.code == 429:
                    self._way.wait_as_told(error, chat_id)
                elif not is_cut or failures >= _TRIES:
                    return error
            except CallFailed as error:
                self._way.is_cut(error)
            else:
                self._way.line.works()
                return None


def _asked_for(broadcasts: Sequence[Broadcast]) -> frozenset[int]:
    """The meetings of which it is still being asked who was told of an older revision: their copies say it."""
    freezing = (BroadcastState.SENDING, BroadcastState.PAUSED)
    changes = (one for one in broadcasts if one.kind == DeliveryKind.MEETING_CHANGE and one.state in freezing)
    return frozenset(one.source_id for one in changes if one.frozen_at is None)


class _ChatClosedError(Exception):
    """The chat refuses this bot: nothing in it can be changed."""
