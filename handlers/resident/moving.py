"""Saying where one lives, and what of the old neighbourhood's news: for whatever asks for the neighbourhood."""

from handlers.context import Context
from handlers.views.subscription import old_home_question
from models.services import areas, people, subscriptions


async def settle(context: Context, area_id: int) -> int | None:
    """Note where somebody lives from now on; return where they did before."""
    before = context.person.area_id
    await people.choose_area(session=context.turn.session, person=context.person, area_id=area_id)
    return before


async def ask_about(context: Context, before: int | None) -> None:
    """Ask whoever moved house, in a message of its own, whether the old neighbourhood's news should still come."""
    session, now = context.turn.session, context.turn.now
    left = await subscriptions.note_move(session=session, person=context.person, from_area_id=before, now=now)
    if left is not None:
        tree = await areas.load_tree(session=session)
        context.reply(old_home_question(tree.places[left], context.tr))
