"""A resident's own submissions: the list, and one card."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, in_pairs, shortened
from handlers.views.area import area_line
from locales import Translator
from models.area_tree import AreaTree
from models.documents.labels import kind_label, status_label
from models.submission import Kind, Status, StatusEvent, Submission

NOUN = "mine"
PAGE = 6
_GLIMPSE = 60  # letters of each text in the list
_SHOWN = 1200  # letters of the text on its card
_EVENTS = 12  # the newest steps of its history: what fits one screen


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
    glimpse = tr.text("“{words}”", words=tr.quote(shortened(" ".join(submission.text.split()), _GLIMPSE)))
    head = Markup("{} · <b>{}</b>").format(tr.code(submission.code), status)
    return Markup("\n").join((head, glimpse))


def _paging(total: int, page: int, tr: Translator) -> list[Button]:
    buttons = []
    if page > 0:
        buttons.append(Button(tr.label("paging", "‹ Newer"), ButtonData(NOUN, "page", page - 1)))
    if (page + 1) * PAGE < total:
        buttons.append(Button(tr.label("paging", "Older ›"), ButtonData(NOUN, "page", page + 1)))
    return buttons


def my_card(
    submission: Submission,
    history: Sequence[StatusEvent],
    tree: AreaTree,
    *,
    zone: ZoneInfo,
    page: int,
    tr: Translator,
) -> View:
    """One submission: what was said, where it stands, and how it got there."""
    kind = kind_label(Kind(submission.kind), tr)
    head = Markup("📄 <b>{}</b> · {}").format(tr.code(submission.code), kind)
    words = tr.text("“{words}”", words=tr.quote(shortened(submission.text, _SHOWN)))
    lines = [head, words]
    if tree.places:
        lines.append(area_line(tree, submission.area_id, tr))
    status = status_label(Status(submission.status), tr, for_author=True)
    lines.append(tr.text("<b>Status:</b> {status}", status=status))
    lines += [_event(event, zone, tr) for event in history[-_EVENTS:]]
    back = Button(tr.label("button", "All my submissions"), ButtonData(NOUN, "page", page))
    return View(Markup("\n").join(lines), [[back]])


def _event(event: StatusEvent, zone: ZoneInfo, tr: Translator) -> Markup:
    status = status_label(Status(event.status_to), tr, for_author=True)
    return Markup("▫️ {} {}").format(status, tr.date(event.created_at, zone, year=True))
