"""Where a goal stands, in a line of a list or of its card; and the names of the buttons that are about goals."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Self
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, View, shortened
from locales import Translator
from models.goal import Goal, GoalStatus
from models.goal_progress import Progress
from models.goal_words import bar, status_words

NOUN, CARD = "goals", "goal"
ENDED = (GoalStatus.REACHED, GoalStatus.DROPPED)
_LABEL = 28  # letters of a goal on a button
_SUBPAGES = 10_000  # a button's version holds the list's page and that of what lies behind the card


def progress_line(status: GoalStatus, progress: Progress, tr: Translator) -> Markup:
    """«▓▓▓▓▓▓░░░░ ۶۰٪، در حال انجام»: the words give the line its direction, by which the bar fills from its side.

    No dot stands between: beside a Persian number it looks like a zero.
    """
    words = Markup.escape(status_words(status, tr))
    if status is GoalStatus.REACHED:
        return Markup("✓ <b>{}</b>").format(words)
    if progress.fraction is None:
        return words
    return tr.text("{bar}, {status}", bar=bar(progress, tr), status=words)


def bar_line(progress: Progress, tr: Translator) -> Markup:
    """«▓▓▓▓▓▓░░░░ ۶۰٪ انجام شده»; of a progress that a bar can show."""
    return tr.text("{bar} done", bar=bar(progress, tr))


def day_words(day: date, zone: ZoneInfo, tr: Translator, *, year: bool = True) -> str:
    """A day of the city's calendar: «۱۹ آذر ۱۴۰۵»."""
    return tr.date(datetime.combine(day, time(12), zone), zone, year=year)


@dataclass(frozen=True)
class Way:
    """Where the buttons of a card and of what lies behind it lead back to.

    `page` is of the list; None where the card stands alone. `inner` is the page of what lies behind the card.
    """

    page: int | None = None
    inner: int = 0

    @classmethod
    def of(cls, pressed: ButtonData) -> Self:
        """From a button's version; made-up ones lead to some page or other."""
        outer, inner = divmod(pressed.version, _SUBPAGES)
        return cls(outer - 1 if outer else None, inner)

    def button(self, label: str, action: str, goal_id: int, *, inner: int = 0) -> Button:
        """A button of the card, or of what lies behind it, that knows this way back."""
        outer = 0 if self.page is None else self.page + 1
        return Button(label, ButtonData(CARD, action, goal_id, outer * _SUBPAGES + min(inner, _SUBPAGES - 1)))


def open_goal(goal_id: int, label: str) -> Button:
    """To a goal's card, below everything else."""
    return Button(label, ButtonData(CARD, "open", goal_id))


def with_goals(view: View, goals: Sequence[Goal]) -> View:
    """A submission's card with the ways to the goals behind which it stands."""
    rows = [[open_goal(one.id or 0, f"🎯 {shortened(' '.join(one.title.split()), _LABEL)}")] for one in goals]
    return replace(view, rows=[*view.rows, *rows])
