"""A resident's own submissions: the list, and one card."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from handlers.views import standing
from handlers.views.area import area_line
from handlers.views.change import outcome_buttons
from handlers.views.draft import attachments_line
from handlers.views.reply import reply_button
from locales import Translator
from models.area_tree import AreaTree
from models.documents.labels import kind_label, status_label
from models.entry import Entry
from models.media import MediaKind, MediaState
from models.submission import ENDED, Addition, Kind, Status, StatusEvent, Submission
from models.topic import Topics

NOUN = "mine"
PAGE = 6
_GLIMPSE = 60  # letters of each text in the list
_SHOWN = 1000  # letters of the text on its card
_SHOWN_ANSWERED = 400  # where the office said something, which its author wants to read
_ADDITIONS, _ADDED = 3, 200  # the newest additions that its card shows, and letters of each
_EVENTS = 12  # the newest steps of its history: what fits one screen
_EVENTS_ANSWERED = 6


def my_list(submissions: Sequence[Submission], total: int, page: int, tr: Translator) -> View:
    """A page of what somebody sent, newest first."""
    if not total:
        return View(tr.text("You have not registered anything yet. Write your first message here; it needs no form."))
    lines = [tr.count("<b>Your {number} submission</b>", "<b>Your {number} submissions</b>", total)]
    lines += [_line(submission, tr) for submission in submissions]
    buttons = [
        Button(tr.digits(submission.code), ButtonData(NOUN, "open", submission.id or 0, page))
        for submission in submissions
    ]
    return View(Markup("\n\n").join(lines), [*in_pairs(buttons), _paging(total, page, tr)])


def _line(submission: Submission, tr: Translator) -> Markup:
    status = status_label(Status(submission.status), tr, for_author=True)
    head = Markup("{} · <b>{}</b>").format(tr.code(submission.code), status)
    if not submission.text:  # a photo or a voice message alone
        return Markup("\n").join((head, Markup.escape(kind_label(Kind(submission.kind), tr))))
    glimpse = tr.text("“{words}”", words=tr.quote(shortened(" ".join(submission.text.split()), _GLIMPSE)))
    return Markup("\n").join((head, glimpse))


def _paging(total: int, page: int, tr: Translator) -> list[Button]:
    buttons = []
    if page > 0:
        buttons.append(Button(tr.label("paging", "‹ Newer"), ButtonData(NOUN, "page", page - 1)))
    if (page + 1) * PAGE < total:
        buttons.append(Button(tr.label("paging", "Older ›"), ButtonData(NOUN, "page", page + 1)))
    return buttons


@dataclass(frozen=True)
class Record:
    """A submission with everything its author may read of it."""

    submission: Submission
    history: Sequence[StatusEvent]
    additions: Sequence[Addition]
    attachments: list[tuple[MediaKind, MediaState]]  # of each attached file
    entries: Sequence[Entry] = ()  # what the office and the author said to each other
    asks_outcome: bool = False  # it is done, and its author has not said yet whether it is solved


def my_card(
    record: Record, tree: AreaTree, topics: Topics, *, zone: ZoneInfo, now: datetime, page: int, tr: Translator
) -> View:
    """One submission: what was said, where it stands, and how it got there. `now` is aware."""
    submission = record.submission
    lines = [_head(submission, topics, tr)]
    if submission.text:
        shown = _SHOWN_ANSWERED if record.entries else _SHOWN
        lines.append(tr.text("“{words}”", words=tr.quote(shortened(submission.text, shown))))
    has_location = submission.latitude is not None
    attached = attachments_line([kind for kind, _ in record.attachments], has_location=has_location, tr=tr)
    lines += [attached] if attached is not None else []
    lines += _not_there(record, tr)
    lines += [_added(addition, tr) for addition in record.additions[-_ADDITIONS:]]
    if tree.places:
        lines.append(_place(submission, tree, tr))
    status = status_label(Status(submission.status), tr, for_author=True)
    lines.append(tr.text("<b>Status:</b> {status}", status=status))
    lines += standing.reason(submission, record.history, tr)
    lines += standing.where_it_is(submission, record.history, zone=zone, now=now, tr=tr)
    lines += standing.correspondence(submission, record.entries, tr)
    events = record.history[-(_EVENTS_ANSWERED if record.entries else _EVENTS) :]
    lines += [standing.event_line(event, zone, tr) for event in events]
    if record.asks_outcome:
        lines.append(tr.text("Has it been put right?"))
    return View(Markup("\n").join(lines), [*_asked(record, tr), *_card_buttons(submission, page, tr)])


def _asked(record: Record, tr: Translator) -> list[list[Button]]:
    """What the office waits for: a reply, or whether it is solved."""
    question = standing.open_question(record.submission, record.entries)
    rows = [[reply_button(question.id or 0, tr)]] if question is not None else []
    return [*rows, outcome_buttons(record.submission, tr)] if record.asks_outcome else rows


def _not_there(record: Record, tr: Translator) -> list[Markup]:
    """The files that never came, or that the messenger has lost, and what to do about it."""
    states = [state for _, state in record.attachments]
    too_large, gone = states.count(MediaState.TOO_LARGE), states.count(MediaState.GONE)
    lines = []
    if too_large:
        lines.append(
            tr.count(
                "{number} file was larger than 20 MB and did not reach us.",
                "{number} files were larger than 20 MB and did not reach us.",
                too_large,
            )
        )
    if gone:
        lines.append(
            tr.count(
                "The messenger does not have {number} file any more.",
                "The messenger does not have {number} files any more.",
                gone,
            )
        )
    if lines and record.submission.status not in ENDED:
        lines.append(tr.text("You can send it again, smaller if need be, with “Add something”."))
    return lines


def _head(submission: Submission, topics: Topics, tr: Translator) -> Markup:
    parts = [Markup("📄 <b>{}</b>").format(tr.code(submission.code)), kind_label(Kind(submission.kind), tr)]
    topic = topics.name(submission.topic, tr.language)
    return Markup(" · ").join([*parts, *([tr.quote(topic)] if topic is not None else [])])


def _place(submission: Submission, tree: AreaTree, tr: Translator) -> Markup:
    if submission.needs_placing:
        return tr.text("the neighbourhood will be found")
    return area_line(tree, submission.area_id, tr)


def _added(addition: Addition, tr: Translator) -> Markup:
    return tr.text("Added: “{words}”", words=tr.quote(shortened(addition.text, _ADDED)))


def _card_buttons(submission: Submission, page: int, tr: Translator) -> list[list[Button]]:
    back = Button(tr.label("button", "All my submissions"), ButtonData(NOUN, "page", page))
    if submission.status in ENDED:
        return [[back]]
    submission_id = submission.id or 0
    return [
        [
            Button(tr.label("button", "Add something"), ButtonData("addition", "ask", submission_id)),
            Button(tr.label("button", "Withdraw"), ButtonData(NOUN, "withdraw", submission_id, page)),
        ],
        [back],
    ]


def withdraw_question(submission: Submission, page: int, tr: Translator) -> View:
    """Withdrawing cannot be undone: asked once more."""
    submission_id = submission.id or 0
    return View(
        tr.text("Withdraw {code}? Nobody will work on it any more.", code=tr.code(submission.code)),
        [
            [
                Button(
                    tr.label("button", "Yes, withdraw it"),
                    ButtonData(NOUN, "withdrawn", submission_id, page),
                    style=Style.DANGER,
                ),
                Button(tr.label("button", "No, keep it"), ButtonData(NOUN, "keep", submission_id, page)),
            ]
        ],
    )
