"""The progress messages of notices that are on their way: one for each, edited while its counts change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from handlers.keyboards import View
from handlers.views.notice_list import glimpse
from handlers.views.notice_progress import Pace, progress_card, progress_over, progress_slot
from locales import Translator, translator
from models.broadcast import Broadcast, BroadcastState
from models.city import City
from models.database import AsyncSession, Database
from models.delivery import DeliveryKind
from models.notice import Notice
from models.services import answers, broadcasts, notice_progress, notices, people
from models.services.answers import Waiting

_AT_ONCE = timedelta(seconds=2)  # a notice that is through by then has a result and needs no progress
_EDITS, _SELDOM = ((60, 3), (600, 5), (3600, 15)), 60  # so long after it began (seconds), so far apart
_ANY_ANSWER = 2**62  # above every answer's id
_OLD_NEWS = timedelta(days=1)  # after a longer stop nobody waits for the last word of a progress message


@dataclass(frozen=True)
class _Shown:
    """What a message shows, as kept with its broadcast."""

    at: datetime
    counts: list[Any]
    rate: float = 0.0  # people a second
    is_over: bool = False
    also: tuple[tuple[int, str], ...] = ()  # (chat id, language) of colleagues who look on

    def to_data(self) -> dict[str, Any]:
        data = {"at": self.at.isoformat(), "counts": self.counts, "rate": self.rate, "over": self.is_over}
        return {**data, "also": [list(one) for one in self.also]}

    @classmethod
    def of(cls, broadcast: Broadcast) -> "_Shown | None":
        data = broadcast.shown
        if data is None:
            return None
        also = tuple((one[0], one[1]) for one in data.get("also", []))
        return cls(datetime.fromisoformat(data["at"]), data["counts"], data["rate"], data["over"], also)

    @property
    def state(self) -> str | None:
        """The state that it shows; None where nothing was shown yet."""
        return self.counts[0] if self.counts else None

    @property
    def settled(self) -> int:
        return sum(self.counts[3:8])


class ProgressMessages:
    """Edits them. What each shows is kept with its broadcast, so that a restart goes on with the same message."""

    def __init__(self, *, database: Database, bot_id: int, city: City) -> None:
        self._database, self._bot_id, self._city = database, bot_id, city
        self._watched: set[int] | None = None  # None until the first look: another process may have left some behind

    async def look(self, now: datetime | None = None) -> Sequence[Waiting]:
        """Write the edits that are due; return them for sending. `now` is aware."""
        now = now or datetime.now(UTC)
        async with self._database.transaction() as session:
            found = await broadcasts.at_work(session=session, bot_id=self._bot_id)
            watched = {one.id or 0: one for one in found if one.kind == DeliveryKind.NOTICE}
            over = await self._those_over(session, set(watched), now)
            drafts: list[answers.Draft] = []
            for one in [*watched.values(), *over]:
                edits = await self._edits(session, one, now, is_over=one.id not in watched)
                drafts += edits or []
                if edits is None:
                    watched[one.id or 0] = one  # its last word waits until the edit before has left
            waiting = await answers.record(session=session, bot_id=self._bot_id, inbox_id=None, drafts=drafts, now=now)
        self._watched = set(watched)
        return waiting

    async def _those_over(self, session: AsyncSession, at_work: set[int], now: datetime) -> list[Broadcast]:
        gone = None if self._watched is None else self._watched - at_work
        if gone is not None and not gone:
            return []
        ended = await notice_progress.shown_ones(session=session, bot_id=self._bot_id, ids=gone)
        return [one for one in ended if one.id not in at_work and _wants_last_word(one, now)]

    async def _edits(
        self, session: AsyncSession, broadcast: Broadcast, now: datetime, *, is_over: bool = False
    ) -> list[answers.Draft] | None:
        """The edits that are due now; None while one of before is on its way."""
        before = _Shown.of(broadcast)
        if not is_over and not _is_due(broadcast, before, now):
            return []
        notice = await session.get(Notice, broadcast.source_id)
        slot = progress_slot(broadcast.id or 0)
        if notice is None:
            return []
        if await notice_progress.is_on_its_way(session=session, bot_id=self._bot_id, slot=slot):
            return None
        also = before.also if before is not None else ()
        shows = _Shown(now, _counts(broadcast), _rate(broadcast, before, now), is_over, also)
        await notice_progress.note_shown(session=session, broadcast_id=broadcast.id or 0, shown=shows.to_data())
        drafts = []
        for chat_id, language in await self._chats(session, broadcast, notice, shows):
            view = await self._view(session, broadcast, shows, translator(language))
            drafts.append(answers.Draft(chat_id, "editMessageText", view.to_parameters(), slot))
        return drafts

    async def _chats(
        self, session: AsyncSession, broadcast: Broadcast, notice: Notice, shows: _Shown
    ) -> list[tuple[int, str]]:
        """Its holder's chats and those of who looks on; what begins no message is an edit where there is one."""
        found = await people.reached(session=session, bot_id=self._bot_id, person_id=notice.holder_id)
        chats = list(dict([*found, *shows.also]).items())
        if not shows.is_over and broadcast.state != BroadcastState.MENDING:
            return chats
        slot = progress_slot(broadcast.id or 0)
        return [
            (chat_id, language)
            for chat_id, language in chats
            if await answers.slot_messages(
                session=session, bot_id=self._bot_id, chat_id=chat_id, slot=slot, before=_ANY_ANSWER
            )
        ]

    async def _view(self, session: AsyncSession, broadcast: Broadcast, shows: _Shown, tr: Translator) -> View:
        content = await notices.content_of(session=session, notice_id=broadcast.source_id, number=broadcast.revision)
        words = glimpse(content, tr)
        if shows.is_over:
            return progress_over(broadcast, words, tr)
        pace = await pace_of(session, broadcast, shows.rate, shows.at)
        return progress_card(broadcast, words, pace, zone=self._city.zone, tr=tr)


async def pace_of(session: AsyncSession, broadcast: Broadcast, rate: float, now: datetime) -> Pace:
    """How long it still takes at so many people a second, or until when those who are left have their quiet hours."""
    next_try = await notice_progress.next_try(session=session, broadcast_id=broadcast.id or 0)
    if next_try is not None and next_try > now + timedelta(minutes=1):
        return Pace(waits_until=next_try)
    left = broadcast.total - broadcast.settled
    return Pace(left=timedelta(seconds=left / rate)) if rate > 0 and left > 0 else Pace()


def _wants_last_word(broadcast: Broadcast, now: datetime) -> bool:
    shown = _Shown.of(broadcast)
    return shown is not None and not shown.is_over and now - shown.at < _OLD_NEWS


def _counts(broadcast: Broadcast) -> list[Any]:
    one = broadcast
    counted = [one.total, one.sent, one.blocked, one.failed, one.uncertain, one.dropped, one.mended, one.unmended]
    return [one.state, one.revision, *counted]


def _is_due(broadcast: Broadcast, before: _Shown | None, now: datetime) -> bool:
    if before is None:
        return broadcast.state != BroadcastState.MENDING and now - broadcast.started_at >= _AT_ONCE
    if before.state != broadcast.state:
        return True
    if _counts(broadcast) == before.counts:
        return False
    age = (now - broadcast.started_at).total_seconds()
    apart = next((seconds for until, seconds in _EDITS if age < until), _SELDOM)
    return not timedelta(0) <= now - before.at < timedelta(seconds=apart)  # the clock may have been set back


def _rate(broadcast: Broadcast, before: _Shown | None, now: datetime) -> float:
    """People a second: what it was, and what it has been since the last look, half and half."""
    if before is None or before.state is None:
        elapsed = (now - broadcast.started_at).total_seconds()
        return broadcast.settled / elapsed if elapsed > 0 else 0.0
    elapsed = (now - before.at).total_seconds()
    if elapsed <= 0 or broadcast.state != BroadcastState.SENDING or before.state != BroadcastState.SENDING:
        return before.rate
    lately = max(broadcast.settled - before.settled, 0) / elapsed
    return (before.rate + lately) / 2 if before.rate else lately
