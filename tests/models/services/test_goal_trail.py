"""What /audit says of goals: which one, what changed, in words."""

from datetime import date
from zoneinfo import ZoneInfo

from handlers.views.audit import Words, audit_page
from locales import translator
from models.database import AsyncSession
from models.goal import GoalStatus
from models.goal_facts import GoalValues
from models.services import areas, audit_lines, topics
from tests.models.office import OWNERS
from tests.models.services.goal_rows import WAY, Plan


async def test_goals_in_the_trail(session: AsyncSession) -> None:
    """By their titles, with status, day and topic in words: no token of the program, no id."""
    plan = await Plan.open(session)
    one = await plan.begun(values=GoalValues(**WAY, budget_allotted=5000))
    changes = GoalValues(status=GoalStatus.PAUSED, due_on=date(2027, 3, 1), topics=["parks"], description="شرح")
    await plan.change(one, changes)
    lines, _ = await audit_lines.page(session=session, owners=OWNERS, offset=0, limit=6)
    tree, known = await areas.load_tree(session=session), await topics.load_topics(session=session)
    words = Words(tree, known, ZoneInfo("Asia/Tehran"))
    for language in ("fa", "en"):
        tr = translator(language)
        text = str(audit_page(lines, len(lines), 0, words, tr).text)
        assert text.count("ساخت مسیر دوچرخه") >= 2
        assert tr.digits("1405/12/10") in text
        assert tr.label("goal status", "paused") in text
        assert str(known.name("parks", language)) in text
        for token in ("goal.", "due_on", "budget", "owner_body", "area_id"):
            assert token not in text.replace("budget allotted", "")
