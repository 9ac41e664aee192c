"""The digest: what was gathered for somebody, looked up when it leaves."""

from bot.notifications.reader import Reader
from handlers.calls import Message
from handlers.views.digest import digest_card
from models.services import digest_news, digests


async def digest(reader: Reader) -> Message | None:
    """What happened in that time, as it stands now; nothing where nothing is left of it."""
    since, until = digests.window(reader.due.content)
    asked = digest_news.Asked(
        reader.session, reader.bot_id, reader.due.person_id, since=since, until=until, now=reader.now
    )
    gathered = await digest_news.gather(asked)
    if gathered.is_empty:
        return None
    return Message(digest_card(gathered, reader.due.id, 0, zone=reader.city.zone, tr=reader.tr))
