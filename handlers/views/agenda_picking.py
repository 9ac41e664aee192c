"""The submissions that may come onto an agenda, the longest waiting first: several are chosen at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, shortened
from handlers.views.agenda import PICK, Sheet, heading
from handlers.views.desk import age
from locales import Translator
from models.documents.labels import kind_label
from models.submission import Kind, Submission

PAGE = 6  # submissions of one page
_IN_ROW = 3  # numbers side by side
_GLIMPSE = 140  # UTF-16 units of each


@dataclass(frozen=True)
class Picking:
    """A page of the submissions that may come onto an agenda; `texts` are theirs, masked, in the same order."""

    sheet: Sheet
    found: Sequence[Submission]
    texts: Sequence[str]
    chosen: Collection[int]
    page: int
    total: int


def picking_card(picking: Picking, now: datetime, zone: ZoneInfo, tr: Translator) -> View:
    """The longest waiting first; several are chosen at once, over all pages."""
    sheet, count = picking.sheet, len(picking.chosen)
    blocks = [
        tr.text("<b>Which submissions come onto the agenda</b> of {meeting}?", meeting=heading(sheet.facts, zone, tr)),
        tr.text("Those that wait longest come first. Press their numbers; you can turn the pages meanwhile."),
    ]
    first = picking.page * PAGE + 1
    for number, (one, text) in enumerate(zip(picking.found, picking.texts, strict=True), start=first):
        blocks.append(_candidate(one, text, number, is_chosen=one.id in picking.chosen, now=now, tr=tr))
    if not picking.found:
        blocks.append(tr.text("Nothing waits for the council just now."))
    toggles = [_toggle(picking, one, number, tr) for number, one in enumerate(picking.found, start=first)]
    rows = [toggles[start : start + _IN_ROW] for start in range(0, len(toggles), _IN_ROW)]
    if count:
        label = tr.label("agenda", "Put {number} on the agenda", number=tr.number(count))
        rows.append([Button(label, ButtonData(PICK, "put", sheet.meeting_id, sheet.version), style=Style.SUCCESS)])
    back = [sheet.button(tr.label("agenda", "‹ Agenda"), "open")]
    return View(Markup("\n\n").join(blocks), [*rows, _turning(picking, tr), back])


def _candidate(one: Submission, text: str, number: int, *, is_chosen: bool, now: datetime, tr: Translator) -> Markup:
    mark = "☑ " if is_chosen else ""
    head = Markup(" · ").join(
        (
            Markup("{}{}. {}").format(mark, tr.number(number), tr.code(one.code)),
            Markup.escape(kind_label(Kind(one.kind), tr)),
            tr.text("for {age}", age=age(one.created_at, now, tr)),
        )
    )
    words = " ".join(text.split())
    if not words:
        return Markup("\n").join((head, tr.text("(files without words)")))
    return Markup("\n").join((head, tr.text("“{words}”", words=tr.quote(shortened(words, _GLIMPSE)))))


def _toggle(picking: Picking, one: Submission, number: int, tr: Translator) -> Button:
    mark = "☑ " if one.id in picking.chosen else "☐ "
    return Button(mark + tr.number(number), ButtonData(PICK, "toggle", one.id or 0, picking.sheet.meeting_id))


def _turning(picking: Picking, tr: Translator) -> list[Button]:
    buttons, page = [], picking.page
    if page > 0:
        data = ButtonData(PICK, "list", picking.sheet.meeting_id, page - 1)
        buttons.append(Button(tr.label("paging", "‹ Previous"), data))
    if (page + 1) * PAGE < picking.total:
        data = ButtonData(PICK, "list", picking.sheet.meeting_id, page + 1)
        buttons.append(Button(tr.label("paging", "Next ›"), data))
    return buttons


def put_said(count: int, left_out: int, elsewhere: Sequence[str], *, tr: Translator) -> Markup:
    """How many are on it now, and of how many that was not possible; `elsewhere` are meetings that have some."""
    lines = (
        [tr.count("✅ {number} submission was added.", "✅ {number} submissions were added.", count)] if count else []
    )
    if left_out:
        lines.append(
            tr.count(
                "{number} could not be added: it has moved on, or is on another agenda.",
                "{number} could not be added: they have moved on, or are on another agenda.",
                left_out,
            )
        )
    lines += [tr.text("On the agenda of: {meeting}", meeting=tr.quote(one)) for one in elsewhere]
    return Markup("\n").join(lines)
