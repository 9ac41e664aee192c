"""The notice of a call for ideas: what it says, whom it reaches, and whether somebody else must agree to it."""

from dataclasses import dataclass
from datetime import date

from models.audience import Audience
from models.goal import Goal
from models.goal_call_words import notice_html
from models.notice import Notice, NoticeState, Why
from models.notice_content import NoticeContent
from models.role import Action
from models.services import areas, notice_changes, notice_sending, notices
from models.services.actor import Actor
from models.services.audience import Size
from models.subscription import NewsKind


@dataclass(frozen=True)
class Reach:
    """How many people a call reaches now, and why a second person must agree to it; empty where nobody need."""

    size: Size
    whys: frozenset[Why]


def content_of(actor: Actor, goal: Goal, question: str, closes_on: date) -> NoticeContent:
    """What its readers see."""
    return NoticeContent(html=notice_html(goal, question, closes_on, actor.city), asks_ideas=True)


def audience_of(goal: Goal) -> Audience:
    """The people of a goal's area and its followers, as far as they want news of goals."""
    return Audience((goal.area_id,), kind=NewsKind.GOALS, goal_ids=(goal.id or 0,))


async def office_of(actor: Actor, goal: Goal) -> int | None:
    """The area in whose office's name it speaks; None for the whole city's."""
    tree = await areas.load_tree(session=actor.session)
    is_root = goal.area_id in {place.id for place in tree.children.get(None, [])}
    return None if is_root and actor.rights.may(Action.ANNOUNCE, None) else goal.area_id


async def reach(actor: Actor, goal: Goal) -> Reach:
    """Whom a call for a goal would reach now, and what it would need.

    Raises:
        NobodyToAsk: it needs a yes that nobody can give.
    """
    notice = Notice(
        bot_id=actor.bot_id,
        author_id=actor.person_id,
        holder_id=actor.person_id,
        office_area_id=await office_of(actor, goal),
        state=NoticeState.DRAFT.value,
        audience=audience_of(goal).to_data(),
        created_at=actor.now,
        updated_at=actor.now,
    )  # it is asked about before there is one
    size = await notice_sending.count(actor, notice)
    whys = notice_sending.why_approval(actor, notice, size)
    if whys:
        await notice_sending.who_is_asked(actor, notice, actor.person_id)
    return Reach(size, whys)


async def make(actor: Actor, goal: Goal, question: str, closes_on: date) -> Notice:
    """The notice, as a draft. Raises as `notices.create`; nothing was made then."""
    content = content_of(actor, goal, question, closes_on)
    notice = await notices.create(actor, content=content, office_area_id=await office_of(actor, goal))
    return await notice_changes.change_audience(actor, notice.id or 0, notice.version, audience_of(goal))
