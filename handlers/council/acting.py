"""Who acts for an office: what every step that calls a service of meetings and resolutions begins with."""

from handlers.context import Context
from models.role import Action
from models.services import access
from models.services.actor import Actor


async def actor_of(context: Context, action: Action = Action.MEET) -> Actor:
    """Whoever wrote, for the services; these ask for the right to each thing anew.

    Raises:
        NotFound: they may do this nowhere; for them there is nothing of the kind.
    """
    turn, rights = context.turn, await context.rights()
    access.must(rights, action)
    return Actor(turn.session, rights, turn.bot_id, turn.city, turn.owners, turn.now)
