"""Whom a meeting is for: its announcement, what is told of it later, and how many that is."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models.audience import Audience, Concerned
from models.meeting import Invites, Meeting
from models.meeting_facts import Facts
from models.services import areas, audience, digests
from models.services.actor import Actor
from models.services.audience import Size
from models.subscription import Digest, NewsKind

_TO_GET_THERE = timedelta(hours=3)  # between the digest that tells of a meeting and the meeting


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


def announced_to(meeting: Meeting, now: datetime, zone: ZoneInfo) -> Audience:
    """Who is told of it where it is announced at a moment (aware), and which digests would tell it too late."""
    return replace(audience_of(meeting), hurries=hurries(Facts.from_data(meeting.facts), now, zone))


def hurries(facts: Facts, now: datetime, zone: ZoneInfo) -> tuple[Digest, ...]:
    """The kinds of digests that come less than three hours before the first session that is to come, or after it.

    Args:
        facts: of the meeting.
        now: aware.
        zone: of the city, by whose clock digests are due.
    """
    begins = next((one.starts_at for one in facts.sessions if one.starts_at > now), None)
    if begins is None:
        return ()
    kinds = (Digest.DAILY, Digest.WEEKLY)
    return tuple(one for one in kinds if digests.next_due(one, now, zone) > begins - _TO_GET_THERE)


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
        audience=announced_to(meeting, actor.now, actor.city.zone),
        tree=await areas.load_tree(session=actor.session),
        bot_id=actor.bot_id,
        now=actor.now,
        is_urgent=False,
    )
