"""What an author is told without having asked: what became of a submission, and what the office wants to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import TEXT_LIMIT, Button, Style, View, shortened, shown_length
from locales import Translator
from models.documents.labels import status_label
from models.entry import Entry
from models.submission import Status, StatusEvent, Submission

OUTCOME = "outcome"  # the noun of «حل شد» and «حل نشد»
REPLY = "reply"
_GLIMPSE = 60  # letters of the author's own text: enough to know which submission it is
_ROOMS = (4096, 3200, 2400, 1600, 800, 400)  # UTF-16 units for the office's words: the first that fits a message
_MOST = 12  # things told in one message, the newest; the card of /my has all of them


@dataclass(frozen=True)
class Change:
    """What happened to a submission: status events and answers of the office, oldest first."""

    submission: Submission
    events: Sequence[StatusEvent]
    answers: Sequence[Entry]
    asks_outcome: bool  # it is said to be done, and its author has not said yet whether it is


def change_card(change: Change, tr: Translator) -> View:
    """One short message: which submission, where it stands, and the office's words."""
    told: list[StatusEvent | Entry] = sorted([*change.events, *change.answers], key=lambda one: one.created_at)
    text = Markup()
    for room in _ROOMS:
        text = _text(change, told[-_MOST:], room, tr)
        if shown_length(text) <= TEXT_LIMIT:
            break
    buttons = outcome_buttons(change.submission, tr) if change.asks_outcome else [_follow(change.submission, tr)]
    return View(text, [buttons])


def _text(change: Change, told: Sequence[StatusEvent | Entry], room: int, tr: Translator) -> Markup:
    words = iter(_fitting([_words_of(one) for one in told], room))
    lines = [head(change.submission, tr)]
    if len(change.events) == 1:
        status = status_label(change.events[0].status_to, tr, for_author=True)
        lines.append(tr.text("<b>Status:</b> {status}", status=status))
    lines += [line for one in told for line in _told(one, next(words), tr, is_only=len(change.events) == 1)]
    if change.asks_outcome:
        lines.append(tr.text("Has it been put right?"))
    return Markup("\n").join(lines)


def _words_of(one: StatusEvent | Entry) -> str:
    return (one.text if isinstance(one, Entry) else one.note or "").strip()


def _told(one: StatusEvent | Entry, words: str, tr: Translator, *, is_only: bool) -> list[Markup]:
    if isinstance(one, Entry):
        return (
            [tr.text("<b>Answer:</b> {words}", words=tr.quote(words))] if words else [tr.text("<b>Answer:</b> below")]
        )
    lines = [] if is_only else [Markup("▫️ {}").format(status_label(one.status_to, tr, for_author=True))]
    if words:
        lines.append(_note(Status(one.status_to), words, tr))
    return lines


def _note(status: Status, words: str, tr: Translator) -> Markup:
    match status:
        case Status.NOT_ACCEPTED:
            return tr.text("Reason: {words}", words=tr.quote(words))
        case Status.OUT_OF_SCOPE:
            return tr.text("Whom to turn to: {words}", words=tr.quote(words))
        case _:
            return tr.quote(words)


def head(submission: Submission, tr: Translator) -> Markup:
    """The code, and the first of the author's words; a photo or a voice message alone has none."""
    code = Markup("📄 <b>{}</b>").format(tr.code(submission.code))
    glimpse = shortened(" ".join(submission.text.split()), _GLIMPSE)
    return Markup(" · ").join([code, *([tr.text("“{words}”", words=tr.quote(glimpse))] if glimpse else [])])


def outcome_buttons(submission: Submission, tr: Translator) -> list[Button]:
    """«حل شد» and «حل نشد», for the submission as it is now."""
    submission_id, version = submission.id or 0, submission.version
    solved = ButtonData(OUTCOME, "solved", submission_id, version)
    not_solved = ButtonData(OUTCOME, "not_solved", submission_id, version)
    return [
        Button(tr.label("button", "Solved"), solved, style=Style.SUCCESS),
        Button(tr.label("button", "Not solved"), not_solved, style=Style.DANGER),
    ]


def _follow(submission: Submission, tr: Translator) -> Button:
    return Button(tr.label("button", "Follow it"), ButtonData("mine", "open", submission.id or 0))


def _fitting(texts: Sequence[str], room: int) -> list[str]:
    """The texts as they are; where they do not fit the room together, each is cut to its share."""
    if sum(len(text.encode("utf-16-le", "surrogatepass")) // 2 for text in texts) <= room:
        return list(texts)
    return [shortened(text, room // len(texts)) for text in texts]


def change_line(code: str, status: str | None, at: datetime, zone: ZoneInfo, tr: Translator) -> View:
    """What an older message shrinks to; `status` is None where it told of an answer alone. `at` is aware."""
    was = tr.label("change", "answered") if status is None else status_label(status, tr, for_author=True)
    return View(Markup("{} · {} · {}").format(tr.code(code), was, tr.date(at, zone)))


def question_card(submission: Submission, question: Entry, tr: Translator) -> View:
    """The office asks; the answer can be written right here."""
    asked = tr.text(
        "There is a question about your submission {code}:",
        code=Markup("<b>{}</b>").format(tr.code(submission.code)),
    )
    words = shortened(question.text.strip(), _ROOMS[2])
    how = tr.text("Write your answer right here; a photo or a voice message will do as well.")
    lines = [asked, *([tr.text("“{words}”", words=tr.quote(words))] if words else []), how]
    answer = Button(tr.label("button", "I answer"), ButtonData(REPLY, "write", question.id or 0), style=Style.PRIMARY)
    return View(Markup("\n").join(lines), [[answer, _follow(submission, tr)]])
