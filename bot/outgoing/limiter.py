"""When a message may leave: three lanes, an overall rate, a rate for every chat, and pauses after a 429.

Who waits stands in its chat's queue, in the order of arrival. A chat is either asleep until its own pace
allows a message, or listed in its lane by the arrival of its first waiter: waiting, it holds up no other.
Lists are heaps mended lazily: an entry is checked when it comes up, so every step costs O(log n).
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextvars import Context
from enum import Enum
from heapq import heappop, heappush, heapreplace
from itertools import count

from bot.outgoing.pace import ChatPace, OverallPace


class Lane(Enum):
    """Who a message is for: somebody who waits for an answer, one person who should be told, or one of many."""

    ANSWER = 0
    PERSONAL = 1
    BULK = 2


class _Chat:
    """A chat that waits, or has lately been sent to."""

    __slots__ = ("asleep", "id", "listed", "pace", "queues", "watched")

    def __init__(self, chat_id: int, rate: float) -> None:
        self.id = chat_id
        self.pace = ChatPace(chat_id, rate)
        # For each lane: who waits, by arrival; their turn is told the moment they may leave.
        self.queues = tuple(OrderedDict[int, asyncio.Future[float]]() for _ in Lane)
        self.listed = [False for _ in Lane]
        self.asleep = False
        self.watched = False

    def first(self, lane: Lane) -> int | None:
        """Arrival of the first who still waits in the lane."""
        queue = self.queues[lane.value]
        while queue:
            arrival = next(iter(queue))
            if not queue[arrival].done():
                return arrival
            del queue[arrival]  # cancelled a moment ago
        return None

    def is_waiting(self) -> bool:
        return any(self.queues)


class Limiter:
    """Tells every message when it may leave.

    An answer goes before anything else, what one person is told before bulk, always; within a lane the one that came
    first of those whose chat may get a message; within a chat and lane always in order.

    Args:
        send_rate: Messages a second overall: never more in any second; 0 lifts this limit.
        chat_rate: Messages a second to one chat, two at once; groups 20 a minute; 0 lifts these.
        clock: Seconds, monotonic.
        sleep: Waits so many seconds of that clock.
    """

    def __init__(
        self,
        *,
        send_rate: float,
        chat_rate: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._overall = OverallPace(send_rate)
        self._chat_rate = chat_rate
        self._is_free = send_rate == 0 and chat_rate == 0
        self._clock = clock
        self._sleep = sleep
        self._numbers = count()
        self._chats: dict[int, _Chat] = {}
        self._lists: tuple[list[tuple[int, _Chat]], ...] = tuple([] for _ in Lane)
        self._asleep: list[tuple[float, int, _Chat]] = []
        self._watched: list[tuple[float, int, _Chat]] = []
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at = 0.0

    async def acquire(self, lane: Lane, chat_id: int) -> None:
        """Returns when this message may leave; cancelled while it waits, it gives its turn to the next.

        Args:
            lane: Who it is for.
            chat_id: Where it goes; groups have negative ids.
        """
        if self._is_free and not self._chats and self._clock() >= self._overall.resume_at:
            return
        chat = self._chat(chat_id)
        arrival = next(self._numbers)
        turn = asyncio.get_running_loop().create_future()
        chat.queues[lane.value][arrival] = turn
        self._list(chat, lane)
        self._dispatch()
        try:
            await turn
        except asyncio.CancelledError:
            self._withdraw(chat, lane, arrival, turn)
            raise

    def pause(self, seconds: float, *, chat_id: int | None = None) -> None:
        """Lets nothing leave for so long, as a 429 demands; a shorter pause does not end a longer one.

        Args:
            seconds: How long from now.
            chat_id: Only this chat; None for everything.
        """
        until = self._clock() + seconds
        if chat_id is None:
            self._overall.pause(until)
        else:
            chat = self._chat(chat_id)
            chat.pace.pause(until)
            self._watch(chat)

    def _chat(self, chat_id: int) -> _Chat:
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = self._chats[chat_id] = _Chat(chat_id, self._chat_rate)
        return chat

    def _dispatch(self) -> None:
        """Gives every turn that is due, and sets the alarm for the next."""
        now = self._clock()
        self._wake_chats(now)
        while (found := self._next(now)) is not None:
            lane, chat = found
            ready_at = self._overall.ready_at(bulk=lane is not Lane.ANSWER)
            if ready_at > now:
                self._set_alarm(min(ready_at, self._asleep[0][0]) if self._asleep else ready_at)
                break
            _, turn = chat.queues[lane.value].popitem(last=False)
            self._overall.take(now)
            chat.pace.take(now)
            self._watch(chat)
            turn.set_result(now)
        else:
            self._set_alarm(self._first_waking())
        self._forget_idle_chats(now)

    def _next(self, now: float) -> tuple[Lane, _Chat] | None:
        for lane in Lane:
            chat = self._first_listed(lane, now)
            if chat is not None:
                return lane, chat
        return None

    def _first_listed(self, lane: Lane, now: float) -> _Chat | None:
        """The chat whose first waiter came first, of those that may get a message now."""
        entries = self._lists[lane.value]
        while entries:
            listed_arrival, chat = entries[0]
            arrival = chat.first(lane)
            if arrival is not None and not chat.asleep and (ready_at := chat.pace.ready_at()) > now:
                chat.asleep = True
                heappush(self._asleep, (ready_at, next(self._numbers), chat))
            if arrival is None or chat.asleep:
                heappop(entries)
                chat.listed[lane.value] = False
            elif arrival != listed_arrival:
                heapreplace(entries, (arrival, chat))
            else:
                return chat
        return None

    def _list(self, chat: _Chat, lane: Lane) -> None:
        if chat.asleep or chat.listed[lane.value]:
            return
        arrival = chat.first(lane)
        if arrival is not None:
            heappush(self._lists[lane.value], (arrival, chat))
            chat.listed[lane.value] = True

    def _wake(self, chat: _Chat) -> None:
        chat.asleep = False
        for lane in Lane:
            self._list(chat, lane)

    def _wake_chats(self, now: float) -> None:
        while self._asleep and self._asleep[0][0] <= now:
            chat = heappop(self._asleep)[2]
            if chat.asleep:
                self._wake(chat)

    def _first_waking(self) -> float | None:
        """When the next sleeping chat wakes that anybody waits for."""
        while self._asleep:
            moment, _, chat = self._asleep[0]
            if chat.asleep and chat.is_waiting():
                return moment
            heappop(self._asleep)
            chat.asleep = False
        return None

    def _withdraw(self, chat: _Chat, lane: Lane, arrival: int, turn: asyncio.Future[float]) -> None:
        chat.queues[lane.value].pop(arrival, None)
        if turn.done() and not turn.cancelled():  # the turn came, and the message will not leave after all
            self._overall.give_back(turn.result())
            chat.pace.give_back(turn.result())
            self._wake(chat)
        self._watch(chat)
        self._dispatch()

    def _watch(self, chat: _Chat) -> None:
        """Remembers to forget the chat once it is idle."""
        if not chat.watched:
            chat.watched = True
            heappush(self._watched, (chat.pace.idle_at(), next(self._numbers), chat))

    def _forget_idle_chats(self, now: float) -> None:
        while self._watched and self._watched[0][0] <= now:
            chat = heappop(self._watched)[2]
            chat.watched = False
            if chat.is_waiting():
                continue  # watched again when its turn comes, or it gives up
            if chat.pace.idle_at() > now:
                self._watch(chat)
            elif self._chats.get(chat.id) is chat:
                del self._chats[chat.id]

    def _set_alarm(self, moment: float | None) -> None:
        """Sees to a dispatch at that moment; one too early does no harm, it sets the alarm again."""
        if self._alarm is not None:
            if moment is not None and self._alarm_at <= moment:
                return
            self._alarm.cancel()
            self._alarm = None
        if moment is not None:
            self._alarm_at = moment
            # A context of its own: whoever happens to set it must not be held on to.
            self._alarm = asyncio.create_task(self._dispatch_at(moment), context=Context())

    async def _dispatch_at(self, moment: float) -> None:
        await self._sleep(max(0.0, moment - self._clock()))
        self._alarm = None
        self._dispatch()
