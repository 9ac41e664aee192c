"""A report on a goal while it is written: its card, and what is on the card besides the preview."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from handlers.views.goal_standing import open_goal
from locales import Translator
from models.goal import Goal
from models.goal_progress import Odd, progress_of
from models.goal_update_draft import GoalUpdateDraft
from models.goal_words import odd_words, percent_words, status_words, value_words
from models.resolution_words import day_words

OFFICE = "gupdate"
_TITLE, _FILE = 120, 60  # letters of a goal's title above a question, and of a file's name


@dataclass(frozen=True)
class Reporting:
    """The draft with what its screens say besides.

    `version` is the dialogue's: older buttons are old. `tell_at` (aware) is when followers hear of it, `listeners` how
    many these are now; `cause` what moved the goal, in words.
    """

    goal: Goal
    draft: GoalUpdateDraft
    version: int
    now: datetime
    zone: ZoneInfo
    tell_at: datetime
    listeners: int
    cause: str = ""
    odd: Sequence[Odd] = field(default=())

    @property
    def goal_id(self) -> int:
        """The goal's."""
        return self.goal.id or 0

    @property
    def today(self) -> date:
        """Of the city's calendar."""
        return self.now.astimezone(self.zone).date()

    @property
    def is_measured(self) -> bool:
        """Whether its progress is computed from values."""
        return progress_of(self.goal).is_measured

    def button(self, label: str, action: str, number: int = 0, *, style: Style | None = None) -> Button:
        """A button of this draft."""
        return Button(label, ButtonData(OFFICE, action, number, self.version), style=style)

    def back(self, tr: Translator) -> list[Button]:
        """The way to its card."""
        return [self.button(tr.label("button", "Back"), "card")]


def heading(reporting: Reporting, tr: Translator) -> Markup:
    """Of which goal it tells, and whether in another one's place."""
    title = tr.quote(shortened(" ".join(reporting.goal.title.split()), _TITLE))
    if reporting.draft.corrects_id is not None:
        return tr.text("<b>Correcting a report</b> on “{title}”", title=title)
    return tr.text("<b>Report of progress</b> on “{title}”", title=title)


def report_card(reporting: Reporting, tr: Translator) -> View:
    """What followers do not read in the preview above: what was not said yet, what is odd, who is told and when."""
    lines = [tr.text("Above is what followers will get."), *known_lines(reporting, tr)]
    lines += odd_lines(reporting.odd, tr)
    lines.append(told_line(reporting, tr))
    save = reporting.button(tr.label("goal", "Put it on record"), "save", style=Style.SUCCESS)
    return View(Markup("\n").join(lines), [[save], *in_pairs(_keys(reporting, tr)), [_leave(reporting, tr)]])


def empty_card(reporting: Reporting, tr: Translator) -> View:
    """There is no sentence yet: what is known, and that one is needed."""
    lines = [heading(reporting, tr), *known_lines(reporting, tr), *odd_lines(reporting.odd, tr)]
    lines.append(tr.text("Its sentence is missing: what has happened? Write it here."))
    return View(Markup("\n").join(lines), [*in_pairs(_keys(reporting, tr)), [_leave(reporting, tr)]])


def _leave(reporting: Reporting, tr: Translator) -> Button:
    return reporting.button(tr.label("button", "Discard"), "leave")


def _keys(reporting: Reporting, tr: Translator) -> list[Button]:
    value = ("value", tr.label("goal", "Value")) if reporting.is_measured else ("stated", tr.label("goal", "Percent"))
    named = [
        value,
        ("status", tr.label("goal", "Status")),
        ("photo", tr.label("goal", "Photo")),
        ("document", tr.label("goal", "Document")),
        ("day", tr.label("goal", "Of which day")),
        ("cause", tr.label("goal", "Because of …")),
        ("text", tr.label("goal", "Sentence")),
    ]
    return [reporting.button(label, action) for action, label in named]


def known_lines(reporting: Reporting, tr: Translator) -> list[Markup]:
    """What was said besides the sentence; the value with the one before it."""
    draft, goal = reporting.draft, reporting.goal
    lines = []
    if draft.value is not None:
        lines.append(_value_line(draft.value, goal, tr))
    elif draft.stated is not None and not reporting.is_measured:
        lines.append(tr.text("<b>Progress:</b> {percent}", percent=percent_words(draft.stated, tr)))
    if draft.status_to is not None:
        lines.append(tr.text("<b>New status:</b> {status}", status=status_words(draft.status_to, tr)))
    if draft.document is not None:
        name = tr.quote(shortened(draft.document.file_name or tr.label("goal", "a file"), _FILE))
        lines.append(tr.text("<b>Document:</b> {name}", name=name))
    if draft.on_day is not None and draft.on_day != reporting.today:
        lines.append(tr.text("<b>Of the day:</b> {day}", day=day_words(draft.on_day, reporting.zone, tr)))
    if reporting.cause:
        lines.append(tr.text("<b>Because of:</b> {cause}", cause=reporting.cause))
    return lines


def _value_line(value: float, goal: Goal, tr: Translator) -> Markup:
    said = value_words(value, goal.unit or "", tr)
    if goal.value is None or goal.value == value:
        return tr.text("<b>Value:</b> {value}", value=said)
    return tr.text("<b>Value:</b> {value} (until now {before})", value=said, before=number_before(goal, tr))


def number_before(goal: Goal, tr: Translator) -> str:
    """The newest value on record, with its unit."""
    return value_words(goal.value or 0.0, goal.unit or "", tr)


def odd_lines(odd: Sequence[Odd], tr: Translator) -> list[Markup]:
    """What is odd, each in a sentence."""
    return [tr.text("⚠️ {remark}", remark=odd_words(one, tr)) for one in odd]


def told_line(reporting: Reporting, tr: Translator) -> Markup:
    """«امروز ساعت ۱۷ به ۱۲ دنبال‌کننده می‌رسد»."""
    return when_told(reporting.tell_at, reporting.listeners, reporting.now, reporting.zone, tr)


def when_told(tell_at: datetime, listeners: int, now: datetime, zone: ZoneInfo, tr: Translator) -> Markup:
    """When an update reaches its followers, and how many they are."""
    when = moment_words(tell_at, now, zone, tr)
    if not listeners:
        return tr.text("Nobody follows this goal yet; whoever does until {when} is told then.", when=when)
    return tr.count(
        "It reaches {number} follower {when}.", "It reaches {number} followers {when}.", listeners, when=when
    )


def moment_words(moment: datetime, now: datetime, zone: ZoneInfo, tr: Translator) -> Markup:
    """«امروز ساعت ۱۷:۰۰»."""
    clock, on, today = tr.time(moment, zone), moment.astimezone(zone).date(), now.astimezone(zone).date()
    if on == today:
        return tr.text("today at {time}", time=clock)
    if on == today + timedelta(days=1):
        return tr.text("tomorrow at {time}", time=clock)
    return tr.text("on {day} at {time}", day=tr.date(moment, zone), time=clock)


def report_put_away(reporting: Reporting, tr: Translator) -> View:
    """Nothing is on record, and nothing is lost."""
    words = tr.text("Put aside. Nothing is on record, and what you wrote is kept until you begin another report.")
    back = open_goal(reporting.goal_id, tr.label("goal", "The goal"))
    return View(words, [[reporting.button(tr.label("button", "Go on with it"), "go_on")], [back]])


def report_begun_already(reporting: Reporting, other: ButtonData, tr: Translator) -> View:
    """There is one that is not on record; `other` is the button that was pressed."""
    lines = [tr.text("You have begun a report that is not on record yet:"), heading(reporting, tr)]
    if reporting.draft.text:
        lines.append(tr.text("“{words}”", words=tr.quote(shortened(reporting.draft.text, 300))))
    anew = "anew_for" if other.action == "correct" else "anew"
    rows = [
        [reporting.button(tr.label("button", "Go on with it"), "go_on", style=Style.PRIMARY)],
        [reporting.button(tr.label("goal", "Begin another one"), anew, other.id)],
    ]
    return View(Markup("\n").join(lines), rows)


def nothing_reported(tr: Translator) -> View:
    """There is none to go on with."""
    return View(tr.text("No report is being written just now."), [[to_goals(tr)]])


def to_goals(tr: Translator) -> Button:
    """The list of all goals."""
    return Button(tr.label("goal", "All goals"), ButtonData("goals", "list"))


def report_over_toast(tr: Translator) -> str:
    """A button of a card whose work is done."""
    return tr.plain("That report is done; none is being written just now.")


def no_more_reports(title: str, tr: Translator) -> View:
    """Their office ended, or never reached there: what they wrote is still in the chat, and kept."""
    words = tr.text(
        "You do not report on “{title}” any more. Nothing was put on record; what you wrote is still here in the chat.",
        title=tr.quote(shortened(title, _TITLE)),
    )
    return View(words, [[to_goals(tr)]])
