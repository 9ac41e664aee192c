import logging
from datetime import UTC, datetime, timedelta

import pytest

from models.broadcast import BroadcastState
from models.database import AsyncSession
from models.delivery import DeliveryKind
from models.errors import NotFound, NoticeChanged
from models.notice import Notice, NoticeState, Repeats
from models.role import Role
from models.services import notice_changes, notice_due, notice_held, notice_sending, notices
from tests.models.office import OWNERS
from tests.models.sample_rows import BOT, NOW
from tests.models.services.notice_rows import DAY, HOUR, MINUTE, WEEK, Town

NEWS = DeliveryKind.NOTICE_NEWS
NINE = datetime(2026, 12, 11, 5, 30, tzinfo=UTC)  # tomorrow, Friday 20 Azar 1405, 9:00 in Tehran


async def _scheduled(town: Town, at: datetime, repeats: Repeats | None = None, until: datetime | None = None) -> Notice:
    notice, author = await town.draft(), await town.as_("author")
    notice = await notice_changes.change_time(
        author, notice.id or 0, 1, starts_at=at, repeats=repeats, repeats_until=until
    )
    return await town.send(notice)


async def _occurrences(town: Town, notice: Notice) -> list[str]:
    return [one.occurrence for one in reversed(await town.times(notice))]


async def test_at_its_time_once(session: AsyncSession) -> None:
    """A notice leaves at its moment and not before, and no second call lets it leave again."""
    town = await Town.open(session)
    notice = await _scheduled(town, NINE)
    assert await notice_due.next_due(session=session, bot_id=BOT) == NINE
    assert await town.start(NINE - timedelta(seconds=1)) == 0
    assert await town.start(NINE) == 1
    assert await town.start(NINE) == 0
    assert await town.start(NINE + WEEK) == 0
    notice = await town.again(notice)
    assert (notice.state, notice.sent_at, notice.starts_at) == ("sending", NINE, None)
    assert await _occurrences(town, notice) == ["once"]
    assert await notice_due.next_due(session=session, bot_id=BOT) is None
    assert (await town.trail())[-1] == "notice.start"


async def test_away_when_it_was_due(session: AsyncSession) -> None:
    """A notice whose time passed while the process was away goes out once when it is back."""
    town = await Town.open(session)
    notice = await _scheduled(town, NINE)
    assert await town.start(NINE + 3 * DAY) == 1
    assert (await town.again(notice)).sent_at == NINE + 3 * DAY


async def test_other_bots_do_not_send_it(session: AsyncSession) -> None:
    """Several processes share a database: a notice leaves through the bot that it was written with."""
    town = await Town.open(session)
    await _scheduled(town, NINE)
    started = await notice_due.start_due(session=session, bot_id=1, city=town.city, owners=OWNERS, now=NINE)
    assert started.count == 0


async def test_weekly_until_a_day(session: AsyncSession) -> None:
    """A weekly notice leaves at the same hour of the same weekday, until its end, and is sent then."""
    town = await Town.open(session)
    await town.reader("گلسار")
    notice = await _scheduled(town, NINE, Repeats.WEEKLY, NINE + 2 * WEEK)
    for week in range(3):
        at = NINE + week * WEEK
        assert await town.start(at - MINUTE) == 0
        assert await town.start(at) == 1
        assert await town.finish(notice, at + HOUR) == 1
        state = NoticeState.SENT if week == 2 else NoticeState.SCHEDULED
        assert await town.state(notice) is state
    assert await town.start(NINE + 9 * WEEK) == 0
    assert await _occurrences(town, notice) == [
        "2026-12-11T09:00+03:30",
        "2026-12-18T09:00+03:30",
        "2026-12-25T09:00+03:30",
    ]
    assert await town.told(NEWS) == [("author", "done")] * 3


async def test_monthly_on_the_last_day(session: AsyncSession) -> None:
    """On the 30th, or the last day of a shorter month, and on the 30th again in the month after."""
    town = await Town.open(session)
    first = datetime(2026, 12, 21, 5, 30, tzinfo=UTC)  # 30 Azar 1405; Esfand has 29 days
    notice = await _scheduled(town, first, Repeats.MONTHLY, first + 140 * DAY)
    now = first
    while await town.state(notice) is NoticeState.SCHEDULED and now < first + 400 * DAY:
        await town.start(now)
        now += DAY
    assert [one[:10] for one in await _occurrences(town, notice)] == [
        "2026-12-21",  # 30 Azar
        "2027-01-20",  # 30 Dey
        "2027-02-19",  # 30 Bahman
        "2027-03-20",  # 29 Esfand
        "2027-04-19",  # 30 Farvardin
    ]


async def test_only_the_newest_missed_time(session: AsyncSession, caplog: pytest.LogCaptureFixture) -> None:
    """After weeks away one message goes out, for the newest time; the others are dropped and logged."""
    town = await Town.open(session)
    notice = await _scheduled(town, NINE, Repeats.WEEKLY, NINE + 20 * WEEK)
    with caplog.at_level(logging.WARNING):
        assert await town.start(NINE + 3 * WEEK + DAY) == 1
    assert await _occurrences(town, notice) == ["2027-01-01T09:00+03:30"]
    assert (await town.again(notice)).starts_at == NINE + 4 * WEEK
    assert "3 times were missed" in caplog.text
    assert (await town.trail())[-2:] == ["notice.skip", "notice.start"]
    assert await town.start(NINE + 4 * WEEK) == 1


async def test_away_until_after_its_end(session: AsyncSession) -> None:
    """The last time still goes out, once, and nothing follows."""
    town = await Town.open(session)
    notice = await _scheduled(town, NINE, Repeats.WEEKLY, NINE + 2 * WEEK)
    assert await town.start(NINE + 9 * WEEK) == 1
    assert await _occurrences(town, notice) == ["2026-12-25T09:00+03:30"]
    assert await town.state(notice) is NoticeState.SENDING


async def test_no_more_repeats(session: AsyncSession) -> None:
    """Its sender ends a repeating notice: what was sent stays, nothing leaves any more."""
    town = await Town.open(session)
    notice = await _scheduled(town, NINE, Repeats.WEEKLY, NINE + 20 * WEEK)
    await town.start(NINE)
    await town.finish(notice, NINE + HOUR)
    notice = await town.again(notice)
    author = await town.as_("author", NINE + DAY)
    with pytest.raises(NoticeChanged):
        await notice_changes.change_urgency(author, notice.id or 0, notice.version, is_urgent=True)
    notice = await notice_sending.unsend(author, notice.id or 0, notice.version)
    assert (notice.state, notice.starts_at, notice.repeats) == ("sent", None, None)
    assert await town.start(NINE + 20 * WEEK) == 0


async def test_held_when_its_holder_is_gone(session: AsyncSession) -> None:
    """What somebody scheduled does not leave once their office ended: a successor is told, and sends it anew."""
    town = await Town.open(session)
    notice = await _scheduled(town, NINE)
    await town.revoke("author", NOW + MINUTE)
    assert await town.start(NOW + 2 * MINUTE) == 0  # found by the minute's look, long before its time
    assert await town.state(notice) is NoticeState.HELD
    assert await town.told(NEWS) == [("colleague", "held")]
    assert await town.start(NINE) == 0
    assert await town.told(NEWS) == [("colleague", "held")]
    for name in ("author", "neighbour", "resident", "expert"):
        with pytest.raises(NotFound):
            await notice_held.take_over(await town.as_(name, NINE), notice.id or 0)
    notice = await notice_held.take_over(await town.as_("colleague", NINE), notice.id or 0)
    assert (notice.state, notice.holder_id, notice.starts_at) == ("draft", town.people["colleague"], None)
    with pytest.raises(NotFound):  # a draft again: nobody else's
        await notice_held.take_over(await town.as_("manager", NINE), notice.id or 0)
    assert await town.start(NINE + DAY) == 0
    await town.send(notice, who="colleague", now=NINE)
    assert await town.start(NINE + MINUTE) == 1
    assert (await town.trail())[-4:] == ["notice.hold", "notice.take_over", "notice.send", "notice.start"]


async def test_an_office_that_ends_just_then(session: AsyncSession) -> None:
    """A notice that is due in the moment in which its holder's office ends does not leave."""
    town = await Town.open(session)
    person, _ = await town.office.holder(Role.COUNCIL, "باغ شاه", ends_at=NINE)
    town.people["leaving"] = person
    notice = await town.draft("leaving", "باغ شاه")
    leaving = await town.as_("leaving")
    notice = await notice_changes.change_time(leaving, notice.id or 0, 1, starts_at=NINE)
    await town.send(notice, who="leaving")
    assert await town.start(NINE) == 0
    assert await town.told(NEWS) == [("neighbour", "held")]


async def test_owners_hear_of_it_where_nobody_follows(session: AsyncSession) -> None:
    """Without a successor in the same office the owners are told."""
    town = await Town.open(session, without=("colleague",))
    await _scheduled(town, NINE)
    await town.revoke("author", NOW + MINUTE)
    await town.start(NINE)
    assert await town.told(NEWS) == [("owner", "held")]


async def test_what_waits_for_a_yes_is_held_too(session: AsyncSession) -> None:
    """The holder's office ends while a yes is waited for: it is held, and the yes does not count any more."""
    town = await Town.open(session)
    notice = await town.asked()
    await town.revoke("author", NOW + MINUTE)
    await town.start(NOW + 2 * MINUTE)
    notice = await town.again(notice)
    assert (notice.state, notice.asked_revision) == ("held", None)


async def test_an_office_made_smaller(session: AsyncSession) -> None:
    """What one person alone could send is held when it goes beyond their office by now."""
    town = await Town.open(session)
    notice = await town.to(await town.draft("manager", "گلسار"), "گلسار", "باغ شاه", who="manager")
    assert (await town.send(notice, who="manager")).state == "scheduled"
    await town.revoke("manager", NOW)
    await town.office.holder(Role.MANAGER, "گلسار", person_id=town.people["manager"])
    assert await town.start(NOW + MINUTE) == 0
    assert await town.state(notice) is NoticeState.HELD


async def test_a_yes_does_not_pass_to_a_successor(session: AsyncSession) -> None:
    """What was approved for one sender needs a yes anew from the next, who cannot give it themselves."""
    town = await Town.open(session)
    notice = await town.to(await town.draft(), "گلسار", "باغ شاه")
    author = await town.as_("author")
    notice = await notice_changes.change_time(author, notice.id or 0, notice.version, starts_at=NINE)
    await town.send(notice)
    await town.approve(notice, "manager")
    await town.revoke("author", NOW + MINUTE)
    await town.start(NOW + 2 * MINUTE)
    manager = await town.as_("manager", NOW + 3 * MINUTE)
    notice = await notice_held.take_over(manager, notice.id or 0)
    assert (notice.is_approved, notice.starts_at) == (False, NINE)


async def test_how_it_ended_is_told_once(session: AsyncSession) -> None:
    """When the engine is through, the notice is sent, and its holder is told, once, also after another call."""
    town = await Town.open(session)
    await town.reader("گلسار")
    notice = await town.sent()
    assert notice.state == "sent"
    assert await town.told(NEWS) == [("author", "done")]
    assert await notice_due.finish_told(session=session, bot_id=BOT, city=town.city, now=NOW + DAY) == 0
    assert await town.told(NEWS) == [("author", "done")]


async def test_stopped_on_the_way(session: AsyncSession) -> None:
    """Pause, go on, stop: each is possible where it makes sense, and a stopped notice stays stopped."""
    town = await Town.open(session)
    notice = await town.send(await town.draft())
    author, key = await town.as_("author", NOW + MINUTE), notice.id or 0
    for step in (notice_sending.pause, notice_sending.resume, notice_sending.stop):
        with pytest.raises(NoticeChanged):
            await step(author, key)
    await town.start(NOW + MINUTE)
    with pytest.raises(NoticeChanged):
        await notice_sending.resume(author, key)
    await notice_sending.pause(author, key)
    with pytest.raises(NoticeChanged):
        await notice_sending.pause(author, key)
    assert [one.state for one in await town.times(notice)] == [BroadcastState.PAUSED]
    await notice_sending.resume(await town.as_("colleague", NOW + MINUTE), key)
    with pytest.raises(NotFound):
        await notice_sending.stop(await town.as_("neighbour", NOW + MINUTE), key)
    await notice_sending.stop(author, key)
    await town.finish(notice, NOW + HOUR, BroadcastState.STOPPED)
    assert await town.state(notice) is NoticeState.STOPPED
    with pytest.raises(NoticeChanged):
        await notice_sending.stop(author, key)
    assert (await town.trail())[-3:] == ["notice.pause", "notice.resume", "notice.stop"]


async def test_not_there(session: AsyncSession) -> None:
    """A notice that is not there is not there for anything."""
    town = await Town.open(session)
    author = await town.as_("author")
    with pytest.raises(NotFound):
        await notice_held.take_over(author, 99)
    with pytest.raises(NotFound):
        await notice_sending.send_again(author, 99)
    with pytest.raises(NotFound):
        await notices.load(session, 99)
