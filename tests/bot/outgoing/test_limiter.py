import asyncio
from collections.abc import Iterable

import pytest

from bot.outgoing.limiter import Lane, Limiter
from tests.bot.outgoing.fake_clock import FakeClock, settle

MARYAM, REZA, GROUP = 7_000_000_001, 7_000_000_002, -1_000_000_000_123


class Street:
    """A limiter on a fake clock, and a list of who left when."""

    def __init__(self, send_rate: float = 30, chat_rate: float = 1) -> None:
        self.clock = FakeClock()
        self.limiter = Limiter(send_rate=send_rate, chat_rate=chat_rate, clock=self.clock, sleep=self.clock.sleep)
        self.start = self.clock.now
        self.left: list[tuple[float, str]] = []

    async def _wait(self, lane: Lane, chat_id: int, name: str) -> None:
        await self.limiter.acquire(lane, chat_id)
        self.left.append((round(self.clock.now - self.start, 6), name))

    def send(self, name: str, chat_id: int, lane: Lane = Lane.ANSWER) -> asyncio.Task[None]:
        """One message that waits for its turn."""
        return asyncio.create_task(self._wait(lane, chat_id, name))

    def send_all(self, names: Iterable[str], lane: Lane = Lane.ANSWER) -> list[asyncio.Task[None]]:
        """Each to a chat of its own."""
        return [self.send(name, 1_000 + number, lane) for number, name in enumerate(names)]

    @property
    def names(self) -> list[str]:
        """Who left, in order."""
        return [name for _, name in self.left]

    def moments(self) -> list[float]:
        """When they left, in seconds from the start."""
        return [moment for moment, _ in self.left]


async def test_opening_burst() -> None:
    """After a quiet while 25 answers leave at once and never more than 30 in any second."""
    street = Street()
    street.send_all(str(number) for number in range(100))
    await settle()
    assert len(street.left) == 25
    await street.clock.advance(10)
    moments = street.moments()
    assert len(moments) == 100
    assert all(later - earlier >= 0.999_99 for earlier, later in zip(moments, moments[30:], strict=False))


async def test_bulk_leaves_evenly() -> None:
    """Bulk leaves at the rate, without bursts: an answer that comes then waits a thirtieth of a second."""
    street = Street()
    street.send_all((f"bulk {number}" for number in range(300)), Lane.BULK)
    await street.clock.advance(5)
    assert 148 <= len(street.left) <= 153
    street.send("answer", MARYAM)
    await street.clock.advance(1 / 30 + 0.000_01)
    assert "answer" in street.names[-2:]


async def test_answers_go_first() -> None:
    """Somebody who waits for an answer gets it before all bulk that came earlier."""
    street = Street(send_rate=2)
    street.send_all(["bulk 1", "bulk 2", "bulk 3", "bulk 4"], Lane.BULK)
    await street.clock.advance(0.1)
    street.send("answer 1", MARYAM)
    street.send("answer 2", REZA)
    await street.clock.advance(60)
    assert street.names == ["bulk 1", "answer 1", "answer 2", "bulk 2", "bulk 3", "bulk 4"]


async def test_one_chat() -> None:
    """A chat gets two messages at once and then one a second, in order."""
    street = Street()
    for number in range(5):
        street.send(str(number), MARYAM)
    await street.clock.advance(10)
    assert street.names == ["0", "1", "2", "3", "4"]
    assert street.moments() == pytest.approx([0, 0, 1, 2, 3], abs=0.000_01)


async def test_full_chat_holds_up_nobody() -> None:
    """A chat that had its share waits alone; the others go on as if it were not there."""
    street = Street()
    for number in range(5):
        street.send(f"Maryam {number}", MARYAM)
    street.send("Reza", REZA)
    await settle()
    assert street.names == ["Maryam 0", "Maryam 1", "Reza"]


async def test_first_come_first_served() -> None:
    """Within a lane messages to different chats leave in the order in which they came."""
    street = Street(send_rate=1, chat_rate=0)
    for name, chat_id in [
        ("a", MARYAM),
        ("b", REZA),
        ("c", MARYAM),
        ("d", MARYAM),
        ("e", REZA),
        ("f", MARYAM),
    ]:
        street.send(name, chat_id)
    await street.clock.advance(10)
    assert street.names == ["a", "b", "c", "d", "e", "f"]


async def test_answer_wakes_while_bulk_waits() -> None:
    """An answer whose chat may get it again does not wait for the moment at which bulk may go on."""
    street = Street(chat_rate=2)
    for number in range(2):
        street.send(f"Maryam {number}", MARYAM)
    street.send_all(str(number) for number in range(23))
    street.send("bulk", REZA, Lane.BULK)
    await settle()
    street.send("Maryam 2", MARYAM)
    await street.clock.advance(0.51)
    assert street.names[-1] == "Maryam 2"
    await street.clock.advance(0.5)
    assert street.names[-1] == "bulk"


async def test_chat_is_not_forgotten_too_early() -> None:
    """A chat that was sent to again meanwhile is remembered longer."""
    street = Street()
    street.send("1", MARYAM)
    street.send("2", MARYAM)
    await street.clock.advance(1.1)
    street.send("3", MARYAM)
    await settle()
    street.send("4", MARYAM)
    await settle()
    assert street.names == ["1", "2", "3"]


async def test_group() -> None:
    """A group gets at most 20 messages in any minute."""
    street = Street()
    for number in range(45):
        street.send(str(number), GROUP, Lane.BULK)
    await street.clock.advance(200)
    moments = street.moments()
    assert len(moments) == 45
    assert all(later - earlier >= 59.999_99 for earlier, later in zip(moments, moments[20:], strict=False))


async def test_pause_of_everything() -> None:
    """After a 429 nothing leaves until its deadline, no shorter one ends it, and no burst follows."""
    street = Street()
    street.limiter.pause(5)
    street.limiter.pause(2)
    street.send_all(str(number) for number in range(40))
    await street.clock.advance(4.99)
    assert street.left == []
    await street.clock.advance(0.02)
    assert len(street.left) == 1
    await street.clock.advance(0.5)
    assert 14 <= len(street.left) <= 17


async def test_pause_while_waiting() -> None:
    """A pause that comes while messages wait holds them too."""
    street = Street(send_rate=1)
    street.send_all(["first", "second"])
    await street.clock.advance(0.5)
    street.limiter.pause(10)
    await street.clock.advance(9.9)
    assert street.names == ["first"]
    await street.clock.advance(0.2)
    assert street.names == ["first", "second"]


async def test_pause_of_one_group() -> None:
    """A group's 429 pauses that group; everybody else is served."""
    street = Street()
    street.limiter.pause(30, chat_id=GROUP)
    street.send("group", GROUP)
    street.send("Maryam", MARYAM)
    await street.clock.advance(29.9)
    assert street.names == ["Maryam"]
    await street.clock.advance(0.2)
    assert street.names == ["Maryam", "group"]


@pytest.mark.parametrize("lane", Lane)
async def test_zero_lifts_the_limits(lane: Lane) -> None:
    """With both rates at 0 everything leaves at once and nothing is remembered."""
    street = Street(send_rate=0, chat_rate=0)
    for number in range(1_000):
        street.send(str(number), GROUP, lane)
    await settle()
    assert len(street.left) == 1_000
    assert not street.limiter._chats


async def test_zero_overall_keeps_the_chats_limit() -> None:
    """SEND_RATE=0 lifts the overall limit alone."""
    street = Street(send_rate=0)
    street.send_all(str(number) for number in range(500))
    for number in range(3):
        street.send(f"Maryam {number}", MARYAM)
    await settle()
    assert len(street.left) == 502


async def test_zero_for_chats_keeps_the_overall_limit() -> None:
    """CHAT_RATE=0 lifts the chats' limits alone."""
    street = Street(chat_rate=0)
    for number in range(100):
        street.send(str(number), GROUP)
    await street.clock.advance(0.9)
    assert len(street.left) == 30


async def test_pause_with_lifted_limits() -> None:
    """A 429 counts even where the limits are lifted, and afterwards everything is free again."""
    street = Street(send_rate=0, chat_rate=0)
    street.limiter.pause(3)
    street.limiter.pause(6, chat_id=GROUP)
    street.send("Maryam", MARYAM)
    street.send("group", GROUP)
    await street.clock.advance(2.9)
    assert street.left == []
    await street.clock.advance(0.2)
    assert street.names == ["Maryam"]
    await street.clock.advance(3)
    assert street.names == ["Maryam", "group"]
    street.send("Reza", REZA)
    await settle()
    assert street.names[-1] == "Reza"
    assert not street.limiter._chats


async def test_shorter_pause_with_lifted_limits() -> None:
    """A shorter pause does not end a longer one, where limits are lifted neither."""
    street = Street(send_rate=0, chat_rate=0)
    street.limiter.pause(5)
    street.limiter.pause(2)
    await street.clock.advance(3)
    street.send("Maryam", MARYAM)
    await settle()
    assert street.left == []


async def test_who_gives_up_passes_the_turn_on() -> None:
    """A message that is cancelled while it waits costs the next one nothing."""
    street = Street(send_rate=1)
    first, second, _third = street.send_all(["first", "second", "third"])
    await street.clock.advance(0.5)
    second.cancel()
    await street.clock.advance(0.6)
    assert street.names == ["first", "third"]
    assert first.done()


async def test_who_gives_up_at_its_turn_gives_it_back() -> None:
    """Cancelled between getting its turn and leaving, a message hands the turn on in the same moment."""
    street = Street(send_rate=1, chat_rate=1 / 60)
    tasks = [street.send(str(number), MARYAM) for number in range(2)]
    await street.clock.advance(1.5)
    tasks += [street.send(str(number), MARYAM) for number in range(2, 5)]
    await settle()
    assert street.names == ["0", "1"]
    street.clock.now += 60
    street.limiter._dispatch()
    tasks[2].cancel()
    await settle()
    assert street.names == ["0", "1", "3"]


async def test_nothing_is_left_after_all_gave_up() -> None:
    """When everybody gave up, no queue, no list and no alarm is left behind."""
    street = Street(send_rate=1)
    tasks = street.send_all(str(number) for number in range(1_000))
    tasks += [street.send("again", MARYAM) for _ in range(1_000)]
    await settle()
    for task in tasks:
        task.cancel()
    await settle()
    await street.clock.advance(3)
    street.send("last", REZA)
    await street.clock.advance(3)
    street.send("very last", REZA)
    await settle()
    limiter = street.limiter
    assert set(limiter._chats) <= {REZA}
    assert (any(limiter._lists), limiter._asleep) == (False, [])
    assert limiter._alarm is None
    assert street.clock.sleeping == 0


async def test_idle_chats_are_forgotten() -> None:
    """A chat is remembered only as long as its own limit needs it."""
    street = Street()
    for number in range(300):
        street.send(str(number), number + 1)
        await street.clock.advance(0.1)
    assert len(street.left) == 300
    assert len(street.limiter._chats) <= 11
