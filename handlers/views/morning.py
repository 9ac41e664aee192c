"""The one message of a working day's morning: what waits on somebody's desk."""

from datetime import datetime

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View
from handlers.views.desk import NOUN, Longest, age
from locales import Translator


def morning_card(
    *, new: int, reopened: int, unplaced: int, longest: Longest | None, now: datetime, tr: Translator
) -> View:
    """How much of each, the one that waits longest, and the way to begin. What is none is not said."""
    lines = [tr.text("<b>Good morning. On your desk today:</b>")]
    if new:
        lines.append(tr.count("▫️ {number} new", "▫️ {number} new", new))
    if reopened:
        lines.append(tr.count("▫️ {number} “not solved”", "▫️ {number} “not solved”", reopened))
    if unplaced:
        lines.append(tr.count("▫️ {number} without a neighbourhood", "▫️ {number} without a neighbourhood", unplaced))
    if longest is not None:
        waited = age(longest.since, now, tr)
        lines.append(tr.text("Waiting longest: {code}, for {age}.", code=tr.code(longest.code), age=waited))
    begin = Button(tr.label("desk", "Three in a row"), ButtonData(NOUN, "three"), style=Style.PRIMARY)
    return View(Markup("\n").join(lines), [[begin]])
