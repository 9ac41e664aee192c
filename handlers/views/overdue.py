"""The weekly list of what is overdue, for the councils that decided it."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, in_pairs, shortened
from handlers.views.resolution import NOUN, OFFICE, Shown
from locales import Translator
from models.resolution_words import title_words

LISTED = 10  # those of which the day passed first
_GLIMPSE, _AREA = 90, 20


def overdue_list(found: Sequence[Shown], total: int, tr: Translator) -> View:
    """Each with its day and whose work it is, the longest overdue first, a button to each."""
    lines = [
        tr.count(
            "⏰ <b>{number} resolution of your council is overdue</b>",
            "⏰ <b>{number} resolutions of your council are overdue</b>",
            total,
        )
    ]
    lines += [_line(number, one, tr) for number, one in enumerate(found[:LISTED], 1)]
    left = total - min(len(found), LISTED)
    if left > 0:
        lines.append(tr.count("… and {number} more", "… and {number} more", left))
    lines.append(tr.text("Residents see this, too. Say with a tap how far each has come, or give it another day."))
    keys = [
        Button(_label(number, one, tr), ButtonData(OFFICE, "open", one.id))
        for number, one in enumerate(found[:LISTED], 1)
    ]
    everything = Button(tr.label("resolutions", "All that is overdue"), ButtonData(NOUN, "late"))
    return View(Markup("\n\n").join(lines), [*in_pairs(keys), [everything]])


def _line(number: int, one: Shown, tr: Translator) -> Markup:
    resolution = one.resolution
    due_on = resolution.due_on or one.today
    late = (one.today - due_on).days
    return Markup("\n").join(
        (
            Markup("{}. <b>{}</b>").format(tr.digits(number), title_words(resolution, one.place, tr)),
            tr.text("“{words}”", words=tr.quote(shortened(" ".join(resolution.text.split()), _GLIMPSE))),
            Markup(" · ").join(
                (
                    tr.quote(shortened(resolution.responsible, _GLIMPSE)),
                    tr.count("{number} day late", "{number} days late", late),
                )
            ),
        )
    )


def _label(number: int, one: Shown, tr: Translator) -> str:
    area = shortened(one.place.name, _AREA) if one.place is not None else ""
    told = {"place": tr.digits(number), "area": area, "number": one.resolution.number}
    return tr.label("resolutions", "{place}. {area}, no. {number}", **told)
