"""Reports on goals are told: to each follower once, all of a day together, and only while they hold."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from models.database import table_of
from models.delivery import DeliveryKind
from models.errors import GoalChanged, UpdateTold
from models.goal import GoalRound
from models.person import Account, Contact
from models.services import areas, audience, broadcasts, goal_updates
from models.services.audience import Size
from models.subscription import DEFAULT_QUIET, Digest
from tests.models.sample_rows import BOT, NOW
from tests.models.services.notice_rows import CITY, DAY, HOUR, MINUTE
from tests.models.services.promises import FIVE, TREES, Promises, city, people

__all__ = ["city"]

SIX = FIVE + HOUR
SECOND = timedelta(seconds=1)


async def rounds(city: Promises) -> int:
    """How many rounds there were."""
    async with city.database.transaction() as session:
        return int((await session.execute(select(func.count()).select_from(table_of(GoalRound)))).scalar_one())


@pytest.mark.parametrize(
    ("made_at", "told_at"),
    [
        (FIVE - HOUR, FIVE),
        (FIVE - MINUTE, FIVE),
        (FIVE - MINUTE + SECOND, FIVE + DAY),
        (FIVE, FIVE + DAY),
        (FIVE + 3 * HOUR, FIVE + DAY),
    ],
)
def test_when_a_report_is_told(made_at: datetime, told_at: datetime) -> None:
    """At five, if that leaves the minute in which it can be taken back; else at five of the next day."""
    assert goal_updates.told_at(CITY, made_at) == told_at
    at_once = replace(CITY, notice_delay=timedelta(0))
    assert goal_updates.told_at(at_once, FIVE) == FIVE


async def test_all_of_a_day_is_one_message(city: Promises) -> None:
    """At five each follower gets one message with everything of the day that concerns them, and nobody else any."""
    trees, lamps = await city.goal("کاشت درخت", values=TREES), await city.goal("روشنایی")
    both, one, _ = await city.reader(trees, lamps), await city.reader(trees), await city.reader()
    await city.report(trees, "صد نهال کاشته شد", value=100.0)
    await city.report(trees, "آبیاری شد", NOW + HOUR)
    await city.report(lamps, "چراغ‌ها خریداری شد", NOW + 2 * HOUR)
    assert await city.look(FIVE - SECOND) == []
    shown = await city.look(FIVE)
    assert people(shown) == [both, one]
    texts = {said.person_id: said.text for said in shown}
    for words in ("صد نهال", "آبیاری"):
        assert all(text.count(words) == 1 for text in texts.values())
    assert "خریداری" in texts[both]
    assert "خریداری" not in texts[one]
    assert await city.look(FIVE + DAY) == []
    assert await rounds(city) == 1


async def test_authors_hear_of_the_goals_behind_which_they_stand(city: Promises) -> None:
    """Whose submission is linked is told, once, also where they follow the goal; whoever took theirs back is not."""
    goal = await city.goal("کاشت درخت")
    author, both, gone = await city.author(goal), await city.author(goal), await city.author(goal)
    await city.follow(goal, both)
    await city.withdraw(gone)
    await city.report(goal, "صد نهال کاشته شد")
    shown = await city.look(FIVE)
    assert people(shown) == [author, both]
    assert "درخواست خود شما" in shown[0].text
    assert "درخواست خود شما" not in shown[1].text


async def test_told_sooner(city: Promises) -> None:
    """«Tell now» leaves the minute to take it back; what was told then is not told at five again."""
    goal = await city.goal("کاشت درخت")
    reader = await city.reader(goal)
    soon, later = await city.report(goal, "خبر فوری"), await city.report(goal, "خبر عادی")
    await city.tell_now(soon, NOW + MINUTE)
    assert await city.look(NOW + 2 * MINUTE - SECOND) == []
    (said,) = await city.look(NOW + 2 * MINUTE)
    assert said.person_id == reader
    assert "فوری" in said.text
    assert "عادی" not in said.text
    with pytest.raises(UpdateTold):
        await city.tell_now(soon, NOW + 3 * MINUTE)
    (said,) = await city.look(FIVE)
    assert "عادی" in said.text
    assert "فوری" not in said.text
    with pytest.raises(UpdateTold):
        await city.remove(later, FIVE + MINUTE)


async def test_what_was_taken_back_is_told_nobody(city: Promises) -> None:
    """Removed at the last second it was not said; the card shows what held before."""
    goal = await city.goal("کاشت درخت", values=TREES)
    await city.reader(goal)
    one = await city.report(goal, "صد نهال", value=100.0)
    await city.remove(one, FIVE - SECOND)
    assert await city.look(FIVE) == []
    assert await rounds(city) == 0
    with pytest.raises(GoalChanged):
        await city.remove(one, FIVE)


async def test_corrected_before_it_was_told(city: Promises) -> None:
    """Only the correction is told, and it does not say that it is one; taken back, the first one is told after all."""
    goal = await city.goal("کاشت درخت", values=TREES)
    await city.reader(goal)
    wrong = await city.report(goal, "هزار نهال", value=1000.0)
    right = await city.report(goal, "صد نهال", NOW + HOUR, value=100.0, corrects_id=wrong)
    for done in (city.tell_now, city.remove):
        with pytest.raises(GoalChanged):
            await done(wrong, NOW + 2 * HOUR)
    (said,) = await city.look(FIVE)
    assert "صد نهال" in said.text
    assert "هزار" not in said.text
    assert "به‌جای" not in said.text
    again = await city.report(goal, "دویست نهال", FIVE + HOUR, value=200.0)
    mistaken = await city.report(goal, "سیصد نهال", FIVE + HOUR, value=300.0, corrects_id=again)
    await city.remove(mistaken, FIVE + 2 * HOUR)
    (said,) = await city.look(FIVE + DAY)
    assert "دویست" in said.text
    assert "سیصد" not in said.text
    async with city.turn() as session:
        assert await goal_updates.pending(session=session, goal_id=goal) == []
        older, newer = [await goal_updates.load(session, one) for one in (wrong, right)]
        assert older.told_at == newer.told_at == FIVE


async def test_corrected_after_it_was_told(city: Promises) -> None:
    """Whoever read the wrong one reads the right one the next day, and that it takes its place."""
    goal = await city.goal("کاشت درخت", values=TREES)
    reader = await city.reader(goal)
    wrong = await city.report(goal, "هزار نهال", value=1000.0)
    await city.look(FIVE)
    await city.report(goal, "صد نهال", FIVE + HOUR, value=100.0, corrects_id=wrong)
    (said,) = await city.look(FIVE + DAY)
    assert said.person_id == reader
    assert "صد نهال" in said.text
    assert "هزار" not in said.text
    assert "به‌جای" in said.text


async def test_a_correction_over_one_that_nobody_read(city: Promises) -> None:
    """The correction of a correction says that it takes another's place where anybody read the first one."""
    goal = await city.goal("کاشت درخت", values=TREES)
    await city.reader(goal)
    first = await city.report(goal, "هزار نهال", value=1000.0)
    await city.look(FIVE)
    second = await city.report(goal, "نهصد نهال", FIVE + HOUR, value=900.0, corrects_id=first)
    await city.report(goal, "صد نهال", FIVE + 2 * HOUR, value=100.0, corrects_id=second)
    (said,) = await city.look(FIVE + DAY)
    assert "صد نهال" in said.text
    assert "به‌جای" in said.text
    assert "نهصد" not in said.text


async def test_who_sleeps_reads_what_holds_in_the_morning(city: Promises) -> None:
    """Told late at night and corrected before the morning, both are one message for whoever slept: the right one."""
    goal = await city.goal("کاشت درخت")
    sleeper, awake = await city.reader(goal, quiet=DEFAULT_QUIET), await city.reader(goal)
    night = FIVE + 6 * HOUR
    wrong = await city.report(goal, "هزار نهال", night - 2 * MINUTE)
    await city.tell_now(wrong, night - MINUTE)
    assert people(await city.look(night)) == [awake]
    right = await city.report(goal, "صد نهال", night, corrects_id=wrong)
    await city.tell_now(right, night)
    assert people(await city.look(night + 2 * MINUTE)) == [awake]
    (said,) = await city.look(night + 9 * HOUR)
    assert said.person_id == sleeper
    assert "صد نهال" in said.text
    assert "هزار" not in said.text


async def test_unfollowed_or_switched_off_meanwhile(city: Promises) -> None:
    """Who does not want it any more when their copy leaves gets nothing; who follows another goal still gets that."""
    trees, lamps = await city.goal("کاشت درخت"), await city.goal("روشنایی")
    gone, off, half = [await city.reader(trees, lamps, quiet=DEFAULT_QUIET) for _ in range(3)]
    now = FIVE + 6 * HOUR
    for goal, words in ((trees, "نهال"), (lamps, "چراغ")):
        await city.tell_now(await city.report(goal, words, now - 2 * MINUTE), now - MINUTE)
    assert await city.look(now) == []
    for goal in (trees, lamps):
        await city.unfollow(goal, gone)
    await city.unfollow(trees, half)
    await city.switch(off, now, is_on=False)
    (said,) = await city.look(now + 9 * HOUR)
    assert said.person_id == half
    assert "چراغ" in said.text
    assert "نهال" not in said.text


async def test_whom_the_bot_does_not_reach(city: Promises) -> None:
    """Who blocked the bot, or switched goals off, gets no copy; who follows only later, none of what was told."""
    goal = await city.goal("کاشت درخت")
    blocked, off, later, reader = [await city.reader(goal) for _ in range(4)]
    await city.unfollow(goal, later)
    await city.switch(off, is_on=False)
    async with city.turn() as session:
        contacts, accounts = table_of(Contact), table_of(Account).c
        theirs = select(accounts.id).where(accounts.person_id == blocked)
        shut = update(contacts).where(contacts.c.account_id.in_(theirs))
        await session.execute(shut.values(blocked_at=NOW))
    await city.report(goal, "صد نهال")
    assert people(await city.look(FIVE)) == [reader]
    await city.follow(goal, later, FIVE + MINUTE)
    assert await city.look(FIVE + 2 * MINUTE) == []


async def test_a_city_without_followers(city: Promises) -> None:
    """A round that is for nobody is over at once, and followers of later hear what comes later."""
    goal = await city.goal("کاشت درخت")
    await city.report(goal, "صد نهال")
    assert await city.look(FIVE) == []
    async with city.turn() as session:
        assert await broadcasts.at_work(session=session, bot_id=BOT) == []
    reader = await city.reader(goal)
    await city.report(goal, "دویست نهال", FIVE + HOUR)
    (said,) = await city.look(FIVE + DAY)
    assert said.person_id == reader
    assert "صد نهال" not in said.text


async def test_days_without_the_program(city: Promises) -> None:
    """What was due while nothing ran is one message, not one for each day."""
    goal = await city.goal("کاشت درخت")
    await city.reader(goal)
    for day in range(3):
        await city.report(goal, f"روز {day}", NOW + day * DAY)
    (said,) = await city.look(NOW + 9 * DAY)
    assert all(f"روز {day}" in said.text for day in range(3))


async def test_a_clock_that_was_ahead(city: Promises) -> None:
    """What was put on record while the clock was years ahead is told at the next hour once it was set right."""
    goal = await city.goal("کاشت درخت")
    reader = await city.reader(goal)
    await city.report(goal, "صد نهال", NOW + 900 * DAY)
    assert await city.look(NOW) == []
    assert people(await city.look(FIVE)) == [reader]
    assert await city.look(NOW + 901 * DAY) == []


async def test_a_clock_that_was_set_back(city: Promises) -> None:
    """Five o'clock comes twice: what was told the first time is not told again, what is new is."""
    goal = await city.goal("کاشت درخت")
    reader, digest = await city.reader(goal), await city.reader(goal)
    await city.gather(digest, Digest.DAILY)
    await city.report(goal, "صد نهال")
    assert people(await city.look(FIVE)) == [reader]
    assert people(await city.look(SIX), DeliveryKind.DIGEST) == [digest]
    await city.report(goal, "دویست نهال", FIVE - HOUR)
    assert await city.look(FIVE - HOUR) == []
    (said,) = await city.look(FIVE)
    assert said.person_id == reader
    assert "دویست" in said.text
    assert "صد نهال" not in said.text
    assert await city.look(SIX) == []
    (said,) = [one for one in await city.look(SIX + DAY) if one.kind is DeliveryKind.DIGEST]
    assert said.person_id == digest
    assert "دویست" in said.text
    assert "صد نهال" not in said.text


async def test_counting_followers(city: Promises) -> None:
    """What a dialogue says is whom the round reaches: at once, and in digests."""
    trees, lamps = await city.goal("کاشت درخت"), await city.goal("روشنایی")
    at_once = await city.reader(trees, lamps)
    await city.author(lamps, at_once)
    await city.author(lamps)
    later = await city.reader(trees)
    await city.gather(later, Digest.WEEKLY)
    async with city.turn() as session:
        tree = await areas.load_tree(session=session)
        given = {"session": session, "tree": tree, "bot_id": BOT, "now": NOW, "is_urgent": False}
        meant = goal_updates.audience_of([trees, lamps])
        assert await audience.size(audience=meant, **given) == Size(2, 1)  # type: ignore[arg-type]  # as it takes them
        actor = await city.town.as_("secretary", NOW, session)
        assert [await goal_updates.listeners(actor, one) for one in (trees, lamps)] == [2, 2]
