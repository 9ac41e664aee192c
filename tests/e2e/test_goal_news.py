"""What followers are told of goals, in their chats: from «follow» to the report with its photo, and on to the card."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import update

from models.broadcast import Broadcast
from models.database import table_of
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.goal import GoalFollow, GoalUpdate
from models.subscription import Subscription
from tests.e2e.goal_office_town import TEXT, TITLE, goal, member, presses, reports
from tests.e2e.harness import Town, running_bot
from tests.e2e.notice_town import Timers, timers
from tests.e2e.office import Staff, person_id, settled
from tests.e2e.resident import Resident, bare
from tests.e2e.resolution_town import base36

__all__ = ["timers"]


@dataclass
class Followed:
    """A goal of Golsar on which Sara reports, and whom she can tell of it."""

    town: Town
    sara: Staff
    goal_id: int
    timers: Timers

    async def follows(self, resident: Resident) -> None:
        """Opens its card and presses «follow»."""
        await presses(resident, f"1:goal:open:{base36(self.goal_id)}:0")
        await resident.taps("دنبال کردن")
        await resident.sees_toast("دنبال می‌کنید")
        await self.town.quiet()

    async def tells(self, text: str = TEXT) -> GoalUpdate:
        """Reports in one sentence and has it told at once."""
        made = await reports(self.sara, self.goal_id, text)
        await self.sara.taps("همین حالا بفرست")
        await self.town.quiet()
        return made

    async def told(self) -> Sequence[Delivery]:
        """Everybody's message, once all are settled."""
        async with self.timers.resting():
            await self.town.quiet()
        return self.town.rows(Delivery, Delivery.kind == DeliveryKind.GOAL_NEWS.value)


@asynccontextmanager
async def followed(database_url: str, timers: Timers) -> AsyncIterator[Followed]:
    """A town with a goal; the day's hour is hours away, by the clock of these tests."""
    async with running_bot(database_url, notice_delay=0) as town:
        sara = await member(town)
        there = Followed(town, sara, await goal(town), timers)
        async with timers.hurrying():
            yield there


async def test_from_following_to_the_photo(database_url: str, timers: Timers) -> None:
    """Follow, a report with a photo and a value: it arrives with the photo, once, and leads to the goal's card."""
    async with followed(database_url, timers) as there:
        maryam, reza = await settled(there.town, "مریم"), await settled(there.town, "رضا")
        await there.follows(maryam)
        await presses(there.sara, f"1:gupdate:new:{base36(there.goal_id)}:0")
        there.sara.phone.send_photo(caption=TEXT)
        await there.sara.sees("به ۱ دنبال‌کننده")
        await there.town.quiet()
        await there.sara.taps_and_sees("مقدار", "کیلومتر")
        await there.town.quiet()
        await there.sara.says_and_sees("۱۲", "به ۱ دنبال‌کننده")
        await there.town.quiet()
        await there.sara.taps_and_sees("ثبت", "ثبت شد")
        await there.town.quiet()
        await there.sara.taps("همین حالا بفرست")
        told = await maryam.sees(TITLE, TEXT, "۶۰٪", "۱۲ کیلومتر", "/subscriptions")
        assert told.kind == "photo"
        assert told.labels == ["دیدن هدف"]
        await there.town.quiet()
        assert len(maryam.heard(TEXT)) == 1
        assert reza.heard(TEXT) == []
        (copy,) = await there.told()
        assert (copy.person_id, copy.state) == (person_id(there.town, maryam), DeliveryState.SENT)
        card = await maryam.taps_and_sees("دیدن هدف", f"🎯 {TITLE}", "۶۰٪")
        assert TEXT in bare(card.text)


async def test_a_restart_tells_nobody_twice(database_url: str, timers: Timers) -> None:
    """Restarted before and after it is told, everybody has it once."""
    async with followed(database_url, timers) as there:
        maryam = await settled(there.town, "مریم")
        await there.follows(maryam)
        await there.timers.rest()
        await there.tells()
        await there.town.restart()
        async with there.timers.hurrying():
            await maryam.sees(TITLE, TEXT)
        await there.town.restart()
        async with there.timers.hurrying():
            await there.town.quiet()
        assert len(maryam.heard(TEXT)) == 1
        assert len(there.town.rows(Broadcast)) == 1


async def test_who_does_not_want_it_is_not_told(sqlite_url: str, timers: Timers) -> None:
    """Switched off, or unfollowed on the card: nothing comes, though the report is on the card."""
    async with followed(sqlite_url, timers) as there:
        maryam, reza = await settled(there.town, "مریم"), await settled(there.town, "رضا")
        nima = await settled(there.town, "نیما")
        for one in (maryam, reza, nima):
            await there.follows(one)
        await reza.taps("دیگر دنبال نمی‌کنم")
        await there.town.quiet()
        await maryam.says("/subscriptions")
        await there.town.quiet()
        async with there.timers.resting():
            rows = table_of(Subscription)
            mine = {"person_id": person_id(there.town, maryam), "goals": False, "updated_at": datetime.now(UTC)}
            if there.town.rows(Subscription, Subscription.person_id == mine["person_id"]):
                await there.town.change(update(rows).where(rows.c.person_id == mine["person_id"]).values(goals=False))
            else:
                await there.town.change(rows.insert().values(**mine, **_DEFAULTS))
        await there.tells()
        await nima.sees(TITLE, TEXT)
        assert [one.person_id for one in await there.told()] == [person_id(there.town, nima)]
        assert maryam.heard(TEXT) == []
        assert len(there.town.rows(GoalFollow)) == 2


_DEFAULTS = {"notices": True, "meetings": True, "own": True, "digest": "off", "quiet": "none"}
