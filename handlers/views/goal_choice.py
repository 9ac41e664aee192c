"""By what the list of goals is narrowed: where, which status, about what, with which words."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from handlers.keyboards import Button, View, in_pairs, shortened
from handlers.views.goal_list import WORDS_SHOWN, Narrowed, choice_button
from locales import Translator
from models.area_tree import AreaTree
from models.goal import GoalStatus
from models.goal_words import status_words
from models.topic import Topics

STATUS_CHOICES = (None, *GoalStatus)
"""A button's id is its status's place here."""
AREAS = 16  # on one page of their list: eight rows
MOST_TOPICS = 24
_LABEL, _AREA = 40, 30  # letters of a name on a button, and beside a number


def area_choice(
    counted: Mapping[int, int],
    tree: AreaTree,
    page: int,
    *,
    chosen: int | None,
    is_own_only: bool,
    home: int | None,
    tr: Translator,
) -> View:
    """Whose goals? The areas that have any, each with how many; `home` is the reader's own area."""
    ids = [area_id for area_id in tree.places if area_id in counted]
    pages = max(1, -(-len(ids) // AREAS))
    page = min(max(page, 0), pages - 1)
    shown = ids[page * AREAS : (page + 1) * AREAS]
    areas = [_area_button(area_id, counted[area_id], tree, chosen, tr) for area_id in shown]
    first = [choice_button(tr.label("goals", "Everywhere"), "area", is_on=chosen is None)]
    if home in tree.places:
        mine = tr.label("goals", "My neighbourhood")
        first.append(choice_button(mine, "area", home or 0, is_on=chosen == home))
    reach = [
        choice_button(tr.label("goals", "With those above and below"), "around", is_on=not is_own_only),
        choice_button(tr.label("goals", "This area alone"), "own", is_on=is_own_only),
    ]
    turning = []
    if page > 0:
        turning.append(choice_button(tr.label("paging", "‹ Previous"), "areas", page - 1))
    if page < pages - 1:
        turning.append(choice_button(tr.label("paging", "Next ›"), "areas", page + 1))
    words = tr.text("<b>Whose goals?</b> Behind each name stands how many there are.")
    narrower = [[one] for one in reach] if chosen is not None else []
    return View(words, [first, *in_pairs(areas), turning, *narrower, _back(tr)])


def _area_button(area_id: int, number: int, tree: AreaTree, chosen: int | None, tr: Translator) -> Button:
    name = shortened(tree.places[area_id].name, _AREA)
    label = tr.label("goals", "{area} ({number})", area=name, number=tr.number(number))
    return choice_button(label, "area", area_id, is_on=area_id == chosen)


def status_choice(chosen: GoalStatus | None, tr: Translator) -> View:
    """Which status?"""
    keys = [choice_button(tr.label("goals", "Any status"), "status", is_on=chosen is None)]
    for number, one in enumerate(STATUS_CHOICES):
        if one is not None:
            keys.append(choice_button(status_words(one, tr), "status", number, is_on=one is chosen))
    return View(tr.text("<b>Which status?</b>"), [*in_pairs(keys), _back(tr)])


def topic_choice(codes: Sequence[str], topics: Topics, chosen: str | None, tr: Translator) -> View:
    """About what? The topics that any of them has. A button's id is the topic's place in the city's list, from 1."""
    keys = [choice_button(tr.label("goals", "Any topic"), "topic", is_on=chosen is None)]
    for number, topic in enumerate(topics.all, 1):
        if topic.code in codes[:MOST_TOPICS]:
            label = shortened(topics.name(topic.code, tr.language) or topic.code, _LABEL)
            keys.append(choice_button(label, "topic", number, is_on=topic.code == chosen))
    lines = [tr.text("<b>About what?</b>")]
    if not codes:
        lines.append(tr.text("No goal has a topic yet."))
    return View(Markup("\n").join(lines), [*in_pairs(keys), _back(tr)])


def words_asked(narrowed: Narrowed, tr: Translator) -> View:
    """What to search for is to be written."""
    lines = [tr.text("<b>What are you looking for?</b>")]
    if narrowed.words:
        lines.append(tr.text("Now: {words}", words=tr.quote(shortened(narrowed.words, WORDS_SHOWN))))
    lines.append(tr.text("Write a word or several, such as “pavement”, or the number of a goal."))
    gone = [choice_button(tr.label("goals", "Without words"), "wordless")] if narrowed.words else []
    return View(Markup("\n").join(lines), [gone, _back(tr)])


def _back(tr: Translator) -> list[Button]:
    return [choice_button(tr.label("button", "Back"), "page")]
