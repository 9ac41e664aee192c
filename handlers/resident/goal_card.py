"""The card of a goal as the person who wrote sees it: read anew in each turn, drawn wherever it is asked for."""

from datetime import date

from handlers.context import Context
from handlers.keyboards import View
from handlers.views import goal_card as views
from handlers.views.goal_behind import tie_words
from handlers.views.goal_parts import NEWEST, Shown
from handlers.views.goal_standing import Way
from models.errors import NotFound
from models.goal_shown import GoalCard
from models.role import Action
from models.services import areas, goal_readers, subscriptions, topics


def today(context: Context) -> date:
    """The day of the city's clock."""
    return context.turn.now.astimezone(context.city.zone).date()


async def card(context: Context, goal_id: int, *, page: int | None = None) -> View:
    """Its card; where they may not read it, that it is not there. `page` is of the list that the way back leads to."""
    found = await shown_if_any(context, goal_id, Way(page))
    return views.goal_gone(context.tr) if found is None else views.goal_card(found, context.tr)


async def shown_if_any(context: Context, goal_id: int, way: Way) -> Shown | None:
    """What its card says; None where there is no such goal for them."""
    try:
        return await shown(context, goal_id, way)
    except NotFound:
        return None


async def shown(context: Context, goal_id: int, way: Way) -> Shown:
    """What its card says.

    Raises:
        NotFound: there is none of that id, or it is not public and not theirs to prepare.
    """
    session, rights = context.turn.session, await context.rights()
    found = await goal_readers.card(
        session=session,
        goal_id=goal_id,
        today=today(context),
        person_id=context.person.id,
        rights=rights,
        newest=NEWEST,
    )
    tree, known = await areas.load_tree(session=session), await topics.load_topics(session=session)
    names = [known.name(code, context.tr.language) for code in found.goal.topics]
    return Shown(
        found,
        tree.places.get(found.goal.area_id),
        [name for name in names if name is not None],
        tie_words([*found.resolutions, *found.meetings], tree, context.city.zone, context.tr),
        today(context),
        context.city.zone,
        is_mute=await _is_mute(context, found),
        may_plan=rights.may(Action.PLAN, found.goal.area_id),
        may_pursue=rights.may(Action.PURSUE, found.goal.area_id),
        way=way,
    )


async def _is_mute(context: Context, found: GoalCard) -> bool:
    if not found.goal.is_followed:
        return False
    chosen = await subscriptions.of(session=context.turn.session, person_id=context.person.id)
    return not chosen.goals
