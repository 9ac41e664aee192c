"""The digest: what was gathered for somebody, looked up when it leaves.

From then on they know of its meetings, and hear at once of what changes.
"""

from bot.notifications.reader import Reader
from handlers.calls import Message
from handlers.views.digest import digest_card
from models.digest import MeetingEvent
from models.services import digest_news, digests, meeting_told


async def digest(reader: Reader) -> Message | None:
    """What happened in that time, as it stands now; nothing where nothing is left of it."""
    since, until = digests.window(reader.due.content)
    asked = digest_news.Asked(
        reader.session,
        reader.bot_id,
        reader.due.person_id,
        since=since,
        until=until,
        now=reader.now.astimezone(reader.city.zone),
        leaves=True,
        delivery_id=reader.due.id,
    )
    gathered = await digest_news.gather(asked)
    if gathered.is_empty:
        return None
    told = [one for one in gathered.meetings if one.event is not MeetingEvent.MINUTES]
    await meeting_told.note(
        session=reader.session,
        person_id=reader.due.person_id,
        revisions={one.meeting_id: one.revision for one in told},
        now=reader.now,
    )
    await digests.note_rounds(
        session=reader.session,
        delivery_id=reader.due.id,
        content=reader.due.content,
        rounds={round_id for one in gathered.goals for round_id in one.rounds},
    )
    return Message(digest_card(gathered, reader.due.id, 0, zone=reader.city.zone, tr=reader.tr))
