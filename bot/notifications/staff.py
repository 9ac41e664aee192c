"""What staff are told: replies, reopened submissions, what the morning brings, and what became of their offices."""

from bot.notifications.reader import Reader
from handlers.calls import Message
from handlers.views.case_news import reopened_told, reply_told
from handlers.views.grant import grant_told
from handlers.views.morning import morning_card
from models.entry import Entry, EntryKind
from models.role import Action, GrantNews
from models.services import areas, changes, desk, topics
from models.services.desk import Tray
from models.services.morning import lost_since_the_last
from models.submission import Status


async def reply(reader: Reader) -> Message | None:
    """To whoever asked: what the author replied; should it not be theirs any more, it goes to whose it is now."""
    submission, said = await reader.submission_they_see(), await reader.entry(reader.due.content["entry"])
    if said is None:
        return None
    if submission is None:
        await _pass_on(reader, said)
        return None
    asked = await reader.entries_since(EntryKind.QUESTION, submission.created_at)
    is_theirs = any(one.person_id == reader.due.person_id for one in asked)
    return Message(reply_told(submission, said, reader.tr, is_theirs=is_theirs), await reader.files_of([said.id or 0]))


async def _pass_on(reader: Reader, said: Entry) -> None:
    submission = await reader.submission()
    if submission is not None:
        await changes.pass_reply_on(
            session=reader.session,
            bot_id=reader.bot_id,
            submission=submission,
            entry_id=said.id or 0,
            person_id=reader.due.person_id,
            now=reader.now,
            zone=reader.city.zone,
            owner_ids=await reader.owner_ids(),
        )


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
    lost = await lost_since_the_last(session=reader.session, rights=rights, delivery_id=reader.due.id, now=reader.now)
    if counts.is_empty and not lost.number:
        return None
    view = morning_card(
        new=counts.trays.get(Tray.NEW, 0),
        reopened=counts.trays.get(Tray.REOPENED, 0),
        unplaced=counts.trays.get(Tray.UNPLACED, 0),
        longest=counts.longest,
        lost=lost,
        now=reader.now,
        tr=reader.tr,
    )
    return Message(view)


async def grant(reader: Reader) -> Message | None:
    """What became of an office: theirs, or one they invited somebody to. Who may not invite any more needs no link."""
    if reader.due.content["what"] == GrantNews.UNUSED and not (await reader.rights()).is_owner:
        return None
    tree = await areas.load_tree(session=reader.session)
    return Message(grant_told(reader.due.content, tree=tree, zone=reader.city.zone, tr=reader.tr))
