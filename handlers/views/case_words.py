"""Asking staff for words about a submission, holding what they wrote, and saying what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, shortened
from handlers.views.case_choices import case_head, move_needs_reason
from handlers.views.desk import to_desk
from handlers.views.draft import attachments_line
from locales import Translator
from models.documents.labels import status_label
from models.media import MediaKind
from models.submission import NEEDS_REASON, Status

NOUN = "words"
_GLIMPSE = 400  # letters of the text above a question about it


class Errand(StrEnum):
    """What the words are for; stored by name."""

    ASK = "ask"
    ANSWER = "answer"
    NOTE = "note"
    TRANSCRIBE = "transcribe"
    MOVE = "move"
    LETTER = "letter"


@dataclass(frozen=True)
class Writing:
    """Words being written: for which submission and its text, and the version that buttons drawn now carry."""

    id: int
    code: str
    text: str
    version: int

    def head(self, tr: Translator) -> Markup:
        """What it is about, in a few words."""
        head = case_head(self.code, tr)
        if not self.text.strip():
            return head
        return Markup("\n").join((head, tr.text("“{words}”", words=tr.quote(shortened(self.text, _GLIMPSE)))))

    def button(self, label: str, action: str, style: Style | None = None) -> Button:
        """A button of the question."""
        return Button(label, ButtonData(NOUN, action, self.id, self.version), style=style)

    def back(self, tr: Translator) -> Button:
        """The way back to the card."""
        return self.button(tr.label("button", "Back"), "back")


_QUESTIONS: dict[Errand, Callable[[Translator], Markup]] = {
    Errand.ASK: lambda tr: tr.text("What would you like to ask the author? They get it here and answer here."),
    Errand.ANSWER: lambda tr: tr.text(
        "Write the answer, with photos if you like. The author is told, and neighbours may read it."
    ),
    Errand.NOTE: lambda tr: tr.text("Write the note. Only colleagues read it."),
    Errand.TRANSCRIBE: lambda tr: tr.text("Type what the voice message says."),
    Errand.LETTER: lambda tr: tr.text("Write the letter's number in the office's own system."),
}
_DONE: dict[Errand, Callable[[Translator], Markup]] = {
    Errand.ASK: lambda tr: tr.text("The question was sent; its reply comes into this file."),
    Errand.ANSWER: lambda tr: tr.text("The answer is on record, and the author is told."),
    Errand.NOTE: lambda tr: tr.text("The note is in the file."),
    Errand.TRANSCRIBE: lambda tr: tr.text("The words of the voice message are in the file."),
    Errand.LETTER: lambda tr: tr.text("The letter is noted."),
}


def words_asked(errand: Errand, writing: Writing, to: Status | None, tr: Translator) -> View:
    """What to write, in one message, below what it is about; and the way back."""
    rows = [[writing.back(tr)]]
    if errand is Errand.MOVE and to is not None:
        question = _move_question(to, tr)
        if to not in NEEDS_REASON:
            plain = writing.button(tr.label("words", "Without a note"), "plain")
            rows = [[plain, writing.back(tr)]]
    else:
        question = _QUESTIONS[errand](tr)
    return View(Markup("\n").join((writing.head(tr), question)), rows)


def _move_question(to: Status, tr: Translator) -> Markup:
    heading = tr.text("New status: <b>{status}</b>", status=status_label(to, tr))
    if to in NEEDS_REASON:
        return Markup("\n").join((heading, move_needs_reason(to, tr)))
    return Markup("\n").join((heading, tr.text("Write a note for the author, or set it without one.")))


def words_collected(writing: Writing, kinds: list[MediaKind], tr: Translator) -> View:
    """A photo came: more may follow, and «send» ends it."""
    lines = [writing.head(tr), tr.text("Send more, write the words, or send it off.")]
    attached = attachments_line(kinds, has_location=False, tr=tr)
    lines[1:1] = [attached] if attached is not None else []
    send = writing.button(tr.label("words", "Send"), "send", Style.SUCCESS)
    return View(Markup("\n").join(lines), [[send], [writing.back(tr)]])


def words_refused(writing: Writing, problem: Markup, tr: Translator) -> View:
    """It could not be done, and nothing that was written is lost."""
    again = writing.button(tr.label("words", "Try again"), "send")
    kept = tr.text("What you wrote is kept.")
    return View(Markup("\n").join((problem, kept)), [[again, writing.back(tr)]])


def words_kept(writing: Writing, tr: Translator) -> View:
    """Something else was opened while words waited to be sent."""
    return View(
        tr.text("What you wrote for {code} has not been sent; it is kept.", code=tr.code(writing.code)),
        [[writing.button(tr.label("words", "Send"), "send"), writing.back(tr)]],
    )


def words_only(errand: Errand, tr: Translator) -> View:
    """A file, where only words will do."""
    if errand is Errand.LETTER:
        return View(tr.text("Please write the number alone, at most 64 letters."))
    return View(tr.text("Only words will do here; please write them."))


def day_asked(writing: Writing, number: str, tr: Translator) -> View:
    """The letter's number is there; its date, in any digits, or none."""
    none = writing.button(tr.label("words", "Without a date"), "dateless")
    asked = tr.text("Letter {number}: of which day? Such as {example}.", number=tr.code(number), example=_example(tr))
    return View(Markup("\n").join((writing.head(tr), asked)), [[none, writing.back(tr)]])


def day_unknown(writing: Writing, tr: Translator) -> View:
    """What was typed is no day."""
    none = writing.button(tr.label("words", "Without a date"), "dateless")
    words = tr.text("That is no date. Write it such as {example}, or choose “without a date”.", example=_example(tr))
    return View(words, [[none, writing.back(tr)]])


def _example(tr: Translator) -> Markup:
    return tr.code("1405/09/01")


def done_line(errand: Errand, to: Status | None, tr: Translator) -> Markup:
    """What became of the words."""
    if errand is Errand.MOVE and to is not None:
        return tr.text("The status is “{status}” now, and the author is told.", status=status_label(to, tr))
    return _DONE[errand](tr)


def case_done(submission_id: int, code: str, line: Markup, tr: Translator) -> View:
    """One of three is through, said in a line; the next one comes below it."""
    opened = Button(tr.label("case", "Open it"), ButtonData("desk", "open", submission_id))
    return View(Markup("✅ {}: {}").format(tr.code(code), line), [[opened]])


def author_named(code: str, name: str | None, tr: Translator) -> View:
    """Who wrote it, by the name they show; nothing more of their account."""
    if name is None:
        return View(tr.text("No name is known for {code}. A note in the file may say more.", code=tr.code(code)))
    return View(tr.text("The sender of {code}: {name}", code=tr.code(code), name=tr.quote(name)))


def left_reach(code: str, tr: Translator) -> View:
    """It was placed outside of what its placer may see."""
    words = tr.text("{code} now belongs to an area that is not yours; its desk has it.", code=tr.code(code))
    return View(words, [[to_desk(tr)]])


def out_of_sight(code: str, tr: Translator) -> View:
    """It is a complaint about the body that whoever said so is part of."""
    words = tr.text("{code} is about your own body; from now on only the level above sees it.", code=tr.code(code))
    return View(words, [[to_desk(tr)]])


def place_unknown(words: str, listed: View, tr: Translator) -> View:
    """No place is called that: the list, once more."""
    said = tr.text("I know no neighbourhood named “{words}”.", words=tr.quote(shortened(words, 60)))
    return listed.preceded_by(said)


def files_missing(number: int, tr: Translator) -> View:
    """Some files cannot be shown."""
    return View(tr.count("{number} file cannot be shown here.", "{number} files cannot be shown here.", number))


def already_released(tr: Translator) -> str:
    """A word over the chat after letting go."""
    return tr.plain("Colleagues can take it now.")


def taken(tr: Translator) -> str:
    """A word over the chat after taking it."""
    return tr.plain("It is yours for the next half hour.")
