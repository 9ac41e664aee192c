"""How somebody's subscriptions stand: shared by their card and by the dialogue that adds an area."""

from handlers.context import Context
from handlers.views.subscription import Standing
from models.services import areas, subscriptions


async def standing_of(context: Context) -> Standing:
    """The presser's own choices and places, as they are in this turn."""
    session, person = context.turn.session, context.person
    tree = await areas.load_tree(session=session)
    return Standing(
        await subscriptions.of(session=session, person_id=person.id),
        tree.places.get(person.area_id or 0),
        [tree.places[one] for one in await subscriptions.followed(session=session, person_id=person.id)],
    )
