"""What is asked while minutes are written: words, a name, a file; whether published ones shall be corrected."""

from collections.abc import Mapping

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, shortened
from handlers.views import minutes_words as words
from handlers.views.minutes import ITEM, SURE, Book
from handlers.views.minutes_message import NOUN
from locales import Translator, mark
from models.meeting import Outcome
from models.minutes_shown import MinutesItem

_WHOLE = 1200  # UTF-16 units of what stands there now, and of what was typed
_QUESTIONS: Mapping[str, str] = {
    "decision": mark("Write what was decided."),
    "summary": mark("Write what was said about it."),
    "note": mark("Write what belongs to no item: who opened the meeting, what else was said."),
    "chair": mark("Whose name stands below the minutes? Write it."),
    "file": mark("Send the minutes as a file: a document or a photo of the signed paper."),
}


def words_asked(
    book: Book, field: str, item: MinutesItem | None, version: int, tr: Translator, *, problem: Markup | None = None
) -> View:
    """Asks for one thing; what stands there now is shown. `version` is the dialogue's."""
    blocks = [*([problem] if problem is not None else [])]
    if item is not None:
        blocks.append(
            Markup("<b>{}. {}</b>").format(tr.number(item.line.position), words.line_words(item.line, _WHOLE, tr))
        )
    if (now := said_now(book, field, item)) and field != "file":
        blocks.append(tr.text("It says now: {words}", words=tr.quote(shortened(now, _WHOLE))))
    blocks.append(tr.text(_QUESTIONS[field]))
    return View(Markup("\n\n").join(blocks), [*_taking_away(book, field, item, version, tr), [_back(book, item, tr)]])


def said_now(book: Book, field: str, item: MinutesItem | None) -> str | None:
    """What stands there."""
    if item is not None:
        return item.decision if field == "decision" else item.summary
    return {"note": book.shown.note, "chair": book.shown.chair}.get(field)


def _taking_away(book: Book, field: str, item: MinutesItem | None, version: int, tr: Translator) -> list[list[Button]]:
    if field in {"chair", "file"} or not said_now(book, field, item):
        return []
    return [[book.button(tr.label("minutes", "Take these words away"), "erase", version=version)]]


def _back(book: Book, item: MinutesItem | None, tr: Translator) -> Button:
    if item is None:
        return book.button(tr.label("button", "Back"), "open")
    return Button(tr.label("button", "Back"), ButtonData(ITEM, "open", item.line.item_id))


def correction_asked(book: Book, typed: str, item: MinutesItem | None, version: int, tr: Translator) -> View:
    """Published minutes are put right by this: shall they?"""
    blocks = [tr.text("“{words}”", words=tr.quote(shortened(typed, _WHOLE)))] if typed else []
    blocks.append(_reaches(book, tr))
    yes = book.button(tr.label("minutes", "Correct it"), "apply", Style.PRIMARY, version=version)
    return View(Markup("\n\n").join(blocks), [[yes], [_back(book, item, tr)]])


def outcome_correction(book: Book, item: MinutesItem, outcome: Outcome | None, tr: Translator) -> View:
    """The same, of an outcome; its submission follows."""
    name = words.outcome_words(outcome, tr) if outcome is not None else tr.label("outcome", "nothing yet")
    blocks = [tr.text("Outcome: {outcome}", outcome=name), _reaches(book, tr)]
    if item.line.code is not None:
        blocks.append(tr.text("The submission on which this item is follows, and its author is told."))
    action = SURE + (outcome.value if outcome is not None else "undecided")
    yes = Button(tr.label("minutes", "Correct it"), ButtonData(ITEM, action, item.line.item_id), style=Style.PRIMARY)
    return View(Markup("\n\n").join(blocks), [[yes], [_back(book, item, tr)]])


def _reaches(book: Book, tr: Translator) -> Markup:
    return tr.count(
        "The minutes are published: {number} person sees this as a correction.",
        "The minutes are published: {number} people see this as a correction.",
        book.told,
    )


def written_meanwhile(book: Book, typed: str, now: str, item: MinutesItem | None, version: int, tr: Translator) -> View:
    """Somebody else wrote there while this was typed: both are shown, nothing is lost."""
    blocks = [
        tr.text("<b>Somebody else wrote here meanwhile:</b>"),
        tr.text("“{words}”", words=tr.quote(shortened(now, _WHOLE))) if now else tr.text("(nothing any more)"),
        tr.text("<b>You wrote:</b>"),
        tr.text("“{words}”", words=tr.quote(shortened(typed, _WHOLE))),
    ]
    rows = [[book.button(tr.label("minutes", "Mine instead"), "apply", version=version)]]
    if now:
        rows.append([book.button(tr.label("minutes", "Mine below it"), "append", version=version)])
    keep = tr.label("minutes", "Leave it as it is")
    data = ButtonData(NOUN, "open", book.shown.meeting_id) if item is None else _item_data(item)
    return View(Markup("\n\n").join(blocks), [*rows, [Button(keep, data)]])


def _item_data(item: MinutesItem) -> ButtonData:
    return ButtonData(ITEM, "open", item.line.item_id)


def reason_needed(tr: Translator) -> Markup:
    """A submission is not accepted: its author is told why."""
    return tr.text("Its author will read why it was not accepted.")


def not_a_file(tr: Translator) -> Markup:
    """Something else came than was asked for."""
    return tr.text("This is no file. What you have written so far is still here.")


def taken_away_toast(tr: Translator) -> str:
    """The words are gone."""
    return tr.plain("The words were taken away.")
