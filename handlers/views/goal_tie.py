"""Which resolutions and meetings belong to a goal, for whoever says so: a list in which a press ties or unties."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, in_pairs, shortened
from handlers.views.goal_standing import open_goal
from locales import Translator

OFFICE = "gtie"
PAGE = 6
_TITLE = 120


def ties_menu(goal_id: int, title: str, resolutions: int, meetings: int, tr: Translator) -> View:
    """Resolutions, or meetings? With how many of each belong to it."""
    lines = [
        tr.text("<b>What belongs to “{title}”?</b>", title=tr.quote(shortened(" ".join(title.split()), _TITLE))),
        tr.text("Tied resolutions and meetings stand on the goal's card, and a report can name a resolution."),
    ]
    keys = [
        _menu_key(tr.label("goal", "Resolutions ({number})", number=tr.number(resolutions)), "resolutions", goal_id),
        _menu_key(tr.label("goal", "Meetings ({number})", number=tr.number(meetings)), "meetings", goal_id),
        _menu_key(tr.label("goal", "From residents"), "goal", goal_id, noun="glink"),
        open_goal(goal_id, tr.label("goal", "The goal")),
    ]
    return View(Markup("\n").join(lines), in_pairs(keys))


def _menu_key(label: str, action: str, goal_id: int, *, noun: str = OFFICE) -> Button:
    return Button(label, ButtonData(noun, action, goal_id))


def ties_list(
    goal_id: int, kind: str, found: Sequence[tuple[int, Markup, bool]], page: int, total: int, tr: Translator
) -> View:
    """A page of what may belong to it, as (id, what it is called, whether it does): those that do come first.

    Args:
        goal_id: the goal's.
        kind: `resolution` or `meeting`.
        found: this page.
        page: from 0.
        total: of all pages.
        tr: the reader's language.
    """
    is_meeting = kind == "meeting"
    lines = [tr.text("<b>Which meetings belong to the goal?</b>")]
    if not is_meeting:
        lines = [tr.text("<b>Which resolutions belong to the goal?</b>")]
    if total:
        lines.append(tr.text("Press a number to tie it; ✓ belongs already, and a press takes it away."))
    elif is_meeting:
        lines.append(tr.text("There is no meeting yet that everybody may see, in this area or around it."))
    else:
        lines.append(tr.text("There is no public resolution yet, of this area or around it."))
    keys = []
    for number, (one, name, is_tied) in enumerate(found, page * PAGE + 1):
        mark = "✓ " if is_tied else ""
        lines.append(Markup("{}{}. {}").format(mark, tr.number(number), name))
        action = f"{'un' if is_tied else ''}tie_{kind}"
        keys.append(Button(f"{mark}{tr.number(number)}", ButtonData(OFFICE, action, one, goal_id)))
    back = Button(tr.label("button", "Back"), ButtonData(OFFICE, "menu", goal_id))
    return View(Markup("\n").join(lines), [*in_pairs(keys), _paging(goal_id, kind, page, total, tr), [back]])


def _paging(goal_id: int, kind: str, page: int, total: int, tr: Translator) -> list[Button]:
    keys = []
    if page > 0:
        keys.append(Button(tr.label("paging", "‹ Previous"), ButtonData(OFFICE, f"{kind}s", goal_id, page)))
    if (page + 1) * PAGE < total:
        keys.append(Button(tr.label("paging", "Next ›"), ButtonData(OFFICE, f"{kind}s", goal_id, page + 2)))
    return keys


def tied_toast(tr: Translator, *, is_tied: bool) -> str:
    """What the press did."""
    return tr.plain("It belongs to the goal now.") if is_tied else tr.plain("It belongs to the goal no longer.")
