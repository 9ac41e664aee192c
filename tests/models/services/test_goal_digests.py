"""Reports on goals in digests: each told once, by its round or by a digest, whatever is switched meanwhile."""

from datetime import timedelta

from sqlalchemy import select

from models.database import table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.subscription import DEFAULT_QUIET, Digest
from tests.models.services.notice_rows import DAY, HOUR, MINUTE
from tests.models.services.promises import FIVE, TREES, Promises, city, people

__all__ = ["city"]

SIX = FIVE + HOUR
SECOND = timedelta(seconds=1)


async def test_in_the_digest_once(city: Promises) -> None:
    """Who has news gathered is told in the digest and not at once: daily the same evening, weekly on Friday."""
    goal = await city.goal("کاشت درخت", values=TREES)
    daily, weekly, off, stranger = [await city.reader(*([goal] if number < 3 else [])) for number in range(4)]
    for person_id, digest in (
        (daily, Digest.DAILY),
        (weekly, Digest.WEEKLY),
        (off, Digest.DAILY),
        (stranger, Digest.DAILY),
    ):
        await city.gather(person_id, digest)
    await city.switch(off, is_on=False)
    await city.report(goal, "صد نهال", value=100.0)
    assert await city.look(FIVE) == []
    (said,) = await city.look(SIX)
    assert (said.person_id, said.kind) == (daily, DeliveryKind.DIGEST)
    assert "صد نهال" in said.text
    assert "۲۰٪" in said.text
    await city.report(goal, "دویست نهال", SIX + HOUR, value=200.0)
    friday = SIX + 16 * HOUR  # ten in the morning
    (said,) = await city.look(friday)
    assert said.person_id == weekly
    assert "صد نهال" in said.text
    assert "دویست" not in said.text
    shown = [one for at in (FIVE + DAY, SIX + DAY) for one in await city.look(at)]
    assert [(one.person_id, "دویست" in one.text, "صد" in one.text) for one in shown] == [(daily, True, False)]
    (said,) = await city.look(friday + 7 * DAY)
    assert said.person_id == weekly
    assert "دویست" in said.text
    assert "صد نهال" not in said.text


async def test_digests_begin_while_a_round_is_frozen(city: Promises) -> None:
    """Chosen after the round began and before anybody's copy was made, however long that took, it is in the digest."""
    goal = await city.goal("کاشت درخت")
    reader = await city.reader(goal)
    await city.report(goal, "صد نهال")
    await city.tick(FIVE)
    await city.gather(reader, Digest.DAILY, SIX + 4 * HOUR)
    shown = [one for at in (SIX + 5 * HOUR, SIX + DAY, SIX + 2 * DAY) for one in await city.look(at)]
    (said,) = shown
    assert said.kind is DeliveryKind.DIGEST
    assert "صد نهال" in said.text


async def test_digests_end_while_a_round_is_frozen(city: Promises) -> None:
    """The last digest tells it, and the copy that is made afterwards says nothing; the other way round as well."""
    goal = await city.goal("کاشت درخت")
    reader = await city.reader(goal)
    await city.gather(reader, Digest.DAILY)
    await city.report(goal, "صد نهال")
    await city.tick(FIVE)
    await city.gather(reader, Digest.OFF, FIVE + SECOND)
    (said,) = await city.look(FIVE + MINUTE)
    assert said.kind is DeliveryKind.DIGEST
    assert "صد نهال" in said.text
    assert await city.look(FIVE + HOUR) == []
    async with city.turn() as session:
        rows = table_of(Delivery).c
        became = await session.execute(select(rows.state).where(rows.kind == DeliveryKind.GOAL_NEWS.value))
        assert set(became.scalars()) <= {DeliveryState.DROPPED.value}


async def test_a_copy_that_waits_for_the_morning_is_not_in_the_digest(city: Promises) -> None:
    """Given a copy before they had news gathered, they read that one, and nothing of it in the digest."""
    goal = await city.goal("کاشت درخت")
    sleeper = await city.reader(goal, quiet=DEFAULT_QUIET)
    night = FIVE + 6 * HOUR
    await city.tell_now(await city.report(goal, "صد نهال", night - 2 * MINUTE), night - MINUTE)
    assert await city.look(night) == []
    await city.gather(sleeper, Digest.DAILY, night + MINUTE)
    (said,) = await city.look(night + 9 * HOUR)
    assert said.kind is DeliveryKind.GOAL_NEWS
    assert "صد نهال" in said.text
    assert await city.look(SIX + DAY) == []


async def test_news_gathered_off_and_on_again(city: Promises) -> None:
    """Within the hour that a first digest looks back: what the last one told is not told again."""
    goal = await city.goal("کاشت درخت")
    reader = await city.reader(goal)
    await city.gather(reader, Digest.DAILY)
    await city.report(goal, "صد نهال")
    await city.look(FIVE)
    await city.gather(reader, Digest.OFF, FIVE + MINUTE)
    (said,) = await city.look(FIVE + MINUTE)
    assert "صد نهال" in said.text
    await city.gather(reader, Digest.DAILY, FIVE + 2 * MINUTE)
    assert await city.look(SIX) == []


async def test_weekly_and_daily_on_one_day(city: Promises) -> None:
    """On the Friday on which the weekly one came, a daily one brings nothing more; the next one loses nothing."""
    goal = await city.goal("کاشت درخت")
    reader = await city.reader(goal)
    await city.gather(reader, Digest.WEEKLY)
    await city.report(goal, "صد نهال")
    await city.look(FIVE)
    friday = SIX + 16 * HOUR
    assert people(await city.look(friday), DeliveryKind.DIGEST) == [reader]
    await city.report(goal, "دویست نهال", friday + MINUTE)
    await city.gather(reader, Digest.DAILY, friday + HOUR)
    told = [one for at in (FIVE + DAY, SIX + DAY, FIVE + 2 * DAY, SIX + 2 * DAY) for one in await city.look(at)]
    assert [("صد نهال" in one.text, "دویست" in one.text) for one in told] == [(False, True)]
