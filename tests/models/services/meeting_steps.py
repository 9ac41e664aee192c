"""Every step of the table of meetings, by who does it, and in which state it is possible."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from typing import Any

from models.errors import (
    CheckInClosed,
    DomainError,
    ItemWritten,
    MeetingChanged,
    MeetingPassed,
    MinutesUnready,
    NotFound,
)
from models.media import MediaItem, MediaKind
from models.meeting import Answer, Invites, MeetingKind, Outcome, Part, Rule
from models.services import (
    agenda,
    attendance,
    check_in,
    meeting_changes,
    meeting_guests,
    meeting_questions,
    meeting_readers,
    meeting_series,
    meetings,
    minutes,
    minutes_writing,
    papers,
    resolutions,
    rsvps,
)
from models.services.actor import Actor
from models.services.meeting_readers import Reader
from tests.models.sample_rows import BOT
from tests.models.services.meeting_table import LAMP, MEET, Rows, Stage, Stands

type Step = Callable[[Stage, Actor, Rows], Awaitable[Any]]
S = Stands
FILE = MediaItem(1, MediaKind.DOCUMENT, "file", "unique")
_OPEN = {S.DRAFT, S.SCHEDULED, S.ANNOUNCED, S.RUNNING}
_HELD = {S.HELD, S.MINUTED, S.PUBLISHED}
_KNOWN = {S.ANNOUNCED, S.RUNNING, *_HELD, S.CANCELLED}
_BEGUN = {S.RUNNING, *_HELD}
_PRIVATE = {S.DRAFT, S.DISCARDED}
_WITH_MINUTES = {S.MINUTED, S.PUBLISHED}
_EDITABLE = _OPEN | {S.HELD, S.MINUTED}


async def _rename(_: Stage, who: Actor, one: Rows) -> None:
    facts = meetings.facts_of(await meetings.load(who.session, one.id))
    await meeting_changes.change_facts(who, one.id, one.version, replace(facts, title="عنوان دیگر"))


OFFICE: dict[str, Step] = {
    "see": lambda _, who, one: meetings.meeting_for(who, one.id),
    "facts": _rename,
    "kind": lambda _, who, one: meeting_changes.change_kind(who, one.id, one.version, MeetingKind.EXTRAORDINARY),
    "capacity": lambda _, who, one: meeting_changes.change_capacity(who, one.id, one.version, 50),
    "invites": lambda _, who, one: meeting_changes.change_invites(who, one.id, one.version, Invites.MEMBERS),
    "chair": lambda stage, who, one: meeting_changes.change_chair(who, one.id, one.version, stage.people["colleague"]),
    "invite": lambda stage, who, one: meeting_guests.add(who, one.id, one.version, [stage.people["neighbour"]]),
    "uninvite": lambda stage, who, one: meeting_guests.remove(who, one.id, one.version, stage.people["guest"]),
    "publish": lambda _, who, one: meeting_changes.publish(who, one.id, one.version),
    "unpublish": lambda _, who, one: meeting_changes.unpublish(who, one.id, one.version),
    "discard": lambda _, who, one: meeting_changes.discard(who, one.id, one.version),
    "cancel": lambda _, who, one: meeting_changes.cancel(who, one.id, one.version, "سالن بسته است"),
    "repeat": lambda _, who, one: meeting_series.begin(
        who, one.id, one.version, rule=Rule.WEEKLY, skips_holidays=True, until=None
    ),
    "item": lambda _, who, one: agenda.item_for(who, one.item),
    "say": lambda _, who, one: agenda.add_text(who, one.id, one.version, "بند تازه"),
    "put": lambda _, who, one: agenda.add_submissions(who, one.id, one.version, [one.waiting]),
    "reword": lambda _, who, one: agenda.change(who, one.id, one.version, one.item, text="بند دیگر"),
    "reorder": lambda _, who, one: agenda.move_item(who, one.id, one.version, one.answering, up=True),
    "remove": lambda _, who, one: agenda.remove(who, one.id, one.version, one.item),
    "show": lambda _, who, one: agenda.publish(who, one.id, one.version),
    "mark": lambda stage, who, one: attendance.mark(who, one.id, 1, stage.people["author"], Part.PRESENT),
    "name": lambda _, who, one: attendance.add_by_hand(who, one.id, 1, "مهمان"),
    "begin": lambda _, who, one: minutes.begin(who, one.id),
    "minutes": lambda _, who, one: minutes.minutes_for(who, one.id),
    "words": lambda _, who, one: minutes_writing.write_words(who, one.item, "summary", "گفته شد", was=None),
    "outcome": lambda _, who, one: minutes_writing.write_outcome(who, one.item, Outcome.NOTED),
    "note": lambda _, who, one: minutes_writing.write_note(who, one.id, "یادداشت", was=None),
    "sign": lambda _, who, one: minutes_writing.change_chair(who, one.id, "رئیس دیگر"),
    "file": lambda _, who, one: minutes_writing.attach_file(who, one.id, FILE),
    "tell": lambda _, who, one: minutes.publish(who, one.id, one.minutes_version),
    "resolve": lambda stage, who, one: resolutions.create(who, LAMP, area_id=stage.areas["گلسار"], item_id=one.item),
    "decide": lambda stage, who, one: resolutions.create(who, LAMP, area_id=stage.areas["گلسار"], meeting_id=one.id),
    "door": lambda _, who, one: papers.door(who, one.id, 1, "bot"),
}
"""What the office does."""
REFUSED: dict[str, tuple[Collection[Stands], type[DomainError]]] = {
    "see": (set(S), NotFound),
    "item": (set(S), NotFound),
    **dict.fromkeys(("facts", "capacity", "invite", "uninvite"), (_OPEN, MeetingChanged)),
    **dict.fromkeys(("kind", "publish", "discard", "repeat"), ({S.DRAFT}, MeetingChanged)),
    "invites": ({S.DRAFT, S.SCHEDULED}, MeetingChanged),
    "chair": (_OPEN | _HELD, MeetingChanged),
    "unpublish": ({S.SCHEDULED}, MeetingChanged),
    "cancel": ({S.SCHEDULED, S.ANNOUNCED, S.RUNNING}, MeetingChanged),
    **dict.fromkeys(("say", "put", "reword", "reorder", "remove"), (_EDITABLE, MeetingChanged)),
    "show": ({S.ANNOUNCED, S.RUNNING}, MeetingChanged),
    **dict.fromkeys(("mark", "name"), (_BEGUN, NotFound)),
    "begin": (_BEGUN, MinutesUnready),
    **dict.fromkeys(("minutes", "words", "outcome", "note", "sign", "file"), (_WITH_MINUTES, NotFound)),
    "tell": ({S.MINUTED}, NotFound),
    **dict.fromkeys(("resolve", "decide"), (_BEGUN, NotFound)),
    "door": (_KNOWN - {S.CANCELLED} | {S.SCHEDULED}, NotFound),
}
"""In which states each is possible for whoever may, and what they hear in any other."""
_ODD: dict[tuple[str, Stands], type[DomainError]] = {
    ("remove", S.MINUTED): ItemWritten,
    ("mark", S.ANNOUNCED): CheckInClosed,
    ("name", S.ANNOUNCED): CheckInClosed,
    ("tell", S.PUBLISHED): MeetingChanged,
}


def reader_of(who: Actor) -> Reader:
    """Who reads, as the readers' services want them."""
    return Reader(who.session, who.person_id, who.now, who.rights)


def _answer(_: Stage, who: Actor, one: Rows) -> Awaitable[Any]:
    told: dict[str, Any] = {"session": who.session, "bot_id": BOT, "person_id": who.person_id, "meeting_id": one.id}
    return rsvps.answer(**told, answer=Answer.YES, now=who.now, city=who.city, rights=who.rights)


def _come(_: Stage, who: Actor, one: Rows) -> Awaitable[Any]:
    told: dict[str, Any] = {"session": who.session, "person_id": who.person_id, "now": who.now}
    return check_in.check_in(**told, rights=who.rights, name="مریم", payload=one.door)


READERS: dict[str, Step] = {
    "read": lambda _, who, one: meeting_readers.meeting_for_reader(reader_of(who), one.id),
    "answer": _answer,
    "ask": lambda _, who, one: meeting_questions.ask(reader_of(who), one.id, message_id=1, text="چرا؟"),
    "calendar": lambda _, who, one: papers.calendar_file(reader_of(who), one.id, bot_id=BOT, city=who.city),
    "paper": lambda _, who, one: papers.minutes_paper(who, one.id),
    "come": _come,
    "join": lambda _, who, one: check_in.join_list(
        session=who.session, person_id=who.person_id, payload=one.list_link, now=who.now
    ),
}
"""What everybody may try."""


def expected(who: str, step: str, stands: Stands, invites: Invites) -> type[DomainError] | None:
    """What comes of it: nothing wrong, or the error."""
    if step in READERS:
        return _expected_of_reader(who, step, stands, invites)
    if who not in MEET["گلسار"] or (stands in _PRIVATE and who != "author"):
        return NotFound
    if (step, stands) in _ODD:
        return _ODD[step, stands]
    states, refusal = REFUSED[step]
    return None if stands in states else refusal


def _expected_of_reader(who: str, step: str, stands: Stands, invites: Invites) -> type[DomainError] | None:
    never_was = stands in {S.DISCARDED, S.WITHDRAWN}
    if step == "join":
        return NotFound if never_was else None
    if step == "come":
        return NotFound if never_was else None if stands in _BEGUN else CheckInClosed
    is_office = who in MEET["گلسار"]
    is_invited = invites is Invites.AREA or is_office or who in {"manager", "guest"}
    if step == "paper":
        is_theirs = is_office if stands is S.MINUTED else stands is S.PUBLISHED and is_invited
        return None if is_theirs else NotFound
    if stands not in _KNOWN or not is_invited:
        return NotFound
    is_over = stands not in {S.ANNOUNCED, S.RUNNING}
    return MeetingPassed if step in {"answer", "ask"} and is_over else None
