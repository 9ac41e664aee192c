"""What staff do with a submission: each step checks the right, holds the claim, and is one row of the audit trail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, update

from models.complaint import body_complained_of
from models.correction import Whom, corrected
from models.database import AsyncSession, table_of
from models.draft import Draft, has_words
from models.entry import Entry, EntryKind
from models.errors import EmptyText, MoveNotAllowed, NotFound, ReasonNeeded
from models.media import MediaItem
from models.person import Person
from models.rights import Rights
from models.role import Action
from models.services import access, areas, audit, changes, claims, media, submissions
from models.services.audit import By
from models.services.submissions import OnRecord
from models.submission import (
    ENDED,
    NEEDS_REASON,
    STAFF_MOVES,
    About,
    Kind,
    Status,
    StatusEvent,
    Submission,
    Visibility,
    takes_questions,
)

_submissions, _entries, _events = table_of(Submission), table_of(Entry), table_of(StatusEvent)


@dataclass(frozen=True)
class Desk:
    """Who acts, in which transaction, when, and through which bot. `now` is aware; `zone` is the city's clock.

    `actor` is for whoever is no person of the chat: `cli:` and the name of the system's user. They hold nothing.
    """

    session: AsyncSession
    rights: Rights
    bot_id: int
    now: datetime
    zone: ZoneInfo
    actor: str | None = None

    @property
    def person_id(self) -> int | None:
        """Who did it; None for whoever is no person of the chat."""
        return self.rights.person_id if self.actor is None else None

    @property
    def by(self) -> By:
        """For the audit trail."""
        return By(self.rights.person_id) if self.actor is None else By(None, self.actor)


@dataclass(frozen=True)
class Words:
    """What somebody wrote in one message, with the files that came with it."""

    text: str
    message_id: int | None = None
    items: Sequence[MediaItem] = ()


async def take_up(desk: Desk, submission_id: int, action: Action) -> Submission:
    """The submission for somebody who may do this to it, held by them from now on.

    Raises:
        NotFound: it is not there, or not for them.
        HeldByAnother: somebody else works on it.
    """
    submission = await access.submission_for(
        session=desk.session, rights=desk.rights, submission_id=submission_id, action=action
    )
    if desk.person_id is None:
        await claims.refuse_held(session=desk.session, submission_id=submission_id, now=desk.now)
    else:
        await claims.take(session=desk.session, submission_id=submission_id, person_id=desk.person_id, now=desk.now)
    await desk.session.refresh(submission)  # whoever held it may have changed it until just now
    return submission


async def ask(desk: Desk, submission_id: int, words: Words) -> Submission:
    """Ask the author something; the submission waits for them.

    Raises:
        NotFound, HeldByAnother, EmptyText: as everywhere here.
        MoveNotAllowed: nobody waits for an author at this status, or there is none in the chat.
    """
    submission = await take_up(desk, submission_id, Action.ASK)
    if not takes_questions(submission):
        raise MoveNotAllowed
    entry_id = await _enter(desk, submission, EntryKind.QUESTION, words)
    if submission.status != Status.NEEDS_INFO:
        await _move(desk, submission, Status.NEEDS_INFO, None)
    await changes.ask_author(
        session=desk.session, bot_id=desk.bot_id, submission=submission, entry_id=entry_id, now=desk.now, zone=desk.zone
    )
    await _note(desk, "submission.ask", submission, (None, {"entry": entry_id}))
    return submission


async def answer(desk: Desk, submission_id: int, words: Words) -> Submission:
    """Answer in public: the author is told, and neighbours read it where the submission is public."""
    submission = await take_up(desk, submission_id, Action.ANSWER)
    entry_id = await _enter(desk, submission, EntryKind.ANSWER, words)
    await changes.tell_author_of_change(
        session=desk.session, bot_id=desk.bot_id, submission=submission, now=desk.now, zone=desk.zone, entry_id=entry_id
    )
    await _note(desk, "submission.answer", submission, (None, {"entry": entry_id}))
    return submission


async def note(desk: Desk, submission_id: int, words: Words) -> Submission:
    """Leave a word for colleagues; the author never sees it."""
    submission = await take_up(desk, submission_id, Action.NOTE)
    entry_id = await _enter(desk, submission, EntryKind.NOTE, words)
    await _note(desk, "submission.note", submission, (None, {"entry": entry_id}))
    return submission


async def transcribe(desk: Desk, submission_id: int, words: Words) -> Submission:
    """Type what a voice message says."""
    submission = await take_up(desk, submission_id, Action.TRANSCRIBE)
    entry_id = await _enter(desk, submission, EntryKind.TRANSCRIPT, words)
    await _note(desk, "submission.transcribe", submission, (None, {"entry": entry_id}))
    return submission


async def move(desk: Desk, submission_id: int, to: Status, reason: str = "") -> Submission:
    """Set the status, with a note that the author reads.

    Raises:
        MoveNotAllowed: `STAFF_MOVES` does not lead there, or a question has to be asked for it.
        ReasonNeeded: the status needs words, and there are none.
    """
    submission = await take_up(desk, submission_id, Action.MOVE)
    reason = reason.strip()
    if to is Status.NEEDS_INFO or to not in STAFF_MOVES[Status(submission.status)]:
        raise MoveNotAllowed
    if to in NEEDS_REASON and not reason:
        raise ReasonNeeded
    was = submission.status
    event_id = await _move(desk, submission, to, reason or None)
    await changes.tell_author_of_change(
        session=desk.session, bot_id=desk.bot_id, submission=submission, now=desk.now, zone=desk.zone, event_id=event_id
    )
    await _note(desk, "submission.move", submission, ({"status": was}, {"status": to.value, "event": event_id}))
    if to in ENDED:
        await _let_go(desk, submission)
    return submission


async def correct(
    desk: Desk,
    submission_id: int,
    *,
    kind: Kind | None = None,
    topic: str | None = None,
    visibility: Visibility | None = None,
    about: Whom | None = None,
) -> Submission:
    """Put it right as `models.correction` says; the author is not told. It may leave the sight of whoever does it."""
    submission = await take_up(desk, submission_id, Action.CORRECT)
    tree = await areas.load_tree(session=desk.session)
    wanted = corrected(submission, tree, kind=kind, topic=topic, visibility=visibility, about=about)
    await _correct(desk, submission, wanted)
    return submission


async def place(desk: Desk, submission_id: int, area_id: int) -> Submission:
    """Say where it belongs. It may leave the reach of whoever placed it."""
    submission = await take_up(desk, submission_id, Action.PLACE)
    tree = await areas.load_tree(session=desk.session)
    about = About(submission.about) if submission.about is not None else None
    body = body_complained_of(about, area_id, tree)
    await _correct(desk, submission, {"area_id": area_id, "needs_placing": False, "about_area_id": body})
    return submission


async def file_letter(desk: Desk, submission_id: int, number: str, day: date | None) -> Submission:
    """Note the letter of the office's own system that it became."""
    number = number.strip()
    if not number:
        raise EmptyText
    submission = await take_up(desk, submission_id, Action.LETTER)
    await _correct(desk, submission, {"letter_number": number, "letter_date": day})
    return submission


async def record(desk: Desk, draft: Draft, language: str) -> OnRecord:
    """Put on record what somebody said at the counter or on the telephone; they are told the code there and then.

    Raises:
        NotFound: the area is none of theirs.
        EmptyText: the draft has nothing in it.
    """
    if not desk.rights.may(Action.RECORD, draft.area_id):
        raise NotFound
    made = await desk.session.execute(
        insert(table_of(Person))
        .values(language=language, language_chosen=False, created_at=desk.now)
        .returning(table_of(Person).c.id)
    )
    recorded = await submissions.put_on_record(
        session=desk.session, person_id=made.scalar_one(), draft=draft, now=desk.now, zone=desk.zone
    )
    await desk.session.execute(
        update(_submissions).where(_submissions.c.id == recorded.id).values(recorded_by=desk.person_id)
    )
    await audit.write(
        session=desk.session, by=desk.by, action="submission.record", on=("submission", recorded.id), now=desk.now
    )
    return recorded


async def reveal_author(desk: Desk, submission_id: int) -> int | None:
    """Whose it is, for staff who may know; the look is on record. None for an anonymous one, whoever asks.

    Raises:
        NotFound: it is not for them.
    """
    submission = await access.submission_for(
        session=desk.session, rights=desk.rights, submission_id=submission_id, action=Action.IDENTITY
    )
    if submission.is_anonymous:
        return None
    await _note(desk, "identity.see", submission, (None, None))
    return submission.person_id


async def _let_go(desk: Desk, submission: Submission) -> None:
    if desk.person_id is not None:
        await claims.release(session=desk.session, submission_id=submission.id or 0, person_id=desk.person_id)


async def _enter(desk: Desk, submission: Submission, kind: EntryKind, words: Words) -> int:
    if not has_words(words.text) and not words.items:
        raise EmptyText
    values = {
        "submission_id": submission.id,
        "kind": kind.value,
        "person_id": desk.person_id,
        "message_id": words.message_id,
        "text": words.text,
        "created_at": desk.now,
    }
    entry_id: int = (await desk.session.execute(insert(_entries).values(values).returning(_entries.c.id))).scalar_one()
    await media.attach(
        session=desk.session,
        submission_id=submission.id or 0,
        bot_id=desk.bot_id,
        items=words.items,
        now=desk.now,
        entry_id=entry_id,
    )
    return entry_id


async def _move(desk: Desk, submission: Submission, to: Status, reason: str | None) -> int:
    return await submissions.move(
        session=desk.session, submission=submission, to=to, person_id=desk.person_id, note=reason, now=desk.now
    )


async def _correct(desk: Desk, submission: Submission, wanted: dict[str, Any]) -> None:
    changed = {name: value for name, value in wanted.items() if getattr(submission, name) != value}
    if not changed:
        return
    before = {name: getattr(submission, name) for name in changed}
    await submissions.change(session=desk.session, submission=submission, values=changed, now=desk.now)
    await _note(desk, "submission.correct", submission, (_as_json(before), _as_json(changed)))
    if not desk.rights.may(Action.SEE, submission.area_id, submission.about_area_id):
        await _let_go(desk, submission)  # nobody could ask them to


def _as_json(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


async def _note(desk: Desk, action: str, submission: Submission, change: tuple[Any, Any]) -> None:
    await audit.write(
        session=desk.session, by=desk.by, action=action, on=("submission", submission.id), now=desk.now, change=change
    )
