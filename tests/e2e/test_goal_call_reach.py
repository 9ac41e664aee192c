"""Whom a call for ideas reaches, over HTTP."""

from datetime import UTC, datetime

from sqlalchemy import insert

from models.database import table_of
from models.delivery import Delivery, DeliveryKind
from models.subscription import Subscription
from tests.e2e.goal_office_town import TITLE, clerk, follows, goal
from tests.e2e.harness import running_bot
from tests.e2e.office import person_id, settled
from tests.e2e.test_goal_calls import QUESTION, opens


async def test_whom_a_call_reaches(sqlite_url: str) -> None:
    """The people of the goal's area, and who follows it from elsewhere; nobody who switched news of goals off."""
    async with running_bot(sqlite_url, notice_delay=0) as town:
        maryam, reza = await settled(town, "مریم", "گلسار"), await settled(town, "رضا", "باغ شاه")
        ali, nima = await settled(town, "علی", "باغ شاه"), await settled(town, "نیما", "گلسار")
        zahra = await clerk(town)
        goal_id = await goal(town, where="گلسار")
        await follows(town, reza, goal_id)
        wishes = {"notices": True, "meetings": True, "goals": False, "own": True, "digest": "off", "quiet": "none"}
        mine = {"person_id": person_id(town, nima), "updated_at": datetime.now(UTC)}
        await town.change(insert(table_of(Subscription)).values(**mine, **wishes))
        await opens(zahra, goal_id)
        for one in (maryam, reza):
            await one.sees("فراخوان ایده", TITLE, QUESTION)
        await town.quiet()
        reached = {one.person_id for one in town.rows(Delivery) if one.kind == DeliveryKind.NOTICE.value}
        assert reached == {person_id(town, one) for one in (maryam, reza)}
        assert [len(one.heard(QUESTION)) for one in (maryam, reza, ali, nima)] == [1, 1, 0, 0]
