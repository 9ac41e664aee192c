"""Whoever sent something that stands behind a goal finds the way from there to the goal."""

from tests.e2e.goal_city import goal, stands_behind, unpublished
from tests.e2e.harness import running_bot
from tests.e2e.office import settled
from tests.e2e.resident import bare


async def test_from_my_submission_to_its_goal(sqlite_url: str) -> None:
    """Its card has a button to the goal that everybody reads, and none to one that the office still prepares."""
    async with running_bot(sqlite_url) as town:
        maryam = await settled(town, "مریم")
        await maryam.registers("کوچهٔ ما چراغ ندارد")
        for goal_id in (await goal(town, "روشن شدن همهٔ کوچه‌های گلسار تا پایان سال"), await unpublished(town)):
            await stands_behind(town, goal_id, town.submission.id or 0)
        await maryam.says_and_sees(town.submission.code, "کوچهٔ ما چراغ ندارد")
        await town.quiet()
        (label,) = [one for one in maryam.last.labels if "🎯" in one]
        assert label.startswith("🎯 روشن شدن همهٔ کوچه")
        card = await maryam.taps_and_sees(label, "هدف شمارهٔ")
        assert "روشن شدن همهٔ کوچه‌های گلسار تا پایان سال" in bare(card.text)
