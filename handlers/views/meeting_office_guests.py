"""A meeting's own list: who stands on it, office holders to put there with one tap, and a link to hand on."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, shortened
from handlers.views.meeting_office import Called, row_version
from locales import Translator
from models.meeting import MeetingState

NOUN = "mguest"
PAGE = 8
_NAME = 40  # letters of somebody's name


@dataclass(frozen=True)
class Listed:
    """Somebody who stands on the list, or may be put there. `office` is what they are, in words; empty for others."""

    person_id: int
    name: str
    office: str = ""
    is_on: bool = False


def guests_screen(called: Called, people: Sequence[Listed], page: int, tr: Translator) -> View:
    """A page of the people, each a switch; and the link."""
    lines = [tr.text("<b>The meeting's own list</b>")]
    if called.guests:
        lines.append(tr.count("{number} person stands on it.", "{number} people stand on it.", called.guests))
    else:
        lines.append(tr.text("Nobody stands on it yet."))
    lines.append(tr.text("Whoever stands on it is told in every case. Tap a name to put it there or take it away."))
    if called.shown.state is MeetingState.ANNOUNCED:
        lines.append(tr.text("The announcement has left: whoever you put there now is told at once."))
    version = row_version(called)
    shown = people[page * PAGE : (page + 1) * PAGE]
    rows = [[Button(_label(one, tr), ButtonData(NOUN, "turn", one.person_id, version))] for one in shown]
    turning = []
    if page > 0:
        turning.append(Button(tr.label("paging", "‹ Previous"), ButtonData(NOUN, "page", page - 1, version)))
    if (page + 1) * PAGE < len(people):
        turning.append(Button(tr.label("paging", "Next ›"), ButtonData(NOUN, "page", page + 1, version)))
    link = [Button(tr.label("meeting", "A link to hand on"), ButtonData(NOUN, "link", 0, version))]
    back = [called.button(tr.label("button", "Back"), "invites")]
    return View(Markup("\n").join(lines), [*rows, turning, link, back])


def _label(one: Listed, tr: Translator) -> str:
    name = shortened(one.name, _NAME) or tr.plain("without a name")
    label = f"{name} · {one.office}" if one.office else name
    return ("✓ " if one.is_on else "") + shortened(label, 56)


def guest_link(called: Called, link: str, tr: Translator) -> View:
    """The link that puts whoever opens it on the list."""
    lines = [
        tr.text("<b>A link for the guests of this meeting</b>"),
        Markup("<code>{}</code>").format(link),
        tr.text("Whoever opens it stands on the list and sees the meeting once it is announced. It works for many."),
    ]
    rows = [
        [Button(tr.label("button", "Copy the link"), copy=link)],
        [called.button(tr.label("button", "Back"), "guests")],
    ]
    return View(Markup("\n\n").join(lines), rows)
