"""What was said in a submission's file: shortened for its card, and whole, over as many messages as it takes."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.keyboards import View, shortened
from locales import Translator, mark_label
from models.documents.labels import status_label
from models.entry import Entry, EntryKind
from models.submission import Addition, StatusEvent

_GLIMPSE = 160  # letters of each on the card
_ROOM = 3900  # UTF-16 units of one message of a file, a little below the messenger's limit

_SAID = {
    EntryKind.QUESTION: mark_label("entry", "Question"),
    EntryKind.REPLY: mark_label("entry", "Reply of the author"),
    EntryKind.ANSWER: mark_label("entry", "Answer"),
    EntryKind.NOTE: mark_label("entry", "Internal note"),
    EntryKind.TRANSCRIPT: mark_label("entry", "Words of the voice message"),
    EntryKind.SOLVED: mark_label("entry", "The author says: solved"),
    EntryKind.NOT_SOLVED: mark_label("entry", "The author says: not solved"),
}
_ADDED = mark_label("entry", "Added by the author")


def talk_lines(
    additions: Sequence[Addition], entries: Sequence[Entry], zone: ZoneInfo, tr: Translator, *, newest: int
) -> list[Markup]:
    """The newest things said, each shortened to a line."""
    said = list(_in_order(additions, entries))
    lines = [tr.count("({number} earlier line)", "({number} earlier lines)", len(said) - newest)]
    lines = lines if len(said) > newest else []
    for label, text, at in said[-newest:]:
        lines.append(_said(label, shortened(" ".join(text.split()), _GLIMPSE), at, zone, tr))
    return lines


def _in_order(additions: Sequence[Addition], entries: Sequence[Entry]) -> Iterator[tuple[str, str, datetime]]:
    said = [(_ADDED, one.text, one.created_at) for one in additions]
    said += [(_SAID[EntryKind(one.kind)], one.text, one.created_at) for one in entries]
    yield from sorted(said, key=lambda one: one[2])


def _said(label: str, text: str, at: datetime, zone: ZoneInfo, tr: Translator) -> Markup:
    head = Markup("<b>{}</b> ({})").format(tr.label("entry", label), tr.date(at, zone))
    return Markup("{}: {}").format(head, tr.text("“{words}”", words=tr.quote(text))) if text.strip() else head


def event_line(event: StatusEvent, zone: ZoneInfo, tr: Translator, *, letters: int | None = None) -> Markup:
    """A step of the history, with the note that its author read."""
    line = Markup("▫️ {} {}").format(status_label(event.status_to, tr), tr.date(event.created_at, zone))
    note = (event.note or "").strip()
    if not note:
        return line
    note = note if letters is None else shortened(" ".join(note.split()), letters)
    return Markup("{}: {}").format(line, tr.text("“{words}”", words=tr.quote(note)))


def whole_text(text: str, tr: Translator) -> list[View]:
    """The registered words, letter by letter, over as many messages as they take."""
    return [View(tr.text("“{words}”", words=tr.quote(piece))) for piece in _pieces(text, tr.quote)]


def whole_file(
    text: str,
    additions: Sequence[Addition],
    entries: Sequence[Entry],
    history: Sequence[StatusEvent],
    *,
    zone: ZoneInfo,
    tr: Translator,
) -> list[View]:
    """Everything that was said and decided, in the order it came, over as many messages as it takes."""
    blocks = [tr.text("“{words}”", words=tr.quote(piece)) for piece in _pieces(text, tr.quote)] if text.strip() else []
    for label, words, at in _in_order(additions, entries):
        pieces = _pieces(words, tr.quote) if words.strip() else [""]
        blocks += [_said(label, piece, at, zone, tr) for piece in pieces]
    for event in history:
        blocks += [event_line(_with_note(event, piece), zone, tr) for piece in _pieces(event.note or "", tr.quote)]
    return [View(page) for page in _packed(blocks)]


def _with_note(event: StatusEvent, note: str) -> StatusEvent:
    return StatusEvent(
        submission_id=event.submission_id, status_to=event.status_to, note=note, created_at=event.created_at
    )


def _pieces(text: str, shown: Callable[[str], Markup]) -> list[str]:
    """The text in parts that each fit a message as they are shown, cut at a line's or a word's end near the middle."""
    if _units(shown(text)) <= _ROOM - 100:
        return [text]
    middle = len(text) // 2
    cut = max(text.rfind("\n", middle // 2, middle), text.rfind(" ", middle // 2, middle)) + 1 or middle
    return [*_pieces(text[:cut].rstrip(), shown), *_pieces(text[cut:].lstrip(), shown)]


def _packed(blocks: Sequence[Markup]) -> list[Markup]:
    pages: list[Markup] = []
    for block in blocks:
        joined = Markup("\n\n").join((pages[-1], block)) if pages else block
        if pages and _units(joined) <= _ROOM:
            pages[-1] = joined
        else:
            pages.append(block)
    return pages


def _units(words: Markup) -> int:
    return len(words.striptags().encode("utf-16-le", "surrogatepass")) // 2 if "<" in words else _plain_units(words)


def _plain_units(words: Markup) -> int:
    return len(words.unescape().encode("utf-16-le", "surrogatepass")) // 2
