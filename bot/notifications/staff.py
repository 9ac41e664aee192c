"""What staff are told: replies, reopened submissions, what the morning brings, and what became of their offices."""

from bot.notifications.reader import Reader
from bot.outgoing.message import Message
from handlers.views.case_news import reopened_told, reply_told
from handlers.views.grant import grant_told
from handlers.views.morning import morning_card
from models.entry import EntryKind
from models.role import Action
from models.services import areas, desk, topics
from models.services.desk import Tray
from models.submission import Status


async def reply(reader: Reader) -> Message | None:
    """To whoever asked: what the author replied, as long as it is theirs to read."""
    submission, said = await reader.submission_they_see(), await reader.entry(reader.due.content["entry"])
    if submission is None or said is None:
        return None
    return Message(reply_told(submission, said, reader.tr), await reader.files_of([said.id or 0]))


async def reopened(reader: Reader) -> Message | None:
    """To the next level, as long as it is open: somebody there may have taken it up meanwhile."""
    submission = await reader.submission_they_see()
    if submission is None or submission.status != Status.REOPENED:
        return None
    since = submission.status_at or submission.updated_at
    said = await reader.entries_since(EntryKind.NOT_SOLVED, since)
    tree = await areas.load_tree(session=reader.session)
    named = await topics.load_topics(session=reader.session)
    files = await reader.files_of([one.id or 0 for one in said])
    return Message(reopened_told(submission, said, tree, named, reader.tr), files)


async def morning(reader: Reader) -> Message | None:
    """What waits today; nothing where nothing does, or where the day is over."""
    if reader.due.occurrence != reader.day_of(reader.now).isoformat():
        return None
    rights = await reader.rights()
    if not rights.may_somewhere(Action.SEE):
        return None
    counts = await desk.counts(session=reader.session, rights=rights, now=reader.now)
    if counts.is_empty:
        return None
    view = morning_card(
        new=counts.trays.get(Tray.NEW, 0),
        reopened=counts.trays.get(Tray.REOPENED, 0),
        unplaced=counts.trays.get(Tray.UNPLACED, 0),
        longest=counts.longest,
        now=reader.now,
        tr=reader.tr,
    )
    return Message(view)


async def grant(reader: Reader) -> Message | None:
    """What became of an office: theirs, or one they invited somebody to."""
    tree = await areas.load_tree(session=reader.session)
    return Message(grant_told(reader.due.content, tree=tree, zone=reader.city.zone, tr=reader.tr))
