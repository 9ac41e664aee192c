"""Kill -9 while many are told something: nobody is told twice, and of nothing but what was in flight nobody knows."""

import asyncio
import random
from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from bot.outgoing.deliveries import AT_ONCE
from bot.playground import FaultKind, Playground
from models.database import AsyncSession, Database, table_of
from models.draft import Draft, Part
from models.services import changes, people, submissions
from models.services.people import Sender
from models.submission import Status, StatusEvent
from tests.crash.conftest import MakeBot
from tests.crash.ledger import Ledger
from tests.crash.waiting import start_and_wait_for_call, until

_BOT, _ZONE = 42, ZoneInfo("Asia/Tehran")
_EACH = 6  # submissions of each resident


async def _have_told(playground: Playground, url: str, residents: int) -> int:
    """Register submissions and move each: so many deliveries are due."""
    database = Database(url)
    chats = [playground.add_person(f"شهروند {number}").id for number in range(residents)]
    try:
        for chat_id in chats:
            async with database.transaction() as session:
                await _move_all(session, chat_id)
    finally:
        await database.close()
    return residents * _EACH


async def _move_all(session: AsyncSession, chat_id: int) -> None:
    now = datetime.now(UTC)
    sender = Sender("playground", chat_id, "شهروند", None, "fa")
    known = await people.recognise(session=session, sender=sender, bot_id=_BOT, chat_id=chat_id, now=now)
    for number in range(_EACH):
        draft = Draft(id=chat_id * 100 + number, parts=(Part(number + 1, f"چراغ {number} خاموش است"),))
        made = await submissions.register(session=session, person_id=known.person.id, draft=draft, now=now, zone=_ZONE)
        event = {
            "submission_id": made.id,
            "status_from": made.status,
            "status_to": Status.IN_PROGRESS.value,
            "created_at": now,
        }
        events = table_of(StatusEvent)
        event_id = (await session.execute(insert(events).values(event).returning(events.c.id))).scalar_one()
        await changes.tell_author_of_change(session=session, bot_id=_BOT, submission=made, now=now, event_id=event_id)


def _told(playground: Playground) -> Counter[tuple[int, str]]:
    """How often each (chat, text) was shown."""
    people = playground.state.people.values()
    return Counter((one.id, message.text) for one in people for message in one.messages if message.sender == "bot")


@pytest.mark.parametrize(("residents", "kills"), [(30, 4), pytest.param(150, 25, marks=pytest.mark.soak)])
async def test_kills_while_many_are_told(
    make_bot: MakeBot, playground: Playground, ledger: Ledger, moments: random.Random, residents: int, kills: int
) -> None:
    """Killed at random moments: everybody is told once, or, where a kill cut a call off, it is uncertain."""
    playground.faults.add(FaultKind.SLOW, method="sendMessage", delay=0.1, times=None, probability=0.3)
    playground.faults.add(FaultKind.SLOW_AFTER, method="sendMessage", delay=0.1, times=None, probability=0.3)
    due = await _have_told(playground, ledger.url, residents)
    bot, lives = make_bot(), 0
    while lives < kills and ledger.deliveries_by_state().get("waiting"):
        await start_and_wait_for_call(bot, playground)
        await asyncio.sleep(moments.uniform(0.0, 1.2))
        await bot.kill()
        lives += 1
    await start_and_wait_for_call(bot, playground)  # before that, nobody has told the process what SIGTERM means
    await until(
        lambda: ledger.deliveries_by_state().keys() <= {"sent", "uncertain"}, "everybody was told", within=90, every=0.2
    )
    assert await bot.terminate(within=15) == 0
    states, told = ledger.deliveries_by_state(), _told(playground)
    print(f"{lives} kills, {states}")  # noqa: T201  (shown at a failure)
    assert set(told.values()) == {1}
    assert sum(states.values()) == due
    assert states.get("uncertain", 0) <= lives * AT_ONCE
    assert states["sent"] <= len(told) <= due
    assert lives > 0


async def test_a_stop_leaves_nothing_uncertain(make_bot: MakeBot, playground: Playground, ledger: Ledger) -> None:
    """Told to stop in the middle of it, twice: everybody is told exactly once in the end."""
    playground.faults.add(FaultKind.SLOW, method="sendMessage", delay=0.1, times=None, probability=0.5)
    due = await _have_told(playground, ledger.url, 30)
    bot = make_bot()
    for _ in range(2):
        before = len(_told(playground))
        await bot.start()
        await until(lambda start=before: len(_told(playground)) > start + 10, "some were told", within=30)  # type: ignore[misc]  # mypy cannot infer a lambda with a default
        assert await bot.terminate(within=15) == 0
        assert ledger.deliveries_by_state().keys() <= {"sent", "waiting"}
    await bot.start()
    await until(lambda: ledger.deliveries_by_state() == {"sent": due}, "everybody was told", within=60)
    assert set(_told(playground).values()) == {1}
    assert len(_told(playground)) == due
