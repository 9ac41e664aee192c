"""A goal for those who say what it is: the card below what everybody reads, and how it leaves their hands."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Style, View, in_pairs, shortened
from handlers.views.goal_standing import open_goal
from locales import Translator
from models.goal import Goal

OFFICE, TIES = "gedit", "gtie"
_TITLE = 120  # letters of a title above a question


@dataclass(frozen=True)
class Editing:
    """A goal with what its screens say besides. `place` is whose it is, `topics` the codes of what it is about."""

    goal: Goal
    place: str
    now: datetime
    zone: ZoneInfo
    topics: tuple[str, ...] = field(default=())

    @property
    def id(self) -> int:
        """The goal's."""
        return self.goal.id or 0

    @property
    def today(self) -> date:
        """Of the city's calendar."""
        return self.now.astimezone(self.zone).date()

    @property
    def is_public(self) -> bool:
        """Whether everybody can read it."""
        return self.goal.published_at is not None

    def button(self, label: str, action: str, *, style: Style | None = None) -> Button:
        """A button of this goal, as it is now."""
        return Button(label, ButtonData(OFFICE, action, self.id, self.goal.version), style=style)

    def back(self, tr: Translator) -> list[Button]:
        """The way to its card."""
        return [self.button(tr.label("button", "Back"), "card")]


def goal_slot(goal_id: int) -> str:
    """The name of the message in which a goal stands for the office, whatever is asked about it there."""
    return f"{OFFICE}.{goal_id}"


def title_of(goal: Goal, tr: Translator) -> Markup:
    """Its title, as long as a question has room for it."""
    return tr.quote(shortened(" ".join(goal.title.split()), _TITLE))


def office_card(editing: Editing, tr: Translator) -> View:
    """A button for each thing that is said of it, and what is to become of it."""
    if editing.is_public:
        lines = [tr.text("Above is what everybody reads. What you change here shows at once.")]
        first: list[Button] = []
    else:
        lines = [tr.text("Above is what everybody will read. Nobody outside of the office sees it yet.")]
        first = [editing.button(tr.label("goal", "Publish"), "publish", style=Style.SUCCESS)]
    keys = [editing.button(label, action) for label, action in _fields(editing, tr)]
    ties = Button(tr.label("goal", "Link decisions"), ButtonData(TIES, "open", editing.id))
    return View(Markup("\n").join(lines), [first, *in_pairs([*keys, ties]), _last(editing, tr)])


def _fields(editing: Editing, tr: Translator) -> list[tuple[str, str]]:
    named = [
        (tr.label("goal", "Title"), "title"),
        (tr.label("goal", "Description"), "description"),
        (tr.label("goal", "Measure"), "measure"),
        (tr.label("goal", "Due day"), "due"),
        (tr.label("goal", "Budget"), "budget"),
        (tr.label("goal", "Responsible body"), "body"),
        (tr.label("goal", "Topics"), "topics"),
        (tr.label("goal", "Area"), "area"),
        (tr.label("goal", "Number"), "number"),
    ]
    if not editing.is_public:
        named.append((tr.label("goal", "Status"), "status"))
    return [*named, (tr.label("goal", "Higher in the list"), "up"), (tr.label("goal", "Lower in the list"), "down")]


def _last(editing: Editing, tr: Translator) -> list[Button]:
    if editing.is_public:
        return [open_goal(editing.id, tr.label("goal", "The goal"))]
    discard = editing.button(tr.label("button", "Delete the draft"), "discard", style=Style.DANGER)
    return [editing.button(tr.label("button", "Later"), "leave"), discard]


def goal_published(editing: Editing, tr: Translator) -> View:
    """Everybody can read it from now on."""
    words = tr.text("“{title}” is published: everybody reads it at /goals.", title=title_of(editing.goal, tr))
    report = Button(tr.label("goal", "Report progress"), ButtonData("gupdate", "new", editing.id))
    return View(words, [[open_goal(editing.id, tr.label("goal", "The goal")), report]])


def goal_kept(editing: Editing, tr: Translator) -> View:
    """Nothing is published, and nothing is lost."""
    if editing.is_public:
        words = tr.text("Nothing more changes on “{title}”.", title=title_of(editing.goal, tr))
    else:
        words = tr.text("Kept. “{title}” is not published; you find it at /goals.", title=title_of(editing.goal, tr))
    return View(words, [[editing.button(tr.label("button", "Go on with it"), "card")]])


def goal_discard_asked(editing: Editing, tr: Translator) -> View:
    """Really?"""
    words = tr.text("Delete “{title}”? Nobody outside has seen it.", title=title_of(editing.goal, tr))
    yes = editing.button(tr.label("button", "Yes, delete it"), "discarded", style=Style.DANGER)
    return View(words, [[yes], editing.back(tr)])


def goal_removed(tr: Translator) -> View:
    """It is gone."""
    return View(tr.text("Deleted. Nothing of it was published."), [[to_goals(tr)]])


def to_goals(tr: Translator) -> Button:
    """The list of all goals."""
    return Button(tr.label("goal", "All goals"), ButtonData("goals", "list"))


def moved_toast(tr: Translator, *, has_moved: bool) -> str:
    """Where it stands in the list."""
    if has_moved:
        return tr.plain("Its place in the list has changed.")
    return tr.plain("It stands at the end of the list already.")


def press_a_field(editing: Editing, tr: Translator) -> View:
    """Words where nothing is asked."""
    words = tr.text("Press what you want to change; your words were for none of it. Everything is still there.")
    return View(words, [editing.back(tr)])


def only_words(editing: Editing, tr: Translator) -> View:
    """A file or a sticker where something is to be written."""
    words = tr.text("Only words go here; photos and documents go with a report. Write it, or go back.")
    return View(words, [editing.back(tr)])


def no_more_editing(tr: Translator) -> View:
    """Their office ended, or never reached there."""
    words = tr.text(
        "You do not edit this goal any more. Nothing was changed; what you wrote is still here in the chat."
    )
    return View(words, [[to_goals(tr)]])


def changed_meanwhile(editing: Editing, problem: Markup, tr: Translator) -> View:
    """Somebody else changed it: shall what was said now be taken all the same?"""
    rows = [
        [editing.button(tr.label("goal", "Take mine all the same"), "sure", style=Style.SUCCESS)],
        [editing.button(tr.label("goal", "Leave it as it is now"), "card")],
    ]
    return View(problem, rows)
