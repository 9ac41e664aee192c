"""The sentence of every DomainError, in the reader's language."""

from collections.abc import Callable
from typing import Any

from handlers.keyboards import View
from locales import Translator
from models.errors import (
    AlreadyEnded,
    AreaImportFailed,
    DomainError,
    EmptyText,
    HeldByAnother,
    InvitationOver,
    MoveNotAllowed,
    NotFound,
    ReasonNeeded,
    TextTooLong,
    TooManyFiles,
)

SENTENCES: dict[type[DomainError], Callable[[Any, Translator], View]] = {
    NotFound: lambda _, tr: View(tr.text("That was not found. /my shows everything you have sent.")),
    AlreadyEnded: lambda _, tr: View(tr.text("This submission is at its end. If something is left, write it anew.")),
    EmptyText: lambda _, tr: View(tr.text("This message has no text to register. Please write a sentence.")),
    MoveNotAllowed: lambda _, tr: View(
        tr.text("The status has changed meanwhile, and this step does not follow from it. Open the submission anew.")
    ),
    ReasonNeeded: lambda _, tr: View(tr.text("Its author will read the reason: please write it in a sentence.")),
    HeldByAnother: lambda _, tr: View(
        tr.text("Somebody else is working on this submission just now. Try another one, or this one in a few minutes.")
    ),
    InvitationOver: lambda _, tr: View(
        tr.text("This invitation has been used or has expired. Ask whoever sent it for a new one.")
    ),
    TooManyFiles: lambda error, tr: View(
        tr.text(
            "Your draft holds {limit} files, which are the most. Register it first, then send the rest.",
            limit=tr.number(error.limit),
        )
    ),
    TextTooLong: lambda error, tr: View(
        tr.text(
            "Your draft has no room for this message: {limit} letters are the most. "
            "Register the draft first, then send the rest as a new message.",
            limit=tr.number(error.limit),
        )
    ),
    AreaImportFailed: lambda error, tr: View(
        tr.count(
            "{number} line of the file is wrong; nothing was stored.",
            "{number} lines of the file are wrong; nothing was stored.",
            len(error.problems),
        )
    ),
}


def error_view(error: DomainError, tr: Translator) -> View:
    """What to tell somebody whose wish could not be granted."""
    return SENTENCES[type(error)](error, tr)


def apology(tr: Translator) -> View:
    """Something broke on our side. The update was set aside, its text is not lost."""
    return View(
        tr.text(
            "Sorry, something went wrong on our side. Your message is kept and the people in charge were told. "
            "Please try once more, or write /start."
        )
    )


def unshowable(tr: Translator) -> View:
    """The messenger refused an answer of ours."""
    return View(tr.text("Sorry, I could not show the answer. What you sent is kept; /my shows where it stands."))


def owner_alert(summary: str, count: int, tr: Translator) -> View:
    """To an owner: something needs a look."""
    return View(
        tr.count(
            "⚠️ Something went wrong {number} time: {summary}",
            "⚠️ Something went wrong {number} times, most recently: {summary}",
            count,
            summary=tr.quote(summary),
        )
    )
