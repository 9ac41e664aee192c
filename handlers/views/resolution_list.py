"""/resolutions: a page of them, what narrows it, and where it is narrowed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from handlers.views.meeting_list import NEXT
from handlers.views.meeting_list import NOUN as MEETINGS
from handlers.views.resolution import NOUN, OFFICE, Shown, to_list
from locales import Translator
from models.area_tree import AreaTree
from models.resolution import ResolutionStatus
from models.resolution_words import STATUSES, day_words, status_words, title_words
from models.topic import Topics

PAGE = 5  # with three lines each one screen of an old phone
OVERDUE = "overdue"  # no status of its own
STATUS_CHOICES = (None, *(status.value for status in STATUSES), OVERDUE)
"""By which the list is narrowed; a button's id is its place here."""
BODIES = 16  # bodies on one page of their list: eight rows
MOST_TOPICS = 24
_GLIMPSE, _LABEL, _AREA = 110, 40, 20  # letters of a resolution in a line, of a name on a button, and beside others
_BODY = 30  # letters of a name beside a number
WORDS_SHOWN = 60  # letters of what was searched for


@dataclass(frozen=True)
class Narrowed:
    """What narrows the list, as it is said: all of it None or empty for the whole list."""

    body: str | None = None  # the area's name
    is_own_only: bool = False
    status: str | None = None  # one of `ResolutionStatus`, or `OVERDUE`
    topic: str | None = None  # its name
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it is the whole list."""
        return not (self.body or self.status or self.topic or self.words)


def resolution_list(
    found: Sequence[Shown], total: int, page: int, narrowed: Narrowed, tr: Translator, *, may_make: bool = False
) -> View:
    """A page, the newest first; without any, why, and the way to all of them. Who `may_make` one begins it here."""
    lines = [_head(total, narrowed, tr), *_narrowed_lines(narrowed, tr)]
    blocks = [Markup("\n").join(lines), *(_line(number, one, tr) for number, one in enumerate(found, page * PAGE + 1))]
    if not total:
        blocks.append(_empty(narrowed, tr))
    keys = [
        Button(_name(number, one, tr), ButtonData(NOUN, "show", one.id, page + 1))
        for number, one in enumerate(found, page * PAGE + 1)
    ]
    filters = _filters(narrowed, tr, is_any=total > 0)
    new = [Button(tr.label("resolutions", "New resolution"), ButtonData(OFFICE, "new"))] if may_make else []
    return View(Markup("\n\n").join(blocks), [*in_pairs(keys), _paging(page, total, tr), *filters, new])


def _name(number: int, one: Shown, tr: Translator) -> str:
    """What opens it: its place in the list, whose it is and which."""
    area = one.place.name if one.place is not None else ""
    told = {"place": tr.digits(number), "area": shortened(area, _AREA), "number": one.resolution.number}
    return tr.label("resolutions", "{place}. {area}, no. {number}", **told)


def _head(total: int, narrowed: Narrowed, tr: Translator) -> Markup:
    if narrowed.is_empty:
        return tr.text("<b>What the councils decided</b>")
    return tr.count("<b>{number} resolution found</b>", "<b>{number} resolutions found</b>", total)


def _narrowed_lines(narrowed: Narrowed, tr: Translator) -> list[Markup]:
    lines = []
    if narrowed.body is not None:
        body = tr.quote(narrowed.body)
        lines.append(
            tr.text("Only the council of {body}", body=body)
            if narrowed.is_own_only
            else tr.text("Of {body}, and of the councils above and below it", body=body)
        )
    if narrowed.status is not None:
        lines.append(tr.text("Status: {status}", status=status_name(narrowed.status, tr)))
    if narrowed.topic is not None:
        lines.append(tr.text("Topic: {topic}", topic=tr.quote(narrowed.topic)))
    if narrowed.words:
        lines.append(tr.text("With “{words}”", words=tr.quote(shortened(narrowed.words, WORDS_SHOWN))))
    return lines


def _empty(narrowed: Narrowed, tr: Translator) -> Markup:
    if narrowed.is_empty:
        return tr.text(
            "No resolution is public yet. As soon as one is, it stands here. "
            "What the councils will talk about next, and when, stands with their meetings."
        )
    return tr.text("Nothing fits this. Choose otherwise, or show all.")


def _line(number: int, one: Shown, tr: Translator) -> Markup:
    resolution = one.resolution
    head = Markup("{}. <b>{}</b>").format(tr.digits(number), title_words(resolution, one.place, tr))
    words = tr.text("“{words}”", words=tr.quote(shortened(" ".join(resolution.text.split()), _GLIMPSE)))
    stands = [Markup.escape(status_words(resolution.status, tr))]
    if one.is_overdue:
        stands.append(tr.text("<b>its day has passed</b>"))
    elif resolution.due_on is not None and resolution.status in _WITH_DAY:
        stands.append(tr.text("until {day}", day=day_words(resolution.due_on, one.zone, tr)))
    return Markup("\n").join((head, words, Markup(" · ").join(stands)))


_WITH_DAY = (ResolutionStatus.AWAITING_REVIEW, ResolutionStatus.OPEN, ResolutionStatus.IN_PROGRESS)


def status_name(status: str, tr: Translator) -> str:
    """A status by which the list is narrowed."""
    return tr.label("resolution status", "overdue") if status == OVERDUE else status_words(status, tr)


def _paging(page: int, total: int, tr: Translator) -> list[Button]:
    buttons = []
    if page > 0:
        buttons.append(Button(tr.label("paging", "‹ Newer"), ButtonData(NOUN, "page", page - 1)))
    if (page + 1) * PAGE < total:
        buttons.append(Button(tr.label("paging", "Older ›"), ButtonData(NOUN, "page", page + 1)))
    return buttons


def _filters(narrowed: Narrowed, tr: Translator, *, is_any: bool) -> list[list[Button]]:
    if narrowed.is_empty and not is_any:
        return [[Button(tr.label("resolutions", "Meetings to come"), ButtonData(MEETINGS, NEXT))]]
    filters = [
        _button(tr.label("resolutions", "Whose"), "bodies", is_on=narrowed.body is not None),
        _button(tr.label("resolutions", "Status"), "statuses", is_on=narrowed.status is not None),
        _button(tr.label("resolutions", "Topic"), "topics", is_on=narrowed.topic is not None),
        _button(tr.label("resolutions", "Search"), "search", is_on=bool(narrowed.words)),
    ]
    reset = Button(tr.label("resolutions", "Show all"), ButtonData(NOUN, "reset"), style=Style.PRIMARY)
    return [*in_pairs(filters), *([] if narrowed.is_empty else [[reset]])]


def _button(label: str, action: str, number: int = 0, *, is_on: bool = False) -> Button:
    return Button(("✓ " if is_on else "") + label, ButtonData(NOUN, action, number))


def _back(tr: Translator) -> list[Button]:
    return [_button(tr.label("button", "Back"), "page")]


def body_choice(
    counted: Mapping[int, int],
    tree: AreaTree,
    page: int,
    *,
    chosen: int | None,
    is_own_only: bool,
    home: int | None,
    tr: Translator,
) -> View:
    """Whose resolutions? The bodies that have any, each with how many; `home` is the reader's own area."""
    ids = [area_id for area_id in tree.places if area_id in counted]
    pages = max(1, -(-len(ids) // BODIES))
    page = min(max(page, 0), pages - 1)
    bodies = [
        _body_button(area_id, counted[area_id], tree, chosen, tr)
        for area_id in ids[page * BODIES : (page + 1) * BODIES]
    ]
    first = [_button(tr.label("resolutions", "All of the city"), "body", is_on=chosen is None)]
    if home in tree.places:
        first.append(_button(tr.label("resolutions", "My neighbourhood"), "body", home or 0, is_on=chosen == home))
    reach = [
        _button(tr.label("resolutions", "With those above and below"), "around", is_on=not is_own_only),
        _button(tr.label("resolutions", "This council alone"), "own", is_on=is_own_only),
    ]
    turning = []
    if page > 0:
        turning.append(_button(tr.label("paging", "‹ Previous"), "bodies", page - 1))
    if page < pages - 1:
        turning.append(_button(tr.label("paging", "Next ›"), "bodies", page + 1))
    words = tr.text("<b>Whose resolutions?</b> Behind each name stands how many there are.")
    return View(words, [first, *in_pairs(bodies), turning, *([one] for one in reach), _back(tr)])


def _body_button(area_id: int, number: int, tree: AreaTree, chosen: int | None, tr: Translator) -> Button:
    name = shortened(tree.places[area_id].name, _BODY)
    label = tr.label("resolutions", "{body} ({number})", body=name, number=tr.number(number))
    return _button(label, "body", area_id, is_on=area_id == chosen)


def status_choice(chosen: str | None, tr: Translator) -> View:
    """Which status?"""
    keys = [_button(tr.label("resolutions", "Any status"), "status", is_on=chosen is None)]
    for number, one in enumerate(STATUS_CHOICES):
        if one is not None:
            keys.append(_button(status_name(one, tr), "status", number, is_on=one == chosen))
    return View(tr.text("<b>Which status?</b>"), [*in_pairs(keys), _back(tr)])


def topic_choice(codes: Sequence[str], topics: Topics, chosen: str | None, tr: Translator) -> View:
    """About what? The topics that any of them has. A button's id is the topic's place in the city's list, from 1."""
    keys = [_button(tr.label("resolutions", "Any topic"), "topic", is_on=chosen is None)]
    for number, topic in enumerate(topics.all, 1):
        if topic.code in codes[:MOST_TOPICS]:
            label = shortened(topics.name(topic.code, tr.language) or topic.code, _LABEL)
            keys.append(_button(label, "topic", number, is_on=topic.code == chosen))
    return View(tr.text("<b>About what?</b>"), [*in_pairs(keys), _back(tr)])


def words_asked(narrowed: Narrowed, tr: Translator) -> View:
    """What to search for is to be written."""
    lines = [tr.text("<b>What are you looking for?</b>")]
    if narrowed.words:
        lines.append(tr.text("Now: {words}", words=tr.quote(shortened(narrowed.words, WORDS_SHOWN))))
    lines.append(tr.text("Write a word or several, such as “street lamps”, or the number of a resolution."))
    gone = [_button(tr.label("resolutions", "Without words"), "wordless")] if narrowed.words else []
    return View(Markup("\n").join(lines), [gone, _back(tr)])


def meeting_resolutions(found: Sequence[Shown], tr: Translator) -> View:
    """What one meeting decided."""
    if not found:
        words = tr.text("No resolution came of this meeting, or none is public yet.")
        return View(words, [[to_list(tr)]])
    blocks = [tr.text("<b>What this meeting decided</b>")]
    blocks += [_line(number, one, tr) for number, one in enumerate(found, 1)]
    keys = [Button(_name(number, one, tr), ButtonData(NOUN, "open", one.id)) for number, one in enumerate(found, 1)]
    return View(Markup("\n\n").join(blocks), [*in_pairs(keys), [to_list(tr)]])
