"""Whom a meeting is for: its announcement, what is told of it later, and how many that is."""

from models.audience import Audience, Concerned
from models.meeting import Invites, Meeting
from models.services import areas, audience
from models.services.actor import Actor
from models.services.audience import Size
from models.subscription import NewsKind


def audience_of(meeting: Meeting) -> Audience:
    """Who is told that it takes place, and what came of it; whoever is on its own list, in every case."""
    invites = Invites(meeting.invites)
    concerned = {Invites.AREA: None, Invites.MEMBERS: Concerned.MEMBERS, Invites.LIST: Concerned.LISTED}[invites]
    return Audience(
        (meeting.area_id,) if invites is not Invites.LIST else (),
        kind=NewsKind.MEETINGS,
        meeting_id=meeting.id,
        concerned=concerned,
    )


def told_of_change(meeting: Meeting) -> Audience:
    """Who has to hear that a meeting is no more as its older revisions said."""
    return Audience(kind=NewsKind.MEETINGS, meeting_id=meeting.id, concerned=Concerned.TOLD, revision=meeting.revision)


def coming(meeting: Meeting) -> Audience:
    """Who said that they come, or may come."""
    return Audience(kind=NewsKind.MEETINGS, meeting_id=meeting.id, concerned=Concerned.COMING)


async def size(actor: Actor, meeting: Meeting) -> Size:
    """How many people its announcement reaches now."""
    return await audience.size(
        session=actor.session,
        audience=audience_of(meeting),
        tree=await areas.load_tree(session=actor.session),
        bot_id=actor.bot_id,
        now=actor.now,
        is_urgent=False,
    )
