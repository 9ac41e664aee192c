"""A neighbourhood council's proposal as a letter to the district's mayor: one page to sign, and the same as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from locales import Translator
from locales.bidi import isolate_words
from models.area import Level
from models.documents.paper_words import (
    body_name,
    day_words,
    mayor_name,
    number_words,
    page_words,
)
from models.documents.typeset import pdf_of, written
from models.resolution_words import votes_words
from models.typed_votes import Votes


@dataclass(frozen=True)
class LetterPaper:
    """Everything that the letter says. Days are those of the city's calendar.

    `district` is the area's district, None where there is none above it; `decided_on` the day of the meeting that
    decided it; `subject` the topic in words; `codes` those of the submissions that it answers.
    """

    city: str
    level: Level
    place: str
    district: str | None
    number: str
    written_on: date
    text: str
    subject: str | None = None
    responsible: str = ""
    due_on: date | None = None
    votes: Votes | None = None
    decided_on: date | None = None
    codes: Sequence[str] = ()
    signers: Sequence[str] = ()


def letter_pdf(paper: LetterPaper, tr: Translator) -> bytes:
    """The letter as a PDF: one A4 page, with smaller letters where it is long; over the page where even that is full.

    It takes a tenth of a second: call it in a thread.
    """
    return pdf_of("letter", letter_data(paper, tr))


def letter_data(paper: LetterPaper, tr: Translator) -> dict[str, Any]:
    """What the template shows."""
    body, number = body_name(paper.level, paper.place, tr), number_words(paper.number, tr)
    day = day_words(paper.written_on, tr)
    return {
        "language": tr.language,
        "direction": tr.direction,
        "heading": tr.plain("Letter {number}", number=number),
        "opening": tr.plain("In the name of God"),
        "city": written(paper.city),
        "body": written(body),
        "marks": [[tr.label("paper", "Number"), number], [tr.label("paper", "Date"), day]],
        "recipient": written(
            tr.label("letter", "To: {recipient}", recipient=mayor_name(paper.district, paper.city, tr))
        ),
        "subject": [tr.label("letter", "Subject"), written(_subject(paper, tr))],
        "greeting": tr.plain("With greetings and respect,"),
        "introduction": written(_introduction(paper, body, tr)),
        "proposal": written(paper.text),
        "facts": [[label, written(value)] for label, value in _facts(paper, tr) if value],
        "closing": tr.plain(
            "Please have it looked into and carried out, and let this council know what comes of it, "
            "so that the residents can be told."
        ),
        "signatures": {
            "heading": tr.plain("With respect, {body}", body=body),
            "names": _signers(paper, tr),
            "stamp": tr.label("letter", "stamp"),
        },
        "foot": tr.label("paper", ", ").join([body, number]),
        "page": page_words(tr),
    }


def letter_text(paper: LetterPaper, tr: Translator) -> str:
    """The same words as plain text: paragraphs divided by empty lines."""
    data = letter_data(paper, tr)
    parts = [
        "\n".join([data["body"], *(f"{label}: {value}" for label, value in data["marks"])]),
        "\n".join([data["recipient"], ": ".join(data["subject"])]),
        data["greeting"],
        data["introduction"],
        data["proposal"],
        "\n".join(f"{label}: {value}" for label, value in data["facts"]),
        data["closing"],
        "\n".join([data["signatures"]["heading"], *filter(None, (name for name, _ in data["signatures"]["names"]))]),
    ]
    return "\n\n".join(part.replace("\u200b", "") for part in parts if part)


def _subject(paper: LetterPaper, tr: Translator) -> str:
    name = tr.label("resolution", "Proposal of the neighbourhood council")
    return (
        tr.label("letter", "{name}: {topic}", name=name, topic=isolate_words(paper.subject)) if paper.subject else name
    )


def _introduction(paper: LetterPaper, body: str, tr: Translator) -> str:
    if paper.decided_on is None:
        return tr.plain("{body} proposes the following:", body=body)
    day = day_words(paper.decided_on, tr)
    return tr.plain("In its meeting of {date}, {body} decided to propose the following:", date=day, body=body)


def _facts(paper: LetterPaper, tr: Translator) -> list[tuple[str, str]]:
    codes = tr.label("paper", ", ").join(number_words(code, tr) for code in paper.codes)
    return [
        (tr.label("paper", "Responsible"), paper.responsible),
        (tr.label("paper", "Due"), day_words(paper.due_on, tr) if paper.due_on else ""),
        (tr.label("paper", "Votes"), votes_words(paper.votes, tr) if paper.votes else ""),
        (tr.label("letter", "Residents' submissions"), codes),
    ]


def _signers(paper: LetterPaper, tr: Translator) -> list[list[str]]:
    """A place for each name; one for whoever signs, where nobody is named."""
    return [[written(name, 20), ""] for name in paper.signers] or [["", tr.label("letter", "name and signature")]]
