"""/goals: a page of them with how far each has come, and what narrows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from handlers.views.area import area_name
from handlers.views.goal_standing import ENDED, NOUN, Way, day_words, progress_line
from locales import Translator
from models.area_tree import Place
from models.goal import GoalStatus
from models.goal_shown import GoalShown
from models.goal_words import status_words

PAGE = 5  # with three lines each one screen of an old phone
WORDS_SHOWN = 60  # letters of what was searched for
SEASON, IMPORT, OFFICE = "gchart", "gimport", "gedit"  # nouns of the buttons that lead elsewhere
_TITLE, _NAME = 90, 24  # letters of a title in a line, and on a button beside another


@dataclass(frozen=True)
class Line:
    """One goal of the list, and whose it is."""

    goal: GoalShown
    place: Place | None
    zone: ZoneInfo


@dataclass(frozen=True)
class Narrowed:
    """What narrows the list, as it is said: all of it None or empty for the whole list."""

    area: str | None = None  # its name
    is_own_only: bool = False
    topic: str | None = None  # its name
    status: GoalStatus | None = None
    is_mine: bool = False
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it is the whole list."""
        return not (self.area or self.topic or self.status or self.is_mine or self.words)


def goal_list(
    found: Sequence[Line], total: int, page: int, narrowed: Narrowed, tr: Translator, *, may_plan: bool = False
) -> View:
    """A page; without any, why, and what to do. Who `may_plan` makes new ones here."""
    blocks = [Markup("\n").join([_head(total, narrowed, tr), *_narrowed_lines(narrowed, tr)])]
    blocks += [_line(number, one, tr) for number, one in enumerate(found, page * PAGE + 1)]
    if not total:
        blocks.append(_empty(narrowed, tr))
    elif narrowed.is_empty and page == 0:
        blocks.append(tr.text("Open a goal to see what has been done for it, and to hear how it goes on."))
    keys = [_to_card(number, one, page, tr) for number, one in enumerate(found, page * PAGE + 1)]
    is_any = total > 0 or not narrowed.is_empty
    rows = [*in_pairs(keys), paging(NOUN, page, total, tr), *(_filters(narrowed, tr) if is_any else [])]
    return View(Markup("\n\n").join(blocks), [*rows, _office(tr) if may_plan else []])


def paging(noun: str, page: int, total: int, tr: Translator) -> list[Button]:
    """The pages before and after."""
    buttons = []
    if page > 0:
        buttons.append(Button(tr.label("paging", "‹ Previous"), ButtonData(noun, "page", page - 1)))
    if (page + 1) * PAGE < total:
        buttons.append(Button(tr.label("paging", "Next ›"), ButtonData(noun, "page", page + 1)))
    return buttons


def to_list(tr: Translator) -> Button:
    """The whole list, in a message of its own."""
    return Button(tr.label("goals", "All goals"), ButtonData(NOUN, "list"))


def _to_card(number: int, one: Line, page: int, tr: Translator) -> Button:
    title = shortened(" ".join(one.goal.title.split()), _NAME)
    label = tr.label("goals", "{place}. {title}", place=tr.digits(number), title=title)
    return Way(page).button(label, "show", one.goal.id)


def _head(total: int, narrowed: Narrowed, tr: Translator) -> Markup:
    if narrowed.is_empty:
        return tr.text("<b>What the city and its neighbourhoods want to reach</b>")
    if narrowed.is_mine and not (narrowed.area or narrowed.topic or narrowed.status or narrowed.words):
        return tr.text("<b>Goals that you follow</b>")
    return tr.count("<b>{number} goal found</b>", "<b>{number} goals found</b>", total)


def _narrowed_lines(narrowed: Narrowed, tr: Translator) -> list[Markup]:
    lines = []
    if narrowed.area is not None:
        area = tr.quote(narrowed.area)
        lines.append(
            tr.text("Only of {area} itself", area=area)
            if narrowed.is_own_only
            else tr.text("Of {area}, and of the areas above and below it", area=area)
        )
    if narrowed.topic is not None:
        lines.append(tr.text("Topic: {topic}", topic=tr.quote(narrowed.topic)))
    if narrowed.status is not None:
        lines.append(tr.text("Status: {status}", status=status_words(narrowed.status, tr)))
    if narrowed.is_mine and len(lines) + bool(narrowed.words):
        lines.append(tr.text("Only those that you follow"))
    if narrowed.words:
        lines.append(tr.text("With “{words}”", words=tr.quote(shortened(narrowed.words, WORDS_SHOWN))))
    return lines


def _empty(narrowed: Narrowed, tr: Translator) -> Markup:
    if narrowed.is_empty:
        return tr.text(
            "No goal has been published yet. As soon as one is, it stands here. "
            "If you have an idea of what should be reached, just write it here."
        )
    if narrowed == Narrowed(is_mine=True, is_own_only=narrowed.is_own_only):
        return tr.text(
            "You do not follow any goal yet. Open one and press “Follow”: then I tell you here how it goes on."
        )
    return tr.text("Nothing fits this. Choose otherwise, or show all.")


def _line(number: int, one: Line, tr: Translator) -> Markup:
    title = tr.quote(shortened(" ".join(one.goal.title.split()), _TITLE))
    head = Markup("{}. <b>{}</b>").format(tr.digits(number), title)
    lines = [head, progress_line(one.goal.status, one.goal.progress, tr)]
    about = [] if one.place is None else [area_name(one.place, tr)]
    if one.goal.due_on is not None and one.goal.status not in ENDED:
        about.append(_due(one.goal.due_on, one, tr))
    if not one.goal.is_published:
        about.append(tr.text("<i>not published yet</i>"))
    if one.goal.is_followed:
        about.append(tr.text("✓ you follow it"))
    return Markup("\n").join([*lines, *([Markup(" · ").join(about)] if about else [])])


def _due(due_on: date, one: Line, tr: Translator) -> Markup:
    day = day_words(due_on, one.zone, tr)
    if one.goal.is_overdue:
        return tr.text("<b>its day, {day}, has passed</b>", day=day)
    return tr.text("until {day}", day=day)


def _filters(narrowed: Narrowed, tr: Translator) -> list[list[Button]]:
    keys = [
        choice_button(tr.label("goals", "Where"), "areas", is_on=narrowed.area is not None),
        choice_button(tr.label("goals", "Topic"), "topics", is_on=narrowed.topic is not None),
        choice_button(tr.label("goals", "Status"), "statuses", is_on=narrowed.status is not None),
        choice_button(tr.label("goals", "Search"), "search", is_on=bool(narrowed.words)),
        choice_button(tr.label("goals", "Followed by me"), "mine", int(not narrowed.is_mine), is_on=narrowed.is_mine),
        Button(tr.label("goals", "This season"), ButtonData(SEASON, "season")),
    ]
    reset = Button(tr.label("goals", "Show all"), ButtonData(NOUN, "reset"), style=Style.PRIMARY)
    return [*in_pairs(keys), *([] if narrowed.is_empty else [[reset]])]


def _office(tr: Translator) -> list[Button]:
    return [
        Button(tr.label("goals", "New goal"), ButtonData(OFFICE, "new")),
        Button(tr.label("goals", "Read from a text"), ButtonData(IMPORT, "begin")),
    ]


def choice_button(label: str, action: str, number: int = 0, *, is_on: bool = False) -> Button:
    """A button of the list or of what narrows it; what is chosen is marked."""
    return Button(("✓ " if is_on else "") + label, ButtonData(NOUN, action, number))
