from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, func, select

from models.database import AsyncSession, Database
from models.inbox import Inbox, Outcome
from models.services import inbox
from models.services.inbox import AlreadyFinishedError, Arrival, Claimed
from tests.models.sample_rows import BOT, NOW

OTHER_BOT = BOT + 1
_fresh_bots = count(BOT + 2)


def _arrival(update_id: int, lane: int = 1) -> Arrival:
    return Arrival(update_id, lane, f'{{"update_id":{update_id}}}')


async def _store(session: AsyncSession, *update_ids: int, now: datetime = NOW, bot: int = BOT) -> list[tuple[int, int]]:
    arrivals = [_arrival(update_id, update_id % 10) for update_id in update_ids]
    return await inbox.store(session=session, bot_id=bot, arrivals=arrivals, now=now)


async def _unfinished(session: AsyncSession, after: int = 0, limit: int = 100) -> list[int]:
    return [row[0] for row in await inbox.unfinished(session=session, bot_id=BOT, after=after, limit=limit)]


async def _finish(session: AsyncSession, *ids: int, outcome: Outcome = Outcome.DONE, now: datetime = NOW) -> None:
    for inbox_id in ids:
        await inbox.finish(session=session, inbox_id=inbox_id, now=now, outcome=outcome)


async def _claim(session: AsyncSession, *ids: int) -> dict[int, Claimed]:
    return await inbox.claim(session=session, ids=ids, now=NOW)


async def test_updates_are_stored_in_the_order_they_came(session: AsyncSession) -> None:
    """Rows get growing ids in the order of the batch, whatever the update ids are, and carry their lanes."""
    stored = await _store(session, 905, 12, 433)
    assert stored == [(1, 5), (2, 2), (3, 3)]
    rows = (await session.exec(select(Inbox.update_id, Inbox.payload).order_by(col(Inbox.id)))).all()
    assert [tuple(row) for row in rows] == [(number, f'{{"update_id":{number}}}') for number in (905, 12, 433)]


async def test_an_update_is_stored_once(session: AsyncSession) -> None:
    """An update that comes again, in the same batch or a later one, is not stored again nor given back."""
    assert await _store(session, 1, 2, 2) == [(1, 1), (2, 2)]
    again = await _store(session, 2, 3, 1)
    assert [lane for _, lane in again] == [3]
    assert (await session.exec(select(func.count()).select_from(Inbox))).one() == 3


async def test_a_finished_update_is_not_run_again(session: AsyncSession) -> None:
    """An update that was answered and comes again within two days stays answered."""
    await _store(session, 1)
    await _finish(session, 1)
    assert await _store(session, 1, now=NOW + timedelta(hours=47, minutes=59)) == []


async def test_an_old_number_may_mean_a_new_update(session: AsyncSession) -> None:
    """After 48 hours a finished update's number is a new update; the old row stays, without its number."""
    await _store(session, 1)
    await _finish(session, 1)
    later = NOW + timedelta(hours=48, seconds=1)
    assert [lane for _, lane in await _store(session, 1, now=later)] == [1]
    assert await _store(session, 1, now=later) == []
    assert sorted((await session.exec(select(Inbox.update_id))).all(), key=str) == [1, None]


async def test_an_unfinished_number_never_means_a_new_update(session: AsyncSession) -> None:
    """However old, an update that still has to run keeps its number."""
    await _store(session, 1)
    assert await _store(session, 1, now=NOW + timedelta(days=30)) == []


async def test_bots_do_not_share_numbers(session: AsyncSession) -> None:
    """The same update id of two bots is two updates, and each bot sees its own only."""
    await _store(session, 1)
    assert len(await _store(session, 1, bot=OTHER_BOT)) == 1
    assert await _unfinished(session) == [1]


async def test_an_empty_batch_is_nothing(session: AsyncSession) -> None:
    """No arrivals, no statement that fails."""
    assert await _store(session) == []


async def test_a_large_batch_is_stored_whole(session: AsyncSession) -> None:
    """A webhook's or a week's worth of updates fits in one call, in order."""
    stored = await _store(session, *range(1300))
    assert [row[1] for row in stored] == [number % 10 for number in range(1300)]
    assert [row[0] for row in stored] == sorted(row[0] for row in stored)


async def test_the_unfinished_are_read_in_pages(session: AsyncSession) -> None:
    """What still has to run is given oldest first, a page at a time, without what is finished."""
    await _store(session, *range(1, 8))
    await _finish(session, 2)
    await _finish(session, 5, outcome=Outcome.SET_ASIDE)
    assert await _unfinished(session, limit=3) == [1, 3, 4]
    assert await _unfinished(session, after=4, limit=3) == [6, 7]


async def test_a_claim_gives_what_is_needed_to_run(session: AsyncSession) -> None:
    """Claiming marks updates as in flight and gives lane, payload and crashes; others are left out."""
    await _store(session, 11, 12, 13)
    await _finish(session, 2)
    claimed = await _claim(session, 1, 2, 3, 404)
    assert claimed == {1: Claimed(1, 1, '{"update_id":11}', 0), 3: Claimed(3, 3, '{"update_id":13}', 0)}
    assert await _claim(session) == {}


async def test_an_update_ends_once(database: Database) -> None:
    """Of two turns that end the same update the second fails, and nothing of it is committed."""
    async with database.transaction() as session:
        await _store(session, 1)
        await _finish(session, 1)
    with pytest.raises(AlreadyFinishedError):
        async with database.transaction() as session:
            await _store(session, 2)
            await _finish(session, 1)
    async with database.transaction() as session:
        assert (await session.exec(select(Inbox.outcome, Inbox.finished_at))).all() == [("done", NOW)]


async def test_an_update_set_aside_keeps_its_reason(session: AsyncSession) -> None:
    """What was set aside is finished, with its outcome and error for whoever looks into it."""
    await _store(session, 1)
    await inbox.finish(session=session, inbox_id=1, now=NOW, outcome=Outcome.SET_ASIDE, error="KeyError: 'x'\x00")
    row = await session.get_one(Inbox, 1)
    assert (row.outcome, row.error, row.started_at) == ("set_aside", "KeyError: 'x'", None)
    assert await _unfinished(session) == []


async def _survivors(session: AsyncSession, *, bot: int = BOT, counts: bool = True) -> list[tuple[int, int, int]]:
    return await inbox.in_flight_at_crash(session=session, bot_id=bot, counts=counts)


async def test_one_alone_in_flight_at_a_crash_is_counted(session: AsyncSession) -> None:
    """The only update in flight when the process died is suspect: each such crash counts."""
    await _store(session, 1, 2)
    for crashes in (1, 2):
        await _claim(session, 1)
        assert await _survivors(session) == [(1, 1, crashes)]
        await inbox.release(session=session, bot_id=BOT)
    assert (await _claim(session, 1))[1].crashes == 2


async def test_an_end_that_was_no_crash_is_not_counted(session: AsyncSession) -> None:
    """An update that was in flight when the process stopped for a reason of its own is not suspect."""
    await _store(session, 1)
    await _claim(session, 1)
    assert await _survivors(session, counts=False) == [(1, 1, 0)]


async def test_several_in_flight_at_a_crash_are_not_blamed(session: AsyncSession) -> None:
    """Among several in flight nobody knows which one it was: they are given oldest first and not counted."""
    await _store(session, 1, 2, 3, 4)
    await _claim(session, 4, 2, 3)
    await _finish(session, 3)
    assert await _survivors(session) == [(2, 2, 0), (4, 4, 0)]
    assert await _survivors(session, bot=OTHER_BOT) == []


async def test_after_a_release_nothing_is_in_flight(session: AsyncSession) -> None:
    """A clean stop releases the bot's own updates; they are unfinished still and may be claimed again."""
    await _store(session, 1, 2)
    await _store(session, 1, bot=OTHER_BOT)
    await _claim(session, 1, 2, 3)
    await inbox.release(session=session, bot_id=BOT)
    assert await _survivors(session) == []
    assert len(await _survivors(session, bot=OTHER_BOT)) == 1
    assert await _unfinished(session) == [1, 2]


async def test_only_what_is_done_and_old_is_cleared(session: AsyncSession) -> None:
    """Old finished rows go, as many as asked for; waiting, set-aside and recent ones stay."""
    await _store(session, *range(1, 8))
    await _finish(session, 1, 2, 3)
    await _finish(session, 4, outcome=Outcome.SET_ASIDE)
    await _finish(session, 5, now=NOW + timedelta(days=6))
    before = NOW + timedelta(days=1)
    cleared = [await inbox.clear_finished(session=session, before=before, limit=2) for _ in range(3)]
    assert cleared == [2, 1, 0]
    assert sorted((await session.exec(select(Inbox.id))).all(), key=str) == [4, 5, 6, 7]


steps = st.lists(
    st.one_of(
        st.tuples(st.just("store"), st.lists(st.integers(1, 12), min_size=1, max_size=6)),
        st.tuples(st.just("claim"), st.lists(st.integers(1, 12), min_size=1, max_size=6)),
        st.tuples(st.just("finish"), st.lists(st.integers(1, 12), min_size=1, max_size=3)),
        st.tuples(st.just("release"), st.just([])),
    ),
    max_size=15,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])  # each example has its own bot
@given(script=steps)
async def test_every_update_is_finished_exactly_once(
    session: AsyncSession, script: list[tuple[str, list[int]]]
) -> None:
    """However storing, claiming, finishing and releasing mix, an update runs until it is finished, then never."""
    bot = next(_fresh_bots)
    left: set[int] = set()
    numbers: dict[int, int] = {}
    for step, update_ids in script:
        ids = [numbers[number] for number in dict.fromkeys(update_ids) if number in numbers]
        if step == "store":
            rows = await _store(session, *update_ids, bot=bot)
            fresh = [number for number in dict.fromkeys(update_ids) if number not in numbers]
            numbers.update(zip(fresh, (row[0] for row in rows), strict=True))
            left |= {row[0] for row in rows}
        elif step == "claim":
            assert set(await _claim(session, *ids)) == set(ids) & left
        elif step == "finish":
            await _finish(session, *[inbox_id for inbox_id in ids if inbox_id in left])
            left -= set(ids)
        else:
            await inbox.release(session=session, bot_id=bot)
        now_left = await inbox.unfinished(session=session, bot_id=bot, after=0, limit=99)
        assert {row[0] for row in now_left} == left
