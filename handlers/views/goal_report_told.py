"""Reports on a goal that are on record, for the office: their list, and each with what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from handlers.views.goal_report import OFFICE, when_told
from handlers.views.goal_standing import day_words, open_goal
from locales import Translator
from models.goal import Goal
from models.goal_shown import UpdateShown
from models.goal_words import percent_words, status_words, value_words

PAGE = 6
_TITLE, _TEXT, _LINE = 120, 1000, 90
_SOON = timedelta(minutes=10)  # told within this, nobody need hurry it


@dataclass(frozen=True)
class Told:
    """A report with what its card says besides. `listeners` is how many people would be told of it now."""

    goal: Goal
    update: UpdateShown
    now: datetime
    zone: ZoneInfo
    listeners: int

    @property
    def is_waiting(self) -> bool:
        """Whether its followers are still to be told."""
        return self.update.told_at is None and not self.update.is_removed and not self.update.is_corrected


def told_card(told: Told, tr: Translator, *, is_new: bool = False) -> View:
    """What it says, whether its followers know, and what can still be done."""
    one = told.update
    lines = [tr.text("<b>It is on record.</b>")] if is_new else []
    lines.append(tr.text("Report on “{title}”, {day}:", title=_title(told.goal, tr), day=_day(told, tr)))
    lines.append(tr.text("“{words}”", words=tr.quote(shortened(one.text, _TEXT))))
    lines += [tr.text("<b>{words}</b>", words=words) for words in _said(told, tr)]
    lines.append(_standing(told, tr))
    return View(Markup("\n").join(lines), [*_doing(told, tr), [_to_list(told.goal, tr), _to_goal(told.goal, tr)]])


def _title(goal: Goal, tr: Translator) -> Markup:
    return tr.quote(shortened(" ".join(goal.title.split()), _TITLE))


def _day(told: Told, tr: Translator) -> str:
    return day_words(told.update.on_day, told.zone, tr)


def _said(told: Told, tr: Translator) -> list[str]:
    """The value or percentage, and the status."""
    one, words = told.update, list[str]()
    if one.value is not None:
        words.append(value_words(one.value, told.goal.unit, tr))
    elif one.stated is not None:
        words.append(percent_words(one.stated, tr))
    if one.status_to is not None:
        words.append(status_words(one.status_to, tr))
    return words


def _standing(told: Told, tr: Translator) -> Markup:
    one = told.update
    if one.is_removed:
        return tr.text("It was taken back; nobody was told.")
    if one.is_corrected:
        return tr.text("Another report has taken its place.")
    if one.told_at is not None:
        day, clock = tr.date(one.told_at, told.zone), tr.time(one.told_at, told.zone)
        return tr.text("Its followers were told on {day} at {time}.", day=day, time=clock)
    return when_told(one.tell_at, told.listeners, told.now, told.zone, tr)


def _doing(told: Told, tr: Translator) -> list[list[Button]]:
    one = told.update
    if one.is_removed or one.is_corrected:
        return []
    correct = Button(tr.label("goal", "Correct it"), ButtonData(OFFICE, "correct", one.id))
    if not told.is_waiting:
        return [[correct]]
    back = Button(tr.label("goal", "Take it back"), ButtonData(OFFICE, "remove", one.id), style=Style.DANGER)
    if one.tell_at - told.now <= _SOON:
        return [[back], [correct]]
    now = Button(tr.label("goal", "Tell it now"), ButtonData(OFFICE, "tell", one.id), style=Style.SUCCESS)
    return [[now, back], [correct]]


def _to_list(goal: Goal, tr: Translator) -> Button:
    return Button(tr.label("goal", "Reports made"), ButtonData(OFFICE, "list", goal.id or 0))


def _to_goal(goal: Goal, tr: Translator) -> Button:
    return open_goal(goal.id or 0, tr.label("goal", "The goal"))


def told_list(goal: Goal, found: Sequence[UpdateShown], page: int, total: int, zone: ZoneInfo, tr: Translator) -> View:
    """A page of a goal's reports, the newest first, each a button."""
    lines = [tr.text("<b>Reports on “{title}”</b>", title=_title(goal, tr))]
    if not total:
        lines.append(tr.text("There is none yet."))
    keys = []
    for number, one in enumerate(found, page * PAGE + 1):
        lines.append(_line(number, one, zone, tr))
        keys.append(Button(tr.number(number), ButtonData(OFFICE, "of", one.id)))
    report = Button(tr.label("goal", "Report progress"), ButtonData(OFFICE, "new", goal.id or 0))
    return View(
        Markup("\n").join(lines), [*in_pairs(keys), _paging(goal, page, total, tr), [report, _to_goal(goal, tr)]]
    )


def _line(number: int, one: UpdateShown, zone: ZoneInfo, tr: Translator) -> Markup:
    words = tr.quote(shortened(" ".join(one.text.split()), _LINE))
    line = tr.text("{number}. {day}: {words}", number=number, day=day_words(one.on_day, zone, tr), words=words)
    if one.is_corrected:
        return Markup(" ").join((line, tr.text("<i>(corrected)</i>")))
    return line if one.told_at is not None else Markup(" ").join((line, tr.text("<i>(not told yet)</i>")))


def _paging(goal: Goal, page: int, total: int, tr: Translator) -> list[Button]:
    keys = []
    if page > 0:
        keys.append(Button(tr.label("paging", "‹ Previous"), ButtonData(OFFICE, "list", goal.id or 0, page)))
    if (page + 1) * PAGE < total:
        keys.append(Button(tr.label("paging", "Next ›"), ButtonData(OFFICE, "list", goal.id or 0, page + 2)))
    return keys


def removal_asked(told: Told, tr: Translator) -> View:
    """Take it back? Nobody was told yet."""
    words = tr.text(
        "Take this report back? Nobody was told yet, and it goes from the goal's card: “{words}”",
        words=tr.quote(shortened(told.update.text, _LINE)),
    )
    one = told.update.id
    yes = Button(tr.label("goal", "Yes, take it back"), ButtonData(OFFICE, "removed", one), style=Style.DANGER)
    return View(words, [[yes], [Button(tr.label("button", "Back"), ButtonData(OFFICE, "of", one))]])


def told_soon_toast(tr: Translator) -> str:
    """Its followers hear of it in a moment."""
    return tr.plain("It is on its way to its followers.")


def taken_back_toast(tr: Translator) -> str:
    """Nobody hears of it."""
    return tr.plain("Taken back. Nobody was told.")


def told_already_toast(tr: Translator) -> str:
    """Its followers know by now."""
    return tr.plain("Its followers have been told already. Another report can correct it.")


def changed_toast(tr: Translator) -> str:
    """It was taken back or corrected meanwhile."""
    return tr.plain("Somebody took it back or corrected it meanwhile.")
