"""Where a submission stands, for its author: in whose hands it is, since when, and what was said meanwhile."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.keyboards import shortened
from locales import Translator
from models.documents.labels import status_label
from models.entry import Entry, EntryKind
from models.submission import Status, StatusEvent, Submission

_SAID, _WORDS = 4, 120  # the newest entries that a card shows, and letters of each
_QUESTION = 250  # letters of the question that waits: it is to be answered
_REASON = 200  # letters of why it stands where it stands
_BODY = 40  # letters of a note that names whom it was referred to


def where_it_is(
    submission: Submission, history: Sequence[StatusEvent], *, zone: ZoneInfo, now: datetime, tr: Translator
) -> list[Markup]:
    """In whose hands it is, and since when; nothing of what is at its end. `now` is aware."""
    status = Status(submission.status)
    if status not in _HANDS:
        return []
    where = _body(history) if status is Status.REFERRED else None
    since = since_when(submission.status_at or submission.created_at, zone=zone, now=now, tr=tr)
    place = tr.quote(where) if where is not None else Markup.escape(_HANDS[status](tr))
    return [tr.text("<b>Where it is now:</b> {place}, {since}", place=place, since=since)]


_HANDS: dict[Status, Callable[[Translator], str]] = {
    Status.REGISTERED: lambda tr: tr.label("hands", "the secretariat"),
    Status.NEEDS_INFO: lambda tr: tr.label("hands", "with you"),
    Status.REFERRED: lambda tr: tr.label("hands", "a working group or another body"),
    Status.UNDER_REVIEW: lambda tr: tr.label("hands", "whoever examines it"),
    Status.ON_AGENDA: lambda tr: tr.label("hands", "the council's meeting"),
    Status.APPROVED: lambda tr: tr.label("hands", "the responsible body"),
    Status.IN_PROGRESS: lambda tr: tr.label("hands", "the responsible body"),
    Status.REOPENED: lambda tr: tr.label("hands", "the secretariat and the level above"),
}


def _body(history: Sequence[StatusEvent]) -> str | None:
    """Whom the note of a referral names, where it is short enough to be nothing but a name."""
    newest = next((event for event in reversed(history) if event.status_to == Status.REFERRED), None)
    note = (newest.note or "").strip() if newest is not None else ""
    return note if note and len(note) <= _BODY and "\n" not in note else None


def since_when(moment: datetime, *, zone: ZoneInfo, now: datetime, tr: Translator) -> str:
    """«از امروز»، «از دیروز»، «از ۱۲ آذر»: aware moments, in the city's zone."""
    day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    if day >= today:
        return tr.label("since", "since today")
    if day == today - timedelta(days=1):
        return tr.label("since", "since yesterday")
    return tr.label("since", "since {day}", day=tr.date(moment, zone, year=day.year != today.year))


def reason(submission: Submission, history: Sequence[StatusEvent], tr: Translator) -> list[Markup]:
    """The office's words to the status it stands at."""
    newest = history[-1] if history else None
    if newest is None or newest.status_to != submission.status or not (newest.note or "").strip():
        return []
    words = tr.quote(shortened(newest.note or "", _REASON))
    match Status(submission.status):
        case Status.NOT_ACCEPTED:
            return [tr.text("Reason: {words}", words=words)]
        case Status.OUT_OF_SCOPE:
            return [tr.text("Whom to turn to: {words}", words=words)]
        case _:
            return [words]


def open_question(submission: Submission, entries: Sequence[Entry]) -> Entry | None:
    """The newest question of the office that waits for its author."""
    if submission.status != Status.NEEDS_INFO:
        return None
    return next((entry for entry in reversed(entries) if entry.kind == EntryKind.QUESTION), None)


def correspondence(submission: Submission, entries: Sequence[Entry], tr: Translator) -> list[Markup]:
    """What the office and its author said to each other, the newest of it; last of all the question that waits."""
    waiting = open_question(submission, entries)
    said = [entry for entry in entries if entry is not waiting and EntryKind(entry.kind) in _SPEAKERS]
    lines = [_line(entry, _WORDS, tr) for entry in said[-_SAID:]]
    return [*lines, *([_line(waiting, _QUESTION, tr)] if waiting is not None else [])]


def _line(entry: Entry, limit: int, tr: Translator) -> Markup:
    words = shortened(" ".join(entry.text.split()), limit) or tr.label("said", "(a file)")
    return _SPEAKERS[EntryKind(entry.kind)](tr.quote(words), tr)


_SPEAKERS: dict[EntryKind, Callable[[Markup, Translator], Markup]] = {
    EntryKind.QUESTION: lambda words, tr: tr.text("<b>Question of the secretariat:</b> “{words}”", words=words),
    EntryKind.REPLY: lambda words, tr: tr.text("Your reply: “{words}”", words=words),
    EntryKind.ANSWER: lambda words, tr: tr.text("<b>Answer of the secretariat:</b> “{words}”", words=words),
    EntryKind.NOT_SOLVED: lambda words, tr: tr.text("You said that it is not solved: “{words}”", words=words),
}


def event_line(event: StatusEvent, zone: ZoneInfo, tr: Translator) -> Markup:
    """One step of its history."""
    status = status_label(Status(event.status_to), tr, for_author=True)
    return Markup("▫️ {} {}").format(status, tr.date(event.created_at, zone, year=True))
