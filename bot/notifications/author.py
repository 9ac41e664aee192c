"""What authors are told: changes of their submissions, several of a day in one message, and questions.

Whoever reads so that theirs is on the agenda of a meeting knows of that meeting, and hears when it is moved.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from bot.notifications.reader import Reader
from bot.outgoing.mending import EDIT_ONLY
from handlers.calls import Message
from handlers.keyboards import View
from handlers.views.change import Change, change_card, change_line, question_card
from models.delivery import Delivery, DeliveryKind, DeliveryState
from models.entry import Entry, EntryKind
from models.meeting import Meeting
from models.services import agenda_submissions, agenda_words, answers, deliveries, meeting_told, subscriptions
from models.submission import ENDED, Status, StatusEvent, Submission

_ANY_ANSWER = 2**62  # above every answer's id


@dataclass(frozen=True)
class _Told:
    """What was told of the submission before this delivery, oldest first; of `uncertain` ones nobody knows."""

    earlier: Sequence[Delivery]
    today: Sequence[Delivery]

    @property
    def shown(self) -> Delivery | None:
        """The newest whose message stands in the chat: those before it were put away when it came."""
        return next((one for one in reversed([*self.earlier, *self.today]) if one.message_ids), None)


async def change(reader: Reader) -> Message | None:
    """Everything that happened today of which this person was, or is now, to be told."""
    submission, told = await reader.submission(), await _told(reader)
    if submission is None or submission.status == Status.WITHDRAWN or not await _wants_own(reader):
        return None
    coming = await agenda_submissions.hold_meetings_of(session=reader.session, submission_id=reader.due.source_id)
    contents = [*(one.content for one in told.today), reader.due.content]
    events = await _events(reader, [number for content in contents for number in content["events"]])
    said = await _answers(reader, [number for content in contents for number in content["entries"]])
    if not events and not said:
        return None
    await _note_meetings(reader, coming, {one.note for one in events})
    asks = await _asks_outcome(reader, submission, events)
    files = await reader.files_of([one.id or 0 for one in said])
    return Message(change_card(Change(submission, events, said, asks), reader.tr), files)


async def _note_meetings(reader: Reader, coming: Sequence[Meeting], words: Collection[str | None]) -> None:
    """Put on record of which meetings they are told in these words, as each is now."""
    told = {one.id or 0: one.revision for one in coming if agenda_words.put_on(one, reader.city) in words}
    person_id = reader.due.person_id
    await meeting_told.note(session=reader.session, person_id=person_id, revisions=told, now=reader.now)


async def _wants_own(reader: Reader) -> bool:
    """Whether they did not switch off what becomes of their submissions; questions come whatever they chose."""
    return (await subscriptions.of(session=reader.session, person_id=reader.due.person_id)).own


async def _told(reader: Reader) -> _Told:
    found = await deliveries.told_of(
        session=reader.session,
        person_id=reader.due.person_id,
        kinds=[DeliveryKind.CHANGE],
        source_id=reader.due.source_id,
        states=[DeliveryState.SENT, DeliveryState.UNCERTAIN],
    )
    found = [one for one in found if one.id != reader.due.id]
    today = [one for one in found if one.settled_at and reader.day_of(one.settled_at) == reader.day_of(reader.now)]
    return _Told([one for one in found if one not in today], today)


async def _events(reader: Reader, ids: Sequence[int]) -> Sequence[StatusEvent]:
    chosen = select(StatusEvent).where(col(StatusEvent.id).in_(ids), StatusEvent.submission_id == reader.due.source_id)
    return (await reader.session.exec(chosen.order_by(col(StatusEvent.id)))).all()


async def _answers(reader: Reader, ids: Sequence[int]) -> Sequence[Entry]:
    chosen = select(Entry).where(
        col(Entry.id).in_(ids), Entry.submission_id == reader.due.source_id, Entry.kind == EntryKind.ANSWER.value
    )
    return (await reader.session.exec(chosen.order_by(col(Entry.id)))).all()


async def _asks_outcome(reader: Reader, submission: Submission, events: Sequence[StatusEvent]) -> bool:
    if submission.status != Status.DONE or all(event.status_to != Status.DONE for event in events):
        return False
    since = submission.status_at or submission.created_at
    return not await reader.entries_since(EntryKind.SOLVED, since)


async def put_away_older(reader: Reader) -> list[answers.Draft]:
    """What the new message tells as well is deleted; what was told on another day shrinks to one line."""
    chat_id, told, submission = reader.due.chat_id, await _told(reader), await reader.submission()
    if chat_id is None or submission is None:
        return []
    shown = told.shown
    if shown is None:
        return await _registered_card(reader, chat_id, submission)
    if shown in told.today:
        return [answers.Draft(chat_id, "deleteMessage", {"message_id": number}) for number in shown.message_ids]
    events = await _events(reader, shown.content["events"])
    line = change_line(
        submission.code,
        events[-1].status_to if events else None,
        shown.settled_at or shown.due_at,
        reader.city.zone,
        reader.tr,
    )
    return [_shrunk(chat_id, shown.message_ids[-1], line)]


async def _registered_card(reader: Reader, chat_id: int, submission: Submission) -> list[answers.Draft]:
    """The card that said «registered»: the first thing that stood in the chat for it."""
    if submission.draft_id is None:
        return []
    found = await answers.slot_messages(
        session=reader.session,
        bot_id=reader.bot_id,
        chat_id=chat_id,
        slot=f"draft.{submission.draft_id}",
        before=_ANY_ANSWER,
    )
    line = change_line(submission.code, Status.REGISTERED, submission.created_at, reader.city.zone, reader.tr)
    return [_shrunk(chat_id, found[-1][1], line)] if found else []


def _shrunk(chat_id: int, message_id: int, line: View) -> answers.Draft:
    return answers.Draft(
        chat_id, "editMessageText", {**line.to_parameters(), "message_id": message_id, EDIT_ONLY: True}
    )


async def question(reader: Reader) -> Message | None:
    """What the office wants to know, as long as nobody has answered it and the submission is open."""
    submission, asked = await reader.submission(), await reader.entry(reader.due.content["entry"])
    if submission is None or asked is None or submission.status in ENDED:
        return None
    if any(
        (reply.id or 0) > (asked.id or 0) for reply in await reader.entries_since(EntryKind.REPLY, asked.created_at)
    ):
        return None
    return Message(question_card(submission, asked, reader.tr), await reader.files_of([asked.id or 0]))
