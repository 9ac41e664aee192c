"""A messenger with the engine before it on a fast clock, and a database that dies: for tests that live for months."""

import random
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, override

from bot.notifications import Notifications
from bot.outgoing.templates import Template, Told
from models.broadcast import Broadcast, BroadcastState
from models.city import City
from models.database import AsyncSession, Database
from models.delivery import DeliveryKind, DeliveryState
from models.services import broadcast_claims, broadcast_mending, broadcast_sending, broadcasts, delivery_sending
from models.services.broadcast_claims import Copy
from models.services.broadcast_mending import Mended
from models.services.broadcast_sending import Ended
from models.services.delivery_sending import Due, NotYet, Settled
from tests.models.office import OWNERS
from tests.models.sample_rows import BOT, TEHRAN

_FREEZING = {BroadcastState.SENDING.value, BroadcastState.PAUSED.value}


class KilledError(Exception):
    """The process died, just before a commit or (`is_committed`) just after it; nobody goes on."""

    def __init__(self, *, is_committed: bool = False) -> None:
        super().__init__()
        self.is_committed = is_committed


class MortalDatabase(Database):
    """The same database, in a process that is killed before some of its commits, and after others."""

    def __init__(self, address: str, chance: random.Random, share: float) -> None:
        super().__init__(address)
        self.chance, self.share = chance, share

    @override
    def transaction(self) -> AbstractAsyncContextManager[AsyncSession]:
        return self._mortal()

    @asynccontextmanager
    async def _mortal(self) -> AsyncIterator[AsyncSession]:
        async with super().transaction() as session:
            yield session
            self.perhaps_die()
        self.perhaps_die(is_committed=True)

    def perhaps_die(self, *, is_committed: bool = False) -> None:
        """End here, at times."""
        if self.chance.random() < self.share / 2:
            raise KilledError(is_committed=is_committed)


@dataclass(frozen=True)
class Shown:
    """One message in somebody's chat; `revision` is that of the source which it showed when it came."""

    at: datetime
    person_id: int
    kind: DeliveryKind
    source_id: int
    occurrence: str
    revision: int
    text: str


class FastPost:
    """Shows what is due, as the bot's senders do: each step is on disk before the next, and a kill may come between."""

    def __init__(self, database: MortalDatabase, city: City) -> None:
        self.database = database
        self.notifier = Notifications(city=city, bot_id=BOT, owners=OWNERS)
        self.shown: list[Shown] = []
        self._kept: dict[tuple[int, int, str], Template | None] = {}

    async def take_over(self, now: datetime) -> None:
        """Begin anew after a kill."""
        async with Database.transaction(self.database) as session:
            await broadcast_sending.take_over(session=session, bot_id=BOT, now=now)
            await delivery_sending.take_over(session=session, bot_id=BOT, now=now)

    async def deliver(self, now: datetime) -> None:
        """Send everything that is due, and mend what is old."""
        while await self._deliver_personal(now):
            pass
        async with self.database.transaction() as session:
            at_work = await broadcasts.at_work(session=session, bot_id=BOT)
        for one in at_work:
            await self._freeze(one.id or 0, now)
        for one in at_work:
            await self._tell(one.id or 0, now)

    async def _deliver_personal(self, now: datetime) -> int:
        async with self.database.transaction() as session:
            found = await delivery_sending.claim_due(session=session, bot_id=BOT, now=now, limit=50)
        for due in found:
            await self._deliver(due, now)
        return len(found)

    async def _deliver(self, due: Due, now: datetime) -> None:
        async with self.database.transaction() as session:
            until = self.notifier.waits_until(due=due, now=now)
            if until is not None:
                return await delivery_sending.put_back(session=session, tried=NotYet(due.id, until))
            message = await self.notifier.render(session=session, due=due, now=now)
            if message is None:
                await delivery_sending.settle(session=session, settled=Settled(due.id, DeliveryState.DROPPED), now=now)
                return None
            await delivery_sending.begin_sending(session=session, delivery_id=due.id)
        self._show(due, due.revision, str(message.call_after(0).parameters.get("text", "")), now)
        async with self.database.transaction() as session:
            settled = Settled(due.id, DeliveryState.SENT, [len(self.shown)])
            await delivery_sending.settle(session=session, settled=settled, now=now)
        return None

    def _show(self, due: Due, revision: int, text: str, now: datetime) -> None:
        """The request itself; the process may die just before it, or after."""
        self.database.perhaps_die()
        self.shown.append(Shown(now, due.person_id, due.kind, due.source_id, due.occurrence, revision, text))

    async def _freeze(self, broadcast_id: int, now: datetime) -> None:
        is_left = True
        while is_left:
            async with self.database.transaction() as session:
                is_left = await broadcasts.freeze_next(
                    session=session, broadcast_id=broadcast_id, now=now, zone=TEHRAN, size=5
                )

    async def _tell(self, broadcast_id: int, now: datetime) -> None:
        async with self.database.transaction() as session:
            one = await broadcasts.get(session=session, broadcast_id=broadcast_id)
            assert one is not None
            found: list[Copy] = []
            if one.state == BroadcastState.STOPPING:
                await broadcast_sending.drop_next(session=session, broadcast_id=broadcast_id, now=now, size=1000)
            elif one.state != BroadcastState.PAUSED:
                found = await broadcast_claims.claim(session=session, broadcast=one, now=now, zone=TEHRAN, limit=1000)
        for copy in found:
            await self._send_copy(one, copy, now)
        await self._mend(one)
        async with self.database.transaction() as session:
            await broadcast_sending.finish(session=session, broadcast_id=broadcast_id, now=now)

    async def _send_copy(self, one: Broadcast, copy: Copy, now: datetime) -> None:
        if copy.chat_id is None:
            return await self._end(copy, DeliveryState.BLOCKED, now)
        async with self.database.transaction() as session:
            text = await self._words(session, one, copy, now)
            if text is not None:
                await broadcast_sending.begin_sending(session=session, ids=[copy.id], revision=one.revision)
        if text is None:
            return await self._end(copy, DeliveryState.DROPPED, now)
        self._show(copy, one.revision, text, now)
        return await self._end(copy, DeliveryState.SENT, now)

    async def _words(self, session: AsyncSession, one: Broadcast, copy: Copy, now: datetime) -> str | None:
        key = (one.id or 0, one.revision, copy.language)
        if key not in self._kept:  # as the engine keeps it
            told = Told(copy.kind, copy.source_id, copy.occurrence, one.revision)
            self._kept[key] = await self.notifier.template(session=session, broadcast=told, language=copy.language)
        template = self._kept[key]
        if template is not None:
            return _said(template.call_after(0).parameters)
        message = await self.notifier.render(session=session, due=copy, now=now)
        return None if message is None else _said(message.call_after(0).parameters)

    async def _end(self, copy: Copy, state: DeliveryState, now: datetime) -> None:
        ended = Ended(copy.id, state, [len(self.shown)], None, copy.broadcast_id)
        async with self.database.transaction() as session:
            await broadcast_sending.settle(session=session, ends=[ended], now=now)

    async def _mend(self, one: Broadcast) -> None:
        """Edit what was sent older; of a meeting, once everybody is known who has to hear of its change."""
        async with self.database.transaction() as session:
            changes = await broadcasts.of_source(
                session=session, kind=DeliveryKind.MEETING_CHANGE, source_id=one.source_id
            )
            if one.kind == DeliveryKind.MEETING and any(
                change.state in _FREEZING and change.frozen_at is None for change in changes
            ):
                return
            found = await broadcast_mending.next_old(session=session, broadcast=one, held=(), limit=1000)
            ends = [Mended(old.id, old.broadcast_id, one.revision, one.is_withdrawn, is_mended=True) for old in found]
            for old in found:
                told = Told(
                    DeliveryKind(one.kind), one.source_id, one.occurrence, one.revision, one.is_withdrawn, old.revision
                )
                assert await self.notifier.template(session=session, broadcast=told, language=old.language)
            await broadcast_mending.note_mended(session=session, ends=ends)


def _said(parameters: dict[str, Any]) -> str:
    """The words of a message, or of the caption of its photo."""
    return str(parameters["text"] if "text" in parameters else parameters["caption"])
