from datetime import datetime, timedelta

import pytest

from models.database import AsyncSession
from models.delivery import DeliveryKind
from models.notice import Notice
from models.role import Role
from models.services import notice_approval_care, notice_approvals, notice_changes, notice_sending
from tests.models.office import OWNERS
from tests.models.sample_rows import BOT, NOW
from tests.models.services.notice_rows import DAY, HOUR, MINUTE, Town

ASKED, NEWS = DeliveryKind.NOTICE_APPROVAL, DeliveryKind.NOTICE_NEWS


async def _tick(town: Town, now: datetime) -> int:
    return await notice_approval_care.care_for_approvals(
        session=town.session, bot_id=BOT, city=town.city, owners=OWNERS, now=now
    )


async def _every_minute(town: Town, begin: datetime, minutes: int, step: int = 5) -> list[int]:
    """In which minutes after the beginning anybody is told something."""
    return [one for one in range(0, minutes, step) if await _tick(town, begin + one * MINUTE)]


async def test_reminded_then_widened(session: AsyncSession) -> None:
    """After half an hour whoever was asked is reminded, half an hour later the secretariat and the owners are asked."""
    town = await Town.open(session)
    notice = await town.asked()
    version = notice.version
    assert await _every_minute(town, NOW, 200) == [30, 60]
    assert await town.told(ASKED) == [
        ("manager", "1 ask"),
        ("manager", "1 remind"),
        ("secretary", "1 ask"),
        ("owner", "1 ask"),
    ]
    notice = await town.again(notice)
    assert (notice.reminded_at, notice.widened_at) == (NOW + 30 * MINUTE, NOW + HOUR)
    assert notice.version == version  # its holder's buttons are as good as before
    assert await _tick(town, NOW + 9 * DAY) == 0


async def test_nothing_after_a_decision(session: AsyncSession) -> None:
    """Once somebody decided, or its sender took it back, nobody is reminded."""
    town = await Town.open(session)
    approved, unsent = await town.asked(), await town.asked()
    await notice_approvals.approve(await town.as_("manager"), approved.id or 0, 1)
    await notice_sending.unsend(await town.as_("author"), unsent.id or 0, unsent.version)
    assert await _every_minute(town, NOW, 100) == []


async def test_after_a_long_absence(session: AsyncSession) -> None:
    """A process that was away reminds once at its return, and widens half an hour after that."""
    town = await Town.open(session)
    await town.asked()
    back = NOW + 5 * HOUR
    assert await _every_minute(town, back, 60) == [0, 30]


async def test_by_night(session: AsyncSession) -> None:
    """What is asked at night is heard in the morning: the half hours count from there, and nobody is woken."""
    town = await Town.open(session)
    night = NOW.replace(hour=19, minute=30, second=0, microsecond=0)  # 23:00 in Tehran
    notice = await town.to(await town.draft(), "گلسار", "باغ شاه", now=night)
    await town.send(notice, now=night)
    morning = NOW.replace(hour=4, minute=30, second=0, microsecond=0) + DAY  # 08:00
    assert await town.due(ASKED) == [morning]
    assert await _every_minute(town, night, 24 * 60, 30) == [
        _minutes(morning - night) + 30,
        _minutes(morning - night) + 60,
    ]
    assert await town.due(ASKED) == [morning, morning + 30 * MINUTE, *[morning + HOUR] * 2]


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // 60


async def test_urgent_ones_wake_people(session: AsyncSession) -> None:
    """An urgent one is reminded of and widened by night too."""
    town = await Town.open(session, without=("manager",))
    night = NOW.replace(hour=19, minute=30)
    for _ in range(5):
        await town.office.holder(Role.COUNCIL, "گلسار")
    notice = await _urgent(town, night)
    assert len(await town.due(ASKED)) == 5
    assert await _every_minute(town, night, 90) == [30, 60]
    assert sorted(set(await town.due(ASKED))) == [night, night + 30 * MINUTE, night + HOUR]
    asked = await town.told(ASKED)
    assert asked[-2:] == [("secretary", "1 ask"), ("owner", "1 ask")]
    assert notice.is_urgent


async def _urgent(town: Town, now: datetime) -> Notice:
    author, notice = await town.as_("author", now), await town.draft()
    notice = await notice_changes.change_urgency(author, notice.id or 0, 1, is_urgent=True)
    return await town.send(notice, now=now)


async def test_whoever_was_asked_is_gone(session: AsyncSession) -> None:
    """Where the office of whoever was asked ended, the next one is asked instead of reminding nobody."""
    town = await Town.open(session)
    await town.asked()
    await town.revoke("manager", NOW + MINUTE)
    assert await _every_minute(town, NOW, 100) == [30, 60]
    assert await town.told(ASKED) == [("manager", "1 ask"), ("secretary", "1 ask"), ("owner", "1 ask")]


async def test_nobody_is_left(session: AsyncSession) -> None:
    """Where nobody is left who may say yes, its holder is told, once."""
    town = await Town.open(session, without=("secretary",))
    town.people["owner"] = 0
    await town.asked()
    await town.revoke("manager", NOW + MINUTE)
    nobody = type(OWNERS)(OWNERS.platform, frozenset())
    told = [
        await notice_approval_care.care_for_approvals(
            session=session, bot_id=BOT, city=town.city, owners=nobody, now=NOW + one * MINUTE
        )
        for one in range(100)
    ]
    assert sum(told) == 1
    assert await town.told(NEWS) == [("author", "nobody")]


@pytest.mark.parametrize("minutes", [29, 30])
async def test_an_amendment_is_asked_anew(session: AsyncSession, minutes: int) -> None:
    """A second asking has half hours of its own, counted from when it was asked."""
    town = await Town.open(session)
    notice = await town.asked()
    later = NOW + 20 * MINUTE
    notice = await notice_sending.unsend(await town.as_("author", later), notice.id or 0, notice.version)
    await town.send(notice, now=later)
    assert await _tick(town, later + minutes * MINUTE) == (minutes == 30)
