"""The one message of a working day's morning: what waits on somebody's desk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View
from handlers.views.desk import NOUN, Longest, age, to_desk
from locales import Translator


class Lost(Protocol):
    """Messages that may not have arrived, and the codes of some submissions that they were about."""

    @property
    def number(self) -> int:
        """How many there are."""

    @property
    def codes(self) -> Sequence[str]:
        """Some of the codes."""


def morning_card(
    *,
    new: int,
    reopened: int,
    unplaced: int,
    longest: Longest | None,
    lost: Lost | None = None,
    now: datetime,
    tr: Translator,
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
    if lost is not None and lost.number:
        lines.append(_lost_line(lost, tr))
    begin = Button(tr.label("desk", "Three in a row"), ButtonData(NOUN, "three"), style=Style.PRIMARY)
    return View(Markup("\n").join(lines), [[begin if new or reopened or unplaced else to_desk(tr, stays=True)]])


def _lost_line(lost: Lost, tr: Translator) -> Markup:
    """The sender never repeats what may have arrived; whoever knows the case can."""
    return tr.count(
        "▫️ {number} message may not have arrived, the line broke while it left: {codes}",
        "▫️ {number} messages may not have arrived, the line broke while they left: {codes}",
        lost.number,
        codes=Markup(" ").join(tr.code(code) for code in lost.codes),
    )
