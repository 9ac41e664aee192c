"""Areas: how a place is called, and choosing one by typing or down the tree."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, in_pairs, shortened
from locales import Translator
from models.area import Level
from models.area_tree import AreaTree, Place
from models.text import fold

PAGE = 20  # places on one page of a list: ten rows, one screen of an old phone
_LABEL = 40  # letters of a name that fit half a row


def area_name(place: Place, tr: Translator) -> Markup:
    """The place within a sentence: «محلهٔ گلسار»; a name that says its level itself is not given it twice."""
    name = tr.quote(place.name)
    if place.level is not Level.NEIGHBOURHOOD or fold(place.name).startswith(fold("محله")):
        return name
    return tr.text("{name} neighbourhood", name=name)


def area_line(tree: AreaTree, area_id: int | None, tr: Translator) -> Markup:
    """The place of a submission, or that none was chosen."""
    place = tree.places.get(area_id) if area_id is not None else None
    return tr.text("neighbourhood not chosen") if place is None else area_name(place, tr)


def area_list(tree: AreaTree, parent_id: int, page: int, *, noun: str, version: int, tr: Translator) -> View:
    """A page of the tree below an area (0: the top), each place a button."""
    places = tree.below(parent_id) if parent_id else tree.top()
    pages = max(1, -(-len(places) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = places[page * PAGE : (page + 1) * PAGE]
    rows = in_pairs([_place_button(tree, place, noun, version) for place in shown])
    if pages > 1:
        rows.append(_page_buttons(parent_id, page, pages, noun, version, tr))
    rows.append(_way_back(tree, parent_id, noun, version, tr))
    return View(tr.text("<b>Which neighbourhood?</b> Choose it, or write its name."), rows)


def _place_button(tree: AreaTree, place: Place, noun: str, version: int) -> Button:
    action = "choose" if tree.is_choosable(place.id) else "open"
    return Button(shortened(place.name, _LABEL), ButtonData(noun, action, place.id, version))


def _page_buttons(parent_id: int, page: int, pages: int, noun: str, version: int, tr: Translator) -> list[Button]:
    # A page is written into the id beside its parent: pages have two base-10 digits of their own.
    buttons = []
    if page > 0:
        data = ButtonData(noun, "page", parent_id * 100 + page - 1, version)
        buttons.append(Button(tr.label("paging", "‹ Previous"), data))
    if page < pages - 1:
        data = ButtonData(noun, "page", parent_id * 100 + page + 1, version)
        buttons.append(Button(tr.label("paging", "Next ›"), data))
    return buttons


def _way_back(tree: AreaTree, parent_id: int, noun: str, version: int, tr: Translator) -> list[Button]:
    if not parent_id:
        return [Button(tr.label("button", "Back"), ButtonData(noun, "back", 0, version))]
    above = tree.places[parent_id].parent_id
    is_top = any(place.id == parent_id for place in tree.top())
    return [Button(tr.label("button", "Back"), ButtonData(noun, "open", 0 if is_top else above or 0, version))]


def area_question(tree: AreaTree, found: Sequence[Place], *, noun: str, version: int, tr: Translator) -> View:
    """More than one place fits the words, or one that is spelled otherwise: which is meant?"""
    text = (
        tr.text("Do you mean this one?")
        if len(found) == 1
        else tr.count("{number} place fits. Which one?", "{number} places fit. Which one?", len(found))
    )
    rows = [[_named_with_parent(tree, place, noun, version, tr)] for place in found]
    rows.append([Button(tr.label("button", "None of them"), ButtonData(noun, "open", 0, version))])
    return View(text, rows)


def _named_with_parent(tree: AreaTree, place: Place, noun: str, version: int, tr: Translator) -> Button:
    parent = tree.places.get(place.parent_id or 0)
    label = tr.label("place", "{name}, {parent}", name=place.name, parent=parent.name) if parent else place.name
    return Button(shortened(label, 60), ButtonData(noun, "choose", place.id, version))


def area_not_found(words: str, *, noun: str, version: int, tr: Translator) -> View:
    """No place is called that: the list, or the words were the message itself."""
    return View(
        tr.text(
            "I know no neighbourhood named “{words}”. Write it otherwise, or choose from the list.",
            words=tr.quote(shortened(words, 60)),
        ),
        [
            [Button(tr.label("button", "List of neighbourhoods"), ButtonData(noun, "open", 0, version))],
            [Button(tr.label("button", "This is my message"), ButtonData(noun, "message", 0, version))],
            [Button(tr.label("button", "Not now"), ButtonData(noun, "later", 0, version))],
        ],
    )


def opened(tree: AreaTree, pressed: ButtonData) -> tuple[int, int]:
    """(parent, page) that a button of `area_list` leads to; the top (0) where the parent is not there any more."""
    parent, page = divmod(pressed.id, 100) if pressed.action == "page" else (pressed.id, 0)
    return (parent, page) if parent in tree.places else (0, page)
