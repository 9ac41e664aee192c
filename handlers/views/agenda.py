"""The agenda of a meeting as its office works on it: the list, and one item."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, shortened
from handlers.views.meeting_words import day_words, title_words
from locales import Translator
from models.documents.labels import status_label
from models.meeting import MeetingState
from models.meeting_facts import Facts
from models.meeting_shown import AgendaLine
from models.submission import Status

NOUN, ITEM, PICK = "agenda", "aitem", "apick"
PAGE = 8  # items of one page
_IN_ROW = 4  # numbers side by side
_SHORT, _WHOLE = 160, 1500  # UTF-16 units of an item in the list, and of one alone
_NAME = 60
_FOLLOWS = frozenset({Status.ON_AGENDA, Status.APPROVED})


@dataclass(frozen=True)
class Row:
    """One item, and where the submission that it is about stands now."""

    line: AgendaLine
    status: Status | None = None
    is_prefilled: bool = False
    is_elsewhere: bool = False  # on the agenda of another meeting to come, too


@dataclass(frozen=True)
class Sheet:
    """An agenda with what its card says of its meeting.

    `waiting` is how many submissions may come onto it, or (`has_more`) more than that. `is_settled`: its minutes are
    published, or it does not take place: nothing changes any more.
    """

    meeting_id: int
    version: int
    state: MeetingState
    facts: Facts
    rows: Sequence[Row]
    waiting: int = 0
    has_more: bool = False
    is_settled: bool = False

    def button(self, label: str, action: str, style: Style | None = None, *, page: int = 0) -> Button:
        """A button of the agenda; `page` is where it leads to, of buttons that change nothing."""
        version = self.version if action in _CHANGES else page
        return Button(label, ButtonData(NOUN, action, self.meeting_id, version), style=style)

    def item_button(self, row: Row, label: str, action: str, style: Style | None = None) -> Button:
        """A button of one item."""
        return Button(label, ButtonData(ITEM, action, row.line.item_id, self.version), style=style)


_CHANGES = frozenset({"publish"})


def agenda_slot(meeting_id: int) -> str:
    """The name of the message that is the agenda."""
    return f"agenda.{meeting_id}"


def heading(facts: Facts, zone: ZoneInfo, tr: Translator) -> Markup:
    """«جلسهٔ هفتگی · پنجشنبه ۱۹ آذر»."""
    title = title_words(facts.title, tr)
    if facts.starts_at is None:
        return title
    return Markup(" · ").join((title, day_words(facts.starts_at, zone, tr)))


def page_of(number: int) -> int:
    """The page on which the item of that number (from 1) stands."""
    return max(number - 1, 0) // PAGE


def agenda_card(sheet: Sheet, page: int, zone: ZoneInfo, tr: Translator, *, said: Markup | None = None) -> View:
    """A page of the agenda, each item with a button; `said` is what was just done."""
    pages = max(1, -(-len(sheet.rows) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = sheet.rows[page * PAGE : (page + 1) * PAGE]
    blocks = [*([said] if said is not None else []), _title(sheet, zone, tr)]
    blocks.append(Markup("\n").join(_line(one, tr) for one in shown) if shown else _empty(sheet, tr))
    if any(one.is_prefilled for one in sheet.rows) and not sheet.is_settled:
        blocks.append(tr.text("<i>What waits longest was put on it automatically; you can change all of it.</i>"))
    numbers = [sheet.item_button(one, tr.number(one.line.position), "open") for one in shown]
    rows = [numbers[first : first + _IN_ROW] for first in range(0, len(numbers), _IN_ROW)]
    return View(Markup("\n\n").join(blocks), [*rows, _paging(sheet, page, pages, tr), *_below(sheet, tr)])


def _title(sheet: Sheet, zone: ZoneInfo, tr: Translator) -> Markup:
    head = tr.text("<b>Agenda</b> of {meeting}", meeting=heading(sheet.facts, zone, tr))
    if not sheet.rows:
        return head
    return Markup("\n").join((head, tr.count("{number} item", "{number} items", len(sheet.rows))))


def _empty(sheet: Sheet, tr: Translator) -> Markup:
    if sheet.is_settled:
        return tr.text("Nothing is on it.")
    return tr.text("Nothing is on it yet. Write items, or choose submissions that wait for the council.")


def _line(row: Row, tr: Translator) -> Markup:
    line = Markup("{}. {}").format(tr.number(row.line.position), _words(row, tr, _SHORT))
    if row.line.presenter is not None:
        name = tr.quote(shortened(row.line.presenter, _NAME))
        line = tr.text("{item} (presented by {name})", item=line, name=name)
    stands = _stands(row, tr)
    return line if stands is None else Markup(" — ").join((line, stands))


def _words(row: Row, tr: Translator, limit: int) -> Markup:
    code = tr.code(row.line.code) if row.line.code is not None else None
    if not row.line.text:
        return tr.text("submission {code}", code=code or "")
    words = tr.quote(shortened(" ".join(row.line.text.split()), limit))
    return words if code is None else tr.text("“{words}” ({code})", words=words, code=code)


def _stands(row: Row, tr: Translator) -> Markup | None:
    """Where a submission stands that went another way than its meeting."""
    if row.is_elsewhere:
        return tr.text("<i>also on the agenda of another meeting</i>")
    if row.status is None or row.status in _FOLLOWS or not _has_left(row.status):
        return None
    return tr.text("<i>now: {status}</i>", status=status_label(row.status, tr))


def _has_left(status: Status) -> bool:
    return status in {
        *{Status.WITHDRAWN, Status.MERGED, Status.DONE, Status.NOT_ACCEPTED, Status.OUT_OF_SCOPE},
        Status.IN_PROGRESS,
    }


def _paging(sheet: Sheet, page: int, pages: int, tr: Translator) -> list[Button]:
    buttons = []
    if page > 0:
        buttons.append(sheet.button(tr.label("paging", "‹ Previous"), "open", page=page - 1))
    if page < pages - 1:
        buttons.append(sheet.button(tr.label("paging", "Next ›"), "open", page=page + 1))
    return buttons


def _below(sheet: Sheet, tr: Translator) -> list[list[Button]]:
    back = [Button(tr.label("agenda", "‹ The meeting"), ButtonData("meeting", "open", sheet.meeting_id))]
    if sheet.is_settled:
        return [back]
    adds = [sheet.button(tr.label("agenda", "Write items"), "write", None if sheet.rows else Style.PRIMARY)]
    if sheet.waiting:
        label = tr.label("agenda", "Submissions ({number})", number=tr.number(sheet.waiting))
        if sheet.has_more:
            label = tr.label("agenda", "Submissions (over {number})", number=tr.number(sheet.waiting))
        adds.append(Button(label, ButtonData(PICK, "list", sheet.meeting_id)))
    rows = [adds]
    if sheet.state is MeetingState.ANNOUNCED and sheet.rows:
        rows.append([sheet.button(tr.label("agenda", "Show it to the invited"), "publish")])
    return [*rows, back]


def items_asked(sheet: Sheet, zone: ZoneInfo, tr: Translator, *, problem: Markup | None = None) -> View:
    """What shall be on it? Each line is an item."""
    words = tr.text("Write what shall be on the agenda. Each line of a message becomes an item of its own.")
    blocks = [*([problem] if problem is not None else []), _title(sheet, zone, tr), words]
    return View(Markup("\n\n").join(blocks), [[sheet.button(tr.label("button", "Back"), "open")]])


def items_added(count: int, tr: Translator) -> Markup:
    """They are on it; more may follow at once."""
    added = tr.count("✅ {number} item was added.", "✅ {number} items were added.", count)
    return Markup(" ").join((added, tr.text("Write on to add more.")))


def item_card(sheet: Sheet, row: Row, zone: ZoneInfo, tr: Translator) -> View:
    """One item, with all that can be done to it."""
    number, last = row.line.position, len(sheet.rows)
    head = tr.text(
        "<b>Item {number}</b> of {meeting}", number=tr.number(number), meeting=heading(sheet.facts, zone, tr)
    )
    blocks = [head, _words(row, tr, _WHOLE)]
    if row.line.presenter is not None:
        blocks.append(tr.text("Presented by: {name}", name=tr.quote(row.line.presenter)))
    if row.is_elsewhere:
        blocks.append(tr.text("<i>also on the agenda of another meeting</i>"))
    if row.status is not None:
        blocks.append(tr.text("The submission's status: {status}", status=status_label(row.status, tr)))
    back = [sheet.button(tr.label("agenda", "‹ Agenda"), "open", page=page_of(number))]
    if sheet.is_settled:
        return View(Markup("\n\n").join(blocks), [back])
    return View(Markup("\n\n").join(blocks), [*_item_rows(sheet, row, number, last, tr), back])


def _item_rows(sheet: Sheet, row: Row, number: int, last: int, tr: Translator) -> list[list[Button]]:
    ups = [sheet.item_button(row, tr.label("agenda", "↑ Up"), "up")]
    ups += [sheet.item_button(row, tr.label("agenda", "⇈ To the top"), "top")]
    downs = [sheet.item_button(row, tr.label("agenda", "↓ Down"), "down")]
    downs += [sheet.item_button(row, tr.label("agenda", "⇊ To the end"), "end")]
    words = [sheet.item_button(row, tr.label("agenda", "Who presents it"), "presenter")]
    if row.status is None:
        words.insert(0, sheet.item_button(row, tr.label("agenda", "Other words"), "words"))
    off = [sheet.item_button(row, tr.label("agenda", "Take it off"), "remove", Style.DANGER)]
    return [ups if number > 1 else [], downs if number < last else [], words, off]


def words_asked(sheet: Sheet, row: Row, tr: Translator, *, problem: Markup | None = None) -> View:
    """What shall it say instead?"""
    blocks = [*([problem] if problem is not None else []), _words(row, tr, _WHOLE)]
    blocks.append(tr.text("Write what this item shall say instead."))
    return View(Markup("\n\n").join(blocks), [[_to_item(sheet, row, tr)]])


def presenter_asked(sheet: Sheet, row: Row, tr: Translator, *, problem: Markup | None = None) -> View:
    """Who presents it?"""
    blocks = [*([problem] if problem is not None else []), _words(row, tr, _SHORT)]
    blocks.append(tr.text("Who presents this item? Write the name."))
    rows = [[_to_item(sheet, row, tr)]]
    if row.line.presenter is not None:
        rows.insert(0, [sheet.item_button(row, tr.label("agenda", "Nobody in particular"), "nobody")])
    return View(Markup("\n\n").join(blocks), rows)


def _to_item(sheet: Sheet, row: Row, tr: Translator) -> Button:
    return sheet.item_button(row, tr.label("button", "Back"), "open")


def removed_toast(tr: Translator) -> str:
    """It is off the agenda."""
    return tr.plain("It was taken off the agenda.")


def shown_toast(tr: Translator) -> str:
    """Who was invited sees it."""
    return tr.plain("Whoever was invited sees the agenda as it is now.")
