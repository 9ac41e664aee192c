"""What the limiter promises about any traffic, checked against a plain retelling of the rules."""

import asyncio
from dataclasses import dataclass
from math import ceil, inf

from hypothesis import given
from hypothesis import strategies as st

from bot.outgoing.limiter import Lane, Limiter
from tests.bot.outgoing.fake_clock import FakeClock

CHATS = (1, 2, 3, 7_000_000_004, -5)


@dataclass
class Message:
    """What became of one message; `inf` stands for never."""

    lane: Lane
    chat_id: int
    arrived: float = inf
    left: float = inf
    gave_up: float = inf

    def waits_at(self, moment: float) -> bool:
        """Whether it stood in the queue then."""
        return self.arrived < moment < min(self.left, self.gave_up)


@dataclass(frozen=True)
class Step:
    """After a pause a message arrives, and gives up after its patience (seconds)."""

    pause: float
    lane: Lane
    chat_id: int
    patience: float | None


steps = st.lists(
    st.builds(
        Step,
        pause=st.sampled_from([0.0, 0.0, 0.0, 0.01, 0.3, 2.0]),
        lane=st.sampled_from(Lane),
        chat_id=st.sampled_from(CHATS) | st.integers(10, 60),
        patience=st.none() | st.sampled_from([0.0, 0.05, 1.0]),
    ),
    min_size=1,
    max_size=90,
)
send_rates = st.sampled_from([0.5, 3, 12.5, 30])
chat_rates = st.sampled_from([0.4, 1, 5])


async def _live_through(plan: list[Step], send_rate: float, chat_rate: float) -> list[Message]:
    clock = FakeClock()
    limiter = Limiter(send_rate=send_rate, chat_rate=chat_rate, clock=clock, sleep=clock.sleep)
    messages: list[Message] = []
    tasks: list[asyncio.Task[None]] = []
    for step in plan:
        await clock.advance(step.pause)
        messages.append(Message(step.lane, step.chat_id, arrived=clock.now))
        tasks.append(asyncio.create_task(_leave(limiter, clock, messages[-1], step.patience)))
    # Enough for every message alone, one after the other: whoever starves does not make it.
    await clock.advance(len(plan) * (1 / send_rate + 1 / chat_rate) + 60 * (1 + len(plan) / 20))
    assert all(task.done() for task in tasks)
    return messages


async def _leave(limiter: Limiter, clock: FakeClock, message: Message, patience: float | None) -> None:
    turn = asyncio.create_task(limiter.acquire(message.lane, message.chat_id))
    if patience is not None:
        alarm = asyncio.create_task(clock.sleep(patience))
        await asyncio.wait({turn, alarm}, return_when=asyncio.FIRST_COMPLETED)
        alarm.cancel()
        if not turn.done():
            turn.cancel()
            message.gave_up = clock.now
            return
    await turn
    message.left = clock.now


def _could_leave(chat_id: int, moment: float, messages: list[Message], chat_rate: float) -> bool:
    """Whether the chat's own limits allowed one more at that moment, told step by step."""
    tokens, last = 2.0, -inf
    moments = sorted(message.left for message in messages if message.chat_id == chat_id)
    moments = [left for left in moments if left <= moment]
    for left in moments:
        tokens = min(2.0, tokens + (left - last) * chat_rate) - 1
        last = left
    tokens = min(2.0, tokens + (moment - last) * chat_rate)
    full_group = chat_id < 0 and len([left for left in moments if left > moment - 60]) >= 20
    return tokens >= 1.001 and not full_group


def _most_within(moments: list[float], seconds: float) -> int:
    return max(sum(start <= moment < start + seconds - 0.000_01 for moment in moments) for start in moments)


@given(steps, send_rates, chat_rates)
def test_rates_hold(plan: list[Step], send_rate: float, chat_rate: float) -> None:
    """No second sees more than the rate, no moment more than 25 messages, no chat more than its bucket."""
    messages = asyncio.run(_live_through(plan, send_rate, chat_rate))
    departures = [message for message in messages if message.left < inf]
    if not departures:
        return
    moments = [message.left for message in departures]
    assert _most_within(moments, max(1.0, 1 / send_rate)) <= ceil(send_rate)
    assert _most_within(moments, 0.001) <= 25
    for chat_id in {message.chat_id for message in departures}:
        own = [message.left for message in departures if message.chat_id == chat_id]
        assert _most_within(own, 1.0) <= 2 + chat_rate
        assert chat_id > 0 or _most_within(own, 60.0) <= 20


@given(steps, send_rates, chat_rates)
def test_answers_never_wait_behind_bulk(plan: list[Step], send_rate: float, chat_rate: float) -> None:
    """When bulk leaves, no answer was waiting whose chat could have got it; and nobody patient starves."""
    messages = asyncio.run(_live_through(plan, send_rate, chat_rate))
    for message, step in zip(messages, plan, strict=True):
        assert message.left < inf or step.patience is not None
    for bulk in messages:
        if bulk.lane is Lane.BULK and bulk.left < inf:
            passed_over = [
                answer
                for answer in messages
                if answer.lane is Lane.ANSWER
                and answer.waits_at(bulk.left)
                and _could_leave(answer.chat_id, bulk.left, messages, chat_rate)
            ]
            assert passed_over == []


@given(steps, send_rates, chat_rates)
def test_order_within_a_chat(plan: list[Step], send_rate: float, chat_rate: float) -> None:
    """In one chat and lane messages leave in the order in which they came."""
    messages = asyncio.run(_live_through(plan, send_rate, chat_rate))
    for chat_id in {message.chat_id for message in messages}:
        for lane in Lane:
            moments = [
                message.left
                for message in messages
                if (message.chat_id, message.lane) == (chat_id, lane) and message.left < inf
            ]
            assert moments == sorted(moments)
