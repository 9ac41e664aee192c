"""Minutes as their office writes them: the card with all items, the form of one item, and what is asked of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from handlers.views import minutes_words as words
from handlers.views.agenda import heading
from handlers.views.minutes_message import NOUN
from locales import Translator, mark_label
from models.meeting import Outcome
from models.minutes_shown import MinutesItem, MinutesShown

ITEM = "mitem"
SURE = "sure_"  # before an outcome: yes, correct what is published
PAGE = 8
_IN_ROW = 4  # numbers side by side
_SHORT, _GLIMPSE, _WHOLE, _NAME = 100, 70, 700, 60
UNDECIDED = "undecided"
_OUTCOMES = (
    (Outcome.NOTED.value, mark_label("outcome", "Talked about")),
    (Outcome.POSTPONED.value, mark_label("outcome", "Postponed")),
    (Outcome.DECLINED.value, mark_label("outcome", "Not accepted")),
)
OUTCOMES = (*(name for name, _ in _OUTCOMES), UNDECIDED)


@dataclass(frozen=True)
class Book:
    """Minutes that are worked on. `told` is how many people have them, or would get them once they are published.

    `body` is what its resolutions are called. `version` is that of the row, which «publish» carries.
    """

    shown: MinutesShown
    zone: ZoneInfo
    body: str
    told: int = 0
    is_published: bool = False

    def button(self, label: str, action: str, style: Style | None = None, *, version: int = 0) -> Button:
        """A button of the minutes."""
        return Button(label, ButtonData(NOUN, action, self.shown.meeting_id, version), style=style)

    def item(self, item_id: int) -> MinutesItem | None:
        """One of its items; None where it is not there any more."""
        return next((one for one in self.shown.items if one.line.item_id == item_id), None)

    def after(self, item_id: int) -> MinutesItem | None:
        """The item that follows one."""
        ids = [one.line.item_id for one in self.shown.items]
        place = ids.index(item_id) + 1 if item_id in ids else len(ids)
        return self.shown.items[place] if place < len(ids) else None


def minutes_slot(meeting_id: int) -> str:
    """The name of the message that is the minutes' card."""
    return f"minutes.{meeting_id}"


def page_of(number: int) -> int:
    """The page on which the item of that number (from 1) stands."""
    return max(number - 1, 0) // PAGE


def minutes_card(book: Book, page: int, tr: Translator, *, said: Markup | None = None) -> View:
    """Where the minutes stand: what is filled in, each item with a mark and a button, and what can be done."""
    shown = book.shown
    pages = max(1, -(-len(shown.items) // PAGE))
    page = min(max(page, 0), pages - 1)
    items = shown.items[page * PAGE : (page + 1) * PAGE]
    blocks = [*([said] if said is not None else []), Markup("\n").join(_head(book, tr))]
    blocks += [Markup("\n").join(_item_line(one, tr) for one in items)] if items else []
    blocks.append(_next_words(book, tr))
    numbers = [_item_button(one, tr) for one in items]
    rows = [numbers[first : first + _IN_ROW] for first in range(0, len(numbers), _IN_ROW)]
    return View(Markup("\n\n").join(blocks), [*rows, _paging(book, page, pages, tr), *_below(book, tr)])


def _head(book: Book, tr: Translator) -> list[Markup]:
    shown = book.shown
    lines = [
        tr.text(
            "<b>Minutes no. {number}</b> of {meeting}",
            number=tr.number(shown.number),
            meeting=heading(shown.facts, book.zone, tr),
        ),
        _standing(book, tr),
        tr.text("Chair: {name}", name=tr.quote(shortened(shown.chair, _NAME))),
        *words.attendance_lines(shown.attendance, tr),
    ]
    if not shown.attendance:
        lines.append(tr.text("<i>Nobody is marked as present yet: press “Attendance”.</i>"))
    if shown.file is not None:
        name = shown.file.file_name
        lines.append(
            tr.text("📎 File: {name}", name=tr.quote(shortened(name, _NAME))) if name else tr.text("📎 A file")
        )
    if shown.note:
        lines.append(tr.text("Note: {words}", words=tr.quote(shortened(shown.note, _SHORT))))
    return lines


def _standing(book: Book, tr: Translator) -> Markup:
    shown = book.shown
    if shown.published_at is None:
        return tr.text("<i>draft: nobody else reads it yet</i>")
    day = tr.date(shown.published_at, book.zone, year=True)
    if shown.corrected_at is None:
        return tr.text("<i>published on {day}</i>", day=day)
    corrected = tr.date(shown.corrected_at, book.zone, year=True)
    return tr.text("<i>published on {day}, corrected on {corrected}</i>", day=day, corrected=corrected)


def _item_line(item: MinutesItem, tr: Translator) -> Markup:
    mark = "✅" if item.is_written else "▫️"
    text = words.line_words(item.line, _SHORT, tr)
    line = Markup("{} {}. {}").format(mark, tr.number(item.line.position), text)
    said = item.decision or item.summary
    if item.outcome is not None:
        return Markup(" — ").join((line, Markup.escape(words.outcome_words(item.outcome, tr))))
    return Markup(" — ").join((line, tr.quote(shortened(said, _GLIMPSE)))) if said else line


def _next_words(book: Book, tr: Translator) -> Markup:
    if book.is_published:
        return tr.text("Whatever you put right now, everybody who has them sees corrected.")
    if not book.shown.items:
        return tr.text("Nothing is on the agenda. Write a note, send the minutes as a file, or add to the agenda.")
    return tr.text("Press an item's number to write what was decided; or send the minutes as a file.")


def _item_button(item: MinutesItem, tr: Translator) -> Button:
    label = ("✅ " if item.is_written else "") + tr.number(item.line.position)
    return Button(label, ButtonData(ITEM, "open", item.line.item_id))


def _paging(book: Book, page: int, pages: int, tr: Translator) -> list[Button]:
    buttons = []
    if page > 0:
        buttons.append(book.button(tr.label("paging", "‹ Previous"), "open", version=page - 1))
    if page < pages - 1:
        buttons.append(book.button(tr.label("paging", "Next ›"), "open", version=page + 1))
    return buttons


def _below(book: Book, tr: Translator) -> list[list[Button]]:
    meeting_id, shown = book.shown.meeting_id, book.shown
    file = tr.label("minutes", "File") if shown.file is None else tr.label("minutes", "Another file")
    keys = [
        Button(tr.label("minutes", "Attendance"), ButtonData("attend", "open", meeting_id)),
        book.button(tr.label("minutes", "Chair's name"), "chair"),
        book.button(tr.label("minutes", "Note"), "note"),
        book.button(file, "attach"),
    ]
    if shown.file is not None:
        keys.append(book.button(tr.label("minutes", "Without the file"), "detach"))
    if not book.is_published:
        keys.append(Button(tr.label("minutes", "Agenda"), ButtonData("agenda", "open", meeting_id)))
    if shown.is_written:
        keys.append(book.button(tr.label("minutes", "Preview"), "preview"))
        keys.append(Button(tr.label("minutes", "As a paper (PDF)"), ButtonData("paper", "minutes", meeting_id)))
    back = [Button(tr.label("agenda", "‹ The meeting"), ButtonData("meeting", "open", meeting_id))]
    publish = [] if book.is_published or not shown.is_written else [_publish(book, tr)]
    return [publish, *in_pairs(keys), back]


def _publish(book: Book, tr: Translator) -> Button:
    label = tr.label("minutes", "Publish")
    if book.told:
        label = tr.label("minutes", "Publish to {number} people", number=tr.number(book.told))
    return book.button(label, "publish", Style.SUCCESS, version=book.shown.version)


def item_card(
    book: Book, item: MinutesItem, tr: Translator, *, said: Markup | None = None, takes_words: bool = False
) -> View:
    """The form of one item: what it is about, what is said of it, and buttons for each.

    `takes_words`: what is typed next is its decision.
    """
    blocks = [*([said] if said is not None else []), _item_head(book, item, tr)]
    blocks += _said_lines(item, tr)
    if item.resolution is not None:
        lines = words.resolution_lines(item.resolution, _WHOLE, tr, book.body, book.zone)
        blocks.append(Markup("\n").join(lines))
    elif item.outcome is not None:
        blocks.append(tr.text("Outcome: {outcome}", outcome=words.outcome_words(item.outcome, tr)))
    if takes_words:
        blocks.append(tr.text("Write what was decided, or choose below what became of it."))
    return View(Markup("\n\n").join(blocks), _item_rows(book, item, tr))


def _item_head(book: Book, item: MinutesItem, tr: Translator) -> Markup:
    head = tr.text(
        "<b>Item {number}</b> of {meeting}",
        number=tr.number(item.line.position),
        meeting=heading(book.shown.facts, book.zone, tr),
    )
    text = words.line_words(item.line, _WHOLE, tr)
    if item.line.code is not None and item.line.text:
        text = tr.text("“{words}” ({code})", words=text, code=tr.code(item.line.code))
    if item.line.is_withdrawn:
        gone = tr.text(
            "<i>Its author took it back: its words are shown no more, and nothing of this is told to them.</i>"
        )
        return Markup("\n").join((head, text, gone))
    return Markup("\n").join((head, text))


def _said_lines(item: MinutesItem, tr: Translator) -> list[Markup]:
    lines = []
    if item.summary:
        lines.append(tr.text("Talked about: {words}", words=tr.quote(shortened(item.summary, _WHOLE))))
    if item.decision:
        lines.append(tr.text("Decision: {words}", words=tr.quote(shortened(item.decision, _WHOLE))))
    return lines


def _item_rows(book: Book, item: MinutesItem, tr: Translator) -> list[list[Button]]:
    number = item.line.item_id

    def key(label: str, action: str, style: Style | None = None) -> Button:
        return Button(label, ButtonData(ITEM, action, number), style=style)

    rows = [[key(tr.label("minutes", "Decision"), "decision"), key(tr.label("minutes", "What was said"), "summary")]]
    if item.resolution is not None:
        data = ButtonData("resolve", "open", item.resolution.id)
        rows.append([Button(book.body, data)])
    else:
        chosen = item.outcome.value if item.outcome is not None else None
        outcomes = [
            key(("✓ " if name == chosen else "") + tr.label("outcome", label), UNDECIDED if name == chosen else name)
            for name, label in _OUTCOMES
        ]
        label = tr.label("minutes", "It becomes: {kind}", kind=book.body)
        resolve = Button(label, ButtonData("resolve", "new", number))
        rows += [*in_pairs(outcomes), [resolve]]
    onward = book.after(number)
    back = [book.button(tr.label("minutes", "‹ Minutes"), "open", version=page_of(item.line.position))]
    if onward is not None:
        data = ButtonData(ITEM, "open", onward.line.item_id)
        back.append(Button(tr.label("minutes", "Next item ›"), data))
    return [*rows, back]


def published_said(told: int, tr: Translator) -> Markup:
    """They are on their way."""
    if not told:
        return tr.text("✅ The minutes are published. Whoever looks at /meetings finds them there.")
    return tr.count(
        "✅ The minutes are published: {number} person is told.",
        "✅ The minutes are published: {number} people are told.",
        told,
    )


def not_written(tr: Translator) -> Markup:
    """There is nothing to publish."""
    return tr.text("There is nothing to publish yet: write what was decided, or send the minutes as a file.")


def preview_rows(book: Book, tr: Translator) -> Sequence[Sequence[Button]]:
    """Below the preview."""
    publish = [] if book.is_published else [_publish(book, tr)]
    return [publish, [book.button(tr.label("minutes", "‹ Minutes"), "open")]]


def preview_card(book: Book, tr: Translator) -> View:
    """What stands below a preview."""
    return View(tr.text("This is how people read it."), preview_rows(book, tr))
