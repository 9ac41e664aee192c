"""The minutes of a meeting as a paper to sign: what they say, as a PDF, and the same words as plain text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from locales import Translator, mark_label
from locales.bidi import isolate_words
from models.area import Level
from models.documents.paper_words import (
    body_name,
    day_words,
    number_words,
    page_words,
    session_words,
)
from models.documents.typeset import NARROW, pdf_of, written
from models.meeting import MeetingKind, Outcome
from models.meeting_facts import Session
from models.resolution_words import votes_words
from models.typed_votes import Votes

type Pairs = list[tuple[str, str]]  # a label and what it labels

_KINDS: Final = {
    MeetingKind.ORDINARY: mark_label("minutes", "Ordinary meeting"),
    MeetingKind.EXTRAORDINARY: mark_label("minutes", "Extraordinary meeting"),
    MeetingKind.COURSE: mark_label("minutes", "Course"),
}
_OUTCOMES: Final = {
    Outcome.RESOLVED: mark_label("outcome", "Decided"),
    Outcome.NOTED: mark_label("outcome", "Talked about"),
    Outcome.POSTPONED: mark_label("outcome", "Postponed"),
    Outcome.DECLINED: mark_label("outcome", "Declined"),
}


@dataclass(frozen=True)
class ItemSaid:
    """An item of the agenda, and what the minutes say of it. `code` is its submission's, which may be withdrawn."""

    text: str
    presenter: str | None = None
    code: str | None = None
    summary: str | None = None
    decision: str | None = None
    outcome: Outcome | None = None
    is_withdrawn: bool = False


@dataclass(frozen=True)
class Decided:
    """A resolution of the meeting. `due_on` is a day of the city's calendar."""

    number: str
    text: str
    responsible: str
    due_on: date | None = None
    votes: Votes | None = None


@dataclass(frozen=True)
class Came:
    """Who came to a session. `guest_names` is for the office's own copy; None leaves them out."""

    present: Sequence[str] = ()
    absent: Sequence[str] = ()
    guests: int = 0
    guest_names: Sequence[str] | None = None


@dataclass(frozen=True)
class MinutesPaper:
    """Everything that the minutes say. `attendance` has one entry a session of `sessions`, in their order."""

    city: str
    level: Level
    place: str  # the area whose body met
    number: int
    term: int
    title: str
    kind: MeetingKind
    sessions: Sequence[Session]
    zone: ZoneInfo
    chair: str
    where: str | None = None
    attendance: Sequence[Came] = ()
    items: Sequence[ItemSaid] = ()
    resolutions: Sequence[Decided] = ()
    note: str | None = None
    is_draft: bool = False


def minutes_pdf(paper: MinutesPaper, tr: Translator) -> bytes:
    """The paper as a PDF of A4 pages. It takes up to a few tenths of a second: call it in a thread."""
    return pdf_of("minutes", minutes_data(paper, tr))


def minutes_data(paper: MinutesPaper, tr: Translator) -> dict[str, Any]:
    """What the template shows."""
    number = number_words(paper.number, tr)
    first = paper.sessions[0] if paper.sessions else None
    day = tr.date(first.starts_at, paper.zone, year=True) if first else ""
    return {
        "language": tr.language,
        "direction": tr.direction,
        "heading": tr.plain("Minutes of meeting {number}", number=number),
        "draft": tr.plain("(draft, not published yet)") if paper.is_draft else "",
        "opening": tr.plain("In the name of God"),
        "city": written(paper.city),
        "body": written(body_name(paper.level, paper.place, tr)),
        "marks": [[tr.label("paper", "Number"), number], [tr.label("paper", "Date"), day]],
        "facts": [[label, written(value)] for label, value in _facts(paper, tr)],
        "attendance": _attendance(paper, tr),
        "items": {
            "heading": tr.label("paper", "Agenda and what was said"),
            "list": [_item(number, one, tr) for number, one in enumerate(paper.items, 1)],
            "empty": tr.plain("No agenda was noted."),
        },
        "resolutions": _resolutions(paper, tr),
        "note": [tr.label("paper", "Notes"), written(paper.note)] if paper.note else [],
        "signatures": {"heading": tr.label("paper", "Signatures"), "names": _signers(paper, tr)},
        "foot": tr.label("paper", ", ").join(filter(None, [body_name(paper.level, paper.place, tr), day])),
        "page": page_words(tr),
    }


def minutes_text(paper: MinutesPaper, tr: Translator) -> str:
    """The same words, for whoever cannot open or see the PDF: paragraphs divided by empty lines."""
    data = minutes_data(paper, tr)
    parts = [f"{data['body']}\n{data['heading']} {data['draft']}".rstrip(), _lines(data["facts"])]
    parts += [f"{one['heading']}\n{_lines(one['lines'])}" for one in data["attendance"]]
    parts.append(data["items"]["heading"])
    parts += [_item_text(one) for one in data["items"]["list"]] or [data["items"]["empty"]]
    if data["resolutions"]["rows"]:
        parts.append(data["resolutions"]["heading"])
        columns = data["resolutions"]["columns"]
        parts += [_lines(zip(columns, row, strict=True)) for row in data["resolutions"]["rows"]]
    if data["note"]:
        parts.append("\n".join(data["note"]))
    return "\n\n".join(part.replace("\u200b", "") for part in parts)


def _facts(paper: MinutesPaper, tr: Translator) -> Pairs:
    found: Pairs = [
        (tr.label("paper", "Meeting"), paper.title or tr.label("minutes", _KINDS[paper.kind])),
        (tr.label("paper", "Kind"), tr.label("minutes", _KINDS[paper.kind])),
        (tr.label("paper", "Term"), tr.label("paper", "term {number}", number=tr.number(paper.term))),
        *((tr.label("paper", "Time"), session_words(one, paper.zone, tr)) for one in paper.sessions),
        (tr.label("paper", "Place"), paper.where or ""),
        (tr.label("paper", "Chair"), paper.chair),
    ]
    return [(label, value) for label, value in found if value.strip()]


def _attendance(paper: MinutesPaper, tr: Translator) -> list[dict[str, Any]]:
    heading = tr.label("paper", "Attendance")
    found = []
    for at, came in enumerate(paper.attendance):
        day = tr.date(paper.sessions[at].starts_at, paper.zone) if at < len(paper.sessions) else ""
        title = tr.label("paper", ", ").join([heading, day]) if len(paper.attendance) > 1 and day else heading
        found.append({"heading": title, "lines": _who_came(came, tr)})
    return found


def _who_came(came: Came, tr: Translator) -> list[list[str]]:
    if not came.present and not came.guests:  # nobody kept a list: to sign that nobody came would be untrue
        return [[tr.label("paper", "Present"), tr.label("paper", "not noted down")]]
    lines = [
        [tr.label("paper", "Present"), _counted(came.present, len(came.present), tr)],
        [tr.label("paper", "Absent"), _counted(came.absent, len(came.absent), tr)],
        [tr.label("paper", "Guests"), _counted(came.guest_names or (), came.guests, tr)],
    ]
    return [[label, written(value)] for label, value in lines]


def _counted(names: Sequence[str], count: int, tr: Translator) -> str:
    if not count:
        return tr.label("paper", "nobody")
    said = str(tr.count("{number} person", "{number} people", count))
    listed = tr.label("paper", ", ").join(isolate_words(" ".join(name.split())) for name in names)
    return f"{said}: {listed}" if listed else said


def _item(number: int, one: ItemSaid, tr: Translator) -> dict[str, Any]:
    by = [
        tr.label("paper", "submission {code}", code=number_words(one.code, tr)) if one.code else "",
        tr.label("paper", "withdrawn by its author") if one.is_withdrawn else "",
        tr.label("paper", "presented by {name}", name=isolate_words(one.presenter)) if one.presenter else "",
    ]
    said = [
        (tr.label("paper", "Summary"), one.summary),
        (tr.label("paper", "Decision"), one.decision),
        (tr.label("paper", "Outcome"), tr.label("outcome", _OUTCOMES[one.outcome]) if one.outcome else None),
    ]
    named = tr.label("paper", ", ").join(part for part in by if part)
    return {
        "number": tr.digits(number),
        "text": written(one.text),
        "by": written(f"({named})") if named else "",
        "said": [[label, written(value)] for label, value in said if value and value.strip()],
    }


def _resolutions(paper: MinutesPaper, tr: Translator) -> dict[str, Any]:
    return {
        "heading": _decisions_name(paper.level, tr),
        "columns": [
            tr.label("paper", "Number"),
            tr.label("paper", "Text"),
            tr.label("paper", "Responsible"),
            tr.label("paper", "Due"),
            tr.label("paper", "Votes"),
        ],
        "rows": [
            [
                number_words(one.number, tr),
                written(one.text, 30),
                written(one.responsible, NARROW) or "—",
                day_words(one.due_on, tr) if one.due_on else "—",
                votes_words(one.votes, tr) if one.votes else "—",
            ]
            for one in paper.resolutions
        ],
    }


def _decisions_name(level: Level, tr: Translator) -> str:
    is_proposal = level is Level.NEIGHBOURHOOD
    return (
        tr.label("paper", "Proposals of the neighbourhood council") if is_proposal else tr.label("paper", "Resolutions")
    )


def _signers(paper: MinutesPaper, tr: Translator) -> list[list[str]]:
    """The chair, then every member who was there at all, each once."""
    chair = [[written(paper.chair, 20) or "…", tr.label("paper", "chair")]]
    came = dict.fromkeys(name for one in paper.attendance for name in one.present)
    return chair + [[written(name, 20), tr.label("paper", "member")] for name in came if name != paper.chair]


def _lines(pairs: Any) -> str:
    return "\n".join(f"{label}: {value}" for label, value in pairs)


def _item_text(one: dict[str, Any]) -> str:
    head = f"{one['number']}. {one['text']} {one['by']}".rstrip()
    return "\n".join([head, _lines(one["said"])]).rstrip()
