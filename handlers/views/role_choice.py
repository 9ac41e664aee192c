"""Choosing a role, its area and its end: for an invitation, or for an office that is held."""

from dataclasses import replace

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, in_pairs, shortened
from handlers.views.area import area_list, area_question
from handlers.views.role import role_choice
from locales import Translator, mark_label
from models.area_tree import AreaTree, Place
from models.role import Role

NOUN = "office"
TERMS = (1, 2, 4)  # years offered with one tap; 0 is without an end
_YEARS = {
    1: mark_label("term", "One year"),
    2: mark_label("term", "Two years"),
    4: mark_label("term", "Four years"),
}
_NAME = 40  # letters of a place's name on a button
_EXAMPLE = "1407/06/31"  # a last day, as somebody may type it


def role_question(*, version: int, tr: Translator) -> View:
    """Which role is handed out?"""
    buttons = [
        Button(role_choice(role, tr), ButtonData(NOUN, "role", number, version)) for number, role in enumerate(Role)
    ]
    return View(
        Markup("\n").join(
            (
                tr.text("<b>Which role?</b>"),
                tr.text("Secretariat: sees, answers and places what comes in."),
                tr.text("District mayor, head of a zone: the same, for everything below them."),
                tr.text("Council member: sees and answers what comes from their neighbourhood."),
                tr.text("Expert: sees what a working group is given."),
                tr.text("Owner: everything, and hands out roles; of a part of the city, without handing out roles."),
            )
        ),
        [*([button] for button in buttons), [_leave(version, tr)]],
    )


def area_asked(tree: AreaTree, parent_id: int, page: int, *, version: int, tr: Translator) -> View:
    """For which area? Any place of the tree with everything below it, or the whole city."""
    listed = area_list(tree, parent_id, page, noun=NOUN, version=version, tr=tr)
    place = tree.places.get(parent_id)
    if place is None:
        everywhere = Button(tr.label("button", "The whole city"), ButtonData(NOUN, "whole", 0, version))
    else:
        label = tr.label("button", "All of {name}", name=shortened(place.name, _NAME))
        everywhere = Button(label, ButtonData(NOUN, "choose", place.id, version))
    text = tr.text("<b>For which area?</b> A role reaches everything below it. Choose it, or write its name.")
    return replace(listed, text=text, rows=[[everywhere], *listed.rows])


def area_meant(tree: AreaTree, found: list[Place], *, version: int, tr: Translator) -> View:
    """More than one place fits what was typed, or one that is spelled otherwise: which is meant?"""
    return area_question(tree, found, noun=NOUN, version=version, tr=tr)


def area_unknown(words: str, *, version: int, tr: Translator) -> View:
    """No place is called that."""
    return View(
        tr.text(
            "I know no area named “{words}”. Write it otherwise, or choose from the list.",
            words=tr.quote(shortened(words, 60)),
        ),
        [[Button(tr.label("button", "List of areas"), ButtonData(NOUN, "open", 0, version))], [_leave(version, tr)]],
    )


def term_question(*, version: int, tr: Translator) -> View:
    """Until when? With one tap, or a day typed in any digits."""
    text = tr.text("<b>Until when?</b> Choose, or write the last day, such as {example}.", example=tr.code(_EXAMPLE))
    return _term(text, version, tr)


def term_unknown(words: str, *, version: int, tr: Translator) -> View:
    """What was typed is no day."""
    text = tr.text(
        "“{words}” is no day of the calendar. Write the last day such as {example}, or choose.",
        words=tr.quote(shortened(words, 60)),
        example=tr.code(_EXAMPLE),
    )
    return _term(text, version, tr)


def term_past(*, version: int, tr: Translator) -> View:
    """The day is over already."""
    return _term(tr.text("That day is over already. Write a day to come, or choose."), version, tr)


def _term(text: Markup, version: int, tr: Translator) -> View:
    buttons = [
        Button(tr.label("term", label), ButtonData(NOUN, "term", years, version)) for years, label in _YEARS.items()
    ]
    buttons.append(Button(tr.label("term", "Without an end"), ButtonData(NOUN, "term", 0, version)))
    return View(text, [*in_pairs(buttons), [_leave(version, tr)]])


def _leave(version: int, tr: Translator) -> Button:
    return Button(tr.label("button", "Not now"), ButtonData(NOUN, "later", 0, version))


def choice_left(tr: Translator) -> View:
    """Nothing was changed."""
    return View(
        tr.text("All right, nothing was changed."),
        [[Button(tr.label("button", "All roles"), ButtonData("roles", "page"))]],
    )
